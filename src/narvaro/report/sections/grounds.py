"""What the report rests on: assumptions, sources, and what is not known."""

from __future__ import annotations

import pandas as pd

from narvaro.case.money import COSTS
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.rows.grounds import assumption_columns, assumption_rows, source_rows, unit_word
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table
from narvaro.report.voice import capital

SHOWN_OPEN = 12
"""A longer table of assumptions is folded; the file has it all."""


def assumptions_section(m: Material) -> Section | None:
    """Return the section of assumptions; nothing where there are none."""
    v, found = m.voice, m.findings.tables["assumptions"]
    if found.empty:
        return None
    file = assumption_rows(m)
    return Section(
        "assumptions",
        v("assumptions.label"),
        m.say("assumptions.title"),
        [
            el("p", v("assumptions.text")),
            _sizes(m),
            _figures(m, found[found["size"] == ""]),
            el("p", csv_link(file.columns, file.rows, "assumptions", m.lang)),
        ],
    )


def _figures(m: Material, found: pd.DataFrame) -> Html | None:
    """Return figures one by one; a long table is folded."""
    v = m.voice
    if found.empty:
        return None
    rows: list[list[Cell | Html]] = [
        [
            capital(m.names.told(m.names.labels.assumption(str(row["id"])))),
            str(row["value"]) or "–"
            if pd.isna(row["decimals"])
            else v.number(float(row["value"]), int(row["decimals"])),
            unit_word(m, str(row["unit"])),
            v(f"origin.{row['origin']}"),
            _source(m, str(row["source"]), str(row["source_key"])),
        ]
        for row in found.to_dict("records")
    ]
    whole = table(
        assumption_columns(m), rows, v("assumptions.caption"), m.lang, show_caption=False, stack=True
    )
    if len(rows) <= SHOWN_OPEN:
        return whole
    return el("details", el("summary", v("assumptions.open", n=v.number(len(rows)))), whole)


def _sizes(m: Material) -> Html | None:
    """Return what offices cost and hold, a row a size, and where those figures come from."""
    v, found = m.voice, m.findings.tables["assumptions.sizes"]
    if found.empty:
        return None
    parts = [str(name) for name in found.columns if name not in ("size", "origin", "source", "source_key")]
    columns = [
        Column(v("col.size")),
        *(Column(v(f"col.{part}"), "number", v.money_decimals() if part in COSTS else 0) for part in parts),
        Column(v("col.origin")),
    ]
    rows: list[list[Cell]] = []
    sources: list[Html] = []
    for row in found.to_dict("records"):
        name = capital(m.names.size(str(row["size"])))
        rows.append([name, *(float(row[part]) for part in parts), v(f"origin.{row['origin']}")])
        if row["source"]:
            said = _source(m, str(row["source"]), str(row["source_key"]))
            sources.append(el("li", name, ": ", said, "."))
    caption = v("assumptions.sizes")
    return el(
        "div",
        el("h3", caption),
        table(columns, rows, caption, m.lang, show_caption=False),
        el("ul", sources, class_="fine quiet") if sources else None,
        id="sizes",
    )


def _source(m: Material, source: str, key: str) -> Html | str:
    """Return a source in the language of the page where a text says it, else as it stands in the data."""
    return m.voice.ours(key) if key else el("span", source, lang="en" if m.lang != "en" else None)


def sources_section(m: Material) -> Section | None:
    """Return the section of sources, with publisher, edition, date, licence and whether it is stated or assumed."""
    v = m.voice
    if m.findings.tables["sources"].empty:
        return None
    file = source_rows(m)
    return Section(
        "sources",
        v("sources.label"),
        m.say("sources.title"),
        [
            table(file.columns, file.rows, v("sources.caption"), m.lang, show_caption=False, stack=True),
            el("p", csv_link(file.columns, file.rows, "sources", m.lang)),
        ],
    )


def unknown_section(m: Material) -> Section | None:
    """Return what is not known."""
    if not m.findings.notes:
        return None
    items = [el("li", note.sentence(m.lang)) for note in m.findings.notes]
    return Section("unknown", m.voice("unknown.label"), m.say("unknown.title"), el("ul", items))
