"""What is asked about places before a plan is made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from tests.plan.cases import case_of, policy_of, question_of, times_of

from narvaro.app.places import FAR_HOME_KM, MOST_NAMES, NEARER_AREAS, place_notes
from narvaro.language import LANGUAGES


def sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def notes_of(
    people: Sequence[float] = (1,) * 8, minutes: Any = None, **places: Any
) -> dict[str, dict[str, Any]]:
    """Return what is asked about areas in a row 5.6 km apart and one site in the first; each note can be said."""
    case = case_of(people, ["must_stay"], **places)
    times = times_of(case, np.full((len(people), 1), 10.0) if minutes is None else minutes)
    notes = list(place_notes(question_of(case, policy_of([1.0]), times)))
    assert all(note.text(lang) for note in notes for lang in LANGUAGES)
    return {note.key.rpartition(".")[2]: dict(note.data) for note in notes}


def test_where_all_is_well_nothing_is_asked() -> None:
    """Areas in a row, all reached, no site that names an area."""
    assert notes_of() == {}


def test_a_point_far_from_all_others_is_named_with_how_far() -> None:
    """Area 7 lies 20 degrees south of the rest and 30 east, where no slip of a key explains it; far is told roughly."""
    found = notes_of(areas={"lat": [60.0] * 7 + [41.3], "lon": [*(15 + k / 10 for k in range(7)), 44.9]})[
        "far_points"
    ]
    assert (found["count"], found["names"]) == (1, ["Area 7"])
    cosine = sin(60) * sin(41.3) + cos(60) * cos(41.3) * cos(44.9 - 15.6)
    assert found["km"] == pytest.approx(6371 * math.acos(cosine), rel=0.1)


def test_areas_with_people_that_no_site_reaches_are_counted_and_some_named() -> None:
    """Of seven areas without a way one has nobody: six are counted with their people, five named."""
    people = (1, 2, 3, 4, 5, 6, 0, 8)
    minutes = [[np.nan]] * 7 + [[10.0]]
    found = notes_of(people, minutes)["out_of_reach"]
    assert found == {
        "count": 6, "people": 21.0, "minutes": found["minutes"], "names": [f"Area {k}" for k in range(MOST_NAMES)]
    }  # fmt: skip


def test_exactly_at_the_limit_is_within_reach() -> None:
    """The policy counts no way longer than its cut-off; a way just as long is a way."""
    limit = policy_of([1.0]).objective.cutoff_min
    assert notes_of(minutes=[[limit]] * 8) == {}
    assert notes_of(minutes=[[limit + 0.5]] + [[limit]] * 7)["out_of_reach"]["names"] == ["Area 0"]


@pytest.mark.parametrize(("home", "asked"), [("a0", False), ("a2", False), ("a3", True), ("", False)])
def test_a_site_in_a_far_area_is_asked_about(home: str, asked: bool) -> None:
    """The site stands on area 0: area 2 has two nearer, area 3 has three, and lies 17 km away."""
    found = notes_of(sites={"area_id": [home]})
    assert ("far_homes" in found) is asked
    if asked:
        assert found["far_homes"]["pairs"] == ["Site 0 / Area 3"]
        assert found["far_homes"]["km"] == pytest.approx(3 * 0.1 * 111.2 / 2, rel=0.01)
        assert found["far_homes"]["km"] > FAR_HOME_KM
    assert NEARER_AREAS == 3
