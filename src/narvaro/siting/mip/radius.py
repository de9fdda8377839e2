"""The finish: what reduced costs left over, as one small MIP for HiGHS, its matrix laid out by NumPy.

Clients enter in the radius form (Cornuejols, Nemhauser and Wolsey 1980; Elloumi 2010). With a client's costs in rising
order c_1 < c_2 < ..., z_S = 1 says that nothing in the set S of its nearest r places is open, and

    its cost = c_1 + sum_r (c_{r+1} - c_r) z_{S_r},     z_{S_r} >= z_{S_{r-1}} - Y_{j_r},     z_empty = 1.

Clients with the same nearest set share z, which makes the model small; it is as tight as one x per pair. A column
Y_{channel,year,site} stands for all options of the site that serve the channel in the year.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import power_of_two
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip import radius_kernels
from narvaro.siting.mip.cuts import cut_off
from narvaro.siting.mip.highs import SilentHighs, row_units

__all__ = [
    "MIP_PAIRS",
    "Mip",
    "MipResult",
    "ask",
    "build_mip",
    "lp_of",
    "new_solver",
    "pairs_left",
    "scaled",
    "solve_mip",
]

MIP_PAIRS = 600_000  # the finish takes models up to this size: HiGHS ends them in seconds to minutes
_HASH_SEED = 20250101
_PRESOLVE_ROWS = 20_000  # with a cut-off, presolve takes longer than it saves from this many rows
_CUTS = 60  # plans that break a limit and are cut off, for one question
_LARGE, _SMALL = 2.0**20, 2.0**-20  # figures outside are scaled: HiGHS's tolerances are absolute
_CLOSED = 1e-7  # relative gap that counts as closed: rows hold to 1e-9 each


@dataclass(frozen=True)
class MipResult:
    """What HiGHS found: picks or None, its bound, and whether it ended by itself."""

    pick: NDArray[np.int64] | None
    bound: float
    ended: bool
    infeasible: bool

    def proven(self, value: float, level: float) -> float:
        """Return the bound, at most the level; the value itself where HiGHS ended within its tolerances of it."""
        bound = min(level, self.bound)
        closed = self.ended and bound >= value - _CLOSED * max(1.0, abs(value))
        return value if closed else bound


@dataclass(frozen=True, eq=False)
class Mip:
    """Columns: allowed options, then Y, then z. Rows: sites, limits, Y links, chains, ceilings."""

    options: NDArray[np.int64]
    cost: Floats
    upper: Floats
    binary: int
    rows: sparse.csr_array
    row_lower: Floats
    row_upper: Floats
    constant: float
    impossible: bool  # a client that must be reached has no place left


def _columns(model: Model) -> tuple[NDArray[np.int64], NDArray[np.int64], Any, NDArray[np.bool_], int]:
    """Return allowed options, each flat gain's column (or -1), the links of Y, and which columns are always one."""
    c = model.choices
    options = np.flatnonzero(model.allowed)
    number = np.full(len(model.allowed), -1, np.int64)
    number[options] = np.arange(len(options))
    length = np.diff(c.gain_ptr)
    owner = np.repeat(np.arange(len(length)), length)
    used = model.allowed[owner]
    flat, owner = c.gain_at[used], owner[used]
    marks = np.random.default_rng(_HASH_SEED).integers(1, 2**62, len(model.allowed), dtype=np.uint64)
    size = model.n_channels * model.n_years * model.problem.n_sites
    mark = np.zeros(size, np.uint64)
    np.add.at(mark, flat, marks[owner])
    many = np.bincount(flat, minlength=size)
    column = np.full(size, -1, np.int64)
    single = many[flat] == 1
    column[flat[single]] = number[owner[single]]
    shared = np.flatnonzero(many > 1)
    _, first, which = np.unique(mark[shared], return_index=True, return_inverse=True)
    column[shared] = len(options) + which
    lead = np.full(size, -1, np.int64)
    lead[shared[first]] = np.arange(len(first))
    linked = lead[flat] >= 0
    links = sparse.coo_array(
        (np.ones(int(linked.sum())), (lead[flat[linked]], number[owner[linked]])),
        shape=(len(first), len(options)),
    )
    left = np.bincount(c.site[options], minlength=model.problem.n_sites)
    site_of_flat = np.arange(size) % max(1, model.problem.n_sites)
    always = np.zeros(len(options) + len(first), bool)
    full = (many > 0) & (many == left[site_of_flat])
    always[column[full]] = True
    return options, column, links, always, len(first)


@dataclass(frozen=True, eq=False)
class _Trie:
    parent: NDArray[np.int64]
    step: NDArray[np.int64]
    coef: Floats
    dead: NDArray[np.bool_]  # must be zero: a client that has to be reached ends here
    ceiling: dict[tuple[int, int], Floats]
    constant: Floats  # (n_layers, n_years) base-weighted first costs


def _trie(
    model: Model, edge: Floats, ptr: Any, col: Any, cost: Floats, n_cols: int, always: NDArray[np.bool_]
) -> _Trie:
    """Give the nearest sets numbers, level by level, and add up what each of them costs."""
    years, lists = model.n_years, model.lists
    client = np.repeat(np.arange(model.weight.shape[0]), years)
    year = np.tile(np.arange(years), model.weight.shape[0])
    layer = lists.layer[client]
    base = model.base.ravel()
    live = (model.weight.ravel() > 0) | (np.isfinite(model.ceilings)[layer, year] & (base > 0))
    cap = np.where(edge.ravel() < lists.cap[client], np.inf, lists.cap[client])
    length = np.diff(ptr)
    marks = np.random.default_rng(_HASH_SEED + 1).integers(1, 2**62, n_cols, dtype=np.uint64)
    capped = np.isfinite(model.ceilings)
    root = np.where(capped[layer, year], 1 + layer * years + year, 0).astype(np.uint64)
    price = model.prices[layer]
    constant = np.zeros_like(model.ceilings)
    start = np.where(length > 0, cost[np.minimum(ptr[:-1], max(len(cost) - 1, 0))] if len(cost) else cap, cap)
    start = np.where(np.isfinite(start), start, 0.0)
    np.add.at(constant, (layer[live], year[live]), (base * start)[live])
    node = np.zeros(len(client), np.int64)
    mark = root * np.uint64(0x9E3779B97F4A7C15)
    parents: list[Any]
    parents, steps, coefs, deads, owners = (
        [np.zeros(1, np.int64)],
        [np.full(1, -1)],
        [np.zeros(1)],
        [np.zeros(1, bool)],
        [],
    )
    count, level = 1, 0
    owners.append(np.full(1, -1))
    roots_seen = [np.zeros(1, np.uint64)]
    active = np.flatnonzero(live & (length > 0))
    while len(active):
        at = ptr[active] + level
        mark[active] += marks[col[at]]
        keys, first, which = np.unique(mark[active], return_index=True, return_inverse=True)
        new = count + np.arange(len(keys))
        parents.append(np.asarray(node[active][first], np.int64))
        steps.append(np.asarray(col[at][first], np.int64))
        last = level + 1 >= length[active]
        after = np.where(last, cap[active], cost[np.minimum(at + 1, len(cost) - 1)])
        rise = np.where(np.isfinite(after), after - cost[at], 0.0)
        ends_open = last & always[col[at]]
        rise = np.where(ends_open, 0.0, rise)
        deads.append(np.bincount(which, last & ~ends_open & ~np.isfinite(after), len(keys)) > 0)
        coefs.append(np.asarray(np.bincount(which, base[active] * price[active] * rise, len(keys)), float))
        owners.append(np.asarray(np.bincount(which, base[active] * rise, len(keys))))
        roots_seen.append(root[active][first])
        node[active] = new[which]
        count += len(keys)
        level += 1
        active = active[~last]
    roots = np.concatenate(roots_seen).astype(np.int64)
    own = np.concatenate(owners)
    ceiling = {
        (n, t): np.where(roots == 1 + n * years + t, own, 0.0)
        for n, t in zip(*np.nonzero(capped), strict=True)
    }
    return _Trie(
        np.concatenate(parents),
        np.concatenate(steps),
        np.concatenate(coefs),
        np.concatenate(deads),
        ceiling,
        constant,
    )


def pairs_left(model: Model, edge: Floats | None) -> int:
    """Return how many pairs a MIP of the model would hold, at most."""
    if edge is None:
        edge = np.full(model.weight.shape, np.inf)
    return int(radius_kernels.count_pairs(model.lists, model.can_open(), model.base, edge))


def build_mip(model: Model, edge: Floats | None = None) -> Mip:
    """Lay out the MIP of the options that are left.

    Parameters
    ----------
    edge
        Shape (N, n_years): what a client pays at most in any plan that is still of interest. With multipliers v and
        bound L, a client that pays d > v_it lifts the bound to L + w_it (d - v_it); so plans below a level have
        d <= v_it + (level - L) / w_it.
    """
    edge = np.full(model.weight.shape, np.inf) if edge is None else edge
    options, column, links, always, n_y = _columns(model)
    w = np.where(np.isfinite(model.ceilings)[model.lists.layer], model.base, model.weight)
    ptr = np.zeros(w.size + 1, np.int64)
    empty_i, empty_f = np.zeros(0, np.int64), np.zeros(0)
    n = radius_kernels.sequences(
        model.lists, model.choices, w, edge, column, always, ptr, empty_i, empty_f, False
    )
    col, cost = np.empty(n, np.int64), np.empty(n)
    radius_kernels.sequences(model.lists, model.choices, w, edge, column, always, ptr, col, cost, True)
    cap = np.broadcast_to(model.lists.cap[:, None], w.shape)
    n_cols = len(options) + n_y
    trie = _trie(model, edge, ptr, col, cost, n_cols, always)
    kept = (trie.coef > 0) | trie.dead
    for own in trie.ceiling.values():
        kept |= own > 0
    kept[0] = False
    z_col = np.full(len(kept), -1, np.int64)
    z_col[kept] = n_cols + np.arange(int(kept.sum()))
    n_all = n_cols + int(kept.sum())
    row_ptr = np.zeros(int(kept.sum()) + 1, np.int64)
    size = radius_kernels.chain_rows(kept, trie.parent, trie.step, row_ptr, empty_i, empty_f, 0, z_col, False)
    row_col, row_val = np.empty(size, np.int64), np.empty(size)
    radius_kernels.chain_rows(kept, trie.parent, trie.step, row_ptr, row_col, row_val, 0, z_col, True)
    chains = sparse.csr_array((row_val, row_col, row_ptr), shape=(len(row_ptr) - 1, n_all))
    lower_chain = 1.0 - np.asarray((chains < 0).sum(axis=1)).ravel().astype(np.float64)
    sites = model.choices.site[options]
    choose = sparse.csr_array(
        (np.ones(len(options)), (sites, np.arange(len(options)))), shape=(model.problem.n_sites, n_all)
    )
    rows_of = model.problem.limits.matrix[:, model.order[options]]
    limits = sparse.csr_array(
        (rows_of.data, rows_of.indices, rows_of.indptr), shape=(rows_of.shape[0], n_all)
    )
    minus = sparse.hstack(
        [links, -sparse.eye_array(n_y), sparse.csr_array((n_y, n_all - n_cols))], format="csr"
    )
    parts, lows, ups = [choose, limits, minus, chains], [], []
    lows += [np.ones(choose.shape[0]), model.choices.lower, np.zeros(n_y), lower_chain]
    ups += [np.ones(choose.shape[0]), model.choices.upper, np.zeros(n_y), np.full(len(lower_chain), np.inf)]
    for (n_layer, t), own in trie.ceiling.items():
        full = np.zeros(n_all)
        full[z_col[kept]] = own[kept]
        parts.append(sparse.csr_array(full[None]))
        lows.append(np.array([-np.inf]))
        ups.append(np.array([model.ceilings[n_layer, t] - trie.constant[n_layer, t]]))
    obj = np.concatenate([model.choices.cost[options], np.zeros(n_y), trie.coef[kept]])
    upper = np.ones(n_all)
    upper[z_col[trie.dead & kept]] = 0.0
    constant = model.problem.offset + float((trie.constant * model.prices[:, None]).sum())
    return Mip(
        options,
        obj,
        upper,
        len(options),
        sparse.csr_array(sparse.vstack(parts, format="csr")),
        np.concatenate(lows),
        np.concatenate(ups),
        constant,
        bool(
            (
                (np.diff(ptr) == 0) & (w > 0).ravel() & np.isinf(np.where(edge < cap, np.inf, cap)).ravel()
            ).any()
        ),
    )


def new_solver(seed: int, time_limit: float) -> Any:
    """Return a HiGHS of one thread, so that the same input gives the same plan, with tight tolerances."""
    make: Any = SilentHighs
    solver = make()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", seed % 2**31),
        ("mip_abs_gap", 1e-9),
        ("time_limit", max(0.05, min(time_limit, 1e9))),
        ("mip_feasibility_tolerance", 1e-9),
        ("primal_feasibility_tolerance", 1e-9),
        ("dual_feasibility_tolerance", 1e-9),
    ):
        solver.setOptionValue(name, value)
    return solver


def lp_of(mip: Mip, relaxed: bool = False) -> Any:
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
        if np.isfinite(cutoff) and before > _PRESOLVE_ROWS:
            solver.setOptionValue("presolve", "off")
        if start is not None:
            columns = np.arange(mip.binary, dtype=np.int32)
            solver.setSolution(mip.binary, columns, np.isin(mip.options, start).astype(np.float64))
        solver.run_until_stopped()
        result = _answer(solver, model, mip, unit)
        bound = max(bound, result.bound)
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


def _asked(mip: Mip, gap: float, time_limit: float, seed: int, nodes: int | None) -> tuple[Any, float]:
    """Return a solver that holds the MIP, and the unit of its objective."""
    solver = new_solver(seed, time_limit)
    solver.setOptionValue("mip_rel_gap", gap)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    mip, unit = scaled(mip)
    solver.passModel(lp_of(mip))
    return solver, unit


def _answer(solver: Any, model: Model, mip: Mip, unit: float) -> MipResult:
    """Read what HiGHS says."""
    status = solver.getModelStatus()
    info = solver.getInfo()
    infeasible = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    ended = infeasible or status == highspy.HighsModelStatus.kOptimal
    pick = None
    if not infeasible and info.primal_solution_status == 2:
        values = np.asarray(solver.getSolution().col_value)[: mip.binary]
        best = np.lexsort((-values, model.choices.site[mip.options]))
        sites = model.choices.site[mip.options][best]
        first = np.concatenate([[True], sites[1:] != sites[:-1]])
        pick = mip.options[best[first]]
    bound = np.inf if infeasible else float(info.mip_dual_bound) * unit
    return MipResult(pick, bound, ended, infeasible)
