"""Brute force for small problems: every plan is written out and priced from the raw arrays.

Nothing of the engine is used but the fields of `Problem`, so that an error in the engine cannot hide here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from narvaro.siting import Layer, Problem

Floats = NDArray[np.float64]

MOST_PLANS = 20_000
SLACK = 1e-7


class Plans(NamedTuple):
    """Every plan of a problem: its options (P, n_sites), what it costs, whether it keeps everything."""

    option: NDArray[np.int64]
    value: Floats
    whole: NDArray[np.bool_]

    @property
    def best(self) -> float:
        """The least cost of a plan that keeps everything, infinity where there is none."""
        return float(self.value[self.whole].min(initial=np.inf))


def dense(layer: Layer, n_sites: int) -> Floats:
    """Return a layer's costs in full, infinity where a site cannot reach."""
    blocks: Any = layer.cost() if callable(layer.cost) else [(slice(0, layer.n_areas), layer.cost)]
    out = np.full((layer.n_areas, n_sites), np.inf)
    for rows, block in blocks:
        if sparse.issparse(block):
            coo = sparse.coo_array(block)
            out[rows.start + coo.coords[0], coo.coords[1]] = coo.data
        else:
            out[rows] = np.where(np.isnan(block), np.inf, block)
    return out


def flows(problem: Problem, layer: Layer, cost: Floats, t: int, now: NDArray[np.int64]) -> float:
    """Return the least own sum in one year of a layer with capacity, given the state of each site."""
    reach, weight = layer.reach_cost(), layer.weight[:, t]
    serves = np.ones(problem.n_states, bool) if layer.serves is None else np.asarray(layer.serves)
    penalty = np.zeros(problem.n_states) if layer.penalty is None else np.asarray(layer.penalty)
    on = np.flatnonzero((now >= 0) & serves[now])
    area, site = np.nonzero(np.isfinite(cost[:, on]) & (weight > 0)[:, None])
    lost = np.flatnonzero((weight > 0) & np.isfinite(reach))
    n_x, n_s, n_o = len(area), len(lost), len(on)
    if n_x + n_s + n_o == 0:
        return np.inf if (weight > 0).any() else 0.0
    each = np.zeros(
        (layer.n_areas, n_x + n_s + n_o)
    )  # columns in units of weight: served, not served, above room
    each[area, np.arange(n_x)] = 1.0
    each[lost, n_x + np.arange(n_s)] = 1.0
    room = np.zeros((n_o, n_x + n_s + n_o))
    room[site, np.arange(n_x)] = 1.0
    room[np.arange(n_o), n_x + n_s + np.arange(n_o)] = -1.0
    hard = np.isinf(layer.overload)
    price = [cost[:, on][area, site] + penalty[now[on]][site], reach[lost]]
    price.append(np.full(n_o, 0.0 if hard else layer.overload))
    most = [(0, None)] * (n_x + n_s) + [(0, 0 if hard else None)] * n_o
    top = np.minimum(layer.capacity[now[on]], 1e6)
    found = linprog(np.concatenate(price), room, top, each, weight, most, method="highs")
    return float(found.fun) if found.status == 0 else np.inf


def own_sums(problem: Problem, layer: Layer, state: NDArray[np.int64]) -> Floats:
    """Return the least own sums (P, n_years) of a layer with capacity for plans (P, n_sites, n_years)."""
    cost = dense(layer, problem.n_sites)
    out = np.zeros((len(state), problem.n_years))
    for t in range(problem.n_years):
        kinds, which = np.unique(state[:, :, t], axis=0, return_inverse=True)
        out[:, t] = np.array([flows(problem, layer, cost, t, now) for now in kinds])[which.ravel()]
    return out


def every_plan(problem: Problem) -> Plans:
    """Write out every plan and price it."""
    own = [np.flatnonzero(problem.options.site == j) for j in range(problem.n_sites)]
    count = int(np.prod([len(o) for o in own], dtype=np.int64))
    assert count <= MOST_PLANS, "too many plans to write out"
    grid = np.meshgrid(*own, indexing="ij")
    option = np.stack([g.ravel() for g in grid], axis=1)
    state = problem.options.state[option].astype(np.int64)  # (P, n_sites, n_years)
    value = problem.offset + problem.options.cost[option].sum(axis=1)
    whole = np.ones(count, bool)
    if len(problem.limits.names):
        matrix = problem.limits.matrix.toarray()
        used = np.stack([row[option].sum(axis=1) for row in matrix], axis=1)
        whole &= ((used <= problem.limits.upper + SLACK) & (used >= problem.limits.lower - SLACK)).all(axis=1)
    for layer in problem.layers:
        if layer.capacity is not None:
            own = own_sums(problem, layer, state)
            whole &= np.isfinite(own).all(axis=1)
            if layer.at_most is not None:
                whole &= (own <= layer.at_most + SLACK).all(axis=1)
            if layer.price > 0:
                value = value + layer.price * own.sum(axis=1)
            continue
        cost, reach = dense(layer, problem.n_sites), layer.reach_cost()
        serves = np.ones(problem.n_states, bool) if layer.serves is None else np.asarray(layer.serves)
        penalty = np.zeros(problem.n_states) if layer.penalty is None else np.asarray(layer.penalty)
        for t in range(problem.n_years):
            needed = np.flatnonzero(layer.weight[:, t] > 0)
            paid = np.tile(reach[needed], (count, 1))
            for j in range(problem.n_sites):
                now = state[:, j, t]
                extra = np.where((now >= 0) & serves[now], penalty[now], np.inf)
                np.minimum(paid, extra[:, None] + cost[needed, j], out=paid)
            total = (paid * layer.weight[needed, t]).sum(axis=1)
            whole &= np.isfinite(total)
            if layer.at_most is not None:
                whole &= total <= layer.at_most[t] + SLACK
            if layer.price > 0:
                value = value + layer.price * total
    return Plans(option, value, whole)
