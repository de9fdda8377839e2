"""The exact value of a plan: from the lists where they hold the answer, else from the raw costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.keeps import broken_limits, keeps_ceiling
from narvaro.siting.form.problem import Floats, is_sparse
from narvaro.siting.layout.layout import Model
from narvaro.siting.search.local import Search

__all__ = ["broken_in", "paid", "plan_value"]

_DRIFT = 1e-9  # share of a value by which sums in another order may differ, and more


def broken_in(model: Model, pick: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the limits that a plan breaks, compared exactly."""
    c = model.choices
    first, length = c.row_ptr[pick], c.row_ptr[pick + 1] - c.row_ptr[pick]
    at = np.repeat(first - np.concatenate([[0], np.cumsum(length)[:-1]]), length) + np.arange(length.sum())
    return broken_limits(model.problem.limits, c.row[at].astype(np.int64), c.coef[at])


def _raw_costs(model: Model, clients: NDArray[np.int64], opened: Floats) -> Floats:
    """Return what some clients pay, shape (len(clients), n_years), read from the given costs."""
    out = np.full((len(clients), model.n_years), np.inf)
    for number, layer in enumerate(model.problem.layers):
        mine = (clients >= model.starts[number]) & (clients < model.starts[number + 1])
        areas = clients[mine] - model.starts[number]  # clients of all layers stand in one list
        if not len(areas):
            continue
        found = np.full((len(areas), model.n_years), np.inf)
        # only what is open in some year: a few columns of a wide table
        sites = np.flatnonzero(np.isfinite(opened[number]).any(axis=0))
        extra = opened[number][:, sites]
        for rows, block in layer.blocks():
            lo, hi = np.searchsorted(areas, [rows.start, rows.stop])
            if lo == hi:
                continue
            part = block[areas[lo:hi] - rows.start][:, sites]
            if is_sparse(part):
                coo = part.tocoo()
                dense = np.full(part.shape, np.inf)
                dense[coo.coords] = coo.data
            else:
                dense = np.where(np.isnan(part), np.inf, part).astype(np.float64)
            for t in range(model.n_years):
                found[lo:hi, t] = (dense + extra[t]).min(axis=1, initial=np.inf)
        reach = layer.reach_cost()[areas]
        out[mine] = np.minimum(found, reach[:, None])
    return out


def _listed(model: Model, search: Search) -> tuple[Floats, NDArray[np.int64]]:
    """Return what every client pays by the lists, at least, and the clients whose lists hold nothing that is open."""
    lists = model.lists
    # the search reckons with a large number for who must be reached and is not; the truth is infinity
    cost = np.where((search.j1 < 0) & np.isinf(lists.cap)[:, None], np.inf, search.d1)
    # nothing in a list that was cut is open: the nearest open site stands in the given costs alone
    lost = ((search.j1 < 0) & model.cut[:, None] & (model.base > 0)).any(axis=1)
    return cost, np.flatnonzero(lost).astype(np.int64)


def paid(model: Model, search: Search) -> Floats:
    """Return what every client pays in the loaded plan, infinity where it must be reached and is not."""
    cost, lost = _listed(model, search)
    if len(lost):
        cost[lost] = _raw_costs(model, lost, search.opened)
    return cost


def plan_value(model: Model, search: Search, below: float = np.inf) -> tuple[float, bool]:
    """Return the loaded plan's exact value and whether it keeps every limit and ceiling.

    A plan that leaves an area out which must be reached has an infinite value. Where the lists alone show that it costs
    more than `below`, what they show is returned: the given costs, which may be large, are not read for it.
    """
    cost, lost = _listed(model, search)
    if len(lost):
        least = _summed(model, search, cost)
        if least[0] > below + _DRIFT * abs(below):
            return least
        cost[lost] = _raw_costs(model, lost, search.opened)
    return _summed(model, search, cost)


def _summed(model: Model, search: Search, cost: Floats) -> tuple[float, bool]:
    """Return the value of the loaded plan where clients pay so much, and whether it keeps limits and ceilings."""
    # zero times infinity would be no number
    clients = np.where(model.base > 0, model.base * np.where(model.base > 0, cost, 0.0), 0.0)
    whole = len(broken_in(model, search.pick)) == 0
    total = 0.0
    for number in range(len(model.problem.layers)):
        mine = clients[model.starts[number] : model.starts[number + 1]]
        part, tops = mine.sum(axis=0), model.ceilings[number]
        whole = whole and all(keeps_ceiling(mine[:, t], tops[t]) for t in range(model.n_years))
        if model.prices[number] > 0:
            total += float(model.prices[number]) * float(part.sum())
        elif not np.isfinite(part).all():  # a layer of price 0 still must be reached
            total = np.inf
    return model.problem.offset + float(model.choices.cost[search.pick].sum()) + total, whole
