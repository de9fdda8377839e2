"""Minutes on real streets: by car, on foot and by bicycle, on a network that was read before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narvaro.errors import Fault
from narvaro.travel.engine import Columns
from narvaro.travel.graph import ModeGraph, Network, Places
from narvaro.travel.times import Origin

Floats = npt.NDArray[np.float64]

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


class StreetEngine:
    """Minutes on streets for the modes whose graphs are ready.

    Parameters
    ----------
    graphs, networks, facts, labels
        By mode: the file of the graph, the network to put sites on, what both were made of, and the label.
    sites
        Longitudes and latitudes, degrees.
    area_count
        Number of areas on the graphs.
    snap_limit_m
        A site farther than this from every street is not put on one, metres.
    max_min
        Longest way kept, minutes.
    there_and_back
        Minutes are the mean of the way there and the way back.
    notices
        By mode: what a reader of the figures must know of the streets.
    """

    name = "streets"
    origin: Origin = "derived"

    def __init__(
        self,
        graphs: Mapping[str, Path],
        networks: Mapping[str, Network],
        facts: Mapping[str, Mapping[str, Any]],
        labels: Mapping[str, str],
        sites: tuple[Floats, Floats],
        area_count: int,
        snap_limit_m: float,
        max_min: float,
        there_and_back: bool = False,
        notices: Mapping[str, tuple[Fault, ...]] | None = None,
    ) -> None:
        self.graphs, self.networks, self.facts, self.labels = graphs, networks, facts, labels
        self.sites, self.area_count, self.snap_limit_m = sites, area_count, snap_limit_m
        self.max_min, self.there_and_back, self.notices = max_min, there_and_back, notices or {}
        self._placed: dict[str, tuple[Places, dict[int, int]]] = {}

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes with a graph."""
        return tuple(self.graphs)

    def label(self, mode: str) -> str:
        """Free flow, or the speed table in use."""
        return self.labels[mode]

    def told(self, mode: str) -> tuple[Fault, ...]:
        """Return what a reader must know of the streets, and of those that the mode does not use."""
        return self.notices.get(mode, ())

    def made_of(self, mode: str) -> Mapping[str, Any]:
        """Network, speeds, areas and limits."""
        return {**self.facts[mode], "max_min": self.max_min, "there_and_back": self.there_and_back}

    def area_parts(self, mode: str) -> Sequence[slice]:
        """All areas at once: one search from a site reaches them all."""
        return [slice(0, self.area_count)]

    def sites_together(self, mode: str) -> int:
        """Sites in one block."""
        return SITES_TOGETHER

    def prepare(self, mode: str, sites: Sequence[int]) -> Mapping[str, Mapping[int, float]]:
        """Put sites on the network; return areas and sites that no street in use is near."""
        chosen = np.asarray(sites, dtype=np.intp)
        places = self.networks[mode].place(self.sites[0][chosen], self.sites[1][chosen], self.snap_limit_m)
        self._placed[mode] = places, {int(site): row for row, site in enumerate(chosen)}
        areas = ModeGraph.load(self.graphs[mode]).areas
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
            str(self.graphs[mode]),
            mode,
            part,
            tuple(keys),
            self.made_of(mode),
            places.take(np.array([row_of[site] for site in sites], dtype=np.intp)),
            round(self.max_min * 60_000),
            self.there_and_back,
        )


def _metres_of(names: Any, chosen: Any, metres: Any) -> dict[int, float]:
    return {int(names[row]): float(metres[row]) for row in np.flatnonzero(chosen)}
