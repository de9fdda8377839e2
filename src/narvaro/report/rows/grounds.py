"""Assumptions and sources as rows."""

from __future__ import annotations

from narvaro.report.material import Material
from narvaro.report.rows.cells import day
from narvaro.report.tables import Cell, Column, Numbers

UNITS = {
    "km/h": "km_h",
    "min": "min",
    "persons": "persons",
    "visits/year": "visits_year",
    "1/min": "per_min",
}


def assumption_columns(m: Material) -> list[Column]:
    """Return the headings of a table of assumptions."""
    names = ("assumption", "value", "unit", "origin", "source")
    return [Column(m.voice(f"col.{name}"), wide=name in ("assumption", "source")) for name in names]


def assumption_rows(m: Material) -> Numbers:
    """Return every figure that the plan rests on, with its source."""
    rows: list[list[Cell]] = [
        [
            m.names.told(m.names.labels.assumption(str(row["id"]))),
            row["value"],
            unit_word(m, str(row["unit"])),
            m.voice(f"origin.{row['origin']}"),
            m.voice.ours(key) if (key := str(row["source_key"])) else str(row["source"]),
        ]
        for row in m.findings.tables["assumptions"].to_dict("records")
    ]
    return Numbers(assumption_columns(m), rows)


def source_rows(m: Material) -> Numbers:
    """Return the tables that the case is made of: publisher, edition, date, licence, and whether stated or assumed."""
    v, found = m.voice, m.findings.tables["sources"]
    wanted = [str(name) for name in found.columns if name != "origin"]
    columns = [
        *(Column(v(f"col.source_{name}"), wide=name == "note") for name in wanted),
        Column(v("col.origin")),
    ]
    rows: list[list[Cell]] = [
        [
            *(day(_told(m, str(row["table"]), name, str(row[name]))) for name in wanted),
            v(f"origin.{row['origin']}"),
        ]
        for row in found.to_dict("records")
    ]
    return Numbers(columns, rows)


def unit_word(m: Material, unit: str) -> str:
    """Return the unit of an assumption in the language of the page; one that has no word as it stands."""
    if unit in (m.voice.money, f"{m.voice.money}/year"):
        return m.voice("money.short" if unit == m.voice.money else "money.short_year")
    return m.voice(f"unit_word.{UNITS[unit]}") if unit in UNITS else unit


def _told(m: Material, name: str, field: str, otherwise: str) -> str:
    """Return a field of a source, by the catalogue where it has a text for the table."""
    return m.voice.any([f"provenance.{name}" + ("" if field == "table" else f"_{field}")], otherwise)
