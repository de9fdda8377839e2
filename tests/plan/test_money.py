"""Money in whole thousands of SEK: pots, windows, carrying over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, policy_of

from narvaro.plan.money import Pot, SiteCosts, appropriation, milli, months_of, rounded, running_today

SUMS = st.lists(st.integers(-50, 60), min_size=1, max_size=5)


def pot(sums: list[int], saving: list[int], credit: list[int]) -> Pot:
    return Pot("all", np.array(sums), np.array(saving), np.array(credit))


@given(st.data(), st.integers(1, 5))
def test_spending_keeps_all_windows_exactly_when_no_year_ends_below_its_credit(data, years):
    """The windows of a pot say the same as going through the years with a purse."""
    numbers = st.lists(st.integers(0, 20), min_size=years, max_size=years)
    money = pot(data.draw(numbers), data.draw(numbers), data.draw(numbers))
    spent = np.array(data.draw(numbers))
    carried, _ = money.carry(spent)
    within = all(spent[i : j + 1].sum() <= ceiling for i, j, ceiling in money.windows())
    assert within == bool((carried >= -money.credit).all())


@given(st.data(), st.integers(1, 5))
def test_no_krona_appears_or_vanishes(data, years):
    """What is given is spent, carried out of the last year, or lapsed."""
    numbers = st.lists(st.integers(0, 20), min_size=years, max_size=years)
    money = pot(data.draw(numbers), data.draw(numbers), data.draw(numbers))
    spent = np.array(data.draw(numbers))
    carried, lapsed = money.carry(spent)
    assert money.given.sum() == spent.sum() + carried[-1] + lapsed.sum()
    assert (lapsed >= 0).all()
    assert (carried <= money.saving).all()


def test_a_pot_without_carrying_over_has_one_window_a_year():
    """Longer windows follow from the years when nothing can be carried over."""
    assert pot([5, 6], [0, 0], [0, 0]).windows() == [(0, 0, 5), (1, 1, 6)]


def test_the_base_is_what_todays_offices_cost():
    """Without a figure of its own the base is a full year of today's offices."""
    case = case_of(
        [1],
        ["may_close", "must_stay", "candidate"],
        sizes=[SMALL, LARGE],
        sites={"size": ["small", "large", ""]},
    )
    assert running_today(case) == 12_000
    assert appropriation(case, policy_of([-3.0, 2.5])).given.tolist() == [9_000, 14_500]


def test_an_earmark_parts_added_money_from_the_base_and_cuts_fall_on_the_base():
    """Added money is a pot of its own; a cut lowers the base."""
    case = case_of([1], ["may_close"], sizes=[SMALL], areas={"poor": [True]})
    money = appropriation(case, policy_of([2.0, -1.0], definition="poor", money={"earmark": True}))
    assert {p.name: p.given.tolist() for p in money.pots} == {"base": [4_000, 3_000], "added": [2_000, 0]}
    assert money.given.tolist() == [6_000, 3_000]


def test_saving_and_credit_are_shares_rounded_down_and_the_last_year_has_no_credit():
    """3 % of 4.999 MSEK is 149.97, so 149 thousand; a plan leaves no debt behind it."""
    case = case_of([1], ["may_close"], sizes=[SMALL])
    money = appropriation(case, policy_of([0.999, 0.0], money={"saving_pct": 3.0, "credit_pct": 3.0}))
    assert money.pots[0].saving.tolist() == [149, 120]
    assert money.pots[0].credit.tolist() == [149, 0]


@pytest.mark.parametrize(
    ("msek", "expected"), [(0.1, 100), (4.3, 4300), (1.0005, 1001), (-0.0005, 0), (-1.5, -1500)]
)
def test_million_becomes_thousands_without_dust(msek, expected):
    """A decimal figure becomes the whole thousands that a reader sees, halves upwards."""
    assert milli(msek) == expected


@given(st.integers(0, 10**9), st.integers(0, 12))
def test_two_parts_of_a_year_are_at_most_a_thousand_off_the_whole(sek, months):
    """Rounding a year in two parts differs from the whole by at most one thousand."""
    parts = months_of(np.array([sek]), months) + months_of(np.array([sek]), 12 - months)
    assert abs(int((parts - rounded(np.array([sek])))[0])) <= 1


def test_costs_are_whole_millionths_and_closed_costs_nothing():
    """Costs are taken as written, not as a float that is a little off; a site's own at its own size alone."""
    sites = {"size": ["small", "small"], "opening": [None, 1.0000005]}
    costs = SiteCosts.of(case_of([1], ["may_close", "candidate"], sizes=[SMALL, LARGE], sites=sites))
    assert costs.opening.tolist() == [[1_000_000, 2_000_000, 0], [1_000_001, 2_000_000, 0]]
    assert costs.at("opening", np.array([-1, 0], np.int8)).tolist() == [0, 1_000_001]
    assert costs.take(np.array([1])).at("running", np.array([1], np.int8)).tolist() == [8_000_000]
    assert costs.rank.tolist() == [0, 1]


def test_what_today_costs_counts_what_an_office_says_of_itself():
    """4.5 of its own and 8 of its size are 12.5 million in thousands; a candidate's own cost is not paid today."""
    sites = {"size": ["small", "large", "small"], "running_year": [4.5, None, 9]}
    case = case_of([1], ["may_close", "must_stay", "candidate"], sizes=[SMALL, LARGE], sites=sites)
    assert running_today(case) == 12_500
