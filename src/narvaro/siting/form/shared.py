"""A capacity that several layers use together: so many visits a year at each site, whatever the service.

With shares x of each area's clients at each site, a layer's load u and a site's capacity q in its state,

    sum over layers l and areas i of u_l,i x_l,i,j <= q_j,state + o_j     in each year,     o >= 0

and each unit of overload o costs a price in each year. So a plan always exists: who does not fit pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, ProblemError
from narvaro.siting.form.arrays import is_number, numbers

__all__ = ["SharedCapacity"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SharedCapacity:
    """What sites hold in a year, used by several layers together.

    Clients are then assigned by the plan: each area to the sites where all together pay least, split where that is
    better, some past their nearest site.

    Parameters
    ----------
    load
        For each layer what an area takes of a site's capacity in a year if all of it goes there, shape (n_areas,), zero
        or more; None for a layer that takes nothing. An area with load must have weight in each year.
    capacity
        What each site holds in each state, shape (n_sites, n_states), zero or more; infinity = any.
    overload
        Price of each unit above it and year, zero or more, finite: a crowded site is seldom shut.

    Raises
    ------
    ProblemError
        With every fault found.

    Examples
    --------
    >>> SharedCapacity((np.array([3.0, 1.0]),), np.array([[2.0], [9.0]]), 10.0).capacity.shape
    (2, 1)
    """

    load: tuple[Floats | None, ...]
    capacity: Floats
    overload: float

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        load = tuple(None if one is None else numbers(one, "load", faults) for one in self.load)
        capacity = numbers(self.capacity, "capacity", faults)
        if faults:
            raise ProblemError(faults)
        given = [one for one in load if one is not None]
        if any(one.ndim != 1 or not np.isfinite(one).all() or (one < 0).any() for one in given) or not given:
            faults.append(Fault("problem.shared_value", {"field": "load"}))
        if capacity.ndim != 2 or np.isnan(capacity).any() or (capacity < 0).any():
            faults.append(Fault("problem.shared_value", {"field": "capacity"}))
        if not (is_number(self.overload) and np.isfinite(self.overload) and self.overload >= 0):
            faults.append(Fault("problem.shared_value", {"field": "overload"}))
        if faults:
            raise ProblemError(faults)
        object.__setattr__(self, "load", load)
        object.__setattr__(self, "capacity", capacity)

    def faults_beside(self, shape: tuple[int, int], weights: Sequence[Floats]) -> list[Fault]:
        """Return what does not go with a problem of so many sites and states, and layers of such weights."""
        if self.capacity.shape != shape or len(self.load) != len(weights):
            data = {"capacity": str(self.capacity.shape), "layers": len(self.load)}
            return [Fault("problem.shared_shape", {**data, "sites": shape[0], "states": shape[1]})]
        faults = []
        for load, weight in zip(self.load, weights, strict=True):
            if load is None:
                continue
            if len(load) != len(weight):
                faults.append(Fault("problem.shared_areas", {"given": len(load), "areas": len(weight)}))
            elif ((load > 0)[:, None] & (weight <= 0)).any():
                faults.append(Fault("problem.shared_weight", {}))
        return faults
