"""Who has a shorter way and who a longer one under one network than under another, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.case import Policy
from narvaro.explain.evidence import NOTICED_MIN, limits_of, total
from narvaro.language import Note
from narvaro.language.names import mode
from narvaro.plan.measure import nearest_minutes
from narvaro.plan.options import CLOSED, States, state_of
from narvaro.plan.plan import Plan
from narvaro.plan.question import Question
from narvaro.travel import PERSON


@dataclass(frozen=True, eq=False)
class Between:
    """The ways under one network beside those under another, when the last year ends.

    Parameters
    ----------
    shorter, longer, same
        People whose way is shorter, or longer, by at least a minute, and all others.
    mean_before_min, mean_after_min
        Mean minutes of everybody, each way counted up to the cut-off.
    by_municipality
        Index municipality; columns `people`, `shorter`, `longer`, and `change_min`, the mean change of all its people;
        only where anybody's way changes, those with the most minutes more first.
    by_area
        Index the areas; columns `people`, `before_min`, `after_min` and `change_min`; only where people live and the
        way changes by at least a minute, those with the most minutes more, over all their people, first.
    """

    shorter: float
    longer: float
    same: float
    mean_before_min: float
    mean_after_min: float
    by_municipality: pd.DataFrame
    by_area: pd.DataFrame


def network_of(question: Question, plan: Plan | None) -> States:
    """Return the size of each site when the last year of a plan ends, today's where there is no plan; -1 for closed."""
    case = question.case
    return state_of(case, case.sizes_today if plan is None else plan.networks(case)[plan.years[-1].year])


def nearest_min(question: Question, network: States) -> NDArray[np.float64]:
    """Return each area's minutes to the nearest office of a network, up to the cut-off, shape (n_areas,).

    The way there alone, to an office of any kind: without the minutes that a goal adds at small offices, and whatever
    services it gives. So it is counted wherever ways are told, in the report as well (`evidence.ways_to`).
    """
    goal, case = question.policy.objective, question.case
    counts = np.ones(len(case.sizes), bool)
    if goal.mode == "walk" and goal.walk_sizes is not None:
        counts = np.array([size.id in goal.walk_sizes for size in case.sizes], bool)
    here = np.flatnonzero((network != CLOSED) & counts[network])
    return nearest_minutes(question.times, goal.mode, here, np.zeros(len(here)), goal.cutoff_min)


def beyond_standard(question: Question, network: States) -> float:
    """Return the people whose way to the nearest office is longer than the standard, by the mode of the policy."""
    limit = limits_of(question.policy)[question.policy.objective.mode]
    return total(question.case.areas["people"], nearest_min(question, network) > limit)


def counted(policy: Policy) -> Note:
    """Return how people beyond the standard are counted, as a sentence."""
    goal = policy.objective
    data = {"limit": limits_of(policy)[goal.mode], "by": mode(goal.mode)}
    return Note("explain.counted.person" if goal.mode == PERSON else "explain.counted.way", data)


def between(question: Question, before: States, after: States) -> Between:
    """Return who has a shorter and who a longer way under one network than under another.

    Parameters
    ----------
    question
        The case and the travel times; the mode and the cut-off are those of its policy.
    before, after
        Size of each site, shape (n_sites,), or -1 for closed.

    Examples
    --------
    Two villages of 300 and 100 people, 37 minutes apart; the second gets an office of its own.

    >>> from narvaro.case import Case, Money, Policy
    >>> from narvaro.plan import build
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> question = build(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(7.0,)))).question
    >>> found = between(question, np.array([0, -1]), np.array([0, 0]))
    >>> found.shorter, found.longer, round(found.mean_before_min - found.mean_after_min, 1)
    (100.0, 0.0, 9.3)
    """
    people = question.case.areas["people"].to_numpy(float)
    old, new = nearest_min(question, before), nearest_min(question, after)
    change = new - old
    shorter, longer = change <= -NOTICED_MIN, change >= NOTICED_MIN
    areas = question.case.areas
    name = "municipality" if "municipality" in areas else "name"
    table = pd.DataFrame(
        {
            "people": people,
            "shorter": people * shorter,
            "longer": people * longer,
            "minutes": people * change,
        }
    )
    found = table.groupby(areas[name].to_numpy(object)).sum()
    found["change_min"] = found["minutes"] / found["people"].where(found["people"] > 0)
    found = found[(found["shorter"] + found["longer"]) > 0].sort_values("minutes", ascending=False)
    total = max(float(people.sum()), 1.0)
    return Between(
        shorter=float(people[shorter].sum()),
        longer=float(people[longer].sum()),
        same=float(people[~shorter & ~longer].sum()),
        mean_before_min=float(people @ old) / total,
        mean_after_min=float(people @ new) / total,
        by_municipality=found.drop(columns="minutes"),
        by_area=_by_area(areas.index, people, old, new),
    )


def _by_area(
    index: pd.Index, people: NDArray[np.float64], old: NDArray[np.float64], new: NDArray[np.float64]
) -> pd.DataFrame:
    """Return the areas whose way changes, those with the most minutes more over all their people first."""
    table = pd.DataFrame(
        {"people": people, "before_min": old, "after_min": new, "change_min": new - old}, index=index
    )
    changed = table[(table["people"] > 0) & (table["change_min"].abs() >= NOTICED_MIN)]
    order = (-changed["people"] * changed["change_min"]).sort_values(kind="stable").index
    return changed.loc[order]
