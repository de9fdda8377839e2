"""Plans over the years on a drawn country: sizes, yearly money with carry-over, regions, offices that may close."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.siting_instances import CUTOFF_MIN, Country, Floats, time_blocks
from narvaro.siting import Layer, Limits, Options, Problem

__all__ = [
    "CUT_MSEK",
    "EXPANSION_MSEK",
    "KAPPA_PER_MIN",
    "OFFICES",
    "equal_minutes",
    "given_msek",
    "plan_problem",
    "with_money",
]

KAPPA_PER_MIN = 0.05
"""Aversion to inequality of the Kolm-Pollak rows."""
RUNNING_MSEK = np.array([3.4, 5.2, 8.0])  # a year, for a flexible, a small and a medium office
OPENING_MSEK = np.array([2.0, 3.0, 5.0])
CLOSING_MSEK = np.array([0.5, 1.0, 2.0])
SIZE_PENALTY_MIN = np.array([12.0, 3.0, 0.0])  # fewer opening days count like a longer way
OFFICES = 148  # money is stated for a network of this size
EXPANSION_MSEK = (15.0, 60.0, 75.0)
CUT_MSEK = (-50.0, -100.0, -150.0)
GROWTH_PER_YEAR = 0.006  # people


def _paths(country: Country, years: int) -> tuple[NDArray[np.int64], NDArray[np.int8], Floats]:
    """Return every site's paths over the years: site, state in each year, money in each year.

    A candidate stays closed or opens once in a size; an office stays, closes once, or changes size once.
    """
    site, state, money = [], [], []
    candidate, office = np.flatnonzero(country.office < 0), np.flatnonzero(country.office >= 0)
    has = country.office[office].astype(np.int64)

    def add(
        places: NDArray[np.int64], before: NDArray[np.int64], after: NDArray[np.int64], year: int
    ) -> None:
        then = np.arange(years) >= year
        path = np.where(then, after[:, None], before[:, None])
        running = np.where(path >= 0, RUNNING_MSEK[np.maximum(path, 0)], 0.0)
        opened, closed = (before < 0) & (after >= 0), (before >= 0) & (after < 0)
        changed = (before >= 0) & (after >= 0) & (before != after)
        once = np.where(opened, OPENING_MSEK[after], 0.0) + np.where(closed, CLOSING_MSEK[before], 0.0)
        once += np.where(changed, 0.5 * OPENING_MSEK[after], 0.0)
        site.append(places)
        state.append(path.astype(np.int8))
        money.append(running + once[:, None] * (np.arange(years) == year))

    never = np.full(len(candidate), -1)
    add(candidate, never, never, years)
    add(office, has, has, years)
    for year in range(years):
        add(office, has, np.full(len(office), -1), year)
        for size in range(len(RUNNING_MSEK)):
            add(candidate, never, np.full(len(candidate), size), year)
            other = has != size
            add(office[other], has[other], np.full(int(other.sum()), size), year)
    return np.concatenate(site), np.concatenate(state), np.concatenate(money)


def given_msek(country: Country, change_msek: tuple[float, ...]) -> Floats:
    """Return each year's money: what today's network costs and the change, scaled to the country's offices."""
    today = country.office[country.office >= 0]
    return np.asarray(RUNNING_MSEK[today].sum() + len(today) / OFFICES * np.array(change_msek))


def _windows(years: int, carry: float) -> list[tuple[int, int]]:
    """Return the runs of years that money must last: each year, and with carry-over each run of years."""
    return [(i, j) for i in range(years) for j in range(i, years if carry else i + 1)]


def _ceilings(given: Floats, carry: float) -> Floats:
    """Return what each run of years may spend: its money, what was saved before it, what is borrowed after it."""
    runs = _windows(len(given), carry)
    return np.array(
        [given[i : j + 1].sum() + carry * ((given[i - 1] if i else 0.0) + given[j]) for i, j in runs]
    )


def plan_problem(
    country: Country,
    change_msek: tuple[float, ...],
    *,
    carry: float = 0.0,
    kappa: float = 0.0,
    dense: bool = False,
) -> Problem:
    """Return a plan over the years: 3 sizes, yearly money, every region keeps an office, today's offices may close.

    Parameters
    ----------
    change_msek
        Change of each year's money against what today's network costs, for 148 offices; scaled to the country's.
    carry
        Share of a year's money that may be saved to the next or borrowed from it.
    kappa
        With it the objective is the sum of exp(kappa * minutes); a smaller size adds what its penalty adds next door.
    dense
        Give the costs as one matrix rather than as blocks of rows.
    """
    years = len(change_msek)
    site, state, money = _paths(country, years)
    runs = _windows(years, carry)
    rows = np.array([money[:, i : j + 1].sum(axis=1) for i, j in runs])
    upper = _ceilings(given_msek(country, change_msek), carry)
    names = [f"money {i + 1}-{j + 1}" for i, j in runs]
    regions = int(country.region.max()) + 1
    kept = []
    for year in range(years):
        on = np.flatnonzero(state[:, year] >= 0)
        shape = (regions, len(site))
        kept.append(sparse.csr_array((np.ones(len(on)), (country.region[site[on]], on)), shape=shape))
        names += [f"region {r + 1} year {year + 1}" for r in range(regions)]
    limits = Limits(
        sparse.vstack([sparse.csr_array(rows), *kept], format="csr"),
        np.concatenate([np.full(len(rows), -np.inf), np.ones(years * regions)]),
        np.concatenate([upper, np.full(years * regions, np.inf)]),
        tuple(names),
    )
    weight = country.people[:, None] * (1.0 + GROWTH_PER_YEAR) ** np.arange(years)
    penalty = np.expm1(kappa * SIZE_PENALTY_MIN) if kappa else SIZE_PENALTY_MIN
    unserved = float(np.exp(kappa * CUTOFF_MIN)) if kappa else CUTOFF_MIN
    cost: Any = time_blocks(country, kappa=kappa)
    if dense:
        cost = np.concatenate([block for _, block in cost()])
    layer = Layer("areas", cost, weight, unserved, penalty=penalty)
    options = Options(site, state, np.zeros(len(site)))
    return Problem(country.shape[1], len(RUNNING_MSEK), years, (layer,), options, limits)


def with_money(problem: Problem, given: Floats, carry: float = 0.0) -> Problem:
    """Return a plan's problem with other money; its clients and options are the same objects."""
    limits = problem.limits
    upper = limits.upper.copy()
    ceilings = _ceilings(given, carry)
    upper[: len(ceilings)] = ceilings
    return replace(problem, limits=Limits(limits.matrix, limits.lower, upper, limits.names))


def equal_minutes(total: float, weight: float, kappa: float) -> float:
    """Return the equally-distributed equivalent of a sum of exponentials, minutes: ln(total / weight) / kappa.

    Examples
    --------
    >>> round(equal_minutes(3 * np.exp(0.05 * 20), 3.0, 0.05), 9)
    20.0
    """
    return float(np.log(max(total, 1e-300) / weight) / kappa)
