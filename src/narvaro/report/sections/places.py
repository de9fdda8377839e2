"""Each opening, closing and change of size with its reasons."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.marks import State, draw_mark
from narvaro.report.html import Html, anchor, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital

MARKS: dict[str, State] = {"open": "new", "close": "closing", "resize": "resized"}


def places_section(m: Material) -> Section | None:
    """Return the section place by place; nothing where the plan changes nothing."""
    found = m.findings.tables["places"]
    if found.empty:
        return None
    rows, intro = found.to_dict("records"), m.say("places.intro")
    return Section(
        "places",
        m.voice("places.label"),
        m.say("places.title"),
        [
            el("p", intro) if intro else None,
            [_year(m, year, rows) for year in dict.fromkeys(row["year"] for row in rows)],
            el("p", csv_link(*_file(m, rows), "places", m.lang), class_="fine"),
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


def _file(m: Material, rows: list[dict[Hashable, Any]]) -> tuple[list[Column], list[list[Cell]]]:
    """Return all actions as a table for a file."""
    v = m.voice
    ways = [way for way in ("newly_reached", "newly_unreached") if f"people_{way}" in rows[0]]
    figures = ("cost", "running_year", "people_shorter", "people_longer")
    exact = v.money_decimals(exact=True)
    columns = [
        Column(v("col.year"), "code"),
        Column(v("col.action")),
        Column(v("col.place")),
        Column(v("col.municipality")),
        Column(v("col.size_before")),
        Column(v("col.size_after")),
        Column(v("col.cost"), "number", exact),
        Column(v("col.running"), "number", exact),
        Column(v("col.shorter"), "number"),
        Column(v("col.longer"), "number"),
        *(Column(v(f"col.{way}"), "number") for way in ways),
        Column(v("col.reasons")),
    ]
    cells: list[list[Cell]] = [
        [
            row["year"],
            v.ours(f"said.places.verb.{row['action']}"),
            row["name"],
            row["municipality"],
            *(m.names.size(size) if (size := row[f"size_{when}"]) else "" for when in ("before", "after")),
            *(row[name] for name in (*figures, *(f"people_{way}" for way in ways))),
            " ".join(note.text(m.lang) for note in reason.why),
        ]
        for row, reason in zip(rows, m.findings.reasons, strict=True)
    ]
    return columns, cells
