"""Each opening, closing and change of size with its reasons."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.marks import State, draw_mark
from narvaro.report.html import Html, anchor, el
from narvaro.report.material import Material
from narvaro.report.rows.actions import action_rows
from narvaro.report.sections.section import Section
from narvaro.report.tables import csv_link
from narvaro.report.voice import capital

MARKS: dict[str, State] = {"open": "new", "close": "closing", "resize": "resized"}


def places_section(m: Material) -> Section | None:
    """Return the section place by place; nothing where the plan changes nothing."""
    found = m.findings.tables["places"]
    if found.empty:
        return None
    rows, intro, file = found.to_dict("records"), m.say("places.intro"), action_rows(m)
    return Section(
        "places",
        m.voice("places.label"),
        m.say("places.title"),
        [
            el("p", intro) if intro else None,
            [_year(m, year, rows) for year in dict.fromkeys(row["year"] for row in rows)],
            el("p", csv_link(file.columns, file.rows, "places", m.lang), class_="fine"),
        ],
    )


def _year(m: Material, year: int, rows: list[dict[Hashable, Any]]) -> Html:
    return el(
        "div",
        el(
            "h3",
            el("span", str(year)),
            " ",
            el("span", m.phrase(f"places.{year}"), class_="quiet"),
            class_="year",
        ),
        el("ul", [_place(m, row) for row in rows if row["year"] == year], class_="places"),
    )


def _place(m: Material, row: Mapping[Hashable, Any]) -> Html:
    said = f"places.{row['site_id']}.{row['year']}"
    canvas = Canvas(20, 18)
    draw_mark(canvas, MARKS[row["action"]], 10, 9, 1.25)
    return el(
        "li",
        el("h4", canvas.silent(), el("span", row["place"])),
        el("p", capital(" · ".join(m.phrases(f"{said}.facts"))), class_="facts"),
        el("p", m.phrase(f"{said}.why")),
        proof_line(m.phrase(f"{said}.proof"), row["proof"]),
        id=anchor("place", row["site_id"], row["year"]),
        class_="place",
    )


def proof_line(said: str, proof: str) -> Html | None:
    """Return what is proven of a place, short, with a filled mark where it is proven and a hollow one else."""
    return el("p", said, class_=f"proof {proof.replace('_', '-')}") if said else None
