"""Access before and after as rows: by group, by municipality, and where it is hit hardest."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from narvaro.language.names import EVERYONE
from narvaro.report.material import Material
from narvaro.report.rows.cells import figures
from narvaro.report.tables import Cell, Column, Numbers
from narvaro.report.voice import capital

WHEN = ("before", "after")
MUNICIPALITY = ("municipality_code", "municipality")
"""Columns that sort people by municipality."""
COUNTS = ("people_shorter", "people_longer", "people_newly_reached", "people_newly_unreached")


def group_rows(m: Material) -> Numbers:
    """Return everybody and every group but municipalities, by each mode: minutes, people beyond, and who changes."""
    found = m.findings.groups
    return _rows(m, found[~found["grouping"].isin(MUNICIPALITY)], with_grouping=True)


def municipality_rows(m: Material) -> Numbers:
    """Return every municipality, by each mode; no rows where people are not sorted by it."""
    found = m.findings.groups
    return _rows(m, found[found["grouping"].isin(MUNICIPALITY)], with_grouping=False)


def _rows(m: Material, found: pd.DataFrame, *, with_grouping: bool) -> Numbers:
    v, keys = m.voice, ["mode", "grouping", "group"]
    table = found.merge(m.findings.gains[[*keys, *COUNTS]], on=keys, how="left", validate="one_to_one")
    columns = [
        *([Column(v("col.grouping"))] if with_grouping else []),
        Column(v("col.group" if with_grouping else "col.municipality")),
        Column(v("col.mode")),
        Column(v("col.people"), "number"),
        *(Column(v(f"col.mean_{when}"), "number", 1) for when in WHEN),
        Column(v("col.limit"), "number"),
        *(Column(v(f"col.people_beyond_{when}"), "number") for when in WHEN),
        *(Column(v(f"col.share_beyond_{when}"), "share", 1) for when in WHEN),
        *(Column(v(f"col.people_unreached_{when}"), "number") for when in WHEN),
        *(Column(v(f"col.{name.removeprefix('people_')}"), "number") for name in COUNTS),
    ]
    measured = [
        "people",
        *_both("mean_min"),
        "limit_min",
        *_both("people_beyond"),
        *_both("share_beyond"),
        *_both("people_unreached"),
        *COUNTS,
    ]
    rows: list[list[Cell]] = []
    for row in table.to_dict("records"):
        grouping, group = str(row["grouping"]), str(row["group"])
        label = m.names.told(m.names.labels.group(grouping, group, str(row["label"])))
        of = "" if grouping == EVERYONE else m.names.told(m.names.labels.grouping(grouping))
        rows.append(
            [
                *([capital(of)] if with_grouping else []),
                capital(label) if with_grouping else label,
                m.names.mode(str(row["mode"])),
                *figures(row[name] for name in measured),
            ]
        )
    return Numbers(columns, rows)


def _both(name: str) -> Sequence[str]:
    return [f"{name}_{when}" for when in WHEN]


def hardest_rows(m: Material) -> Numbers:
    """Return the areas whose way becomes longer or goes, the hardest hit first."""
    v, findings = m.voice, m.findings
    by = m.names.mode(findings.shown_mode)
    hit, areas = findings.hardest_hit, m.case.areas
    towns = areas["municipality"].to_dict() if "municipality" in areas else {}
    offices = m.case.sites["name"].to_dict()
    # the nearest office that findings name is that of their first mode
    known = WHEN if findings.shown_mode == findings.modes[0] else ()
    columns = [
        Column(v("col.area")),
        *([Column(v("col.municipality"))] if towns else []),
        Column(v("col.people"), "number"),
        *(Column(v(f"col.minutes_{when}", by=by), "number", 1) for when in WHEN),
        Column(v("col.longer_min"), "number", 1),
        *(Column(v(f"col.nearest_{when}")) for when in known),
    ]
    rows: list[list[Cell]] = []
    for area, row in hit.join(findings.areas[[f"nearest_{when}" for when in WHEN]]).iterrows():
        rows.append(
            [
                str(row["name"]),
                *([str(towns[area])] if towns else []),
                *figures(row[name] for name in ("people", *WHEN, "longer_min")),
                *(str(offices.get(row[f"nearest_{when}"], "")) for when in known),
            ]
        )
    return Numbers(columns, rows)
