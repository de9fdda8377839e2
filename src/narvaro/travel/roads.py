"""A road network as arrays: junctions, and roads between them with length, class, speed and who may use them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narvaro.travel.arrays import Floats, Int32s, Ints
from narvaro.travel.blockfile import read_block, write_block

FORWARD, BACKWARD = 0, 3
"""How far the mode bits of a direction are shifted in `Roads.access`: three bits along the line, three against it."""

EQUATOR_M, SQUARED_ECCENTRICITY = 6_378_137.0, 0.00669437999014
"""WGS 84: radius at the equator, metres, and squared first eccentricity."""

METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere with the mean radius of the earth: for limits and boxes, where a half percent is
nothing. Distances that are told or turned into minutes come from `near_m`."""

KMH_OF_METRES_A_MINUTE = 0.06
"""A metre a minute is 60 metres an hour."""

STEPS, DISMOUNT = 1, 2
"""Flags of a road."""


@dataclass(frozen=True, eq=False)
class Roads:
    """Junctions and the roads between them.

    Parameters
    ----------
    node_lon, node_lat
        Junctions, degrees.
    tail, head
        First and last junction of each road, along its drawn line.
    length_m
        Length along the line, metres.
    road_class
        Position of the class in `RoadRules.classes`.
    access
        Bits of the modes that may use it: walk 1, bicycle 2, car 4 along the line; 8, 16, 32 against it.
    car_kmh, car_back_kmh
        Posted speed of cars along and against the line, km/h; NaN where none is posted.
    flags
        1 steps, 2 the cyclist must dismount.
    fixed_s
        Seconds that the road takes whatever the mode (a ferry); NaN for an ordinary road.
    shape_start
        First point of each road in `shape_lon`, `shape_lat`; one more entry than roads.
    shape_lon, shape_lat
        Points of the lines, degrees.
    """

    node_lon: Floats
    node_lat: Floats
    tail: Int32s
    head: Int32s
    length_m: Floats
    road_class: npt.NDArray[np.uint8]
    access: npt.NDArray[np.uint8]
    car_kmh: npt.NDArray[np.float32]
    car_back_kmh: npt.NDArray[np.float32]
    flags: npt.NDArray[np.uint8]
    fixed_s: npt.NDArray[np.float32]
    shape_start: Ints
    shape_lon: Floats
    shape_lat: Floats

    def __len__(self) -> int:
        return len(self.tail)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north end of the lines, degrees."""
        lon, lat = self.shape_lon, self.shape_lat
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def save(self, path: Path, made_of: dict[str, Any]) -> None:
        """Write the network to a file that can be memory-mapped."""
        write_block(path, vars(self), made_of)

    @classmethod
    def load(cls, path: Path) -> Roads:
        """Open a network written by `save`; the arrays stay on disk until read."""
        arrays, _ = read_block(path)
        return cls(**{f.name: arrays[f.name] for f in fields(cls)})


def near_m(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    r"""Return the distance between near points on the WGS 84 ellipsoid, metres.

    :math:`d = \sqrt{(M \, \Delta\varphi)^2 + (N \cos\varphi \, \Delta\lambda)^2}` with the radii of
    curvature :math:`M` along and :math:`N` across the meridian at the middle latitude :math:`\varphi`. Right to
    a millimetre over a kilometre.

    References
    ----------
    W. Torge and J. Müller (2012), Geodesy, 4th edition, section 4.1 (radii of curvature).

    Examples
    --------
    One minute of latitude is a nautical mile, about:

    >>> near_m(*(np.array([x]) for x in (18.0, 59.0, 18.0, 59.0 + 1 / 60))).round(1)
    array([1856.6])
    """
    middle = np.radians((lat + to_lat) / 2)
    bulge = 1 - SQUARED_ECCENTRICITY * np.sin(middle) ** 2
    across = EQUATOR_M / np.sqrt(bulge)
    along = across * (1 - SQUARED_ECCENTRICITY) / bulge
    north = along * np.radians(to_lat - lat)
    east = across * np.cos(middle) * np.radians(to_lon - lon)
    return np.asarray(np.hypot(north, east))


def along_m(lon: Floats, lat: Floats) -> Floats:
    """Return the length of each step between consecutive points, metres; see `near_m`.

    Examples
    --------
    >>> along_m(np.array([0.0, 0.0, 0.0]), np.array([0.0, 0.01, 0.01])).round(1)
    array([1105.7,    0. ])
    """
    return near_m(lon[:-1], lat[:-1], lon[1:], lat[1:])


@dataclass(frozen=True)
class DrawnWays:
    """Drawn lines with their attributes, before they are cut at junctions.

    Parameters
    ----------
    start
        First point of each way; one more entry than ways.
    ref
        A number for the place of each point: points with equal numbers are the same place.
    lon, lat
        The points, degrees.
    road_class, access, car_kmh, car_back_kmh, flags
        By way, as in `Roads`.
    total_s
        Seconds for the whole way whatever the mode (a ferry); NaN for an ordinary road.
    ends_only
        Join ways at their ends only, not at points in between.
    """

    start: Ints
    ref: Ints
    lon: Floats
    lat: Floats
    road_class: npt.NDArray[np.uint8]
    access: npt.NDArray[np.uint8]
    car_kmh: npt.NDArray[np.float32]
    car_back_kmh: npt.NDArray[np.float32]
    flags: npt.NDArray[np.uint8]
    total_s: npt.NDArray[np.float32]
    ends_only: bool = False


def cut_at_junctions(ways: DrawnWays) -> Roads:
    """Cut ways where they meet, and number the junctions.

    A junction is a place where a way begins or ends, or that is shared by more than one pass of a way.
    Everything else is only shape. Work grows with the number of points; nothing is per pair.
    """
    place, inverse, uses = np.unique(ways.ref, return_inverse=True, return_counts=True)
    first, last = ways.start[:-1], ways.start[1:] - 1
    is_end = np.zeros(ways.ref.size, dtype=bool)
    is_end[first] = is_end[last] = True
    # A place that is passed twice is a junction, also where one of the two only ends there; or ends alone are joined.
    junction = is_end if ways.ends_only else is_end | (uses > 1)[inverse]
    cuts = np.flatnonzero(junction)
    way_of = np.repeat(np.arange(len(first)), np.diff(ways.start))
    same_way = way_of[cuts[:-1]] == way_of[cuts[1:]]
    begin, end = cuts[:-1][same_way], cuts[1:][same_way]
    way = way_of[begin]
    # Steps from one way to the next are summed too, and cancel: a length is a difference within one way.
    step_m = np.append(along_m(ways.lon, ways.lat), 0.0)
    run_m = np.concatenate([[0.0], np.cumsum(step_m)])
    length_m = run_m[end] - run_m[begin]
    # A way whose points all lie at one place has no length: its share of its minutes is then 0 and not 0 / 0.
    way_m = np.maximum(run_m[last] - run_m[first], 1e-9)
    nodes, renumbered = np.unique(inverse[np.concatenate([begin, end])], return_inverse=True)
    # Any point at a place will do for the junction, since all of them lie at the same spot.
    one_point = np.zeros(place.size, dtype=np.int64)
    one_point[inverse] = np.arange(ways.ref.size)
    counts = end - begin + 1
    shape_start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    points = np.repeat(begin - shape_start[:-1], counts) + np.arange(int(shape_start[-1]))
    share = length_m / way_m[way]
    return Roads(
        ways.lon[one_point[nodes]],
        ways.lat[one_point[nodes]],
        renumbered[: len(begin)].astype(np.int32),
        renumbered[len(begin) :].astype(np.int32),
        length_m,
        ways.road_class[way],
        ways.access[way],
        ways.car_kmh[way],
        ways.car_back_kmh[way],
        ways.flags[way],
        (ways.total_s[way] * share).astype(np.float32),
        shape_start,
        ways.lon[points],
        ways.lat[points],
    )
