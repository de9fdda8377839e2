"""Who goes to which office in a network under the rule `max_load`, straight from the travel times.

This is the plan's own reckoning: the same assignment stands behind the figures of a plan, its report and the load of
its offices. It shares no code with what the siting engine is given (`shared`), so the two are held against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.access.fitting import fit
from narvaro.plan.measure import Floats, YearlyFigure, head_count, shares_of_services
from narvaro.plan.options import CLOSED, States, state_of
from narvaro.plan.question import Question

__all__ = ["Assignment", "assigned_figures", "assignments"]


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who goes where in one year.

    Parameters
    ----------
    shares
        Share of each area's visits that goes to each site, SciPy sparse, shape (n_areas, n_sites), in the order of the
        case: services weigh alike.
    visits, most
        Visits in a year at each site, and as many as the rule lets it have, shape (n_sites,); zero where closed.
    person_minutes
        Everyone's minutes there, in the unit of the objective.
    people_too_many
        People whose visits are more than the rule lets offices have.
    people_past
        People who are sent past the office they would go to if none were full.
    """

    shares: sparse.csr_array
    visits: Floats
    most: Floats
    person_minutes: float
    people_too_many: float
    people_past: float


def assignments(question: Question, state: States) -> tuple[Assignment, ...]:
    """Return who goes where at the end of each year.

    Parameters
    ----------
    question
        Its policy has `max_load`.
    state
        Size of each site at the end of each year, shape (n_sites, n_years), or -1.
    """
    most = _most(question)
    known: dict[bytes, Assignment] = {}  # years without an action are alike
    for year in state.T:
        if year.tobytes() not in known:
            known[year.tobytes()] = _assignment(question, year, most)
    return tuple(known[year.tobytes()] for year in state.T)


def assigned_figures(question: Question, state: States) -> tuple[YearlyFigure, YearlyFigure, YearlyFigure]:
    """Return the minutes summed over people, the people whom offices have too many, and those sent past the nearest."""
    unit = "need_person_minutes" if question.policy.objective.need_weighted else "person_minutes"
    years = assignments(question, state)
    return (
        YearlyFigure("person_minutes", unit, tuple(year.person_minutes for year in years)),
        YearlyFigure("too_many", "persons", tuple(year.people_too_many for year in years)),
        YearlyFigure("sent_past", "persons", tuple(year.people_past for year in years)),
    )


@dataclass(frozen=True, eq=False)
class _Clients:
    """The areas that count, once for each set of services that other sites give.

    `ways` has their minutes to the open sites, infinite where none is given or it is beyond the cut-off; `share` is how
    much of the services each stands for.
    """

    area: NDArray[np.intp]
    share: Floats
    ways: Floats
    here: NDArray[np.intp]


def _clients(question: Question, year: NDArray[np.int8]) -> _Clients:
    case, objective = question.case, question.policy.objective
    counted = np.flatnonzero(head_count(question) > 0)
    here = np.flatnonzero(year != CLOSED)
    near = question.times.select(None, tuple(case.sites.index[here])).to_dense(objective.mode)[counted]
    extra = np.array([objective.extra_min.get(size.id, 0.0) for size in case.sizes])[year[here]]
    minutes = near.astype(np.float64)
    minutes = np.where(minutes < objective.cutoff_min, minutes + extra, np.inf)
    groups = shares_of_services(case)
    return _Clients(
        np.tile(counted, len(groups)),
        np.repeat([share for share, _ in groups], len(counted)),
        np.concatenate([np.where(gives[here], minutes, np.inf) for _, gives in groups]),
        here,
    )


def _most(question: Question) -> Floats:
    """Return the visits that each site may have at each size and closed, shape (n_sites, n_sizes + 1)."""
    case, limits = question.case, question.policy.limits
    today = state_of(case, case.sizes_today)
    clients = _clients(question, today)
    visits = _visits(question, clients)
    now = np.zeros(len(today))
    if len(clients.here):
        near = clients.ways.argmin(axis=1)
        served = clients.ways[np.arange(len(near)), near] < question.policy.objective.cutoff_min
        now[clients.here] = np.bincount(near[served], visits[served], len(clients.here))
    most = np.zeros((len(today), len(case.sizes) + 1))
    for j, own in enumerate(today.tolist()):
        for k, room in enumerate(case.room[j].tolist()):
            most[j, k] = (limits.max_load or np.inf) * room
            if own != CLOSED and room >= case.room[j, own]:  # as large as today: it may keep who comes today
                most[j, k] = max(most[j, k], now[j])
    return most


def _visits(question: Question, clients: _Clients) -> Floats:
    people = question.case.areas["people"].to_numpy(float)
    return people[clients.area] * clients.share * question.policy.limits.visits_per_person


def _assignment(question: Question, year: NDArray[np.int8], most: Floats) -> Assignment:
    """Return who goes where in a network; a person too many at an office counts as `overload_min`."""
    objective, per_person = question.policy.objective, question.policy.limits.visits_per_person
    clients = _clients(question, year)
    visits, weight = _visits(question, clients), head_count(question)[clients.area] * clients.share
    n_sites, here = len(year), clients.here
    room = most[here, year[here]]
    found = fit(clients.ways, weight, visits, room, objective.overload_min / per_person, objective.cutoff_min)
    left = np.maximum(0.0, 1.0 - found.shares.sum(axis=1))
    client, place = np.nonzero(found.shares)
    share = found.shares[client, place]
    minutes = float((weight[client] * share * clients.ways[client, place]).sum())
    at = (clients.area[client], here[place])
    of_area = sparse.csr_array((share * clients.share[client], at), shape=(len(question.case.areas), n_sites))
    taken, limit = np.zeros(n_sites), np.zeros(n_sites)
    taken[here], limit[here] = found.load, room
    return Assignment(
        of_area,
        taken,
        limit,
        minutes + float((weight * left).sum()) * objective.cutoff_min,
        float(found.over.sum()) / per_person,
        float((visits * found.past).sum()) / per_person,
    )
