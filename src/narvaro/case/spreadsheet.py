"""Cells for spreadsheets: no text of others is taken for a formula."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

_FORMULA = re.compile(r"[=+@\t\r\n\-\uFF1D\uFF0B\uFF0D\uFF20]")
"""How a cell begins that a spreadsheet may work out, also in full width."""


def safe_cell(text: str) -> str:
    """Return a text so that a spreadsheet takes it for a text: led by an apostrophe where it would be a formula.

    A number is no text: give cells of numbers as they are.

    References
    ----------
    OWASP, CSV Injection: the signs that begin a formula, and the apostrophe.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("-cmd"), safe_cell("Ala - Bro")
    ("'=1+1", "'-cmd", 'Ala - Bro')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts, headings too, are safe in a spreadsheet; numbers stay numbers."""
    safe = table.copy()
    for place, kind in enumerate(table.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            cells = [safe_cell(cell) if isinstance(cell, str) else cell for cell in table.iloc[:, place]]
            safe.isetitem(place, np.array(cells, dtype=object))
    safe.columns = [safe_cell(name) if isinstance(name, str) else name for name in table.columns]
    return safe
