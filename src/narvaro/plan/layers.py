"""What the siting engine is given: layers of costs made from travel times, by which it judges every plan.

The engine makes a weighted sum of costs small, years alike, each as it is at its end. What a way of :math:`m` minutes
costs, and what nobody near costs, each kind of objective says in its own file under `objectives`; this is what they
make their layers with. Nothing here is used where a finished plan is reckoned (`measure`), so that the two are held
against each other; `tests/plan/objectives/test_apart.py` holds that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case
from narvaro.plan.question import Question
from narvaro.siting import Layer
from narvaro.travel import TravelTimes

Floats: TypeAlias = NDArray[np.float64]
Transform: TypeAlias = Callable[[NDArray[Any]], NDArray[Any]]
"""Minutes in, costs out; NaN for a way that is none."""

DENSE_CELLS = 60_000_000
"""A table of more pairs than this is given to the engine in blocks of rows, so that it is never whole in memory."""


def as_it_is(total: float) -> float:
    """Return the engine's sum unchanged, for an objective that is such a sum."""
    return total


@dataclass(frozen=True, eq=False)
class Aim:
    """An objective as layers, and how the engine's sum is read.

    Parameters
    ----------
    layers
        What the engine makes small.
    read
        The engine's sum in the unit of the objective. It must rise with the sum, so that a bound on the sum is read as
        a bound on the objective.
    """

    layers: tuple[Layer, ...]
    read: Callable[[float], float] = as_it_is


def people_weight(question: Question) -> Floats:
    """Return how much each area counts: its people, times its need where the policy says so."""
    areas = question.case.areas
    people = areas["people"].to_numpy(float)
    weighted = question.policy.objective.need_weighted
    return people * areas["need"].to_numpy(float) if weighted else people


def weight_of_a_year(question: Question) -> Floats:
    """Return how much each area counts in one year, so that the sum over the years is their mean."""
    return people_weight(question) / len(question.policy.years)


def service_groups(case: Case) -> list[tuple[tuple[str, ...], NDArray[np.bool_]]]:
    """Return the services that the same sites give, and which sites those are.

    Sites that give all services to all make one group, so that one table of minutes is enough.
    """
    groups: dict[bytes, tuple[list[str], NDArray[np.bool_]]] = {}
    for service in case.services:
        gives = case.sites["services"].map(lambda given, s=service.id: s in given).to_numpy(bool)
        groups.setdefault(gives.tobytes(), ([], gives))[0].append(service.id)
    return [(tuple(names), gives) for names, gives in groups.values()]


def walk_sizes(question: Question) -> NDArray[np.bool_]:
    """Return which sizes count as an office within the walking standard, shape (n_sizes,)."""
    wanted = question.policy.objective.walk_sizes
    return np.array([wanted is None or size.id in wanted for size in question.case.sizes])


def minutes_layers(question: Question) -> tuple[Layer, ...]:
    """Return the layers of person-minutes, one for each group of services that the same sites give."""
    objective = question.policy.objective
    cutoff = objective.cutoff_min

    def near(minutes: NDArray[Any]) -> NDArray[Any]:
        return np.where(minutes < cutoff, minutes, np.float32("nan"))

    extra = np.array([objective.extra_min.get(size.id, 0.0) for size in question.case.sizes])
    penalty = extra if extra.any() else None
    return service_layers(question, weight_of_a_year(question), near, cutoff, penalty)


def service_layers(
    question: Question, weight: Floats, transform: Transform, unserved: float, penalty: Floats | None = None
) -> tuple[Layer, ...]:
    """Return one layer for each group of services that the same sites give; services weigh alike.

    Parameters
    ----------
    weight
        How much each area counts in a year, shape (n_areas,); areas that count nothing are left out.
    transform
        What a way of some minutes by the mode of the objective costs.
    unserved
        What nobody near costs.
    penalty
        What an office of each size costs more, shape (n_sizes,).
    """
    case, policy = question.case, question.policy
    counted = weight > 0
    near = question.times.select(tuple(case.areas.index[counted]))
    mode, years = policy.objective.mode, len(policy.years)
    layers = []
    for names, gives in service_groups(case):
        share = len(names) / len(case.services)

        def change(minutes: NDArray[Any], gives: NDArray[np.bool_] = gives) -> NDArray[Any]:
            return np.where(gives, transform(minutes), np.float32("nan"))

        layers.append(
            Layer(
                f"{mode}:{'+'.join(names)}",
                table_of(near, mode, transform if gives.all() else change),
                by_year(weight[counted] * share, years),
                unserved,
                penalty=penalty,
            )
        )
    return tuple(layers)


def ceiling_layer(question: Question, within_min: float, most: float | None, weight: Floats) -> Layer:
    """Return a layer that costs nothing and holds a reach when the last year ends.

    Any office counts, whatever its services.

    Parameters
    ----------
    within_min
        The reach, minutes.
    most
        So much weight may lie beyond it; None: nobody may.
    """
    case, policy = question.case, question.policy
    counted = weight > 0
    near = question.times.select(tuple(case.areas.index[counted]))
    years = len(policy.years)
    table = table_of(near, policy.objective.mode, within_of(within_min))
    weights = last_year(weight[counted], years)
    if most is None:
        return Layer("within", table, weights, np.inf)
    ceilings = np.full(years, np.inf)
    ceilings[-1] = most
    return Layer("within", table, weights, 1.0, price=0.0, at_most=ceilings)


def within_of(limit_min: float) -> Transform:
    """Return the transform that costs nothing within a limit and does not reach beyond it.

    Examples
    --------
    >>> within_of(20.0)(np.array([5.0, 25.0]))
    array([ 0., nan], dtype=float32)
    """

    def within(minutes: NDArray[Any]) -> NDArray[Any]:
        # a limit in double precision, so that a way of exactly the limit is within it here as in `measure`
        return np.where(minutes <= np.float64(limit_min), np.float32(0.0), np.float32("nan"))

    return within


def table_of(times: TravelTimes, mode: str, transform: Transform) -> Any:
    """Return the transformed minutes: whole where they are few, else as blocks of rows."""
    areas, sites = times.shape
    if areas * sites <= DENSE_CELLS:
        return transform(times.to_dense(mode))

    def blocks() -> Iterator[tuple[slice, NDArray[Any]]]:
        for part, block in times.blocks(mode):
            yield part, transform(block)

    return blocks


def by_year(weight: Floats, years: int) -> Floats:
    """Return a weight that counts alike in every year, shape (n_areas, n_years)."""
    return np.repeat(weight[:, None], years, axis=1)


def last_year(weight: Floats, years: int) -> Floats:
    """Return a weight that counts when the last year ends and not before, shape (n_areas, n_years)."""
    spread = np.zeros((len(weight), years))
    spread[:, -1] = weight
    return spread
