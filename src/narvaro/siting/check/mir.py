"""The rows of mixed-integer rounding that a proof rests on, made again from the given limits in whole numbers.

For a limit `sum_k a_k y_k <= b` of whole numbers, a shift s_j of each site and a divisor D, each plan keeps

    sum_k (floor(a'_k / D) (D - r) + max(0, a'_k mod D - r)) y_k <= floor(b' / D) (D - r)

with a'_k = a_k - s_site(k), b' = b - sum s and r = b' mod D (Nemhauser and Wolsey 1990): it picks one option of each
site, so the shift takes the same from both sides; and with a'_k = D f_k + g_k the row over D, whose slack is at least
zero, is rounded in the usual way.

A limit with decimals is multiplied by a scale that makes its coefficients whole. As floats they are off by a trace e,
and a plan may pass the edge by the rounding s of its sum; so a whole sum lies below scale * edge + n e + s, where
n e + s must be less than a thousandth, and is at most the whole number below that.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, isfinite

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault
from narvaro.siting.form.problem import Limits, Problem
from narvaro.siting.form.rounding import MORE, UNIT
from narvaro.siting.form.solution import MirCut

__all__ = ["rounded_limits"]

_LARGEST = 2**53  # a whole number beyond this may not be a float
_MOST_OFF = Fraction(1, 1000)  # what all roundings of a plan's sum must come to less than


def rounded_limits(problem: Problem, cuts: Sequence[MirCut]) -> tuple[Limits, list[Fault]]:
    """Return the rows of a proof's cuts, and what is wrong with them."""
    rows, edges, faults = [np.zeros((0, len(problem.options)))], [], []
    for number, cut in enumerate(cuts):
        made = _rounded(problem, cut)
        if made is None:
            faults.append(Fault("check.mir", {"cut": str(number)}))
        else:
            rows.append(np.array(made[0], np.float64)[None])
            edges.append(float(made[1]))
    names = tuple(f"cut {number}" for number in range(len(edges)))
    matrix = sparse.csr_array(np.concatenate(rows))
    return Limits(matrix, np.full(len(edges), -np.inf), np.array(edges), names), faults


def _rounded(problem: Problem, cut: MirCut) -> tuple[list[int], int] | None:
    """Return the coefficients and the edge of one cut; None where it cannot be made."""
    limits = problem.limits
    if not 0 <= cut.limit < len(limits) or np.shape(cut.shift) != (problem.n_sites,):
        return None
    divisor, scale = int(cut.divisor), int(cut.scale)
    shift = [int(s) for s in np.asarray(cut.shift).tolist()]
    if divisor != cut.divisor or divisor < 1 or scale != cut.scale or scale < 1:
        return None
    edge = float(limits.upper[cut.limit] if cut.upper else -limits.lower[cut.limit])
    if shift != np.asarray(cut.shift).tolist() or not isfinite(edge):
        return None
    row = (1 if cut.upper else -1) * limits.matrix[[cut.limit]].toarray()[0]
    whole, off = _in_whole_numbers(row, scale)
    size = problem.n_sites * float(np.abs(row).max(initial=0.0)) + abs(edge)
    # as a sum of n figures may pass an edge by (n + 8) 2^-53 of their size (`keeps`)
    passed = (problem.n_sites + MORE) * Fraction(UNIT) * Fraction(size) * scale
    if not problem.n_sites * off + passed < _MOST_OFF:
        return None
    moved = [a - shift[j] for a, j in zip(whole, problem.options.site.tolist(), strict=True)]
    over, rest = divmod(floor(Fraction(edge) * scale + _MOST_OFF) - sum(shift), divisor)
    rounded = [(a // divisor) * (divisor - rest) + max(0, a % divisor - rest) for a in moved]
    top = over * (divisor - rest)
    return (rounded, top) if max(map(abs, [*rounded, top])) <= _LARGEST else None


def _in_whole_numbers(row: NDArray[np.float64], scale: int) -> tuple[list[int], Fraction]:
    """Return a row so many times as large in whole numbers, and by how much the furthest of its figures is off."""
    values, which = np.unique(row, return_inverse=True)
    exact = [Fraction(a) * scale for a in values.tolist()]
    whole = [round(a) for a in exact]
    off = max(abs(a - b) for a, b in zip(whole, exact, strict=True))
    return [whole[w] for w in which.tolist()], off
