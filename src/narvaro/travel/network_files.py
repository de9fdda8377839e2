"""Networks read once and kept in the project folder, named by what they were made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from narvaro.errors import Fault, TravelError
from narvaro.travel.blockfile import NAME_LETTERS, read_block
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.lines import read_line_file
from narvaro.travel.osm import read_extract
from narvaro.travel.pieces import left_out
from narvaro.travel.roads import METRES_A_DEGREE, Roads
from narvaro.travel.rules import road_rules
from narvaro.travel.settings import STREET_MODES, RunSettings
from narvaro.travel.snap import LEAST_COS
from narvaro.travel.speeds import Pace, SpeedFactors, factors_in_use
from narvaro.travel.store import NETWORK
from narvaro.travel.straight import points_checksum
from narvaro.travel.streets import ModeStreets, StreetEngine
from narvaro.travel.told import MOST_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from narvaro.case import Case

CODE = 3
"""Raised whenever the rules in code change, so that old blocks are not taken for new ones."""

Say = Callable[[str], None]


def file_checksum(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises
    ------
    TravelError
        If it is not there.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TravelError("travel.no_file", file=str(path)) from error


def open_roads(
    settings: RunSettings, folder: Path, say: Say
) -> tuple[Roads, dict[str, Any], tuple[Fault, ...]]:
    """Return the roads, what they are made of, and what a reader must know of them.

    They are read from their file or from the copy made of it before.
    """
    source = settings.osm or settings.roads
    if source is None:
        raise TravelError("travel.no_network")
    facts = {"roads": file_checksum(source), "rules": road_rules().checksum, "code": CODE}
    path = folder / NETWORK / f"roads-{_short(facts)}.block"
    if not _usable(path):
        say("travel.step_reading")
        read = read_extract(source) if settings.osm else read_line_file(source)
        notices = [{"key": notice.key, "data": dict(notice.data)} for notice in read.notices]
        read.roads.save(path, {**facts, "file": source.name, "notices": notices})
    told = read_block(path)[1]["notices"]
    return Roads.load(path), facts, tuple(Fault(row["key"], row["data"]) for row in told)


def cover(case: Case, roads: Roads, settings: RunSettings) -> None:
    """Raise if the network does not cover every area and site, unless the settings say to go on.

    Raises
    ------
    TravelError
        Says how many areas and how many sites lie outside, and the first of each; where it is all of them, there is
        nothing to go on with.
    """
    west, south, east, north = roads.box
    # Whoever lies outside the lines may still be within the way to the street; degrees east shrink to the north.
    up = settings.snap_limit_m / METRES_A_DEGREE
    box = _box(west, south, east, north)
    found: dict[str, Any] = {}
    for kind, table in (("areas", case.areas), ("sites", case.sites)):
        lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
        aside = up / np.maximum(LEAST_COS, np.cos(np.radians(lat)))
        outside = (lon < west - aside) | (lon > east + aside) | (lat < south - up) | (lat > north + up)
        if outside.any() and outside.all():
            own = _box(lon.min(), lat.min(), lon.max(), lat.max())
            raise TravelError(f"travel.outside.all_{kind}", count=len(table), box=box, own=own)
        if outside.any():
            found |= {kind: int(outside.sum()), f"first_{kind}": _first(table[outside])}
    if found and not settings.partial:
        # Each kind has two entries: how many, and the first of them.
        which = "both" if len(found) > 2 else next(iter(found))
        raise TravelError(f"travel.outside.{which}", box=box, **found)


def _box(*sides: float) -> str:
    return " ".join(f"{side:.3f}" for side in sides)


def _first(table: pd.DataFrame) -> str:
    """Return the first points of a table by name and id."""
    shown = table.head(MOST_NAMES)
    names = [str(i) if str(i) == name else f"{name} [{i}]" for i, name in shown["name"].astype(str).items()]
    return ", ".join([*names, *(["…"] if len(table) > MOST_NAMES else [])])


def street_engine(
    case: Case, settings: RunSettings, folder: Path, factors: SpeedFactors | None, say: Say
) -> StreetEngine:
    """Return the engine for streets, with its graphs made or found again."""
    roads, facts, notices = open_roads(settings, folder, say)
    cover(case, roads, settings)
    of_speeds: tuple[Fault, ...] = ()
    if factors is not None:
        factors, of_speeds = factors_in_use(factors, roads, road_rules(), settings.depart)
    area_facts = points_checksum(case.areas["lon"], case.areas["lat"])
    by_mode = {}
    for mode in (mode for mode in settings.asked if mode in STREET_MODES):
        pace = Pace(
            mode,
            case.travel.walk_kmh,
            case.travel.bicycle_kmh,
            factors,
            settings.depart.weekday(),
            settings.depart.hour,
        )
        made = {
            **facts,
            "engine": "streets",
            "pace": pace.to_json(),
            "areas": area_facts,
            "snap_limit_m": settings.snap_limit_m,
        }
        words = [pace.label, "there and back" if settings.there_and_back else ""]
        path = folder / NETWORK / f"{mode}-{_short(made)}.block"
        if not _usable(path):
            say("travel.step_graph")
            network = ModeNetwork.of(roads, pace, road_rules())
            placed = network.place(case.areas["lon"], case.areas["lat"], settings.snap_limit_m)
            network.graph(placed).save(path, network, made)
        network = ModeNetwork.load(path, roads, case.travel.walk_kmh)
        missing = left_out(roads, network.kept, network.left)
        lacking = () if missing is None else (missing.notice(mode, road_rules().figure("fragment_m")),)
        told = notices + (of_speeds if mode == "car" else ()) + lacking
        by_mode[mode] = ModeStreets(path, network, made, ", ".join(filter(None, words)), told)
    sites = case.sites["lon"].to_numpy(), case.sites["lat"].to_numpy()
    return StreetEngine(by_mode, sites, len(case.areas), settings)


def _usable(path: Path) -> bool:
    """Tell whether a copy can be read; one that a killed run left broken is taken away, to be made again."""
    try:
        read_block(path)
    except TravelError:
        path.unlink(missing_ok=True)
        return False
    return True


def _short(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:NAME_LETTERS]
