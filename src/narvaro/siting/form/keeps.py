"""When a plan keeps a limit or a ceiling: one rule, for the engine and for the check.

A float is a fraction, so what a plan uses can be compared with an edge without any rounding. Where the coefficients and
the edges of a limit are whole numbers that is done: not one unit may pass. Figures with decimals are themselves rounded
when they are written as floats, and an edge is often a sum of the same figures; so there n figures may pass an edge by

    (n + 8) 2^-53 (sum |a_k| + |edge|),

which is what adding the same n figures in another order can change. The sum compared is exact in either case.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Floats, Limits, is_whole
from narvaro.siting.form.rounding import EXACT, MORE, UNIT

__all__ = ["above", "broken_by", "broken_limits", "keeps_ceiling", "usual_slack"]

_CLEAR = 3.0  # roundings from a ceiling beyond which the float's sum decides by itself
_OF_WHOLE = 1e-6  # whole numbers pass an edge with decimals by no more, however large they are


def _slack(limits: Limits, size: Floats, terms: NDArray[np.int64], edge: Floats) -> Floats:
    """Return by how much so many terms of such magnitude may pass the edges, shape (R,)."""
    slack = (terms + MORE) * UNIT * (size + np.where(np.isfinite(edge), np.abs(edge), 0.0))
    slack = np.where(limits.whole_use, np.minimum(slack, _OF_WHOLE), slack)
    return np.where(limits.whole_use & is_whole(edge), 0.0, slack)


def usual_slack(limits: Limits) -> Floats:
    """Return about how much a plan near an edge may pass it, shape (R,); a search's plans are checked again."""
    matrix = limits.matrix
    edge = np.maximum(*(np.where(np.isfinite(e), np.abs(e), 0.0) for e in (limits.lower, limits.upper)))
    # a plan near an edge uses about the edge, give or take a coefficient of the usual size
    usual = np.array(
        [
            np.median(np.abs(matrix.data[a:b])) if b > a else 0.0
            for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
        ]
    )
    return _slack(limits, edge + usual, np.diff(matrix.indptr), edge)


def _exactly_above(coefficients: Floats, edge: float, slack: float) -> bool:
    # in fractions nothing is rounded; a plan has one figure for each site, so that is quick enough
    return sum(map(Fraction, coefficients.tolist()), Fraction(-edge)) > Fraction(slack)


def above(coefficients: Floats, edge: float, whole: bool) -> bool:
    """Whether figures add up to more than an edge allows.

    Examples
    --------
    >>> above(np.array([1e12, 1.0]), 1e12, whole=True), above(np.array([0.1, 0.1, 0.1]), 0.3, whole=False)
    (True, False)
    """
    size = float(np.abs(coefficients).sum()) + abs(edge)
    slack = 0.0 if whole else (len(coefficients) + MORE) * UNIT * size
    return _exactly_above(coefficients, edge, slack)


def broken_limits(limits: Limits, row: NDArray[np.int64], coefficient: Floats) -> NDArray[np.int64]:
    """Return the limits that a plan breaks, by the entries of its options: the row and the coefficient of each."""
    count = len(limits)
    used: Floats = np.bincount(row, coefficient, count).astype(np.float64)
    size: Floats = np.bincount(row, np.abs(coefficient), count).astype(np.float64)
    terms = np.bincount(row, minlength=count)
    broken = np.zeros(count, bool)
    for sign, edge in ((1.0, limits.upper), (-1.0, limits.lower)):
        finite = np.isfinite(edge)
        distance = np.where(finite, sign * (used - np.where(finite, edge, 0.0)), -np.inf)
        slack = _slack(limits, size, terms, edge)
        rounding = (terms + MORE) * UNIT * (size + np.where(finite, np.abs(edge), 0.0))
        sure = limits.whole_use & is_whole(edge) & (size + np.where(finite, np.abs(edge), 0.0) < EXACT)
        rounding[sure] = 0.0  # sums of whole numbers this small are exact, so the float decides
        broken |= distance > slack + rounding
        # only where the float's own rounding could decide is the sum made again in fractions
        doubtful = ~broken & (distance > slack - rounding) & ~sure
        for r in np.flatnonzero(doubtful):
            broken[r] |= _exactly_above(sign * coefficient[row == r], sign * float(edge[r]), float(slack[r]))
    return np.flatnonzero(broken)


def broken_by(limits: Limits, option: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the limits that a plan breaks, by its options' numbers in the problem.

    Examples
    --------
    >>> limits = Limits(np.array([[0.0, 1.0, 0.0, 1e12]]), [-np.inf], [1e12], ("budget",))
    >>> broken_by(limits, np.array([1, 3])), broken_by(limits, np.array([0, 3]))
    (array([0]), array([], dtype=int64))
    """
    table = limits.matrix[:, option].tocoo()
    return broken_limits(limits, table.coords[0].astype(np.int64), table.data)


def keeps_ceiling(parts: Floats, top: float) -> bool:
    """Whether what areas pay adds up to no more than a ceiling, by the rule of this module.

    Examples
    --------
    >>> keeps_ceiling(np.array([1e9, 1.0]), 1e9), keeps_ceiling(np.array([0.1, 0.2]), 0.3)
    (False, True)
    """
    total = float(parts.sum())
    # infinity: someone who must be reached is not, or there is no ceiling
    if not np.isfinite(total) or np.isinf(top):
        return bool(total <= top)
    rounding = (len(parts) + MORE) * UNIT * (total + abs(top))
    # far from the edge the float is right; near it `fsum` adds without rounding, which takes longer
    if abs(total - top) > _CLEAR * rounding:
        return total <= top
    whole = bool(is_whole(parts).all() and is_whole(np.array(top)))
    return math.fsum([*parts.tolist(), -top]) <= (0.0 if whole else rounding)
