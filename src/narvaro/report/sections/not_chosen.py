"""Why not there: the strongest places that the plan leaves as they are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from narvaro.report.html import Child, Html, anchor, el
from narvaro.report.material import Material
from narvaro.report.sections.places import proof_line
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital


def not_chosen_section(m: Material) -> Section | None:
    """Return the section on places not chosen; nothing where there are none to tell of."""
    found = m.findings.tables["not_chosen"]
    if found.empty:
        return None
    v, rows = m.voice, found.to_dict("records")
    parts: list[Child] = []
    for action in dict.fromkeys(row["action"] for row in rows):
        shown = [row for row in rows if row["action"] == action and row["shown"]]
        parts.append(el("h3", m.say(f"not_chosen.{action}"), class_="year"))
        parts.append(el("ul", [_place(m, row) for row in shown], class_="places"))
    parts.append(el("p", csv_link(*_file(m, rows), "not-chosen", m.lang), class_="fine"))
    return Section("not-chosen", v("not_chosen.label"), m.say("not_chosen.title"), parts)


def _place(m: Material, row: Mapping[Hashable, Any]) -> Html:
    said = f"not_chosen.{row['action']}.{row['site_id']}"
    return el(
        "li",
        el("h4", row["place"]),
        el("p", m.phrase(f"{said}.why")),
        proof_line(m.phrase(f"{said}.proof"), row["proof"]),
        id=anchor("not", row["action"], row["site_id"]),
        class_="place",
    )


def _file(m: Material, rows: list[dict[Hashable, Any]]) -> tuple[list[Column], list[list[Cell]]]:
    v = m.voice
    figures = ["people_changed", *(["people_reach"] if "people_reach" in rows[0] else [])]
    columns = [
        Column(v("col.rank"), "number"),
        Column(v("col.action")),
        Column(v("col.place")),
        *([Column(v("col.municipality"))] if m.has_municipalities else []),
        Column(v("col.allowed")),
        *(Column(v(f"col.{name}"), "number") for name in figures),
        Column(v("col.worse_share"), "share", 2),
        Column(v("col.reasons")),
    ]
    cells: list[list[Cell]] = [
        [
            row["rank"],
            capital(v(f"not_chosen.verb.{row['action']}")),
            row["name"],
            *([row["municipality"]] if m.has_municipalities else []),
            row["allowed"],
            *(row[name] for name in figures),
            row["worse_share"],
            " ".join(note.text(m.lang) for note in one.why),
        ]
        for row, one in zip(rows, m.findings.why_not, strict=True)
    ]
    return columns, cells
