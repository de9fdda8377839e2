"""Marks of offices."""

import math

import pytest
from tests.report.figures.seen import Picture, seen

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import ACCENT, INK, LONGER, PAPER
from narvaro.report.figures.marks import STATES, State, draw_mark, star

EVERY = pytest.mark.parametrize("state", STATES)


def drawn(state: State, size: float = 1.0) -> Picture:
    canvas = Canvas(40, 40)
    draw_mark(canvas, state, 20, 20, size)
    return seen(canvas)


def test_marks_differ_in_shape() -> None:
    """Told apart without colour: no two states draw the same lines."""
    shapes = {tuple((s.points, s.fill == PAPER) for s in drawn(state).shapes) for state in STATES}
    assert len(shapes) == len(STATES)


@EVERY
def test_a_mark_stands_where_the_office_is(state: State) -> None:
    """Its middle is the place, within a pixel: a star on two points reaches a little farther up than down."""
    boxes = [shape.box for shape in drawn(state).shapes]
    middle = (min(b.left for b in boxes) + max(b.right for b in boxes)) / 2
    height = (min(b.top for b in boxes) + max(b.bottom for b in boxes)) / 2
    assert (middle, height) == pytest.approx((20, 20), abs=1)


@EVERY
def test_a_mark_of_a_city_map_is_as_much_larger_as_asked(state: State) -> None:
    """Twice the size is twice the width."""
    small, large = (max(shape.box.width for shape in drawn(state, size).shapes) for size in (1.0, 2.0))
    assert large == pytest.approx(2 * small, rel=0.03)


def test_each_mark_is_what_its_name_says() -> None:
    """A filled and a hollow circle, a ring round a dot, a cross with a pale edge, a star in the accent."""
    circles = {
        state: [(shape.fill, shape.box.width) for shape in drawn(state).shapes]
        for state in ("open", "assumed", "resized")
    }
    assert circles == {
        "open": [(INK, pytest.approx(4.6, abs=0.15))],
        "assumed": [(PAPER, pytest.approx(4.0, abs=0.15))],
        "resized": [(PAPER, pytest.approx(9.2, abs=0.15)), (INK, pytest.approx(3.6, abs=0.15))],
    }
    cross = [(shape.stroke, shape.points) for shape in drawn("closing").shapes]
    strokes = [((16.3, 16.3), (23.7, 23.7)), ((16.3, 23.7), (23.7, 16.3))]
    assert cross == [(colour, stroke) for colour in (PAPER, LONGER) for stroke in strokes]
    assert [shape.fill for shape in drawn("new").shapes] == [ACCENT]


def test_what_changes_is_drawn_last() -> None:
    """Offices that stay are drawn before those that change size, close and open."""
    assert STATES == ("open", "assumed", "resized", "closing", "new")


@pytest.mark.parametrize("points", [5, 8])
def test_a_star_has_its_points_evenly_around_the_first_straight_up(points: int) -> None:
    """Corners lie in turn on the radius and 0.46 of it, a half step of the turn apart."""
    corners = star(3.0, 4.0, 10.0, points)
    assert [math.dist((3, 4), corner) for corner in corners] == pytest.approx([10, 4.6] * points)
    assert corners[0] == pytest.approx((3, -6))
    turns = [math.atan2(x - 3, 4 - y) % (2 * math.pi) for x, y in corners]
    assert turns == pytest.approx([math.pi * k / points for k in range(2 * points)], abs=1e-9)
