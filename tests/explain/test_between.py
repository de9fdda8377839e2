"""Everybody's way is shorter, longer or the same, and municipalities add up to all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from tests.explain.worlds import COUNTRY, worlds
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.case import Service
from narvaro.explain.between import between, beyond_standard, counted, nearest_min, network_of
from narvaro.explain.change import year_table
from narvaro.explain.compared.tables import PlansBeside, plan_table
from narvaro.explain.evidence import gather
from narvaro.explain.road import beyond_by_year
from narvaro.plan import Plan, build, make_plan
from narvaro.travel import TravelTimes


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


def test_a_way_has_no_minutes_of_a_small_office() -> None:
    """A goal that adds 5 minutes at small offices: the way from the first area is 10 all the same."""
    question = question_of([[10, 30], [15, 10]], [10, 20])
    goal = question.policy.objective.model_copy(update={"extra_min": {"small": 5.0}})
    asked = replace(question, policy=question.policy.model_copy(update={"objective": goal}))
    assert nearest_min(asked, np.array([0, -1]))[0] == 10


def test_the_nearest_office_is_one_of_any_kind() -> None:
    """The nearer office gives one of two services: the way is to it, though the other service is 30 minutes off."""
    services = [Service("a", "a", "a"), Service("b", "b", "b")]
    case = case_of(
        [10], ["must_stay", "must_stay"], sites={"services": ["a", "a;b"]}, sizes=[SMALL], services=services
    )
    asked = build(case, policy_of([9.0], objective={"kind": "minutes"}), times_of(case, [[10, 30]])).question
    assert nearest_min(asked, np.array([0, 0])).tolist() == [10.0]


def test_people_beyond_are_those_with_more_minutes_than_the_standard() -> None:
    """Ways of 10, 30 and 31 minutes against a standard of 30: the last has more; without any office all have."""
    question = question_of([[10, 99], [30, 99], [31, 99]], [10, 20, 40])
    assert beyond_standard(question, np.array([0, -1])) == 40.0
    assert beyond_standard(question, np.array([-1, -1])) == 70.0


@given(worlds())
def test_the_report_and_the_terminal_count_the_same_people(world: tuple[TravelTimes, Plan]) -> None:
    """Today and in each year: the report's table by year, the terminal's, and plans laid beside each other."""
    travel, plan = world
    beyond = beyond_by_year(COUNTRY, plan, travel)
    by_year = year_table(gather(COUNTRY, plan, travel))
    mode = plan.policy.objective.mode
    assert by_year.loc[by_year["mode"] == mode, "people_beyond"].tolist() == beyond
    beside = plan_table(PlansBeside(COUNTRY, {"today": None, "plan": plan}, travel))
    assert beside["people_beyond"].tolist() == [beyond[0], beyond[-1]]


def test_how_people_are_counted_is_told_with_the_mode() -> None:
    """By car one sentence; with or without a car also that an area is counted whole."""
    policy = policy_of([9.0], objective={"kind": "minutes"})
    assert counted(policy).text("en") == (
        "People beyond 30 minutes are counted by the way by car to the nearest office, whatever services it gives."
    )
    goal = policy.objective.model_copy(update={"mode": "person"})
    person = counted(policy.model_copy(update={"objective": goal}))
    assert "with or without a car" in person.text("en")
    assert "var för sig" in person.text("sv")
