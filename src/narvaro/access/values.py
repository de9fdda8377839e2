"""Values and people side by side: where labels are matched and nonsense is refused, for every measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from narvaro.errors import Fault, SettingError

FloatArray = npt.NDArray[np.float64]

_NAMED = 5  # how many ids a message names before it stops


def label_fault(left: pd.Index[Any], right: pd.Index[Any], what: str) -> Fault | None:
    """Return what is wrong with two sets of labels that must be the same, or None.

    Parameters
    ----------
    left, right
        The labels; their order may differ, each may stand once.
    what
        What the right-hand labels belong to, as a column name a reader knows.
    """
    for index in (left, right):
        if not index.is_unique:
            twice = index[index.duplicated()].unique()
            return Fault("access.labels_repeat", {"what": what, "ids": [str(x) for x in twice[:_NAMED]]})
    if len(left) == len(right) and bool(left.isin(right).all()):
        return None
    odd = left.symmetric_difference(right, sort=False)
    return Fault(
        "access.labels_differ", {"what": what, "count": len(odd), "ids": [str(x) for x in odd[:_NAMED]]}
    )


def aligned(index: pd.Index[Any], series: pd.Series[Any], what: str) -> pd.Series[Any]:
    """Return a series in the order of an index that holds the same labels.

    Raises
    ------
    SettingError
        If the labels differ or repeat.

    Examples
    --------
    >>> aligned(pd.Index(["a", "b"]), pd.Series({"b": 2.0, "a": 1.0}), "people").tolist()
    [1.0, 2.0]
    """
    if series.index.equals(index) and index.is_unique:
        return series
    fault = label_fault(index, series.index, what)
    if fault is not None:
        raise SettingError([fault])
    return series.reindex(index)


def people_array(index: pd.Index[Any], people: pd.Series[Any], what: str = "people") -> FloatArray:
    """Return people as an array in the order of an index; refuse missing, infinite and negative numbers.

    A missing number of people is an error and not zero: nobody knows how many it stands for.

    Raises
    ------
    SettingError
        If labels differ, or a number is missing, infinite or below zero.
    """
    ordered = aligned(index, people, what)
    array = ordered.to_numpy(dtype=np.float64, na_value=np.nan)
    bad = ~np.isfinite(array) | (array < 0)
    if bad.any():
        ids = [str(x) for x in ordered.index[bad][:_NAMED]]
        raise SettingError([Fault("access.bad_weights", {"what": what, "count": int(bad.sum()), "ids": ids})])
    return array


def weighed(
    values: pd.Series[Any],
    people: pd.Series[Any],
    *,
    unreached: float | None = None,
    lowest: float = -np.inf,
) -> tuple[FloatArray, FloatArray]:
    """Return values and people of the inhabited areas as two arrays in one order.

    Parameters
    ----------
    values
        A value for each area; missing (NaN) means that nothing is within reach.
    people
        People in each area (persons); the same labels as `values`.
    unreached
        The value at which people without reach are counted; without it they are infinitely far.
    lowest
        The smallest value that the measure has a meaning for.

    Raises
    ------
    SettingError
        If labels differ, people are missing or negative, or a value is below `lowest`.

    Examples
    --------
    >>> far, people = weighed(pd.Series({"a": 5.0, "b": None}), pd.Series({"a": 10, "b": 2}))
    >>> far.tolist(), people.tolist()
    ([5.0, inf], [10.0, 2.0])
    """
    weights = people_array(values.index, people)
    array = values.to_numpy(dtype=np.float64, na_value=np.nan)
    array = np.where(np.isnan(array), np.inf if unreached is None else unreached, array)
    if (array < lowest).any():
        ids = [str(x) for x in values.index[array < lowest][:_NAMED]]
        raise SettingError([Fault("access.value_too_low", {"lowest": lowest, "ids": ids})])
    inhabited = weights > 0
    return array[inhabited], weights[inhabited]


def require_limit(limit: float, what: str = "limit") -> None:
    """Refuse a limit that nothing can be measured by: one without end, below zero, or no number.

    Raises
    ------
    SettingError
        If it is.

    Examples
    --------
    >>> require_limit(30.0)
    """
    if not 0 <= limit < np.inf:
        raise SettingError([Fault("access.limit", {"value": str(limit)}, None, None, what)])


def finite(values: FloatArray, measure: str) -> FloatArray:
    """Return the values; refuse infinite ones, for a measure that has no meaning with them.

    Raises
    ------
    SettingError
        If somebody lives beyond all reach: the caller must leave them out or count them at a figure.
    """
    count = int(np.isinf(values).sum())
    if count:
        raise SettingError([Fault("access.unreached", {"measure": measure, "count": count})])
    return values
