"""What the plan makes small, the rules it keeps, and what was fixed beforehand by whom."""

from __future__ import annotations

from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Column, csv_link


def rules_section(m: Material) -> Section:
    """Return the section of rules."""
    parts: list[Child] = [
        el("p", m.say("rules.aim")),
        el("ul", [el("li", rule) for rule in m.each("rules.kept")]),
        _locked_file(m),
    ]
    return Section("rules", m.voice("rules.label"), m.say("rules.title"), parts)


def _locked_file(m: Material) -> Html | None:
    """Return every place that was fixed, as a file."""
    v, found = m.voice, m.findings.tables["rules.locked"]
    if found.empty:
        return None
    columns = [Column(v(f"col.{name}")) for name in ("id", "place", "locked", "locked_by")]
    rows = found.astype(str).to_numpy().tolist()
    return el("p", csv_link(columns, rows, "locked", m.lang, v("rules.locked_file")), class_="fine")
