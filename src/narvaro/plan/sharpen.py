"""Rules made sharper for the engine: the same plans keep them, but fewer mixtures of plans do, so bounds are better.

A bound is made by letting sites mix their paths: 0.44 of an office opens where the money is left for it. A sum of whole
offices takes only some values, so a ceiling may be lowered to the highest sum that whole offices reach, and a floor
raised to the lowest (Chvátal 1973). Messages and checks go by the rule as it was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from narvaro.plan.limits import Rule
from narvaro.plan.options import Paths

MOST_VALUES = 64
"""A sum of more different figures than this reaches nearly every value; it is left as it is."""
MOST_STEPS = 2_000_000
"""Sums are looked for on at most so many steps of their greatest common divisor."""


def sharpened(rule: Rule, paths: Paths) -> Rule:
    """Return a rule of money or room as whole offices can meet it; other rules as they are."""
    if rule.family == "money":
        return replace(rule, upper=_ceiling(rule, paths))
    if rule.family == "room":
        least = _floor(rule, paths)
        return replace(rule, lower=least, coefficients=np.minimum(rule.coefficients, least))
    return rule


def _ceiling(rule: Rule, paths: Paths) -> float:
    """Return the highest sum up to the rule's ceiling that one path for each site can reach, or more."""
    start = np.flatnonzero(np.diff(paths.site, prepend=-1))
    least = np.minimum.reduceat(rule.coefficients, start)
    beyond = (rule.coefficients - np.repeat(least, np.diff([*start, len(paths.site)]))).astype(np.int64)
    fixed = int(least.sum())
    return float(fixed + highest_sum(tuple(np.unique(beyond[beyond > 0]).tolist()), int(rule.upper) - fixed))


@lru_cache(maxsize=64)  # where one year's money changes, most windows of years stay as they were
def highest_sum(figures: tuple[int, ...], ceiling: int) -> int:
    """Return the highest sum up to a ceiling of figures that may each be taken any number of times.

    Examples
    --------
    Offices of 3.55 and a ceiling of 15: four of them, 14.2.

    >>> highest_sum((3550,), 15_000), highest_sum((3, 5), 7), highest_sum((), 9)
    (14200, 6, 0)
    """
    if ceiling < 0 or not figures:
        return min(ceiling, 0)
    step = reduce(gcd, figures)
    bits = ceiling // step
    if len(figures) > MOST_VALUES or bits > MOST_STEPS:
        return ceiling
    whole = (1 << (bits + 1)) - 1  # bit b stands for the sum b * step
    reached = 1
    for figure in figures:
        shift = figure // step
        while shift <= bits:
            reached |= (reached << shift) & whole
            shift *= 2
    return (reached.bit_length() - 1) * step


def _floor(rule: Rule, paths: Paths) -> float:
    """Return the lowest sum from the rule's floor upwards that one path for each site can reach."""
    inside = rule.coefficients > 0
    sites = np.unique(paths.site[inside])
    values = [_values(rule.coefficients[paths.site == j]) for j in sites.tolist()]
    if any(figure != int(figure) for each in values for figure in each):
        return rule.lower
    return lowest_sum([[int(figure) for figure in each] for each in values], rule.lower)


def _values(figures: NDArray[np.float64]) -> list[float]:
    return sorted(set(figures.tolist()))


def lowest_sum(values: list[list[int]], floor: float) -> float:
    """Return the lowest sum from a floor upwards of one figure from each list; the floor where there is none.

    Examples
    --------
    Two offices with room for 0, 6 or 15: a floor of 16 is one of 21.

    >>> lowest_sum([[0, 6, 15], [0, 6, 15]], 16.0)
    21.0
    """
    sums = {0}
    for each in values:
        sums = {known + more for known in sums for more in each}
    return float(min((figure for figure in sums if figure >= floor), default=floor))
