"""Minutes inside an area's own extent: nobody lives at the point that stands for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from narvaro.travel.arrays import Floats
from narvaro.travel.basis import STRAIGHT
from narvaro.travel.times import Minutes, MinutesSource, TravelTimes
from narvaro.travel.towns import settlements

if TYPE_CHECKING:
    from narvaro.case import Case

Real = TypeVar("Real", np.float32, np.float64)


def within_extent(way: npt.NDArray[Real], own: npt.NDArray[Real]) -> npt.NDArray[Real]:
    r"""Return the mean way of an area's people where the way from its point and its own extent are known.

    .. math:: \sqrt{d^2 + e^2}

    with d from the point to the site and e the mean distance of the people to the point. For people spread evenly over
    a disc the formula is exact in its middle and far away, never too short, and at most 7.1 per cent too long (towards
    the rim).

    Parameters
    ----------
    way
        Shape (areas, sites), km or minutes.
    own
        Shape (areas,), in the same unit.

    Examples
    --------
    >>> within_extent(np.array([[0.0, 4.0]]), np.array([3.0])).tolist()
    [[3.0, 5.0]]
    """
    if not own.any():
        return way
    found: npt.NDArray[Real] = np.hypot(way, own[:, None])
    return found


def own_minutes(case: Case, mode: str) -> Floats:
    """Return the minutes that an area's people have to its point, shape (areas,): at the speeds of the case.

    By car at the speed of the area's town where the case has one; by public transport as on foot.
    """
    settings = case.travel
    kmh = np.full(len(case.areas), settings.walk_kmh)
    if mode == "bicycle":
        kmh[:] = settings.bicycle_kmh
    elif mode == "car":
        near = {town.id: town.near_kmh for town in case.towns}
        own = [near.get(name, settings.car_kmh) for name in settlements(case)]
        kmh = np.maximum(own, settings.walk_kmh)
    return np.asarray(60 * settings.detour_factor * case.extent_km / kmh)


def within_areas(times: TravelTimes, case: Case) -> TravelTimes:
    """Return travel times on a network with the minutes inside the areas; those of a straight line have them already.

    Parameters
    ----------
    times
        From the points of the areas of the case.
    case
        Says how far its areas reach: `extent_km`.
    """
    if not case.extent_km.any():
        return times
    position = case.areas.index.get_indexer(pd.Index(times.area_ids))
    own = {
        mode: own_minutes(case, mode)[position].astype(np.float32)
        for mode in times.modes
        if (times.labels or {}).get(mode, times.engine) != STRAIGHT
    }
    return replace(times, source=_WithinAreas(times.source, own, times.max_min)) if own else times


@dataclass(frozen=True)
class _WithinAreas(MinutesSource):
    """Minutes from the points of areas, with the way within each."""

    source: MinutesSource
    own: dict[str, Minutes]
    max_min: float

    def rows(self, mode: str, part: slice) -> Minutes:
        minutes = self.source.rows(mode, part)
        if mode not in self.own:
            return minutes
        found = within_extent(minutes, self.own[mode][part])
        found[found > self.max_min] = np.nan
        return found

    def possible(self, mode: str, part: slice) -> Minutes:
        return self.source.possible(mode, part)
