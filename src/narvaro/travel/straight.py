"""Minutes along a straight line: the first look, and the fallback where there is no street map."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from narvaro.case.money import Origin
from narvaro.errors import Fault, TravelError
from narvaro.travel.arrays import Floats
from narvaro.travel.engine import LONGEST_S, Columns
from narvaro.travel.extent import within_extent
from narvaro.travel.sphere import Points, great_circle_km, unit_vectors
from narvaro.travel.times import Minutes, MinutesSource, TravelTimes
from narvaro.travel.towns import TOWN_MODES, Towns, settlements, towns_of

if TYPE_CHECKING:
    from narvaro.case import Case

STRAIGHT_MODES = ("car", "walk", "bicycle")

AREAS_IN_BLOCK = 16_384
SITES_IN_BLOCK = 64
"""A block is worked out dense: a million pairs, of which the distances take eight megabytes."""


@dataclass(frozen=True)
class _StraightLines(MinutesSource):
    """Straight lines from areas to sites, worked out a block at a time."""

    areas: Points
    sites: Points
    extent_km: Floats
    minutes_per_km: dict[str, float]
    towns: Towns | None
    max_min: float

    def rows(self, mode: str, part: slice) -> Minutes:
        km = within_extent(great_circle_km(self.areas[part], self.sites), self.extent_km[part])
        if self.towns is None or mode not in TOWN_MODES:
            km *= self.minutes_per_km[mode]
            minutes = km.astype(np.float32)
        else:
            km *= self.towns.detour_factor
            minutes = self.towns.minutes(mode, km, part).astype(np.float32)
        minutes[minutes > self.max_min] = np.nan
        return minutes

    def of_sites(self, sites: Sequence[int], max_min: float) -> _StraightLines:
        """Return the lines to some of the sites."""
        towns = None if self.towns is None else self.towns.of_sites(sites)
        return replace(self, sites=self.sites[np.asarray(sites)], towns=towns, max_min=max_min)


def straight_modes_of(case: Case) -> tuple[str, ...]:
    """Return the modes that a straight line answers for: public transport only where the case says how towns travel."""
    return (*STRAIGHT_MODES, "transit") if case.towns else STRAIGHT_MODES


def straight_line(case: Case, modes: Sequence[str] = ("car", "walk")) -> TravelTimes:
    r"""Return minutes along straight lines, at the detour factor and speeds of the case.

    :math:`t = 60 \, f \, \sqrt{d^2 + e^2} / v`, with great-circle distance :math:`d` (km), the area's own extent
    :math:`e` (see `within_extent`), detour factor :math:`f` and speed :math:`v` (km/h) from `case.travel`. Where the
    case says how towns travel, ways by car and public transport are those of `Towns`. The mode "car" means the better
    of driving and walking, so nobody drives where walking is faster. Each block is worked out when it is read, so
    nothing of the size of the matrix is kept. Kilometres, for standards given as a distance, come from
    `great_circle_km`.

    Parameters
    ----------
    case
        Areas and sites with `lon` and `lat`, and the settings `case.travel`.
    modes
        Any of "car", "walk" and "bicycle".

    Returns
    -------
    TravelTimes
        Origin as the settings say ("assumed" by default); ways above `case.travel.max_min` are NaN.

    Raises
    ------
    TravelError
        If a mode cannot be had from a straight line, such as "transit".
    """
    known = straight_modes_of(case)
    for mode in modes:
        if mode not in known:
            raise TravelError("travel.no_straight_mode", mode=mode, modes=", ".join(known))
    settings = case.travel
    lines = _lines(case, settings.max_min)
    return TravelTimes(
        tuple(case.areas.index.astype(str)),
        tuple(case.sites.index.astype(str)),
        tuple(dict.fromkeys(modes)),
        "straight line",
        settings.origin,
        lines,
        dict.fromkeys(modes, "straight line"),
        settings.max_min,
    )


def _lines(case: Case, max_min: float) -> _StraightLines:
    settings = case.travel
    speed_kmh = {
        "car": max(settings.car_kmh, settings.walk_kmh),
        "walk": settings.walk_kmh,
        "bicycle": settings.bicycle_kmh,
    }
    return _StraightLines(
        unit_vectors(case.areas["lon"], case.areas["lat"]),
        unit_vectors(case.sites["lon"], case.sites["lat"]),
        case.extent_km,
        {mode: 60.0 * settings.detour_factor / kmh for mode, kmh in speed_kmh.items()},
        towns_of(case),
        max_min,
    )


@dataclass(frozen=True)
class LineTask:
    """The columns of some sites along straight lines."""

    lines: _StraightLines
    mode: str
    part: slice
    keys: tuple[str, ...]
    made_of: Mapping[str, Any]

    def run(self) -> bytes:
        """Return the bytes of the block."""
        minutes = self.lines.rows(self.mode, self.part)
        seconds = np.rint(minutes.astype(np.float64) * 60)
        columns = []
        for column in range(seconds.shape[1]):
            within = np.flatnonzero(seconds[:, column] <= LONGEST_S)
            columns.append((within.astype(np.uint32), seconds[within, column].astype(np.uint16)))
        return Columns.join(columns).pack(self.mode, self.part, self.keys, self.made_of)


@dataclass(frozen=True, eq=False)
class StraightEngine:
    """The straight line behind the same seam as the network, for a first look and as a fallback.

    Parameters
    ----------
    case
        Areas, sites and settings.
    max_min
        Longest way kept, minutes.
    """

    case: Case
    max_min: float
    name: str = "straight line"
    modes: tuple[str, ...] = STRAIGHT_MODES

    @property
    def origin(self) -> Origin:
        """As the settings say: assumed by default."""
        return self.case.travel.origin

    def label(self, mode: str) -> str:
        """Return "straight line"."""
        return "straight line"

    def made_of(self, mode: str) -> Mapping[str, Any]:
        """Speeds, detour factor, areas and limit."""
        settings = self.case.travel
        kmh = {"car": max(settings.car_kmh, settings.walk_kmh), "walk": settings.walk_kmh}
        return {
            "engine": self.name,
            "mode": mode,
            "detour_factor": settings.detour_factor,
            "kmh": kmh.get(mode, settings.bicycle_kmh),
            **lines_made_of(self.case),
            "areas": points_checksum(self.case.areas["lon"], self.case.areas["lat"]),
            "max_min": self.max_min,
        }

    def area_parts(self, mode: str) -> Sequence[slice]:
        """Return runs of areas short enough for a dense block in memory."""
        count = len(self.case.areas)
        return [slice(first, min(count, first + AREAS_IN_BLOCK)) for first in range(0, count, AREAS_IN_BLOCK)]

    def sites_together(self, mode: str) -> int:
        """Sites in one block."""
        return SITES_IN_BLOCK

    def prepare(self, mode: str, sites: Sequence[int]) -> Mapping[str, Mapping[int, float]]:
        """Return nothing: no point is far from a straight line."""
        return {}

    def told(self, mode: str) -> tuple[Fault, ...]:
        """Return nothing: the report tells of a straight line by its name."""
        return ()

    def task(self, mode: str, part: slice, keys: Sequence[str], sites: Sequence[int]) -> LineTask:
        """Return the work for some areas and some sites."""
        few = _lines(self.case, self.max_min).of_sites(sites, self.max_min)
        return LineTask(few, mode, part, tuple(keys), self.made_of(mode))


def lines_made_of(case: Case) -> dict[str, Any]:
    """Return what else the minutes of a case's straight lines hang on: extents and towns, where it has any."""
    found: dict[str, Any] = {}
    if case.extent_km.any():
        found["extent_km"] = hashlib.sha256(case.extent_km.astype(np.float64).tobytes()).hexdigest()
    if case.towns:
        found["towns"] = [asdict(town) for town in case.towns]
        found["settlement"] = hashlib.sha256(";".join(settlements(case)).encode()).hexdigest()
    return found


def points_checksum(lon: npt.ArrayLike, lat: npt.ArrayLike) -> str:
    """Return the SHA-256 of points, in their order.

    Examples
    --------
    >>> points_checksum([1.0], [2.0]) == points_checksum([2.0], [1.0])
    False
    """
    both = np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
    return hashlib.sha256(both.tobytes()).hexdigest()
