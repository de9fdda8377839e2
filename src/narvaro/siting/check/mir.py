"""The rows of mixed-integer rounding that a proof rests on, made again from the given limits in whole numbers.

For a limit `sum_k a_k y_k <= b` of whole numbers, a shift s_j of each site and a divisor D, each plan keeps

    sum_k (floor(a'_k / D) (D - r) + max(0, a'_k mod D - r)) y_k <= floor(b' / D) (D - r)

with a'_k = a_k - s_site(k), b' = b - sum s and r = b' mod D (Nemhauser and Wolsey 1990): it picks one option of each
site, so the shift takes the same from both sides; and with a'_k = D f_k + g_k the row over D, whose slack is at least
zero, is rounded in the usual way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
from scipy import sparse

from narvaro.errors import Fault
from narvaro.siting.form.problem import Limits, Problem
from narvaro.siting.form.solution import MirCut

__all__ = ["rounded_limits"]

_LARGEST = 2**53  # a whole number beyond this may not be a float
_PASSED = 1e-5  # by more than this no plan passes an edge with decimals


def rounded_limits(problem: Problem, cuts: Sequence[MirCut]) -> tuple[Limits, list[Fault]]:
    """Return the rows of a proof's cuts, and what is wrong with them."""
    limits, site = problem.limits, problem.options.site.tolist()
    rows, edges, faults = [np.zeros((0, len(site)))], [], []
    for number, cut in enumerate(cuts):
        shaped = 0 <= cut.limit < len(limits) and np.shape(cut.shift) == (problem.n_sites,)
        row = limits.matrix[[cut.limit]].toarray()[0].tolist() if shaped else [0.5]
        edge = float(limits.upper[cut.limit] if cut.upper else -limits.lower[cut.limit]) if shaped else np.inf
        whole = all(a == floor(a) for a in row) and all(s == int(s) for s in np.asarray(cut.shift).tolist())
        divisor = int(cut.divisor)
        if not whole or not np.isfinite(edge) or divisor != cut.divisor or divisor < 1:
            faults.append(Fault("check.mir", {"cut": str(number)}))
            continue
        shift = [int(s) for s in np.asarray(cut.shift).tolist()]
        sign = 1 if cut.upper else -1
        moved = [sign * int(a) - shift[j] for a, j in zip(row, site, strict=True)]
        left = floor(edge + _PASSED) - sum(shift)
        over, rest = divmod(left, divisor)
        rounded = [(a // divisor) * (divisor - rest) + max(0, a % divisor - rest) for a in moved]
        top = over * (divisor - rest)
        if max(map(abs, [*rounded, top])) > _LARGEST:
            faults.append(Fault("check.mir", {"cut": str(number)}))
            continue
        rows.append(np.array(rounded, np.float64)[None])
        edges.append(float(top))
    names = tuple(f"cut {number}" for number in range(len(edges)))
    matrix = sparse.csr_array(np.concatenate(rows))
    return Limits(matrix, np.full(len(edges), -np.inf), np.array(edges), names), faults
