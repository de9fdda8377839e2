"""One figure under several plans: bars from zero, the plan of the report in the accent colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Canvas, size_that_fits, text_width
from narvaro.report.figures.colours import ACCENT, BEFORE, INK, QUIET
from narvaro.report.figures.scales import Scale


@dataclass(frozen=True)
class Bar:
    """A figure of one plan."""

    label: str
    value: float
    chosen: bool = False


def draw_bars(bars: Sequence[Bar], lang: str, width: float, decimals: int = 0) -> Canvas:
    """Draw a bar a plan from zero, with its name over it and its figure at its end."""
    row = 44.0
    canvas = Canvas(width, row * len(bars) + 6)
    most = max((bar.value for bar in bars), default=0.0) or 1.0
    room = max(text_width(number(bar.value, lang, decimals), 13, True) for bar in bars) + 14
    scale = Scale(0.0, most, 2, width - room)
    for i, bar in enumerate(bars):
        y = row * i
        size = size_that_fits(bar.label, (width - 4) / (1.1 if bar.chosen else 1.0), 13)
        canvas.text(2, y + 14, bar.label, "left", size, INK, bar.chosen)
        canvas.rectangle(2, y + 20, max(scale.px(bar.value) - 2, 0.5), 15, ACCENT if bar.chosen else BEFORE)
        canvas.line([(2, y + 18), (2, y + 37)], QUIET, 1)
        canvas.text(
            scale.px(bar.value) + 7, y + 33, number(bar.value, lang, decimals), "left", 13, INK, bar.chosen
        )
    return canvas
