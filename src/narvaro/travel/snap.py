"""Where a point meets the street: the nearest road that the mode may use, and how far off it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from narvaro.travel.arrays import Bools, Floats, Int32s, Ints
from narvaro.travel.roads import METRES_A_DEGREE, Roads, near_m

FEW_POINTS = 64
"""Up to so many points, roads far from all of them are passed over before a search tree is built: a site that moved
then need not wait for the tree of a whole country. Passing over costs a look at every road for each point."""
ALLOWANCE = 1.1
"""So much more than the limit is looked at: a degree is not the same number of metres everywhere, to one percent."""
LEAST_COS = 0.01
"""Nearer to the pole than half a degree a degree of longitude is taken as this share of one at the equator, not 0."""


@dataclass(frozen=True)
class Snapped:
    """Points on the street.

    Parameters
    ----------
    road
        The road, as a position in the network; -1 where no road lies within the limit.
    share
        How far along the road the point meets it, 0 at its tail and 1 at its head.
    off_m
        Metres between the point and the nearest road, within the limit or not.
    """

    road: Int32s
    share: Floats
    off_m: Floats

    @property
    def far(self) -> Bools:
        """Yes for each point that lies farther than the limit from any road."""
        return np.asarray(self.road < 0)


def snap(roads: Roads, usable: Ints, lon: Floats, lat: Floats, limit_m: float) -> Snapped:
    """Return the nearest usable road of each point.

    The search runs on the Mercator map, which is true to angles, so the nearest road on the map is the
    nearest on the ground; the distance is then measured on the ground.

    Parameters
    ----------
    roads
        The network.
    usable
        Roads that the mode may use and that a person can step on to (no ferries).
    lon, lat
        Points, degrees.
    limit_m
        A point farther than this from every road is not put on the street, metres.
    """
    count = len(lon)
    if usable.size == 0 or count == 0:
        return Snapped(np.full(count, -1, np.int32), np.zeros(count), np.full(count, np.inf))
    if count <= FEW_POINTS:
        near = _near(roads, usable, lon, lat, limit_m)
        # Only a road within the limit is sure to be the nearest of all: a point that is far from these asks all roads.
        found = _snap(roads, near, lon, lat, limit_m) if 0 < near.size < usable.size else None
        if found is not None and not found.far.any():
            return found
    return _snap(roads, usable, lon, lat, limit_m)


def _snap(roads: Roads, usable: Ints, lon: Floats, lat: Floats, limit_m: float) -> Snapped:
    count = len(lon)
    lines = _lines(roads, usable)
    tree = shapely.STRtree(lines)
    points = shapely.points(*_mercator(lon, lat))
    nearest = tree.nearest(points)
    line = lines[nearest]
    along = shapely.line_locate_point(line, points)
    length = shapely.length(line)
    met = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
    off_m = near_m(lon, lat, np.degrees(met[:, 0]), np.degrees(np.arctan(np.sinh(met[:, 1]))))
    # A road whose points lie at one place is met at its tail.
    share = np.divide(along, length, out=np.zeros(count), where=length > 0)
    road = np.where(off_m <= limit_m, usable[nearest], -1).astype(np.int32)
    return Snapped(road, np.clip(share, 0.0, 1.0), off_m)


def _near(roads: Roads, usable: Ints, lon: Floats, lat: Floats, limit_m: float) -> Ints:
    """Return the roads that may come within the limit of a point: their tail is within that and their length."""
    tail = roads.tail[usable]
    east, north = roads.node_lon[tail], roads.node_lat[tail]
    up = ALLOWANCE * (limit_m + roads.length_m[usable]) / METRES_A_DEGREE
    near = np.zeros(len(usable), dtype=bool)
    for x, y in zip(lon, lat, strict=True):
        aside = up / max(LEAST_COS, float(np.cos(np.radians(y))))
        near |= (np.abs(east - x) <= aside) & (np.abs(north - y) <= up)
    return usable[near]


def _lines(roads: Roads, usable: Ints) -> npt.NDArray[np.object_]:
    first = roads.shape_start[usable]
    counts = roads.shape_start[usable + 1] - first
    begin = np.concatenate([[0], np.cumsum(counts)])
    points = np.repeat(first - begin[:-1], counts) + np.arange(int(begin[-1]))
    east, north = _mercator(roads.shape_lon[points], roads.shape_lat[points])
    lines = shapely.linestrings(
        np.column_stack([east, north]), indices=np.repeat(np.arange(usable.size), counts)
    )
    return np.asarray(lines, dtype=object)


def _mercator(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return np.radians(lon), np.arcsinh(np.tan(np.radians(lat)))
