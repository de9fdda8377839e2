"""The Kolm-Pollak equally-distributed equivalent: a mean that listens more to those who have furthest."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.averages import weighted_mean
from narvaro.access.values import finite, weighed
from narvaro.errors import Fault, SettingError


def kolm_pollak_ede(
    minutes: pd.Series[Any],
    people: pd.Series[Any],
    kappa_per_min: float,
    *,
    unreached_min: float | None = None,
    burden: bool = True,
) -> float:
    r"""Return the minutes that, if everybody had them, would be as bad as the uneven minutes they have.

    .. math:: E = \frac{1}{\kappa} \ln \Big( \frac{1}{P} \sum_i p_i e^{\kappa t_i} \Big), \qquad \kappa > 0

    with :math:`p_i` people, :math:`P` their sum, :math:`t_i` minutes and :math:`\kappa` the aversion to
    inequality per minute. Minutes are a burden, so *E* is at least the mean and grows with unevenness. In the
    papers the sign sits in kappa (theirs is :math:`-\kappa` for a burden); here `kappa_per_min` is always
    the size of the aversion and `burden` the direction. For a good (`burden=False`)

    .. math:: E = -\frac{1}{\kappa} \ln \Big( \frac{1}{P} \sum_i p_i e^{-\kappa x_i} \Big) \le \bar x.

    Exponents are shifted by the largest before they are taken, so no minutes are too many.

    Parameters
    ----------
    minutes
        Minutes by area; missing means unreachable.
    people
        People by area; the same labels.
    kappa_per_min
        Aversion per minute, zero or more; at zero *E* is the mean.
    unreached_min
        Minutes at which a person without reach is counted; without it *E* is infinite for a burden, as
        somebody is infinitely far.
    burden
        True for minutes, False for something that is good to have.

    Returns
    -------
    Minutes, between the mean and the largest value for a burden, between the smallest and the mean for a
    good; NaN where nobody lives.

    Raises
    ------
    SettingError
        If labels differ or kappa is below zero.

    References
    ----------
    Logan, T. M., Anderson, M. J., Williams, T. G. and Conrow, L. (2021). Measuring inequalities in urban
    systems: an approach for evaluating the distribution of amenities and burdens. *Computers, Environment
    and Urban Systems* 86, 101590.
    Kolm, S.-C. (1976). Unequal inequalities I. *Journal of Economic Theory* 12(3), 416-442.

    Examples
    --------
    With kappa = ln 2 / 10, ten minutes more weigh twice as much: (1 + 8) / 2 = 4.5 = 2 ** 2.17.

    >>> minutes, people = pd.Series([0.0, 30.0]), pd.Series([1, 1])
    >>> round(kolm_pollak_ede(minutes, people, math.log(2) / 10), 4)
    21.6993
    >>> kolm_pollak_ede(minutes, people, 0.0)
    15.0
    """
    if not (np.isfinite(kappa_per_min) and kappa_per_min >= 0):
        raise SettingError([Fault("access.kappa", {"value": kappa_per_min})])
    if kappa_per_min == 0:
        return weighted_mean(minutes, people, unreached_min=unreached_min)
    far, weights = weighed(minutes, people, unreached=unreached_min)
    if not weights.size:
        return float("nan")
    signed = kappa_per_min if burden else -kappa_per_min
    exponents = signed * far
    top = float(exponents.max())
    if np.isinf(top):
        return float("inf")
    mean = float(np.exp(exponents - top) @ weights / weights.sum())
    return (top + math.log(mean)) / signed


def kolm_pollak_index(
    minutes: pd.Series[Any],
    people: pd.Series[Any],
    kappa_per_min: float,
    *,
    unreached_min: float | None = None,
) -> float:
    r"""Return what unevenness costs in minutes: the equally-distributed equivalent less the mean.

    .. math:: I = E - \bar t

    Returns
    -------
    Minutes, zero or more; zero where everybody has the same; NaN where nobody lives or where somebody is
    without reach and no figure is given for them.

    References
    ----------
    Logan, T. M. et al. (2021), as for :func:`kolm_pollak_ede`.

    Examples
    --------
    >>> round(kolm_pollak_index(pd.Series([0.0, 30.0]), pd.Series([1, 1]), math.log(2) / 10), 4)
    6.6993
    """
    equal = kolm_pollak_ede(minutes, people, kappa_per_min, unreached_min=unreached_min)
    mean = weighted_mean(minutes, people, unreached_min=unreached_min)
    return max(0.0, equal - mean) if np.isfinite(equal) else float("nan")


def kappa_from_epsilon(minutes: pd.Series[Any], people: pd.Series[Any], epsilon: float) -> float:
    r"""Return the kappa that gives these minutes the aversion of Atkinson's epsilon.

    .. math:: \kappa = |\varepsilon| \frac{\sum_i p_i t_i}{\sum_i p_i t_i^2}

    Compare plans with one kappa, taken from the minutes before; a kappa of each plan's own would move
    the yardstick.

    Returns
    -------
    Aversion per minute; NaN where nobody lives or all minutes are zero.

    Raises
    ------
    SettingError
        If labels differ, or somebody lives beyond all reach.

    References
    ----------
    Logan, T. M. et al. (2021), as for :func:`kolm_pollak_ede`; there epsilon is below zero for a burden.

    Examples
    --------
    >>> kappa_from_epsilon(pd.Series([10.0, 30.0]), pd.Series([1, 1]), 1.0)
    0.04
    """
    if not np.isfinite(epsilon):
        raise SettingError([Fault("access.aversion", {"value": str(epsilon)})])
    far, weights = weighed(minutes, people)
    finite(far, "kappa")
    squares = float((far**2) @ weights)
    return abs(epsilon) * float(far @ weights) / squares if squares > 0 else float("nan")
