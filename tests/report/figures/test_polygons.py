"""Areas as polygons: one shape a colour, fainter where few people live, borders once, outlines on every ground."""

import numpy as np
import pytest
import shapely
from tests.report.figures.seen import Picture, around, seen, steps_of

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import BORDER, INK, LAND, PAPER, mixed
from narvaro.report.figures.polygons import (
    DENSITY_BREAKS,
    STRENGTHS,
    AreaPolygons,
    draw_borders,
    fill_polygons,
    outline,
    rings_of,
)
from narvaro.report.figures.projection import Frame

FRAME = Frame(left=0, top=100, km=100, width=200, height=200)
WEST, EAST, NORTH = shapely.box(10, 10, 30, 30), shapely.box(30, 10, 50, 30), shapely.box(10, 30, 50, 50)
COLOURS = ("#ff0000", "#0000ff")


def filled(shapes: list[object], people: list[float], classes: list[int]) -> Picture:
    canvas = Canvas(FRAME.width, FRAME.height)
    polygons = AreaPolygons(shapes, np.array(people))
    fill_polygons(canvas, polygons, np.array(classes, dtype=np.int64), COLOURS, FRAME)
    return seen(canvas)


def test_areas_of_one_colour_are_one_shape() -> None:
    """Two squares side by side are one without a border between them; one of another class stays by itself."""
    shapes = filled([WEST, EAST, NORTH], [1e6, 1e6, 1e6], [0, 0, 1]).shapes
    assert [(shape.fill, around(shape.points).width) for shape in shapes] == [
        (COLOURS[0], 80.0),
        (COLOURS[1], 80.0),
    ]
    assert len(shapes[0].points) < 8


@pytest.mark.parametrize(("density", "share"), [*zip((0.5, *DENSITY_BREAKS), STRENGTHS, strict=True)])
def test_an_area_is_fainter_where_few_live(density: float, share: float) -> None:
    """400 km² with so many people on each; a break itself belongs to the class above it."""
    (shape,) = filled([WEST], [density * 400], [0]).shapes
    assert shape.fill == mixed(COLOURS[0], LAND, share)


def test_what_has_no_polygon_or_no_class_is_left_out() -> None:
    """A missing polygon, an empty one and a negative class draw nothing."""
    assert filled([None, shapely.Polygon(), WEST], [1e6, 1e6, 1e6], [0, 0, -1]).shapes == ()
    assert AreaPolygons([None, shapely.Polygon(), WEST], np.ones(3)).given.tolist() == [False, False, True]


def test_only_what_a_window_shows_is_drawn() -> None:
    """An area that reaches far beyond the window is cut a little outside it; one elsewhere is not there."""
    wide = shapely.box(-900, 10, 900, 30)
    (shape,) = filled([wide, shapely.box(500, 500, 600, 600)], [1e9, 1e9], [0, 0]).shapes
    assert (around(shape.points).left, around(shape.points).right) == (-4, 204)


def test_a_border_between_two_areas_is_drawn_once() -> None:
    """Two squares of 40 pixels have seven sides between them, not eight."""
    canvas = Canvas(FRAME.width, FRAME.height)
    draw_borders(canvas, AreaPolygons([WEST, EAST], np.ones(2)), FRAME, 0.4)
    (line,) = seen(canvas).lines(BORDER)
    drawn, here = 0.0, (0.0, 0.0)
    for command, there in steps_of(str(canvas.svg("x")).split(' d="')[1].split('"')[0]):
        drawn += 0.0 if command == "M" else abs(there[0] - here[0]) + abs(there[1] - here[1])
        here = there
    assert drawn == 7 * 40
    assert line.fill == "none"


def test_outlined_neighbours_have_one_outline() -> None:
    """A dark broken line within a light one round both, and none between them."""
    canvas = Canvas(FRAME.width, FRAME.height)
    outline(canvas, AreaPolygons([WEST, EAST, NORTH], np.ones(3)), np.array([True, True, False]), FRAME)
    light, dark = seen(canvas).shapes
    assert (light.stroke, dark.stroke) == (PAPER, INK)
    assert (light.dashed, dark.dashed) == (False, True)
    assert light.points == dark.points
    assert not any(x == 60 and 140 < y < 180 for x, y in dark.points)
    assert around(dark.points).width == 80


def test_polygons_that_overlap_or_cross_themselves_are_drawn_all_the_same() -> None:
    """A user's polygons need be no coverage: a bow tie and two that overlap."""
    bow = shapely.Polygon([(10, 60), (30, 80), (30, 60), (10, 80)])
    drawn = filled([WEST, shapely.box(20, 20, 60, 60), bow], [1e6, 1e6, 1e6], [0, 0, 0])
    assert [shape.fill for shape in drawn.shapes] == [COLOURS[0]]


def test_rings_of_holes_are_turned_round_and_specks_left_out() -> None:
    """So that a hole stays one whatever fills it."""
    ring = shapely.box(10, 10, 50, 50).difference(shapely.box(20, 20, 40, 40))
    outer, inner = rings_of(shapely.MultiPolygon([ring, shapely.box(60, 60, 60.3, 60.3)]), FRAME)
    assert shapely.LinearRing(outer).is_ccw != shapely.LinearRing(inner).is_ccw
