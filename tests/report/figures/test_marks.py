"""Marks of offices."""

import math

import pytest
from tests.report.figures.seen import Picture, seen

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import ACCENT, INK, LONGER, PAPER
from narvaro.report.figures.marks import STATES, State, draw_mark, mark_scales, star

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
    """Twice the size is twice the width, but for lines and the halo, which stay as they are."""
    small, large = (max(shape.box.width for shape in drawn(state, size).shapes) for size in (1.0, 2.0))
    assert 1.6 * small < large < 2.03 * small


@EVERY
def test_a_mark_lies_in_a_halo(state: State) -> None:
    """What is drawn first is pale and reaches farther than all that lies over it."""
    halo, *others = drawn(state).shapes
    assert halo.fill == PAPER
    assert others
    if state != "new":  # a star's halo is the line round it
        assert all(other.box.width + 1.5 <= halo.box.width for other in others)


def test_each_mark_is_what_its_name_says() -> None:
    """A filled and a hollow circle, a ring round a dot, a hole with a cross over it, a star in the accent."""
    inner = {state: drawn(state).shapes[1:] for state in STATES}
    circles = {
        state: [(shape.fill, shape.stroke) for shape in inner[state] if shape.round] for state in STATES
    }
    assert circles == {
        "open": [(INK, "none")],
        "assumed": [(PAPER, INK)],
        "resized": [(PAPER, INK), (INK, "none")],
        "closing": [(PAPER, LONGER)],
        "new": [],
    }
    cross = [(shape.stroke, shape.points) for shape in inner["closing"] if not shape.round]
    assert cross == [(LONGER, ((17.4, 17.4), (22.6, 22.6))), (LONGER, ((17.4, 22.6), (22.6, 17.4)))]
    assert [shape.fill for shape in inner["new"]] == [ACCENT]


def test_no_office_is_smaller_than_five_pixels() -> None:
    """Also one of the smallest size on the map of a country; a larger size has a larger mark."""
    scales = mark_scales(["little", "middling", "big"])
    widths = [drawn("open", scale).shapes[1].box.width for scale in scales.values()]
    assert widths == sorted(set(widths))
    assert widths[0] >= 5


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
