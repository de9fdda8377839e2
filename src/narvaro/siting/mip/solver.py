"""What HiGHS is asked and what it answers: any MIP over options, one of its runs, and its plans held to every limit."""

# highspy has no complete types
# mypy: disable-error-code="no-untyped-call, unused-ignore"

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import power_of_two
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip.cuts import cut_off
from narvaro.siting.mip.highs import SilentHighs, row_units

__all__ = [
    "HIGHS_CLOSED",
    "MIP_PAIRS",
    "PRESOLVE_ROWS",
    "Mip",
    "MipResult",
    "ask",
    "lp_of",
    "new_solver",
    "scaled",
    "solve_mip",
]

MIP_PAIRS = 600_000  # the finish takes models up to this size: HiGHS ends them in seconds to minutes
PRESOLVE_ROWS = 20_000  # with a cut-off, presolve takes longer than it saves from this many rows
_CUTS = 60  # plans that break a limit and are cut off, for one question
_LARGE, _SMALL = 2.0**20, 2.0**-20  # figures outside are scaled: HiGHS's tolerances are absolute
_TIGHT = 1e-9  # of HiGHS's tolerances
_LEAST_S, _MOST_S = 0.05, 1e9  # HiGHS wants a time above zero and an end
_SEEDS = 2**31  # HiGHS's seed is a whole number of four bytes
_FEASIBLE = 2  # HiGHS's word for a solution that keeps its rows
HIGHS_CLOSED = 1e-7  # relative gap that counts as closed: rows hold to 1e-9 each


@dataclass(frozen=True)
class MipResult:
    """What HiGHS found: picks or None, its bound, whether it ended by itself, and the nodes of its tree."""

    pick: NDArray[np.int64] | None
    bound: float
    ended: bool
    infeasible: bool
    nodes: int = 0

    def proven(self, value: float, level: float) -> float:
        """Return the bound, at most the level; the value itself where HiGHS ended within its tolerances of it."""
        bound = min(level, self.bound)
        closed = self.ended and bound >= value - HIGHS_CLOSED * max(1.0, abs(value))
        return value if closed else bound


@dataclass(frozen=True, eq=False)
class Mip:
    """A MIP whose first columns are options.

    Rows are kept between `row_lower` and `row_upper`, columns between zero and `upper`; the first `binary` are whole.
    """

    options: NDArray[np.int64]
    cost: Floats
    upper: Floats
    binary: int
    rows: sparse.csr_array
    row_lower: Floats
    row_upper: Floats
    constant: float
    impossible: bool  # a client that must be reached has no place left


def new_solver(seed: int, time_limit: float) -> SilentHighs:
    """Return a HiGHS of one thread, so that the same input gives the same plan, with tight tolerances."""
    solver = SilentHighs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", seed % _SEEDS),
        ("mip_abs_gap", _TIGHT),
        ("time_limit", max(_LEAST_S, min(time_limit, _MOST_S))),
        ("mip_feasibility_tolerance", _TIGHT),
        ("primal_feasibility_tolerance", _TIGHT),
        ("dual_feasibility_tolerance", _TIGHT),
    ):
        solver.setOptionValue(name, value)
    return solver


def lp_of(mip: Mip, relaxed: bool = False) -> highspy.HighsLp:
    """Return the MIP, or its linear relaxation, as HiGHS reads it."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(mip.cost), mip.rows.shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = mip.cost, np.zeros(len(mip.cost)), mip.upper
    lp.row_lower_, lp.row_upper_ = mip.row_lower, mip.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = mip.rows.indptr.astype(np.int32)
    lp.a_matrix_.index_ = mip.rows.indices.astype(np.int32)
    lp.a_matrix_.value_ = mip.rows.data
    lp.offset_ = mip.constant
    if not relaxed:
        kinds = [highspy.HighsVarType.kInteger] * mip.binary
        lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(mip.cost) - mip.binary)
    return lp


def scaled(mip: Mip) -> tuple[Mip, float]:
    """Return the MIP with its objective and rows in units that suit HiGHS's tolerances, and the unit of the objective.

    All units are powers of two, so nothing is rounded. Figures of a usual size stay as they are.
    """
    unit = float(_unusual(np.array(power_of_two(float(np.abs(mip.cost).max(initial=0.0))))))
    rows, units = mip.rows, _unusual(row_units(mip.rows))
    if unit == 1.0 and (units == 1.0).all():
        return mip, 1.0
    data = rows.data / np.repeat(units, np.diff(rows.indptr))
    rows = sparse.csr_array((data, rows.indices, rows.indptr), shape=rows.shape)
    mip = replace(mip, rows=rows, row_lower=mip.row_lower / units, row_upper=mip.row_upper / units)
    return replace(mip, cost=mip.cost / unit, constant=mip.constant / unit), unit


def _unusual(unit: Floats) -> Floats:
    """Return a unit, 1 where it is of a usual size."""
    return np.where((unit < _SMALL) | (unit > _LARGE), unit, 1.0)


def solve_mip(
    model: Model,
    mip: Mip,
    *,
    gap: float,
    time_limit: float,
    seed: int,
    cutoff: float = np.inf,
    nodes: int | None = None,
    start: NDArray[np.int64] | None = None,
) -> MipResult:
    """Let HiGHS solve the MIP, with so many nodes at most, from the picks of a plan where only a better one counts.

    A plan of its that breaks a limit is cut off and HiGHS asked again, so the picks keep every limit; not so where a
    layer has a capacity.
    """
    missing = np.bincount(model.choices.site[mip.options], minlength=model.problem.n_sites) == 0
    if mip.impossible or missing.any():
        return MipResult(None, np.inf, True, True)
    if np.isfinite(cutoff):
        # The cut-off is a row, and no plan is given as a start: with a partial start, or with objective_bound, HiGHS
        # 1.16 has ended "optimal" below the true optimum.
        mip = _with_row(mip, mip.cost, cutoff - mip.constant)
    before = len(mip.row_lower)
    with_room = any(layer.capacity is not None for layer in model.problem.layers)
    began, bound = time.perf_counter(), -np.inf
    for _ in range(_CUTS):
        left = time_limit - (time.perf_counter() - began)
        solver, unit = _asked(mip, gap, left, seed, nodes)
        if np.isfinite(cutoff) and before > PRESOLVE_ROWS:
            solver.setOptionValue("presolve", "off")
        if start is not None:
            columns = np.arange(mip.binary, dtype=np.int32)
            solver.setSolution(mip.binary, columns, np.isin(mip.options, start).astype(np.float64))
        solver.run_until_stopped()
        result = _answer(solver, model, mip, unit)
        bound = max(bound, result.bound)  # a row that every plan keeps makes no bound before it untrue
        result = replace(result, bound=bound)
        # runs with capacity ask about some limits only, and hold their plans themselves
        cut = None if result.pick is None or with_room else cut_off(model, result.pick)
        if cut is None:
            return result
        if left <= time.perf_counter() - began:
            break
        mip = _with_row(mip, np.isin(mip.options, cut.options).astype(np.float64), float(cut.most))
    return MipResult(None, bound, False, False)


def ask(model: Model, mip: Mip, *, gap: float, time_limit: float, seed: int = 0) -> tuple[MipResult, float]:
    """Let HiGHS solve a MIP once; return its answer, unchecked, and the objective that it tells."""
    solver, unit = _asked(mip, gap, time_limit, seed, None)
    solver.run_until_stopped()
    return _answer(solver, model, mip, unit), float(solver.getInfo().objective_function_value) * unit


def _with_row(mip: Mip, row: Floats, upper: float) -> Mip:
    """Return the MIP with one more row, whose last coefficients may be left out, and its upper edge."""
    full = np.zeros(len(mip.cost))
    full[: len(row)] = row
    rows = sparse.csr_array(sparse.vstack([mip.rows, sparse.csr_array(full[None])], format="csr"))
    return replace(
        mip, rows=rows, row_lower=np.append(mip.row_lower, -np.inf), row_upper=np.append(mip.row_upper, upper)
    )


def _asked(
    mip: Mip, gap: float, time_limit: float, seed: int, nodes: int | None
) -> tuple[SilentHighs, float]:
    """Return a solver that holds the MIP, and the unit of its objective."""
    solver = new_solver(seed, time_limit)
    solver.setOptionValue("mip_rel_gap", gap)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    mip, unit = scaled(mip)
    solver.passModel(lp_of(mip))
    return solver, unit


def _answer(solver: SilentHighs, model: Model, mip: Mip, unit: float) -> MipResult:
    """Read what HiGHS says."""
    status = solver.getModelStatus()
    info = solver.getInfo()
    infeasible = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    ended = infeasible or status == highspy.HighsModelStatus.kOptimal
    pick = None
    if not infeasible and info.primal_solution_status == _FEASIBLE:
        values = np.asarray(solver.getSolution().col_value)[: mip.binary]
        # columns are whole to within a tolerance, so each site's largest is its pick
        best = np.lexsort((-values, model.choices.site[mip.options]))
        sites = model.choices.site[mip.options][best]
        first = np.concatenate([[True], sites[1:] != sites[:-1]])
        pick = mip.options[best[first]]
    bound = np.inf if infeasible else float(info.mip_dual_bound) * unit
    return MipResult(pick, bound, ended, infeasible, int(info.mip_node_count))
