"""Marks of offices, told apart by shape as well as by colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from narvaro.report.figures.canvas import Canvas, Point
from narvaro.report.figures.colours import ACCENT, INK, LONGER, PAPER

State = Literal["open", "assumed", "resized", "closing", "new"]

STATES: tuple[State, ...] = ("open", "assumed", "resized", "closing", "new")
"""In the order they are drawn: what changes lies on top."""


SMALLEST, LARGEST = 0.85, 1.25
"""How large the marks of the smallest and of the largest size are, beside 1 where all offices are alike."""
HALO_PX = 1.3
"""What keeps a mark apart from what lies beneath it."""


def mark_scales(sizes: Sequence[str]) -> dict[str, float]:
    """Return how large the mark of each size is, from the smallest size to the largest.

    Examples
    --------
    >>> mark_scales(["little", "middling", "big"]), mark_scales(["standard"])
    ({'little': 0.85, 'middling': 1.05, 'big': 1.25}, {'standard': 1.0})
    """
    if len(sizes) < 2:
        return dict.fromkeys(sizes, 1.0)
    step = (LARGEST - SMALLEST) / (len(sizes) - 1)
    return {size: round(SMALLEST + step * k, 6) for k, size in enumerate(sizes)}


def draw_mark(canvas: Canvas, state: State, x: float, y: float, size: float = 1.0) -> None:
    """Draw the mark of an office in a halo: open a filled circle, assumed a hollow one, resized a ring round a dot,
    closing a hole with a cross over it, new a star.

    Parameters
    ----------
    canvas
        Where to draw.
    state
        What happens with the office.
    x, y
        Its place, pixels.
    size
        1 on a map of a country, larger on a map of a city and for a large office.
    """  # noqa: D205 - the list of marks is the summary
    if state == "open":
        canvas.circle(x, y, 3.0 * size + HALO_PX, PAPER)
        canvas.circle(x, y, 3.0 * size, INK)
    elif state == "assumed":
        canvas.circle(x, y, 3.0 * size + HALO_PX, PAPER)
        canvas.circle(x, y, 3.0 * size - 0.6, PAPER, INK, 1.2)
    elif state == "resized":
        canvas.circle(x, y, 4.8 * size + 0.8 + HALO_PX, PAPER)
        canvas.circle(x, y, 4.8 * size, PAPER, INK, 1.6)
        canvas.circle(x, y, 2.0 * size, INK)
    elif state == "closing":
        canvas.circle(x, y, 4.8 * size + 0.8 + HALO_PX, PAPER)
        canvas.circle(x, y, 4.8 * size, PAPER, LONGER, 1.6)
        arm = 2.6 * size
        canvas.line([(x - arm, y - arm), (x + arm, y + arm)], LONGER, 1.8)
        canvas.line([(x - arm, y + arm), (x + arm, y - arm)], LONGER, 1.8)
    else:
        canvas.polygons([star(x, y, 6.4 * size)], PAPER, PAPER, 2 * HALO_PX)
        canvas.polygons([star(x, y, 6.4 * size)], ACCENT)


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
