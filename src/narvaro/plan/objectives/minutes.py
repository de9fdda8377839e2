r"""Kind minutes: the minutes of everyone to the nearest office, summed.

.. math:: \frac{1}{T} \sum_t \sum_i p_i \min(m_{it}, c)

with people :math:`p_i` (times their need where the policy says so), minutes :math:`m_{it}` of area *i* in year *t*, the
extra minutes of a size counted in, and the cut-off :math:`c`. Under `limits.max_load` it is the way to the office that
has room for them, and each person too many counts as `overload_min`.
"""

from __future__ import annotations

from collections.abc import Sequence

from narvaro.case.policy import Objective
from narvaro.plan.answer import solved
from narvaro.plan.assignment import assigned_figures
from narvaro.plan.layers import Aim, minutes_layers
from narvaro.plan.measure import YearlyFigure, nearest_by_year, person_minutes
from narvaro.plan.objectives.criterion import Criterion, by_person_minutes, walking_standard
from narvaro.plan.options import States
from narvaro.plan.question import Question


def unit(goal: Objective) -> str:
    """Return the unit: person-minutes, or those weighted by need."""
    return "need_person_minutes" if goal.need_weighted else "person_minutes"


def aim(question: Question) -> Aim:
    """Return layers in which a way costs its minutes, and nobody near the cut-off."""
    return Aim(minutes_layers(question))


def measures(question: Question, state: States) -> tuple[YearlyFigure, ...]:
    """Return the person-minutes by year; under `max_load` also who is too many, and who is sent past the nearest."""
    if question.policy.limits.max_load is not None:
        return assigned_figures(question, state)
    return (person_minutes(question, nearest_by_year(question, state)),)


def value(goal: Objective, parts: Sequence[YearlyFigure]) -> float:
    """Return the mean of the person-minutes, and what those count as whom offices have too many."""
    return parts[0].mean + goal.overload_min * sum(part.mean for part in parts if part.name == "too_many")


CRITERION = Criterion(
    kind="minutes",
    parts=("person_minutes", "too_many", "sent_past"),
    units=("person_minutes", "need_person_minutes", "persons"),
    settings={},
    without_definition="minutes",
    on_foot=False,
    counts_extra=True,
    bounds_sites=True,
    whom="changed",
    leads_with_means=True,
    unit=unit,
    aim=aim,
    solve=solved,
    measures=measures,
    value=value,
    limit_on_foot=walking_standard,
    worth=by_person_minutes,
)
