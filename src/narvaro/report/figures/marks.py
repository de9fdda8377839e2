"""Marks of offices, told apart by shape as well as by colour."""

from __future__ import annotations

import math
from typing import Literal

from narvaro.report.figures.canvas import Canvas, Point
from narvaro.report.figures.colours import ACCENT, INK, LONGER, PAPER

State = Literal["open", "assumed", "resized", "closing", "new"]

STATES: tuple[State, ...] = ("open", "assumed", "resized", "closing", "new")
"""In the order they are drawn: what changes lies on top."""


def draw_mark(canvas: Canvas, state: State, x: float, y: float, size: float = 1.0) -> None:
    """Draw the mark of an office: open a filled circle, assumed a hollow one, resized a ring round a dot,
    closing a cross, new a star.

    Parameters
    ----------
    canvas
        Where to draw.
    state
        What happens with the office.
    x, y
        Its place, pixels.
    size
        1 on a map of a country, larger on a map of a city.
    """  # noqa: D205 - the list of marks is the summary
    if state == "open":
        canvas.circle(x, y, 2.3 * size, INK, PAPER, 0.8)
    elif state == "assumed":
        canvas.circle(x, y, 2.0 * size, PAPER, INK, 1.1)
    elif state == "resized":
        canvas.circle(x, y, 4.6 * size, PAPER, INK, 1.5)
        canvas.circle(x, y, 1.8 * size, INK)
    elif state == "closing":
        arm = 3.7 * size
        strokes = [[(x - arm, y - arm), (x + arm, y + arm)], [(x - arm, y + arm), (x + arm, y - arm)]]
        for colour, width in ((PAPER, 4.6), (LONGER, 2.4)):
            for stroke in strokes:
                canvas.line(stroke, colour, width)
    else:
        canvas.polygons([star(x, y, 6.4 * size)], ACCENT, PAPER, 1.0)


def star(x: float, y: float, radius: float, points: int = 5) -> list[Point]:
    """Return the corners of a star that stands on two points.

    Examples
    --------
    >>> corners = star(0, 0, 10)
    >>> len(corners), round(corners[0][0], 6), corners[0][1]
    (10, 0.0, -10.0)
    """
    corners = []
    for step in range(2 * points):
        reach = radius if step % 2 == 0 else radius * 0.46
        turn = math.pi * step / points
        corners.append((x + reach * math.sin(turn), y - reach * math.cos(turn)))
    return corners
