"""What a network means for people, year by year, straight from the travel times.

This is the plan's own reckoning, with which each kind of objective works out its figures (see `objectives`). It shares
no code with the layers that the siting engine gets, so the two are held against each other;
`tests/plan/objectives/test_apart.py` holds that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case
from narvaro.plan.options import CLOSED, States
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class YearlyFigure:
    """One figure by year.

    Parameters
    ----------
    name
        One of the `parts` of a criterion, such as `person_minutes`; `part.<name>` in the catalogue.
    unit
        One of its `units`; `unit.<unit>` in the catalogue.
    by_year
        Shape (n_years,).
    """

    name: str
    unit: str
    by_year: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean of the years."""
        return sum(self.by_year) / len(self.by_year)


@dataclass(frozen=True, eq=False)
class NearestByYear:
    """Everyone's minutes to the nearest office that counts, at the end of each year.

    Parameters
    ----------
    weight
        How much each area counts, shape (n_areas,).
    years
        For each year and each set of services that other sites give: its share of the services, and the minutes of each
        area, shape (n_areas,).
    """

    weight: Floats
    years: tuple[tuple[tuple[float, Floats], ...], ...]


def head_count(question: Question) -> Floats:
    """Return how much each area counts: its people, times its need where the policy says so, shape (n_areas,)."""
    areas = question.case.areas
    count = areas["people"].to_numpy(float)
    if question.policy.objective.need_weighted:
        count = count * areas["need"].to_numpy(float)
    return count


def nearest_minutes(
    times: TravelTimes, mode: str, open_sites: NDArray[np.intp], extra_min: Floats, cutoff_min: float
) -> Floats:
    """Return each area's minutes to the nearest open site, at most the cut-off, shape (n_areas,).

    Parameters
    ----------
    times, mode
        Travel times with the areas and sites of the case.
    open_sites
        Positions of the sites that are open.
    extra_min
        Minutes added at each of them, shape (len(open_sites),).
    cutoff_min
        The figure of an area with nothing nearer.
    """
    found = np.full(len(times.area_ids), float(cutoff_min))
    for extra in np.unique(extra_min).tolist():
        # adding the same to each way leaves the nearest the nearest; fmin passes over NaN, where there is no way
        nearest = times.nearest(mode, open_sites[extra_min == extra]).astype(np.float64)
        found = np.fmin(found, nearest + extra)
    return found


def nearest_by_year(question: Question, state: States) -> NearestByYear:
    """Return everyone's minutes to the nearest office of a network, by the mode of the objective.

    Parameters
    ----------
    state
        Size of each site at the end of each year, shape (n_sites, n_years), or -1.
    """
    case, objective = question.case, question.policy.objective
    extra = np.array([objective.extra_min.get(size.id, 0.0) for size in case.sizes])
    given = shares_of_services(case)
    years = []
    for year in state.T:
        found = []
        for share, gives in given:
            here = np.flatnonzero((year != CLOSED) & gives)
            more = extra[year[here]]
            minutes = nearest_minutes(question.times, objective.mode, here, more, objective.cutoff_min)
            found.append((share, minutes))
        years.append(tuple(found))
    return NearestByYear(head_count(question), tuple(years))


def shares_of_services(case: Case) -> list[tuple[float, NDArray[np.bool_]]]:
    """Return which sites give a service, and the share of the services that those very sites give."""
    lists = case.sites["services"].tolist()
    kinds = {given: number for number, given in enumerate(dict.fromkeys(lists))}
    kind = np.array([kinds[given] for given in lists], dtype=np.intp)
    by_kinds: dict[tuple[bool, ...], int] = {}  # few: most sites give the same services
    for service in case.services:
        gives = tuple(service.id in given for given in kinds)
        by_kinds[gives] = by_kinds.get(gives, 0) + 1
    return [(count / len(case.services), np.array(gives, bool)[kind]) for gives, count in by_kinds.items()]


def person_minutes(question: Question, nearest: NearestByYear) -> YearlyFigure:
    """Return the minutes summed over people, by year; services weigh alike."""
    unit = "need_person_minutes" if question.policy.objective.need_weighted else "person_minutes"
    sums = (sum(share * (nearest.weight @ minutes) for share, minutes in year) for year in nearest.years)
    return YearlyFigure("person_minutes", unit, tuple(float(figure) for figure in sums))


def mean_of_the_first(_: object, parts: Sequence[YearlyFigure]) -> float:
    """Return the mean of the years of the first figure: what most objectives are."""
    return parts[0].mean
