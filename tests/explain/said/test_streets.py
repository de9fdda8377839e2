"""Of the areas that a straight line flatters the first are shown, and the worst is the title."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.streets import streets
from narvaro.language import Note


def beside_a_line(f: KnownFacts, *longer: float) -> KnownFacts:
    """Return what is known where ways are so much longer than a straight line of five minutes, in order."""
    minutes = np.array(longer)
    table = pd.DataFrame(
        {
            "name": [f"Area {k}" for k in range(len(longer))],
            "people": 10.0,
            "straight_min": 5.0,
            "network_min": np.where(np.isfinite(minutes), minutes + 5.0, np.nan),
            "longer_min": minutes,
        },
        index=pd.Index([f"a{k}" for k in range(len(longer))], dtype=object, name="id"),
    )
    text = (Note("explain.straight.longer", {"people": 40.0, "minutes": 10.0}),)
    return with_findings(f, straight=table, straight_said=text)


@pytest.mark.parametrize(
    ("longer", "told"),
    [
        ((12.0, 3.0), "The straight line understates the way of Area 0 the most"),
        ((0.0, -1.0), "Nobody's way is longer than the straight line says"),
        ((np.inf, 12.0), "Some places are near an office on the map but cannot reach it"),
    ],
)
def test_the_worst_area_is_the_title(
    plain_facts: dict[str, KnownFacts], longer: tuple[float, ...], told: str
) -> None:
    """The area with the longest detour is named, unless there is none, or some reach nothing at all."""
    f = beside_a_line(plain_facts["open"], *longer)
    assert said(streets, f, "streets.title") == told
    assert bool(said(streets, f, "streets.meaning")) == (np.inf in longer)


def test_twelve_areas_are_shown(plain_facts: dict[str, KnownFacts]) -> None:
    """Of thirteen the first twelve, and the caption counts those; one has its own form."""
    f = beside_a_line(plain_facts["open"], *range(13, 0, -1))
    assert list(streets(f).tables["streets"]["longer_min"]) == list(range(13, 1, -1))
    assert said(streets, f, "streets.caption") == "The twelve areas with the largest difference, by car"
    one = beside_a_line(plain_facts["open"], 4.0)
    assert said(streets, one, "streets.caption") == "The area with the largest difference, by car"


def test_what_was_found_of_people_is_said(plain_facts: dict[str, KnownFacts]) -> None:
    """The sentences of the finding stand in the text as they are."""
    f = beside_a_line(plain_facts["open"], 4.0)
    assert streets(f).said["streets.text"] == f.findings.straight_said


def test_times_of_a_straight_line_have_nothing_to_tell(plain_facts: dict[str, KnownFacts]) -> None:
    """No sentence and no row."""
    section = streets(plain_facts["open"])
    assert (section.said, len(section.tables["streets"])) == ({}, 0)
