"""Roads from lines with speeds, the form in which national road databases are published."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from narvaro.errors import Fault, TableError, TravelError
from narvaro.travel.osm import ferry_seconds
from narvaro.travel.roads import Roads, Ways, cut_at_junctions
from narvaro.travel.rules import CAR, MODE_BITS, RoadRules, road_rules

JOIN_DEGREES = 1e-6
"""Ends closer than about a decimetre are the same place."""

YES = frozenset({"1", "yes", "true", "y", "t"})


def read_lines(path: Path | str, rules: RoadRules | None = None) -> Roads:
    """Read roads as lines from a GeoPackage, GeoParquet or another file with geometries.

    Lines meet where their ends meet, never where they only cross. Columns, all but the first optional:
    `speed_kmh` (or `minutes` for a line with its own minutes, such as a ferry), `speed_back_kmh`,
    `oneway` ("yes" along the line, "-1" against it), `class` (a class of the road rules), and `car`, `walk`,
    `bicycle` (yes or no; where absent, the class decides, and without a class every mode may go).

    Parameters
    ----------
    path
        The file; it must say its coordinate system.
    rules
        Defaults by class; those of the package where none are given.

    Returns
    -------
    Roads
        All modes in one network.

    Raises
    ------
    TravelError
        If the file cannot be read, says no coordinate system, or has no lines.
    TableError
        With every line that has no speed and no minutes, a speed of zero or less, or an unknown class.
    """
    path, rules = Path(path), rules or road_rules()
    table = _open(path)
    geometry = table.geometry.to_numpy()
    faults = _faults(table, rules, path.name)
    if faults:
        raise TableError(faults)
    start = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(geometry))]).astype(np.int64)
    lon, lat = shapely.get_coordinates(geometry).T
    # Equal corners of a grid of about a decimetre are one place.
    corner = np.column_stack([np.rint(lon / JOIN_DEGREES), np.rint(lat / JOIN_DEGREES)]).astype(np.int64)
    _, ref = np.unique(corner, axis=0, return_inverse=True)
    classes = _classes(table, rules)
    minutes = _numbers(table, "minutes")
    is_ferry = ~np.isnan(minutes) | (classes == rules.classes.index("ferry"))
    seconds = ferry_seconds(start, lon, lat, is_ferry & np.isnan(minutes), minutes * 60.0, rules)
    seconds += np.where(is_ferry, 60.0 * rules.figure("ferry_board_min"), 0.0)
    along = _numbers(table, "speed_kmh")
    against = np.where(np.isnan(back := _numbers(table, "speed_back_kmh")), along, back)
    return cut_at_junctions(
        Ways(
            start,
            ref.astype(np.int64),
            lon,
            lat,
            classes,
            _access(table, rules, classes),
            along.astype(np.float32),
            against.astype(np.float32),
            np.zeros(len(table), dtype=np.uint8),
            seconds.astype(np.float32),
            ends_only=True,
        )
    )


def _open(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise TravelError("travel.no_file", file=str(path))
    try:
        table = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    except Exception as error:  # the readers below raise many kinds, none of them documented
        raise TravelError("travel.broken_lines", file=path.name, problem=str(error)[:120]) from error
    if not isinstance(table, gpd.GeoDataFrame) or table.crs is None:
        raise TravelError("travel.no_crs", file=path.name)
    table = table.to_crs(4326)
    table = table[~(table.geometry.isna() | table.geometry.is_empty)].explode(ignore_index=True)
    table = table[table.geometry.geom_type == "LineString"].reset_index(drop=True)
    if table.empty:
        raise TravelError("travel.no_roads", file=path.name)
    table.columns = [
        str(name) if name == table.geometry.name else str(name).lower() for name in table.columns
    ]
    return table.set_geometry(shapely.force_2d(table.geometry.to_numpy()), crs=4326)


def _faults(table: gpd.GeoDataFrame, rules: RoadRules, file: str) -> list[Fault]:
    if not {"speed_kmh", "minutes", "class"} & set(table.columns):
        return [Fault("travel.lines_need_speed", {}, file, None, "speed_kmh")]
    speed, minutes = _numbers(table, "speed_kmh"), _numbers(table, "minutes")
    faults = [
        Fault("travel.line_value", {"value": str(table[name].iloc[row])}, file, int(row) + 1, name)
        for name in ("speed_kmh", "speed_back_kmh", "minutes")
        if name in table.columns
        for row in np.flatnonzero(_numbers(table, name) <= 0)[:20]
    ]
    if "class" in table.columns:
        known = table["class"].isna() | table["class"].isin(rules.classes)
        faults += [
            Fault("travel.line_class", {"value": str(table["class"].iloc[row])}, file, int(row) + 1, "class")
            for row in np.flatnonzero(~known.to_numpy())[:20]
        ]
    else:
        lacking = np.flatnonzero(np.isnan(speed) & np.isnan(minutes))
        faults += [Fault("travel.line_no_speed", {}, file, int(row) + 1, "speed_kmh") for row in lacking[:20]]
    return faults


def _numbers(table: gpd.GeoDataFrame, name: str) -> npt.NDArray[np.float64]:
    if name not in table.columns:
        return np.full(len(table), np.nan)
    return np.asarray(pd.to_numeric(table[name], errors="coerce"), dtype=np.float64)


def _classes(table: gpd.GeoDataFrame, rules: RoadRules) -> npt.NDArray[np.uint8]:
    position = {name: number for number, name in enumerate(rules.classes)}
    if "class" not in table.columns:
        return np.full(len(table), position["road"], dtype=np.uint8)
    named = table["class"].map(position).fillna(position["road"])
    return np.asarray(named, dtype=np.uint8)


def _access(
    table: gpd.GeoDataFrame, rules: RoadRules, classes: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    default = np.array([rules.modes[name] for name in rules.classes], dtype=np.uint8)[classes]
    oneway = table["oneway"].astype(str).str.lower() if "oneway" in table.columns else None
    closed_back = np.zeros(len(table), bool) if oneway is None else oneway.isin(YES).to_numpy()
    closed_along = np.zeros(len(table), bool) if oneway is None else (oneway == "-1").to_numpy()
    access = np.zeros(len(table), dtype=np.uint8)
    for mode, bit in MODE_BITS.items():
        may = (default & bit) > 0
        if mode in table.columns:
            said = table[mode].astype(str).str.lower()
            may = np.where(table[mode].isna(), may, said.isin(YES))
        if bit == CAR and "minutes" in table.columns and "car" not in table.columns:
            may = may | ~np.isnan(_numbers(table, "minutes"))
        walks = mode == "walk"
        access |= np.where(may & (walks | ~closed_along), bit, 0).astype(np.uint8)
        access |= np.where(may & (walks | ~closed_back), bit << 3, 0).astype(np.uint8)
    return access
