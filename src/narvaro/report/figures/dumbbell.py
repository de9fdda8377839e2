"""Before and after by group: two dots on a line, with their figures beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Anchor, Canvas, size_that_fits, text_width
from narvaro.report.figures.colours import ACCENT, BEFORE, INK, LONGER, PAPER, QUIET
from narvaro.report.figures.scales import Scale, bottom_axis, decimals_of, round_steps

ROW, NARROW_ROW = 34.0, 46.0
LEAST_APART_PX = 4.0
LEFT: Anchor = "left"
RIGHT: Anchor = "right"


@dataclass(frozen=True)
class Pair:
    """A figure before and after for one group."""

    label: str
    before: float
    after: float


@dataclass(frozen=True)
class DumbbellText:
    """What is written on the picture; figures that are shares are written as percentages."""

    unit: str
    before: str
    after: str
    decimals: int = 0
    percent: bool = False


def draw_dumbbells(pairs: Sequence[Pair], text: DumbbellText, lang: str, width: float) -> Canvas:
    """Draw one row a group: hollow dot before, filled dot after, teal where the figure falls, orange where it rises.

    Below 500 pixels the name of a group stands over its row instead of beside it.
    """
    if text.percent:
        pairs = [Pair(pair.label, 100 * pair.before, 100 * pair.after) for pair in pairs]
    narrow = width < 500
    row = NARROW_ROW if narrow else ROW
    top = 26.0
    base = top + row * len(pairs)
    canvas = Canvas(width, base + 36)
    steps = round_steps(0.0, max((max(p.before, p.after) for p in pairs), default=1.0), 4 if narrow else 6)
    # the first figure of the axis stands around its beginning
    first = text_width(number(0.0, lang, decimals_of(steps)), 12) / 2 + 1
    left = max(8.0, first) if narrow else 24 + max(text_width(p.label, 13) for p in pairs)
    left = min(left, width * 0.42)
    scale = Scale(steps[0], steps[-1], left, width - _room(pairs, text, steps[-1], lang))
    bottom_axis(canvas, steps, scale, top, base, lang, text.unit)
    for i, pair in enumerate(pairs):
        y = top + row * i + (30 if narrow else row / 2)
        if narrow:
            canvas.text(4, y - 13, pair.label, "left", 13, INK, name="halo")
        else:
            canvas.text(left - 16, y + 4.5, pair.label, "right", 13, INK)
        _pair(canvas, pair, text, scale, y, lang)
    _heads(canvas, pairs, text, scale, 17.0)
    return canvas


def _pair(canvas: Canvas, pair: Pair, text: DumbbellText, scale: Scale, y: float, lang: str) -> None:
    a, b = scale.px(pair.before), scale.px(pair.after)
    same = abs(a - b) < LEAST_APART_PX
    colour = _colour(pair)
    if not same:
        canvas.line([(a, y), (b, y)], colour, 3)
        canvas.circle(a, y, 5, PAPER, BEFORE, 2)
    canvas.circle(b, y, 5.5, colour, PAPER, 1)
    after = number(pair.after, lang, text.decimals)
    if same:
        canvas.text(b + 10, y + 4.5, after, "left", 13, INK, True, name="halo")
        return
    before = number(pair.before, lang, text.decimals)
    left, right = ((after, True), (before, False)) if b < a else ((before, False), (after, True))
    if min(a, b) - 12 - text_width(left[0], 13, left[1]) < scale.start - 8:
        words = f"{before} → {after}"
        canvas.text(max(a, b) + 10, y + 4.5, words, "left", 13, INK, name="halo")
        return
    for (words, bold), x, anchor in ((left, min(a, b) - 10, RIGHT), (right, max(a, b) + 10, LEFT)):
        canvas.text(x, y + 4.5, words, anchor, 13, INK if bold else QUIET, bold, name="halo")


def _room(pairs: Sequence[Pair], text: DumbbellText, end: float, lang: str) -> float:
    """Return the room that figures need to the right of the axis, pixels.

    A row that begins near zero has both its figures on the right; so much is kept free for any row that might.
    """
    wide = 0.0
    for pair in pairs:
        before, after = (number(value, lang, text.decimals) for value in (pair.before, pair.after))
        near_zero = min(pair.before, pair.after) < 0.2 * end
        wide = max(wide, text_width(f"{before} → {after}", 13) if near_zero else text_width(after, 13, True))
    return wide + 16


def _colour(pair: Pair) -> str:
    if math.isclose(pair.before, pair.after, rel_tol=1e-9, abs_tol=1e-9):
        return BEFORE
    return ACCENT if pair.after < pair.before else LONGER


def _heads(canvas: Canvas, pairs: Sequence[Pair], text: DumbbellText, scale: Scale, y: float) -> None:
    """Write the words before and after as a small key at the top."""
    if not pairs:
        return
    x = scale.start
    size = size_that_fits(f"{text.before}{text.after}", (canvas.width - x - 50) / 1.1)
    canvas.circle(x + 5, y - 5, 5, PAPER, BEFORE, 2)
    canvas.text(x + 15, y, text.before, "left", size, QUIET)
    x += 32 + text_width(text.before, size)
    changed = [pair for pair in pairs if _colour(pair) != BEFORE]
    canvas.circle(x + 5, y - 5, 5.5, _colour(changed[0]) if changed else BEFORE, PAPER, 1)
    canvas.text(x + 15, y, text.after, "left", size, INK, True)
