"""What the tables held is kept with a plan, and what has changed since is told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from narvaro.app.plan_input import input_notes, input_of
from narvaro.case import Case, Size

AREAS = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
SITES = pd.DataFrame(
    {
        "id": ["s", "t"],
        "name": ["Torget", "Hamnen"],
        "lon": [18.1, 18.2],
        "lat": [59.3, 59.3],
        "status": ["may_close", "candidate"],
    }
)
SIZES = (Size("small", 0, 4.0, 1.0, 0.5, 4, 10_000),)
CASE = Case("mini", AREAS, SITES.assign(size="small"), sizes=SIZES)


def changed(**parts: object) -> list[str]:
    now = Case("mini", **{"areas": AREAS, "sites": SITES.assign(size="small"), "sizes": SIZES, **parts})  # type: ignore[arg-type]
    return [note.text("en") for note in input_notes(input_of(CASE), now)]


def test_nothing_is_told_where_nothing_changed() -> None:
    """The same tables are the same input."""
    assert changed() == []


def test_each_part_that_changed_is_told() -> None:
    """People, offices of the register by name, costs and speeds, each in a sentence of its own."""
    assert changed(areas=AREAS.assign(people=950)) == [
        "The areas have changed: 1 area with 900 people then, 1 area with 950 people now."
    ]
    opened = SITES.assign(status="may_close", size="small")
    assert changed(sites=opened) == ["One office has come into the register: Hamnen."]
    closed = SITES.assign(status=["candidate", "may_close"], size="small")
    assert changed(sites=closed) == [
        "One office has come into the register: Hamnen.",
        "One office is no longer in the register: Torget.",
    ]
    moved = SITES.assign(lon=[18.11, 18.2], size="small")
    assert changed(sites=moved)[0].startswith("The table of sites has changed, but")
    assert changed(sizes=(replace(SIZES[0], running_year=5.0),)) == [
        "Costs or rooms of the sizes have changed."
    ]
