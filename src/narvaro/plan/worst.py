r"""The longest way anyone has, made as short as it can be: bisection on covers.

For a radius :math:`r` the engine makes the number of areas beyond it small. Zero: a plan with :math:`r` exists. A
proven bound above zero: none does, and the next longer way of the table is a bound. So value and bound close in on each
other over the sorted ways; where the engine ends without either proof, the bound stays and the gap stays open.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import minutes_layers, radius_layers
from narvaro.plan.measure import people_weight, service_groups
from narvaro.plan.options import CLOSED
from narvaro.siting import Layer, Progress, Solution, check, solve
from narvaro.siting.form.solution import relative_gap

SURE = 1e-6
"""A bound on the number of areas beyond a radius above this proves that there is one."""
UNTIL_SOME = 1.0 - SURE
"""A gap below one proves a bound above zero, which is all that a radius needs."""


@dataclass(frozen=True)
class Longest:
    """The shortest longest way: a plan, its value, and the bound, minutes."""

    solution: Solution
    value_min: float
    bound_min: float


def shortest_longest_way(
    formulation: Formulation, time_limit: float | None, progress: Callable[[Progress], None] | None
) -> Longest:
    """Return a plan whose longest way, when the last year ends, is as short as can be.

    Among such plans it has few person-minutes over the years; that second aim carries no bound.

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules.
    """
    question = formulation.question
    ways = _ways(formulation)
    share = None if time_limit is None else time_limit / (np.log2(len(ways) + 1) + 2)

    began = time.perf_counter()

    def plan_within(at: int) -> Solution:
        layers = radius_layers(question, float(ways[at]))
        problem = formulation.problem(layers)
        found = solve(problem, gap=UNTIL_SOME, time_limit=share)
        check(problem, found)
        return found

    def tell(high: int, bound: int) -> None:
        if progress is not None:
            value, low = float(ways[high]), float(ways[min(bound, high)])
            progress(Progress(value, low, relative_gap(value, low), time.perf_counter() - began))

    low, high, bound = 0, len(ways) - 1, 0
    best = plan_within(high)
    if best.value > SURE:  # somebody is beyond even the cut-off, at which a way is counted: nothing to search
        low, bound = high, high if best.bound > SURE else 0
    while low < high:
        at = (low + high) // 2
        found = plan_within(at)
        if found.value <= SURE:
            best, high = found, at
        else:
            low = at + 1
            bound = low if found.bound > SURE else bound
        tell(high, bound)
    polished = _with_few_minutes(formulation, float(ways[high]), best, share)
    return Longest(polished, float(ways[high]), float(ways[min(bound, high)]))


def _ways(formulation: Formulation) -> NDArray[np.float64]:
    """Return the ways that can be the longest, sorted, the cut-off last: none below what open doors everywhere give."""
    question = formulation.question
    objective = question.policy.objective
    may = np.unique(formulation.paths.site[formulation.paths.state[:, -1] != CLOSED])
    weight = people_weight(question)
    counted = question.times.select(tuple(question.case.areas.index[weight > 0]))
    found, least = [np.array([objective.cutoff_min])], 0.0
    for _, gives in service_groups(question.case):
        open_for = may[gives[may]]
        for _, block in counted.blocks(objective.mode):
            ways = block[:, open_for].astype(np.float64)
            ways = np.where(ways < objective.cutoff_min, ways, objective.cutoff_min)
            least = max(least, float(ways.min(axis=1, initial=objective.cutoff_min).max()))
            found.append(np.unique(ways))
    ways = np.unique(np.concatenate(found))
    return np.asarray(ways[ways >= least])


def _with_few_minutes(
    formulation: Formulation, within_min: float, best: Solution, share: float | None
) -> Solution:
    """Return a plan within the radius that has few person-minutes, or the plan at hand where none is found."""
    question = formulation.question
    hard: tuple[Layer, ...] = ()
    if within_min < question.policy.objective.cutoff_min:
        layers = radius_layers(question, within_min)
        hard = tuple(replace(layer, unserved=np.full(layer.n_areas, np.inf)) for layer in layers)
    weight = people_weight(question) / len(question.policy.years)
    aim = minutes_layers(question, weight)
    problem = formulation.problem((*aim, *hard))
    try:
        found = solve(problem, gap=question.policy.solver.gap, time_limit=share, warm=best.option)
    except (
        InfeasibleError,
        UnsettledError,
    ):  # the radius is met to the last digit of a float; keep the plan that meets it
        return best
    check(problem, found)
    return found
