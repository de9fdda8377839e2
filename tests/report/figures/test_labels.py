"""Names placed so that none covers another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.labels import Labels, spread


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200)), max_size=12))
def test_names_that_are_written_are_apart_and_inside(points: list[tuple[float, float]]) -> None:
    """Boxes of written names never overlap and never leave the sheet."""
    labels, canvas = Labels(200, 200), Canvas(200, 200)
    written = [labels.place(canvas, x, y, "name", 6) for x, y in points]
    assert sum(written) == len(labels.taken)
    for i, (left, top, right, bottom) in enumerate(labels.taken):
        assert 0 <= left < right <= 200
        assert 0 <= top < bottom <= 200
        others = labels.taken[i + 1 :]
        assert not any(left < r and right > x and top < b and bottom > y for x, y, r, b in others)


def test_a_name_keeps_off_marks() -> None:
    """Where a mark takes the right side, the name goes elsewhere; where all is taken it is not written."""
    labels, canvas = Labels(200, 200), Canvas(200, 200)
    labels.keep_free(125, 100, 15)
    assert labels.place(canvas, 100, 100, "name", 6)
    assert labels.taken[-1][2] < 110
    labels.keep_free(100, 100, 90)
    assert not labels.place(canvas, 100, 100, "name", 6)


@given(st.lists(st.floats(0, 100), max_size=5))
def test_spread_keeps_order_and_distance(positions: list[float]) -> None:
    """Neighbours are at least ten apart, within the limits, in their order."""
    found = spread(positions, 10, 0, 100)
    ordered = sorted(range(len(positions)), key=lambda i: positions[i])
    moved = [found[i] for i in ordered]
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(moved))
    assert all(-1e-9 <= x <= 100 + 1e-9 for x in found)
