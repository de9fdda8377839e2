"""Ways that begin or end in towns: slower than the open road, with a car to park or a stop to walk to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from narvaro.case.settings import TownTravel
from narvaro.travel.arrays import Floats
from narvaro.travel.sphere import unit_vectors

if TYPE_CHECKING:
    from narvaro.case import Case

TOWN_MODES = ("car", "transit")
"""The modes that towns change."""


@dataclass(frozen=True)
class Towns:
    r"""How ways differ by the settlement of both ends, for areas and sites by the number of their class.

    Of a way by car of L km of road, at most :math:`n_i` km go at the speed :math:`v_i` of the town where it begins and
    :math:`n_j` at :math:`v_j` of that where it ends, a shorter way in the same proportion; the rest at the speed v of
    the road:

    .. math::

        t = s_i + p_j + 60 \left( \frac{m}{n_i + n_j} \left( \frac{n_i}{v_i} + \frac{n_j}{v_j} \right)
        + \frac{L - m}{v} \right), \quad m = \min(L, n_i + n_j)

    with :math:`s_i` to the car and :math:`p_j` to park; walking all the way where that is faster. By public transport
    :math:`t = w_i + 60 L / u_i`, or walking.

    Parameters
    ----------
    areas, sites
        Class of each, the last one for a settlement that has no row.
    near_km, near_kmh, start_min, park_min, transit_wait_min, transit_kmh
        Shape (classes,).
    car_kmh, walk_kmh, detour_factor
        Of the case.
    """

    areas: npt.NDArray[np.integer]
    sites: npt.NDArray[np.integer]
    near_km: Floats
    near_kmh: Floats
    start_min: Floats
    park_min: Floats
    transit_wait_min: Floats
    transit_kmh: Floats
    car_kmh: float
    walk_kmh: float
    detour_factor: float

    def minutes(self, mode: str, road_km: Floats, part: slice) -> Floats:
        """Return the minutes of ways of some lengths from some areas to every site, shape (areas in part, sites)."""
        begin, end = self.areas[part], self.sites
        on_foot = road_km * (60 / self.walk_kmh)
        if mode == "transit":
            wait, kmh = self.transit_wait_min[begin][:, None], self.transit_kmh[begin][:, None]
            return np.asarray(np.minimum(on_foot, wait + 60 * road_km / kmh))
        near = self.near_km[:, None] + self.near_km[None, :]
        slow = (self.near_km / self.near_kmh)[:, None] + (self.near_km / self.near_kmh)[None, :]
        hours_per_km = np.divide(slow, near, out=np.full_like(near, 1 / self.car_kmh), where=near > 0)
        fixed = self.start_min[:, None] + self.park_min[None, :]
        pair = np.ix_(begin, end)
        in_town = np.minimum(road_km, near[pair])
        driven = fixed[pair] + 60 * (in_town * hours_per_km[pair] + (road_km - in_town) / self.car_kmh)
        return np.asarray(np.minimum(on_foot, driven))

    def of_sites(self, sites: Sequence[int]) -> Towns:
        """Return the same for some of the sites."""
        return replace(self, sites=self.sites[np.asarray(sites)])


def settlements(case: Case) -> list[str]:
    """Return the settlement of each area, empty where the areas do not say."""
    if "settlement" not in case.areas:
        return [""] * len(case.areas)
    return [str(name) for name in case.areas["settlement"]]


def towns_of(case: Case) -> Towns | None:
    """Return how the towns of a case travel, or None where it says nothing of towns.

    A site has the settlement of the area that it says it lies in, else of the nearest one.
    """
    if not case.towns:
        return None
    number = {town.id: position for position, town in enumerate(case.towns)}
    areas = np.array([number.get(name, len(number)) for name in settlements(case)], dtype=np.int64)
    tree = cKDTree(unit_vectors(case.areas["lon"], case.areas["lat"]))
    nearest = tree.query(unit_vectors(case.sites["lon"], case.sites["lat"]))[1]
    named = case.areas.index.get_indexer(pd.Index(case.sites["area_id"]))
    travel = case.travel
    # Without a row a place is open road, and nothing is known of public transport: on foot.
    unknown = TownTravel("", 0.0, travel.car_kmh, 0.0, 0.0, 0.0, travel.walk_kmh)
    towns = (*case.towns, unknown)
    return Towns(
        areas=areas,
        sites=areas[np.where(named >= 0, named, nearest)],
        near_km=np.array([town.near_km for town in towns]),
        near_kmh=np.array([town.near_kmh for town in towns]),
        start_min=np.array([town.start_min for town in towns]),
        park_min=np.array([town.park_min for town in towns]),
        transit_wait_min=np.array([town.transit_wait_min for town in towns]),
        transit_kmh=np.array([town.transit_kmh for town in towns]),
        car_kmh=max(travel.car_kmh, travel.walk_kmh),
        walk_kmh=travel.walk_kmh,
        detour_factor=travel.detour_factor,
    )
