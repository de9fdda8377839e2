"""Minutes on real streets: by car, on foot and by bicycle, on a network that was read before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from narvaro.case.money import Origin
from narvaro.errors import Fault
from narvaro.travel.arrays import Floats
from narvaro.travel.engine import Columns
from narvaro.travel.graph import ModeGraph, ModeNetwork, Places
from narvaro.travel.settings import RunSettings

SITES_TOGETHER = 64
"""Sites in one block: a block of the whole country stays below some tens of megabytes."""


@dataclass(frozen=True)
class StreetTask:
    """The columns of some sites on the graph of a mode.

    Parameters
    ----------
    graph
        Where the graph lies; every machine that works must see it.
    mode, keys, made_of
        For the header of the block.
    sites
        The sites on the network.
    max_ms
        Longest way kept, milliseconds.
    there_and_back
        Mean of both ways.
    """

    graph: str
    mode: str
    part: slice
    keys: tuple[str, ...]
    made_of: Mapping[str, Any]
    sites: Places
    max_ms: int
    there_and_back: bool

    def run(self) -> bytes:
        """Return the bytes of the block."""
        graph = _open_graph(self.graph)
        columns = [
            graph.column(self.sites, which, self.max_ms, self.there_and_back)
            for which in range(len(self.sites))
        ]
        return Columns.join(columns).pack(self.mode, self.part, self.keys, self.made_of)


@lru_cache(maxsize=4)
def _open_graph(path: str) -> ModeGraph:
    return ModeGraph.load(Path(path))


@dataclass(frozen=True, eq=False)
class ModeStreets:
    """The streets of one mode, made ready.

    Parameters
    ----------
    graph
        The file of the graph, with the areas on it.
    network
        The network to put sites on.
    facts
        What both were made of.
    label
        Free flow, or the speed table in use, and whether the way back counts.
    notices
        What a reader of the figures must know of the streets.
    """

    graph: Path
    network: ModeNetwork
    facts: Mapping[str, Any]
    label: str
    notices: tuple[Fault, ...]


class StreetEngine:
    """Minutes on streets for the modes whose graphs are ready.

    Parameters
    ----------
    by_mode
        The streets of each mode.
    sites
        Longitudes and latitudes, degrees.
    area_count
        Number of areas on the graphs.
    settings
        How far a site may lie from a street, the longest way kept, and whether the way back counts.
    """

    name = "streets"
    origin: Origin = "derived"

    def __init__(
        self,
        by_mode: Mapping[str, ModeStreets],
        sites: tuple[Floats, Floats],
        area_count: int,
        settings: RunSettings,
    ) -> None:
        self.by_mode, self.sites, self.area_count, self.settings = by_mode, sites, area_count, settings
        self._placed: dict[str, tuple[Places, dict[int, int]]] = {}

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes with a graph."""
        return tuple(self.by_mode)

    def label(self, mode: str) -> str:
        """Free flow, or the speed table in use."""
        return self.by_mode[mode].label

    def told(self, mode: str) -> tuple[Fault, ...]:
        """Return what a reader must know of the streets, and of those that the mode does not use."""
        return self.by_mode[mode].notices

    def made_of(self, mode: str) -> Mapping[str, Any]:
        """Network, speeds, areas and limits."""
        settings = self.settings
        limits = {"max_min": settings.max_minutes, "there_and_back": settings.there_and_back}
        return {**self.by_mode[mode].facts, **limits}

    def area_parts(self, mode: str) -> Sequence[slice]:
        """All areas at once: one search from a site reaches them all."""
        return [slice(0, self.area_count)]

    def sites_together(self, mode: str) -> int:
        """Sites in one block."""
        return SITES_TOGETHER

    def prepare(self, mode: str, sites: Sequence[int]) -> Mapping[str, Mapping[int, float]]:
        """Put sites on the network; return areas and sites that no street in use is near."""
        chosen = np.asarray(sites, dtype=np.intp)
        streets, limit_m = self.by_mode[mode], self.settings.snap_limit_m
        places = streets.network.place(self.sites[0][chosen], self.sites[1][chosen], limit_m)
        self._placed[mode] = places, {int(site): row for row, site in enumerate(chosen)}
        areas = ModeGraph.load(streets.graph).areas
        every = np.arange(len(areas))
        return {
            "areas": _metres_of(every, areas.road < 0, areas.off_m),
            "sites": _metres_of(chosen, places.road < 0, places.off_m),
            "areas_left": _metres_of(every, ~np.isnan(areas.left_m), areas.left_m),
            "sites_left": _metres_of(chosen, ~np.isnan(places.left_m), places.left_m),
        }

    def task(self, mode: str, part: slice, keys: Sequence[str], sites: Sequence[int]) -> StreetTask:
        """Return the work for some sites, which `prepare` must have put on the network."""
        places, row_of = self._placed[mode]
        return StreetTask(
            str(self.by_mode[mode].graph),
            mode,
            part,
            tuple(keys),
            self.made_of(mode),
            places.take(np.array([row_of[site] for site in sites], dtype=np.intp)),
            round(self.settings.max_minutes * 60_000),
            self.settings.there_and_back,
        )


def _metres_of(names: Any, chosen: Any, metres: Any) -> dict[int, float]:
    return {int(names[row]): float(metres[row]) for row in np.flatnonzero(chosen)}
