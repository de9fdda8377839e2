"""Cells as the tables of findings hold them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from narvaro.report.tables import Cell

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def figures(values: Iterable[Any]) -> list[Cell]:
    """Return figures as cells; what is not known is none.

    Examples
    --------
    >>> figures([1, float("nan"), 0.5])
    [1.0, None, 0.5]
    """
    return [None if pd.isna(value) else float(value) for value in values]


def whole(values: Iterable[Any]) -> list[Cell]:
    """Return counts as cells of whole numbers.

    Examples
    --------
    >>> whole([3.0, float("nan")])
    [3, None]
    """
    return [None if pd.isna(value) else round(value) for value in values]


def day(text: str) -> Cell:
    """Return a day as a date; a text that is none, such as a month, stays a text.

    Examples
    --------
    >>> day("2025-04-10"), day("2024-02"), day("")
    (datetime.date(2025, 4, 10), '2024-02', '')
    """
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text
