"""What is said of the years one by one."""

from __future__ import annotations

from tests.explain.said.saying import said, with_findings, with_plan

from narvaro.explain.said.answer import answer
from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.road import road_there


def with_beyond(f: KnownFacts, *people: float) -> KnownFacts:
    """Return what is known with other people outside the standard, today and in each year."""
    table = f.findings.by_year.copy()
    table.loc[table["mode"] == f.mode, "people_beyond"] = people
    return with_findings(f, by_year=table)


def test_a_year_in_between_that_is_worse_is_the_title(tall_facts: KnownFacts) -> None:
    """Its year in the title, and people of that year, of today and of the end in a sentence."""
    count = len(tall_facts.years)
    assert count >= 2
    worse = with_beyond(tall_facts, 100.0, *([900.0] * (count - 1)), 50.0)
    year = tall_facts.years[0]["year"]
    assert f"{year}" in said(road_there, worse, "road.title")
    assert "worse than both" in said(road_there, worse, "road.title")
    assert f"{year} is worse than both ends of the plan: 900 people" in said(
        road_there, worse, "road.warnings"
    )


def test_a_steady_road_says_so(tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]) -> None:
    """No warning where no year is above both ends; a plan of one year has none in between."""
    steady = with_beyond(tall_facts, *(100.0 - 10 * k for k in range(len(tall_facts.years) + 1)))
    goals = [dict(part) for part in steady.plan["objective"]["parts"]]
    goals[0] |= {"before": 9e9, "by_year": [9e9 - k for k in range(1, len(steady.years) + 1)]}
    steady = with_plan(steady, objective={**steady.plan["objective"], "parts": goals})
    assert said(road_there, steady, "road.warnings") == ""
    assert said(road_there, steady, "road.title").startswith("No year of")
    alone = with_plan(plain_facts["open"], years=plain_facts["open"].years[:1])
    alone.plan["objective"]["parts"][0]["by_year"] = alone.plan["objective"]["parts"][0]["by_year"][:1]
    rows = alone.findings.by_year
    alone = with_findings(alone, by_year=rows[rows["when"].isin(["before", str(alone.years[0]["year"])])])
    assert said(road_there, alone, "road.title").startswith("The plan has one year")


def test_every_year_has_a_row_with_offices_and_money(tall_facts: KnownFacts) -> None:
    """Today first; the last row is as many offices as there are after."""
    table = road_there(tall_facts).tables["road"]
    assert table["when"].tolist() == ["before", *(str(year["year"]) for year in tall_facts.years)]
    assert table["offices"].iloc[-1] == tall_facts.offices("after")
    assert table["spent"].tolist()[1:] == [float(year["spent"]) for year in tall_facts.years]


def test_closing_though_the_money_rises_comes_first(plain_facts: dict[str, KnownFacts]) -> None:
    """At a place before the five sentences, where the money rises and offices may close."""
    f = plain_facts["close"]
    more = with_plan(f, policy={**f.policy, "money": {**f.policy["money"], "change": [1.0] * len(f.years)}})
    less = with_plan(f, policy={**f.policy, "money": {**f.policy["money"], "change": [-1.0] * len(f.years)}})
    free = bool(f.case.sites["status"].isin(["may_close", "must_close"]).any())
    assert said(answer, more, "although").startswith("The money rises, and still") is free
    assert said(answer, less, "although") == ""
