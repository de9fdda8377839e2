"""The independent check: value, limits and bound again from the raw arrays. It never imports the solver.

The bound is recomputed from the multipliers that the solution carries, stage by stage (formula in `docs/siting.md`):
each stage's Lagrangian value over the options that earlier stages left, the options it rules out, and the smallest of
all levels at the end. Where HiGHS closed the rest, the finding says so and gives the part that needs no such trust.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narvaro.errors import CheckError, Fault
from narvaro.siting.check.bound import TOLERANCE, proven_bound
from narvaro.siting.check.exact import least_costs
from narvaro.siting.check.flows import flow_sums
from narvaro.siting.check.shared import priced_again, shared_sums
from narvaro.siting.form.keeps import broken_by, keeps_ceiling
from narvaro.siting.form.problem import Floats, Layer, Problem, is_sparse
from narvaro.siting.form.solution import (
    REASONS,
    RESTS_ON,
    STATUSES,
    Certificate,
    Solution,
    closed,
    relative_gap,
    whole_bound,
)

__all__ = ["Checked", "check"]

_GAP = 1e-8  # by how much a gap may be told otherwise: it is a quotient of two figures that are rounded themselves
_FLOWS = 1e-7  # by how much shares may pass a ceiling, as a share of it: they are HiGHS's, which holds rows to 1e-9


@dataclass(frozen=True)
class Checked:
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
    idle
        The limits and layers that hold nothing, each with what to do about it.
    """

    value: float
    bound: float
    rests_on_highs: float
    layers: Floats
    used: Floats
    idle: tuple[Fault, ...] = ()


def _paid(problem: Problem, layer: Layer, state: NDArray[np.int8]) -> tuple[Floats, int]:
    """Return what each area pays in each year, its weight counted, and how many that must be reached are not."""
    least, weight = least_costs(problem, layer, state), layer.weight
    lost = int((np.isinf(least) & (weight > 0)).sum())
    # zero times infinity would be no number: an area without weight may well be out of reach
    paid = np.where(weight > 0, weight * np.where(weight > 0, least, 0.0), 0.0)
    return paid, lost


def _ceiling_faults(layer: Layer, paid: Floats) -> list[Fault]:
    """Name the years in which a layer passes its ceiling; `paid` is by area and year."""
    tops = [] if layer.at_most is None else layer.at_most.tolist()
    return [
        _ceiling_fault(layer, t, float(paid[:, t].sum()))
        for t, top in enumerate(tops)
        if not keeps_ceiling(paid[:, t], top)
    ]


def _flow_ceiling_faults(layer: Layer, sums: Floats) -> list[Fault]:
    """Name the years in which a layer with capacity passes its ceiling; its shares are themselves rounded."""
    if layer.at_most is None:
        return []
    slack = _FLOWS * np.maximum(1.0, np.where(np.isinf(layer.at_most), 1.0, layer.at_most))
    return [
        _ceiling_fault(layer, int(t), float(sums[t])) for t in np.flatnonzero(sums > layer.at_most + slack)
    ]


def _ceiling_fault(layer: Layer, t: int, used: float) -> Fault:
    assert layer.at_most is not None
    data = {"layer": layer.name, "used": used, "year": str(t), "ceiling": float(layer.at_most[t])}
    return Fault("check.ceiling", data)


def _idle_faults(problem: Problem) -> list[Fault]:
    """Name the limits and layers that hold nothing, whatever the plan: most often a join that found no row."""
    limits, faults = problem.limits, []
    # zeros that stand written in the matrix hold nothing either
    row = np.repeat(np.arange(len(limits)), np.diff(limits.matrix.indptr))
    used = np.bincount(row[limits.matrix.data != 0], minlength=len(limits)) > 0
    bound = np.isfinite(limits.lower) | np.isfinite(limits.upper)
    faults += [Fault("check.idle_limit", {"name": limits.names[r]}) for r in np.flatnonzero(~used)]
    faults += [Fault("check.idle_edges", {"name": limits.names[r]}) for r in np.flatnonzero(used & ~bound)]
    for layer in problem.layers:
        if not (layer.weight > 0).any():
            faults.append(Fault("check.idle_layer", {"layer": layer.name}))
        if not problem.serving(layer).any():
            faults.append(Fault("check.idle_states", {"layer": layer.name}))
        for key in ("at_most", "capacity"):
            values = getattr(layer, key)
            if values is not None and np.isinf(values).all():
                faults.append(Fault("check.idle_edge", {"layer": layer.name, "field": key}))
    return faults


def _outside(problem: Problem, option: NDArray[np.int64]) -> list[Fault]:
    """Name the first site whose pick is no number of an option."""
    # NumPy would take 1.7 for no index, but -1 for the last option
    whole = option.dtype.kind in "iu"
    wrong = (option < 0) | (option >= len(problem.options)) if whole else np.ones(len(option), bool)
    if not wrong.any():
        return []
    j = int(np.flatnonzero(wrong)[0])
    return [Fault("check.option", {"site": str(j), "option": str(option[j])})]


def _plan_faults(problem: Problem, solution: Solution) -> tuple[list[Fault], Floats, Floats, float]:
    option, options, limits = np.asarray(solution.option), problem.options, problem.limits
    faults: list[Fault] = []
    if not np.array_equal(options.site[option], np.arange(problem.n_sites)):
        wrong = int(np.flatnonzero(options.site[option] != np.arange(problem.n_sites))[0])
        faults.append(Fault("check.option", {"site": str(wrong), "option": str(int(option[wrong]))}))
    used = np.asarray(limits.matrix[:, option].sum(axis=1)).ravel() if len(limits) else np.zeros(0)
    # compared exactly: `used` above is a float, good enough for a message only
    for r in broken_by(limits, option):
        edges = {"used": float(used[r]), "lower": float(limits.lower[r]), "upper": float(limits.upper[r])}
        faults.append(Fault("check.limit", {"name": limits.names[r], **edges}))
    sums = np.zeros((len(problem.layers), problem.n_years))
    too_much = 0.0
    assigned: dict[int, Floats] = {}
    if problem.shared is not None:
        assigned, too_much, unfit = shared_sums(problem, solution)
        faults += unfit
    for number, layer in enumerate(problem.layers):
        if problem.shared is not None and problem.shared.load[number] is not None:
            sums[number] = assigned.get(number, np.zeros(problem.n_years))
        elif layer.capacity is not None:
            sums[number], unfit = flow_sums(problem, number, solution)
            faults += unfit + _flow_ceiling_faults(layer, sums[number])
        else:
            paid, lost = _paid(problem, layer, options.state[option])
            sums[number] = paid.sum(axis=0)
            if lost:
                faults.append(Fault("check.unreached", {"layer": layer.name, "count": lost}))
            faults += _ceiling_faults(layer, paid)
    # a layer of price 0 has only a ceiling; its sum may be infinite, and zero times that would be no number
    priced = sum(layer.price * sums[n].sum() for n, layer in enumerate(problem.layers) if layer.price > 0)
    return faults, sums, used, float(problem.offset + options.cost[option].sum() + priced + too_much)


def _whole_numbers(problem: Problem) -> bool:
    """Whether every plan's value is a whole number."""
    parts: list[ArrayLike] = [problem.options.cost, np.array([problem.offset])]
    for layer in problem.layers:
        reach = layer.reach_cost()
        parts += [layer.weight * layer.price, problem.penalty(layer), reach[np.isfinite(reach)]]
        parts += [block.data if is_sparse(block) else block for _, block in layer.blocks()]
    for part in parts:
        values = np.asarray(part, np.float64)
        values = values[np.isfinite(values)]  # infinity is out of reach, which no plan pays
        if (values != np.floor(values)).any():
            return False
    return True


def _word(proof: Certificate) -> float:
    """Return the bound that HiGHS gave, as the solver tells it."""
    word = -np.inf if proof.highs is None else proof.highs
    return whole_bound(word) if proof.integral else word


def _standing_faults(solution: Solution) -> list[Fault]:
    """Name what a solution says of its gap, its end and its proof that does not follow from value, bound and proof."""
    faults = []
    gap = relative_gap(solution.value, solution.bound)
    if not abs(gap - solution.gap) <= _GAP:  # turned around, so that a gap that is no number is found out too
        faults.append(Fault("check.gap", {"found": gap, "claimed": solution.gap}))
    done = closed(solution.value, solution.bound, solution.certificate.step)
    for field, known in (("status", STATUSES), ("stopped_by", REASONS), ("bound_rests_on", RESTS_ON)):
        if getattr(solution, field) not in known:
            data = {"field": field, "claimed": str(getattr(solution, field)), "known": list(known)}
            faults.append(Fault("check.word", data))
    if solution.status == "optimal" and not done:
        faults.append(Fault("check.status", {"gap": gap}))
    if solution.status == "feasible" and done:
        faults.append(Fault("check.status_closed", {"value": solution.value, "bound": solution.bound}))
    if solution.status in STATUSES and solution.stopped_by in REASONS:
        proven = solution.stopped_by == "proven"
        if proven != (solution.status == "optimal"):
            data = {"status": solution.status, "stopped_by": solution.stopped_by}
            faults.append(Fault("check.stopped_by", data))
    if solution.bound_rests_on in RESTS_ON:
        word = solution.certificate.highs is not None
        if word != (solution.bound_rests_on == "highs"):
            faults.append(Fault("check.rests_on", {"claimed": solution.bound_rests_on}))
    return faults


def check(problem: Problem, solution: Solution, *, refuse_idle: bool = False) -> Checked:
    """Recompute a solution's value, limits and bound from the raw arrays; refuse what does not hold.

    A rule that holds nothing is named, since every plan keeps it whatever it does: a limit whose coefficients are all
    zero or that has no edge, a layer where no area has weight or no state serves, a ceiling or capacity without end.
    Most often a table was joined on keys that do not match.

    Parameters
    ----------
    refuse_idle
        Refuse a problem with rules that hold nothing, instead of naming them in the findings.

    Raises
    ------
    CheckError
        With every difference found, and with every rule that holds nothing where that is asked.

    Examples
    --------
    >>> from narvaro.siting import Layer, Limits, Options, Problem, solve
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[3.0], [1.0]]), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> problem = Problem(2, 1, 1, (layer,), options, Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one",)))
    >>> found = check(problem, solve(problem))
    >>> found.value, found.used, found.idle
    (10.0, array([1.]), ())
    """
    if np.shape(solution.option) != (problem.n_sites,):
        data = {"given": str(np.shape(solution.option)), "sites": problem.n_sites}
        raise CheckError([Fault("check.shape", data)])
    if faults := _outside(problem, np.asarray(solution.option)):
        raise CheckError(faults)
    faults, sums, used, value = _plan_faults(problem, solution)
    idle = _idle_faults(problem)
    faults += idle if refuse_idle else []
    # near zero a share of the value would forgive nothing, not even rounding
    size = max(1.0, abs(value) if np.isfinite(value) else 1.0)
    if not abs(value - solution.value) <= TOLERANCE * size:
        faults.append(Fault("check.value", {"found": value, "claimed": solution.value}))
    proof, asked = solution.certificate, problem
    if problem.shared is not None:
        asked, wrong = priced_again(problem, solution)
        faults += wrong
    bound, wrong = proven_bound(asked, solution) if asked.shared is None else (-np.inf, [])
    faults += wrong
    if proof.integral and not _whole_numbers(asked):
        faults.append(Fault("check.integral", {}))
    elif proof.integral:
        bound = whole_bound(bound)
    bound = min(bound, value)  # a bound above the value is rounding, since no plan can cost less than itself
    highs = proof.highs is not None and solution.bound_rests_on == "highs"
    # HiGHS's word counts only where the solution says that it rests on it
    trusted = max(bound, _word(proof)) if highs else bound
    slack = TOLERANCE * size
    if not solution.bound <= solution.value + slack:
        faults.append(Fault("check.bound_above", {"bound": solution.bound, "value": solution.value}))
    elif solution.bound > trusted + slack:
        faults.append(Fault("check.bound", {"claimed": solution.bound, "found": trusted}))
    faults += _standing_faults(solution)
    if faults:
        raise CheckError(faults)
    return Checked(value, bound, max(0.0, solution.bound - bound) if highs else 0.0, sums, used, tuple(idle))
