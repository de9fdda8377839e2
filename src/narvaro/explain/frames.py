"""Tables as plain JSON and back: column by column, a missing number as null, an infinite one as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

INFINITE = "inf"
"""How an infinite number stands in JSON, which has none: the way of somebody who has no office within reach."""


def frame_to_json(table: pd.DataFrame) -> dict[str, Any]:
    """Return a table as its index and its columns.

    Examples
    --------
    >>> frame_to_json(pd.DataFrame({"min": [1.5, np.nan, np.inf]}, index=pd.Index(["a", "b", "c"], name="id")))
    {'index': {'id': ['a', 'b', 'c']}, 'columns': {'min': [1.5, None, 'inf']}}
    """
    named = table.index.name is not None
    index = {str(table.index.name): [_plain(x) for x in table.index.tolist()]} if named else None
    columns = {str(name): [_plain(x) for x in table[name].tolist()] for name in table.columns}
    return {"index": index, "columns": columns}


def frame_from_json(stored: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table that :func:`frame_to_json` wrote.

    Examples
    --------
    >>> table = pd.DataFrame({"min": [1.5, np.nan, np.inf]}, index=pd.Index(["a", "b", "c"], name="id"))
    >>> frame_from_json(frame_to_json(table)).equals(table)
    True
    """
    index = None
    if stored["index"] is not None:
        ((name, labels),) = stored["index"].items()
        index = pd.Index(labels, dtype=object, name=name)
    columns = {}
    for name, values in stored["columns"].items():
        array = _column(values)
        columns[name] = pd.Series(array, dtype=array.dtype, index=index)
    return pd.DataFrame(columns, index=index, columns=list(columns))


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA:
        return None
    if isinstance(value, float):
        if np.isnan(value):
            return None
        if np.isinf(value):
            return INFINITE if value > 0 else f"-{INFINITE}"
    return value


def _column(values: list[Any]) -> np.ndarray[Any, Any]:
    given = [value for value in values if value is not None and value not in (INFINITE, f"-{INFINITE}")]
    kinds, every = {type(value) for value in given}, len(given) == len(values)
    if kinds == {bool} and every:
        return np.array(values, dtype=bool)
    if kinds == {int} and every and max(map(abs, values)) < 2**63:
        return np.array(values, dtype=np.int64)
    if kinds <= {int, float}:
        return np.array([np.nan if value is None else float(value) for value in values], dtype=float)
    return np.array(values, dtype=object)


def rounded(table: pd.DataFrame, decimals: int = 6) -> pd.DataFrame:
    """Return a table with its fractions cut to what can be meant, so that the same run gives the same bytes.

    Examples
    --------
    >>> rounded(pd.DataFrame({"x": [0.1 + 0.2], "n": [3]})).to_dict("records")
    [{'x': 0.3, 'n': 3}]
    """
    cut: dict[str, Any] = {}
    for name in map(str, table.columns):
        column = table[name]
        if pd.api.types.is_float_dtype(column):
            cut[name] = column.round(decimals) + 0.0
        elif not pd.api.types.is_numeric_dtype(column):
            # texts as plain objects, as they are when they are read again
            cut[name] = column.astype(object)
    return table.assign(**cut).set_axis(table.index.astype(object) if table.index.name else table.index)
