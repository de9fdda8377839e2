"""Notice and lease of a site: before when it may not close, until when rent is paid, and how much."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from narvaro.case.spans import Span, written
from narvaro.case.tables import FIRST_ROW, listed
from narvaro.case.words import words
from narvaro.errors import Fault

EARLIEST, LEASE_END, RENT = "earliest_close", "lease_end", "rent_year"
"""Columns of the sites: a date, month or year before which the office may not close; the last that the lease holds for;
and the rent of a year, which is paid until then when the office is closed, in the money of the case."""
LEASE_DATES = (EARLIEST, LEASE_END)


def lease_date_faults(table: pd.DataFrame, file: str) -> list[Fault]:
    """Turn the columns of dates into words in place and return a fault for each cell that is no date."""
    faults: list[Fault] = []
    for column in (name for name in LEASE_DATES if name in table):
        table[column] = words(table[column])
        odd = np.flatnonzero([bool(cell) and written(cell) is None for cell in table[column]])

        def fault(i: int, column: str = column) -> Fault:
            data = {"value": str(table[column].iloc[i])}
            return Fault("table.no_lease_date", data, file, i + FIRST_ROW, column)

        faults += listed(odd, fault)
    return faults


def may_close_from(cell: str) -> dt.date:
    """Return the first day on which an office may be closed; the earliest of all where the cell is empty.

    Examples
    --------
    >>> may_close_from("2027-03"), may_close_from("") == dt.date.min
    (datetime.date(2027, 3, 1), True)
    """
    return _span(cell).first


def lease_months(cell: str) -> int:
    """Return the last month of a lease, counted from year 0 (year * 12 + month); 0 where the cell is empty.

    Examples
    --------
    >>> lease_months("2027") - lease_months("2026-10-05"), lease_months("")
    (14, 0)
    """
    last = _span(cell).last
    return 0 if not cell else last.year * 12 + last.month


def _span(cell: str) -> Span:
    found = written(cell) if cell else None
    return Span(dt.date.min, dt.date.min) if found is None else found
