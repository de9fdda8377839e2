"""A sheet of maps: what is named lies on top, texts stay inside, windows stand beside the whole at one scale."""

import re

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.report.figures.sheet import MARGIN, draw_map_sheet, lines_of
from narvaro.report.figures.terrain import terrain_of

KEY = [("#aaaaaa", "in none"), ("#0000ff", "in all")]


def case_of(lon: list[float], people: list[int]) -> Case:
    ids = [f"a{k}" for k in range(len(lon))]
    areas = pd.DataFrame({"id": ids, "name": ids, "lon": lon, "lat": 59.0, "people": people})
    return Case("row", areas, areas[["id", "name", "lon", "lat"]])


def size_of(drawn: str) -> tuple[float, float]:
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn).groups()  # type: ignore[union-attr]
    return float(width), float(height)


def test_what_is_named_lies_over_what_is_not() -> None:
    """Large and small dots of what is named are drawn after large and small ones of what is not."""
    terrain = terrain_of(case_of([18.0, 18.0, 18.4, 18.4], [90, 10, 10, 90]), None, {})
    drawn = draw_map_sheet(terrain, np.array([0, 1, 0, 1]), KEY, "Title", "What is drawn")
    _, whole = drawn.split("translate(20")
    assert re.findall(r'stroke="(#aaaaaa|#0000ff)"', whole) == ["#aaaaaa", "#aaaaaa", "#0000ff", "#0000ff"]


def test_a_case_as_wide_as_a_country_has_windows() -> None:
    """700 km with two towns: the towns stand beside the whole, which makes the sheet wider than that of one town."""
    wide = terrain_of(case_of([10.0, 10.1, 22.0, 22.1], [50, 50, 40, 40]), None, {})
    town = terrain_of(case_of([18.0, 18.1], [50, 50]), None, {})
    assert len(wide.windows) == 2
    sheets = [
        draw_map_sheet(terrain, np.zeros(len(terrain.whole.x), dtype=np.int64), KEY, "Title", "What is drawn")
        for terrain in (wide, town)
    ]
    assert size_of(sheets[0])[0] > size_of(sheets[1])[0]
    assert sheets[0].count("<svg") == 1 + 1 + 1 + 2 * 2  # file, head, whole, and name and map of each window


def test_a_long_title_makes_the_sheet_higher_not_wider() -> None:
    """Its lines stay within the margins."""
    terrain = terrain_of(case_of([18.0, 18.1], [50, 50]), None, {})
    classes = np.zeros(2, dtype=np.int64)
    short, long = (
        size_of(draw_map_sheet(terrain, classes, KEY, title, "What is drawn"))
        for title in ("One", "One word " * 30)
    )
    assert long[0] == short[0]
    assert long[1] > short[1] + 2 * MARGIN


@pytest.mark.parametrize(("text", "lines"), [("", [""]), ("word", ["word"]), ("a " * 3 + "b", ["a a a b"])])
def test_lines_hold_every_word(text: str, lines: list[str]) -> None:
    """What fits stays on one line; nothing is lost."""
    assert lines_of(text, 500.0, 12.0) == lines
    assert " ".join(lines_of(text, 1.0, 12.0)) == text
