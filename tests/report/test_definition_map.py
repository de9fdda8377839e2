"""The map of definitions: a class for each verdict, with its people, on a sheet that stands alone."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.language import LANGUAGES, Names, Note
from narvaro.report.definition_map import definition_map, write_definition_map
from narvaro.report.figures.colours import ACCENT, HINGES, NAMED_BY_NONE, SECOND

PEOPLE = {"none": 550.0, "some": 350.0, "all": 100.0, "poor": 300.0, "far": 50.0}
TITLE = Note("definitions.differ", {"some": 350, "total": 1_000.0, "areas": 2})


@pytest.fixture
def case() -> Case:
    """Four areas a few km apart."""
    areas = pd.DataFrame(
        {
            "id": list("bpfn"),
            "name": list("BPFN"),
            "lon": [18.0, 18.1, 18.2, 18.3],
            "lat": [59.0, 59.05, 59.1, 59.15],
            "people": [100, 300, 50, 550],
        }
    )
    return Case("mini", areas, areas[["id", "name", "lon", "lat"]])


def drawn(case: Case, columns: tuple[str, ...], kinds: list[str], lang: str = "en") -> str:
    table = pd.Series(kinds, index=case.areas.index)
    return definition_map(case, columns, table, PEOPLE, 1_000.0, TITLE, Names(), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_definitions_have_four_colours(case: Case, lang: str) -> None:
    """In both, only in the one, only in the other, in neither; each with its people, in the language of the reader."""
    text = drawn(case, ("poor", "far"), ["all", "poor", "far", "none"], lang)
    assert all(colour in text for colour in (ACCENT, HINGES, SECOND, NAMED_BY_NONE))
    told = (
        ["named by both: 100 people", "named by neither: 550 people"]
        if lang == "en"
        else ["utpekade av båda: 100 personer"]
    )
    assert all(words in text for words in told)


def test_three_definitions_have_three_colours(case: Case) -> None:
    """In all, in some, in none."""
    text = drawn(case, ("poor", "far", "old"), ["all", "some", "some", "none"])
    assert SECOND not in text
    assert "named by some but not by all: 350 people" in text


def test_one_definition_has_two_colours(case: Case) -> None:
    """In it, or in none."""
    text = drawn(case, ("poor",), ["all", "none", "none", "none"])
    assert HINGES not in text
    assert "named by it: 100 people" in text


def test_the_file_stands_alone(case: Case, tmp_path: Path) -> None:
    """Well-formed SVG with its namespace, a title for those who do not see it, and nothing from elsewhere."""
    path = tmp_path / "map.svg"
    write_definition_map(drawn(case, ("poor", "far"), ["all", "poor", "far", "none"]), path)  # type: ignore[arg-type]
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == TITLE.text("en")
    assert "href" not in path.read_text(encoding="utf-8")


def test_a_name_that_is_markup_stays_text(case: Case) -> None:
    """A column named like an element is shown as it is written."""
    table = pd.Series(["all", "<b>", "far", "none"], index=case.areas.index)
    text = definition_map(case, ("<b>", "far"), table, {**PEOPLE, "<b>": 1.0}, 1_000.0, TITLE, Names(), "en")
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
