r"""Kind worst: the longest way anyone has when the last year ends, made as short as it can be by bisection on covers.

A longest way is no sum: the layers of `aim` only choose among plans with the same one. For a radius :math:`r` the
engine makes the number of areas beyond it small. Zero: a plan with :math:`r` exists. A proven bound above zero: none
does, and the next longer way of the table is a bound. So value and bound close in on each other over the sorted ways;
where the engine ends without either proof, the bound stays and the gap stays open.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from narvaro.case.policy import Objective
from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.plan.answer import Answer, Request
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import (
    Aim,
    last_year,
    minutes_layers,
    people_weight,
    service_groups,
    service_layers,
    within_of,
)
from narvaro.plan.measure import YearlyFigure, nearest_by_year, person_minutes
from narvaro.plan.objectives.criterion import Criterion, by_person_minutes, walking_standard
from narvaro.plan.options import CLOSED, States
from narvaro.plan.question import Question
from narvaro.siting import Layer, Progress, Solution, check, solve
from narvaro.siting.form.solution import relative_gap

SURE = 1e-6
"""A bound on the number of areas beyond a radius above this proves that there is one."""
UNTIL_SOME = 1.0 - SURE
"""A gap below one proves a bound above zero, which is all that a radius needs."""


class _Each(TypedDict):
    """What each run of the series may spend."""

    time_limit: float | None
    rounds: float | None


def unit(_: Objective) -> str:
    """Return the unit: a way is minutes."""
    return "minutes"


def aim(question: Question) -> Aim:
    """Return the layers of person-minutes, which decide between plans with the same longest way."""
    return Aim(minutes_layers(question))


def shortest_longest_way(formulation: Formulation, request: Request) -> Answer:
    """Return a plan whose longest way, when the last year ends, is as short as can be.

    Among such plans it has few person-minutes over the years; that second aim carries no bound.

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules.
    """
    ways = _ways(formulation)
    runs = float(np.log2(len(ways) + 1) + 2)
    each = _Each(time_limit=_part(request.time_limit, runs), rounds=_part(request.rounds, runs))
    began = time.perf_counter()

    def plan_within(at: int) -> Solution:
        problem = formulation.problem(radius_layers(formulation.question, float(ways[at])))
        found = solve(problem, gap=UNTIL_SOME, **each)
        check(problem, found)
        return found

    def tell(high: int, bound: int) -> None:
        if request.progress is not None:
            longest, least = float(ways[high]), float(ways[min(bound, high)])
            seconds = time.perf_counter() - began
            request.progress(Progress(longest, least, relative_gap(longest, least), seconds))

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
    polished = _with_few_minutes(formulation, float(ways[high]), best, each)
    # a plan within a radius may be better than the radius, never worse
    return Answer(polished, float(ways[high]), float(ways[min(bound, high)]), held_within=True)


def _part(most: float | None, runs: float) -> float | None:
    return None if most is None else most / runs


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


def _with_few_minutes(formulation: Formulation, within_min: float, best: Solution, each: _Each) -> Solution:
    """Return a plan within the radius that has few person-minutes, or the plan at hand where none is found."""
    question = formulation.question
    hard: tuple[Layer, ...] = ()
    if within_min < question.policy.objective.cutoff_min:
        layers = radius_layers(question, within_min)
        hard = tuple(replace(layer, unserved=np.full(layer.n_areas, np.inf)) for layer in layers)
    problem = formulation.problem((*formulation.aim.layers, *hard))
    try:
        found = solve(problem, gap=question.policy.solver.gap, warm=best.option, **each)
    except (InfeasibleError, UnsettledError):
        return best  # the radius is met to the last digit of a float; keep the plan that meets it
    check(problem, found)
    return found


def radius_layers(question: Question, radius_min: float) -> tuple[Layer, ...]:
    """Return layers that count the areas with people beyond a radius when the last year ends, for each service."""
    years = len(question.policy.years)
    one = (people_weight(question) > 0).astype(float)
    layers = service_layers(question, one, within_of(radius_min), 1.0)
    return tuple(replace(layer, weight=last_year(one[one > 0], years)) for layer in layers)


def measures(question: Question, state: States) -> tuple[YearlyFigure, ...]:
    """Return the longest way of each year, of areas with people, and the person-minutes beside it."""
    nearest = nearest_by_year(question, state)
    lived_in = nearest.weight > 0
    longest = (max(float(minutes[lived_in].max()) for _, minutes in year) for year in nearest.years)
    return (YearlyFigure("longest", "minutes", tuple(longest)), person_minutes(question, nearest))


def value(_: Objective, parts: Sequence[YearlyFigure]) -> float:
    """Return the longest way of the last year: the plan is judged when it is done."""
    return parts[0].by_year[-1]


CRITERION = Criterion(
    kind="worst",
    parts=("longest", "person_minutes"),
    units=("minutes", "person_minutes", "need_person_minutes"),
    settings={},
    without_definition="worst",
    on_foot=False,
    counts_extra=False,
    bounds_sites=False,
    whom="changed",
    leads_with_means=False,
    unit=unit,
    aim=aim,
    solve=shortest_longest_way,
    measures=measures,
    value=value,
    limit_on_foot=walking_standard,
    worth=by_person_minutes,
)
