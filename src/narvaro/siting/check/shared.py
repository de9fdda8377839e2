"""The independent check where layers share a capacity: shares, loads and prices again from the raw arrays.

It imports nothing of the solver.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from narvaro.errors import Fault
from narvaro.siting.check.flows import dense_block
from narvaro.siting.form.problem import Floats, Layer, Options, Problem, is_sparse
from narvaro.siting.form.solution import Solution

__all__ = ["priced_again", "shared_sums"]

_SHARE = 1e-9  # by how much shares may miss one: a third of an area three times is not quite one


def shared_sums(problem: Problem, solution: Solution) -> tuple[dict[int, Floats], float, list[Fault]]:
    """Return the own sums by year of the layers with load, what all that is too much costs, and what is wrong."""
    shared, faults = problem.shared, []
    assert shared is not None
    state = problem.options.state[np.asarray(solution.option)].astype(np.int64)  # (n_sites, n_years)
    used = np.zeros((problem.n_sites, problem.n_years))
    sums: dict[int, Floats] = {}
    for number, (layer, load) in enumerate(zip(problem.layers, shared.load, strict=True)):
        if load is None:
            continue
        tables = None if solution.served is None else solution.served[number]
        shape = (layer.n_areas, problem.n_sites)
        whole = tables is not None and len(tables) == problem.n_years
        if tables is None or not whole or any(not is_sparse(t) or t.shape != shape for t in tables):
            faults.append(Fault("check.served_shape", {"layer": layer.name}))
            continue
        sums[number] = np.zeros(problem.n_years)
        for t in range(problem.n_years):
            sums[number][t], wrong = _year(problem, layer, state[:, t], t, tables[t].tocsr())
            faults += wrong
            used[:, t] += tables[t].T @ load
    room = np.take_along_axis(
        np.column_stack([shared.capacity, np.zeros(problem.n_sites)]), state, axis=1
    )  # state -1, closed, reads the last
    over = np.maximum(0.0, used - room)
    return sums, shared.overload * float(over.sum()), faults


def _year(
    problem: Problem, layer: Layer, now: np.ndarray, t: int, table: sparse.csr_array
) -> tuple[float, list[Fault]]:
    """Return what a layer pays in a year for the way and for who is not served, and what is wrong with its shares."""
    on = (now >= 0) & problem.serving(layer)[now]
    extra = np.where(on, problem.penalty(layer)[now], np.inf)
    paid, total = 0.0, np.zeros(layer.n_areas)
    named = {"layer": layer.name, "year": str(t)}
    for rows, block in layer.blocks():
        part = table[rows].tocoo()
        (area, site), share = part.coords, part.data
        cost = dense_block(block)[area, site] + extra[site]
        if not ((share >= 0) & np.isfinite(share) & np.isfinite(cost)).all():
            return 0.0, [Fault("check.served", named)]
        paid += float((layer.weight[rows, t][area] * share * cost).sum())
        total[rows] = np.bincount(area, share, rows.stop - rows.start)
    if (total > 1 + _SHARE).any():
        return 0.0, [Fault("check.served", named)]
    weight, missing = layer.weight[:, t], np.maximum(0.0, 1.0 - total)
    reach = layer.reach_cost()
    lost = int((np.isinf(reach) & (weight > 0) & (missing > _SHARE)).sum())
    if lost:
        return 0.0, [Fault("check.unreached", {"layer": layer.name, "count": lost})]
    return paid + float((weight * missing * np.where(np.isinf(reach), 0.0, reach)).sum()), []


def priced_again(problem: Problem, solution: Solution) -> tuple[Problem, list[Fault]]:
    """Return the problem in which the proof's prices are paid in place of the capacity, and what is wrong with them.

    Weak duality: a plan's loads less its rooms are at most what is too much, and a price is at most what that costs.
    """
    shared, price = problem.shared, solution.certificate.prices
    assert shared is not None
    shape = (problem.n_years, problem.n_sites)
    sound = price is not None and np.shape(price) == shape and bool(np.isfinite(price).all())
    if price is None or not sound or (price < 0).any() or (price > shared.overload).any():
        return problem, [Fault("check.multiplier", {"name": "prices"})]
    if not price.any():
        return replace(problem, shared=None), []
    layers: list[Layer] = []
    for layer, load in zip(problem.layers, shared.load, strict=True):
        if load is None:
            layers.append(layer)
            continue
        table = np.concatenate([dense_block(block) for _, block in layer.blocks()])
        for t in range(problem.n_years):
            weight = np.zeros(layer.weight.shape)
            weight[:, t] = layer.weight[:, t]
            pays = np.zeros(layer.n_areas)
            some = weight[:, t] > 0
            pays[some] = load[some] / (weight[some, t] * layer.price)
            layers.append(replace(layer, cost=table + np.outer(pays, price[t]), weight=weight))
    most = sum(float(load.sum()) for load in shared.load if load is not None)
    cost = problem.options.cost.copy()
    for k, (site, states) in enumerate(zip(problem.options.site, problem.options.state, strict=True)):
        for t, state in enumerate(states.tolist()):
            if state >= 0:
                cost[k] -= price[t, site] * min(most, shared.capacity[site, state])
    options = Options(problem.options.site, problem.options.state, cost)
    return replace(problem, layers=tuple(layers), options=options, shared=None), []
