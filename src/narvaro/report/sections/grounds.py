"""What the report rests on: assumptions, sources, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from narvaro.case import DEFAULT_SIZE, TravelSettings
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table
from narvaro.report.voice import capital
from narvaro.travel.basis import RUN

ORIGINS = ("stated", "derived", "assumed")
UNITS = {
    "MSEK/year": "msek_year",
    "MSEK": "msek",
    "km/h": "km_h",
    "min": "min",
    "persons": "persons",
    "visits/year": "visits_year",
    "1/min": "per_min",
}
SIZE_PARTS = {"running_msek_year": 1, "opening_msek": 1, "closing_msek": 1, "staff": 0, "visits_year": 0}
"""What a size is described by, with decimals."""

SHOWN_OPEN = 12
"""A longer table of assumptions is folded; the file has it all."""


def assumptions_section(m: Material) -> Section | None:
    """Return the section of assumptions; nothing where there are none."""
    v = m.voice
    found = list(m.plan["assumptions"])
    if not found:
        return None
    assumed = sum(row["origin"] == "assumed" for row in found)
    plain: list[list[Cell]] = [
        [
            m.names.told(m.names.labels.assumption(str(row["id"]))),
            row["value"],
            _unit(m, str(row["unit"])),
            v(f"origin.{row['origin']}"),
            row["source"],
        ]
        for row in found
    ]
    return Section(
        "assumptions",
        v("assumptions.label"),
        v.count("assumptions.title", assumed, all=v.number(len(found))),
        [
            el("p", v("assumptions.text")),
            _sizes(m, found),
            _figures(m, [row for row in found if not _of_size(m, row)]),
            el("p", csv_link(_columns(m), plain, "assumptions", m.lang)),
        ],
    )


def _columns(m: Material) -> list[Column]:
    names = ("assumption", "value", "unit", "origin", "source")
    return [Column(m.voice(f"col.{name}"), wide=name in ("assumption", "source")) for name in names]


def _figures(m: Material, found: Sequence[Mapping[str, Any]]) -> Html | None:
    """Return figures one by one; a long table is folded."""
    v = m.voice
    if not found:
        return None
    rows: list[list[Cell | Html]] = [
        [
            capital(m.names.told(m.names.labels.assumption(str(row["id"])))),
            _value(m, row),
            _unit(m, str(row["unit"])),
            v(f"origin.{row['origin']}"),
            _source(m, row),
        ]
        for row in found
    ]
    whole = table(_columns(m), rows, v("assumptions.caption"), m.lang, show_caption=False, stack=True)
    if len(rows) <= SHOWN_OPEN:
        return whole
    return el("details", el("summary", v("assumptions.open", n=v.number(len(rows)))), whole)


def _of_size(m: Material, row: Mapping[str, Any]) -> bool:
    return any(str(row["id"]).startswith(f"size.{size.id}.") for size in m.case.sizes)


def _sizes(m: Material, found: Sequence[Mapping[str, Any]]) -> Html | None:
    """Return what offices cost and hold, a row a size, and where those figures come from."""
    v = m.voice
    by_id = {str(row["id"]): row for row in found}
    columns = [
        Column(v("col.size")),
        *(Column(v(f"col.{part}"), "number", d) for part, d in SIZE_PARTS.items()),
    ]
    columns.append(Column(v("col.origin")))
    rows: list[list[Cell]] = []
    sources: list[Html] = []
    for size in sorted(m.case.sizes, key=lambda one: one.rank):
        parts = [by_id.get(f"size.{size.id}.{part}") for part in SIZE_PARTS]
        known = [part for part in parts if part is not None]
        if not known:
            continue
        name = capital(m.names.size(size.id))
        figures = [None if part is None else float(part["value"]) for part in parts]
        rows.append([name, *figures, v(f"origin.{known[0]['origin']}")])
        if known[0]["source"]:
            sources.append(el("li", name, ": ", _source(m, known[0]), "."))
    if not rows:
        return None
    caption = v("assumptions.sizes")
    return el(
        "div",
        el("h3", caption),
        table(columns, rows, caption, m.lang, show_caption=False),
        el("ul", sources, class_="fine quiet") if sources else None,
        id="sizes",
    )


def _value(m: Material, row: Mapping[str, Any]) -> str:
    value = row["value"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value) if value != "" else "–"
    if "month" in str(row["id"]):
        return str(int(value))
    decimals = next(d for d in range(5) if d == 4 or abs(value - round(value, d)) < 1e-9)
    return m.voice.number(float(value), decimals)


def _unit(m: Material, unit: str) -> str:
    return m.voice(f"unit_word.{UNITS[unit]}") if unit in UNITS else unit


OWN_SOURCES = {"policy": "policy", "rule of the plan": "rule", RUN: "run"}
DEFAULTS = {TravelSettings().source: "travel", DEFAULT_SIZE.source: "size"}
"""Sources that the package itself writes, and which text says them in the language of the page."""


def _source(m: Material, row: Mapping[str, Any]) -> Html | str:
    """Return a source in the language of the page where the catalogue has it, else as it stands in the data."""
    source = str(row["source"])
    own = (OWN_SOURCES | DEFAULTS).get(source, "")
    of_size = m.names.labels.size_source(str(row["id"]).split(".")[1]) if _of_size(m, row) else None
    if of_size is not None and of_size.text("en") == source:
        return of_size.text(m.lang)
    known = m.voice.any([f"assumption.{row['id']}_source", f"report.origin_source.{own}"], "")
    return known or el("span", source, lang="en" if m.lang != "en" else None)


def sources_section(m: Material) -> Section | None:
    """Return the section of sources, with publisher, edition, date, licence and whether it is stated or assumed."""
    v = m.voice
    found = list(m.plan["provenance"])
    if not found:
        return None
    wanted = [
        name
        for name in ("table", "publisher", "edition", "date", "licence", "note")
        if any(row.get(name) for row in found)
    ]
    columns = [Column(v(f"col.source_{name}"), wide=name == "note") for name in wanted]
    columns.append(Column(v("col.origin")))
    rows: list[list[Cell]] = [
        [*(_told(m, row, name) for name in wanted), v(f"origin.{row['origin']}")] for row in found
    ]
    by_origin = [(origin, sum(row["origin"] == origin for row in found)) for origin in ORIGINS]
    origins = v.listing([v.count(f"sources.{origin}", n) for origin, n in by_origin if n])
    title = v.count("sources.title", len(found), origins=origins)
    return Section(
        "sources",
        v("sources.label"),
        title,
        [
            table(columns, rows, v("sources.caption"), m.lang, show_caption=False, stack=True),
            el("p", csv_link(columns, rows, "sources", m.lang)),
        ],
    )


def _told(m: Material, row: Mapping[str, Any], field: str) -> str:
    """Return a field of a source, by the catalogue where it has a text for the table."""
    key = f"provenance.{row['table']}" + ("" if field == "table" else f"_{field}")
    return m.voice.any([key], str(row.get(field) or ""))


def unknown_section(m: Material) -> Section | None:
    """Return what is not known."""
    v = m.voice
    said = list(dict.fromkeys(note.text(m.lang) for note in m.findings.notes))
    if not said:
        return None
    return Section(
        "unknown",
        v("unknown.label"),
        capital(v.count("unknown.title", len(said))),
        el("ul", [el("li", text) for text in said]),
    )
