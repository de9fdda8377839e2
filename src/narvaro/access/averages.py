"""Mean, median and percentiles over people, not over areas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.values import FloatArray, weighed
from narvaro.errors import Fault, SettingError


def weighted_mean(
    minutes: pd.Series[Any], people: pd.Series[Any], *, unreached_min: float | None = None
) -> float:
    r"""Return the mean minutes of a person.

    .. math:: \bar t = \frac{\sum_i p_i t_i}{\sum_i p_i}

    with :math:`p_i` the people of area *i* (persons) and :math:`t_i` their minutes. People without reach
    are infinitely far, so the mean is infinite unless `unreached_min` says at which figure they count.

    Parameters
    ----------
    minutes
        Minutes by area; missing means unreachable.
    people
        People by area; the same labels.
    unreached_min
        Minutes at which a person without reach is counted.

    Returns
    -------
    Minutes, from the smallest to the largest of `minutes`; NaN where nobody lives.

    Examples
    --------
    >>> minutes = pd.Series({"town": 10.0, "village": 40.0, "island": None})
    >>> people = pd.Series({"town": 80, "village": 20, "island": 0})
    >>> weighted_mean(minutes, people)
    16.0
    """
    far, weights = weighed(minutes, people, unreached=unreached_min)
    return float(far @ weights / weights.sum()) if weights.size else float("nan")


def weighted_quantile(
    minutes: pd.Series[Any], people: pd.Series[Any], q: float, *, unreached_min: float | None = None
) -> float:
    r"""Return the minutes that a share `q` of all people are within.

    .. math:: t_q = \min \{ t : \sum_{i: t_i \le t} p_i \ge q \sum_i p_i \}

    There is no interpolation (type 1 of Hyndman and Fan): the answer is always the minutes of people who
    exist, and it stays the same when an area is cut in two. The median is q = 0.5.

    Parameters
    ----------
    minutes
        Minutes by area; missing means unreachable, which counts as further than everything else.
    people
        People by area; the same labels.
    q
        The share of people, above 0 and at most 1.
    unreached_min
        Minutes at which a person without reach is counted.

    Returns
    -------
    Minutes; infinite where the person in question has no reach; NaN where nobody lives.

    Raises
    ------
    SettingError
        If `q` is outside its range.

    References
    ----------
    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. *The American
    Statistician* 50(4), 361-365.

    Examples
    --------
    >>> minutes = pd.Series({"town": 10.0, "village": 40.0, "island": None})
    >>> people = pd.Series({"town": 80, "village": 15, "island": 5})
    >>> weighted_quantile(minutes, people, 0.5), weighted_quantile(minutes, people, 0.9)
    (10.0, 40.0)
    >>> weighted_quantile(minutes, people, 0.99)
    inf
    """
    if not 0 < q <= 1:
        raise SettingError([Fault("access.share_outside", {"value": q})])
    far, weights = weighed(minutes, people, unreached=unreached_min)
    if not weights.size:
        return float("nan")
    order = np.argsort(far, kind="stable")
    return quantile_of_sorted(far[order], weights[order], q)


def quantile_of_sorted(far: FloatArray, weights: FloatArray, q: float) -> float:
    """Return the quantile of minutes that are sorted already; see :func:`weighted_quantile`.

    Examples
    --------
    >>> quantile_of_sorted(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 2.0]), 0.5)
    2.0
    """
    if not weights.size:
        return float("nan")
    upto = np.cumsum(weights)
    # a hair below q, so that rounding in the running sum never jumps to the next person
    place = int(np.searchsorted(upto, q * upto[-1] * (1 - 1e-12)))
    return float(far[min(place, far.size - 1)])
