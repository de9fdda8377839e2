"""The money by year: bars of what is spent, from zero, with the appropriation as a line across each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Canvas, text_width
from narvaro.report.figures.colours import ACCENT, INK, PAPER, QUIET, RULE
from narvaro.report.figures.scales import Scale, decimals_of, round_steps

PARTS_COLOURS = ("#a9b4bd", ACCENT, "#6a4c93")


@dataclass(frozen=True)
class YearBar:
    """What a year spends, in parts, and what it may spend, in the money of the case."""

    year: str
    parts: tuple[float, ...]
    appropriation: float

    @property
    def spent(self) -> float:
        """The sum of the parts."""
        return sum(self.parts)


@dataclass(frozen=True)
class LedgerText:
    """What is written on the picture: the unit, the word for the line, one name a part."""

    unit: str
    appropriation: str
    parts: tuple[str, ...]
    decimals: int = 1


def draw_ledger(bars: Sequence[YearBar], text: LedgerText, lang: str, width: float) -> Canvas:
    """Draw a bar a year, its parts stacked from zero, its sum above, and the appropriation as a black line."""
    used = [i for i in range(len(text.parts)) if any(bar.parts[i] > 0 for bar in bars)]
    key_rows = _key_rows(text, used, width)
    top, height = 22.0 + 19 * len(key_rows), 300.0 + 19 * len(key_rows)
    base = height - 26
    canvas = Canvas(width, height)
    most = max(max(bar.spent, bar.appropriation) for bar in bars)
    steps = round_steps(0.0, most, 5)
    decimals = decimals_of(steps)
    left = 14 + 8 * max(len(number(step, lang, decimals)) for step in steps)
    y = Scale(steps[0], steps[-1], base, top + 20)
    for step in steps:
        canvas.line([(left, y.px(step)), (width - 4, y.px(step))], RULE if step else QUIET)
        canvas.text(left - 8, y.px(step) + 4, number(step, lang, decimals), "right", 12, QUIET)
    canvas.text(4, 14, text.unit, "left", 12, QUIET)
    _key(canvas, text, key_rows)
    room = (width - 8 - left) / len(bars)
    broad = min(room * 0.6, 110.0)
    for i, bar in enumerate(bars):
        middle = left + room * (i + 0.5)
        _bar(canvas, bar, used, y, middle, broad, room, text.decimals, lang)
        canvas.text(middle, base + 17, bar.year, "center", 12, INK)
    return canvas


def _bar(
    canvas: Canvas,
    bar: YearBar,
    used: Sequence[int],
    y: Scale,
    middle: float,
    broad: float,
    room: float,
    decimals: int,
    lang: str,
) -> None:
    below = 0.0
    for i in used:
        upper, lower = y.px(below + bar.parts[i]), y.px(below)
        if lower - upper > 0.2:
            canvas.rectangle(middle - broad / 2, upper, broad, lower - upper, PARTS_COLOURS[i])
        below += bar.parts[i]
    line = y.px(bar.appropriation)
    canvas.line([(middle - broad / 2 - 8, line), (middle + broad / 2 + 8, line)], INK, 2)
    words = number(bar.spent, lang, decimals)
    size = 13.0 if text_width(words, 13, True) < room else 11.0
    canvas.text(middle, min(line, y.px(bar.spent)) - 7, words, "center", size, INK, True, name="halo")


def _key_rows(text: LedgerText, used: Sequence[int], width: float) -> list[list[tuple[float, int]]]:
    """Return where each word of the key stands, row by row; -1 is the line of the appropriation."""
    rows: list[list[tuple[float, int]]] = [[]]
    x = 4.0
    for i in (-1, *used):
        long = 30 + text_width(text.appropriation if i < 0 else text.parts[i])
        if x + long > width and rows[-1]:
            rows.append([])
            x = 4.0
        rows[-1].append((x, i))
        x += long + 14
    return rows


def _key(canvas: Canvas, text: LedgerText, rows: list[list[tuple[float, int]]]) -> None:
    for number_of_row, row in enumerate(rows):
        y = 33.0 + 19 * number_of_row
        for x, i in row:
            if i < 0:
                canvas.line([(x, y - 4), (x + 16, y - 4)], INK, 2)
            else:
                canvas.rectangle(x, y - 10, 16, 11, PARTS_COLOURS[i], PAPER)
            canvas.text(x + 22, y, text.appropriation if i < 0 else text.parts[i], "left", 12, INK)
