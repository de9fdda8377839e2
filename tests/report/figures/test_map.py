"""Maps: people as dots, offices as marks."""

import numpy as np
from shapely.geometry import Polygon
from tests.report.figures.seen import steps_of
from tests.report.reading import Node, read

from narvaro.report.figures.colours import INK, LAND, MINUTE_COLOURS
from narvaro.report.figures.map import Ground, MapStyle, Office, Window, draw_map, ink_scale
from narvaro.report.figures.marks import STATES, draw_mark
from narvaro.report.figures.projection import Frame

FRAME = Frame(left=0, top=100, km=100, width=200, height=200)


def ground(land: tuple[object, ...] = (), outlined: bool = False) -> Ground:
    return Ground(
        np.array([20.0, 80.0, 500.0]), np.array([20.0, 80.0, 20.0]), np.array([100.0, 400.0, 900.0]),
        np.array([outlined, False, False]), land,
    )  # fmt: skip


def drawn(*offices: Office, **changes: object) -> Node:
    given = {"land": (), "outlined": False, "style": MapStyle(), "classes": [0, 6, 0]} | changes
    classes = np.array(given["classes"], dtype=np.int64)
    below = ground(given["land"], given["outlined"])  # type: ignore[arg-type]
    return read(draw_map(below, classes, MINUTE_COLOURS, offices, FRAME, given["style"]).svg("x"))  # type: ignore[arg-type]


def strokes(root: Node, colour: str) -> list[Node]:
    return [node for node in root.all("path") if node.attributes.get("stroke") == colour]


def test_dots_are_people_by_size_and_minutes_by_colour() -> None:
    """An area with four times the people has a dot of twice the width; areas outside the window are not drawn."""
    root = drawn()
    near, far = strokes(root, MINUTE_COLOURS[0]), strokes(root, MINUTE_COLOURS[6])
    assert len(near) == len(far) == 1
    assert str(near[0].attributes["d"]) == "M40 160h0"
    assert (
        1.6
        < float(str(far[0].attributes["stroke-width"])) / float(str(near[0].attributes["stroke-width"]))
        < 2.4
    )


def test_all_dots_together_cover_the_share_told() -> None:
    """People in the window divided by what a pixel stands for is the share of the sheet."""
    assert ink_scale(ground(), FRAME, 0.05) == 500 / (0.05 * 200 * 200)


def test_areas_the_decision_is_about_are_outlined() -> None:
    """An outlined area has a dark dot a little larger beneath its own."""
    root = drawn(outlined=True)
    ring, dot = strokes(root, INK)[0], strokes(root, MINUTE_COLOURS[0])[0]
    assert ring.attributes["d"] == dot.attributes["d"]
    assert float(str(ring.attributes["stroke-width"])) > float(str(dot.attributes["stroke-width"]))


def test_areas_without_a_class_or_people_are_not_drawn() -> None:
    """A negative class leaves an area out."""
    assert strokes(drawn(classes=[-1, 6, 0]), MINUTE_COLOURS[0]) == []


def test_land_is_cut_to_the_window() -> None:
    """Land beyond the window costs nothing; holes stay holes; without land the sheet itself is pale."""
    with_hole = Polygon(
        [(-900, -900), (900, -900), (900, 900), (-900, 900)], [[(40, 40), (40, 60), (60, 60), (60, 40)]]
    )
    path = next(node for node in drawn(land=(with_hole,)).all("path") if node.attributes.get("fill") == LAND)
    numbers = [x for _, point in steps_of(str(path.attributes["d"])) for x in point]
    assert min(numbers) >= -4.1
    assert max(numbers) <= 204.1
    assert str(path.attributes["d"]).count("z") == 2
    bare = next(node for node in drawn().all("path") if node.attributes.get("fill") == LAND)
    assert bare.attributes["d"] == "M0 0l200 0 0 200-200 0z"


def test_what_changes_is_named_and_what_stays_is_not() -> None:
    """New, closing and resized offices have their names; those inside a window of a city are named there."""
    offices = [Office(40 + 10 * k, 15 + 18 * k, state, state) for k, state in enumerate(STATES)]
    names = {node.text() for node in drawn(*offices).all("text")}
    assert names == {"resized", "closing", "new", "20 km"}
    window = Window(Frame(left=70, top=97, km=20, width=50, height=50), "City")
    named = {node.text() for node in drawn(*offices, style=MapStyle(windows=(window,))).all("text")}
    assert "new" not in named
    assert "City" in named


def test_names_leave_each_other_alone() -> None:
    """Of many offices at one place only as many are named as have room; no name is written twice."""
    offices = [Office(50, 50, "new", f"A rather long name {k}") for k in range(12)]
    names = [node.text() for node in drawn(*offices).all("text")]
    assert 1 < len(names) < 12
    assert len(names) == len(set(names))


def test_marks_differ_in_shape() -> None:
    """Told apart without colour: no two states draw the same lines."""
    from narvaro.report.figures.canvas import Canvas

    shapes = set()
    for state in STATES:
        canvas = Canvas(20, 20)
        draw_mark(canvas, state, 10, 10)
        paths = read(canvas.svg("x")).all("path")
        shapes.add(tuple((p.attributes["d"], p.attributes["fill"] == "#ffffff") for p in paths))
    assert len(shapes) == len(STATES)
