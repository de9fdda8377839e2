"""The box has a line for each year, size and service, with the figures it was given."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings, with_plan

from narvaro.explain.said.fact_box import fact_box
from narvaro.explain.said.facts import KnownFacts


def boxed(f: KnownFacts, **box: Any) -> KnownFacts:
    """Return what is known with something else in the box."""
    return with_findings(f, fact_box=replace(f.findings.fact_box, **box))


def lines(f: KnownFacts, name: str, lang: str = "en") -> list[str]:
    """Return the lines at a place of the box, with plain spaces."""
    told = [note.text(lang) for note in fact_box(f).said[f"fact.{name}"]]
    return [
        line.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for line in told
    ]


def test_offices_before_and_after_are_the_title(plain_facts: dict[str, KnownFacts]) -> None:
    """Another number of offices is told as a change, the same as none."""
    f = plain_facts["open"]
    assert said(fact_box, boxed(f, offices_before=3, offices_after=5), "fact.title") == (
        "Facts: from 3 offices to 5 by the end of 2028"
    )
    assert said(fact_box, boxed(f, offices_before=4, offices_after=4), "fact.title") == (
        "Facts: 4 offices before, 4 at the end of 2028"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (3.25, "2027: 3.3 million SEK more; the appropriation is 20.0 million, the spending 19.9."),
        (-7.0, "2027: 7.0 million SEK less; the appropriation is 20.0 million, the spending 19.9."),
        (0.0, "2027: the money is unchanged; the appropriation is 20.0 million SEK, the spending 19.9."),
    ],
)
def test_money_is_told_by_year(plain_facts: dict[str, KnownFacts], change: float, told: str) -> None:
    """More, less or the same, each with what is given and spent."""
    year = {"year": 2027, "change": change, "appropriation": 20.0, "spent": 19.88}
    assert lines(boxed(plain_facts["open"], years=pd.DataFrame([year])), "money") == [told]


SIZES = pd.DataFrame(
    {
        "size": ["flexible", "small"],
        "running_year": [1.8, 4.25],
        "staff": [2.0, 5.0],
        "visits_year": [6_000.0, 15_000.0],
        "origin": ["assumed", "stated"],
        "offices_before": [0, 2],
        "offices_after": [0, 0],
    }
)


def test_an_office_of_each_size_in_use_is_told(tall_facts: KnownFacts) -> None:
    """A size without an office before and after has no line; what is assumed is said to be."""
    assert lines(boxed(tall_facts, sizes=SIZES), "gives", "sv") == [
        "Ett litet kontor har 5 anställda, tar emot 15 000 besök om året och kostar 4,3 miljoner kronor om året.",
    ]
    both = boxed(tall_facts, sizes=SIZES.assign(offices_after=1))
    assert [line.endswith("(assumed).") for line in lines(both, "gives")] == [True, False]


def test_where_all_offices_are_alike_it_is_an_office(plain_facts: dict[str, KnownFacts]) -> None:
    """The only size has no name."""
    assert lines(plain_facts["open"], "gives")[0].startswith("An office has ")


def test_places_with_costs_of_their_own_are_counted(plain_facts: dict[str, KnownFacts]) -> None:
    """None is not told; one and several are, after what offices of a size cost."""
    f = plain_facts["open"]
    assert len(lines(f, "gives")) == 1
    for own, en in (([1.0], "At one place costs"), ([1.0, 2.0], "At 2 places costs")):
        sites = f.case.sites.assign(opening=own + [float("nan")] * (len(f.case.sites) - len(own)))
        known = KnownFacts(replace(f.case, sites=sites), f.plan, f.findings)
        assert lines(known, "gives")[1].startswith(en)
        assert lines(known, "gives", "sv")[1].startswith("På en plats" if len(own) == 1 else "På 2 platser")


def test_services_are_told_where_the_case_names_them(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """Each by its name in the language, with the offices that have it before and after."""
    services = pd.DataFrame({"service": ["tax", "odd"], "offices_before": [4, 4], "offices_after": [9, 4]})
    f = boxed(tall_facts, services=services)
    assert lines(f, "services")[0] == "Swedish Tax Agency: at 4 offices before, 9 after."
    assert lines(f, "services", "sv")[0] == "Skatteverket: vid 4 kontor före, 9 efter."
    assert lines(f, "services")[1].endswith(": at 4 offices before and 4 after.")
    assert lines(plain_facts["open"], "services") == []


@pytest.mark.parametrize(
    ("municipalities", "assumed", "told"),
    [
        ((2.0, 3.0), 0, ["3 before, 5 after.", "They lie in 2 municipalities before, 3 after."]),
        ((float("nan"), 3.0), 1, ["3 before, 5 after.", "Of those of today one is assumed."]),
        ((2.0, float("nan")), 2, ["3 before, 5 after.", "Of those of today two are assumed."]),
    ],
)
def test_municipalities_and_assumed_offices_are_told_where_there_are_any(
    plain_facts: dict[str, KnownFacts], municipalities: tuple[float, float], assumed: int, told: list[str]
) -> None:
    """Municipalities only where they are known before and after; assumed offices with the form of one."""
    before, after = municipalities
    f = boxed(
        plain_facts["open"],
        offices_before=3,
        offices_after=5,
        offices_assumed=assumed,
        municipalities_before=before,
        municipalities_after=after,
    )
    assert lines(f, "offices") == told


def test_places_are_named_by_year(plain_facts: dict[str, KnownFacts]) -> None:
    """The first of several names, and the municipality where that adds something; what closes stands apart."""
    f = plain_facts["open"]
    years = copy.deepcopy(f.plan["years"])
    template = next(action for year in years for action in year["actions"])
    named = (
        ("open", "Nydala / Hermodsdal", "Malmö"),
        ("open", "Umeå Ersboda", "Umeå"),
        ("close", "Square", None),
    )
    years[0]["actions"] = []
    years[1]["actions"] = [
        {**template, "action": kind, "name": name, "municipality": municipality}
        for kind, name, municipality in named
    ]
    told = with_plan(f, years=years)
    assert lines(told, "opens") == ["2028: Nydala (Malmö) and Umeå Ersboda."]
    assert lines(told, "closes") == ["2028: Square."]
