"""Measures by group of people."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.averages import quantile_of_sorted, weighted_mean, weighted_quantile
from narvaro.access.beyond import people_beyond, share_beyond
from narvaro.access.values import FloatArray, aligned, people_array, require_limit

GROUP_COLUMNS = (
    "areas",
    "people",
    "people_unreached",
    "mean_min",
    "median_min",
    "p90_min",
    "people_beyond",
    "share_beyond",
)


def group_labels(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a grouping column as texts: yes/no columns as `yes` and `no`, a missing group as `""`.

    Examples
    --------
    >>> group_labels(pd.Series([True, False])).tolist()
    ['yes', 'no']
    >>> group_labels(pd.Series(["rural", None, 3.0])).tolist()
    ['rural', '', '3']
    """
    if pd.api.types.infer_dtype(column, skipna=True) not in ("string", "boolean"):
        return column.astype(object).map(_label)
    # all of one kind: each value is named once, not once for each area
    codes, values = pd.factorize(column.astype(object), use_na_sentinel=False)
    names = np.array([_label(value) for value in values] + [""], dtype=object)
    return pd.Series(names[codes], index=column.index, name=column.name, dtype=object)


def _label(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def describe(minutes: pd.Series[Any], people: pd.Series[Any], standard_min: float) -> pd.Series[Any]:
    """Return the figures of one group of people.

    Parameters
    ----------
    minutes
        Minutes to the nearest office by area; missing means that none is within reach.
    people
        People by area; the same labels.
    standard_min
        The limit of `people_beyond` and `share_beyond`, minutes.

    Returns
    -------
    `areas` (with people), `people`, `people_unreached`; `mean_min` over the people with any office within
    reach; `median_min` and `p90_min` over everybody, infinite where that person has none; `people_beyond`
    and `share_beyond` (0 to 1), in which people without reach are counted.

    Examples
    --------
    >>> minutes = pd.Series({"town": 10.0, "village": 40.0, "island": None})
    >>> people = pd.Series({"town": 80, "village": 15, "island": 5})
    >>> describe(minutes, people, 30).round(2).to_dict()["mean_min"]
    14.74
    """
    heads = aligned(minutes.index, people, "people")
    reached = minutes.notna()
    figures = {
        "areas": float((heads > 0).sum()),
        "people": float(heads.sum()),
        "people_unreached": float(heads[~reached].sum()),
        "mean_min": weighted_mean(minutes[reached], heads[reached]),
        "median_min": weighted_quantile(minutes, heads, 0.5),
        "p90_min": weighted_quantile(minutes, heads, 0.9),
        "people_beyond": people_beyond(minutes, heads, standard_min),
        "share_beyond": share_beyond(minutes, heads, standard_min),
    }
    return pd.Series(figures, index=list(GROUP_COLUMNS), dtype=float)


def describe_groups(
    minutes: pd.Series[Any], people: pd.Series[Any], groups: pd.Series[Any], standard_min: float
) -> pd.DataFrame:
    """Return the figures of :func:`describe` for each group of areas.

    A group in which nobody lives keeps its row: zero people, and means that are missing, not zero. Areas
    whose group is not stated make up the group `""`, so people by group always add up to everybody.

    Examples
    --------
    >>> minutes = pd.Series({"a": 10.0, "b": 40.0, "c": 20.0})
    >>> people = pd.Series({"a": 80, "b": 20, "c": 0})
    >>> kind = pd.Series({"a": "town", "b": "town", "c": "empty"}, name="kind")
    >>> describe_groups(minutes, people, kind, 30)[["people", "mean_min"]]
           people  mean_min
    kind
    empty     0.0       NaN
    town    100.0      16.0
    """
    require_limit(standard_min, "standard_min")
    labels = group_labels(aligned(minutes.index, groups, str(groups.name or "groups")))
    codes, names = pd.factorize(labels, sort=True)
    weights = people_array(minutes.index, people)
    far = minutes.to_numpy(dtype=np.float64, na_value=np.nan)
    reached, beyond = ~np.isnan(far), ~(far <= standard_min)

    def total(of: FloatArray) -> FloatArray:
        return np.bincount(codes, of, len(names)).astype(np.float64)

    with_way, everyone = total(weights * reached), total(weights)
    median, p90 = _quantiles(np.where(reached, far, np.inf), weights, codes, len(names), (0.5, 0.9))
    figures = {
        "areas": total((weights > 0).astype(float)),
        "people": everyone,
        "people_unreached": total(weights * ~reached),
        "mean_min": _ratio(total(weights * np.where(reached, far, 0.0)), with_way),
        "median_min": median,
        "p90_min": p90,
        "people_beyond": total(weights * beyond),
        "share_beyond": _ratio(total(weights * beyond), everyone),
    }
    return pd.DataFrame(figures, index=pd.Index(names, dtype=object, name=groups.name))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def _quantiles(
    far: FloatArray, weights: FloatArray, codes: np.ndarray[Any, Any], count: int, shares: tuple[float, ...]
) -> list[list[float]]:
    """Return the quantiles of each group, one list for each share."""
    order = np.lexsort((far, codes))
    order = order[weights[order] > 0]
    starts = np.searchsorted(codes[order], np.arange(count + 1))
    parts = [order[a:b] for a, b in pairwise(starts.tolist())]
    return [[quantile_of_sorted(far[part], weights[part], q) for part in parts] for q in shares]


def mean_by_group(
    values: pd.Series[Any], people: pd.Series[Any], groups: pd.Series[Any] | None
) -> pd.Series[Any]:
    """Return the mean of a value over people, by group, or over everybody (label `""`) without groups.

    A value that is missing where people live makes the mean of its group missing.

    Examples
    --------
    >>> mean_by_group(pd.Series([1.0, 4.0]), pd.Series([2, 1]), None).tolist()
    [2.0]
    """
    heads = aligned(values.index, people, "people")
    labels = (
        pd.Series("", index=values.index)
        if groups is None
        else group_labels(aligned(values.index, groups, str(groups.name or "groups")))
    )
    names = sorted(set(labels))
    missing = values.isna() & (heads > 0)
    means = [
        np.nan
        if missing[labels == name].any()
        else weighted_mean(values[labels == name], heads[labels == name])
        for name in names
    ]
    return pd.Series(means, index=pd.Index(names, dtype=object), dtype=float)
