"""The whole run: from a case and network files to travel times in the project folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from narvaro.errors import Fault, TravelError
from narvaro.travel.blockfile import write_bytes
from narvaro.travel.credit import sources_of
from narvaro.travel.engine import Task, TravelEngine
from narvaro.travel.executor import executor_for
from narvaro.travel.extent import within_areas
from narvaro.travel.forecast import CROW_FLIES_KMH, Forecast, forecast, share_within
from narvaro.travel.lock import only_run
from narvaro.travel.manifest import FORMAT, read_manifest
from narvaro.travel.network_files import street_engine
from narvaro.travel.settings import MODES, STREET_MODES, RunSettings
from narvaro.travel.speeds import SpeedFactors
from narvaro.travel.store import (
    BLOCKS,
    FOLDER,
    NETWORK,
    Shelf,
    StoredColumn,
    block_name,
    column_key,
    open_travel_times,
    write_manifest,
)
from narvaro.travel.straight import StraightEngine, points_checksum
from narvaro.travel.times import TravelTimes
from narvaro.travel.told import run_notices

if TYPE_CHECKING:
    from narvaro.case import Case

_MetresOff = dict[str, dict[str, float | None]]
"""By "areas" and "sites": metres of each id."""

JUNCTION_ON_DISK = 120
"""Bytes of a network file for each junction, with its arcs in both directions and its roads; for the forecast."""

OnProgress = Callable[[str, int, int], None]
"""Called with a key of the catalogue, how much is done and how much there is."""


def travel_times(
    case: Case,
    folder: Path | str,
    settings: RunSettings | None = None,
    *,
    workers: int = 1,
    dask: Any = None,
    on_forecast: Callable[[Forecast], None] | None = None,
    progress: OnProgress | None = None,
) -> TravelTimes:
    """Make travel times and keep them in a project folder; work out only what is not there yet.

    A run that is killed goes on where it stopped when it is started again. A site that moved has only its own
    column worked out; a changed timetable only public transport. Without a network the straight line answers.

    Parameters
    ----------
    case
        Areas, sites, speeds on foot and by bicycle.
    folder
        The project folder; everything is kept in its `travel` folder.
    settings
        Streets, timetables, modes, departures and limits; all by default if left out, on the straight line.
    workers, dask
        Processes on this machine, or the address of a Dask scheduler: who works changes no figure.
    on_forecast
        Called once with what the run will take, before it begins.
    progress
        Called as the work goes on.

    Returns
    -------
    TravelTimes
        Read from the folder as needed.

    Raises
    ------
    SettingError
        With every row of the speed table that cannot be used.
    TravelError
        If a file cannot be used, the network does not cover the areas, the disk is full, or another run holds
        the folder. What was finished stays and is used by the next run.
    """
    settings = settings or RunSettings()
    # Read before the folder is touched: a run that cannot begin leaves nothing behind.
    factors = settings.factors()
    tell = progress or (lambda *_: None)
    home = Path(folder) / FOLDER
    with only_run(home):
        engines = _engines(case, settings, home, factors, tell)
        plan = _Plan(case, engines, home, settings)
        if on_forecast is not None:
            on_forecast(plan.forecast(workers))
        plan.carry_out(executor_for(workers, dask).run, tell)
        manifest = plan.manifest()
        write_manifest(home, manifest)
        plan.shelf.sweep(block for facts in manifest["modes"].values() for block in facts["blocks"])
    found = open_travel_times(folder)
    assert found is not None  # it was written above
    return within_areas(found, case)


def _engines(
    case: Case, settings: RunSettings, home: Path, factors: SpeedFactors | None, tell: OnProgress
) -> dict[str, TravelEngine]:
    """Return the engine of each mode."""
    asked = settings.asked
    if not settings.on_network:
        straight = StraightEngine(case, settings.max_minutes)
        return dict.fromkeys(asked, straight)
    engines: dict[str, TravelEngine] = {}
    if any(mode in STREET_MODES for mode in asked):
        streets = street_engine(case, settings, home, factors, lambda key: tell(key, 0, 1))
        engines.update(dict.fromkeys(streets.modes, streets))
    if "transit" in asked:
        from narvaro.travel.transit import transit_engine

        tell("travel.step_timetable", 0, 1)
        # Whoever takes public transport walks too, so the streets are there.
        walking = streets.by_mode["walk"]
        engines["transit"] = transit_engine(case, settings, home, walking.network, walking.facts)
    return engines


@dataclass(frozen=True)
class _Piece:
    """Work not done yet: some sites over some areas."""

    mode: str
    part: slice
    sites: tuple[int, ...]
    keys: tuple[str, ...]


class _Plan:
    """What is there, what is missing, and the manifest of both."""

    def __init__(
        self, case: Case, engines: Mapping[str, TravelEngine], home: Path, settings: RunSettings
    ) -> None:
        self.case, self.engines, self.settings = case, engines, settings
        self.home, self.shelf = home, Shelf(home / BLOCKS)
        lon, lat = case.sites["lon"].to_numpy(), case.sites["lat"].to_numpy()
        self.points: dict[str, dict[str, _MetresOff]] = {}
        self.keys = {
            mode: [column_key(engine.made_of(mode), x, y) for x, y in zip(lon, lat, strict=True)]
            for mode, engine in engines.items()
        }
        self.before = self._manifest_before()
        self.index = self.shelf.index(block for facts in self.before.values() for block in facts["blocks"])
        self.pieces = [piece for mode in engines for piece in self._missing(mode)]

    def _manifest_before(self) -> dict[str, Any]:
        """Return the modes of the last finished run; a broken manifest is passed over and written anew."""
        try:
            manifest = read_manifest(self.home)
        except TravelError:
            return {}
        return {} if manifest is None else dict(manifest["modes"])

    def _missing(self, mode: str) -> list[_Piece]:
        engine, keys = self.engines[mode], self.keys[mode]
        pieces, together = [], engine.sites_together(mode)
        for part in engine.area_parts(mode):
            left: dict[str, int] = {}
            for site, key in enumerate(keys):
                if (key, part.start, part.stop) not in self.index:
                    left.setdefault(key, site)
            todo = list(left.items())
            for first in range(0, len(todo), together):
                some = todo[first : first + together]
                pieces.append(
                    _Piece(mode, part, tuple(site for _, site in some), tuple(key for key, _ in some))
                )
        return pieces

    def forecast(self, workers: int) -> Forecast:
        """Return what the missing columns will take."""
        areas, sites = self.case.areas, self.case.sites
        columns, shares = [], {}
        for mode, engine in self.engines.items():
            parts = engine.area_parts(mode)
            count = sum(len(p.sites) * (p.part.stop - p.part.start) for p in self.pieces if p.mode == mode)
            # Columns in parts are counted whole, rounded up: a part that is missing is a column to work out.
            count = -(-count // max(1, len(areas)))
            columns.append(
                (mode, count, min(engine.sites_together(mode), max(1, len(sites))) // len(parts) or 1)
            )
            km = CROW_FLIES_KMH[mode] * self.settings.max_minutes / 60
            shares[mode] = share_within(
                (areas["lon"].to_numpy(), areas["lat"].to_numpy()),
                (sites["lon"].to_numpy(), sites["lat"].to_numpy()),
                km,
            )
        done = sum(len(keys) for keys in self.keys.values()) - sum(count for _, count, _ in columns)
        return forecast(columns, shares, len(areas), self._junctions(), workers, done)

    def _junctions(self) -> int:
        """Return about how many junctions the largest network has, by its file; none where nothing was read yet."""
        sizes = [path.stat().st_size for path in (self.home / NETWORK).glob("*-*.block")]
        return int(max(sizes, default=0) / JUNCTION_ON_DISK)

    def carry_out(self, run: Callable[[Sequence[Task]], Any], tell: OnProgress) -> None:
        """Do the missing work; each block is written as soon as it is done."""
        self.points = {mode: self._prepare(mode) for mode in self.engines}
        tasks = [
            self.engines[piece.mode].task(piece.mode, piece.part, piece.keys, piece.sites)
            for piece in self.pieces
        ]
        total = sum(len(piece.sites) for piece in self.pieces)
        done = 0
        tell("travel.step_columns", 0, total)
        for position, content in run(tasks):
            piece = self.pieces[position]
            name = block_name(piece.mode, piece.part, piece.keys)
            write_bytes(self.shelf.folder / name, content)
            span = piece.part.start, piece.part.stop
            for row, key in enumerate(piece.keys):
                self.index[(key, *span)] = StoredColumn(name, row, *span)
            done += len(piece.sites)
            tell("travel.step_columns", done, total)

    def _prepare(self, mode: str) -> dict[str, _MetresOff]:
        """Put the sites with missing columns on the street; return all points that are far from any, or from their own.

        A site whose column is there from the last run was put on the street then, and the manifest knows.
        """
        before, keys = self.before.get(mode, {}), self.keys[mode]
        known = dict(zip(before.get("keys", ()), before.get("site_ids", ()), strict=False))
        missing = {site for piece in self.pieces if piece.mode == mode for site in piece.sites}
        new = [site for site, key in enumerate(keys) if site in missing or key not in known]
        found = self.engines[mode].prepare(mode, new)
        told: dict[str, _MetresOff] = {}
        for name, suffix in (("off_street", ""), ("beside_left", "_left")):
            some = found.get(f"areas{suffix}", {}), found.get(f"sites{suffix}", {})
            areas = {str(self.case.areas.index[row]): _metres(off) for row, off in some[0].items()}
            sites = {str(self.case.sites.index[row]): _metres(off) for row, off in some[1].items()}
            was = (before.get(name) or {}).get("sites", {})
            for site, key in enumerate(keys):
                if site not in missing and key in known and known[key] in was:
                    sites[str(self.case.sites.index[site])] = was[known[key]]
            told[name] = {"areas": areas, "sites": sites}
        return told

    def _columns(
        self, keys: Sequence[str], parts: Sequence[Sequence[int]]
    ) -> list[list[StoredColumn]] | None:
        """Return where each column lies, or None where one is not there."""
        try:
            return [[self.index[(key, first, end)] for first, end in parts] for key in keys]
        except KeyError:
            return None

    def _facts(self, mode: str) -> dict[str, Any]:
        engine = self.engines[mode]
        parts = [[part.start, part.stop] for part in engine.area_parts(mode)]
        facts = {
            "engine": engine.name,
            "origin": engine.origin,
            "label": engine.label(mode),
            "made_of": dict(engine.made_of(mode)),
            "parts": parts,
            "sources": [row.to_json() for row in sources_of(self.settings, engine.made_of(mode))],
            **self.points[mode],
            "notices": [_stored(notice) for notice in engine.told(mode)],
            "keys": self.keys[mode],
            "site_ids": [str(name) for name in self.case.sites.index],
        }
        return {**facts, **_where(self._columns(self.keys[mode], parts) or [])}

    def _kept(self) -> dict[str, Any]:
        """Return modes of earlier runs that were not asked for now and still fit every area and site."""
        lon, lat = self.case.sites["lon"], self.case.sites["lat"]
        areas = points_checksum(self.case.areas["lon"], self.case.areas["lat"])
        kept = {}
        for mode, facts in self.before.items():
            if mode in self.engines or facts["made_of"].get("areas") != areas:
                continue
            keys = [column_key(facts["made_of"], x, y) for x, y in zip(lon, lat, strict=True)]
            columns = self._columns(keys, facts["parts"])
            if columns is not None:
                names = [str(name) for name in self.case.sites.index]
                kept[mode] = {**facts, "keys": keys, "site_ids": names, **_where(columns)}
        return kept

    def manifest(self) -> dict[str, Any]:
        """Return the labels, and what each mode was made of and where it lies."""
        found = {**self._kept(), **{mode: self._facts(mode) for mode in self.engines}}
        modes = {mode: found[mode] for mode in MODES if mode in found}
        names = list(dict.fromkeys(facts["engine"] for facts in modes.values()))
        origins = {facts["origin"] for facts in modes.values()}
        places = {
            kind: dict(zip(map(str, table.index), map(str, table["name"]), strict=True))
            for kind, table in (("areas", self.case.areas), ("sites", self.case.sites))
        }
        return {
            "format": FORMAT,
            "engine": ", ".join(names),
            "origin": "assumed" if "assumed" in origins else "derived",
            "max_min": max(float(facts["made_of"]["max_min"]) for facts in modes.values()),
            "area_ids": [str(name) for name in self.case.areas.index],
            "site_ids": [str(name) for name in self.case.sites.index],
            "notices": [_stored(row) for row in run_notices(modes, places, self.shelf.folder)],
            "modes": modes,
        }


def _stored(notice: Fault) -> dict[str, Any]:
    return {"key": notice.key, "data": dict(notice.data)}


def _where(columns: Sequence[Sequence[StoredColumn]]) -> dict[str, Any]:
    """Return columns as the manifest writes them: blocks by name, places by their number."""
    blocks = sorted({place.block for column in columns for place in column})
    number = {block: position for position, block in enumerate(blocks)}
    rows = [[[number[p.block], p.row, p.first_area, p.end_area] for p in column] for column in columns]
    return {"blocks": blocks, "columns": rows}


def _metres(off_m: float) -> float | None:
    return round(off_m, 1) if np.isfinite(off_m) else None
