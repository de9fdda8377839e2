"""What is said of a plan beside what was decided."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from tests.explain.said.saying import said

from narvaro.case import Case
from narvaro.explain import find
from narvaro.explain.said.decided import decided
from narvaro.explain.said.facts import KnownFacts
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def facts(case: Case, plan: Plan, travel: TravelTimes, **columns: list[str]) -> KnownFacts:
    """Return what is known of the small country with a decision."""
    told = replace(case, decided=pd.DataFrame(columns)) if columns else case
    return KnownFacts(told, plan.to_json(), find(told, plan, travel=travel))


def test_the_plan_names_one_of_two_and_the_table_has_both(
    case: Case, plan: Plan, travel: TravelTimes
) -> None:
    """The suburb opens, as decided in North; the isle in South does not, and its reasons stand beside it."""
    f = facts(case, plan, travel, decided=["2021"] * 2, action=["open"] * 2, municipality_code=["01", "02"])
    assert said(decided, f, "decided.title").startswith("The plan names 1 of the 2 places")
    assert said(decided, f, "decided.place.0.state") == "Named by the plan"
    assert said(decided, f, "decided.place.1.state") == "Other places give more"
    assert said(decided, f, "decided.place.1.why")
    table = decided(f).tables["decided"]
    assert table["named"].tolist() == [True, False]


def test_announced_places_are_counted_apart(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """One carried out, one announced: the title is about the first."""
    f = facts(
        case, plan, travel, decided=["2021"] * 2, action=["close"] * 2, site_id=["s3", "s1"],
        status=["done", "announced"],
    )  # fmt: skip
    assert "1 of the 1 places" in said(decided, f, "decided.title")
    assert said(decided, f, "decided.announced").endswith("count: 1.")


def test_nothing_is_said_where_nothing_is_told_of_the_years(
    case: Case, plan: Plan, travel: TravelTimes
) -> None:
    """No table of decisions, or none of the plan's years: no section."""
    assert decided(facts(case, plan, travel)).said == {}
    later = facts(case, plan, travel, decided=["2030"], action=["open"], municipality_code=["01"])
    assert decided(later).tables["decided"].empty
