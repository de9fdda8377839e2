"""Over the maps stands where offices open or close, and how many have a way beyond the standard."""

from __future__ import annotations

import copy
import math

import pytest
from tests.explain.said.saying import said, with_findings, with_plan

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.maps import classes_table, maps


def acting(f: KnownFacts, kind: str, *places: tuple[str, str, bool | None]) -> KnownFacts:
    """Return what is known with a plan that does one kind of action, by name, municipality and whether it is left."""
    years = copy.deepcopy(f.plan["years"])
    template = next(action for year in years for action in year["actions"])
    for year in years:
        year["actions"] = []
    years[0]["actions"] = [
        {
            **template,
            "action": kind,
            "name": name,
            "municipality": municipality,
            "leaves_municipality": leaves,
        }
        for name, municipality, leaves in places
    ]
    return with_plan(f, years=years)


@pytest.mark.parametrize(
    ("municipalities", "told"),
    [
        ("A", "X, A gets the new office"),
        ("AB", "The two new offices lie in two municipalities"),
        ("AA", "The two new offices all lie in A"),
        ("AAB", "The three new offices lie in two municipalities; A has the most, two"),
        ("AABB", "The four new offices lie in two municipalities"),
        ("   ", "The three new offices open in X, X and X"),
    ],
)
def test_where_new_offices_lie(tall_facts: KnownFacts, municipalities: str, told: str) -> None:
    """One place is named; several are counted by municipality, with the one that has most alone."""
    places = [("X", name.strip(), None) for name in municipalities]
    assert said(maps, acting(tall_facts, "open", *places), "map.title") == told


@pytest.mark.parametrize(
    ("leaves", "told"),
    [
        ((False, False), "Two offices close; no municipality loses its last one"),
        ((True, False), "Two offices close; one municipality loses its last one"),
        ((True, True), "Two offices close; two municipalities lose their last one"),
        ((None, None), "Two offices close"),
    ],
)
def test_a_municipality_that_loses_its_last_office_is_counted(
    tall_facts: KnownFacts, leaves: tuple[bool | None, ...], told: str
) -> None:
    """Each closing that leaves a municipality is counted; where municipalities are not known nothing is said."""
    f = acting(tall_facts, "close", *(("X", "A", one) for one in leaves))
    assert said(maps, f, "map.title").startswith(told)
    assert ("municipalit" in said(maps, f, "map.title")) == (None not in leaves)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (500, 400, "100 fewer people have more than 30 minutes by car to the nearest office: 400 instead of 500"),
        (400, 500, "100 more people have more than 30 minutes by car to the nearest office: 500 instead of 400"),
        (400, 400, "As many as today, 400 people, have more than 30 minutes by car to the nearest office"),
        (0, 0, "Nobody has more than 30 minutes by car to the nearest office, before or after"),
        (41_234, 41_240, "6 more people have more than 30 minutes by car to the nearest office: 41,240 instead of "
         "41,234"),
    ],
)  # fmt: skip
def test_how_many_are_beyond_the_standard(
    plain_facts: dict[str, KnownFacts], before: float, after: float, told: str
) -> None:
    """Fewer, more, the same, nobody; two figures that differ are never written alike."""
    f = plain_facts["open"]
    groups = f.findings.groups.assign(people_beyond_before=float(before), people_beyond_after=float(after))
    assert said(maps, with_findings(f, groups=groups), "map.car.title") == told


def test_dates_stand_over_the_maps(tall_facts: KnownFacts) -> None:
    """Today, and the end of the plan's last year."""
    assert said(maps, tall_facts, "map.before") == "Before: today"
    assert said(maps, tall_facts, "map.after", "sv") == "Efter: slutet av 2022"


def test_everybody_is_in_one_class_of_minutes(plain_facts: dict[str, KnownFacts]) -> None:
    """By the curve 60 of 100 people are within 10 minutes before and 80 within 20; 7 have no way: 13 lie between."""
    f = plain_facts["open"]
    curves = f.findings.curves
    curves = curves[(curves["mode"] == "car") & (curves["grouping"] == "everyone")]
    within = {10.0: (60.0, 70.0), 20.0: (80.0, 90.0)}
    curves = curves[curves["minutes"].isin(within)].copy()
    curves["people_before"] = [within[x][0] for x in curves["minutes"]]
    curves["people_after"] = [within[x][1] for x in curves["minutes"]]
    groups = f.findings.groups.assign(people=100.0, people_unreached_before=7.0, people_unreached_after=2.0)
    table = classes_table(with_findings(f, curves=curves, groups=groups), "car")
    assert table["low_min"].tolist()[:3] == [0.0, 10.0, 20.0]
    assert math.isinf(table["high_min"].iloc[2])
    assert table["people_before"].tolist() == [60.0, 20.0, 13.0, 7.0]
    assert table["people_after"].tolist() == [70.0, 20.0, 8.0, 2.0]
    assert table["change"].tolist() == [10.0, 0.0, -5.0, -5.0]
