"""Points of a user's table: from columns or geometries in any coordinate system to degrees east and north."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS

from narvaro.case.outliers import key_of, misplaced
from narvaro.errors import Fault, TableError
from narvaro.sources.mixed_systems import DEGREES, inside, mixed_faults, name_of, short, to_lon_lat

OTHER_NAMES = (("x", "y"), ("easting", "northing"), ("longitude", "latitude"))
"""Pairs of column names understood where a table has no `lon` and `lat`."""

FAR_UNITS = 100_000.0
"""Projected points nearer than this to the others are taken as they are; metres, or feet."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pointed:
    """A table whose points stand in the columns `lon` and `lat`, and the system they are given in."""

    table: pd.DataFrame
    system: CRS


def point_columns(table: pd.DataFrame, file: str, first_row: int, system: CRS | None) -> Pointed:
    """Return a table with its points in the columns `lon` (east) and `lat` (north).

    Of a polygon or a line, a point that lies on it is taken. A geometry's own coordinate system counts before `system`,
    unless it says degrees and its figures cannot be degrees: GeoJSON has no way to say another system.

    Parameters
    ----------
    table
        As read; with a geometry, or columns of numbers.
    file, first_row
        Name of the file, and the number of its first row of data, for the faults.
    system
        The coordinate system of columns, and of geometries that do not say.

    Raises
    ------
    TableError
        If rows have no geometry, or the geometry says no coordinate system and none is given.
    """
    if isinstance(table, gpd.GeoDataFrame) and table.active_geometry_name is not None:
        return _from_geometry(table, file, first_row, system)
    plain = pd.DataFrame(table)
    for east, north in OTHER_NAMES:
        if "lon" not in plain and "lat" not in plain and east in plain and north in plain:
            plain = plain.rename(columns={east: "lon", north: "lat"})
    return Pointed(plain, system or DEGREES)


def to_degrees(pointed: Pointed, file: str, first_row: int) -> pd.DataFrame:
    """Return the table with `lon` and `lat` in degrees.

    A cell that is no number is left as it stands: the check of the table names it.

    Raises
    ------
    TableError
        If points do not lie where the coordinate system is used, east and north look swapped, or rows are in another
        system than the others.
    """
    table, system = pointed.table, pointed.system
    if "lon" not in table or "lat" not in table:
        return table
    east = pd.to_numeric(table["lon"], errors="coerce").to_numpy(float)
    north = pd.to_numeric(table["lat"], errors="coerce").to_numpy(float)
    given = np.isfinite(east) & np.isfinite(north)
    numbers = np.flatnonzero(given) + first_row
    faults = mixed_faults(east[given], north[given], system, file, numbers)
    if system == DEGREES and not faults:
        return table
    lon, lat = to_lon_lat(east[given], north[given], system)
    faults = faults or _misplaced(east[given], north[given], lon, lat, system, file)
    if not faults:
        rows = np.flatnonzero(given)[~(np.isfinite(lon) & np.isfinite(lat))]
        faults = [
            Fault(
                "table.outside_system",
                {"lon": short(east[i]), "lat": short(north[i]), "system": name_of(system)},
                file,
                int(i) + first_row,
                "lon, lat",
            )
            for i in rows
        ]
    if not faults and not system.is_geographic:
        odd = np.flatnonzero(given)[misplaced(east[given], north[given], FAR_UNITS)]
        faults = [
            Fault(
                key_of(east[i], north[i]),
                {"lon": short(east[i]), "lat": short(north[i])},
                file,
                int(i) + first_row,
                "lon, lat",
            )
            for i in odd
        ]
    if faults:
        raise TableError(faults)
    turned = table.assign(lon=table["lon"].astype(object), lat=table["lat"].astype(object))
    turned.loc[given, "lon"], turned.loc[given, "lat"] = lon, lat
    return turned


def _from_geometry(table: gpd.GeoDataFrame, file: str, first_row: int, system: CRS | None) -> Pointed:
    shapes = table.geometry
    own = system_of(shapes, system, file)
    absent = np.flatnonzero((shapes.isna() | shapes.is_empty).to_numpy())
    faults = [Fault("table.no_geometry", {}, file, int(i) + first_row, "geometry") for i in absent]
    if own is None:
        faults.append(Fault("table.no_system", {}, file, None, "geometry"))
    if faults:
        raise TableError(faults)
    points = shapes.representative_point()
    plain = pd.DataFrame(table.drop(columns=[table.active_geometry_name]))
    return Pointed(plain.assign(lon=points.x.to_numpy(), lat=points.y.to_numpy()), CRS.from_user_input(own))


def system_of(shapes: gpd.GeoSeries, system: CRS | None, file: str) -> CRS | None:
    """Return the system that a geometry is in: its own, unless that cannot be; then the one that was given.

    GeoJSON cannot name a system, so degrees are taken for granted; and some files name one that is none.

    Raises
    ------
    TableError
        If the figures cannot be in the system that the file names, and no other is given.
    """
    own = None if shapes.crs is None else CRS.from_user_input(shapes.crs)
    if own is None or not (own.is_geographic or own.is_projected):
        return system
    if own.is_geographic and _beyond_degrees(shapes):
        if system is None or system.is_geographic:
            raise TableError([_not_degrees(shapes, file)])
        return system
    west, south, east, north = shapes.total_bounds
    if own.is_projected and may_be_degrees(np.array([west, east]), np.array([south, north])):
        if system is None or not system.is_geographic:
            data = {"system": name_of(own), "lon": short(west), "lat": short(south)}
            raise TableError([Fault("table.own_system", data, file, None, "geometry")])
        return system
    return own


def may_be_degrees(lon: Floats, lat: Floats) -> bool:
    """Tell whether figures can be degrees; as metres they would all lie within a stone's throw of the origin.

    Examples
    --------
    >>> may_be_degrees(np.array([18.1]), np.array([59.3])), may_be_degrees(np.array([674e3]), np.array([6580e3]))
    (True, False)
    """
    return bool(len(lon)) and bool((np.abs(lon) <= 180).all() and (np.abs(lat) <= 90).all())


def _beyond_degrees(shapes: gpd.GeoSeries) -> bool:
    """Tell whether the figures of a geometry cannot be degrees: most lie outside the world."""
    bounds = shapes.bounds.dropna()
    outside = (bounds[["minx", "maxx"]].abs() > 360).any(axis=1) | (bounds[["miny", "maxy"]].abs() > 90).any(
        axis=1
    )
    return bool(len(bounds)) and bool(outside.mean() > 0.5)


def _not_degrees(shapes: gpd.GeoSeries, file: str) -> Fault:
    first = shapes.bounds.dropna().iloc[0]
    data = {"lon": short(first["minx"]), "lat": short(first["miny"])}
    return Fault("table.projected", data, file, None, "geometry")


def _misplaced(east: Floats, north: Floats, lon: Floats, lat: Floats, system: CRS, file: str) -> list[Fault]:
    """Return a fault where all points lie outside the area that the coordinate system is made for."""
    if not len(east) or system.area_of_use is None or inside(lon, lat, system).any():
        return []
    if inside(*to_lon_lat(north, east, system), system).mean() > 0.5:
        return [Fault("table.swapped", {}, file, None, "lon, lat")]
    data: dict[str, Any] = {"lon": short(east[0]), "lat": short(north[0]), "system": name_of(system)}
    if system.is_projected and may_be_degrees(east, north):
        return [Fault("table.degrees_given", data, file, None, "lon, lat")]
    return [Fault("table.wrong_system", data, file, None, "lon, lat")]
