"""The ledger as rows: what is given, spent and carried over, a column a year."""

from __future__ import annotations

import pandas as pd

from narvaro.report.material import Material
from narvaro.report.tables import Cell, Column, Numbers

LINES = ("appropriation", "running", "opening", "closing", "resizing", "spent", "carried", "lapsed")


def whole_ledger_rows(m: Material) -> Numbers:
    """Return every line of the ledger, those too in which there is nothing."""
    years = pd.DataFrame(
        [{name: year[name] for name in ("year", *LINES, "offices")} for year in m.plan["years"]]
    )
    return ledger_rows(m, years)


def ledger_rows(m: Material, found: pd.DataFrame) -> Numbers:
    """Return a ledger with a column a year, exactly.

    Parameters
    ----------
    m
        The material.
    found
        `year`, a column for each kind of money, and perhaps `offices`.
    """
    v = m.voice
    exact = v.money_decimals(exact=True)
    columns = (Column(v("money.short")), *(Column(str(year), "number", exact) for year in found["year"]))
    kinds = [str(kind) for kind in found.columns if kind not in ("year", "offices")]
    rows: list[list[Cell]] = [[v(f"money.row.{kind}"), *found[kind].astype(float).tolist()] for kind in kinds]
    if "offices" in found:
        rows.append([v("money.row.offices"), *found["offices"].astype(int).tolist()])
    return Numbers(columns, rows, bold=[kinds.index("spent")])


def earmark_rows(m: Material) -> Numbers:
    """Return the pot that is set aside; no rows where none is."""
    found = m.findings.tables["money.earmark"]
    return Numbers((), ()) if found.empty else ledger_rows(m, found)
