"""The offices before and after, a row each, with what fills them."""

from __future__ import annotations

from narvaro.report.material import Material
from narvaro.report.rows.cells import figures
from narvaro.report.tables import Cell, Column, Numbers
from narvaro.report.voice import capital

WHEN = ("before", "after")
LOAD = ("visits", "room", "share_of_room")


def office_rows(m: Material) -> Numbers:
    """Return every office of today and of after the plan: place, size, what happens with it and when, and its load."""
    v, findings = m.voice, m.findings
    load = findings.load.reindex(findings.offices.index)
    days = {size.id: size.days for size in m.case.sizes if size.days is not None}
    columns = [
        Column(v("col.place")),
        *([Column(v("col.municipality"))] if m.has_municipalities else []),
        Column(v("col.status")),
        Column(v("col.changes"), "code"),
        *(Column(v(f"col.size_{when}")) for when in WHEN),
        *(Column(v(f"col.days_{when}"), "number") for when in WHEN if days),
        *(Column(v(f"col.visits_{when}"), "number") for when in WHEN),
        *(Column(v(f"col.capacity_{when}"), "number") for when in WHEN),
        *(Column(v(f"col.room_{when}"), "share") for when in WHEN),
        Column(v("col.place_assumed")),
    ]
    rows: list[list[Cell]] = []
    for (_, office), (_, filled) in zip(findings.offices.iterrows(), load.iterrows(), strict=True):
        sizes = [str(office[f"size_{when}"]) for when in WHEN]
        rows.append(
            [
                str(office["name"]),
                *([str(office["municipality"])] if m.has_municipalities else []),
                capital(v(f"mark.{office['state']}")),
                int(office["year"]) or None,
                *(m.names.told(m.names.labels.size(size)) if size else "" for size in sizes),
                *(days.get(size) for size in sizes if days),
                *figures(filled[f"{name}_{when}"] for name in LOAD for when in WHEN),
                bool(office["assumed"]),
            ]
        )
    return Numbers(columns, rows)
