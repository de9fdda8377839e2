"""What was really decided, beside a plan, on the small country."""

from dataclasses import replace

import pandas as pd
import pytest
from tests.explain.plans import MakePlan

from narvaro.case import Case, Policy
from narvaro.explain.decided import beside, decided_names, objective_of, why_not_named
from narvaro.explain.evidence import gather
from narvaro.plan import Plan, make_plan
from narvaro.travel import TravelTimes


def with_decided(case: Case, **columns: list[str]) -> Case:
    """Return the case with a decision."""
    return replace(case, decided=pd.DataFrame(columns))


def test_the_lists_are_measured_alike(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """The plan opens the station: 300 people, 18 minutes, all on the list. Decided was the harbour: 230."""
    told = with_decided(case, decided=["2021"], action=["open"], municipality_code=["02"])
    plan = make_plan_of([("open", "s2", "small")], [], case=told)
    found = beside(gather(told, plan, travel), told.decided)
    lists = found.lists.set_index("list")
    assert lists["person_minutes"].to_dict() == {"plan": 300 * 18, "decided": 50 * 230 + 100 * 0}
    assert lists["people_walk_definition"].to_dict() == {"plan": 300, "decided": 0}
    assert lists["gain"].to_dict() == {"plan": 300 * 18 + 60 * 300, "decided": 50 * 230}
    assert lists["running_more"].to_dict() == {"plan": 4.0, "decided": 4.0}
    groups = found.groups.set_index(["grouping", "group"])
    assert set(groups["measure"]) == {"people_walk"}
    assert groups.loc[("listed", "yes"), ["plan", "decided", "share"]].tolist() == [300, 0, 0]
    assert groups.loc[("everyone", ""), ["plan", "decided"]].tolist() == [300, 50]


def test_a_plan_made_by_the_engine_has_the_gain_that_it_claims(
    case: Case, policy: Policy, travel: TravelTimes
) -> None:
    """The value of its last network is the last year's of its own outcome."""
    plan = make_plan(case, policy, travel=travel)
    evidence = gather(case, plan, travel)
    assert objective_of(evidence, evidence.decision.after) == pytest.approx(plan.objective.last_year)
    assert objective_of(evidence, evidence.decision.before) == pytest.approx(plan.objective.before)


def test_how_a_place_stands_to_the_plan(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Named; an office there already; kept from it by the earmark; and those named first in the list."""
    told = with_decided(
        case,
        decided=["2021"] * 3,
        action=["open"] * 3,
        municipality_code=["02", "01", "01"],
        site_id=["", "", "s1"],
    )
    earmarked = policy.model_copy(update={"money": policy.money.model_copy(update={"earmark": True})})
    plan = make_plan_of([("open", "s2", "small")], [], case=told, policy=earmarked)
    evidence = gather(told, plan, travel)
    places = beside(evidence, told.decided).places
    assert places["because"].tolist() == ["rules", "named", "named"]
    assert [row["site_id"] for row in decided_names(places)] == ["s2", "s2", "s4"]
    assert "no area" in why_not_named(evidence, places)["s4"][0].text("en")
    nothing = gather(told, make_plan_of([], [], case=told, policy=earmarked), travel)
    assert beside(nothing, told.decided).places["because"].tolist() == ["rules", "weaker", "there"]


def test_announced_places_are_told_of_and_in_no_sum(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Both offices are to close; only the church has. Everyone in town and suburb is nearest to the square."""
    told = with_decided(
        case, decided=["2022"] * 2, action=["close"] * 2, site_id=["s3", "s1"], status=["done", "announced"]
    )
    found = beside(gather(told, plan, travel), told.decided)
    assert found.places["people"].tolist() == [100, 900]
    assert found.lists.set_index("list").loc["decided", ["opened", "closed"]].tolist() == [0, 1]
    assert set(found.networks["decided"]) == {"s1"}
