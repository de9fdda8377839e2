"""The key of a map has the marks that occur and no others."""

from tests.report.countries import Told
from tests.report.reading import read

from narvaro.report.figures.terrain import terrain_of
from narvaro.report.html import el
from narvaro.report.map_key import CLOSE, marks_key, minutes_key
from narvaro.report.names import PageNames
from narvaro.report.voice import Voice


def test_marks_that_occur(told: Told) -> None:
    """Where two plans are told apart, the marks say which of them has the office."""
    names = PageNames(Voice("en"), told.case)
    terrain = terrain_of(told.case, None, {})
    plain = marks_key(names, {"new", "open"}, {}, "", terrain, CLOSE)
    assert [read(el("ul", item)).text() for item in plain] == ["office", "new office"]
    apart = marks_key(names, {"new", "closing"}, {}, "", terrain, CLOSE, {"a": "one", "b": "two"})
    assert [read(el("ul", item)).text() for item in apart] == [
        "office with both",
        "office with one alone",
        "office with two alone",
    ]


def test_no_way_at_all_stands_last() -> None:
    """Only where somebody has none."""
    assert len(minutes_key(Voice("sv"), unreached=True)) == len(minutes_key(Voice("sv"), unreached=False)) + 1
