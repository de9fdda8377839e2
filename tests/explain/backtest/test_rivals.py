"""The rivals in ten lines, on a country whose minutes can be added up by hand."""

from dataclasses import replace

import pandas as pd
from tests.explain.plans import MakePlan

from narvaro.case import Case
from narvaro.explain.backtest.rivals import greedy_closings, greedy_openings, strongest_first
from narvaro.explain.evidence import gather
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_the_opening_rival_goes_where_most_of_the_definition_are_unserved(
    case: Case, plan: Plan, travel: TravelTimes
) -> None:
    """The suburb is on the list and has no office within a walk; its station does. The isle is not on it."""
    evidence = gather(case, plan, travel)
    assert greedy_openings(evidence, ["s4", "s2"]) == ["01"]
    assert greedy_openings(evidence, []) == []


def test_without_a_definition_it_goes_by_everyone_and_the_standard(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan, policy
) -> None:
    """By car only the isle is beyond 30 minutes of every office."""
    plain = policy.model_copy(update={"definition": None})
    evidence = gather(case, make_plan_of([], [], policy=plain), travel)
    assert greedy_openings(evidence, ["s2", "s4"]) == ["02"]


def test_one_in_a_municipality(case: Case, travel: TravelTimes, make_plan_of: MakePlan, policy) -> None:
    """With both the suburb and the isle on the list, station and harbour in one municipality, the larger is named."""
    areas = case.areas.assign(listed=[False, True, False, True, False])
    sites = case.sites.assign(municipality_code=["01", "09", "02", "09"])
    both = Case("test", areas.reset_index(), sites.reset_index(), sizes=case.sizes)
    evidence = gather(both, make_plan_of([], [], case=both), travel)
    assert greedy_openings(evidence, ["s2", "s4"]) == ["09"]


def test_the_closing_rival_takes_the_office_that_costs_fewest_minutes(
    case: Case, plan: Plan, travel: TravelTimes
) -> None:
    """Without the church 100 people have 36 minutes more, 3,600; without the square 600 have 35 more."""
    evidence = gather(case, plan, travel)
    assert greedy_closings(evidence, ["s1", "s3"], 2) == ["02", "01"]


def test_a_plan_s_own_places_are_put_in_order_each_after_those_before(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """The station gives 300 people 18 minutes and a walk, the harbour 50 people 230."""
    evidence = gather(case, make_plan_of([("open", "s4", "small")], [("open", "s2", "small")]), travel)
    assert strongest_first(evidence, "open") == ["s2", "s4"]
    again = strongest_first(evidence, "open")
    assert again == ["s2", "s4"], "putting in order changes nothing of the evidence"
    pd.testing.assert_frame_equal(
        evidence.ways["car"].minutes,
        gather(case, replace(evidence.decision.plan), travel).ways["car"].minutes,
    )
