"""The straight line against the network: the areas that a first look flatters the most."""

from __future__ import annotations

import math

from narvaro.report.html import el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table

SHOWN = 12


def streets_section(m: Material) -> Section | None:
    """Return the section; nothing where the times are those of a straight line."""
    v, found = m.voice, m.findings.straight
    if found.empty:
        return None
    columns = [
        Column(v("col.area")),
        Column(v("col.people"), "number"),
        Column(v("col.straight_min"), "number", 1),
        Column(v("col.network_min"), "number", 1),
        Column(v("col.longer_min"), "number", 1),
    ]
    figures = found[["people", "straight_min", "network_min", "longer_min"]].to_numpy(dtype=float).tolist()
    rows: list[list[Cell]] = [
        [str(name), *(value if math.isfinite(value) else None for value in row)]
        for name, row in zip(found["name"], figures, strict=True)
    ]
    worst = rows[:SHOWN]
    unreached = found["network_min"].isna().any()
    if unreached:
        title = v("streets.title.unreached")
    elif found["longer_min"].iloc[0] > 0:
        title = v("streets.title.longer", place=str(rows[0][0]))
    else:
        title = v("streets.title.none")
    caption = v.count("streets.caption", len(worst), by=m.by(m.mode))
    return Section(
        "streets",
        v("streets.label"),
        title,
        [
            el("p", " ".join(note.text(m.lang) for note in m.findings.straight_said)),
            table(columns, worst, caption, m.lang),
            el("p", v("streets.unreached_meaning"), class_="fine quiet") if unreached else None,
            el("p", csv_link(columns, rows, "straight-line-and-network", m.lang), class_="fine"),
        ],
    )
