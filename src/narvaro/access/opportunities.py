"""How much lies within reach: a count within a limit, and a gravity sum without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.times import Times, area_index, held_at, minute_blocks
from narvaro.access.values import FloatArray, require_limit
from narvaro.errors import Fault, SettingError


def opportunities_within(
    times: Times, amounts: pd.Series[Any], limit_min: float, *, mode: str = "car"
) -> pd.Series[Any]:
    r"""Return how much can be reached within a limit (cumulative opportunities).

    .. math:: A_i = \sum_{j : t_{ij} \le T} O_j

    with :math:`O_j` what site *j* holds (1 for an office, or its staff) and *T* the limit in minutes.

    Parameters
    ----------
    times
        Minutes, rows areas and columns sites, as a table or in blocks; missing means unreachable.
    amounts
        What each site holds, zero or more; only the sites named here are counted.
    limit_min
        The limit; exactly at it is within it.
    mode
        The mode of travel.

    Returns
    -------
    By area, in the unit of `amounts`, from 0 to their sum.

    Raises
    ------
    SettingError
        If a site has no travel times, or an amount is missing or below zero.

    References
    ----------
    Wachs, M. and Kumagai, T. G. (1973). Physical accessibility as a social indicator. *Socio-Economic
    Planning Sciences* 7(5), 437-456.

    Examples
    --------
    >>> times = pd.DataFrame({"s1": [5.0, 40.0], "s2": [30.0, None]}, index=["a", "b"])
    >>> opportunities_within(times, pd.Series({"s1": 1, "s2": 1}), 30).tolist()
    [2.0, 0.0]
    """
    require_limit(limit_min, "limit_min")
    return _reach(times, amounts, lambda minutes: (minutes <= limit_min).astype(np.float64), mode)


def gravity(
    times: Times, amounts: pd.Series[Any], decay_per_min: float, *, mode: str = "car"
) -> pd.Series[Any]:
    r"""Return how much lies around an area, the near counted for more than the far (gravity access).

    .. math:: A_i = \sum_j O_j e^{-\beta t_{ij}}

    with :math:`O_j` what site *j* holds and :math:`\beta` the decay per minute. An unreachable site adds
    nothing.

    Parameters
    ----------
    times
        Minutes, rows areas and columns sites, as a table or in blocks; missing means unreachable.
    amounts
        What each site holds, zero or more; only the sites named here are counted.
    decay_per_min
        Decay per minute, above zero.
    mode
        The mode of travel.

    Returns
    -------
    By area, in the unit of `amounts`, from 0 to their sum.

    Raises
    ------
    SettingError
        If the decay is not above zero, a site has no travel times, or an amount is missing or below zero.

    References
    ----------
    Hansen, W. G. (1959). How accessibility shapes land use. *Journal of the American Institute of
    Planners* 25(2), 73-76.

    Examples
    --------
    With a decay of ln 2 / 10 each ten minutes halve the weight: 4 / 2 + 4 / 8.

    >>> times = pd.DataFrame({"s1": [10.0], "s2": [30.0]}, index=["a"])
    >>> gravity(times, pd.Series({"s1": 4, "s2": 4}), np.log(2) / 10).round(12).tolist()
    [2.5]
    """
    if not 0 < decay_per_min < np.inf:
        raise SettingError([Fault("access.decay", {"value": decay_per_min})])
    return _reach(times, amounts, lambda minutes: np.exp(-decay_per_min * minutes), mode)


def _reach(
    times: Times, amounts: pd.Series[Any], weight: Callable[[FloatArray], FloatArray], mode: str
) -> pd.Series[Any]:
    names, held = held_at(times, amounts, "amounts")
    index = area_index(times)
    found = np.zeros(len(index))
    for rows, minutes in minute_blocks(times, mode, names):
        found[rows] = weight(minutes) @ held
    return pd.Series(found, index=index)
