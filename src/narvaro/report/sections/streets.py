"""The straight line against the network: the areas that a first look flatters the most."""

from __future__ import annotations

import math

import pandas as pd

from narvaro.report.html import el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table

FIGURES = ["people", "straight_min", "network_min", "longer_min"]


def streets_section(m: Material) -> Section | None:
    """Return the section; nothing where the times are those of a straight line."""
    v, shown = m.voice, m.findings.tables["streets"]
    if shown.empty:
        return None
    columns = [
        Column(v("col.area")),
        Column(v("col.people"), "number"),
        Column(v("col.straight_min"), "number", 1),
        Column(v("col.network_min"), "number", 1),
        Column(v("col.longer_min"), "number", 1),
    ]
    meaning = m.say("streets.meaning")
    link = csv_link(columns, _rows(m.findings.straight), "straight-line-and-network", m.lang)
    return Section(
        "streets",
        v("streets.label"),
        m.say("streets.title"),
        [
            el("p", m.phrase("streets.text")),
            table(columns, _rows(shown), m.say("streets.caption"), m.lang),
            el("p", meaning, class_="fine quiet") if meaning else None,
            el("p", link, class_="fine"),
        ],
    )


def _rows(found: pd.DataFrame) -> list[list[Cell]]:
    """Return areas with their figures; without a way there is none."""
    figures = found[FIGURES].to_numpy(dtype=float).tolist()
    return [
        [str(name), *(value if math.isfinite(value) else None for value in row)]
        for name, row in zip(found["name"], figures, strict=True)
    ]
