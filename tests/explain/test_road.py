"""The road there: every year, those worse than both ends, and closing though the money rises."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.explain.plans import written_plan
from tests.explain.worlds import COUNTRY, worlds
from tests.plan.cases import case_of

from narvaro.access import nearest, people_beyond
from narvaro.case import Money, Policy
from narvaro.explain.road import (
    beyond_by_year,
    closes_though_money_rises,
    goal_by_year,
    rent_goes_on,
    road,
    road_warnings,
    worse_between,
)
from narvaro.language import Note
from narvaro.plan import Plan
from narvaro.travel import TravelTimes

GOAL = Note("objective.minutes")


def years(goal: list[float], beyond: list[float]) -> pd.DataFrame:
    """Return a road of so many years, today first."""
    return pd.DataFrame(
        {"when": ["before", *map(str, range(2027, 2026 + len(goal)))], "goal": goal, "people_beyond": beyond}
    )


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=6))
def test_worse_than_both_ends_means_above_both(rows: list[tuple[int, int]]) -> None:
    """A year is told exactly where its figure is above today's and the last year's."""
    goal, beyond = [float(a) for a, _ in rows], [float(b) for _, b in rows]
    found = worse_between(years(goal, beyond))
    wanted = [
        (str(2026 + k), name)
        for k in range(1, len(rows) - 1)
        for name, figures in (("goal", goal), ("people_beyond", beyond))
        if figures[k] > max(figures[0], figures[-1])
    ]
    assert list(zip(found["year"], found["figure"], strict=True)) == wanted


def test_a_plan_that_closes_six_first_and_opens_six_next_is_warned_of() -> None:
    """The year between is told in both languages, with its people and those of both ends."""
    notes = road_warnings(years([9.0, 9.0, 8.0], [1_000.0, 4_000.0, 900.0]), GOAL, 30.0, "by car", 9e6)
    assert [note.key for note in notes] == ["said.road.worse.people_beyond"]
    assert notes[0].text("en") == (
        "2027 is worse than both ends of the plan: 4,000 people then have more than 30 minutes by car, "
        "against 1,000 today and 900 when 2028 ends."
    )
    assert "4\N{NARROW NO-BREAK SPACE}000 personer" in notes[0].text("sv")
    assert road_warnings(years([9.0, 8.0], [5.0, 4.0]), GOAL, 30.0, "by car", 9e6) == []


def test_the_goal_is_warned_of_by_its_name() -> None:
    """The figure of the goal in the year between, against both ends."""
    (note,) = road_warnings(years([900.0, 950.0, 800.0], [0.0, 0.0, 0.0]), GOAL, 30.0, "by car", 9e6)
    assert note.text("en") == (
        f"2027 is worse than both ends of the plan: the goal (“{GOAL.text()}”) is 950, "
        "against 900 today and 800 when 2028 ends."
    )


@given(worlds())
def test_people_beyond_are_those_of_each_network(world: tuple[TravelTimes, Plan]) -> None:
    """Today and each year: counted anew from the nearest open office."""
    travel, plan = world
    found = beyond_by_year(COUNTRY, plan, travel)
    last = plan.networks(COUNTRY).iloc[:, -1]
    for people, sites in zip(found, (COUNTRY.existing_ids, last.index[last != ""]), strict=True):
        minutes = nearest(travel, sites=list(sites))["minutes"]
        assert people == people_beyond(minutes, COUNTRY.areas["people"], 30.0)


def test_the_rows_are_today_and_the_years() -> None:
    """Offices and money of each; today has no money of its own."""
    policy = Policy(definition="listed", years=(2027, 2028), money=Money(change=(0.0, 1.0)))
    plan = written_plan([("close", "s0", "")], [("open", "s1", "standard")], case=COUNTRY, policy=policy)
    table = road(plan.to_json(), [5.0, 9.0, 4.0])
    assert table["when"].tolist() == ["before", "2027", "2028"]
    assert table["offices"].tolist() == [3, 2, 3]
    assert table["goal"].tolist() == [1200.0, 1100.0, 1000.0]
    assert table["appropriation"].tolist()[1:] == [12.0, 13.0]
    assert table["spent"].isna().tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("change", "closed", "text"),
    [
        ((5.0,), 0, "The money rises, and still three offices may close; the plan closes none."),
        ((0.0, 5.0), 1, "The money rises, and still three offices may close; the plan closes one."),
        ((5.0, 5.0), 2, "The money rises, and still three offices may close; the plan closes two."),
        ((0.0,), 2, None),
        ((5.0, -1.0), 2, None),
    ],
)
def test_closing_though_the_money_rises(change: tuple[float, ...], closed: int, text: str | None) -> None:
    """Told where the money never falls and somewhere rises, and offices may close."""
    note = closes_though_money_rises(COUNTRY, change, closed)
    assert (None if note is None else note.text("en")) == text


def test_the_goal_of_a_mix_has_its_charge_in_it() -> None:
    """Person-minutes and so many for each person without an office within a walk: the mean is what the plan says."""
    parts = [
        {"name": "person_minutes", "before": 100.0, "by_year": [90.0, 80.0]},
        {"name": "without_walk", "before": 3.0, "by_year": [2.0, 1.0]},
    ]
    plan = {"objective": {"parts": parts}, "policy": {"objective": {"walk_weight_min": 10.0}}}
    assert goal_by_year(plan) == [130.0, 110.0, 90.0]
    assert goal_by_year({**plan, "objective": {"parts": parts[:1]}}) == [100.0, 90.0, 80.0]


ONE = (
    "After 2029 rent of {} is still due for an office that the plan closes, S0; no year of the plan holds it."
)
ALL = (
    "After 2029 rent of {} in all is still due for two offices that the plan closes, S0 and S1; "
    "no year of the plan holds it."
)


@pytest.mark.parametrize(
    ("leases", "text"),
    [
        (["2030-06-30", ""], ONE.format("0.600 MSEK")),
        (["2030-06-30", "2030-12-31"], ALL.format("1.800 MSEK")),
        (["2029-12-31", ""], None),
    ],
)
def test_rent_after_the_last_year_is_told(leases: list[str], text: str | None) -> None:
    """With the sum and the offices, at 1.2 million a year; nothing where every lease has ended."""
    sites = {"name": ["S0", "S1"], "lease_end": leases, "rent_year": 1.2}
    case = case_of([9, 9], ["may_close", "may_close"], sites=sites)
    note = rent_goes_on(case, {"s0": 2027, "s1": 2028}, 7, 2029)
    assert (None if note is None else note.text("en")) == text
