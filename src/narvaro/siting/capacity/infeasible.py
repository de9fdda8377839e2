"""Why a problem with capacity has no plan: too little room in all, or what clashes with the room there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault
from narvaro.siting.capacity.mip import FlowMip, build_flow_mip
from narvaro.siting.form.problem import Floats, Problem
from narvaro.siting.form.rounding import SMALLEST, sum_slack
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip import feasibility, solver
from narvaro.siting.mip.scaling import scaled

__all__ = ["clashing", "room_of", "too_little_room"]

_CAPACITY = "infeasible.clash_capacity"
_LONGEST_S = 60.0  # for how much room is lacking
_NEAR = 1e-7  # relative gap to which that is found
_TRACE = 1e-7  # of the largest weight: less is HiGHS's tolerance


def too_little_room(model: Model, problem: Problem) -> list[Fault]:
    """Return a fault for each layer and year where all sites together cannot serve those who must be reached.

    The problem is the model's own, in the units that it was given in.
    """
    faults = []
    for layer in problem.layers:
        if layer.capacity is None or np.isfinite(layer.overload):
            continue
        # state -1 reads the last one
        room = np.append(np.where(problem.serving(layer), layer.capacity, 0.0), 0.0)
        most = np.maximum.reduceat(room[model.state], model.choices.site_ptr[:-1], axis=0).sum(axis=0)
        must = layer.weight[np.isinf(layer.reach_cost())]
        # all together at their best is too little: no plan can do, whatever else is asked
        need = must.sum(axis=0)
        slack = sum_slack(np.concatenate([layer.weight.ravel(), room[np.isfinite(room)]]))
        for t in np.flatnonzero(need > most + problem.n_sites * slack):
            has, weight = float(most[t]), float(need[t])
            data = {
                "capacity": has,
                "weight": weight,
                "lacking": float(Decimal(str(weight)) - Decimal(str(has))),
            }
            faults.append(Fault("infeasible.capacity", {"layer": layer.name, "year": str(t), **data}))
    return faults


def room_of(model: Model) -> Floats:
    """Return the room that each option gives in all layers and years, as a share of the weight, shape (K,)."""
    problem, out = model.problem, np.zeros(len(model.order))
    for layer in problem.layers:
        if layer.capacity is not None:
            most = np.maximum(layer.weight.sum(axis=0).max(), SMALLEST)
            room = np.where(problem.serving(layer), np.minimum(layer.capacity / most, 1.0), 0.0)
            out += np.append(room, 0.0)[model.state].sum(axis=1)
    return out


def _groups(model: Model, flow_mip: FlowMip) -> list[tuple[Fault, NDArray[np.int64]]]:
    """Return what may clash and the rows of each: limits, capacities, ceilings, and areas that must be reached."""
    problem, limits, groups = model.problem, model.problem.limits, []
    for r, name in enumerate(limits.names):
        given = float(limits.upper[r] if np.isfinite(limits.upper[r]) else limits.lower[r])
        fault = Fault("infeasible.clash_limit", {"name": name, "given": given})
        groups.append((fault, np.array([flow_mip.limit_row + r])))
    of_room = _layers_of_room(model, flow_mip)
    for n, layer in enumerate(problem.layers):
        rooms, tops = np.flatnonzero(of_room == n), np.flatnonzero(flow_mip.ceilings[:, 0] == n)
        for key, first, rows in (
            (_CAPACITY, flow_mip.room_row, rooms),
            ("infeasible.clash_ceiling", flow_mip.ceiling_row, tops),
        ):
            if len(rows):
                groups.append((Fault(key, {"layer": layer.name}), first + rows))
    must = np.flatnonzero(np.isinf(model.lists.cap[flow_mip.need // model.n_years]))
    if len(must):
        groups.append((Fault("infeasible.clash_reach", {}), flow_mip.need_row + must))
    return groups


def _lacking(model: Model, flow_mip: FlowMip, free: solver.Mip, number: int, given: Problem) -> float:
    """Return how much more room a layer's sites need at least, in all, where all else holds; zero: not known."""
    mip, rooms = flow_mip.mip, len(flow_mip.room)
    mine = np.arange(len(mip.cost) - rooms, len(mip.cost))[_layers_of_room(model, flow_mip) == number]
    cost, upper = np.zeros(len(mip.cost)), _without_room(model, flow_mip, [number])
    cost[mine], upper[mine] = 1.0, np.inf  # room may be exceeded, and as little as can be
    asked = replace(free, cost=cost, upper=upper)
    result, least = solver.ask(model, asked, gap=_NEAR, time_limit=_LONGEST_S)
    found = result.ended and result.pick is not None and least > _TRACE
    # seven digits: HiGHS's answer has no more, and the figure is read by people
    return float(f"{least * given.layers[number].weight.max():.7g}") if found else 0.0


def _without_room(model: Model, flow_mip: FlowMip, layers: list[int]) -> Floats:
    """Return the most of each column where the sites of some layers have room for all; else a pair has no more."""
    upper = flow_mip.mip.upper.copy()
    mine = np.flatnonzero(np.isin(model.lists.layer[flow_mip.pairs.client], layers))
    upper[flow_mip.mip.binary + mine] = 1.0
    return upper


def _layers_of_room(model: Model, flow_mip: FlowMip) -> NDArray[np.int64]:
    """Return the layer of each row of room."""
    channel = flow_mip.room // (model.n_years * model.problem.n_sites)
    return np.asarray(np.searchsorted(model.choices.layer_ptr, channel, side="right") - 1)


def clashing(model: Model, given: Problem) -> list[Fault]:
    """Say what clashes: limits by themselves, or a smallest set of limits, capacities, ceilings and reach.

    The problem is the model's own, in the units that it was given in.
    """
    faults = feasibility.clashes(model)
    if faults:
        return faults
    flow_mip = build_flow_mip(model)
    groups, names = _groups(model, flow_mip), [layer.name for layer in given.layers]
    free = replace(flow_mip.mip, cost=np.zeros(len(flow_mip.mip.cost)), constant=0.0)

    def clash(kept: list[int]) -> bool:
        lower, upper, roomy = free.row_lower.copy(), free.row_upper.copy(), []
        for n, (fault, rows) in enumerate(groups):
            if n not in kept:  # left out: its rows hold nothing
                lower[rows], upper[rows] = -np.inf, np.inf
                roomy += [names.index(fault.data["layer"])] if fault.key == _CAPACITY else []
        most = _without_room(model, flow_mip, roomy)
        mip = replace(free, row_lower=lower, row_upper=upper, upper=most)
        return solver.solve_mip(model, scaled(mip).mip, gap=np.inf, time_limit=np.inf, seed=0).infeasible

    faults = []
    for n in sorted(feasibility.smallest_clash(list(range(len(groups))), clash)):
        fault = groups[n][0]
        if fault.key == _CAPACITY:
            lacking = _lacking(model, flow_mip, free, names.index(fault.data["layer"]), given)
            data = {**fault.data, "lacking": lacking}
            fault = Fault("infeasible.clash_capacity_needs", data) if lacking else fault
        faults.append(fault)
    return faults
