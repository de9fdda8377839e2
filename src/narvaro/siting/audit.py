"""The independent check: value, limits and bound again from the raw arrays. It never imports the solver.

The bound is recomputed from the multipliers that the solution carries, stage by stage (formula in `docs/siting.md`):
each stage's Lagrangian value over the options that earlier stages left, the options it rules out, and the smallest of
all levels at the end. Where HiGHS closed the rest, the finding says so and gives the part that needs no such trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import CheckError, Fault
from narvaro.siting.audit_bound import TOLERANCE, proven_bound
from narvaro.siting.audit_flows import dense_block, flow_sums
from narvaro.siting.problem import Floats, Layer, Problem, is_sparse
from narvaro.siting.solution import Solution, relative_gap

__all__ = ["Findings", "check"]

_HIGHS_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Findings:
    """What the check recomputed.

    Parameters
    ----------
    value
        The plan's value.
    bound
        The bound that follows from the multipliers alone.
    rests_on_highs
        How much of the solution's bound is HiGHS's word: its bound less `bound`, zero where nothing is.
    layers
        Each layer's own sum in each year, shape (n_layers, n_years).
    used
        What the plan uses of each limit, shape (R,).
    """

    value: float
    bound: float
    rests_on_highs: float
    layers: Floats
    used: Floats


def _layer_sums(problem: Problem, layer: Layer, state: NDArray[np.int8]) -> tuple[Floats, int]:
    """Return the layer's own sum in each year, and how many areas that must be reached are not."""
    serves, penalty = problem.serving(layer), problem.penalty(layer)
    sums, lost = np.zeros(problem.n_years), 0
    for rows, block in layer.blocks():
        cost = dense_block(block)
        for t in range(problem.n_years):
            now = state[:, t].astype(np.int64)
            on = np.flatnonzero((now >= 0) & serves[now])
            least = (cost[:, on] + penalty[now[on]]).min(axis=1, initial=np.inf)
            least = np.minimum(least, layer.reach_cost()[rows])
            weight = layer.weight[rows, t]
            lost += int((np.isinf(least) & (weight > 0)).sum())
            sums[t] += float((weight[weight > 0] * least[weight > 0]).sum())
    return sums, lost


def _plan_faults(problem: Problem, solution: Solution) -> tuple[list[Fault], Floats, Floats, float]:
    option, options, limits = np.asarray(solution.option), problem.options, problem.limits
    faults = []
    if not np.array_equal(options.site[option], np.arange(problem.n_sites)):
        wrong = int(np.flatnonzero(options.site[option] != np.arange(problem.n_sites))[0])
        faults.append(Fault("check.option", {"site": str(wrong), "option": str(int(option[wrong]))}))
    used = np.asarray(limits.matrix[:, option].sum(axis=1)).ravel() if len(limits) else np.zeros(0)
    slack = (
        1e-7 * np.maximum(1.0, np.abs(limits.matrix).max(axis=1).toarray().ravel()) if len(limits) else used
    )
    for r in np.flatnonzero((used > limits.upper + slack) | (used < limits.lower - slack)):
        edges = {"used": float(used[r]), "lower": float(limits.lower[r]), "upper": float(limits.upper[r])}
        faults.append(Fault("check.limit", {"name": limits.names[r], **edges}))
    sums = np.zeros((len(problem.layers), problem.n_years))
    for number, layer in enumerate(problem.layers):
        if layer.capacity is not None:
            sums[number], unfit = flow_sums(problem, number, solution)
            faults += unfit
        else:
            sums[number], lost = _layer_sums(problem, layer, options.state[option])
            if lost:
                faults.append(Fault("check.unreached", {"layer": layer.name, "count": lost}))
        if layer.at_most is not None:
            top = layer.at_most
            for t in np.flatnonzero(
                sums[number] > top + 1e-7 * np.maximum(1.0, np.where(np.isinf(top), 1.0, top))
            ):
                data = {
                    "layer": layer.name,
                    "used": float(sums[number, t]),
                    "year": str(t),
                    "ceiling": float(top[t]),
                }
                faults.append(Fault("check.ceiling", data))
    priced = sum(layer.price * sums[n].sum() for n, layer in enumerate(problem.layers) if layer.price > 0)
    return faults, sums, used, float(problem.offset + options.cost[option].sum() + priced)


def _whole_numbers(problem: Problem) -> bool:
    """Whether every plan's value is a whole number."""
    parts: list[Any] = [problem.options.cost, np.array([problem.offset])]
    for layer in problem.layers:
        reach = layer.reach_cost()
        parts += [layer.weight * layer.price, problem.penalty(layer), reach[np.isfinite(reach)]]
        parts += [block.data if is_sparse(block) else block for _, block in layer.blocks()]
    for part in parts:
        values = np.asarray(part, np.float64)
        values = values[np.isfinite(values)]
        if (values != np.floor(values)).any():
            return False
    return True


def check(problem: Problem, solution: Solution) -> Findings:
    """Recompute a solution's value, limits and bound from the raw arrays; refuse what does not hold.

    Raises
    ------
    CheckError
        With every difference found.
    """
    if np.shape(solution.option) != (problem.n_sites,):
        data = {"given": str(np.shape(solution.option)), "sites": problem.n_sites}
        raise CheckError([Fault("check.shape", data)])
    faults, sums, used, value = _plan_faults(problem, solution)
    size = max(1.0, abs(value) if np.isfinite(value) else 1.0)
    if not abs(value - solution.value) <= 1e-9 * size:
        faults.append(Fault("check.value", {"found": value, "claimed": solution.value}))
    bound, wrong = proven_bound(problem, solution)
    faults += wrong
    if solution.certificate.integral:
        if not _whole_numbers(problem):
            faults.append(Fault("check.integral", {}))
        else:
            bound = float(np.ceil(bound - 1e-6)) if np.isfinite(bound) else bound
    bound = min(bound, value)
    slack = TOLERANCE * size
    if solution.bound > solution.value + slack:
        faults.append(Fault("check.bound_above", {"bound": solution.bound, "value": solution.value}))
    highs = solution.certificate.highs is not None and solution.bound_rests_on == "highs"
    if solution.bound > bound + slack and not highs:
        faults.append(Fault("check.bound", {"claimed": solution.bound, "found": bound}))
    gap = relative_gap(solution.value, solution.bound)
    if abs(gap - solution.gap) > 1e-8:
        faults.append(Fault("check.gap", {"found": gap, "claimed": solution.gap}))
    if solution.status == "optimal" and gap > _HIGHS_TOLERANCE:
        faults.append(Fault("check.status", {"gap": gap}))
    if faults:
        raise CheckError(faults)
    return Findings(value, bound, max(0.0, solution.bound - bound) if highs else 0.0, sums, used)
