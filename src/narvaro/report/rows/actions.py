"""Each opening, closing and change of size as a row, with its money and its reasons."""

from __future__ import annotations

from narvaro.report.material import Material
from narvaro.report.tables import Cell, Column, Numbers


def action_rows(m: Material) -> Numbers:
    """Return all actions, in the order of the plan."""
    v, found = m.voice, m.findings.tables["places"].to_dict("records")
    ways = [way for way in ("newly_reached", "newly_unreached") if found and f"people_{way}" in found[0]]
    people = ("people_shorter", "people_longer", *(f"people_{way}" for way in ways))
    running = {
        (year["year"], action["site_id"]): action["running_change"]
        for year in m.plan["years"]
        for action in year["actions"]
    }
    exact = v.money_decimals(exact=True)
    columns = [
        Column(v("col.year"), "code"),
        Column(v("col.action")),
        Column(v("col.place")),
        *([Column(v("col.municipality"))] if m.has_municipalities else []),
        Column(v("col.size_before")),
        Column(v("col.size_after")),
        Column(v("col.cost"), "number", exact),
        Column(v("col.running_change"), "number", exact),
        Column(v("col.shorter"), "number"),
        Column(v("col.longer"), "number"),
        *(Column(v(f"col.{way}"), "number") for way in ways),
        Column(v("col.reasons"), wide=True),
    ]
    rows: list[list[Cell]] = [
        [
            row["year"],
            v.ours(f"said.places.verb.{row['action']}"),
            row["name"],
            *([row["municipality"]] if m.has_municipalities else []),
            *(m.names.size(size) if (size := row[f"size_{when}"]) else "" for when in ("before", "after")),
            row["cost"],
            running[row["year"], row["site_id"]],
            *(row[name] for name in people),
            " ".join(note.text(m.lang) for note in reason.why),
        ]
        for row, reason in zip(found, m.findings.reasons, strict=True)
    ]
    return Numbers(columns, rows)
