"""What clients are served with in a plan with capacity, and what the plan then costs.

In a given plan each layer and year is a transportation problem of its own, so no unit of one drowns another's. A plan
whose ceiling binds needs no other flows: the cheapest ones have the least own sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.capacity.transport import Flow, Transport, exact_flows
from narvaro.siting.capacity.transport_lp import lp_flows
from narvaro.siting.form.problem import Sparse
from narvaro.siting.form.rounding import ULP
from narvaro.siting.form.solution import Served
from narvaro.siting.layout.layout import Model
from narvaro.siting.search.value import broken_in

__all__ = ["Flows", "Priced", "cheapest_flows"]

_FEW_PAIRS = 500  # solved in whole numbers at once
_SOME_PAIRS = 10_000  # solved in whole numbers where HiGHS gives nothing that holds


@dataclass(frozen=True, eq=False)
class Flows:
    """The cheapest flows of one plan: its value, and for each layer with capacity the shares in each year."""

    value: float
    served: Served


class Priced(NamedTuple):
    """The flows of a plan, or None; then whether it is proven that the plan breaks a limit, a ceiling or a room."""

    flows: Flows | None
    impossible: bool


def _transport(
    model: Model, number: int, t: int, pick: NDArray[np.int64]
) -> tuple[Transport, NDArray[np.int64]]:
    """Return the flows of a layer and year as a problem of their own, and the areas in it."""
    layer, lists = model.problem.layers[number], model.lists
    first, last = model.starts[number], model.starts[number + 1]
    areas = np.flatnonzero(model.base[first:last, t] > 0)
    row = np.full(last - first, -1, np.int64)
    row[areas] = np.arange(len(areas))
    span = slice(lists.ptr[first], lists.ptr[last])
    client = np.repeat(np.arange(last - first), np.diff(lists.ptr[first : last + 1]))
    area = row[client]
    site = lists.site[span].astype(np.int64)
    state = model.state[pick, t].astype(np.int64)
    extra, cap = model.state_penalty[number, state], lists.cap[first:last]
    room = np.full(len(state), np.inf)
    if layer.capacity is not None:
        room = np.where(state >= 0, np.asarray(layer.capacity)[state], 0.0)
    cost = lists.cost[span].astype(np.float64) + extra[site]
    # a site without room takes nobody where none may be too many; its pairs would only make the problem larger
    shut = (room == 0) & np.isinf(layer.overload)
    keep = (area >= 0) & np.isfinite(cost) & (cost < cap[client]) & ~shut[site]
    weight = model.base[first:last, t][areas]
    return Transport(area[keep], site[keep], cost[keep], weight, cap[areas], room, layer.overload), areas


def _nearest(transport: Transport) -> Flow | None:
    """Return the flows to the nearest site of each area where there is room for all of them."""
    share = np.zeros(len(transport.cost))
    order = np.lexsort((transport.cost, transport.area))
    area = transport.area[order]
    share[order[np.flatnonzero(np.diff(area, prepend=-1))]] = 1.0
    # who has no pair stays unserved at its cost, without end where it must be served
    own = np.where(
        np.isinf(transport.reach),
        np.inf,
        transport.weight * np.where(np.isinf(transport.reach), 0.0, transport.reach),
    )
    taken = share > 0
    own[transport.area[taken]] = (transport.weight[transport.area] * transport.cost)[taken]
    load = np.bincount(transport.site[taken], transport.weight[transport.area[taken]], len(transport.room))
    return Flow(share, float(own.sum())) if (load <= transport.room).all() else None


def _flows(transport: Transport) -> tuple[Flow | None, bool]:
    """Return the cheapest flows or None, and whether that is beyond doubt."""
    flow = _nearest(transport)
    # nothing is cheaper than everyone at the nearest place, so where that fits there is no more to ask
    if flow is not None:
        return (flow if np.isfinite(flow.own) else None), True
    if len(transport.cost) > _FEW_PAIRS:
        flow = lp_flows(transport)
        if flow is not None or len(transport.cost) > _SOME_PAIRS:
            return flow, False
    return exact_flows(transport), True


def keeps_limits(model: Model, pick: NDArray[np.int64]) -> bool:
    """Return whether a plan keeps every limit, by the rule of `keeps`."""
    return not len(broken_in(model, pick))


def cheapest_flows(model: Model, pick: NDArray[np.int64]) -> Priced:
    """Return the cheapest flows of a plan, held to every limit, room, ceiling and to who must be served."""
    # the limits are compared first: cheap, and beyond doubt
    if not keeps_limits(model, pick):
        return Priced(None, True)
    problem = model.problem
    sums = np.zeros((len(problem.layers), model.n_years))
    out: list[tuple[Sparse, ...] | None] = []
    for n, layer in enumerate(problem.layers):
        tables = []
        for t in range(model.n_years):
            transport, areas = _transport(model, n, t, pick)
            flow, certain = _flows(transport)
            if flow is None:
                return Priced(None, certain)
            sums[n, t] = flow.own
            # the sum has as many roundings as there are pairs, each of one place at most
            if flow.own > model.ceilings[n, t] * (1.0 + ULP * (len(transport.cost) + 2)):
                return Priced(None, certain)
            some = flow.share > 0
            at = (areas[transport.area[some]], transport.site[some])
            tables.append(sparse.csr_array((flow.share[some], at), shape=(layer.n_areas, problem.n_sites)))
        out.append(None if layer.capacity is None else tuple(tables))
    value = (
        problem.offset
        + float(model.choices.cost[pick].sum())
        + float((sums.sum(axis=1) * model.prices).sum())
    )
    return Priced(Flows(value, tuple(out)), False)
