"""How sure: the value beside the bound that no plan can pass, and the stretch between them enlarged."""

from __future__ import annotations

from dataclasses import dataclass

from narvaro.language import number, percent
from narvaro.report.figures.canvas import Canvas, size_that_fits, text_width
from narvaro.report.figures.colours import ACCENT, BEFORE, INK, PAPER, QUIET, RULE
from narvaro.report.figures.scales import Scale


@dataclass(frozen=True)
class ProofFigures:
    """What the plan reaches and what no plan can pass; a smaller value is a better one."""

    before: float | None
    value: float
    bound: float


@dataclass(frozen=True)
class ProofText:
    """What is written on the picture."""

    before: str
    value: str
    bound: str
    closed: str
    unknown: str
    enlarged: str
    decimals: int = 0


def draw_proof(proof: ProofFigures, text: ProofText, lang: str, width: float) -> Canvas:
    """Draw two strips: today, plan and bound from zero, and the stretch between plan and bound enlarged.

    Left of the bound the strip is hatched: no plan can be there. A stretch of nothing is said in words.
    """
    canvas = Canvas(width, 178)
    most = max(proof.value, proof.before or 0.0) * 1.02 or 1.0
    whole = Scale(0.0, most, 8, width - 8)
    y = 52.0
    canvas.line([(whole.start, y), (whole.end, y)], RULE, 2)
    _shut(canvas, whole.start, whole.px(proof.bound), y)
    canvas.text(whole.start, y + 24, "0", "left", 12, QUIET)
    if proof.before is not None:
        canvas.circle(whole.px(proof.before), y, 6, PAPER, BEFORE, 2)
        words = f"{text.before} {number(proof.before, lang, text.decimals)}"
        _beside(canvas, whole.px(proof.before), y + 24, words, width, QUIET, False)
    canvas.line([(whole.px(proof.bound), y - 11), (whole.px(proof.bound), y + 11)], INK, 2)
    canvas.circle(whole.px(proof.value), y, 6, ACCENT, PAPER, 1)
    words = f"{text.value} {number(proof.value, lang, text.decimals)}"
    _beside(canvas, whole.px(proof.value), y - 17, words, width, INK, True)
    gap = (proof.value - proof.bound) / abs(proof.value) if proof.value else 0.0
    if proof.value - proof.bound <= 1e-9 * max(abs(proof.value), 1.0):
        canvas.text(8, 128, text.closed, "left", size_that_fits(text.closed, width - 16, 13), INK)
        return canvas
    _enlarged(canvas, proof, text, percent(gap, lang, 2 if gap < 0.01 else 1), lang, width, 142.0)
    return canvas


def _enlarged(
    canvas: Canvas, proof: ProofFigures, text: ProofText, gap: str, lang: str, width: float, y: float
) -> None:
    canvas.text(8, y - 42, text.enlarged, "left", 12, QUIET)
    near = Scale(proof.bound, proof.value, width * 0.28, width * 0.82)
    canvas.line([(8, y), (width - 8, y)], RULE, 2)
    _shut(canvas, 8, near.start, y)
    canvas.line([(near.start, y), (near.end, y)], ACCENT, 5)
    canvas.line([(near.start, y - 11), (near.start, y + 11)], INK, 2)
    canvas.circle(near.end, y, 6, ACCENT, PAPER, 1)
    canvas.text((near.start + near.end) / 2, y - 12, f"{text.unknown} {gap}", "center", 12, INK)
    canvas.text(
        near.start, y + 27, f"{text.bound} {number(proof.bound, lang, text.decimals)}", "center", 12, INK
    )
    words = number(proof.value, lang, text.decimals)
    canvas.text(near.end, y + 27, words, "center", 12, INK, True)


def _shut(canvas: Canvas, start: float, end: float, y: float) -> None:
    """Hatch the stretch where no plan can be."""
    x = start
    while x < end - 4:
        canvas.line([(x, y + 4), (x + 4, y - 4)], BEFORE, 1)
        x += 7


def _beside(canvas: Canvas, x: float, y: float, words: str, width: float, colour: str, bold: bool) -> None:
    half = text_width(words, 12, bold) / 2
    canvas.text(min(max(x, half + 4), width - half - 4), y, words, "center", 12, colour, bold, name="halo")
