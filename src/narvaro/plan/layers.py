"""Objectives as transforms of travel times: what each kind gives the siting engine, and how its sums are read.

The engine makes a weighted sum of costs small. So each kind says what a way of :math:`m` minutes costs and what nobody
near costs; years count alike, each as it is at its end.

    mix          min(m, cut-off) for everyone; for the definition 0 within the walking standard and a charge outside
    minutes      min(m, cut-off)
    beyond       0 within the standard, 1 outside
    kolm_pollak  exp(kappa (min(m, cut-off) - cut-off)), read back as minutes by a logarithm
    worst        0 within a radius, 1 outside, for falling radii (see `worst`)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narvaro.plan.measure import Floats, people_weight, service_groups, walk_sizes
from narvaro.plan.question import Question
from narvaro.siting import Layer
from narvaro.travel import TravelTimes

DENSE_CELLS = 60_000_000
"""A table of more pairs than this is given to the engine in blocks of rows, so that it is never whole in memory."""

Transform = Callable[[NDArray[Any]], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Aim:
    """An objective as layers, and how the engine's sum is read.

    Parameters
    ----------
    layers
        What the engine makes small.
    unit
        `unit.<unit>` in the catalogue.
    kappa, cutoff_min, weight
        For kolm_pollak: aversion, cut-off and the sum of the weights; kappa is 0 for the other kinds.
    """

    layers: tuple[Layer, ...]
    unit: str
    kappa: float = 0.0
    cutoff_min: float = 0.0
    weight: float = 1.0

    def read(self, total: float) -> float:
        r"""Return the engine's sum in the unit of the objective.

        For kolm_pollak :math:`c + \frac{1}{\kappa} \ln \frac{S}{W}`. It rises with the sum, so a bound on the sum
        gives a bound on the minutes.

        Examples
        --------
        >>> Aim((), "minutes", kappa=0.02, cutoff_min=240.0, weight=10.0).read(10.0)
        240.0
        """
        if self.kappa == 0.0:
            return total
        share = total / self.weight
        return float(self.cutoff_min + np.log(share) / self.kappa) if share > 0 else -np.inf

    def wanted_gap(self, gap: float, least_min: float) -> float:
        r"""Return the gap of the sum that gives a wanted gap of the objective.

        For kolm_pollak with value :math:`E`, bound :math:`B` and sums :math:`S_E, S_B`:
        :math:`1 - S_B / S_E = 1 - e^{-\kappa (E - B)}`, and :math:`E - B \le g E` is sure when the sum's gap is at most
        :math:`1 - e^{-\kappa g L}` with a lower bound :math:`L \le E`.
        """
        return gap if self.kappa == 0.0 else float(-np.expm1(-self.kappa * gap * max(least_min, 0.0)))


def aim_of(question: Question) -> Aim:
    """Return the layers of a policy's objective; kind worst has none here (see `worst`)."""
    policy = question.policy
    objective = policy.objective
    years = len(policy.years)
    weight = people_weight(question) / years
    if objective.kind == "worst":
        return Aim(minutes_layers(question, weight), "minutes")
    if objective.kind == "beyond":
        unit = "need_persons" if objective.need_weighted else "persons"
        within = within_of(objective.standard_min)
        return Aim(_service_layers(question, weight, within, 1.0), unit)
    if objective.kind == "kolm_pollak":
        kappa, cutoff = objective.kappa_per_min, objective.cutoff_min
        layers = _service_layers(question, weight, _exponential(kappa, cutoff), 1.0)
        return Aim(layers, "minutes", kappa, cutoff, float(weight.sum()) * years)
    layers = minutes_layers(question, weight)
    if objective.kind == "minutes" or policy.definition is None:
        return Aim(layers, "need_person_minutes" if objective.need_weighted else "person_minutes")
    return Aim((*layers, _walk_layer(question)), "weighted_person_minutes")


def minutes_layers(question: Question, weight: Floats) -> tuple[Layer, ...]:
    """Return the layers of person-minutes, one for each group of services that the same sites give."""
    cutoff = question.policy.objective.cutoff_min

    def near(minutes: NDArray[Any]) -> NDArray[Any]:
        return np.where(minutes < cutoff, minutes, np.float32("nan"))

    minutes_more = question.policy.objective.extra_min
    extra = np.array([minutes_more.get(size.id, 0.0) for size in question.case.sizes])
    return _service_layers(question, weight, near, cutoff, penalty=extra if extra.any() else None)


def _walk_layer(question: Question) -> Layer:
    case, policy = question.case, question.policy
    objective = policy.objective
    years = len(policy.years)
    inside = case.areas[policy.definition] & (case.areas["people"] > 0)
    people = case.areas.loc[inside, "people"].to_numpy(float)
    counts = walk_sizes(question)
    near = question.times.select(tuple(case.areas.index[inside]))
    return Layer(
        "walk",
        _table(near, "walk", within_of(objective.walk_standard_min)),
        _by_year(people * objective.walk_weight_min / years, years),
        1.0,
        serves=None if counts.all() else counts,
    )


def _service_layers(
    question: Question,
    weight: Floats,
    transform: Transform,
    unserved: float,
    penalty: Floats | None = None,
) -> tuple[Layer, ...]:
    """Return one layer for each group of services that the same sites give; services weigh alike."""
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
                _table(near, mode, transform if gives.all() else change),
                _by_year(weight[counted] * share, years),
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
    table = _table(near, policy.objective.mode, within_of(within_min))
    last_year = _last_year(weight[counted], years)
    if most is None:
        return Layer("within", table, last_year, np.inf)
    ceilings = np.full(years, np.inf)
    ceilings[-1] = most
    return Layer("within", table, last_year, 1.0, price=0.0, at_most=ceilings)


def radius_layers(question: Question, radius_min: float) -> tuple[Layer, ...]:
    """Return layers that count the areas with people beyond a radius when the last year ends, for each service."""
    years = len(question.policy.years)
    one = (people_weight(question) > 0).astype(float)
    layers = _service_layers(question, one, within_of(radius_min), 1.0)
    return tuple(replace(layer, weight=_last_year(one[one > 0], years)) for layer in layers)


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


def _exponential(kappa: float, cutoff: float) -> Transform:
    def exponential(minutes: NDArray[Any]) -> NDArray[Any]:
        cost = np.exp(kappa * (minutes.astype(np.float64) - cutoff))
        return np.where(minutes < cutoff, cost, np.nan)

    return exponential


def _table(times: TravelTimes, mode: str, transform: Transform) -> Any:
    """Return the transformed minutes: whole where they are few, else as blocks of rows."""
    areas, sites = times.shape
    if areas * sites <= DENSE_CELLS:
        return transform(times.to_dense(mode))

    def blocks() -> Iterator[tuple[slice, NDArray[Any]]]:
        for part, block in times.blocks(mode):
            yield part, transform(block)

    return blocks


def _by_year(weight: Floats, years: int) -> Floats:
    return np.repeat(weight[:, None], years, axis=1)


def _last_year(weight: Floats, years: int) -> Floats:
    spread = np.zeros((len(weight), years))
    spread[:, -1] = weight
    return spread
