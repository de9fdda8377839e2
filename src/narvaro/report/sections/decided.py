"""Beside what was decided: the plan and the decided list measured alike, and place by place."""

from __future__ import annotations

import math

from narvaro.case.decided import DONE
from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, Numbers, csv_link, table
from narvaro.report.voice import capital

LISTS = ("opened", "closed", "municipalities", "running_more", "person_minutes", "people_walk_definition")
"""The figures of a list, in order."""


def decided_section(m: Material) -> Section | None:
    """Return the section on what was decided; nothing where nothing is told of the years of the plan."""
    if m.findings.tables["decided"].empty:
        return None
    text = [*m.each("decided.text"), *m.each("decided.announced")]
    parts: list[Child] = [el("p", " ".join(text)), _lists(m), _groups(m), _places(m)]
    return Section(
        "decided", m.voice("decided.label"), m.say("decided.title"), [part for part in parts if part]
    )


def _lists(m: Material) -> Html:
    """Return what each list gives, a row a list."""
    v, found = m.voice, m.findings.tables["decided.lists"]
    shown = [name for name in LISTS if found[name].notna().any() and found[name].any()]
    decimals = {"running_more": v.money_decimals()}
    columns = [
        Column(v("col.list")),
        *(Column(v(f"col.decided_{name}"), "number", decimals.get(name, 0)) for name in shown),
    ]
    rows: list[list[Cell]] = [
        [capital(v.ours(f"decided.list.{row['list']}")), *(float(row[name]) for name in shown)]
        for row in found.to_dict("records")
    ]
    title = v("decided.lists")
    return el(
        "div", table(columns, rows, title, m.lang), el("p", csv_link(columns, rows, "decided-lists", m.lang))
    )


def _groups(m: Material) -> Html | None:
    """Return what the decided list gives of what the plan gives, a bar a group."""
    v, found = m.voice, m.findings.tables["decided.groups"]
    if found["share"].isna().all():
        return None
    records = found.to_dict("records")
    labels = [capital(m.names.group(str(row["grouping"]), str(row["group"]))) for row in records]
    bars = [
        Bar(label, float(row["percent"]))
        for label, row in zip(labels, records, strict=True)
        if not math.isnan(row["percent"])
    ]
    columns = (
        Column(v("col.group")),
        Column(v("col.people"), "number"),
        Column(v("col.decided_plan"), "number"),
        Column(v("col.decided_decided"), "number"),
        Column(v("col.decided_share"), "share", 0),
    )
    rows: list[list[Cell]] = [
        [
            label,
            *(float(row[name]) for name in ("people", "plan", "decided")),
            None if math.isnan(row["share"]) else float(row["share"]),
        ]
        for label, row in zip(labels, records, strict=True)
    ]
    drawn = both_widths(lambda width: draw_bars(bars, m.lang, width), m.say("decided.groups_alt"))
    title, subtitle = m.say("decided.groups_title"), m.say("decided.groups_subtitle")
    return picture("decided-groups", title, subtitle, drawn, Numbers(columns, rows), m.lang, beside=False)


def _places(m: Material) -> Html:
    """Return the places decided on, with how each stands to the plan and why."""
    v, found = m.voice, m.findings.tables["decided"].to_dict("records")
    columns = [
        Column(v("col.municipality")),
        Column(v("col.decided_reason")),
        Column(v("col.decided_because")),
        Column(v("col.decided_people"), "number"),
        Column(v("col.reasons"), wide=True),
    ]
    rows: list[list[Cell]] = []
    for number, row in enumerate(found):
        reason = m.names.told(m.names.labels.reason(str(row["reason"]))) if row["reason"] else ""
        state = "" if row["status"] == DONE else v.ours(f"decided.status.{row['status']}")
        people = float(row["people"])
        rows.append(
            [
                str(row["municipality"]),
                "; ".join(part for part in (reason, state) if part),
                m.phrase(f"decided.place.{number}.state"),
                None if math.isnan(people) else people,
                m.phrase(f"decided.place.{number}.why"),
            ]
        )
    title = v("decided.places")
    return el(
        "details",
        el("summary", title),
        table(columns, rows, title, m.lang, show_caption=False, stack=True),
        el("p", csv_link(columns, rows, "decided", m.lang)),
        id="decided-places",
    )
