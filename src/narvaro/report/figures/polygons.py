"""Areas as polygons: filled by class, fainter where few people live, with their borders and outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from narvaro.report.figures.canvas import Canvas, Point
from narvaro.report.figures.colours import BORDER, INK, LAND, PAPER, mixed
from narvaro.report.figures.projection import FloatArray, Frame

IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

DENSITY_BREAKS = (1.0, 10.0, 100.0)
"""People per km²: where fewer live than the next of these, an area is drawn fainter, so that no empty land shouts."""
STRENGTHS = (0.5, 0.65, 0.8, 1.0)
"""How much of its colour an area has, the rest is that of bare land, by class of density (Roth, Woodruff and Johnson
2010, Value-by-alpha maps, The Cartographic Journal 47(2), 130-140)."""
EYE_PX = 0.6
"""Bends smaller than this are not seen."""
SMALLEST_PX = 1.0
SEAM_PX = 0.5
"""Fills reach a little over their border, so that no land shines through between two."""
MARGIN_PX = 4.0
OUTLINE_DASH = (2.4, 1.4)


class AreaPolygons:
    """The polygons of areas on the sheet, in km.

    Parameters
    ----------
    shapes
        One polygon an area, in km; None where an area has none.
    people
        Persons, one figure an area.
    """

    def __init__(self, shapes: Sequence[Any], people: FloatArray) -> None:
        self._shapes = np.array(shapes, dtype=object)
        self.given: BoolArray = ~(shapely.is_missing(self._shapes) | shapely.is_empty(self._shapes))
        km2 = np.maximum(np.nan_to_num(shapely.area(self._shapes)), 1e-9)
        self.density_class: IntArray = np.searchsorted(DENSITY_BREAKS, people / km2, side="right").astype(
            np.int64
        )
        self._seen: dict[Frame, InWindow] = {}

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north edges, km."""
        west, south, east, north = shapely.total_bounds(self._shapes[self.given])
        return float(west), float(south), float(east), float(north)

    def seen_in(self, frame: Frame) -> InWindow:
        """Return what a window shows of the polygons, without bends that the eye cannot see."""
        if frame not in self._seen:
            margin = MARGIN_PX / frame.px_per_km
            west, south, east, north = frame.bounds
            window = (west - margin, south - margin, east + margin, north + margin)
            rows = np.flatnonzero(self.given)
            rows = rows[
                shapely.intersects(shapely.box(*shapely.bounds(self._shapes[rows]).T), shapely.box(*window))
            ]
            # as one coverage, so that neighbours still meet; where they do not, shapes may come out broken
            simple = shapely.coverage_simplify(self._shapes[rows], EYE_PX / frame.px_per_km)
            self._seen[frame] = InWindow(rows, shapely.clip_by_rect(shapely.make_valid(simple), *window))
        return self._seen[frame]


@dataclass(frozen=True)
class InWindow:
    """What a window shows of the polygons.

    Parameters
    ----------
    rows
        The areas seen, by number.
    shapes
        Their polygons, simplified and cut to the window, km.
    """

    rows: IntArray
    shapes: Any


def fill_polygons(
    canvas: Canvas, polygons: AreaPolygons, classes: IntArray, colours: Sequence[str], frame: Frame
) -> None:
    """Fill the polygons by class, fainter where few people live; those of one colour as one shape.

    Parameters
    ----------
    canvas, frame
        Where to draw, and what of it.
    polygons
        One an area.
    classes
        One an area, an index into `colours`; negative = not drawn.
    colours
        One a class.
    """
    seen = polygons.seen_in(frame)
    own, strength = classes[seen.rows], polygons.density_class[seen.rows]
    for number, colour in enumerate(colours):
        for step, share in enumerate(STRENGTHS):
            chosen = (own == number) & (strength == step)
            if chosen.any():
                shown = mixed(colour, LAND, share)
                canvas.polygons(
                    rings_of(shapely.union_all(seen.shapes[chosen]), frame), shown, shown, SEAM_PX
                )


def draw_borders(canvas: Canvas, polygons: AreaPolygons, frame: Frame, width: float) -> None:
    """Draw the borders between areas, each once."""
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(polygons.seen_in(frame).shapes)))
    canvas.lines([_pixels(line, frame) for line in shapely.get_parts(lines)], BORDER, width)


def outline(canvas: Canvas, polygons: AreaPolygons, chosen: BoolArray, frame: Frame) -> None:
    """Outline some areas, neighbours as one: a dark line in a light one, to be seen on every colour.

    The line is broken, so that no small area looks like the mark of an office.
    """
    seen = polygons.seen_in(frame)
    rings = rings_of(shapely.union_all(seen.shapes[chosen[seen.rows]]), frame)
    canvas.polygons(rings, "none", PAPER, 2.8)
    canvas.polygons(rings, "none", INK, 1.2, dash=OUTLINE_DASH)


def rings_of(shape: Any, frame: Frame) -> list[list[Point]]:
    """Return the rings of a shape in pixels, those of its holes turned the other way; specks are left out."""
    found = []
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        part = shapely.orient_polygons(part)
        for ring in (part.exterior, *part.interiors):
            points = _pixels(ring, frame)[:-1]
            spans = np.ptp(points, axis=0)
            if len(points) >= 3 and max(spans) > SMALLEST_PX:
                found.append(points)
    return found


def _pixels(line: Any, frame: Frame) -> list[Point]:
    points = shapely.get_coordinates(line)
    left, top = frame.px(points[:, 0], points[:, 1])
    return list(zip(left.tolist(), top.tolist(), strict=True))
