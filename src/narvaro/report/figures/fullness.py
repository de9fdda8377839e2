"""How full offices are: a bar an office from zero, a line where it is full, and a mark where it stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Canvas, size_that_fits, text_width
from narvaro.report.figures.colours import ACCENT, BEFORE, INK, LONGER, PAPER, QUIET
from narvaro.report.figures.scales import Scale, bottom_axis, round_steps

ROW, NARROW_ROW, BAR = 28.0, 44.0, 13.0
FULL_PERCENT = 100.0


@dataclass(frozen=True)
class Filled:
    """Visits over room of one office, shares: after, and before; None where it is new."""

    label: str
    after: float
    before: float | None


@dataclass(frozen=True)
class FullnessText:
    """What is written on the picture."""

    axis: str
    full: str
    before: str
    after: str


def draw_fullness(offices: Sequence[Filled], text: FullnessText, lang: str, width: float) -> Canvas:
    """Draw a bar an office, with its figure at its end: orange past full, teal up to it; a ring where it is today.

    Below 500 pixels the name of an office stands over its bar instead of beside it.
    """
    narrow = width < 500
    row = NARROW_ROW if narrow else ROW
    top, key = 44.0, 14.0
    base = top + row * len(offices)
    canvas = Canvas(width, base + 38)
    figures = [100 * share for one in offices for share in (one.after, one.before or 0.0)]
    steps = round_steps(0.0, max([*figures, FULL_PERCENT]), 4 if narrow else 6)
    left = (
        10.0
        if narrow
        else min(24 + max((text_width(o.label, 13) for o in offices), default=0.0), width * 0.42)
    )
    scale = Scale(steps[0], steps[-1], left, width - 44)
    bottom_axis(canvas, steps, scale, top - 6, base, lang, text.axis)
    full = scale.px(FULL_PERCENT)
    canvas.line([(full, top - 8), (full, base)], INK, 1.2)
    canvas.text(full, top - 12, text.full, "center", 12, INK, name="halo")
    for k, one in enumerate(offices):
        y = top + row * k + (26 if narrow else row / 2)
        if narrow:
            size = size_that_fits(one.label, width - left - 4, 13)
            canvas.text(left, y - 11, one.label, "left", size, INK, name="halo")
        else:
            size = size_that_fits(one.label, left - 16, 13)
            canvas.text(left - 12, y + 4.5, one.label, "right", size, INK)
        _bar(canvas, one, scale, y, lang)
    _key(canvas, text, left, key)
    return canvas


def _bar(canvas: Canvas, one: Filled, scale: Scale, y: float, lang: str) -> None:
    after, end = 100 * one.after, scale.px(100 * one.after)
    colour = LONGER if after > FULL_PERCENT else ACCENT
    canvas.rectangle(scale.start, y - BAR / 2, max(end - scale.start, 0.5), BAR, colour)
    beyond = end
    if one.before is not None:
        today = scale.px(100 * one.before)
        canvas.circle(today, y, 4.5, PAPER, BEFORE, 2)
        beyond = max(end, today + 6) if today > end - 8 else end
    canvas.text(beyond + 6, y + 4.5, number(after, lang, 0), "left", 13, INK, True, name="halo")


def _key(canvas: Canvas, text: FullnessText, x: float, y: float) -> None:
    """Write what ring and bar mean, at the top."""
    canvas.circle(x + 5, y - 4, 4.5, PAPER, BEFORE, 2)
    canvas.text(x + 15, y, text.before, "left", 12, QUIET)
    x += 32 + text_width(text.before)
    canvas.rectangle(x, y - 10, 18, 11, LONGER)
    canvas.text(x + 24, y, text.after, "left", 12, INK, True)
