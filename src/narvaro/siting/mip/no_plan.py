"""Whether any plan keeps the limits: a plan that does, or a proof that none can, which rests on no solver's word.

Take any multipliers y of the limits. A plan that keeps them has

    sum_j (least of sum_r y_r a_rk over the options k of site j) <= sum_r max(y_r lower_r, y_r upper_r),

so where the left side is larger there is no plan (Farkas; weak duality). HiGHS's ray of an infeasible linear relaxation
gives such y. The sums are made with a bound on their rounding, and in fractions where that leaves a doubt. Where the
relaxation is feasible but no plan is found, the options of a site are split in two and each half is settled alone.
"""

# highspy has no complete types
# mypy: disable-error-code="no-untyped-call, unused-ignore"

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Sparse, is_whole
from narvaro.siting.form.rounding import MORE, UNIT
from narvaro.siting.mip.cuts import Cut
from narvaro.siting.mip.highs import SilentHighs, row_units

__all__ = ["Existence", "LimitRows", "loosened", "settle", "taking_part"]

_NODES = 4_000  # parts of the plans that are looked at
_SMALL = 40_000  # entries up to which sums are made in fractions: they are slow
_RELAXED_S = 60.0  # of HiGHS for one linear relaxation
_SAFE = 4.0  # times the rounding of one sum: there are products, sums of them and a difference


@dataclass(frozen=True, eq=False)
class LimitRows:
    """Limits over options that stand by site: `lower <= matrix @ y <= upper`, edges with all that a plan may pass."""

    matrix: Sparse  # CSR, shape (R, K)
    lower: Floats
    upper: Floats
    site: NDArray[np.int64]  # of each option, rising
    cut_off: Callable[[NDArray[np.int64]], Cut | None]  # whether a plan keeps all rows, exactly

    def with_cut(self, cut: Cut) -> LimitRows:
        """Return the rows with one more."""
        row = np.zeros((1, len(self.site)))
        row[0, cut.options] = 1.0
        matrix = sparse.csr_array(sparse.vstack([self.matrix, sparse.csr_array(row)], format="csr"))
        edges = np.append(self.lower, -np.inf), np.append(self.upper, float(cut.most))
        return LimitRows(matrix, *edges, self.site, self.cut_off)


@dataclass(frozen=True, eq=False)
class Existence:
    """A plan, or that there is none, or neither."""

    pick: NDArray[np.int64] | None
    none: bool


def loosened(rows: Sparse, edge: Floats, sign: float, site: NDArray[np.int64]) -> Floats:
    """Return edges with the most that any plan may pass them by (see `keeps`); whole ones stay as they are."""
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    exact = (np.bincount(row[~is_whole(rows.data)], minlength=rows.shape[0]) == 0) & is_whole(edge)
    # of each site a plan has one option, so its figures are at most the sites' largest
    largest = np.zeros((rows.shape[0], int(site[-1]) + 1))
    np.maximum.at(largest, (row, site[rows.indices]), np.abs(rows.data))
    size = largest.sum(axis=1) + np.where(np.isfinite(edge), np.abs(edge), 0.0)
    slack = 2.0 * (np.diff(rows.indptr) + MORE) * UNIT * size
    return np.asarray(edge + sign * np.where(exact, 0.0, slack))


def settle(rows: LimitRows, allowed: NDArray[np.bool_], seconds: float) -> Existence:
    """Find a plan that keeps the rows, or prove that there is none, within some time and nodes."""
    began, waiting = time.perf_counter(), [allowed]
    for _ in range(_NODES):
        if not waiting:
            return Existence(None, True)
        if time.perf_counter() - began > seconds:
            break
        here = waiting.pop()  # the last first: deep soon, so that a plan is found early where there is one
        if not _each_site(rows.site, here):
            continue
        found, values = _relaxed(rows, here)
        if found == "none":
            if _proves(rows, here, values):
                continue
            values = here.astype(np.float64)  # the ray proved nothing, so all options are as likely
        pick = _rounded(rows.site, here, values)
        cut = rows.cut_off(pick)
        if cut is None:
            return Existence(pick, False)
        rows = rows.with_cut(cut)  # every plan keeps the row, so it holds in all parts
        waiting.extend(_parts(rows.site, here, values, pick))  # none where it was the only plan
    return Existence(None, False)


def taking_part(rows: LimitRows, allowed: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Return rows that no plan keeps together, by the linear relaxation alone; None where it does not prove so."""
    found, ray = _relaxed(rows, allowed)
    for sign in (1.0, -1.0) if found == "none" else ():
        if _proven(rows, allowed, sign * ray):
            return np.flatnonzero(_sided(rows, sign * ray))
    return None


def _each_site(site: NDArray[np.int64], allowed: NDArray[np.bool_]) -> bool:
    return bool((np.bincount(site[allowed], minlength=int(site[-1]) + 1) > 0).all())


def _rounded(site: NDArray[np.int64], allowed: NDArray[np.bool_], values: Floats) -> NDArray[np.int64]:
    """Return each site's allowed option with the largest value."""
    order = np.lexsort((-np.where(allowed, values, -np.inf), site))
    first = np.concatenate([[True], np.diff(site[order]) > 0])
    return np.asarray(order[first])


def _parts(
    site: NDArray[np.int64], allowed: NDArray[np.bool_], values: Floats, pick: NDArray[np.int64]
) -> list[NDArray[np.bool_]]:
    """Split the options of the site that is least agreed about: all but its likeliest, and that one alone."""
    many = np.bincount(site[allowed], minlength=len(pick))
    doubt = np.where(many > 1, 1.0 - values[pick], -1.0)
    j = int(np.argmax(doubt))
    if doubt[j] < 0.0:
        return []
    others, alone = allowed.copy(), allowed.copy()
    others[pick[j]] = False
    alone[site == j] = False
    alone[pick[j]] = True
    return [others, alone]


def _relaxed(rows: LimitRows, allowed: NDArray[np.bool_]) -> tuple[str, Floats]:
    """Solve the linear relaxation: values of the options, or a ray that may prove that there are none."""
    count, sites = len(rows.site), int(rows.site[-1]) + 1
    choose = sparse.csr_array((np.ones(count), (rows.site, np.arange(count))), shape=(sites, count))
    # in units of each row's largest figure, powers of two, since HiGHS's tolerances are absolute
    unit = row_units(rows.matrix)
    matrix = rows.matrix.copy()
    matrix.data = matrix.data / np.repeat(unit, np.diff(matrix.indptr))
    whole = sparse.csr_array(sparse.vstack([choose, matrix], format="csr"))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, whole.shape[0]
    lp.col_cost_, lp.col_lower_ = np.zeros(count), np.zeros(count)
    lp.col_upper_ = allowed.astype(np.float64)
    lp.row_lower_ = np.concatenate([np.ones(sites), rows.lower / unit])
    lp.row_upper_ = np.concatenate([np.ones(sites), rows.upper / unit])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = whole.indptr.astype(np.int32)
    lp.a_matrix_.index_ = whole.indices.astype(np.int32)
    lp.a_matrix_.value_ = whole.data
    solver = SilentHighs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("presolve", "off"),
        ("time_limit", _RELAXED_S),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run_until_stopped()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return "none", solver.dual_ray()[sites:] / unit
    return "some", np.asarray(solver.getSolution().col_value, np.float64)


def _proves(rows: LimitRows, allowed: NDArray[np.bool_], ray: Floats) -> bool:
    """Whether multipliers prove that no plan of the allowed options keeps the rows, in either direction."""
    # HiGHS's rays have no sign that is promised; the sum tells which of the two proves something
    return any(_proven(rows, allowed, sign * ray) for sign in (1.0, -1.0))


def _sided(rows: LimitRows, y: Floats) -> Floats:
    """Return multipliers without those of edges that are not there."""
    return np.where(np.isinf(np.where(y > 0, rows.upper, rows.lower)), 0.0, y)


def _proven(rows: LimitRows, allowed: NDArray[np.bool_], y: Floats) -> bool:
    y = _sided(rows, y)
    if not y.any():
        return False
    used = np.flatnonzero(y)
    matrix, y = rows.matrix[used], y[used]
    edge = np.where(y > 0, rows.upper[used], rows.lower[used])
    each, size = matrix.T @ y, np.abs(matrix).T @ np.abs(y)
    first = np.flatnonzero(np.concatenate([[True], np.diff(rows.site) > 0]))
    least = np.minimum.reduceat(np.where(allowed, each, np.inf), first)
    most = np.maximum.reduceat(np.where(allowed, size, 0.0), first)
    terms = len(y) + len(first) + MORE
    rounding = _SAFE * terms * UNIT * float(most.sum() + np.abs(y * edge).sum())
    distance = float(least.sum()) - float((y * edge).sum())
    if abs(distance) > rounding or matrix.nnz > _SMALL:
        return distance > rounding
    total = -sum(
        (Fraction(a) * Fraction(b) for a, b in zip(y.tolist(), edge.tolist(), strict=True)), Fraction()
    )
    table = sparse.csc_array(matrix)
    at: dict[int, Fraction] = {}
    for k in np.flatnonzero(allowed).tolist():
        span = slice(table.indptr[k], table.indptr[k + 1])
        sums = zip(table.indices[span].tolist(), table.data[span].tolist(), strict=True)
        worth = sum((Fraction(float(y[r])) * Fraction(a) for r, a in sums), Fraction())
        j = int(rows.site[k])
        at[j] = min(at[j], worth) if j in at else worth
    return total + sum(at.values(), Fraction()) > 0
