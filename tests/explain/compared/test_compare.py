"""Plans beside each other are measured alike, each against the first."""

from __future__ import annotations

import pytest
from tests.explain.compared.conftest import GivenPlan

from narvaro.case import Case
from narvaro.errors import FolderError, SettingError
from narvaro.explain import compare_plans
from narvaro.travel import TravelTimes


def test_ways_by_hand(case: Case, times: TravelTimes, given: GivenPlan) -> None:
    """An office for 300 people takes 37 minutes off their way; where 100 lose theirs they have 15 minutes more."""
    plans = {"new": given(("s2", 2025, "small")), "less": given(("s0", 2026, ""))}
    found = compare_plans(case, {"today": None, **plans}, travel=times)
    assert found.ways.loc["new"].to_dict() == {"shorter": 300.0, "longer": 0.0, "same": 300.0}
    assert found.ways.loc["less"].to_dict() == {"shorter": 0.0, "longer": 100.0, "same": 500.0}
    assert found.plans["mean_min"].tolist() == pytest.approx(
        [(500 + 2000 + 13500) / 600, (500 + 2000 + 2400) / 600, (2000 + 2000 + 13500) / 600]
    )
    assert found.plans["people_beyond"].tolist() == [300.0, 0.0, 300.0]
    assert found.plans["offices"].tolist() == [2, 3, 1]
    assert found.minutes["less"].tolist() == [20.0, 10.0, 45.0]


def test_minutes_added_at_small_offices_are_no_way(case: Case, times: TravelTimes, given: GivenPlan) -> None:
    """An office that becomes larger counts as nearer in the goal, yet nobody has a shorter way."""
    objective = {"kind": "minutes", "extra_min": {"small": 5.0}}
    plan = given(("s0", 2025, "large"), objective=objective)
    found = compare_plans(case, {"today": None, "larger": plan}, travel=times)
    assert found.ways.loc["larger", "same"] == 600.0
    assert found.plans.loc["larger", "worse_share"] < 0


def test_fewer_than_two_or_no_plan_at_all_is_refused(case: Case, given: GivenPlan) -> None:
    """There is nothing to compare, or nothing to measure by; a plan for another case is no plan for this one."""
    for plans, key in (({}, "too_few"), ({"a": given()}, "too_few"), ({"a": None, "b": None}, "no_plan")):
        with pytest.raises(SettingError) as refused:
            compare_plans(case, plans)
        assert refused.value.faults[0].key == f"compared.{key}"
    other = Case(
        "other", case.areas.reset_index().iloc[:2], case.sites.reset_index().iloc[:2], sizes=case.sizes
    )
    with pytest.raises(FolderError):
        compare_plans(other, {"today": None, "b": given()})
