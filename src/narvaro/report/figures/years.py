"""Lines by year, a small picture for each at one scale: a band where a figure is not known more exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Canvas, size_that_fits, text_width
from narvaro.report.figures.colours import ACCENT, INK, QUIET, RULE
from narvaro.report.figures.scales import Scale, decimals_of, round_steps

GAP, HEAD, PLOT, FOOT = 18.0, 40.0, 118.0, 30.0
TOP = 24.0
LEAST_WIDE = 190.0
"""A small picture is at least so wide: as many stand beside each other as there is room for, up to three."""
BAND = "#cfe1e1"
"""The accent, thinned with white."""


@dataclass(frozen=True)
class YearLine:
    """A line by year: its name, a line beneath it, and the ends of its band, which are one where it is known."""

    label: str
    beneath: str
    low: tuple[float, ...]
    high: tuple[float, ...]


def draw_years(years: Sequence[int], lines: Sequence[YearLine], unit: str, lang: str, width: float) -> Canvas:
    """Draw each line over the years at one scale, with a line at zero; the scale is written at the left of each row."""
    figures = [figure for line in lines for figure in (*line.low, *line.high)]
    steps = round_steps(min(0.0, *figures), max(0.0, *figures), 4)
    decimals = decimals_of(steps)
    left = 14 + max(text_width(_signed(step, lang, decimals), 11) for step in steps)
    across = max(1, min(3, int((width - left + GAP) // (LEAST_WIDE + GAP))))
    wide = (width - left - 8 + GAP) / across - GAP
    down = -(-len(lines) // across)
    tall = HEAD + PLOT + FOOT
    canvas = Canvas(width, TOP + down * tall)
    canvas.text(4, 12, unit, "left", size_that_fits(unit, width - 8), QUIET)
    for k, line in enumerate(lines):
        start, top = left + (k % across) * (wide + GAP), TOP + (k // across) * tall + HEAD
        x = Scale(years[0], years[-1], start, start + wide - 8)
        y = Scale(steps[0], steps[-1], top + PLOT, top)
        canvas.text(
            start, top - 22, line.label, "left", size_that_fits(line.label, wide, 12.5), INK, bold=True
        )
        canvas.text(start, top - 7, line.beneath, "left", size_that_fits(line.beneath, wide, 11.5), QUIET)
        for step in steps:
            canvas.line([(x.start, y.px(step)), (x.end, y.px(step))], RULE if step else QUIET)
            if k % across == 0:
                canvas.text(left - 8, y.px(step) + 4, _signed(step, lang, decimals), "right", 11, QUIET)
        for year in years:
            canvas.line([(x.px(year), top + PLOT), (x.px(year), top + PLOT + 3)], QUIET)
        canvas.text(x.start, top + PLOT + 15, str(years[0]), "left", 11, QUIET)
        canvas.text(x.end, top + PLOT + 15, str(years[-1]), "right", 11, QUIET)
        _line(canvas, years, line, x, y)
    return canvas


def _signed(value: float, lang: str, decimals: int) -> str:
    """Return a figure of the axis, with a plus where it is above zero."""
    return ("+" if value > 0 else "") + number(value, lang, decimals)


def _line(canvas: Canvas, years: Sequence[int], line: YearLine, x: Scale, y: Scale) -> None:
    """Draw the band, both its ends, which are one line where they meet, and a dot at each year that is known."""
    low, high = (
        [(x.px(year), y.px(value)) for year, value in zip(years, values, strict=True)]
        for values in (line.low, line.high)
    )
    if low != high:
        canvas.polygons([[*high, *reversed(low)]], BAND)
    canvas.line(low, ACCENT, 1.8)
    canvas.line(high, ACCENT, 1.8)
    canvas.dots([a for a, b in zip(low, high, strict=True) if abs(a[1] - b[1]) < 1], 5.0, ACCENT)
