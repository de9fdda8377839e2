"""The problem with prices on a shared capacity in place of the capacity: one that needs no assignment.

Each unit of a site's capacity costs a price, paid on top of the way by who uses it, and is earned by the site's option
as far as its room goes. With prices p from zero to that of the overload, every plan costs at most what it did:

    sum p u x - sum p capacity <= sum p o <= sum overload o

so what no plan of the priced problem goes below, none of the given one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Block, Floats, Layer, Options, Problem, is_sparse
from narvaro.siting.form.shared import SharedCapacity
from narvaro.siting.form.solution import Multipliers, Stage

__all__ = ["first_stage", "priced"]


def priced(problem: Problem, price: Floats) -> Problem:
    """Return the problem with prices in place of the capacity.

    A layer with load becomes one layer for each year, in order, since each year has its own prices. Without any price
    it is the problem without the capacity.

    Parameters
    ----------
    price
        Of a unit of each site's capacity in each year, shape (n_years, n_sites).
    """
    shared = problem.shared
    assert shared is not None
    if not price.any():
        return replace(problem, shared=None)
    layers: list[Layer] = []
    for layer, load in zip(problem.layers, shared.load, strict=True):
        if load is None:
            layers.append(layer)
        else:
            layers += [_layer_of_year(problem, layer, load, price, t) for t in range(problem.n_years)]
    return replace(problem, layers=tuple(layers), options=_earning(problem, shared, price), shared=None)


def _earning(problem: Problem, shared: SharedCapacity, price: Floats) -> Options:
    """Return the options, each less what its room earns."""
    options, total = problem.options, sum(float(one.sum()) for one in shared.load if one is not None)
    # more than all there is fits nowhere, so an endless room is as good as that much
    room = np.column_stack([np.minimum(shared.capacity, total), np.zeros(problem.n_sites)])
    earned = np.zeros(len(options))
    for t in range(problem.n_years):
        earned += price[t, options.site] * room[options.site, options.state[:, t]]
    return Options(options.site, options.state, options.cost - earned)


def _layer_of_year(problem: Problem, layer: Layer, load: Floats, price: Floats, t: int) -> Layer:
    """Return a layer as it is in one year, its sites' prices on top of the way."""
    weight = np.zeros_like(layer.weight)
    weight[:, t] = layer.weight[:, t]
    worth = weight[:, t] * layer.price
    per_cost = np.divide(load, worth, out=np.zeros_like(load), where=worth > 0)
    opens = np.zeros(problem.n_sites, bool)
    opens[problem.options.site[(problem.options.state >= 0).any(axis=1)]] = True

    def blocks() -> Iterator[tuple[slice, Block]]:
        for rows, block in layer.blocks():
            yield rows, _dearer(block, per_cost[rows], price[t], opens)

    return replace(layer, name=f"{layer.name}:{t}", cost=blocks, weight=weight)


def _dearer(block: Block, per_cost: Floats, price: Floats, opens: NDArray[np.bool_]) -> Block:
    """Return some rows of costs with prices on top; none to a site that never opens, which makes lists longer."""
    if is_sparse(block):
        coo = block.tocoo()
        area, site = coo.coords
        keep = opens[site]
        area, site, cost = area[keep], site[keep], coo.data[keep]
    else:
        table = np.asarray(block)
        area, at = np.nonzero(np.isfinite(table[:, opens]))
        site = np.flatnonzero(opens)[at]
        cost = table[area, site]
    cost = cost.astype(np.float64) + per_cost[area] * price[site]
    return sparse.csr_array((cost, (area, site)), shape=block.shape)


def first_stage(problem: Problem, at: Multipliers, starts: NDArray[np.int64]) -> Stage:
    """Return multipliers of the clients of a problem as those of its priced one.

    Parameters
    ----------
    starts
        First client of each layer, and the end.
    """
    assert problem.shared is not None
    client: list[Floats] = []
    ceiling: list[Floats] = []
    for n, load in enumerate(problem.shared.load):
        mine = at.client[starts[n] : starts[n + 1]]
        for t in range(problem.n_years if load is not None else 1):
            only = mine if load is None else np.where(np.arange(problem.n_years) == t, mine, 0.0)
            client.append(only)
            ceiling.append(at.ceiling[n])
    return Stage(tuple(client), at.limit, np.array(ceiling), np.zeros(0, np.int64), -np.inf)
