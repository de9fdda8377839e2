"""Minutes by public transport, on cafein: the median over a window of departures, and how many of them work."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from narvaro.case.money import Origin
from narvaro.errors import Fault, TableError
from narvaro.travel.arrays import Floats, Ints
from narvaro.travel.blockfile import NAME_LETTERS
from narvaro.travel.engine import ALWAYS, Columns
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.network_files import file_checksum
from narvaro.travel.settings import RunSettings
from narvaro.travel.store import NETWORK
from narvaro.travel.straight import points_checksum
from narvaro.travel.timetable import Timetable, check_clocks, check_service, check_timetable
from narvaro.travel.transit_build import build_transit, cafein, kept_notices

if TYPE_CHECKING:
    from narvaro.case import Case

Seconds = Ints

NEVER_S = np.iinfo(np.uint32).max
"""What cafein gives for a way that cannot be made, seconds."""
AREAS_APART = 2_048
"""Areas in one piece of work: each is a search of its own, from the area to all sites."""
CELLS = 8_000_000
"""Figures held at once while a piece of work is done: 64 megabytes in the eight bytes that cafein gives."""
ROUND_TRIP_COPIES = 4
"""A round trip holds the ways there, those back, the minutes they begin and the sum, each by departure."""
OFF_STREET = r"(?s).*off the walking network"
FEED_CODE = 2
"""Raised whenever feeds are read or written in another way, so that old networks are not taken for new ones."""


@dataclass(frozen=True)
class Journey:
    """When and how a person travels by public transport, door to door; trips are what vehicles make.

    Parameters
    ----------
    depart
        Start of the window.
    window_min
        Departures: one a minute, this many.
    max_s
        Longest way kept, seconds.
    walk_kmh, max_walk_min, snap_m
        Speed on foot, longest walk, and how far a point may lie from the street.
    max_rides
        Most vehicles boarded.
    there_and_back, desk_min
        Whether the way back counts too, and how long after the arrival it begins.
    """

    depart: datetime
    window_min: int
    max_s: int
    walk_kmh: float
    max_walk_min: float
    snap_m: float
    max_rides: int
    there_and_back: bool
    desk_min: int

    @classmethod
    def of(cls, settings: RunSettings, walk_kmh: float) -> Journey:
        """Return the journey that a run asks for, at a speed on foot."""
        return cls(
            settings.depart,
            settings.window_min,
            round(settings.max_minutes * 60),
            walk_kmh,
            settings.max_walk_min,
            settings.snap_limit_m,
            settings.max_rides,
            settings.there_and_back,
            settings.desk_min,
        )

    @property
    def departures(self) -> int:
        """How many departures the window holds."""
        return self.window_min


@dataclass(frozen=True)
class TransitTask:
    """The ways from some areas to some sites."""

    network: str
    part: slice
    keys: tuple[str, ...]
    made_of: Mapping[str, Any]
    areas: tuple[Floats, Floats]
    sites: tuple[Floats, Floats]
    journey: Journey

    def run(self) -> bytes:
        """Return the bytes of the block."""
        network = _open_network(self.network)
        lon, lat = self.areas
        figures = (
            self.journey.departures
            * (ROUND_TRIP_COPIES if self.journey.there_and_back else 1)
            * max(1, len(self.keys))
        )
        step = max(1, CELLS // figures)
        seconds, possible = [], []
        for first in range(0, len(lon), step):
            some = (lon[first : first + step], lat[first : first + step])
            found = _visits(network, some, self.sites, self.journey)
            seconds.append(found[0])
            possible.append(found[1])
        return _columns(np.concatenate(seconds), np.concatenate(possible)).pack(
            "transit", self.part, self.keys, self.made_of
        )


@lru_cache(maxsize=2)
def _open_network(path: str) -> Any:
    return cafein().TransportNetwork.load(path, mmap=True)


def _visits(
    network: Any, areas: tuple[Floats, Floats], sites: tuple[Floats, Floats], journey: Journey
) -> tuple[Seconds, npt.NDArray[np.uint8]]:
    """Return the median seconds and the share of departures that work, in 255ths; -1 and 0 where none does."""
    if journey.there_and_back:
        every = np.sort(_round_trips(network, areas, sites, journey), axis=2)
    else:
        # Asked for every rank of the window, cafein gives the whole population, in rising order; the middle of a
        # rank is far from the next one, whichever way cafein rounds.
        count = journey.departures
        ranks = [100.0 * (rank - 0.5) / count for rank in range(1, count + 1)]
        every = _matrix(
            network,
            areas,
            sites,
            journey,
            journey.depart,
            departure_time_window=float(count),
            percentiles=ranks,
        )
    return median_and_share(every, journey.max_s)


def median_and_share(every: Seconds, max_s: int) -> tuple[Seconds, npt.NDArray[np.uint8]]:
    """Return the median over the departures that work, and their share in 255ths.

    Parameters
    ----------
    every
        Seconds, shape (areas, sites, departures), rising along the last axis; what cannot be made is larger
        than `max_s`.
    max_s
        Longest way kept, seconds.

    Returns
    -------
    tuple
        Median of the departures that work (of an even number the lower of the two in the middle), -1 where
        none works; share that works, rounded up so that it is 0 only where none does.

    Examples
    --------
    >>> median_and_share(np.array([[[60, 120, 300, 9999]]]), 3600)
    (array([[120]]), array([[192]], dtype=uint8))
    """
    works = (every <= max_s).sum(axis=2)
    middle = np.maximum(works - 1, 0) // 2
    median = np.take_along_axis(every, middle[:, :, None], axis=2)[:, :, 0]
    share = np.ceil(ALWAYS * works / every.shape[2]).astype(np.uint8)
    return np.where(works > 0, median, -1).astype(np.int64), share


def _round_trips(
    network: Any, areas: tuple[Floats, Floats], sites: tuple[Floats, Floats], journey: Journey
) -> Seconds:
    """Return the mean seconds of both ways for each departure; the way back begins on a whole minute."""
    there = np.stack(
        [
            _matrix(network, areas, sites, journey, _later(journey.depart, minute))
            for minute in range(journey.departures)
        ],
        axis=2,
    )
    works = there <= journey.max_s
    minutes = np.arange(journey.departures)[None, None, :] + journey.desk_min + -(-there // 60)
    total = np.full(there.shape, NEVER_S, dtype=np.int64)
    for minute in np.unique(minutes[works]):
        back = _matrix(network, sites, areas, journey, _later(journey.depart, int(minute))).T[:, :, None]
        now = works & (minutes == minute) & (back <= journey.max_s)
        # The mean in whole seconds, a half up, as on streets.
        total = np.where(now, (there + back + 1) // 2, total)
    return total


def _later(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)


def _matrix(
    network: Any,
    origins: tuple[Floats, Floats],
    targets: tuple[Floats, Floats],
    journey: Journey,
    depart: datetime,
    **window: Any,
) -> Seconds:
    with warnings.catch_warnings():
        # Points far from the street are reported by the run itself, with their distance; all else is let through.
        warnings.filterwarnings("ignore", message=OFF_STREET)
        found = network.travel_time_matrix(
            _frame(origins, "o"),
            departure=depart,
            destinations=_frame(targets, "d"),
            max_rides=journey.max_rides,
            walking_speed_kmph=journey.walk_kmh,
            max_walking_time=journey.max_walk_min,
            snap_distance=journey.snap_m,
            **window,
        )
    return np.asarray(found, dtype=np.int64)


def _frame(points: tuple[Floats, Floats], letter: str) -> Any:
    import geopandas as gpd

    names = [f"{letter}{number}" for number in range(len(points[0]))]
    return gpd.GeoDataFrame({"id": names}, geometry=gpd.points_from_xy(*points), crs=4326)


def _columns(seconds: Seconds, possible: npt.NDArray[np.uint8]) -> Columns:
    found = [np.flatnonzero(seconds[:, site] >= 0) for site in range(seconds.shape[1])]
    columns = [
        (rows.astype(np.uint32), seconds[rows, site].astype(np.uint16)) for site, rows in enumerate(found)
    ]
    shares = [possible[rows, site] for site, rows in enumerate(found)]
    joined = Columns.join(columns)
    return Columns(
        joined.start, joined.area, joined.seconds, np.concatenate([np.empty(0, np.uint8), *shares])
    )


@dataclass(frozen=True, eq=False)
class TransitEngine:
    """Public transport on a network that cafein keeps.

    Parameters
    ----------
    network
        The file of the network; every machine that works must see it.
    areas, sites
        Longitudes and latitudes, degrees.
    facts
        What the network was made of.
    journey
        When and how.
    notices
        What a reader of the figures must know of the timetables.
    """

    network: Path
    areas: tuple[Floats, Floats]
    sites: tuple[Floats, Floats]
    facts: Mapping[str, Any]
    journey: Journey
    name: str = "timetables"
    origin: Origin = "derived"
    modes: tuple[str, ...] = ("transit",)
    notices: tuple[Fault, ...] = ()

    def label(self, mode: str) -> str:
        """Say when the departures are, and whether the way back counts."""
        back = ", there and back" if self.journey.there_and_back else ""
        return f"{self.journey.depart:%Y-%m-%d %H:%M} + {self.journey.window_min} min{back}"

    def made_of(self, mode: str) -> Mapping[str, Any]:
        """Streets, timetables, areas, and when and how the way is made."""
        journey = {**vars(self.journey), "depart": self.journey.depart.isoformat()}
        return {
            **self.facts,
            "engine": self.name,
            "mode": "transit",
            "trip": journey,  # the word of manifests that are there already
            "areas": points_checksum(*self.areas),
            "max_min": self.journey.max_s / 60,
        }

    def area_parts(self, mode: str) -> Sequence[slice]:
        """Cut the areas into runs; each area is a search of its own."""
        count = len(self.areas[0])
        return [slice(first, min(count, first + AREAS_APART)) for first in range(0, count, AREAS_APART)]

    def sites_together(self, mode: str) -> int:
        """All sites at once: one search from an area reaches them all."""
        return max(1, len(self.sites[0]))

    def prepare(self, mode: str, sites: Sequence[int]) -> Mapping[str, Mapping[int, float]]:
        """Return nothing: far points of public transport are those of walking."""
        return {}

    def told(self, mode: str) -> tuple[Fault, ...]:
        """Return what a reader must know of the timetables."""
        return self.notices

    def task(self, mode: str, part: slice, keys: Sequence[str], sites: Sequence[int]) -> TransitTask:
        """Return the work for some areas and some sites."""
        chosen = np.asarray(sites, dtype=np.intp)
        return TransitTask(
            str(self.network),
            part,
            tuple(keys),
            self.made_of(mode),
            (self.areas[0][part], self.areas[1][part]),
            (self.sites[0][chosen], self.sites[1][chosen]),
            self.journey,
        )


def transit_engine(
    case: Case, settings: RunSettings, folder: Path, walking: ModeNetwork, walking_of: Mapping[str, Any]
) -> TransitEngine:
    """Return the engine for public transport, its network built or found again.

    Parameters
    ----------
    case, settings
        Areas and sites, and what is asked.
    folder
        Where networks are kept.
    walking, walking_of
        The network of walking, and what it was made of.

    Raises
    ------
    TravelError
        If a feed cannot be used, or nothing runs on the date.
    TableError
        With the faults of all feeds.
    """
    timetables = _checked(settings)
    day = settings.depart.date()
    check_service(timetables, day)
    notices = check_clocks(timetables, day)
    facts = {
        **{name: walking_of[name] for name in ("roads", "rules", "pace", "code")},
        "feeds": [file_checksum(path) for path in settings.gtfs],
        "max_walk_min": settings.max_walk_min,
        "snap_limit_m": settings.snap_limit_m,
        "cafein": cafein().__version__,
        "feed_code": FEED_CODE,
    }
    short = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:NAME_LETTERS]
    path = folder / NETWORK / f"transit-{short}.cafein"
    said = kept_notices(path)
    if said is None:
        said = build_transit(timetables, walking, settings, path)
    for timetable in timetables:
        notices += timetable.notices
    journey = Journey.of(settings, case.travel.walk_kmh)
    points = [
        (np.asarray(t["lon"], dtype=np.float64), np.asarray(t["lat"], dtype=np.float64))
        for t in (case.areas, case.sites)
    ]
    return TransitEngine(path, points[0], points[1], facts, journey, notices=notices + said)


def _checked(settings: RunSettings) -> list[Timetable]:
    """Return the feeds, checked; the faults of all of them come in one error."""
    found: list[Timetable] = []
    faults: list[Fault] = []
    for path in settings.gtfs:
        try:
            found.append(check_timetable(path))
        except TableError as error:
            faults += error.faults
    if faults:
        raise TableError(faults)
    return found
