"""Rows of a table that are in another coordinate system than the others, or have east and north swapped."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from narvaro.errors import Fault
from narvaro.sources.reading.layout import spans

DEGREES = CRS.from_epsg(4326)
TRIED = (4326, 3006, 3021, 3067, 25832, 25833, 2154, 27700, 28992, 31370, 3035, 3857)
"""EPSG codes of the systems that rows may be in: degrees, national systems of Europe, its own, and that of web maps.
Local zones are left out: one is too like the next for its name to be told."""
MARGIN = 1.0
"""Degrees round the other rows, at least, within which a row lies among them; or a quarter of their extent."""
MOST_SHOWN = 12
"""So many spans of rows are named in a message."""

Degrees = npt.NDArray[np.float64]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Strangers:
    """Rows that lie among the others if they are read otherwise: in a system, perhaps with east and north swapped."""

    rows: npt.NDArray[np.intp]
    system: CRS
    swapped: bool
    place: tuple[float, float]


def mixed_faults(
    east: Degrees, north: Degrees, system: CRS, file: str, row_numbers: npt.NDArray[np.intp]
) -> list[Fault]:
    """Return one fault for each group of rows that another reading brings among the others.

    Parameters
    ----------
    east, north
        The figures of each row, as given.
    system
        The system that they are said to be in.
    file, row_numbers
        What the faults name.

    Examples
    --------
    >>> lon, lat = np.array([18.0, 18.1, 674_000.0]), np.array([59.3, 59.4, 6_580_000.0])
    >>> print(mixed_faults(lon, lat, DEGREES, "a.csv", np.array([2, 3, 4]))[0].text("en"))
    a.csv, row 4, column lon, lat: The row is in another system than the others: (674000, 6580000) lies among them as
    EPSG:3006 (SWEREF99 TM), at (18.06, 59.32). Bring all rows into one system.
    """
    faults = []
    for group in strangers(east, north, system):
        numbers = [int(row_numbers[i]) for i in group.rows]
        first = group.rows[0]
        shown = spans(numbers).split(", ")
        rows = ", ".join([*shown[:MOST_SHOWN], "…"] if len(shown) > MOST_SHOWN else shown)
        data = {
            "n": len(numbers),
            "rows": rows,
            "lon": short(east[first]),
            "lat": short(north[first]),
            "place_lon": f"{group.place[0]:.2f}",
            "place_lat": f"{group.place[1]:.2f}",
            "system": name_of(group.system),
        }
        same = group.system == system
        key = (
            "table.rows_swapped"
            if same
            else "table.rows_other_swapped"
            if group.swapped
            else "table.rows_other"
        )
        faults.append(Fault(key, data, file, numbers[0], "lon, lat"))
    return faults


def strangers(east: Degrees, north: Degrees, system: CRS) -> list[Strangers]:
    """Return the groups of rows that are not where the system is used, each with the reading that brings it home.

    Home is round the rows that do lie where the system is used. Of several readings that which brings the most rows
    home is taken, then that which brings them nearest to the middle of the others. Rows that none brings home are left
    to other checks, as are tables of which no row is at home.
    """
    lon, lat = to_lon_lat(east, north, system)
    home = inside(lon, lat, system) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    away = np.flatnonzero(~home)
    if not home.any() or not len(away):
        return []
    box = _Home.round(lon[home], lat[home])
    found = []
    while len(away):
        best = max(
            _readings(system), key=lambda reading: box.score(*_read(east[away], north[away], *reading))
        )
        at_lon, at_lat = _read(east[away], north[away], *best)
        fits = box.holds(at_lon, at_lat)
        if not fits.any():
            break
        place = (float(at_lon[fits][0]), float(at_lat[fits][0]))
        found.append(Strangers(away[fits], best[0], best[1], place))
        away = away[~fits]
    return found


@dataclass(frozen=True)
class _Home:
    """The box round the rows that are where they should be, and its middle."""

    west: float
    south: float
    east: float
    north: float
    middle: tuple[float, float]

    @classmethod
    def round(cls, lon: Degrees, lat: Degrees) -> _Home:
        wide, high = (max(MARGIN, float(np.ptp(x)) / 4) for x in (lon, lat))
        middle = (float(np.median(lon)), float(np.median(lat)))
        return cls(lon.min() - wide, lat.min() - high, lon.max() + wide, lat.max() + high, middle)

    def holds(self, lon: Degrees, lat: Degrees) -> _Mask:
        return np.asarray((lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north))

    def score(self, lon: Degrees, lat: Degrees) -> tuple[int, float]:
        """Return how many rows a reading brings home, and how near to the middle."""
        fits = self.holds(lon, lat)
        if not fits.any():
            return 0, 0.0
        apart = np.hypot(np.median(lon[fits]) - self.middle[0], np.median(lat[fits]) - self.middle[1])
        return int(fits.sum()), -float(apart)


def _readings(system: CRS) -> Iterator[tuple[CRS, bool]]:
    """Yield the readings to try: turned round in the system itself, then each other system both ways."""
    yield system, True
    for other in _tried():
        if other != system:
            yield other, False
            yield other, True


@cache
def _tried() -> tuple[CRS, ...]:
    return tuple(CRS.from_epsg(code) for code in TRIED)


def _read(east: Degrees, north: Degrees, system: CRS, swapped: bool) -> tuple[Degrees, Degrees]:
    return to_lon_lat(north, east, system) if swapped else to_lon_lat(east, north, system)


def to_lon_lat(east: Degrees, north: Degrees, system: CRS) -> tuple[Degrees, Degrees]:
    """Return figures of a system in degrees; infinite where they are of no place."""
    if system == DEGREES:
        return east, north
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # points outside a projection come back as infinite and are told of
        lon, lat = _transformer(system).transform(east, north)
    return np.asarray(lon, float), np.asarray(lat, float)


@cache
def _transformer(system: CRS) -> Transformer:
    return Transformer.from_crs(system, DEGREES, always_xy=True)


def inside(lon: Degrees, lat: Degrees, system: CRS) -> _Mask:
    """Tell which points lie where a system is used, drawn roughly: to one degree."""
    west, south, east, north = system.area_of_use.bounds if system.area_of_use else (-180, -90, 180, 90)
    hair = 1.0
    across = (lon >= west - hair) & (lon <= east + hair)
    if west > east:  # an area across the 180th meridian
        across = (lon >= west - hair) | (lon <= east + hair)
    return np.asarray(across & (lat >= south - hair) & (lat <= north + hair))


def name_of(system: CRS) -> str:
    """Return what messages call a system.

    Examples
    --------
    >>> name_of(CRS.from_epsg(3006))
    'EPSG:3006 (SWEREF99 TM)'
    """
    code = system.to_authority()
    return system.name if code is None else f"{':'.join(code)} ({system.name})"


def short(value: float) -> str:
    """Return a coordinate as messages show it: to the metre, or six digits of degrees."""
    return f"{value:.6g}" if abs(value) < 1000 else f"{value:.0f}"
