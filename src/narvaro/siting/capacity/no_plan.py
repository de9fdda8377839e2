"""Whether any plan exists, settled without trust: a plan that is held to everything, or a proof in whole numbers.

A part of the plans (some options of each site) has none where multipliers show it, as in Farkas' lemma. With numbers
u (for areas that are served), lam (for limits) and eta >= 0 (for ceilings), u at most eta times what it costs to go
unserved, and lam on the side that a limit has,

    F = sum_i,t weight_it u_it - sum_r max(lam_r lower_r, lam_r upper_r) - sum_l,t eta_l,t at_most_l,t
        + sum_j min_{k of j} (sum_r lam_r a_r,k - what k can gain),

where an option gains in each layer and year the fractional knapsack of `capacity_bound` over u - eta (cost + penalty).
A plan that kept all would give F <= 0, so F > 0 proves that there is none. Multipliers come from HiGHS and are rounded
to whole multiples; F is added up in fractions, so nothing rests on its word. Where F is not positive the part is split.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.bound.step import on_their_side
from narvaro.siting.capacity.flows import Flows, cheapest_flows
from narvaro.siting.capacity.mip import FlowMip, build_flow_mip
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import ULP, sum_slack
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip.scaling import scaled
from narvaro.siting.mip.solver import lp_of, new_solver

__all__ = ["Settled", "farkas", "fraction", "settle"]

Number = TypeVar("Number", float, Fraction)

# for one question, and for HiGHS on one part: what is not settled by then is said to be not known
_LONGEST_S = 60.0
_MOST_PARTS = 20_000  # of the plans that are looked at
_STEP = 2.0**-30  # multipliers are rounded to multiples of it: short fractions are added up sooner


class Rays(NamedTuple):
    """Multipliers: u of clients (N, n_years), lam of limits (R,), eta of ceilings (n_layers, n_years)."""

    client: Floats
    limit: Floats
    ceiling: Floats


class Settled(NamedTuple):
    """A plan and its flows, or none; then whether it is proven that there is none."""

    found: tuple[NDArray[np.int64], Flows] | None
    proven: bool


def _knapsack(pairs: list[tuple[Number, Number]], room: Number | None, overload: Number | None) -> Number:
    """Fill the room with pairs (gain, weight), the best first, and go beyond it for those worth the overload."""
    worth = 0 * pairs[0][0]  # a float or a fraction, as the pairs are
    for gain, weight in sorted(pairs, key=lambda p: -p[0]):
        inside = weight if room is None else min(weight, room)
        worth += inside * gain
        if room is not None:
            room -= inside
            if overload is not None and gain > overload:
                worth += (weight - inside) * (gain - overload)
    return worth


def _worths(
    model: Model, rays: Rays, number: Callable[[float], Number]
) -> dict[tuple[int, int, int, int], Number]:
    """Return what a site gains at most, by layer, state, year and site; only what is more than nothing."""
    problem, lists, out = model.problem, model.lists, {}
    for n, layer in enumerate(problem.layers):
        states = np.flatnonzero(np.isfinite(model.state_penalty[n, :-1]))
        for t in range(model.n_years):
            eta = number(rays.ceiling[n, t])
            at_site: dict[int, list[tuple[Number, Number, Number]]] = {}
            part = slice(model.starts[n], model.starts[n + 1])
            for i in model.starts[n] + np.flatnonzero((rays.client[part, t] > 0) & (model.base[part, t] > 0)):
                u, w = number(rays.client[i, t]), number(model.base[i, t])
                for p in range(lists.ptr[i], lists.ptr[i + 1]):
                    at_site.setdefault(int(lists.site[p]), []).append((w, u, number(lists.cost[p])))
            weight = model.base[part, t]
            for s in states.tolist():
                extra, capacity = number(model.state_penalty[n, s]), np.inf
                if layer.capacity is not None:
                    capacity = float(layer.capacity[s])
                    limited = layer.capacity[np.isfinite(layer.capacity)]
                    capacity += sum_slack(np.concatenate([weight, limited])) if capacity > 0 else 0.0
                room = None if np.isinf(capacity) else number(capacity)
                overload = None if np.isinf(layer.overload) else eta * number(layer.overload)
                for j, pairs in at_site.items():
                    gains = [(u - eta * (c + extra), w) for w, u, c in pairs]
                    gains = [pair for pair in gains if pair[0] > 0]
                    if gains:
                        out[n, s, t, j] = _knapsack(gains, room, overload)
    return out


def fraction(value: float) -> Fraction:
    """Return a float as a fraction, without rounding."""
    return Fraction(float(value))  # of NumPy's types, Fraction takes float64 alone


def farkas(model: Model, rays: Rays, number: Callable[[float], Number]) -> Number:
    """Return F (see the head of this module); with fractions, above zero it proves that no plan keeps everything."""
    c, total = model.choices, number(0.0)
    reach = model.lists.cap[:, None]
    most = np.where(
        np.isinf(reach), np.inf, rays.ceiling[model.lists.layer] * np.where(np.isinf(reach), 0.0, reach)
    )
    # not above the product for all its rounding
    most = np.where(np.isinf(reach), most, most * (1.0 - 2 * ULP))
    # u is at most eta times what going unserved costs, else F would prove something that is not so
    rays = rays._replace(client=np.maximum(np.minimum(rays.client, most), 0.0))
    for i, t in np.argwhere((rays.client > 0) & (model.base > 0)):
        total += number(model.base[i, t]) * number(rays.client[i, t])
    slack = _limit_slack(model)
    for r in np.flatnonzero(rays.limit):
        # a plan is held to its limits but for rounding, so the proof allows as much
        edge = c.upper[r] + slack[r] if rays.limit[r] > 0 else c.lower[r] - slack[r]
        total -= number(rays.limit[r]) * number(edge)
    for n, t in np.argwhere(rays.ceiling > 0):
        size = len(model.lists.cost) + 2
        total -= number(rays.ceiling[n, t]) * number(model.ceilings[n, t] * (1.0 + ULP * size))
    worths = _worths(model, rays, number)  # once for all options: they differ by state and site alone
    for j in range(model.problem.n_sites):
        options = c.site_ptr[j] + np.flatnonzero(model.allowed[c.site_ptr[j] : c.site_ptr[j + 1]])
        total += min(_used(model, rays, worths, int(k), j, number) for k in options)
    return total


def _used(
    model: Model,
    rays: Rays,
    worths: dict[tuple[int, int, int, int], Number],
    k: int,
    site: int,
    number: Callable[[float], Number],
) -> Number:
    """Return what an option uses of the limits, at their multipliers, less what it can gain."""
    c, value = model.choices, number(0.0)
    for p in range(c.row_ptr[k], c.row_ptr[k + 1]):
        if rays.limit[c.row[p]]:
            value += number(rays.limit[c.row[p]]) * number(c.coef[p])
    for n in range(len(model.problem.layers)):
        for t in range(model.n_years):
            value -= worths.get((n, int(model.state[k, t]), t, site), 0)
    return value


def _limit_slack(model: Model) -> Floats:
    """Return by how much rounding may carry a sum past each limit, as plans are held to."""
    matrix, c = model.problem.limits.matrix, model.choices
    out = np.zeros(len(c.lower))
    for r in range(len(out)):
        edges = np.array([c.lower[r], c.upper[r]])
        terms = matrix.data[matrix.indptr[r] : matrix.indptr[r + 1]]
        out[r] = sum_slack(np.concatenate([terms, edges[np.isfinite(edges)]]))
    return out


def _rays_of(model: Model, flow_mip: FlowMip, dual: Floats) -> Rays:
    """Return multipliers from the duals of the rows, on the side that each may have."""
    c, years = model.choices, model.n_years
    lam = -dual[flow_mip.limit_row : flow_mip.limit_row + len(c.lower)]
    lam = on_their_side(c, lam)
    eta = np.zeros_like(model.ceilings)
    held = flow_mip.ceilings
    eta[held[:, 0], held[:, 1]] = np.maximum(
        0.0, -dual[flow_mip.ceiling_row : flow_mip.ceiling_row + len(held)]
    )
    u = np.zeros(model.base.size)
    u[flow_mip.need] = (
        dual[flow_mip.need_row : flow_mip.need_row + len(flow_mip.need)] / model.base.ravel()[flow_mip.need]
    )
    return Rays(np.maximum(u.reshape(-1, years), 0.0), lam, eta)


def _least_broken(model: Model, flow_mip: FlowMip) -> tuple[Floats, Rays]:
    """Let HiGHS break limits, needs and ceilings as little as can be; return parts of options, and the multipliers."""
    own = scaled(replace(flow_mip.mip, cost=np.zeros(len(flow_mip.mip.cost)), constant=0.0), held=False)
    mip, rows = own.mip, flow_mip.mip.rows.shape[0]
    limit = flow_mip.limit_row + np.arange(len(model.choices.lower))
    must = np.flatnonzero(np.isinf(model.lists.cap[flow_mip.need // model.n_years]))
    top = flow_mip.ceiling_row + np.arange(len(flow_mip.ceilings))
    at = np.concatenate([limit, limit, flow_mip.need_row + must, top])
    sign = np.concatenate([np.ones(len(limit)), -np.ones(len(limit)), np.ones(len(must)), -np.ones(len(top))])
    # a share of an area that is not served costs as much as its weight, so that each person counts alike
    price = np.ones(len(at))
    price[2 * len(limit) : 2 * len(limit) + len(must)] = model.base.ravel()[flow_mip.need[must]]
    spare = sparse.csr_array((sign, (at, np.arange(len(at)))), shape=(rows, len(at)))
    mip = replace(
        mip,
        cost=np.concatenate([mip.cost, price]),
        upper=np.concatenate([mip.upper, np.full(len(at), np.inf)]),
        rows=sparse.csr_array(sparse.hstack([mip.rows, spare], format="csr")),
    )
    solver = new_solver(0, _LONGEST_S)
    solver.passModel(lp_of(mip, relaxed=True))
    solver.run()
    found = solver.getSolution()
    part = np.asarray(found.col_value)[: mip.binary] if found.value_valid else np.zeros(mip.binary)
    dual = np.asarray(found.row_dual) if found.dual_valid else np.zeros(rows)
    return part, _rays_of(model, flow_mip, dual * own.row)


def _is_impossible(model: Model, rays: Rays) -> bool:
    """Return whether the multipliers, as they are or rounded, prove that no plan keeps everything."""
    # floats tell at once what is hopeless; only what looks proven is added up in fractions
    rounded = Rays(*(np.rint(values / _STEP) * _STEP for values in rays))
    return any(
        farkas(model, some, float) > 0 and farkas(model, some, fraction) > 0 for some in (rounded, rays)
    )


def settle(model: Model, seconds: float = _LONGEST_S) -> Settled:
    """Find a plan that keeps everything, or prove that there is none, by splitting the options of one site at a time.

    Where the time is over, or flows are too many to be settled, neither may come of it.
    """
    until, c = time.perf_counter() + seconds, model.choices
    parts, known = [model.allowed], True
    for _ in range(_MOST_PARTS):
        if not parts:
            return Settled(None, known)
        if time.perf_counter() > until:
            break
        some = replace(model, allowed=parts.pop())
        options = np.flatnonzero(some.allowed)
        part, rays = _least_broken(some, build_flow_mip(some))
        if _is_impossible(some, rays):
            continue
        # no proof: try the plan that the relaxation comes nearest to, which may keep everything
        order = np.lexsort((-part, c.site[options]))
        first = np.flatnonzero(np.diff(c.site[options][order], prepend=-1))
        pick = options[order[first]]
        flows, impossible = cheapest_flows(model, pick)
        if flows is not None:
            return Settled((pick, flows), False)
        if len(options) == len(pick):
            known = known and impossible  # one plan is left, and its flows have told
            continue
        many = np.bincount(c.site[options], minlength=len(pick)) > 1
        j = int(np.argmin(np.where(many, part[order[first]], np.inf)))  # the site that is least agreed about
        alone, rest = some.allowed.copy(), some.allowed.copy()
        rest[pick[j]] = False
        alone[c.site_ptr[j] : c.site_ptr[j + 1]] = False
        alone[pick[j]] = True
        parts += [
            rest,
            alone,
        ]  # the likelier half is on top, so that a plan is found early where there is one
    return Settled(None, False)
