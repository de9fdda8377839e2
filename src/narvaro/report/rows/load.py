"""How offices fill, a row an office, the fullest first."""

from __future__ import annotations

from narvaro.report.material import Material
from narvaro.report.rows.cells import figures
from narvaro.report.tables import Cell, Column, Numbers

FIGURES = (
    "visits_after",
    "room_after",
    "share_of_room_before",
    "share_of_room_after",
    "staff_needed_after",
    "staff_after",
    "cost_visit_after",
)


def load_rows(m: Material) -> Numbers:
    """Return the load of each office."""
    v, offices = m.voice, m.findings.tables["load"]
    columns = (
        Column(v("col.place")),
        Column(v("col.size")),
        Column(v("col.visits"), "number"),
        Column(v("col.room"), "number"),
        *(Column(v(f"col.room_{when}"), "share") for when in ("before", "after")),
        Column(v("col.staff_needed"), "number"),
        Column(v("col.staff"), "number"),
        Column(v("col.cost_visit"), "number"),
    )
    rows: list[list[Cell]] = [
        [
            str(row["place"]),
            m.names.size(str(row["size_after"])) if row["size_after"] else v("load.closed"),
            *figures(row[name] for name in FIGURES),
        ]
        for row in offices.to_dict("records")
    ]
    return Numbers(columns, rows)
