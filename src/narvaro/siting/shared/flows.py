"""The cheapest assignment of a plan whose layers share a capacity, by HiGHS, and the prices of the capacity in it.

In a given plan each year is a problem of its own. Only where too many have a site as their nearest is there anything to
decide: it begins with the clients of those sites, and takes in those of each site that then fills up.
"""

# highspy has no complete types
# mypy: disable-error-code="no-untyped-call, unused-ignore"

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Problem, is_sparse
from narvaro.siting.form.solution import Served
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip.scaling import scaled
from narvaro.siting.mip.solver import Mip, lp_of, new_solver

__all__ = ["Assigned", "cheapest_shares"]

_DUST = 1e-10  # a smaller share is rounding
_FULL = 1e-12  # share by which a load may pass its room as rounding of its sum


@dataclass(frozen=True, eq=False)
class Assigned:
    """A plan's value with its cheapest shares, the shares, and prices of the capacity, shape (n_years, n_sites)."""

    value: float
    served: Served
    price: Floats


@dataclass(frozen=True, eq=False)
class _Year:
    """The clients of one year beside what is open: `cost` (n_clients, n_open) holds infinity where no way leads."""

    cost: Floats
    weight: Floats
    load: Floats
    reach: Floats
    room: Floats
    overload: float


@dataclass(frozen=True, eq=False)
class _Shares:
    client: NDArray[np.int64]
    site: NDArray[np.int64]  # among what is open
    share: Floats
    price: Floats


def cheapest_shares(model: Model, pick: NDArray[np.int64]) -> Assigned | None:
    """Return the cheapest assignment of a plan; None where someone who must be served has no way.

    Parameters
    ----------
    model
        Of the problem with its shared capacity.
    pick
        The option of each site, in the order of the model.
    """
    problem = model.problem
    assert problem.shared is not None
    tables: list[list[sparse.csr_array]] = [[] for _ in problem.layers]
    price = np.zeros((problem.n_years, problem.n_sites))
    value = problem.offset + float(model.choices.cost[pick].sum())
    for t in range(problem.n_years):
        state = model.state[pick, t].astype(np.int64)
        here = np.flatnonzero(state >= 0)
        year, first = _year_of(problem, t, here, state[here])
        shares = _shares_of(year)
        if shares is None:
            return None
        value += _paid(year, shares)
        price[t, here] = shares.price
        for n, layer in enumerate(problem.layers):
            mine = (shares.client >= first[n]) & (shares.client < first[n + 1])
            at = (shares.client[mine] - first[n], here[shares.site[mine]])
            shape = (layer.n_areas, problem.n_sites)
            tables[n].append(sparse.csr_array((shares.share[mine], at), shape=shape))
    loads = problem.shared.load
    served = tuple(None if loads[n] is None else tuple(table) for n, table in enumerate(tables))
    return Assigned(value, served, price)


def _year_of(
    problem: Problem, t: int, here: NDArray[np.int64], state: NDArray[np.int64]
) -> tuple[_Year, NDArray[np.int64]]:
    """Return the clients of a year, layer after layer, and the first of each."""
    shared = problem.shared
    assert shared is not None
    cost, weight, load, reach = [], [], [], []
    for layer, one in zip(problem.layers, shared.load, strict=True):
        extra = np.where(problem.serving(layer)[state], problem.penalty(layer)[state], np.inf)
        cost.append(np.concatenate([_dense(block, here) for _, block in layer.blocks()]) + extra)
        weight.append(layer.weight[:, t] * layer.price)
        load.append(np.zeros(layer.n_areas) if one is None else one)
        reach.append(layer.reach_cost())
    first = np.cumsum([0, *(len(one) for one in weight)])
    year = _Year(
        np.concatenate(cost),
        np.concatenate(weight),
        np.concatenate(load),
        np.concatenate(reach),
        shared.capacity[here, state],
        shared.overload,
    )
    return year, first


def _dense(block: object, columns: NDArray[np.int64]) -> Floats:
    """Return some columns of a block of costs, infinity where no way leads."""
    some = block[:, columns]  # type: ignore[index]
    if is_sparse(some):
        coo = some.tocoo()
        out = np.full(some.shape, np.inf)
        out[coo.coords] = coo.data
        return out
    return np.where(np.isnan(some), np.inf, some).astype(np.float64)


def _shares_of(year: _Year) -> _Shares | None:
    """Return the cheapest shares: everyone at the nearest place, but where that fills up."""
    n, m = year.cost.shape
    # the last place is none at all, which has room for everyone
    cost = np.column_stack([year.cost, year.reach])
    nearest = cost.argmin(axis=1)
    least = cost[np.arange(n), nearest]
    counts = year.weight > 0
    if np.isinf(least[counts]).any():
        return None
    load = np.bincount(nearest[counts], year.load[counts], m + 1)[:m]
    full = load > year.room * (1 + _FULL)
    clients, sites = np.flatnonzero(counts & (nearest < m)), nearest
    fixed = _Shares(clients, sites[clients], np.ones(len(clients)), np.zeros(m))
    while full.any():
        moving = counts & (year.load > 0) & np.append(full, False)[nearest]
        found = _relieved(year, cost, nearest, moving)
        more = (found.price > 0) & ~full
        if not more.any():
            stay = np.flatnonzero(counts & ~moving & (nearest < m))
            return _Shares(
                np.concatenate([stay, found.client]),
                np.concatenate([nearest[stay], found.site]),
                np.concatenate([np.ones(len(stay)), found.share]),
                found.price,
            )
        full |= more
    return fixed


def _relieved(year: _Year, cost: Floats, nearest: NDArray[np.intp], moving: NDArray[np.bool_]) -> _Shares:
    """Return the cheapest shares of some clients, the others staying at their nearest place."""
    m = len(year.room)
    movers = np.flatnonzero(moving)
    more = cost[movers] - cost[movers, nearest[movers]][:, None]
    # nobody goes further than what a place too many costs
    client, site = np.nonzero(
        year.weight[movers][:, None] * more <= year.overload * year.load[movers][:, None]
    )
    load = np.where(site < m, year.load[movers[client]], 0.0)
    still = (year.weight > 0) & ~moving & (nearest < m)
    left = year.room - np.bincount(nearest[still], year.load[still], m)
    held, rank = np.unique(site[site < m], return_inverse=True)
    inside = np.flatnonzero(site < m)
    pairs, rows = len(client), len(movers)
    matrix = sparse.csr_array(
        (
            np.concatenate([np.ones(pairs), load[inside], -np.ones(len(held))]),
            (
                np.concatenate([client, rows + rank, rows + np.arange(len(held))]),
                np.concatenate([np.arange(pairs), inside, pairs + np.arange(len(held))]),
            ),
        ),
        shape=(rows + len(held), pairs + len(held)),
    )
    mip = Mip(
        np.zeros(0, np.int64),
        np.concatenate(
            [(year.weight[movers][:, None] * more)[client, site], np.full(len(held), year.overload)]
        ),
        np.append(np.ones(pairs), np.full(len(held), np.inf)),
        0,
        matrix,
        np.append(np.ones(rows), np.full(len(held), -np.inf)),
        np.append(np.ones(rows), left[held]),
        0.0,
        False,
    )
    own = scaled(mip)
    solver = new_solver(0, np.inf)
    solver.passModel(lp_of(own.mip, relaxed=True))
    solver.run()
    solution = solver.getSolution()
    share = np.clip(np.asarray(solution.col_value)[:pairs] * own.column[:pairs], 0.0, 1.0)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        share = (more[client, site] == 0).astype(float)  # everyone at the nearest place is an assignment too
    share = np.where(share < _DUST, 0.0, share)
    share /= np.maximum(np.bincount(client, share, rows), _DUST)[client]
    price = np.zeros(m)
    price[held] = np.clip(-own.duals(np.asarray(solution.row_dual))[rows:], 0.0, year.overload)
    taken = (share > 0) & (site < m)
    return _Shares(movers[client[taken]], site[taken], share[taken], price)


def _paid(year: _Year, shares: _Shares) -> float:
    """Return what clients pay for the way and for being unserved, and what is too much costs."""
    served = np.bincount(shares.client, shares.share, len(year.weight))
    ways = shares.share * year.weight[shares.client] * year.cost[shares.client, shares.site]
    left = np.maximum(0.0, 1.0 - served)
    alone = (year.weight > 0) & (left > _DUST)
    load = np.bincount(shares.site, shares.share * year.load[shares.client], len(year.room))
    over = np.maximum(0.0, load - year.room)
    unserved = float((year.weight[alone] * left[alone] * year.reach[alone]).sum())
    return float(ways.sum()) + unserved + year.overload * float(over.sum())
