"""The fact box that a newspaper would print."""

from __future__ import annotations

from narvaro.report.html import Child, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section

LISTED = ("money", "gives", "services")
NAMED = ("opens", "closes")


def fact_box_section(m: Material) -> Section:
    """Return the fact box."""
    v = m.voice
    rows: list[tuple[str, Child]] = [
        *((v(f"fact.{name}"), _lines(m, name)) for name in LISTED),
        (v("fact.offices"), m.phrase("fact.offices")),
        *((v(f"fact.{name}"), _lines(m, name)) for name in NAMED),
    ]
    terms = [[el("dt", term), el("dd", said)] for term, said in rows if said]
    box = el("div", el("dl", terms), el("p", v("fact.source"), class_="fine quiet"), class_="box")
    return Section("fact-box", v("fact.label"), m.say("fact.title"), box)


def _lines(m: Material, name: str) -> Child:
    return [el("div", line) for line in m.phrases(f"fact.{name}")]
