"""Travel times on disk: sparse blocks by site, named by what made them, read without being loaded.

DIR/travel/manifest.json      labels, modes, what each mode was made of, where each site's column lies
DIR/travel/blocks/*.block     pairs within reach: area (4 bytes) and seconds (2 bytes), by site
DIR/travel/network/*          networks and graphs that were read, ready to be used again
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from narvaro.case.files import write_text
from narvaro.errors import Fault, TravelError
from narvaro.travel.arrays import Ints
from narvaro.travel.basis import basis_of
from narvaro.travel.blockfile import NAME_LETTERS, read_block
from narvaro.travel.credit import all_sources
from narvaro.travel.engine import ALWAYS
from narvaro.travel.manifest import FORMAT, MANIFEST, read_manifest
from narvaro.travel.settings import MODES
from narvaro.travel.times import Minutes, MinutesSource, TravelTimes

FOLDER, BLOCKS, NETWORK = "travel", "blocks", "network"


def column_key(made_of: Mapping[str, Any], lon: float, lat: float) -> str:
    """Return the name of a site's column: the hash of all that its figures depend on.

    Examples
    --------
    >>> column_key({"mode": "car"}, 18.0, 59.0) == column_key({"mode": "car"}, 18.0, 59.1)
    False
    """
    # `repr` keeps every bit of a coordinate: a site that moved by a hair has another column.
    facts = json.dumps([made_of, repr(float(lon)), repr(float(lat))], sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:NAME_LETTERS]


def block_name(mode: str, part: slice, keys: Sequence[str]) -> str:
    """Return the name of the file of some columns over some areas."""
    facts = json.dumps([FORMAT, mode, part.start, part.stop, list(keys)])
    return f"{mode}-{hashlib.sha256(facts.encode()).hexdigest()[:NAME_LETTERS]}.block"


@dataclass(frozen=True)
class StoredColumn:
    """Where a column lies: file, row in the file, and the areas it covers."""

    block: str
    row: int
    first_area: int
    end_area: int


class Shelf:
    """The block files of a folder, by the columns they hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def index(self, trusted: Iterable[str] = ()) -> dict[tuple[str, int, int], StoredColumn]:
        """Return where each finished column lies, by key and areas.

        A block that no manifest names was left by a run that was killed: it is read whole and compared with
        its checksums before it is used, and taken away if it is broken.
        """
        known: set[str] = set(trusted)
        found: dict[tuple[str, int, int], StoredColumn] = {}
        for path in sorted(self.folder.glob("*.block")):
            try:
                _, header = read_block(path, check=path.name not in known)
                span, keys = (int(header["first_area"]), int(header["end_area"])), list(header["keys"])
            except (TravelError, KeyError, TypeError, ValueError):
                path.unlink(missing_ok=True)
                continue
            for row, key in enumerate(map(str, keys)):
                found.setdefault((key, *span), StoredColumn(path.name, row, *span))
        return found

    def sweep(self, used: Iterable[str]) -> int:
        """Take away blocks that nothing points at any more; return how many."""
        keep, gone = set(used), 0
        for path in sorted(self.folder.glob("*.block")):
            if path.name not in keep:
                path.unlink(missing_ok=True)
                gone += 1
        return gone


@dataclass(frozen=True, eq=False)
class StoredMinutes(MinutesSource):
    """Reads minutes from blocks on disk."""

    folder: Path
    columns: Mapping[str, Sequence[Sequence[StoredColumn]]]

    def rows(self, mode: str, part: slice) -> Minutes:
        """Return minutes of some areas, NaN where unreachable."""
        return self._fill(mode, part, possible=False)

    def possible(self, mode: str, part: slice) -> Minutes:
        """Return the share of departures at which the way can be made, 0 where it never can."""
        return self._fill(mode, part, possible=True)

    def _fill(self, mode: str, part: slice, *, possible: bool) -> Minutes:
        sites = len(self.columns[mode])
        out = np.full((part.stop - part.start, sites), 0 if possible else np.nan, dtype=np.float32)
        for block, (rows, targets, first) in self._plan(mode, part):
            arrays = self._open(block)
            if possible:
                # A mode without a timetable stores no shares: its ways can be made at every departure.
                values = arrays.get("possible")
                values = np.full(arrays["area"].shape, ALWAYS, np.uint8) if values is None else values
                unit = 1 / ALWAYS
            else:
                values, unit = arrays["seconds"], 1 / 60
            pairs = _Pairs(arrays["start"], arrays["area"], values, first)
            _scatter(pairs, rows, targets, part.start, unit, out)
        return out

    def sparse(self, mode: str, area_count: int) -> sparse.csc_array:
        """Return the pairs within reach as a sparse matrix of minutes, read as they lie; absent means unreachable."""
        places = self.columns[mode]
        areas, minutes, counts = [], [], []
        for column in places:
            count = 0
            for place in column:
                arrays = self._open(place.block)
                span = slice(int(arrays["start"][place.row]), int(arrays["start"][place.row + 1]))
                areas.append(arrays["area"][span].astype(np.int64) + place.first_area)
                minutes.append(arrays["seconds"][span].astype(np.float32) / np.float32(60))
                count += span.stop - span.start
            counts.append(count)
        start = np.concatenate([[0], np.cumsum(counts)])
        data = np.concatenate([np.empty(0, np.float32), *minutes])
        index = np.concatenate([np.empty(0, np.int64), *areas])
        return sparse.csc_array((data, index, start), shape=(area_count, len(places)))

    def _plan(self, mode: str, part: slice) -> list[tuple[str, tuple[Ints, Ints, int]]]:
        found: dict[str, tuple[list[int], list[int], int]] = {}
        for target, column in enumerate(self.columns[mode]):
            for place in column:
                if place.first_area < part.stop and place.end_area > part.start:
                    rows, targets, _ = found.setdefault(place.block, ([], [], place.first_area))
                    rows.append(place.row)
                    targets.append(target)
        return [
            (block, (np.array(rows, dtype=np.int64), np.array(targets, dtype=np.int64), first))
            for block, (rows, targets, first) in found.items()
        ]

    @cached_property
    def _most_rows(self) -> dict[str, int]:
        """The last row of each block that a column points at."""
        most: dict[str, int] = {}
        for columns in self.columns.values():
            for place in (place for column in columns for place in column):
                most[place.block] = max(most.get(place.block, 0), place.row)
        return most

    @cached_property
    def _opened(self) -> dict[str, dict[str, npt.NDArray[Any]]]:
        return {}

    def _open(self, block: str) -> dict[str, npt.NDArray[Any]]:
        if block not in self._opened:
            arrays = read_block(self.folder / block)[0]
            if (
                not {"start", "area", "seconds"} <= arrays.keys()
                or arrays["start"].size < self._most_rows[block] + 2
            ):
                raise TravelError("travel.broken_block", file=block)
            self._opened[block] = arrays
        return self._opened[block]


class _Pairs(NamedTuple):
    """The pairs of a block: where each of its columns begins, area and figure of each pair, and its first area."""

    start: Ints
    area: npt.NDArray[np.uint32]
    figures: npt.NDArray[Any]
    first_area: int


@numba.njit(cache=True)
def _scatter(
    pairs: _Pairs,
    rows: Ints,
    targets: Ints,
    begin: int,
    unit: float,
    out: Minutes,
) -> None:
    """Write the pairs of some columns that fall on the areas `begin` onwards into `out`."""
    start, area, figures, first = pairs.start, pairs.area, pairs.figures, pairs.first_area
    for i in range(rows.size):
        low, high = start[rows[i]], start[rows[i] + 1]
        last = high
        # Areas rise within a column: the first that is wanted is found by halving.
        wanted = begin - first
        while low < high:
            middle = (low + high) // 2
            if area[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        for pair in range(low, last):
            row = np.int64(area[pair]) + first - begin
            # The first area beyond those asked for: the rest of the column lies beyond it.
            if row >= out.shape[0]:
                break
            out[row, targets[i]] = np.float32(figures[pair] * unit)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, last of all: what it names is there."""
    write_text(folder / MANIFEST, _in_lines(manifest) + "\n")


def _in_lines(value: Any, deep: int = 3, indent: int = 1) -> str:
    """Return JSON with a line for each field of the upper tables; a list of all areas is one line.

    Three tables deep are the manifest, its modes and what each is made of: as far as a person reads it.
    """
    if not deep or not value or not isinstance(value, Mapping):
        return json.dumps(value, sort_keys=True)
    fields = (f"{json.dumps(key)}: {_in_lines(value[key], deep - 1, indent + 1)}" for key in sorted(value))
    space = "\n" + " " * indent
    return "{" + space + f",{space}".join(fields) + "\n" + " " * (indent - 1) + "}"


def open_travel_times(project: Path | str) -> TravelTimes | None:
    """Open the travel times of a project folder; nothing but the manifest is read.

    Returns
    -------
    TravelTimes or None
        None where none were made.

    Raises
    ------
    TravelError
        If the manifest is broken, or names a block that is not there.
    """
    folder = Path(project) / FOLDER
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    columns: dict[str, list[list[StoredColumn]]] = {}
    blocks = {path.name for path in (folder / BLOCKS).glob("*.block")}
    for mode, facts in manifest["modes"].items():
        columns[mode] = [
            [StoredColumn(facts["blocks"][block], row, first, end) for block, row, first, end in column]
            for column in facts["columns"]
        ]
        for block in facts["blocks"]:
            if block not in blocks:
                raise TravelError("travel.lost_block", file=block)
    return TravelTimes(
        tuple(manifest["area_ids"]),
        tuple(manifest["site_ids"]),
        tuple(mode for mode in MODES if mode in manifest["modes"]),
        manifest["engine"],
        manifest["origin"],
        StoredMinutes(folder / BLOCKS, columns),
        {mode: facts["label"] for mode, facts in manifest["modes"].items()},
        float(manifest["max_min"]),
        all_sources(manifest["modes"].values()),
        _notices(manifest),
        {mode: basis_of(mode, facts["made_of"]) for mode, facts in manifest["modes"].items()},
    )


def _notices(manifest: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return what the manifest says a reader must know, of all modes together and of each, each thing once."""
    found: list[Fault] = []
    for facts in (manifest, *manifest["modes"].values()):
        for row in facts.get("notices", ()):
            notice = Fault(str(row["key"]), dict(row["data"]))
            if notice not in found:
                found.append(notice)
    return tuple(found)


def off_street(project: Path | str) -> pd.DataFrame:
    """Return the areas and sites that lie too far from any street, by mode.

    Returns
    -------
    DataFrame
        Columns `mode`, `kind` ("area" or "site"), `id` and `off_m` (metres to the nearest street, NaN where
        there is none at all); no rows where every point was put on a street.
    """
    manifest = read_manifest(Path(project) / FOLDER) or {"modes": {}}
    rows = [
        (mode, kind[:-1], name, np.nan if metres is None else float(metres))
        for mode, facts in manifest["modes"].items()
        for kind, points in facts["off_street"].items()
        for name, metres in points.items()
    ]
    return pd.DataFrame(rows, columns=["mode", "kind", "id", "off_m"])
