"""People against minutes: how many have an office within so many minutes, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language import number
from narvaro.report.figures.canvas import Canvas, Point
from narvaro.report.figures.colours import ACCENT, BEFORE, INK, LONGER, QUIET, RULE
from narvaro.report.figures.labels import spread
from narvaro.report.figures.scales import Scale, bottom_axis, decimals_of, round_steps


@dataclass(frozen=True)
class Reach:
    """The share of people with an office within each of some minutes, before and after."""

    minutes: tuple[float, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True)
class CurveText:
    """What is written on the picture."""

    minutes: str
    people: str
    before: str
    after: str


def draw_reach(
    reach: Reach, text: CurveText, lang: str, width: float, mark_min: float | None = None
) -> Canvas:
    """Draw two rising lines from zero, named at their ends, and a standard as an upright line where there is one.

    Figures of `reach` are persons; the axis writes thousands or millions where that is shorter.
    """
    height = 300.0 if width < 500 else 320.0
    canvas = Canvas(width, height)
    top, base = 34.0, height - 40
    most = max((*reach.before, *reach.after, 1.0))
    steps = round_steps(0.0, most, 5)
    divisor, decimals = _unit_of(steps[-1])
    shown = [step / divisor for step in steps]
    decimals = max(decimals, decimals_of(shown))
    left = 14 + 8 * max(len(number(s, lang, decimals)) for s in shown)
    y = Scale(steps[0], steps[-1], base, top)
    right = width - 16 - 8 * max(len(text.before), len(text.after))
    x_steps = round_steps(0.0, reach.minutes[-1], 4 if width < 500 else 6)
    x = Scale(0.0, reach.minutes[-1], left, right)
    for step, figure in zip(steps, shown, strict=True):
        canvas.line([(left, y.px(step)), (right, y.px(step))], RULE if step else QUIET)
        canvas.text(left - 8, y.px(step) + 4, number(figure, lang, decimals), "right", 12, QUIET)
    # a line higher than the words over the standard, which may stand right beside it on a phone
    canvas.text(4, 12, text.people, "left", 12, QUIET)
    bottom_axis(canvas, [s for s in x_steps if s <= reach.minutes[-1]], x, base, base, lang, text.minutes)
    if mark_min is not None and mark_min < reach.minutes[-1]:
        canvas.line([(x.px(mark_min), top - 6), (x.px(mark_min), base)], QUIET, 1, (2, 3))
        words = f"{number(mark_min, lang)} min"
        canvas.text(x.px(mark_min), top - 8, words, "center", 12, QUIET, name="halo")
    better = sum(reach.after) >= sum(reach.before)
    canvas.line(_steps(reach.minutes, reach.before, x, y), BEFORE, 2, (5, 3))
    canvas.line(_steps(reach.minutes, reach.after, x, y), ACCENT if better else LONGER, 2.4)
    ends = spread([y.px(reach.before[-1]), y.px(reach.after[-1]) - (0.1 if better else -0.1)], 16, top, base)
    canvas.text(right + 8, ends[0] + 4, text.before, "left", 12, QUIET)
    canvas.text(right + 8, ends[1] + 4, text.after, "left", 12, INK, True)
    return canvas


def _steps(minutes: Sequence[float], people: Sequence[float], x: Scale, y: Scale) -> list[Point]:
    return [(x.px(a), y.px(b)) for a, b in zip(minutes, people, strict=True)]


def _unit_of(most: float) -> tuple[float, int]:
    """Return what the axis counts in: persons, thousands or millions."""
    if most >= 2e6:
        return 1e6, 0
    return (1e3, 0) if most >= 2e4 else (1.0, 0)


def people_unit(reach: Reach) -> str:
    """Return `one`, `thousand` or `million`: what the axis of people counts in."""
    steps = round_steps(0.0, max((*reach.before, *reach.after, 1.0)), 5)
    return {1e6: "million", 1e3: "thousand"}.get(_unit_of(steps[-1])[0], "one")
