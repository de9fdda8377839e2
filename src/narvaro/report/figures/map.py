"""Maps: areas as polygons or as dots by their minutes to the nearest office, offices as marks by what happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import BORDER, INK, LAND, PAPER, QUIET
from narvaro.report.figures.labels import Labels
from narvaro.report.figures.marks import STATES, State, draw_mark
from narvaro.report.figures.polygons import (
    EYE_PX,
    MARGIN_PX,
    AreaPolygons,
    BoolArray,
    IntArray,
    draw_borders,
    fill_polygons,
    outline,
    rings_of,
)
from narvaro.report.figures.projection import FloatArray, Frame, round_length

SMALLEST_DOT_PX = 1.3
DOT_SIZES = 12


@dataclass(frozen=True)
class Office:
    """An office on a map.

    Parameters
    ----------
    x, y
        Its place, km.
    state
        What happens with it.
    name
        Its name on the map.
    assumed
        Whether its place is assumed.
    scale, scale_before
        How large its mark is by its size, after and before: 1 where all are alike.
    """

    x: float
    y: float
    state: State
    name: str
    assumed: bool = False
    scale: float = 1.0
    scale_before: float = 1.0


@dataclass(frozen=True)
class Ground:
    """What lies beneath: people by place, in km, and land.

    Parameters
    ----------
    x, y, people
        One figure an area: easting, northing, persons.
    outlined
        Areas drawn with an outline: those that the decision is about.
    land
        Polygons in km, drawn pale with light borders; empty where the case has none.
    polygons
        Those of the areas, where the case has them: drawn in place of dots.
    """

    x: FloatArray
    y: FloatArray
    people: FloatArray
    outlined: BoolArray
    land: tuple[Any, ...] = ()
    polygons: AreaPolygons | None = None


@dataclass(frozen=True)
class Window:
    """A window of a city, shown on the map of the whole."""

    frame: Frame
    name: str


@dataclass(frozen=True)
class MapStyle:
    """How large things are on a map, and what is drawn of areas."""

    ink: float = 0.05  # share of the sheet that all dots together cover
    mark: float = 1.0
    borders: float = 0.5
    label_size: float = 12.0
    windows: tuple[Window, ...] = field(default=())
    beneath: int = -1  # a class whose dots lie beneath all others
    area_borders: float = 0.0  # 0 where polygons are too small for borders and outlines of their own
    dots_above: bool = False  # areas of other classes than the one beneath have dots over their polygons


def draw_map(
    ground: Ground,
    classes: IntArray,
    colours: Sequence[str],
    offices: Sequence[Office],
    frame: Frame,
    style: MapStyle,
    people_per_ink: float | None = None,
) -> Canvas:
    """Draw one map.

    Parameters
    ----------
    ground
        People and land.
    classes
        One class an area, an index into `colours`; negative = not drawn.
    colours
        One colour a class.
    offices
        The offices to mark.
    frame
        The window and its size.
    style
        How large things are.
    people_per_ink
        People that one square pixel of dot stands for; by default all people in the window cover `style.ink` of it.
    """
    canvas = Canvas(frame.width, frame.height)
    inside = frame.holds(ground.x, ground.y, 8.0) & (classes >= 0)
    if ground.polygons is None:
        _land(canvas, ground, frame, LAND, style.borders)
    else:
        _polygons(canvas, ground, ground.polygons, classes, colours, frame, style)
        inside &= ~ground.polygons.given | (style.dots_above & (classes != style.beneath))
    scale = people_per_ink or ink_scale(ground, frame, style.ink)
    for layer in (inside & (classes == style.beneath), inside & (classes != style.beneath)):
        _dots(canvas, ground, classes, colours, frame, layer, scale)
    labels = Labels(frame.width, frame.height)
    _scale_bar(canvas, frame, labels)
    seen = _marks(canvas, offices, frame, style, labels)
    _windows(canvas, frame, style, labels)
    _names(canvas, seen, style, labels)
    return canvas


def ink_scale(ground: Ground, frame: Frame, ink: float) -> float:
    """Return how many people one square pixel stands for when dots cover a share of the window."""
    people = float(ground.people[frame.holds(ground.x, ground.y)].sum())
    return max(people, 1.0) / (ink * frame.width * frame.height)


def _land(canvas: Canvas, ground: Ground, frame: Frame, fill: str, borders: float) -> None:
    west, south, east, north = frame.bounds
    margin = MARGIN_PX / frame.px_per_km
    if not ground.land:
        canvas.rectangle(0, 0, frame.width, frame.height, fill)
    rings = []
    for shape in ground.land:
        seen = shapely.clip_by_rect(shape, west - margin, south - margin, east + margin, north + margin)
        rings += rings_of(shapely.simplify(seen, EYE_PX / frame.px_per_km), frame)
    canvas.polygons(rings, fill, BORDER, borders)


def _polygons(
    canvas: Canvas,
    ground: Ground,
    polygons: AreaPolygons,
    classes: IntArray,
    colours: Sequence[str],
    frame: Frame,
    style: MapStyle,
) -> None:
    """Draw areas as polygons under the borders of regions."""
    if not polygons.given.all():
        _land(canvas, ground, frame, LAND, 0.0)
    fill_polygons(canvas, polygons, classes, colours, frame)
    if style.area_borders:
        draw_borders(canvas, polygons, frame, style.area_borders)
    if ground.land:
        _land(canvas, ground, frame, "none", style.borders)
    if style.area_borders:
        outline(canvas, polygons, ground.outlined, frame)


def _dots(
    canvas: Canvas,
    ground: Ground,
    classes: IntArray,
    colours: Sequence[str],
    frame: Frame,
    inside: BoolArray,
    people_per_ink: float,
) -> None:
    diameter = 2 * np.sqrt(ground.people / people_per_ink / np.pi)
    largest = max(float(diameter[inside].max(initial=SMALLEST_DOT_PX)), SMALLEST_DOT_PX * 1.01)
    steps = np.geomspace(SMALLEST_DOT_PX, largest, DOT_SIZES)
    nearest = np.argmin(np.abs(np.log(steps)[None, :] - np.log(np.maximum(diameter, 1e-6))[:, None]), axis=1)
    left, top = frame.px(ground.x, ground.y)
    people_live_there = ground.people > 0
    for size in range(DOT_SIZES - 1, -1, -1):
        here = inside & people_live_there & (nearest == size)
        ringed = np.flatnonzero(here & ground.outlined)
        for number, colour in enumerate(colours):
            plain = np.flatnonzero(here & (classes == number) & ~ground.outlined)
            canvas.dots(zip(left[plain], top[plain], strict=True), float(steps[size]), colour)
        canvas.dots(zip(left[ringed], top[ringed], strict=True), float(steps[size]) + 2.4, INK)
        for number, colour in enumerate(colours):
            chosen = ringed[classes[ringed] == number]
            canvas.dots(zip(left[chosen], top[chosen], strict=True), float(steps[size]), colour)


Seen = list[tuple[Office, float, float]]


def _marks(canvas: Canvas, offices: Sequence[Office], frame: Frame, style: MapStyle, labels: Labels) -> Seen:
    """Draw the marks, what changes on top, and return those in the window with their pixels."""
    seen = [(office, *frame.point(office.x, office.y)) for office in offices]
    seen = [(o, x, y) for o, x, y in seen if 0 <= x <= frame.width and 0 <= y <= frame.height]
    for state in STATES:
        for office, x, y in seen:
            if office.state == state:
                draw_mark(canvas, state, x, y, style.mark * office.scale)
                if state not in ("open", "assumed"):
                    labels.keep_free(x, y, 6.0 * style.mark * office.scale)
    return seen


def _names(canvas: Canvas, seen: Seen, style: MapStyle, labels: Labels) -> None:
    """Name what changes, except inside the windows of cities, which name their own; no name covers an office."""
    for office, x, y in seen:
        if office.state in ("open", "assumed"):
            labels.keep_free(x, y, 3.0 * style.mark * office.scale)
    in_a_window = [window.frame for window in style.windows]
    for office, x, y in seen:
        if office.state in ("new", "closing", "resized") and not any(
            w.holds_point(office.x, office.y) for w in in_a_window
        ):
            labels.place(canvas, x, y, office.name, 8.0 * style.mark, style.label_size)


def _windows(canvas: Canvas, frame: Frame, style: MapStyle, labels: Labels) -> None:
    for window in style.windows:
        west, south, east, north = window.frame.bounds
        x, y = frame.point(west, north)
        side_x, side_y = (east - west) * frame.px_per_km, (north - south) * frame.px_per_km
        canvas.rectangle(x, y, side_x, side_y, "none", INK)
        for corner_x, corner_y in ((x, y), (x + side_x, y + side_y)):
            labels.keep_free(corner_x, corner_y, 2.0)
        labels.place(
            canvas, x + side_x / 2, y + side_y / 2, window.name, side_x / 2 + 5, style.label_size, bold=True
        )


def _scale_bar(canvas: Canvas, frame: Frame, labels: Labels) -> None:
    km = round_length(frame.km * 0.28)
    long = km * frame.px_per_km
    x, y = frame.width - long - 8, frame.height - 8
    canvas.line([(x, y), (x + long, y)], PAPER, 4)
    canvas.line([(x, y - 4), (x, y), (x + long, y), (x + long, y - 4)], QUIET, 1.2)
    told = f"{km:g} km" if km >= 1 else f"{1000 * km:g} m"
    canvas.text(x + long / 2, y - 6, told, "center", 11, QUIET, name="halo")
    labels.taken.append((x - 2, y - 18, x + long + 2, y + 4))
