"""The bound with capacity: the Lagrangian of `dual`, where a site with little room fills it with who gains most.

An option's worth in one layer and year is a fractional knapsack. With m_i = v_i - c_ij - penalty in falling order,

    max sum_i w_i m_i x_i - overload o,     sum_i w_i x_i <= capacity + o,     0 <= x <= 1, o >= 0,

takes the clients with m_i > 0 until the room is full, and after that those with m_i > overload (Dantzig 1957).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound.lagrangian import ROUNDINGS
from narvaro.siting.bound.step import on_their_side
from narvaro.siting.capacity.mip import FlowMip
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import UNIT
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model

__all__ = ["lagrangian", "multipliers_of", "shares_served"]


_ClientsAndSites: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
_Gaining: TypeAlias = tuple[int, int, int, _ClientsAndSites, Floats, float, float]


def multipliers_of(model: Model, flow_mip: FlowMip, dual: Floats) -> Multipliers:
    """Return multipliers from the duals of the relaxation, put where each of them may be."""
    c, rows = model.choices, len(model.choices.lower)
    # HiGHS's duals are the price of a row's edge, ours what a unit of use costs: the other sign
    lam = -dual[flow_mip.limit_row : flow_mip.limit_row + rows]
    lam = on_their_side(c, lam)
    eta = np.zeros_like(model.ceilings)
    held = flow_mip.ceilings
    eta[held[:, 0], held[:, 1]] = np.maximum(
        0.0, -dual[flow_mip.ceiling_row : flow_mip.ceiling_row + len(held)]
    )
    v = np.zeros(model.base.size)
    weight = (model.base * (model.prices[:, None] + eta)[model.lists.layer]).ravel()[flow_mip.need]
    # the dual of an assignment row is per share of a client, a multiplier per unit of its weight
    own = dual[flow_mip.need_row : flow_mip.need_row + len(flow_mip.need)]
    v[flow_mip.need] = np.divide(own, weight, out=np.zeros_like(own), where=weight > 0)
    return Multipliers(np.minimum(v.reshape(model.base.shape), model.lists.cap[:, None]), lam, eta)


def _fill(
    site: NDArray[np.int64], m: Floats, w: Floats, room: float, overload: float, sites: int
) -> tuple[Floats, Floats]:
    """Return the weight of each pair that its site takes, and what the site gains, shape (n_sites,)."""
    if np.isinf(room):
        return w, np.bincount(site, w * m, sites).astype(np.float64)
    order = np.lexsort((-m, site))  # site by site, who gains most first
    in_line, weight = site[order], w[order]
    before = np.cumsum(weight) - weight
    first = np.searchsorted(in_line, np.arange(sites))
    # one cumulative sum over all sites, less what stood before each site's own first
    before = before - before[np.minimum(first, len(site) - 1)][in_line]
    inside = np.empty_like(w)
    inside[order] = np.clip(room - before, 0.0, weight)
    beyond = np.where(m > overload, w - inside, 0.0)
    # nobody is beyond a hard room, and zero times infinity would be no number
    gain = inside * m + beyond * (m - np.where(np.isinf(overload), 0.0, overload))
    return inside + beyond, np.bincount(site, gain, sites).astype(np.float64)


def _gaining(model: Model, v: Floats) -> Iterator[_Gaining]:
    """Yield layer, state, year, the pairs (client, site) that gain, by how much, and the site's room and overload."""
    problem, lists = model.problem, model.lists
    for n, layer in enumerate(problem.layers):
        first, last = model.starts[n], model.starts[n + 1]
        span = slice(lists.ptr[first], lists.ptr[last])
        client = np.repeat(np.arange(first, last), np.diff(lists.ptr[first : last + 1]))
        site, cost = lists.site[span].astype(np.int64), lists.cost[span].astype(np.float64)
        for s in np.flatnonzero(np.isfinite(model.state_penalty[n, :-1])):
            room = np.inf if layer.capacity is None else float(layer.capacity[s])
            for t in range(model.n_years):
                m = v[client, t] - cost - model.state_penalty[n, s]
                gain = np.flatnonzero((m > 0) & (model.base[client, t] > 0))
                if len(gain):  # who gains nothing is left alone, which keeps the sorting short
                    yield n, int(s), t, (client[gain], site[gain]), m[gain], room, layer.overload


def _option_worths(model: Model, at: Multipliers) -> Floats:
    """Return what each option serves in all layers and years is worth, shape (K,)."""
    out, sites = np.zeros(len(model.order)), model.problem.n_sites
    for n, s, t, (client, site), m, room, overload in _gaining(model, at.client):
        _, worth = _fill(site, m, model.base[client, t], room, overload, sites)
        on = np.flatnonzero(model.state[:, t] == s)
        out[on] += (model.prices[n] + at.ceiling[n, t]) * worth[model.choices.site[on]]
    return out


def shares_served(model: Model, at: Multipliers, pick: NDArray[np.int64]) -> Floats:
    """Return how often each client is served in the relaxation when sites pick these options, shape (N, n_years)."""
    out, sites = np.zeros_like(model.base), model.problem.n_sites
    for _, s, t, (client, site), m, room, overload in _gaining(model, at.client):
        on = np.flatnonzero(model.state[pick, t][site] == s)
        if len(on):
            weight = model.base[client[on], t]
            taken, _ = _fill(site[on], m[on], weight, room, overload, sites)
            out[:, t] += np.bincount(client[on], taken / weight, len(out))
    return out


def lagrangian(model: Model, at: Multipliers) -> tuple[float, Floats]:
    """Return the bound at some multipliers, and the bound for plans that use each option, shape (K,)."""
    c = model.choices
    w = model.base * (model.prices[:, None] + at.ceiling)[model.lists.layer]
    worth = _option_worths(model, at)
    priced = np.bincount(
        np.repeat(np.arange(len(model.order)), np.diff(c.row_ptr)), at.limit[c.row] * c.coef, len(model.order)
    )
    rc = c.cost + priced - worth
    least = np.minimum.reduceat(np.where(model.allowed, rc, np.inf), c.site_ptr[:-1])
    edge = np.where(at.limit > 0, c.upper, np.where(at.limit < 0, c.lower, 0.0))
    terms = [
        (w * at.client).ravel(),
        least,
        -at.limit * edge,
        -(at.ceiling * np.where(at.ceiling > 0, model.ceilings, 0.0)).ravel(),
    ]
    size = sum(float(np.abs(term).sum()) for term in terms) + float(
        np.abs(worth).sum() + np.abs(priced).sum()
    )
    value = model.problem.offset + sum(float(term.sum()) for term in terms)
    # no sum is off by more
    value -= (max(len(model.lists.cost), w.size, len(c.cost)) + ROUNDINGS) * UNIT * size
    return value, value + rc - least[c.site]
