"""The master of the counts: what every plan costs at least, told by the numbers of its types alone.

Each set of multipliers, with a price for each type, bounds every plan by a linear function of its counts,

    value >= alpha_t - price_t . n        (t = 1, 2, ...; Benders 1962, Geoffrion 1974)

and the least of their maximum over a box of counts is a small linear problem, which HiGHS solves. Nothing rests on its
word: with its duals, whatever they are, the bound of a box is a sum (`least`).
"""

# highspy has no complete types
# mypy: disable-error-code="no-untyped-call, unused-ignore"

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from narvaro.siting.form.problem import Floats
from narvaro.siting.mip.highs import SilentHighs
from narvaro.siting.tree.option_types import OptionTypes

__all__ = ["Master"]

_DIGITS = 1e3  # the value in the units of the linear problem
_ROUNDING = 1e-13  # share of the magnitudes that is taken off a bound for each row: no sum is off by more


class Master:
    """The linear problem over the counts; its rows are the sums, the wide limits, the classes and then the cuts."""

    def __init__(self, types: OptionTypes, lower: Floats, upper: Floats, value: float) -> None:
        self.types, self.value = types, value
        self.unit = abs(value) / _DIGITS  # HiGHS's tolerances are absolute, so the value is put at a thousand
        self.fixed = np.concatenate([types.sums, types.use, types.member])
        self.edges = (
            np.concatenate([lower, types.size]),
            np.concatenate([upper, types.size]),
        )
        self.alpha: list[float] = []
        self.price: list[Floats] = []
        self._count = len(types.most)
        self._sums = np.arange(len(types.sums), dtype=np.int32)
        self._lay_out()

    def _lay_out(self) -> None:
        count, free = self._count, highspy.kHighsInf
        lp = SilentHighs()
        self.lp = lp
        lp.setOptionValue("output_flag", False)
        lp.addVars(count + 1, np.append(np.zeros(count), -free), np.append(self.types.most, free))
        lp.changeColCost(count, 1.0)
        lower = np.concatenate([np.full(len(self._sums), -free), self.edges[0]])
        upper = np.concatenate([np.full(len(self._sums), free), self.edges[1]])
        for row, lo, hi in zip(self.fixed, lower, upper, strict=True):
            columns = np.flatnonzero(row).astype(np.int32)
            lp.addRow(lo, hi, len(columns), columns, row[columns])

    def add(self, alpha: float, price: Floats) -> None:
        """Add what a set of multipliers proves."""
        self.alpha.append(alpha)
        self.price.append(price)
        row = np.append(price / self.unit, 1.0)
        columns = np.arange(len(row), dtype=np.int32)
        self.lp.addRow((alpha - self.value) / self.unit, highspy.kHighsInf, len(row), columns, row)

    def at(self, counts: Floats) -> tuple[int, float]:
        """Return the cut that proves most at some counts, and what it proves."""
        proven = np.array(self.alpha) - np.array(self.price) @ counts
        best = int(np.argmax(proven))
        return best, float(proven[best])

    def solve(self, lower: Floats, upper: Floats) -> tuple[Floats | None, float, Floats]:
        """Return the counts in a box that could cost least, what they cost at least, and the rows' duals.

        Without counts the duals are a ray, which proves the box empty.
        """
        lp = self.lp
        lp.hold_rows(self._sums, lower, upper)
        lp.run()
        # an empty box needs a proof as any other
        if lp.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None, np.inf, self._in_cost(lp.dual_ray())
        found = lp.getSolution()
        counts = np.asarray(found.col_value)
        least = self.value + self.unit * float(counts[-1])
        return counts[:-1], least, self._in_cost(np.asarray(found.row_dual))

    def _in_cost(self, duals: Floats) -> Floats:
        duals = duals.copy()  # HiGHS's own array
        duals[: len(self.fixed)] *= self.unit
        return duals

    def least(self, duals: sparse.csr_array, lower: Floats, upper: Floats, ray: bool = False) -> Floats:
        """Return what every plan of each box costs at least, by its duals; any duals prove something.

        With pi the duals of the cuts scaled to a sum of one and y those of the other rows, all in the units of cost,

            bound = pi . alpha + sum_r (y_r lower_r or y_r upper_r, by its sign)
                    + sum_h most_h min(0, -(pi price)_h - (y rows)_h)

        Parameters
        ----------
        duals
            One row for each box, shape (D, n_rows); a row may be shorter than there are cuts now.
        lower, upper
            The boxes' edges of the sums, shape (D, B).
        ray
            Leave the cuts out: what the other rows prove against zero.
        """
        fixed = len(self.fixed)
        y = duals[:, :fixed].toarray()
        lo = np.hstack([lower, np.broadcast_to(self.edges[0], (len(y), len(self.edges[0])))])
        hi = np.hstack([upper, np.broadcast_to(self.edges[1], (len(y), len(self.edges[1])))])
        edge = np.where(y > 0, lo, hi)
        # HiGHS may give a trace of a dual to an edge that is not there
        y = np.where(np.isfinite(edge), y, 0.0)
        held = np.where(np.isfinite(edge), edge, 0.0) * y
        rest = -(y @ self.fixed)
        total, size = held.sum(axis=1), np.abs(held).sum(axis=1)
        if not ray:
            pi = np.maximum(duals[:, fixed:].toarray(), 0.0)
            pi[pi.sum(axis=1) == 0, 0] = 1.0  # no cut speaks: the first one will do, as any would
            pi /= pi.sum(axis=1, keepdims=True)
            alpha, price = np.array(self.alpha)[: pi.shape[1]], np.array(self.price)[: pi.shape[1]]
            rest -= pi @ price
            total, size = (
                total + pi @ alpha,
                size + pi @ np.abs(alpha) + (pi @ np.abs(price)) @ self.types.most,
            )
        low = np.minimum(rest, 0.0) * self.types.most
        return np.asarray(
            total + low.sum(axis=1) - _ROUNDING * len(self.fixed) * (size + np.abs(low).sum(axis=1))
        )
