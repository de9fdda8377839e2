"""Everybody's way is shorter, longer or the same, and municipalities add up to all."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.explain.between import between, nearest_min, network_of, ways_alone
from narvaro.plan import build, make_plan


def question_of(minutes, people):
    case = case_of(
        people,
        ["may_close", "candidate"],
        sizes=[SMALL],
        areas={"municipality": ["A", "A", "B"][: len(people)]},
    )
    return build(case, policy_of([9.0], objective={"kind": "minutes"}), times_of(case, minutes)).question


def test_ways_by_hand() -> None:
    """An office moves from s0 to s1: 10 people have 20 minutes more, 20 have 5 less, 30 half a minute more."""
    question = question_of([[10, 30], [15, 10], [20, 20.5]], [10, 20, 30])
    found = between(question, np.array([0, -1]), np.array([-1, 0]))
    assert (found.shorter, found.longer, found.same) == (20.0, 10.0, 30.0)
    assert found.mean_after_min - found.mean_before_min == pytest.approx((200 - 100 + 15) / 60)
    assert list(found.by_municipality.index) == ["A"]
    row = found.by_municipality.loc["A"]
    assert (row["people"], row["shorter"], row["longer"]) == (30.0, 20.0, 10.0)
    assert row["change_min"] == pytest.approx(100 / 30)
    assert found.by_area.to_dict("index") == {
        "a0": {"people": 10.0, "before_min": 10.0, "after_min": 30.0, "change_min": 20.0},
        "a1": {"people": 20.0, "before_min": 15.0, "after_min": 10.0, "change_min": -5.0},
    }


def test_the_network_of_a_plan_is_that_at_its_end() -> None:
    """Without a plan it is today's."""
    question = question_of([[10, 30], [15, 10]], [10, 20])
    assert network_of(question, None).tolist() == [0, -1]
    plan = make_plan(question.case, question.policy, travel=question.times)
    assert network_of(question, plan).tolist() == [0, 0]
    assert nearest_min(question, network_of(question, plan)).tolist() == [10.0, 10.0]


def test_a_way_alone_has_no_minutes_of_a_small_office() -> None:
    """A goal that adds 5 minutes at small offices: the way from the first area is 15 with them and 10 without."""
    question = question_of([[10, 30], [15, 10]], [10, 20])
    goal = question.policy.objective.model_copy(update={"extra_min": {"small": 5.0}})
    asked = replace(question, policy=question.policy.model_copy(update={"objective": goal}))
    here = np.array([0, -1])
    assert nearest_min(asked, here)[0] == 15
    assert nearest_min(ways_alone(asked), here)[0] == 10
