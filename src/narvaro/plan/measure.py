"""What a network means for people, year by year: the parts of an objective, straight from the travel times.

This is the plan's own reckoning. It shares no code with the layers that the siting engine gets, so the two are held
against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case, Policy
from narvaro.plan.options import CLOSED, States
from narvaro.plan.question import Question
from narvaro.travel import TravelTimes

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """One figure by year.

    Parameters
    ----------
    name
        `person_minutes`, `without_walk`, `beyond`, `longest` or `equal_minutes`; `part.<name>` in the catalogue.
    unit
        `unit.<unit>` in the catalogue.
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


def service_groups(case: Case) -> list[tuple[tuple[str, ...], NDArray[np.bool_]]]:
    """Return the services that the same sites give, and which sites those are.

    Sites that give all services to all make one group, so that one table of minutes is enough.
    """
    groups: dict[bytes, tuple[list[str], NDArray[np.bool_]]] = {}
    for service in case.services:
        gives = case.sites["services"].map(lambda given, s=service.id: s in given).to_numpy(bool)
        groups.setdefault(gives.tobytes(), ([], gives))[0].append(service.id)
    return [(tuple(names), gives) for names, gives in groups.values()]


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
    if len(open_sites):
        for part, block in times.blocks(mode):
            ways = block[:, open_sites].astype(np.float64) + extra_min
            found[part] = np.minimum(found[part], np.where(np.isnan(ways), np.inf, ways).min(axis=1))
    return found


def people_weight(question: Question) -> Floats:
    """Return how much each area counts: its people, times its need where the policy says so."""
    areas = question.case.areas
    people = areas["people"].to_numpy(float)
    weighted = question.policy.objective.need_weighted
    return people * areas["need"].to_numpy(float) if weighted else people


def measures(question: Question, state: States) -> tuple[Measure, ...]:
    """Return the parts of the policy's objective for a network, year by year.

    Parameters
    ----------
    state
        Size of each site at the end of each year, shape (n_sites, n_years), or -1.

    Returns
    -------
    tuple
        Kind mix: person-minutes, and the people of the definition with no office within the walking standard. Other
        kinds: the figure that is made small, and the person-minutes beside it.
    """
    policy = question.policy
    objective = policy.objective
    weight = people_weight(question)
    rows = [_minutes(question, state[:, t]) for t in range(state.shape[1])]
    unit = "need_person_minutes" if objective.need_weighted else "person_minutes"
    person_minutes = Measure(
        "person_minutes", unit, tuple(float(sum(s * (weight @ m) for s, m in year)) for year in rows)
    )
    if objective.kind == "minutes" or (objective.kind == "mix" and policy.definition is None):
        return (person_minutes,)
    if objective.kind == "mix":
        without = tuple(_without_walk(question, state[:, t]) for t in range(state.shape[1]))
        return (person_minutes, Measure("without_walk", "persons", without))
    figure = {"beyond": _beyond, "worst": _longest, "kolm_pollak": _equal}[objective.kind]
    return (figure(policy, weight, rows), person_minutes)


def _minutes(question: Question, year: States) -> list[tuple[float, Floats]]:
    """Return the share of each group of services and its minutes by area, in one year."""
    case, objective = question.case, question.policy.objective
    extra = np.array([objective.extra_min.get(size.id, 0.0) for size in case.sizes])
    found = []
    for names, gives in service_groups(case):
        here = np.flatnonzero((year != CLOSED) & gives)
        minutes = nearest_minutes(
            question.times, objective.mode, here, extra[year[here]], objective.cutoff_min
        )
        found.append((len(names) / len(case.services), minutes))
    return found


def _without_walk(question: Question, year: States) -> float:
    case, policy = question.case, question.policy
    counts = walk_sizes(question)[year] & (year != CLOSED)
    areas = case.areas.index[case.areas[policy.definition]]
    near = question.times.select(tuple(areas))
    minutes = nearest_minutes(near, "walk", np.flatnonzero(counts), np.zeros(int(counts.sum())), np.inf)
    people = case.areas.loc[areas, "people"].to_numpy(float)
    return float(people[minutes > policy.objective.walk_standard_min].sum())


def walk_sizes(question: Question) -> NDArray[np.bool_]:
    """Return which sizes count as an office within the walking standard, shape (n_sizes,)."""
    wanted = question.policy.objective.walk_sizes
    return np.array([wanted is None or size.id in wanted for size in question.case.sizes])


Rows = Sequence[list[tuple[float, Floats]]]


def _beyond(policy: Policy, weight: Floats, rows: Rows) -> Measure:
    standard = policy.objective.standard_min
    counts = (sum(s * weight[m > standard].sum() for s, m in year) for year in rows)
    unit = "need_persons" if policy.objective.need_weighted else "persons"
    return Measure("beyond", unit, tuple(float(count) for count in counts))


def _longest(policy: Policy, weight: Floats, rows: Rows) -> Measure:
    return Measure("longest", "minutes", tuple(max(float(m[weight > 0].max()) for _, m in r) for r in rows))


def _equal(policy: Policy, weight: Floats, rows: Rows) -> Measure:
    kappa = policy.objective.kappa_per_min
    total = weight.sum()
    means = (sum(s * (weight @ np.exp(kappa * m)) for s, m in year) / total for year in rows)
    return Measure("equal_minutes", "minutes", tuple(float(np.log(mean) / kappa) for mean in means))


def objective_of(policy: Policy, parts: Sequence[Measure]) -> float:
    r"""Return the objective of a network from its parts.

    mix, minutes, beyond: mean of the years. worst: the last year. kolm_pollak: the equally-distributed equivalent of
    the minutes of all years taken together, :math:`\frac{1}{\kappa} \ln \frac{1}{T} \sum_t e^{\kappa E_t}`.
    """
    objective = policy.objective
    main = parts[0]
    if objective.kind == "worst":
        return main.by_year[-1]
    if objective.kind == "kolm_pollak":
        kappa = objective.kappa_per_min
        means = np.exp(kappa * np.array(main.by_year)).mean()
        return float(np.log(means) / kappa)
    if len(parts) == 2 and objective.kind == "mix":
        return main.mean + objective.walk_weight_min * parts[1].mean
    return main.mean
