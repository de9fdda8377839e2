"""The road there: a row for today and for each year, and a warning where a year in between is worse than both ends."""

from __future__ import annotations

import pandas as pd

from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table
from narvaro.report.voice import capital


def road_section(m: Material) -> Section:
    """Return the section on the years one by one."""
    v, found = m.voice, m.findings.tables["road"]
    columns = _columns(m)
    rows: list[list[Cell]] = [
        [
            v("today") if row["when"] == "before" else str(row["when"]),
            *(None if pd.isna(row[name]) else float(row[name]) for name in found.columns if name != "when"),
        ]
        for _, row in found.iterrows()
    ]
    title = capital(m.say("road.title"))
    body: list[Html] = [
        *(el("p", el("strong", line)) for line in m.each("road.warnings")),
        el("p", m.say("road.subtitle"), class_="subtitle"),
        table(columns, rows, title, m.lang, show_caption=False),
        el("p", csv_link(columns, rows, "years", m.lang)),
    ]
    return Section("years", v("road.label"), title, body)


def _columns(m: Material) -> tuple[Column, ...]:
    v, exact = m.voice, m.voice.money_decimals(exact=True)
    return (
        Column(v("col.year")),
        Column(v("col.goal"), "number"),
        Column(v("col.beyond"), "number"),
        Column(v("col.offices"), "number"),
        Column(v("col.full"), "number"),
        Column(v("col.crowded"), "number"),
        Column(v("col.spent"), "number", exact),
        Column(v("col.given"), "number", exact),
    )
