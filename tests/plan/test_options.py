"""Paths of sites over the years, and what they cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of

from narvaro.plan.money import SiteCosts
from narvaro.plan.options import CLOSED, Paths, choices, paths_of, spend_of

STATUSES = ("must_stay", "may_close", "must_close", "candidate", "must_open")
WORTH = np.array([[1.0], [0.0]])  # a larger office is better


def all_choices(status, sizes, years=3, worth=WORTH, **limits) -> Paths:
    case = case_of([1], status, sizes=[SMALL, LARGE], sites={"size": sizes})
    policy = policy_of([0.0] * years, limits=limits)
    return choices(question_of(case, policy), np.ones(len(status), bool), worth)


def paths(found: Paths, site: int) -> set[tuple[int, ...]]:
    return {tuple(row) for row in found.state[found.site == site].tolist()}


def cost(today: int, path: list[int], **limits) -> dict[str, list[int]]:
    spend = spend_of(
        np.array([today], np.int8),
        np.array([path], np.int8),
        SiteCosts.of(case_of([1], ["candidate"], sizes=[SMALL, LARGE])),
        policy_of([0.0] * len(path), limits=limits),
    )
    return {part: getattr(spend, part)[0].tolist() for part in ("running", "opening", "closing", "resizing")}


def test_each_status_has_the_paths_that_its_name_says():
    """Stay, close in a year, change size in a year, open in a year, never: by status."""
    found = all_choices(STATUSES, ["small", "small", "large", "small", "large"], years=2)
    assert paths(found, 0) == {(0, 0)}
    assert paths(found, 1) == {(0, 0), (1, 1), (0, 1), (-1, -1), (0, -1)}
    assert paths(found, 2) == {(-1, -1), (1, -1)}
    assert paths(found, 3) == {(-1, -1), (0, 0), (-1, 0)}
    assert paths(found, 4) == {(1, 1), (-1, 1)}


def test_a_candidate_without_a_size_may_open_at_any():
    """An empty size of a candidate means every size."""
    found = all_choices(["candidate"], [""], years=1)
    assert paths(found, 0) == {(-1,), (0,), (1,)}


def test_without_a_difference_to_people_no_office_changes_size_and_new_ones_are_the_cheapest():
    """Where the objective sees no size, a smaller office must not look as good as a larger one."""
    found = all_choices(["may_close", "candidate"], ["large", ""], years=1, worth=None)
    assert paths(found, 0) == {(1,), (-1,)}
    assert paths(found, 1) == {(-1,), (0,)}


@pytest.mark.parametrize(("rule", "new"), [("no", set()), ("smaller", {(0,)}), ("any", {(0,)})])
def test_a_policy_says_which_sizes_an_office_may_change_to(rule, new):
    """The largest office may become smaller, unless the policy says no."""
    found = all_choices(["may_close"], ["large"], years=1, resize=rule)
    assert paths(found, 0) == {(1,), (-1,)} | new


def test_a_small_office_does_not_grow_where_only_shrinking_is_allowed():
    """The smallest office has nowhere to go."""
    assert paths(all_choices(["may_close"], ["small"], years=1, resize="smaller"), 0) == {(0,), (-1,)}


def test_a_candidate_that_may_not_open_has_the_path_never():
    """A site that the earmark rules out is in the problem, closed."""
    case = case_of([1], ["candidate", "candidate"], sizes=[SMALL])
    found = choices(question_of(case, policy_of([0.0])), np.array([True, False]), None)
    assert paths(found, 0) == {(-1,), (0,)}
    assert paths(found, 1) == {(-1,)}


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6), st.integers(1, 4))
def test_a_site_acts_at_most_once(status, years):
    """No path opens to close again, nor changes twice."""
    found = all_choices(status, ["large"] * len(status), years=years)
    whole = np.hstack([found.today[found.site][:, None], found.state])
    assert ((whole[:, 1:] != whole[:, :-1]).sum(axis=1) <= 1).all()


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6))
def test_rows_stand_by_site_and_every_site_has_one(status):
    """Sites come in the order of the case, none without a path."""
    found = all_choices(status, ["large"] * len(status))
    assert (np.diff(found.site) >= 0).all()
    assert set(found.site.tolist()) == set(range(len(status)))


def test_opening_in_july_costs_half_a_year_and_the_opening_cost():
    """4 MSEK a year from July is 2 MSEK, with 1 MSEK to open."""
    assert cost(CLOSED, [CLOSED, 0]) == {
        "running": [0, 2_000],
        "opening": [0, 1_000],
        "closing": [0, 0],
        "resizing": [0, 0],
    }


def test_opening_in_january_is_paid_the_year_before_but_not_before_the_plan():
    """The premises are ready on the first day, so their cost falls before it."""
    assert cost(CLOSED, [CLOSED, 0], opening_month=1)["opening"] == [1_000, 0]
    assert cost(CLOSED, [0, 0], opening_month=1)["opening"] == [1_000, 0]
    assert cost(CLOSED, [CLOSED, 0], opening_month=1)["running"] == [0, 4_000]


def test_closing_in_may_costs_five_months_and_the_closing_cost():
    """8 MSEK a year to the end of May is 3.333 MSEK, with 1.5 MSEK to close."""
    assert cost(1, [CLOSED, CLOSED], closing_month=5) == {
        "running": [3_333, 0],
        "opening": [0, 0],
        "closing": [1_500, 0],
        "resizing": [0, 0],
    }


def test_a_larger_size_comes_with_the_opening_month_and_costs_the_difference():
    """Half a year at 4 and half at 8 MSEK is 6, and 2 - 1 MSEK more room."""
    assert cost(0, [1, 1])["running"] == [6_000, 8_000]
    assert cost(0, [1, 1])["resizing"] == [1_000, 0]


def test_a_smaller_size_comes_after_the_closing_month_and_costs_the_difference():
    """Nine months at 8 and three at 4 MSEK is 7, and 1.5 - 0.5 MSEK for the room given up."""
    assert cost(1, [0, 0], closing_month=9)["running"] == [7_000, 4_000]
    assert cost(1, [0, 0], closing_month=9)["resizing"] == [1_000, 0]


def test_openings_and_closings_are_told_by_year():
    """The path that opens in the second year opens then and at no other time."""
    found = all_choices(["candidate", "must_close"], ["small", "small"], years=2)
    rows = {tuple(s): tuple(o) for s, o in zip(found.state.tolist(), found.opens.tolist(), strict=True)}
    assert rows[-1, 0] == (False, True)
    closing = found.site == 1
    assert sorted(map(tuple, found.closes[closing].tolist())) == [(False, True), (True, False)]
    assert found.new.tolist() == [True] * 3 + [False] * 2


def test_paths_of_an_unknown_status_are_refused():
    """Only the five statuses have paths."""
    with pytest.raises(KeyError):
        paths_of("perhaps", 0, [], 1, [])
