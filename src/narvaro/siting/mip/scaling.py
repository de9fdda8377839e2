"""A MIP as HiGHS should see it: its figures times powers of two, so that none is rounded.

HiGHS holds rows to 1e-9 and reduced costs to 1e-9, as given. So each row is divided by its largest coefficient.
Where a plan is at hand, no plan that betters it spends more on any one column than the value leaves, so a column that
costs more is held to what may be spent on it, and then measured in that: prices of a million million for what no good
plan has (room exceeded, people unserved) else drown what is to be decided. The objective is divided by what is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Sparse
from narvaro.siting.form.rounding import power_of_two, powers_of_two
from narvaro.siting.mip.solver import Mip

__all__ = ["Scaled", "scaled", "without_plan"]

_LARGEST = 2.0**10  # coefficient of the objective
_LEAST = 2.0**-28  # of a column that is left: HiGHS drops coefficients below 1e-9
_SPARE = 1.0 + 1e-6  # of what may be spent, so that rounding rules nothing out


@dataclass(frozen=True, eq=False)
class Scaled:
    """A MIP and its factors: a column is `1 / column` of its own there, a row `row` and the objective `unit` times."""

    mip: Mip
    column: Floats
    row: Floats
    unit: float

    def duals(self, found: Floats) -> Floats:
        """Return duals of the rows as given."""
        return found * self.row / self.unit


def scaled(mip: Mip, left: float = np.inf, spared: Floats | None = None, *, held: bool = True) -> Scaled:
    """Return the MIP scaled for HiGHS.

    Parameters
    ----------
    left
        What plans of interest can spend on one column above the least of any plan; infinite where no plan is known.
    spared
        What the site of each binary column spends at least, whichever of its options it picks.
    held
        Whether ceilings hold; where they may be broken, columns are not held to them.
    """
    cost, upper, left = mip.cost, mip.upper.copy(), left * _SPARE
    continuous = np.arange(len(cost)) >= mip.binary
    most = np.divide(left, cost, out=np.full(len(cost), np.inf), where=cost > 0)
    if held:
        most = np.minimum(most, _most_under_ceilings(mip))
    upper[continuous] = np.minimum(upper, most)[continuous]
    # so little of it is left that HiGHS would drop it from its rows
    upper[continuous & (upper < _LEAST)] = 0.0
    column = np.where(continuous, np.minimum(2.0 * powers_of_two(upper), 1.0), 1.0)
    # a binary column is not scaled, but one that costs more than is left is in no better plan
    if spared is not None:
        upper[: mip.binary][cost[: mip.binary] - spared > left] = 0.0
    used = cost * column
    live = (upper > 0) & np.isfinite(used)
    unit = _LARGEST / power_of_two(float(np.abs(used[live]).max(initial=0.0)))
    rows: Sparse = sparse.csr_array(mip.rows @ sparse.diags_array(column, format="csr"))
    size = np.zeros(rows.shape[0])
    if rows.nnz:
        size = np.abs(rows).max(axis=1).toarray().ravel()
    row = 1.0 / powers_of_two(size)
    return Scaled(
        replace(
            mip,
            cost=np.where(live, used * unit, 0.0),
            upper=upper / column,
            rows=sparse.csr_array(sparse.diags_array(row, format="csr") @ rows),
            row_lower=mip.row_lower * row,
            row_upper=mip.row_upper * row,
            constant=mip.constant * unit,
        ),
        column,
        row,
        unit,
    )


def _most_under_ceilings(mip: Mip) -> Floats:
    """Return what each column can be at most by the rows that only add up what may not pass a ceiling."""
    rows, most = mip.rows, np.full(len(mip.cost), np.inf)
    adds = np.isfinite(mip.row_upper) & np.isneginf(mip.row_lower)
    length = np.diff(rows.indptr)
    owner = np.repeat(np.arange(len(length)), length)
    fits = (rows.data >= 0) & (rows.indices >= mip.binary)
    adds &= np.bincount(owner[fits], minlength=len(length)) == length
    at = adds[owner] & (rows.data > 0)
    np.minimum.at(most, rows.indices[at], mip.row_upper[owner[at]] * _SPARE / rows.data[at])
    return most


def without_plan(mip: Mip, pick: NDArray[np.int64]) -> Mip:
    """Return the MIP with one plan cut off."""
    row = np.zeros(len(mip.cost))
    row[: mip.binary] = np.isin(mip.options, pick)
    return replace(
        mip,
        rows=sparse.csr_array(sparse.vstack([mip.rows, sparse.csr_array(row[None])], format="csr")),
        row_lower=np.append(mip.row_lower, -np.inf),
        row_upper=np.append(mip.row_upper, len(pick) - 1.0),
    )
