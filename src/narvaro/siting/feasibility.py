"""Before solving: can the limits be met at all, and if not, which of them clash and by how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault, UnsettledError
from narvaro.siting.model import Model
from narvaro.siting.problem import Floats
from narvaro.siting.quiet import QuietHighs
from narvaro.siting.rounding import powers_of_two, sum_slack

__all__ = ["clashes", "feasible_pick", "smallest_clash", "unreachable_faults"]

_MOST_NAMED = 12
_LONGEST_S = 300.0  # of one question to HiGHS


def unreachable_faults(model: Model) -> list[Fault]:
    """Return a fault for each layer with areas that must be reached and that no site can reach."""
    faults = []
    reach = model.problem
    for number, layer in enumerate(reach.layers):
        part = slice(model.starts[number], model.starts[number + 1])
        ptr = model.lists.ptr[model.starts[number] : model.starts[number + 1] + 1]
        out = (np.diff(ptr) == 0) & np.isinf(model.lists.cap[part]) & (model.base[part] > 0).any(axis=1)
        if out.any():
            areas = np.flatnonzero(out)
            data = {"layer": layer.name, "count": len(areas), "areas": [str(a) for a in areas[:_MOST_NAMED]]}
            faults.append(Fault("infeasible.unreachable", data))
    return faults


def _alone(model: Model) -> list[Fault]:
    """Return a fault for each limit that no choice of options can meet even by itself."""
    faults = []
    c, limits = model.choices, model.problem.limits
    matrix = limits.matrix[:, model.order].tocsr()
    for r in range(len(limits)):
        coef = np.zeros(len(c.site))
        span = slice(matrix.indptr[r], matrix.indptr[r + 1])
        coef[matrix.indices[span]] = matrix.data[span]
        least = float(np.minimum.reduceat(coef, c.site_ptr[:-1]).sum())
        most = float(np.maximum.reduceat(coef, c.site_ptr[:-1]).sum())
        edges = np.array([limits.lower[r], limits.upper[r]])
        slack = sum_slack(np.concatenate([coef, edges[np.isfinite(edges)]]))
        if least > limits.upper[r] + slack:
            data = {"name": limits.names[r], "given": float(limits.upper[r]), "needed": least}
            faults.append(Fault("infeasible.limit_too_low", data))
        if most < limits.lower[r] - slack:
            data = {"name": limits.names[r], "given": float(limits.lower[r]), "needed": most}
            faults.append(Fault("infeasible.limit_too_high", data))
    return faults


def _reach_rows(model: Model) -> Any:
    """Return one row for each distinct set of options of which one must be picked so that a client is reached."""
    must = np.flatnonzero(np.isinf(model.lists.cap) & (model.base > 0).any(axis=1))
    if not len(must):
        return sparse.csr_array((0, len(model.order)))
    c, years, n_sites = model.choices, model.n_years, model.problem.n_sites
    length = np.diff(model.lists.ptr)[must]
    index = np.repeat(model.lists.ptr[must] - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    index = index + np.arange(length.sum())
    reach = sparse.csr_array(
        (
            np.ones(len(index)),
            model.lists.site[index].astype(np.int64),
            np.concatenate([[0], np.cumsum(length)]),
        ),
        shape=(len(must), n_sites),
    )
    rows = []
    for t in range(years):
        for number in range(len(model.problem.layers)):
            mine = (model.lists.layer[must] == number) & (model.base[must, t] > 0)
            if not mine.any():
                continue
            serves = np.isfinite(model.state_penalty[number][model.state[:, t]])
            options = np.flatnonzero(serves)
            pick = sparse.csr_array(
                (np.ones(len(options)), (c.site[options], options)), shape=(n_sites, len(serves))
            )
            rows.append(sparse.csr_array(reach[np.flatnonzero(mine)] @ pick))
    table = sparse.csr_array(sparse.vstack(rows, format="csr"))
    marks = table @ np.random.default_rng(7).random(table.shape[1])
    _, first = np.unique(marks, return_index=True)
    return table[np.sort(first)]


class _Rows:
    """The limits (and reach rows) as a MIP over the options, with slack where asked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        limits = model.problem.limits
        self.reach = _reach_rows(model)
        extra = self.reach.shape[0]
        self.unit = np.concatenate(
            [powers_of_two(model.choices.scale), np.ones(extra)]
        )  # HiGHS holds rows to 1e-6
        whole = sparse.vstack([limits.matrix[:, model.order], self.reach], format="csr")
        self.matrix = sparse.csr_array(sparse.diags_array(1.0 / self.unit, format="csr") @ whole)
        self.lower = np.concatenate([limits.lower, np.ones(extra)]) / self.unit
        self.upper = np.concatenate([limits.upper, np.full(extra, np.inf)]) / self.unit
        self.names = [*limits.names, *["infeasible"] * extra]

    def solve(self, rows: NDArray[np.int64], soft: NDArray[np.int64], cost: Floats) -> tuple[float, Any]:
        """Minimise cost plus the slack of the soft rows; return (value, picks) or (inf, None)."""
        model = self.model
        n, options = model.problem.n_sites, len(model.order)
        soft_at = {int(r): m for m, r in enumerate(soft)}
        matrix = sparse.csr_array(self.matrix[rows])
        slack = sparse.lil_array((len(rows), 2 * len(soft)))
        for at, r in enumerate(rows.tolist()):
            if r in soft_at:
                slack[at, 2 * soft_at[r]] = 1.0
                slack[at, 2 * soft_at[r] + 1] = -1.0
        choose = sparse.csr_array(
            (np.ones(options), (model.choices.site, np.arange(options))), shape=(n, options)
        )
        top = sparse.hstack([choose, sparse.csr_array((n, 2 * len(soft)))])
        whole = sparse.csr_array(sparse.vstack([top, sparse.hstack([matrix, slack.tocsr()])], format="csr"))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = whole.shape[1], whole.shape[0]
        scale = 1.0 if not len(soft) else 0.0
        lp.col_cost_ = np.concatenate([cost * scale, np.ones(2 * len(soft))])
        lp.col_lower_ = np.zeros(whole.shape[1])
        lp.col_upper_ = np.concatenate([np.where(model.allowed, 1.0, 0.0), np.full(2 * len(soft), np.inf)])
        lp.row_lower_ = np.concatenate([np.ones(n), self.lower[rows]])
        lp.row_upper_ = np.concatenate([np.ones(n), self.upper[rows]])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = whole.indptr.astype(np.int32)
        lp.a_matrix_.index_ = whole.indices.astype(np.int32)
        lp.a_matrix_.value_ = whole.data
        kinds = [highspy.HighsVarType.kInteger] * options
        lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (2 * len(soft))
        make: Any = QuietHighs
        solver = make()
        for name, value in (("output_flag", False), ("threads", 1), ("time_limit", _LONGEST_S)):
            solver.setOptionValue(name, value)
        solver.setOptionValue("mip_rel_gap", 0.0 if len(soft) else 0.05)
        solver.passModel(lp)
        solver.run_until_stopped()
        info = solver.getInfo()
        if info.primal_solution_status != 2:
            if solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
                raise UnsettledError("infeasible.unsettled", seconds=_LONGEST_S)
            return np.inf, None
        values = np.asarray(solver.getSolution().col_value)[:options]
        best = np.lexsort((-values, model.choices.site))
        sites = model.choices.site[best]
        pick = best[np.concatenate([[True], sites[1:] != sites[:-1]])]
        return float(info.objective_function_value), pick


def feasible_pick(model: Model, cost: Floats) -> NDArray[np.int64] | None:
    """Return a plan that keeps every limit and reaches who must be reached, cheap by `cost`, or None."""
    rows = _Rows(model)
    return rows.solve(np.arange(len(rows.lower)), np.zeros(0, np.int64), cost)[1]  # type: ignore[no-any-return]


def smallest_clash(rows: list[int], clash: Callable[[list[int]], bool]) -> list[int]:
    """Return rows that clash and of which none can be left out, by leaving out runs of rows, then single ones.

    The deletion filter of Chinneck and Dravnieks (1991).
    """
    core, step = list(rows), max(1, len(rows) // 4)
    while step >= 1:
        at = 0
        while at < len(core):
            rest = core[:at] + core[at + step :]
            if rest and clash(rest):
                core = rest
            else:
                at += step
        step //= 2
    return core


def clashes(model: Model) -> list[Fault]:
    """Say which limits clash: a smallest set that cannot hold together, and the least change of each that would do."""
    faults = unreachable_faults(model) + _alone(model)
    if faults:
        return faults
    rows = _Rows(model)
    none, zero = np.zeros(0, np.int64), np.zeros(len(model.order))
    everything = np.arange(len(rows.lower))
    if rows.solve(everything, none, zero)[1] is not None:
        return []
    _, soft = rows.solve(everything, everything, zero)
    core = everything.tolist()
    if soft is not None:  # rows that the least slack leaves whole go first
        used = rows.matrix @ np.isin(np.arange(len(zero)), soft).astype(float)
        broken = (used > rows.upper + 1e-9) | (used < rows.lower - 1e-9)
        core.sort(key=lambda r: (bool(broken[r]), r))
    core = smallest_clash(core, lambda rest: rows.solve(np.array(sorted(rest)), none, zero)[1] is None)
    n = len(model.problem.limits)
    for r in sorted(core):
        if r >= n:
            continue
        need, _ = rows.solve(everything, np.array([r]), zero)
        over, under = rows.upper[r] < np.inf, rows.lower[r] > -np.inf
        given, need = float(rows.unit[r] * (rows.upper[r] if over else rows.lower[r])), need * rows.unit[r]
        data: dict[str, Any] = {"name": rows.names[r], "given": given}
        if not np.isfinite(need):
            faults.append(Fault("infeasible.clash", data))
        elif over and under:
            faults.append(Fault("infeasible.clash_by", {**data, "change": float(need)}))
        else:
            faults.append(
                Fault("infeasible.clash_needs", {**data, "needed": given + need if over else given - need})
            )
    if any(r >= n for r in core):
        faults.append(Fault("infeasible.clash_reach", {}))
    return faults
