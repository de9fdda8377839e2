"""The tables of a plan as a person would lay them: one description that workbook and CSV are written from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narvaro.report.material import Material
from narvaro.report.rows.access import group_rows, hardest_rows, municipality_rows
from narvaro.report.rows.actions import action_rows
from narvaro.report.rows.answer import PlanLabel, answer_rows
from narvaro.report.rows.grounds import assumption_rows, source_rows
from narvaro.report.rows.load import load_rows
from narvaro.report.rows.money import earmark_rows, whole_ledger_rows
from narvaro.report.rows.offices import office_rows
from narvaro.report.tables import Numbers

SHEETS: dict[str, Callable[[Material], Numbers]] = {
    "offices": office_rows,
    "actions": action_rows,
    "money": whole_ledger_rows,
    "earmark": earmark_rows,
    "groups": group_rows,
    "municipalities": municipality_rows,
    "hardest_hit": hardest_rows,
    "load": load_rows,
    "assumptions": assumption_rows,
    "sources": source_rows,
}
"""The tables after the answer, in the order in which they are read."""


@dataclass(frozen=True)
class Sheet:
    """A table with the names it goes by.

    Parameters
    ----------
    key
        Name of its file, in plain letters.
    name
        Name of its sheet, in the language.
    numbers
        Headings and rows.
    """

    key: str
    name: str
    numbers: Numbers


def sheets_of(m: Material, label: PlanLabel) -> tuple[Sheet, ...]:
    """Return the tables of a plan that have any rows, the answer first."""
    tables = {"answer": answer_rows(m, label)} | {key: rows(m) for key, rows in SHEETS.items()}
    return tuple(
        Sheet(key, m.voice(f"sheet.{key}"), numbers) for key, numbers in tables.items() if numbers.rows
    )
