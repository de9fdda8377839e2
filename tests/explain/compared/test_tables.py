"""The tables of plans beside each other: who does what when, money, groups, classes, and what may be compared."""

from __future__ import annotations

import numpy as np
import pytest
from tests.explain.compared.conftest import GivenPlan

from narvaro.case import Case
from narvaro.explain.compared.comparison import PlanStep
from narvaro.explain.compared.tables import (
    PlansBeside,
    action_table,
    change_table,
    goals_alike,
    group_table,
    minute_table,
    plan_table,
    setting_table,
    size_table,
    what_happens,
    yearly_table,
    years_of,
)
from narvaro.travel import TravelTimes

OPENS, CLOSES = ("s2", 2025, "small"), ("s0", 2026, "")


@pytest.fixture
def beside(case: Case, times: TravelTimes, given: GivenPlan) -> PlansBeside:
    plans = {"a": given(OPENS, CLOSES), "b": given(("s2", 2026, "large"), CLOSES), "today": None}
    return PlansBeside(case, plans, times)


def test_only_places_where_they_differ_are_told(beside: PlansBeside) -> None:
    """Two plans close s0 alike, today does not: both rows are told; openings stand first."""
    table = action_table(beside)
    assert table.index.tolist() == ["s2", "s0"]
    assert table.loc["s2"].tolist() == [(PlanStep(2025, "", "small"),), (PlanStep(2026, "", "large"),), ()]
    two = PlansBeside(beside.case, {name: beside.plans[name] for name in "ab"}, beside.travel)
    assert action_table(two).index.tolist() == ["s2"]
    assert action_table(
        PlansBeside(beside.case, {"a": beside.plans["a"], "c": beside.plans["a"]}, None)
    ).empty


def test_money_by_year_is_that_of_the_ledger(beside: PlansBeside) -> None:
    """Today has no ledger; what is brought over and given, less what is spent, is carried over or lapses."""
    table = yearly_table(beside)
    assert table["today"].isna().all()
    for name in "ab":
        brought = 0.0
        for year in beside.plans[name].years:
            money = {figure: value / 1000 for figure, value in year.money.items()}
            assert table.loc[(year.year, "spent"), name] == money["spent"]
            kept = table.loc[(year.year, "carried"), name]
            lapsed = table[name].get((year.year, "lapsed"), 0.0)
            assert kept + lapsed == pytest.approx(brought + money["appropriation"] - money["spent"])
            brought = kept
            assert table.loc[(year.year, "offices"), name] == year.offices


def test_groups_add_up_to_everybody(beside: PlansBeside) -> None:
    """Of the groupings that sort people into kinds one is shown; people beyond add up in it."""
    table = group_table(beside)
    assert table.index.get_level_values("grouping").unique().tolist() == ["everyone", "settlement"]
    for name in beside.names:
        parts = table.loc["settlement", ("people_beyond", name)]
        assert parts.sum() == table.loc[("everyone", ""), ("people_beyond", name)]
    assert table.loc[("settlement", "rural"), ("mean_min", "a")] == 11.0


def test_classes_hold_everybody(beside: PlansBeside) -> None:
    """Every person is in one class of minutes, and in one of change against the first."""
    assert minute_table(beside).sum().tolist() == [600.0] * 3
    change = change_table(beside)
    assert change.sum().tolist() == [600.0] * 2
    assert change["b"].to_dict() == {-3: 0.0, -2: 0.0, -1: 0.0, 0: 600.0, 1: 0.0, 2: 0.0, 3: 0.0}
    assert change["today"].to_dict() == {-3: 0.0, -2: 100.0, -1: 0.0, 0: 200.0, 1: 0.0, 2: 0.0, 3: 300.0}


def test_what_may_be_compared(given: GivenPlan) -> None:
    """Another kind, another setting of it, or other years: the values cannot be laid beside each other."""
    first, years = given().policy, (2025, 2026)
    assert goals_alike(given(OPENS), first, years) == ""
    assert goals_alike(given(goal="beyond"), first, years) == "goal"
    assert goals_alike(given(objective={"kind": "minutes", "cutoff_min": 90.0}), first, years) == "goal"
    assert goals_alike(given(years=1), first, years) == "years"
    listed = given(definition="listed", objective={"kind": "mix"})
    assert goals_alike(given(objective={"kind": "mix"}, definition=None), listed.policy, years) in (
        "goal",
        "definition",
    )
    assert goals_alike(given(definition="listed"), first, years) == ""  # the goal does not look at it
    assert years_of(given(years=1)) == (2025,)


def test_a_value_by_the_goal_of_the_first_is_its_own_where_the_goals_are_alike(beside: PlansBeside) -> None:
    """Also today has one: what the goal counts if nothing is done."""
    table = plan_table(beside)
    assert table["by_first"].tolist() == table["value"].tolist()
    assert table.loc["a", "worse_share"] == 0.0
    assert table.loc["today", "by_first"] == beside.plans["a"].objective.before
    assert np.isnan(table.loc[["a", "b"], "gap"].astype(float)).all()


def test_plans_for_other_years_are_held_against_each_other_at_their_end(
    case: Case, times: TravelTimes, given: GivenPlan
) -> None:
    """One year with the office and two years with it end alike."""
    table = plan_table(PlansBeside(case, {"a": given(OPENS, years=1), "b": given(OPENS)}, times))
    assert table.loc["b", "worse_share"] == 0.0
    assert not table.loc["b", "alike"]


def test_settings_that_differ(case: Case, given: GivenPlan) -> None:
    """Only those, a column for each plan that has a policy."""
    plans = {"a": given(), "today": None, "b": given(limits={"max_closings_year": 1})}
    table = setting_table(PlansBeside(case, plans, None))
    assert table.columns.tolist() == ["a", "b"]
    assert table.to_dict("index") == {"limits.max_closings_year": {"a": "", "b": "1"}}
    assert setting_table(PlansBeside(case, {"a": given(), "b": given(OPENS)}, None)).empty


def test_what_happens_at_each_site(beside: PlansBeside) -> None:
    """Between today and the end, and between the ends of two plans."""
    sizes = size_table(beside)
    assert what_happens(beside.case, sizes["today"], sizes["a"]).to_dict() == {
        "s0": "closing",
        "s1": "open",
        "s2": "new",
    }
    assert what_happens(beside.case, sizes["a"], sizes["b"]).to_dict() == {"s1": "open", "s2": "resized"}
