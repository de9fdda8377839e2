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
from narvaro.siting.audit_flows import dense_block, flow_sums, knapsack_worths
from narvaro.siting.problem import Floats, Layer, Problem, is_sparse
from narvaro.siting.solution import Solution, Stage, relative_gap

__all__ = ["Findings", "check"]

_TOLERANCE = 1e-9
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


def _worths(problem: Problem, layer: Layer, v: Floats) -> dict[float, Floats]:
    """Return each site's worth sum_i weight max(0, v - c - penalty), (n_years, n_sites), for each penalty in use."""
    kinds = np.unique(problem.penalty(layer)[problem.serving(layer)])
    out = {float(p): np.zeros((problem.n_years, problem.n_sites)) for p in kinds}
    for rows, block in layer.blocks():
        cost = dense_block(block)
        for t in range(problem.n_years):
            for p, table in out.items():
                table[t] += layer.weight[rows, t] @ np.maximum(0.0, (v[rows, t] - p)[:, None] - cost)
    return out


def _option_worths(problem: Problem, layer: Layer, v: Floats, factor: Floats) -> Floats:
    """Return what each option is worth to a layer in all years, shape (K,); `factor` is price and multiplier a year."""
    serves, penalty = problem.serving(layer), problem.penalty(layer)
    by_state = layer.capacity is not None
    tables = knapsack_worths(problem, layer, v) if by_state else _worths(problem, layer, v)
    out = np.zeros(len(problem.options))
    for kind, table in tables.items():
        for t in range(problem.n_years):
            now = problem.options.state[:, t].astype(np.int64)
            on = (now >= 0) & serves[now] & ((now if by_state else penalty[now]) == kind)
            out += factor[t] * np.where(on, table[t, problem.options.site], 0.0)
    return out


def _stage(problem: Problem, stage: Stage, allowed: NDArray[np.bool_]) -> tuple[float, Floats, list[Fault]]:
    """Return the stage's Lagrangian value, every option's bound, and what is wrong with its multipliers."""
    faults = []
    lam, limits, options = stage.limit, problem.limits, problem.options
    wrong = (len(lam) != len(limits)) or bool(
        ((lam > 0) & np.isinf(limits.upper)).any() or ((lam < 0) & np.isinf(limits.lower)).any()
    )
    if wrong or not np.isfinite(lam).all():
        return -np.inf, np.zeros(len(options)), [Fault("check.multiplier", {"name": "limits"})]
    rc = options.cost + (limits.matrix.T @ lam if len(lam) else 0.0)
    total = problem.offset - float(
        (lam * np.where(lam > 0, limits.upper, np.where(lam < 0, limits.lower, 0.0))).sum()
    )
    for number, layer in enumerate(problem.layers):
        v, eta = np.asarray(stage.client[number], np.float64), stage.ceiling[number]
        top = np.full(problem.n_years, np.inf) if layer.at_most is None else np.asarray(layer.at_most)
        over = v > layer.reach_cost()[:, None] * (1 + 1e-12)
        sound = v.shape == layer.weight.shape and np.isfinite(v).all() and not over.any()
        if not sound or (eta < 0).any() or (eta[np.isinf(top)] > 0).any():
            faults.append(Fault("check.multiplier", {"name": layer.name}))
            continue
        w = layer.weight * (layer.price + eta)
        total += float((w * v).sum()) - float((eta * np.where(eta > 0, top, 0.0)).sum())
        rc = rc - _option_worths(problem, layer, v, layer.price + eta)
    least = np.full(problem.n_sites, np.inf)
    np.minimum.at(least, options.site[allowed], rc[allowed])
    total += float(least.sum())
    above = np.where(allowed, rc - np.where(np.isfinite(least), least, 0.0)[options.site], np.inf)
    return total, total + above, faults


def _bound(problem: Problem, solution: Solution) -> tuple[float, list[Fault]]:
    """Repeat the proof; return what the multipliers alone prove."""
    allowed, level, faults = np.ones(len(problem.options), bool), np.inf, []
    found = -np.inf
    size = max(1.0, abs(solution.value))
    for number, stage in enumerate(solution.certificate.stages):
        value, each, wrong = _stage(problem, stage, allowed)
        faults += wrong
        found = max(found, min(level, value))
        removed = stage.removed
        if len(removed):
            short = int((each[removed] < stage.level - _TOLERANCE * size).sum())
            if short:
                faults.append(Fault("check.removed", {"count": short, "stage": str(number + 1)}))
            level = min(level, stage.level)
            allowed = allowed.copy()
            allowed[removed] = False
    return found, faults


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
    bound, wrong = _bound(problem, solution)
    faults += wrong
    if solution.certificate.integral:
        if not _whole_numbers(problem):
            faults.append(Fault("check.integral", {}))
        else:
            bound = float(np.ceil(bound - 1e-6)) if np.isfinite(bound) else bound
    bound = min(bound, value)
    slack = _TOLERANCE * size
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
