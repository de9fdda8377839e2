"""Roads from lines with speeds, the form in which national road databases are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from narvaro.case.tables import MOST_FAULTS_A_COLUMN
from narvaro.errors import MORE_ROWS, Fault, TableError, TravelError
from narvaro.travel.arrays import Bools, Floats, Ints
from narvaro.travel.long_steps import long_steps
from narvaro.travel.osm import Extract, ferry_seconds
from narvaro.travel.roads import BACKWARD, KMH_OF_METRES_A_MINUTE, DrawnWays, Roads, along_m, cut_at_junctions
from narvaro.travel.rules import CAR, MODE_BITS, RoadRules, road_rules
from narvaro.travel.settings import LONGEST_MIN
from narvaro.travel.words import AGAINST, ALONG, BOTH, KMH, MINUTES, directions, figure, word, yes_no

JOIN_DEGREES = 1e-6
"""Ends closer than about a decimetre are the same place: files of roads are drawn to a metre and stored with rounding,
and no two junctions lie so near."""

SHORTEST_M = 0.001
"""Stands for the length of a line that has none, metres."""

SLOWEST_KMH, FASTEST_KMH = 1.0, 150.0
"""A speed of a line outside these is not believed: nothing on a road is slower than a walk by far, and no country posts
more; what is outside is a slip of the unit, as metres a second or miles."""

MOST_LETTERS = 120
"""Of what a reader of files says is wrong: the beginning, since it may quote the file."""

FIGURES = {"speed_kmh": KMH, "speed_back_kmh": KMH, "minutes": MINUTES}
COLUMNS = (*FIGURES, "oneway", "class", *MODE_BITS)
"""All the columns that are read; others are of no matter."""


def read_lines(path: Path | str, rules: RoadRules | None = None) -> Roads:
    """Return roads as lines; see `read_line_file`."""
    return read_line_file(path, rules).roads


def read_line_file(path: Path | str, rules: RoadRules | None = None) -> Extract:
    """Read roads as lines from a GeoPackage, GeoParquet or another file with geometries.

    Lines meet where their ends meet, never where they only cross. Columns, all but the first optional:
    `speed_kmh`, `minutes` (of a line with class ferry for all who board, of any other line for cars alone),
    `speed_back_kmh`, `oneway`, `class` (a class of the road rules), and `car`, `walk`, `bicycle` (yes or no; where
    blank or absent, the class decides, and without a class every mode may go). The words they may hold stand in
    `narvaro.travel.words`.

    Parameters
    ----------
    path
        The file; it must say its coordinate system.
    rules
        Defaults by class; those of the package where none are given.

    Returns
    -------
    Extract
        All modes in one network, and what a reader must know of it.

    Raises
    ------
    TravelError
        If the file cannot be read, says no coordinate system, has several layers, or has no lines.
    TableError
        With every row that is no line or says nothing of its speed, and every figure and word that is not known.
    """
    path, rules = Path(path), rules or road_rules()
    table = _open(path)
    faults = _shape_faults(table, path.name)
    if faults:
        raise TableError(faults)
    table = table.explode()  # the index goes on naming the row of the file
    said, faults = _read_cells(table, rules, path.name)
    if faults:
        raise TableError(faults)
    geometry = table.geometry.to_numpy()
    start = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(geometry))]).astype(np.int64)
    lon, lat = shapely.get_coordinates(geometry).T
    corner = np.column_stack([np.rint(lon / JOIN_DEGREES), np.rint(lat / JOIN_DEGREES)]).astype(np.int64)
    _, ref = np.unique(corner, axis=0, return_inverse=True)
    is_ferry = said.road_class == rules.classes.index("ferry")
    length_m = _lengths(start, lon, lat)
    # A row of several parts has its minutes once, not for each part.
    row_m = np.bincount(table.index, length_m)[table.index]
    minutes = said.figures["minutes"] * np.divide(length_m, row_m, out=np.ones(len(table)), where=row_m > 0)
    seconds = ferry_seconds(
        start, lon, lat, is_ferry & np.isnan(minutes), np.where(is_ferry, minutes * 60.0, np.nan), rules
    )
    seconds += np.where(is_ferry, 60.0 * rules.figure("ferry_board_min"), 0.0)
    along, back = said.figures["speed_kmh"], said.figures["speed_back_kmh"]
    against = np.where(np.isnan(back), along, back)
    # Minutes of a road are those of a car: whoever walks or cycles there goes by its length.
    # A line without length would have no speed at all, and a time without end.
    own_kmh = np.maximum(length_m, SHORTEST_M) * KMH_OF_METRES_A_MINUTE / minutes
    timed = ~np.isnan(minutes) & ~is_ferry
    along, against = np.where(timed, own_kmh, along), np.where(timed, own_kmh, against)
    roads = cut_at_junctions(
        DrawnWays(
            start,
            ref.astype(np.int64),
            lon,
            lat,
            said.road_class,
            _access(said, rules),
            along.astype(np.float32),
            against.astype(np.float32),
            np.zeros(len(table), dtype=np.uint8),
            seconds.astype(np.float32),
            ends_only=True,
        )
    )
    told = (*_notices(table, timed, own_kmh, path.name), *long_steps(roads, rules, path.name))
    return Extract(roads, told)


def _lengths(start: Ints, lon: Any, lat: Any) -> Floats:
    """Return metres by line."""
    run_m = np.concatenate([[0.0], np.cumsum(along_m(lon, lat))])
    return np.asarray(run_m[start[1:] - 1] - run_m[start[:-1]])


def _notices(table: gpd.GeoDataFrame, timed: Any, own_kmh: Any, file: str) -> Iterator[Fault]:
    """Yield what a reader must know of the minutes of lines that are no ferries."""
    rows = np.unique(table.index[timed])
    if rows.size:
        yield Fault("travel.lines_minutes", {"file": file, "count": int(rows.size)})
    fast = np.unique(table.index[timed & (own_kmh > FASTEST_KMH)])
    if fast.size:
        data = {"file": file, "count": int(fast.size), "row": str(fast[0]), "kmh": FASTEST_KMH}
        yield Fault("travel.lines_fast", data)


@dataclass(frozen=True)
class _Said:
    """What the columns say, line by line.

    Parameters
    ----------
    figures
        By column of `FIGURES`; NaN where nothing is said.
    road_class
        Position of the class in the rules.
    way
        Where vehicles may go, as `narvaro.travel.words.directions` gives it.
    may
        By mode whose column is there: 1 yes, 0 no, -1 where nothing is said.
    """

    figures: Mapping[str, Floats]
    road_class: npt.NDArray[np.uint8]
    way: npt.NDArray[np.int8]
    may: Mapping[str, npt.NDArray[np.int8]]


def _open(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise TravelError("travel.no_file", file=str(path))
    try:
        if path.suffix == ".parquet":
            table = gpd.read_parquet(path)
        else:
            layers = list(gpd.list_layers(path)["name"])
            if len(layers) > 1:
                raise TravelError("travel.many_layers", file=path.name, layers=", ".join(layers))
            table = gpd.read_file(path)
    except TravelError:
        raise
    except Exception as error:  # the readers below raise many kinds, none of them documented
        raise TravelError("travel.broken_lines", file=path.name, problem=str(error)[:MOST_LETTERS]) from error
    if not isinstance(table, gpd.GeoDataFrame) or table.crs is None:
        raise TravelError("travel.no_crs", file=path.name)
    table = table.to_crs(4326).reset_index(drop=True)
    table.index = pd.RangeIndex(1, len(table) + 1)
    if not _is_line(table).any():
        kinds = table.geometry.geom_type.fillna("–").value_counts()
        found = ", ".join(f"{kind} ({count})" for kind, count in kinds.items())
        raise TravelError("travel.no_lines", file=path.name, found=found or "0")
    table.columns = [
        str(name) if name == table.geometry.name else str(name).lower() for name in table.columns
    ]
    return table.set_geometry(shapely.force_2d(table.geometry.to_numpy()), crs=4326)


def _is_line(table: gpd.GeoDataFrame) -> Bools:
    kinds = table.geometry.geom_type.isin(["LineString", "MultiLineString"])
    return np.asarray(kinds & ~table.geometry.is_empty)


def _shape_faults(table: gpd.GeoDataFrame, file: str) -> list[Fault]:
    """Return a fault for each column that stands twice and each row without a line."""
    names = list(table.columns)
    twice = [name for name in COLUMNS if names.count(name) > 1]
    faults = [Fault("table.column_twice", {}, file, None, name) for name in twice]
    lacking = table.index[~_is_line(table)]
    faults += [Fault("travel.line_geometry", {}, file, int(row)) for row in lacking[:MOST_FAULTS_A_COLUMN]]
    if not {"speed_kmh", "minutes", "class"} & set(names):
        faults.append(Fault("travel.lines_need_speed", {}, file, None, "speed_kmh"))
    return faults


class _Faults:
    """Faults by row of the file; of each kind in a column the first ones, then how many more there are."""

    def __init__(self, table: gpd.GeoDataFrame, file: str) -> None:
        self.table, self.file = table, file
        self.found: list[Fault] = []

    def add(self, key: str, column: str, positions: Iterable[int], **data: Any) -> None:
        """Add a fault for each row of the file that holds one of these positions."""
        first = {int(self.table.index[place]): place for place in reversed(list(positions))}
        for row in sorted(first)[:MOST_FAULTS_A_COLUMN]:
            value = {"value": str(self.table[column].iloc[first[row]])} if column in self.table else {}
            self.found.append(Fault(key, value | data, self.file, row, column))
        if len(first) > MOST_FAULTS_A_COLUMN:
            count = {"count": len(first) - MOST_FAULTS_A_COLUMN}
            self.found.append(Fault(MORE_ROWS, count, self.file, None, column))


def _read_cells(table: gpd.GeoDataFrame, rules: RoadRules, file: str) -> tuple[_Said, list[Fault]]:
    """Return what the cells say, and a fault for each that says nothing known."""
    faults = _Faults(table, file)
    figures = {name: _figures(table, name, faults) for name in FIGURES}
    said = {name: [word(cell) for cell in table[name]] for name in COLUMNS if name in table}
    position = {name: number for number, name in enumerate(rules.classes)}
    classes = said.get("class", [""] * len(table))
    faults.add(
        "travel.line_class", "class", [row for row, name in enumerate(classes) if name not in {"", *position}]
    )
    nothing = np.isnan(figures["speed_kmh"]) & np.isnan(figures["minutes"])
    nothing &= np.array([name == "" for name in classes])
    # A figure that cannot be used has its own fault.
    for name in {"speed_kmh", "minutes"} & set(said):
        nothing &= np.array([text == "" for text in said[name]])
    faults.add("travel.line_no_speed", "speed_kmh", np.flatnonzero(nothing))
    way, unknown, double = directions(said.get("oneway", [""] * len(table)))
    faults.add("travel.line_one_way", "oneway", unknown)
    faults.add("travel.line_one_way_asks", "oneway", double)
    may = {}
    for mode in (mode for mode in MODE_BITS if mode in said):
        found = [-1 if text == "" else yes_no(text) for text in said[mode]]
        faults.add("travel.line_yes_no", mode, [row for row, one in enumerate(found) if one is None])
        may[mode] = np.array([-1 if one is None else one for one in found], dtype=np.int8)
    road_class = np.array([position.get(name, position["road"]) for name in classes], dtype=np.uint8)
    return _Said(figures, road_class, way, may), faults.found


def _figures(table: gpd.GeoDataFrame, name: str, faults: _Faults) -> Floats:
    values = np.full(len(table), np.nan)
    if name not in table:
        return values
    low, high = (0.0, LONGEST_MIN) if name == "minutes" else (SLOWEST_KMH, FASTEST_KMH)
    unread, nought = [], []
    for row, cell in enumerate(table[name]):
        try:
            values[row] = figure(cell, FIGURES[name])
        except ValueError:
            unread.append(row)
        if values[row] <= 0:
            nought.append(row)
        elif values[row] < low or values[row] > high:
            unread.append(row)
    faults.add("travel.line_value", name, nought)
    key = "travel.line_minutes" if name == "minutes" else "travel.line_speed"
    faults.add(key, name, unread, low=low, high=high)
    return values


def _access(said: _Said, rules: RoadRules) -> npt.NDArray[np.uint8]:
    default = np.array([rules.modes[name] for name in rules.classes], dtype=np.uint8)[said.road_class]
    along = np.isin(said.way, (BOTH, ALONG))
    against = np.isin(said.way, (BOTH, AGAINST))
    access = np.zeros(len(default), dtype=np.uint8)
    for mode, bit in MODE_BITS.items():
        may = (default & bit) > 0
        if mode in said.may:
            may = np.where(said.may[mode] < 0, may, said.may[mode] == 1)
        elif bit == CAR:
            is_ferry = said.road_class == rules.classes.index("ferry")
            may = may | (is_ferry & ~np.isnan(said.figures["minutes"]))
        walks = mode == "walk"
        access |= np.where(may & (walks | along), bit, 0).astype(np.uint8)
        access |= np.where(may & (walks | against), bit << BACKWARD, 0).astype(np.uint8)
    return access
