"""How offices fill: the fullest as bars, and all of them as a file."""

from __future__ import annotations

import pandas as pd

from narvaro.report.figures.fullness import Filled, FullnessText, draw_fullness
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import Numbers, both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link


def load_section(m: Material) -> Section | None:
    """Return the section on load; nothing where there is no office afterwards."""
    offices = m.findings.tables["load"]
    shown = offices[offices["shown"].astype(bool)]
    if shown.empty:
        return None
    v = m.voice
    columns, rows = _columns(m), _rows(m, offices)
    drawing = picture(
        "fullness",
        m.say("load.picture"),
        m.say("load.subtitle"),
        both_widths(lambda width: draw_fullness(_bars(shown), _text(m), m.lang, width), m.say("load.alt")),
        Numbers(columns, rows[: len(shown)]),
        m.lang,
        beside=False,
    )
    everyone = el("p", csv_link(columns, rows, "load", m.lang, v("load.all")))
    lines = [m.say(f"load.{name}") for name in ("full", "fullest", "staff")]
    body: list[Html] = [
        el("p", " ".join(line for line in lines if line)),
        drawing,
        everyone,
        el("p", m.say("load.how"), class_="fine quiet"),
    ]
    return Section("load", v("load.label"), m.say("load.title"), body)


def _text(m: Material) -> FullnessText:
    v = m.voice
    return FullnessText(v("load.axis"), v("load.room"), v("before"), v("after"))


def _bars(shown: pd.DataFrame) -> list[Filled]:
    return [
        Filled(str(place), float(after), None if pd.isna(before) else float(before))
        for place, before, after in zip(
            shown["place"], shown["share_of_room_before"], shown["share_of_room_after"], strict=True
        )
        if not pd.isna(after)  # an office without room has no share
    ]


def _columns(m: Material) -> tuple[Column, ...]:
    v = m.voice
    return (
        Column(v("col.place")),
        Column(v("col.size")),
        Column(v("col.visits"), "number"),
        Column(v("col.room"), "number"),
        *(Column(v(f"col.room_{when}"), "share") for when in ("before", "after")),
        Column(v("col.staff_needed"), "number"),
        Column(v("col.staff"), "number"),
        Column(v("col.cost_visit"), "number"),
    )


def _rows(m: Material, offices: pd.DataFrame) -> list[list[Cell]]:
    figures = (
        "visits_after",
        "room_after",
        "share_of_room_before",
        "share_of_room_after",
        "staff_needed_after",
        "staff_after",
        "cost_visit_after",
    )
    return [
        [
            str(row["place"]),
            m.names.size(str(row["size_after"])) if row["size_after"] else m.voice("load.closed"),
            *(None if pd.isna(row[name]) else float(row[name]) for name in figures),
        ]
        for _, row in offices.iterrows()
    ]
