r"""Kind mix: everyone's minutes, plus a charge for each person of the definition with no office within a walk.

.. math:: \frac{1}{T} \sum_t \Big( \sum_i p_i \min(m_{it}, c) + w \sum_{i \in D} p_i [f_{it} > s] \Big)

with minutes :math:`m_{it}` by the mode and :math:`f_{it}` on foot to an office of a size that counts, the cut-off
:math:`c`, the definition :math:`D`, the walking standard :math:`s` and the charge :math:`w` in minutes. Without a
definition nobody is charged, and the kind is `minutes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from narvaro.case.policy import Objective
from narvaro.plan.answer import solved
from narvaro.plan.assignment import assigned_figures
from narvaro.plan.layers import Aim, by_year, minutes_layers, table_of, walk_sizes, within_of
from narvaro.plan.measure import YearlyFigure, nearest_by_year, nearest_minutes, person_minutes
from narvaro.plan.objectives.criterion import Changes, Criterion, Floats, walking_standard
from narvaro.plan.options import CLOSED, States
from narvaro.plan.question import Question
from narvaro.siting import Layer


def unit(_: Objective) -> str:
    """Return the unit: minutes and charges added up are minutes with a weight."""
    return "weighted_person_minutes"


def aim(question: Question) -> Aim:
    """Return the layers of person-minutes, and one in which a person of the definition without an office is charged."""
    return Aim((*minutes_layers(question), _walk_layer(question)))


def _walk_layer(question: Question) -> Layer:
    case, policy = question.case, question.policy
    goal, years = policy.objective, len(policy.years)
    inside = case.areas[policy.definition] & (case.areas["people"] > 0)
    people = case.areas.loc[inside, "people"].to_numpy(float)
    counts = walk_sizes(question)
    near = question.times.select(tuple(case.areas.index[inside]))
    return Layer(
        "walk",
        table_of(near, "walk", within_of(goal.walk_standard_min)),
        by_year(people * goal.walk_weight_min / years, years),
        1.0,
        serves=None if counts.all() else counts,
    )


def measures(question: Question, state: States) -> tuple[YearlyFigure, ...]:
    """Return the person-minutes, and the people of the definition with no office within the walking standard.

    Under `max_load` also who is too many, and who is sent past the nearest.
    """
    without = YearlyFigure("without_walk", "persons", tuple(_without_an_office(question, state)))
    if question.policy.limits.max_load is not None:
        minutes, *others = assigned_figures(question, state)
        return (minutes, without, *others)
    return (person_minutes(question, nearest_by_year(question, state)), without)


def _without_an_office(question: Question, state: States) -> Iterator[float]:
    """Yield the people of the definition with no office within a walk, year by year."""
    case, policy = question.case, question.policy
    goal = policy.objective
    counts = np.array([goal.walk_sizes is None or size.id in goal.walk_sizes for size in case.sizes])
    areas = case.areas.index[case.areas[policy.definition]]
    near = question.times.select(tuple(areas))
    people = case.areas.loc[areas, "people"].to_numpy(float)
    for year in state.T:
        offices = np.flatnonzero(counts[year] & (year != CLOSED))
        minutes = nearest_minutes(near, "walk", offices, np.zeros(len(offices)), np.inf)
        yield float(people[minutes > goal.walk_standard_min].sum())


def value(goal: Objective, parts: Sequence[YearlyFigure]) -> float:
    """Return the mean of the person-minutes plus the charge for those without an office, and for those too many."""
    minutes, without = parts[:2]
    too_many = sum(part.mean for part in parts if part.name == "too_many")
    return minutes.mean + goal.walk_weight_min * without.mean + goal.overload_min * too_many


def worth(goal: Objective, changes: Changes) -> Floats:
    """Put places in order by the minutes and the charges that they would change."""
    return changes.person_minutes + goal.walk_weight_min * changes.people_walk_definition


CRITERION = Criterion(
    kind="mix",
    parts=("person_minutes", "without_walk", "too_many", "sent_past"),
    units=("weighted_person_minutes", "person_minutes", "need_person_minutes", "persons"),
    settings={"walk_standard_min": "min", "walk_weight_min": "min"},
    without_definition="minutes",
    on_foot=True,
    counts_extra=True,
    bounds_sites=True,
    whom="walk_definition",
    leads_with_means=False,
    unit=unit,
    aim=aim,
    solve=solved,
    measures=measures,
    value=value,
    limit_on_foot=walking_standard,
    worth=worth,
)
