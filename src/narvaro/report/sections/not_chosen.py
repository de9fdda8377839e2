"""Why not there: the strongest places that the plan leaves as they are."""

from __future__ import annotations

from narvaro.explain import WhyNot
from narvaro.report.html import Html, anchor, el
from narvaro.report.material import Material
from narvaro.report.sections.places import full_name, proof_line, reasons_of
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital

SHOWN = 6


def not_chosen_section(m: Material) -> Section | None:
    """Return the section on places not chosen; nothing where there are none to tell of."""
    v = m.voice
    parts = []
    for action in ("open", "close"):
        told = [one for one in m.findings.why_not if one.action == action]
        if told:
            parts.append(el("h3", v.count(f"not_chosen.{action}", len(told)), class_="year"))
            parts.append(el("ul", [_place(m, one) for one in told[:SHOWN]], class_="places"))
    if not parts:
        return None
    parts.append(el("p", csv_link(*_file(m), "not-chosen", m.lang), class_="fine"))
    return Section("not-chosen", v("not_chosen.label"), _title(m), parts)


def _title(m: Material) -> str:
    """Return what is proven of the places not chosen."""
    v = m.voice
    told = m.findings.why_not
    proven = sum(one.proof == "proven" for one in told)
    allowed = [one for one in told if one.allowed and one.action == "open"]
    if proven == len(told):
        return v("not_chosen.title.proven")
    if allowed:
        return v("not_chosen.title.first", place=full_name(allowed[0]))
    return v("not_chosen.title.plain")


def _place(m: Material, one: WhyNot) -> Html:
    return el(
        "li",
        el("h4", full_name(one)),
        el("p", " ".join(reasons_of(m, one))),
        proof_line(m, one),
        id=anchor("not", one.action, one.site_id),
        class_="place",
    )


def _file(m: Material) -> tuple[list[Column], list[list[Cell]]]:
    v = m.voice
    reach = any(one.people_reach > 0 for one in m.findings.why_not)
    columns = [
        Column(v("col.rank"), "number"),
        Column(v("col.action")),
        Column(v("col.place")),
        Column(v("col.municipality")),
        Column(v("col.allowed")),
        Column(v("col.people_changed"), "number"),
        *([Column(v("col.people_reach"), "number")] if reach else []),
        Column(v("col.worse_share"), "share", 2),
        Column(v("col.reasons")),
    ]
    rows: list[list[Cell]] = [
        [
            one.rank,
            capital(v(f"not_chosen.verb.{one.action}")),
            one.name,
            one.municipality,
            one.allowed,
            one.people_changed,
            *([one.people_reach] if reach else []),
            one.worse_share,
            " ".join(note.text(m.lang) for note in one.why),
        ]
        for one in m.findings.why_not
    ]
    return columns, rows
