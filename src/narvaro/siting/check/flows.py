"""The independent check of a layer with capacity: flows and fractional knapsacks again from the raw arrays.

It imports nothing of the solver.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault
from narvaro.siting.form.problem import Block, Floats, Layer, Problem, Sparse, is_sparse
from narvaro.siting.form.rounding import passed
from narvaro.siting.form.solution import Solution

__all__ = ["dense_block", "flow_sums", "knapsack_worths"]

_SHARE = 1e-9  # by how much shares may miss one: a third of an area three times is not quite one


def dense_block(block: Block) -> Floats:
    """Return a block with infinity where nothing can be reached."""
    if is_sparse(block):
        coo = block.tocoo()
        out = np.full(block.shape, np.inf)
        out[coo.coords] = coo.data
        return out
    block = np.asarray(block, np.float64)
    return np.where(np.isnan(block), np.inf, block)


def _tables(problem: Problem, number: int, solution: Solution) -> list[Sparse] | None:
    """Return the layer's table of shares in each year, or None where they are missing or of another shape."""
    served = solution.served
    tables = None if served is None or len(served) != len(problem.layers) else served[number]
    shape = (problem.layers[number].n_areas, problem.n_sites)
    if tables is None or len(tables) != problem.n_years:
        return None
    if not all(is_sparse(table) and table.shape == shape for table in tables):
        return None
    return [table.tocsr() for table in tables]


def _year(
    problem: Problem, layer: Layer, now: NDArray[np.int64], t: int, table: Sparse
) -> tuple[float, Floats, Floats, bool]:
    """Return what is paid for the way, each area's share served, each site's load, and whether all of it fits."""
    on = (now >= 0) & problem.serving(layer)[now]
    # from a closed site the way is endless, so a share of it is found out below
    extra = np.where(on, problem.penalty(layer)[now], np.inf)
    paid, fits, load = 0.0, True, np.zeros(problem.n_sites)
    total = np.zeros(layer.n_areas)
    for rows, block in layer.blocks():
        part = table[rows].tocoo()
        (area, site), share = part.coords, part.data
        cost = dense_block(block)[area, site] + extra[site]
        if not ((share >= 0) & np.isfinite(share) & np.isfinite(cost)).all():
            fits = False  # the sums of such shares would be no numbers
            continue
        weight = layer.weight[rows, t][area]
        paid += float((weight * share * cost).sum())
        total[rows] = np.bincount(area, share, rows.stop - rows.start)
        load += np.bincount(site, weight * share, problem.n_sites)
    return paid, total, load, fits and not (total > 1 + _SHARE).any()


def flow_sums(problem: Problem, number: int, solution: Solution) -> tuple[Floats, list[Fault]]:
    """Return the own sum in each year of a layer with capacity, and what is wrong with its flows."""
    layer = problem.layers[number]
    sums, faults = np.zeros(problem.n_years), []
    tables = _tables(problem, number, solution)
    if tables is None or layer.capacity is None:
        return sums, [Fault("check.served_shape", {"layer": layer.name})]
    reach = layer.reach_cost()
    for t in range(problem.n_years):
        now = problem.options.state[np.asarray(solution.option), t].astype(np.int64)
        paid, total, load, fits = _year(problem, layer, now, t, tables[t])
        if not fits:
            faults.append(Fault("check.served", {"layer": layer.name, "year": str(t)}))
            continue
        weight, missing = layer.weight[:, t], np.maximum(0.0, 1.0 - total)
        must = np.isinf(reach) & (weight > 0)
        lost = int((must & (missing > _SHARE)).sum())
        if lost:
            faults.append(Fault("check.unreached", {"layer": layer.name, "count": lost}))
        room = np.where(now >= 0, layer.capacity[now], 0.0)
        over = passed(load, room, weight)
        sums[t] = paid + float((weight * missing * np.where(np.isinf(reach), 0.0, reach)).sum())
        if np.isfinite(layer.overload):
            sums[t] += layer.overload * float(over.sum())
            continue
        for j in np.flatnonzero(over):
            data = {"site": str(j), "used": float(load[j]), "year": str(t), "capacity": float(room[j])}
            faults.append(Fault("check.site_room", {"layer": layer.name, **data}))
    return sums, faults


def _knapsack(m: Floats, w: Floats, room: float, overload: float) -> float:
    """Fill the room with who gains most, and beyond it those who gain more than the overload costs."""
    order = np.argsort(-m)
    m, w = m[order], w[order]
    filled = np.minimum(np.cumsum(w), room)
    inside = np.diff(filled, prepend=0.0)  # what of each still fits
    return float((inside * m).sum() + ((w - inside) * np.maximum(m - overload, 0.0)).sum())


def knapsack_worths(problem: Problem, layer: Layer, v: Floats) -> dict[int, Floats]:
    """Return each site's worth in each serving state, shape (n_years, n_sites): a fractional knapsack.

    With m = v - c - penalty it is the maximum of sum weight m x - overload o over 0 <= x <= 1 and o >= 0 with
    sum weight x <= capacity + o.
    """
    assert layer.capacity is not None
    states, penalty = np.flatnonzero(problem.serving(layer)), problem.penalty(layer)
    out = {int(s): np.zeros((problem.n_years, problem.n_sites)) for s in states}
    for t in range(problem.n_years):
        found = []
        for rows, block in layer.blocks():
            m = v[rows, t][:, None] - dense_block(block)
            # no penalty is below zero, so who gains nothing without it gains nothing with it
            area, site = np.nonzero((m > 0) & (layer.weight[rows, t] > 0)[:, None])
            found.append((site, m[area, site], layer.weight[rows, t][area]))
        site, m, weight = (np.concatenate(part) for part in zip(*found, strict=True))
        for s, table in out.items():
            for j in np.unique(site):
                mine = (site == j) & (m > penalty[s])
                room = float(layer.capacity[s])
                table[t, j] = _knapsack(m[mine] - penalty[s], weight[mine], room, layer.overload)
    return out
