r"""Kind beyond: how many people have further to the nearest office than a standard.

.. math:: \frac{1}{T} \sum_t \sum_i p_i [m_{it} > s]

with people :math:`p_i` (times their need where the policy says so), minutes :math:`m_{it}` and the standard :math:`s`.
A way of exactly the standard meets it.
"""

from __future__ import annotations

from narvaro.case.policy import Objective
from narvaro.plan.answer import solved
from narvaro.plan.layers import Aim, service_layers, weight_of_a_year, within_of
from narvaro.plan.measure import YearlyFigure, mean_of_the_first, nearest_by_year, person_minutes
from narvaro.plan.objectives.criterion import Changes, Criterion, Floats
from narvaro.plan.options import States
from narvaro.plan.question import Question


def unit(goal: Objective) -> str:
    """Return the unit: persons, or those weighted by need."""
    return "need_persons" if goal.need_weighted else "persons"


def aim(question: Question) -> Aim:
    """Return layers in which a way within the standard costs nothing, and everyone else one."""
    within = within_of(question.policy.objective.standard_min)
    return Aim(service_layers(question, weight_of_a_year(question), within, 1.0))


def measures(question: Question, state: States) -> tuple[YearlyFigure, ...]:
    """Return the people beyond the standard, and the person-minutes beside them."""
    goal, nearest = question.policy.objective, nearest_by_year(question, state)
    weight, standard = nearest.weight, goal.standard_min
    counts = (sum(share * weight[minutes > standard].sum() for share, minutes in y) for y in nearest.years)
    people = YearlyFigure("beyond", unit(goal), tuple(float(count) for count in counts))
    return (people, person_minutes(question, nearest))


def limit_on_foot(goal: Objective) -> float:
    """Return the standard: on foot, too, people are counted beyond this one."""
    return goal.standard_min


def worth(_: Objective, changes: Changes) -> Floats:
    """Put places in order by the people who would come within the standard or fall outside it."""
    return changes.people_standard


CRITERION = Criterion(
    kind="beyond",
    parts=("beyond", "person_minutes"),
    units=("persons", "need_persons", "person_minutes", "need_person_minutes"),
    settings={"standard_min": "min"},
    without_definition="beyond",
    on_foot=False,
    counts_extra=False,
    bounds_sites=True,
    whom="standard",
    leads_with_means=False,
    unit=unit,
    aim=aim,
    solve=solved,
    measures=measures,
    value=mean_of_the_first,
    limit_on_foot=limit_on_foot,
    worth=worth,
)
