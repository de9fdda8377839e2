"""SheetRows of any type as the text that a person would have written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd


def cell_text(cell: Any) -> str:
    """Return a cell as text: whole numbers without decimals, others with 15 digits at most, dates as ISO 8601.

    Spreadsheets count with 15 digits; what stands beyond them is the computer's. A number with three decimals gets a
    fourth: as text 5.125 might be thousands, as a number it is none.

    Examples
    --------
    >>> [cell_text(cell) for cell in (1178.0, 0.1 + 0.2, 5.125, "0114", True, None, float("nan"))]
    ['1178', '0.3', '5.1250', '0114', 'true', '', '']
    >>> cell_text(dt.datetime(2025, 5, 30)), cell_text(dt.date(2025, 5, 30)), cell_text(dt.datetime(2025, 5, 30, 12, 5))
    ('2025-05-30', '2025-05-30', '2025-05-30T12:05:00')
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return ""
    if isinstance(cell, bool | np.bool_):
        return "true" if cell else "false"
    if isinstance(cell, float | np.floating):
        return _number_text(float(cell))
    if isinstance(cell, dt.datetime):
        at_midnight = cell.time() == dt.time() and cell.tzinfo is None
        return cell.date().isoformat() if at_midnight else cell.isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    short = f"{number:.15g}"
    if abs(number) < 2**53 and float(short).is_integer():
        return str(int(float(short)))
    return f"{short}0" if len(short.partition(".")[2]) == 3 else short


def text_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every cell as text.

    Examples
    --------
    >>> text_cells(pd.DataFrame({"id": [1.0, None], "name": ["A", " B "]})).to_numpy().tolist()
    [['1', 'A'], ['', 'B']]
    """
    columns = {name: [cell_text(cell) for cell in table[name].astype(object)] for name in table.columns}
    return pd.DataFrame(columns, index=table.index, dtype="str")
