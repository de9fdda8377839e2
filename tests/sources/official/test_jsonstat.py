"""A table in JSON-stat 2 has one figure for each combination of codes, or is refused."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from narvaro.errors import SourceError
from narvaro.sources.official.jsonstat import read_cube

TABLE: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "label": "People by region, sex and year",
    "updated": "2026-02-21T07:00:00Z",
    "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
    "id": ["Region", "Kon", "ContentsCode", "Tid"],
    "size": [3, 2, 1, 2],
    "dimension": {
        "Region": {"category": {"index": {"b": 1, "a": 0, "c": 2}, "label": {"a": "A"}}},
        "Kon": {"category": {"index": ["1", "2"]}, "extension": {"elimination": True}},
        "ContentsCode": {"category": {"label": {"N": "people"}}},
        "Tid": {"category": {"index": {"2024": 0, "2025": 1}}},
    },
    # a: 1 2 3 4; b: 5 6 7 8; c: 9 . 11 12, the last of each pair being 2025
    "value": [1, 2, 3, 4, 5, 6, 7, 8, 9, None, 11, 12],
}


def text(**change: Any) -> bytes:
    return json.dumps(TABLE | change).encode()


def test_figures_are_found_by_their_codes() -> None:
    """The last variable varies fastest: women of 2025 are the fourth, eighth and twelfth figures."""
    cube = read_cube(text(), "T")
    assert cube.codes["Region"] == ("a", "b", "c")
    assert (cube.time, cube.contents, cube.removable) == ("Tid", "ContentsCode", {"Kon"})
    found = cube.figures("Region", {"Kon": "2", "Tid": "2025"})
    assert found.to_dict() == {"a": 4.0, "b": 8.0, "c": 12.0}
    assert cube.figures("Tid", {"Kon": "1", "Region": "b"}).to_dict() == {"2024": 5.0, "2025": 6.0}


def test_a_figure_that_is_withheld_is_missing_and_not_zero() -> None:
    """Null in a list, and a place that is not among those given."""
    whole = read_cube(text(), "T").figures("Region", {"Kon": "1", "Tid": "2025"})
    places = {str(place): figure for place, figure in enumerate(TABLE["value"]) if figure is not None}
    few = read_cube(text(value=places), "T").figures("Region", {"Kon": "1", "Tid": "2025"})
    for found in (whole, few):
        assert found[["a", "b"]].tolist() == [2.0, 6.0]
        assert np.isnan(found["c"])


def test_metadata_have_no_figures() -> None:
    """Codes can be read, figures not."""
    cube = read_cube(text(value=[]), "T", metadata=True)
    assert cube.codes["Tid"] == ("2024", "2025")
    with pytest.raises(SourceError) as caught:
        cube.figures("Region", {"Kon": "1", "Tid": "2025"})
    assert [fault.key for fault in caught.value.faults] == ["source.no_figures"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (text(value=[1, 2, 3]), "source.count"),
        (text(size=[3, 2, 1, 3]), "source.count"),
        (text(size=[3, 2, 1]), "source.count"),
        (text(id=["Region", "Age", "ContentsCode", "Tid"]), "source.no_table"),
        (text(value={"12": 1}), "source.no_table"),
        (text(value=["a"] * 12), "source.no_table"),
        (
            text(dimension=TABLE["dimension"] | {"Kon": {"category": {"index": {"1": 0, "2": 2}}}}),
            "source.no_table",
        ),
        (text(dimension=[]), "source.no_table"),
        (text(**{"class": "collection"}), "source.no_table"),
        (b'{"title": "Too many cells selected", "status": 403}', "source.no_table"),
        (b"[1, 2]", "source.no_table"),
        (text()[:-30], "document.cut_short"),
        (b"<html>maintenance</html>", "document.no_json"),
    ],
)
def test_what_is_no_whole_table_is_refused(content: bytes, key: str) -> None:
    """Too few figures, places with gaps, other kinds, an error as JSON, a body cut short: each by its name."""
    with pytest.raises(SourceError) as caught:
        read_cube(content, "T.json")
    assert [fault.key for fault in caught.value.faults] == [key]
    assert caught.value.text("sv") != caught.value.text("en")


def test_what_a_service_said_is_repeated() -> None:
    """The title of its error stands in ours."""
    with pytest.raises(SourceError) as caught:
        read_cube(b'{"title": "Too many cells selected", "status": 403}', "T")
    assert "Too many cells selected" in str(caught.value)


@pytest.mark.parametrize(
    ("fixed", "key"),
    [
        ({"Kon": "3", "Tid": "2025"}, "source.no_code"),
        ({"Tid": "2025"}, "source.no_code"),
    ],
    ids=["no such code", "left open"],
)
def test_a_code_that_is_not_there_is_told(fixed: dict[str, str], key: str) -> None:
    """A missing code is named with the last ones there are; a variable left open is one."""
    with pytest.raises(SourceError) as caught:
        read_cube(text(), "T").figures("Region", fixed)
    assert [fault.key for fault in caught.value.faults] == [key]


def test_a_table_without_time_says_so() -> None:
    """The variables there are stand in the error."""
    with pytest.raises(SourceError) as caught:
        _ = read_cube(text(role={}), "T").time
    assert "Region, Kon, ContentsCode, Tid" in str(caught.value)
