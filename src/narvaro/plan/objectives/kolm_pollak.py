r"""Kind kolm_pollak: the minutes that would be as bad if everyone had them.

The equally-distributed equivalent of Kolm and Pollak, over people and years:

.. math:: E = \frac{1}{\kappa} \ln \frac{1}{T P} \sum_t \sum_i p_i e^{\kappa \min(m_{it}, c)}

with people :math:`p_i`, their sum :math:`P`, minutes :math:`m_{it}`, the cut-off :math:`c` and the aversion to
inequality :math:`\kappa`. The engine sums :math:`p_i e^{\kappa (m - c)} / T`, which stays below one for each person,
and its sum :math:`S` is read back as :math:`c + \frac{1}{\kappa} \ln \frac{S}{P}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narvaro.case.policy import Objective
from narvaro.plan.answer import Answer, Request, solved
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import Aim, service_layers, weight_of_a_year
from narvaro.plan.measure import YearlyFigure, nearest_by_year, person_minutes
from narvaro.plan.objectives.criterion import Criterion, by_person_minutes, walking_standard
from narvaro.plan.options import States
from narvaro.plan.question import Question


def unit(_: Objective) -> str:
    """Return the unit: the equivalent is a time."""
    return "minutes"


def aim(question: Question) -> Aim:
    """Return layers in which a way costs its exponential, and the sum is read as minutes."""
    goal, years = question.policy.objective, len(question.policy.years)
    kappa, cutoff = goal.kappa_per_min, goal.cutoff_min
    weight = weight_of_a_year(question)

    def exponential(minutes: NDArray[Any]) -> NDArray[Any]:
        cost = np.exp(kappa * (minutes.astype(np.float64) - cutoff))
        return np.where(minutes < cutoff, cost, np.nan)

    layers = service_layers(question, weight, exponential, 1.0)
    people = float(weight.sum()) * years
    return Aim(layers, partial(minutes_of_sum, kappa=kappa, cutoff_min=cutoff, people=people))


def minutes_of_sum(total: float, kappa: float, cutoff_min: float, people: float) -> float:
    r"""Return the engine's sum as minutes, :math:`c + \frac{1}{\kappa} \ln \frac{S}{P}`; minus infinity for no ways.

    It rises with the sum, so a bound on the sum gives a bound on the minutes.

    Examples
    --------
    >>> minutes_of_sum(10.0, kappa=0.02, cutoff_min=240.0, people=10.0)
    240.0
    """
    share = total / people
    return float(cutoff_min + np.log(share) / kappa) if share > 0 else -np.inf


def solve(formulation: Formulation, request: Request) -> Answer:
    """Ask the engine once, with the gap of the sum that gives the wanted gap of the minutes."""
    kappa = formulation.question.policy.objective.kappa_per_min
    finer = gap_of_sum(request.gap, kappa, least_of_any_plan(formulation))
    return solved(formulation, replace(request, gap=finer))


def gap_of_sum(gap: float, kappa: float, least_min: float) -> float:
    r"""Return the gap of the sum that gives a wanted gap of the minutes.

    With value :math:`E`, bound :math:`B` and sums :math:`S_E, S_B`: :math:`1 - S_B / S_E = 1 - e^{-\kappa (E - B)}`,
    and :math:`E - B \le g E` is sure when the sum's gap is at most :math:`1 - e^{-\kappa g L}` with a lower bound
    :math:`L \le E`.

    Examples
    --------
    >>> gap_of_sum(0.0, 0.02, 30.0)
    0.0
    """
    return float(-np.expm1(-kappa * gap * max(least_min, 0.0)))


def least_of_any_plan(formulation: Formulation) -> float:
    """Return the minutes if everything that may open were open: no plan goes below them.

    They say only how finely to solve. No value and no bound rests on them, so they may be reckoned as a plan is.
    """
    question, paths = formulation.question, formulation.paths
    start = np.flatnonzero(np.diff(paths.site, prepend=-1))
    state = np.maximum.reduceat(paths.state, start, axis=0)  # closed is -1, below every size
    return value(question.policy.objective, measures(question, state))


def measures(question: Question, state: States) -> tuple[YearlyFigure, ...]:
    """Return the equivalent of each year, and the person-minutes beside it."""
    nearest, kappa = nearest_by_year(question, state), question.policy.objective.kappa_per_min
    weight = nearest.weight
    people = weight.sum()
    means = (
        sum(share * (weight @ np.exp(kappa * minutes)) for share, minutes in year) / people
        for year in nearest.years
    )
    equal = YearlyFigure("equal_minutes", "minutes", tuple(float(np.log(mean) / kappa) for mean in means))
    return (equal, person_minutes(question, nearest))


def value(goal: Objective, parts: Sequence[YearlyFigure]) -> float:
    r"""Return the equivalent of all years together, :math:`\frac{1}{\kappa} \ln \frac{1}{T} \sum_t e^{\kappa E_t}`."""
    kappa = goal.kappa_per_min
    mean = np.exp(kappa * np.array(parts[0].by_year)).mean()
    return float(np.log(mean) / kappa)


CRITERION = Criterion(
    kind="kolm_pollak",
    parts=("equal_minutes", "person_minutes"),
    units=("minutes", "person_minutes", "need_person_minutes"),
    settings={"kappa_per_min": "1/min"},
    without_definition="kolm_pollak",
    on_foot=False,
    counts_extra=False,
    bounds_sites=True,
    whom="changed",
    leads_with_means=False,
    unit=unit,
    aim=aim,
    solve=solve,
    measures=measures,
    value=value,
    limit_on_foot=walking_standard,
    worth=by_person_minutes,
)
