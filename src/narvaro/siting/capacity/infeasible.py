"""Why a problem with capacity has no plan: too little room in all, or what clashes with the room there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault
from narvaro.siting.capacity.mip import FlowMip, build_flow_mip
from narvaro.siting.form.problem import Floats, Problem
from narvaro.siting.form.rounding import sum_slack
from narvaro.siting.layout.layout import Model
from narvaro.siting.mip import feasibility, radius
from narvaro.siting.mip.scaling import scaled

__all__ = ["clashing", "room_of", "too_little_room"]


def too_little_room(model: Model, problem: Problem) -> list[Fault]:
    """Return a fault for each layer and year where all sites together cannot serve those who must be reached.

    The problem is the model's own, in the units that it was given in.
    """
    faults = []
    for layer in problem.layers:
        if layer.capacity is None or np.isfinite(layer.overload):
            continue
        room = np.append(
            np.where(problem.serving(layer), layer.capacity, 0.0), 0.0
        )  # state -1 reads the last one
        most = np.maximum.reduceat(room[model.state], model.choices.site_ptr[:-1], axis=0).sum(axis=0)
        must = layer.weight[np.isinf(layer.reach_cost())]
        need = must.sum(axis=0)
        slack = sum_slack(np.concatenate([layer.weight.ravel(), room[np.isfinite(room)]]))
        for t in np.flatnonzero(need > most + problem.n_sites * slack):
            data = {"layer": layer.name, "year": str(t), "capacity": float(most[t]), "weight": float(need[t])}
            faults.append(Fault("infeasible.capacity", data))
    return faults


def room_of(model: Model) -> Floats:
    """Return the room that each option gives in all layers and years, as a share of the weight, shape (K,)."""
    problem, out = model.problem, np.zeros(len(model.order))
    for layer in problem.layers:
        if layer.capacity is not None:
            most = np.maximum(layer.weight.sum(axis=0).max(), 1e-300)
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
    channel = flow_mip.room // (model.n_years * problem.n_sites)
    of_room = np.searchsorted(model.choices.layer_ptr, channel, side="right") - 1
    for n, layer in enumerate(problem.layers):
        rooms, tops = np.flatnonzero(of_room == n), np.flatnonzero(flow_mip.ceilings[:, 0] == n)
        for key, first, rows in (
            ("infeasible.clash_capacity", flow_mip.room_row, rooms),
            ("infeasible.clash_ceiling", flow_mip.ceiling_row, tops),
        ):
            if len(rows):
                groups.append((Fault(key, {"layer": layer.name}), first + rows))
    must = np.flatnonzero(np.isinf(model.lists.cap[flow_mip.need // model.n_years]))
    if len(must):
        groups.append((Fault("infeasible.clash_reach", {}), flow_mip.need_row + must))
    return groups


def clashing(model: Model) -> list[Fault]:
    """Say what clashes: limits by themselves, or a smallest set of limits, capacities, ceilings and reach."""
    faults = feasibility.clashes(model)
    if faults:
        return faults
    flow_mip = build_flow_mip(model)
    groups = _groups(model, flow_mip)
    free = replace(flow_mip.mip, cost=np.zeros(len(flow_mip.mip.cost)), constant=0.0)

    def clash(kept: list[int]) -> bool:
        lower, upper = free.row_lower.copy(), free.row_upper.copy()
        for n, (_, rows) in enumerate(groups):
            if n not in kept:
                lower[rows], upper[rows] = -np.inf, np.inf
        mip = replace(free, row_lower=lower, row_upper=upper)
        return radius.solve_mip(model, scaled(mip).mip, gap=np.inf, time_limit=np.inf, seed=0).infeasible

    return [groups[n][0] for n in sorted(feasibility.smallest_clash(list(range(len(groups))), clash))]
