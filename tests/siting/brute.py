"""Brute force for small problems: every plan is written out and priced from the raw arrays.

Nothing of the engine is used but the fields of `Problem`, so that an error in the engine cannot hide here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

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
