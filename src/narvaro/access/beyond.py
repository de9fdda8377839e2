"""People outside a standard."""

from __future__ import annotations

from typing import Any

import pandas as pd

from narvaro.access.values import require_limit, weighed


def people_beyond(values: pd.Series[Any], people: pd.Series[Any], limit: float) -> float:
    r"""Return how many people have further than a limit.

    .. math:: B = \sum_{i: t_i > T} p_i

    with :math:`t_i` the minutes (or kilometres) of area *i*, *T* the limit in the same unit and
    :math:`p_i` its people. Exactly at the limit is within it; without reach is beyond it.

    Returns
    -------
    Persons, from zero to everybody.

    Examples
    --------
    >>> minutes = pd.Series({"town": 10.0, "village": 30.0, "farm": 31.0, "island": None})
    >>> people = pd.Series({"town": 800, "village": 100, "farm": 60, "island": 40})
    >>> people_beyond(minutes, people, 30)
    100.0
    """
    require_limit(limit)
    far, weights = weighed(values, people)
    return float(weights[far > limit].sum())


def share_beyond(values: pd.Series[Any], people: pd.Series[Any], limit: float) -> float:
    r"""Return the share of people who have further than a limit.

    .. math:: b = \frac{\sum_{i: t_i > T} p_i}{\sum_i p_i}

    Returns
    -------
    A share from 0 to 1; NaN where nobody lives.

    Examples
    --------
    >>> minutes = pd.Series({"town": 10.0, "village": 30.0, "farm": 31.0, "island": None})
    >>> people = pd.Series({"town": 800, "village": 100, "farm": 60, "island": 40})
    >>> share_beyond(minutes, people, 30)
    0.1
    """
    require_limit(limit)
    far, weights = weighed(values, people)
    return float(weights[far > limit].sum() / weights.sum()) if weights.size else float("nan")
