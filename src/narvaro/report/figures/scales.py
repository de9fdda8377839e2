"""Axes: round steps, and from figures to pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Canvas, size_that_fits, text_width
from narvaro.report.figures.colours import QUIET, RULE


@dataclass(frozen=True)
class Scale:
    """A straight scale from figures to pixels.

    Examples
    --------
    >>> Scale(0.0, 10.0, 100.0, 200.0).px(5.0)
    150.0
    """

    low: float
    high: float
    start: float
    end: float

    def px(self, value: float) -> float:
        """Return the place of a figure, pixels."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.0
        return self.start + share * (self.end - self.start)


def round_steps(low: float, high: float, most: int = 6) -> list[float]:
    """Return round figures from at most `low` to at least `high`, at most `most` + 2 of them.

    Examples
    --------
    >>> round_steps(0, 47), round_steps(0, 0)
    ([0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    >>> round_steps(-150, 0, 3)
    [-150.0, -100.0, -50.0, 0.0]
    """
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        high = low + 1.0
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * k, 9) for k in range(first, max(last, first + 1) + 1)]


def decimals_of(steps: Sequence[float]) -> int:
    """Return how many decimals the figures of an axis need.

    Examples
    --------
    >>> decimals_of([0, 10, 20]), decimals_of([0, 0.5, 1])
    (0, 1)
    """
    return next((d for d in range(4) if all(abs(s - round(s, d)) < 1e-9 for s in steps)), 4)


def bottom_axis(
    canvas: Canvas, steps: Sequence[float], scale: Scale, top: float, base: float, lang: str, unit: str = ""
) -> None:
    """Draw light lines up from the figures of an axis, the figures under them, and the unit up to the last.

    A long unit begins where the picture does, and is written smaller where it is wider than the picture.
    """
    decimals = decimals_of(steps)
    for step in steps:
        x = scale.px(step)
        canvas.line([(x, top), (x, base)], RULE if step else QUIET, 1.0)
        canvas.text(x, base + 15, number(step, lang, decimals), "center", 12, QUIET)
    if unit:
        room = canvas.width - 8
        end = max(scale.end, 4 + min(text_width(unit), room))
        canvas.text(end, base + 31, unit, "right", size_that_fits(unit, room), QUIET)
