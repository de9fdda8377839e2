"""The answer: five sentences that a minister could read aloud, and what must be known at once."""

from __future__ import annotations

from narvaro.report.html import Html, el
from narvaro.report.material import Material


def although(m: Material) -> list[Html]:
    """Return what is said first: that offices may close although the money rises; nothing elsewhere."""
    return [el("p", el("strong", line), class_="although") for line in m.each("although")]


def answer(m: Material) -> Html:
    """Return the answer as it stands at the top of the page."""
    return el("div", [el("p", sentence) for sentence in m.each("answer")], class_="answer")


def small_print(m: Material) -> Html:
    """Return what must be known at once: what is assumed, and that figures in text are rounded."""
    return el("p", m.say("fine"), class_="fine quiet")
