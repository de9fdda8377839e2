"""A place is settled by what is true of every plan; it is equal only with another plan in hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import SMALL, case_of, policy_of, times_of
from tests.plan.forced import every_value, random_plan

from narvaro.plan import make_plan
from narvaro.plan.forcing import paths_ending
from narvaro.plan.options import CLOSED
from narvaro.plan.settle import CLOSENESS, places_of, settle
from narvaro.plan.wishes import SiteWish


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_answer_is_beaten_by_any_plan(seed: int) -> None:
    """Of five places each is forced: the least of all such plans lies between the two figures, by a listing of all."""
    plan = random_plan(seed)
    formulation, value = plan.formulation, plan.objective.after
    assert formulation is not None
    sites = [str(site) for site in formulation.question.case.sites.index]
    last = formulation.paths.state[plan.solution.option][:, -1]  # type: ignore[union-attr]
    asked = [(site, "open" if last[j] == CLOSED else "closed") for j, site in enumerate(sites)]
    bare = replace(plan, certificate=None)  # so that every place is asked
    found = settle(bare, asked).settled  # type: ignore[arg-type]
    plans = list(every_value(formulation))
    assert min(cost for _, cost in plans) == pytest.approx(value)
    for site, end in asked:
        does = paths_ending(formulation.paths, sites.index(site), end)  # type: ignore[arg-type]
        least = min((cost for chosen, cost in plans if does[chosen].any()), default=np.inf)
        one = found[site, end]
        hair = 1e-9 * max(1.0, value)
        if one.standing == "ruled_out":
            assert least == np.inf
            assert one.rules
            continue
        assert one.at_least - hair <= least <= one.at_most + hair
        level = value + CLOSENESS * abs(value)
        assert one.standing == ("equal" if least <= level + hair else "worse")


def test_an_equal_plan_is_at_hand_with_what_it_does_elsewhere() -> None:
    """Of two sites with the same ways one opens; the other would do as well, and both stand in the differences."""
    case = case_of([10, 10], ["candidate", "candidate"], sizes=[SMALL])
    plan = make_plan(
        case, policy_of([6.0], objective={"kind": "minutes"}), travel=times_of(case, [[5, 5], [7, 7]])
    )
    (opened,) = [action.site_id for _, action in plan.actions]
    other = {"s0": "s1", "s1": "s0"}[opened]
    found = settle(plan, places_of(plan)).settled[opened, "closed"]
    assert found.standing == "equal"
    assert found.at_most == plan.objective.after
    assert {(one.site_id, one.here, one.there) for one in found.differences} == {
        (opened, ("small",), ("",)),
        (other, ("",), ("small",)),
    }


def test_what_was_settled_is_not_asked_again() -> None:
    """A place that is known keeps its answer, and the plan at hand is not changed."""
    plan = random_plan(1)
    site = str(plan.formulation.question.case.sites.index[0])  # type: ignore[union-attr]
    once = settle(plan, [(site, "closed")])
    told: list[tuple[int, int]] = []
    again = settle(once, [(site, "closed")], progress=lambda done, of: told.append((done, of)))
    assert again.settled[site, "closed"] is once.settled[site, "closed"]
    assert (told, dict(plan.settled)) == ([], {})


def test_a_plan_from_a_file_alone_is_not_asked() -> None:
    """Without the problem it answers there is nothing to ask."""
    with pytest.raises(ValueError, match="from a file alone"):
        settle(replace(random_plan(1), formulation=None), [("s0", "open")])


def test_a_place_with_no_such_path_is_ruled_out_by_its_own_rule() -> None:
    """An office that must stay closes in no plan, and the table is named."""
    case = case_of([10], ["must_stay"], sizes=[SMALL])
    plan = make_plan(case, policy_of([0.0], objective={"kind": "minutes"}), travel=times_of(case, [[5]]))
    found = settle(plan, [("s0", "closed")]).settled["s0", "closed"]
    assert (found.standing, [rule.key for rule in found.rules]) == ("ruled_out", ["plan.ruled_status"])


def test_a_place_that_the_plan_was_made_to_keep_says_so() -> None:
    """Not the rules but the wish leaves it no other way."""
    case = case_of([10], ["may_close", "candidate"], sizes=[SMALL])
    travel = times_of(case, [[5, 9]])
    plan = make_plan(case, policy_of([0.0]), travel=travel, wishes=[SiteWish("s0", "keep")])
    found = settle(plan, [("s0", "closed")]).settled["s0", "closed"]
    assert (found.standing, [rule.key for rule in found.rules]) == ("ruled_out", ["plan.ruled_wish"])
