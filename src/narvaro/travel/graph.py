"""The network of one mode, made ready for searching, with every area put on its street."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narvaro.travel.arrays import Floats, Int32s, Ints
from narvaro.travel.blockfile import read_block, write_block
from narvaro.travel.cells import ROADS_IN_CELL, WORTH_IT, Cells
from narvaro.travel.engine import LONGEST_S
from narvaro.travel.kernel import NEVER_MS, Arcs, AreaStands, SiteStand, collect, spread
from narvaro.travel.pieces import drawn_once, parted
from narvaro.travel.roads import Roads
from narvaro.travel.rules import RoadRules
from narvaro.travel.snap import Snapped, snap
from narvaro.travel.speeds import Pace, road_ms

SiteColumn = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16]]

AT_END = 1e-9
"""A point whose share of the road is this near to an end stands on the junction: on a road of
100 km that is a tenth of a millimetre, and more than what rounding leaves of a share that should be nought."""

NEARER_M = 100.0
"""A road that was left out is told of by a point where it lies nearer than the road in use by so many metres: more
than a minute on foot, which shows in the figures; a fragment that is a little nearer is no news."""


@dataclass(frozen=True, eq=False)
class Places:
    """Points on the network of a mode.

    Parameters
    ----------
    lon, lat
        The points, degrees.
    road, share, off_m
        As in `Snapped`.
    connector_ms
        Milliseconds on foot between the point and its road, straight; 0 where there is no road.
    tail, head
        Ends of the road.
    along_ms, against_ms
        Milliseconds of the whole road in each direction, -1 where the mode may not go.
    left_m
        Metres to a road within the limit that was left out and lies nearer by `NEARER_M`, or that alone is
        within the limit; NaN where there is none.
    """

    lon: Floats
    lat: Floats
    road: Int32s
    share: Floats
    off_m: Floats
    connector_ms: Int32s
    tail: Int32s
    head: Int32s
    along_ms: Int32s
    against_ms: Int32s
    left_m: Floats

    def __len__(self) -> int:
        return len(self.lon)

    def to_ends(self) -> tuple[Int32s, Int32s]:
        """Milliseconds from each point to the tail and to the head of its road, -1 where closed."""
        return self._end(self.against_ms, self.share), self._end(self.along_ms, 1 - self.share)

    def from_ends(self) -> tuple[Int32s, Int32s]:
        """Milliseconds from the tail and from the head of its road to each point, -1 where closed."""
        return self._end(self.along_ms, self.share), self._end(self.against_ms, 1 - self.share)

    def _end(self, whole_ms: Int32s, share: Floats) -> Int32s:
        ms = np.where(whole_ms < 0, -1, np.rint(whole_ms * share))
        # A point on a junction is at the junction, whichever way its road may be used.
        return np.where((share <= AT_END) & (self.road >= 0), 0, ms).astype(np.int32)

    def take(self, rows: slice | npt.NDArray[np.intp]) -> Places:
        """Return some of the points."""
        return Places(**{name: values[rows] for name, values in vars(self).items()})


_ROWS = ("in_start", "in_from", "in_ms", "out_start", "out_to", "out_ms")


@dataclass(frozen=True, eq=False)
class ModeGraph:
    """A network of one mode in rows: to each junction the arcs that lead to it, and those that leave it.

    Parameters
    ----------
    in_start, in_from, in_ms
        Arcs that lead to junction i: `in_start[i]` to `in_start[i + 1]`, where from, milliseconds.
    out_start, out_to, out_ms
        Arcs that leave junction i.
    areas
        The areas on the network.
    cells
        The same network cut into cells, where it is large; for ways to a site.
    """

    in_start: Int32s
    in_from: Int32s
    in_ms: Int32s
    out_start: Int32s
    out_to: Int32s
    out_ms: Int32s
    areas: Places
    cells: Cells | None = None

    def save(self, path: Path, network: ModeNetwork, made_of: dict[str, Any]) -> None:
        """Write the graph, and what is needed to put further points on it, to one shared file."""
        own = {name: vars(self)[name] for name in _ROWS}
        placed = {f"area_{name}": values for name, values in vars(self.areas).items()}
        cells = {} if self.cells is None else self.cells.arrays()
        write_block(path, {**own, **placed, **cells, **network.arrays()}, made_of)

    @classmethod
    def load(cls, path: Path) -> ModeGraph:
        """Open a graph written by `save`; arrays are read as they are used."""
        arrays, _ = read_block(path)
        areas = Places(**{f.name: arrays[f"area_{f.name}"] for f in fields(Places)})
        rows = {name: arrays[name] for name in _ROWS}
        return cls(**rows, areas=areas, cells=Cells.of_arrays(arrays))

    @cached_property
    def _area_ends(self) -> tuple[Int32s, Int32s]:
        return self.areas.to_ends()

    def column(self, sites: Places, which: int, max_ms: int, there_and_back: bool = False) -> SiteColumn:
        """Return the seconds between every area and one site.

        Parameters
        ----------
        sites, which
            The sites on the network, and which of them.
        max_ms
            Longest way kept, milliseconds.
        there_and_back
            Mean of the way there and the way back, kept only where both are within `max_ms`.

        Returns
        -------
        SiteColumn
            Positions of the areas within reach, rising, and their seconds, rounded to the nearest.
        """
        if self.cells is not None and not there_and_back and sites.road[which] >= 0:
            return self._by_cells(self.cells, sites.take(slice(which, which + 1)), max_ms)
        ms = self._one_way(sites, which, max_ms, there=True).astype(np.int64)
        if there_and_back:
            back = self._one_way(sites, which, max_ms, there=False).astype(np.int64)
            ms = np.where((ms == NEVER_MS) | (back == NEVER_MS), NEVER_MS, (ms + back + 1) // 2)
        # To the nearest second in whole numbers; a half goes up, as in `_by_cells`.
        seconds = (ms + 500) // 1000
        reached = np.flatnonzero((ms != NEVER_MS) & (seconds <= LONGEST_S)).astype(np.uint32)
        return reached, seconds[reached].astype(np.uint16)

    def _by_cells(self, cells: Cells, site: Places, max_ms: int) -> SiteColumn:
        tail_ms, head_ms = site.from_ends()
        seeds, seed_ms = np.append(site.tail, site.head), np.append(tail_ms, head_ms)
        usable, areas = seed_ms >= 0, self.areas
        stands = _area_stands(areas, *self._area_ends)
        at = _site_stand(site, int(site.along_ms[0]), int(site.against_ms[0]))
        reached, ms = cells.column(at, seeds[usable], seed_ms[usable], max_ms, stands)
        # A place to itself takes no time, as in `_one_way`.
        same = np.flatnonzero((areas.lon == site.lon[0]) & (areas.lat == site.lat[0])).astype(np.int32)
        if same.size:
            apart = ~np.isin(reached, same)
            reached = np.append(reached[apart], same)
            ms = np.append(ms[apart], np.zeros(same.size, np.int32))
        order = np.argsort(reached)
        seconds = (ms[order].astype(np.int64) + 500) // 1000
        kept = seconds <= LONGEST_S
        return reached[order][kept].astype(np.uint32), seconds[kept].astype(np.uint16)

    def _one_way(self, sites: Places, which: int, max_ms: int, *, there: bool) -> Int32s:
        areas, site = self.areas, sites.take(slice(which, which + 1))
        dist = np.full(self.in_start.size - 1, NEVER_MS, dtype=np.int32)
        out = np.empty(len(areas), dtype=np.int32)
        seed_tail, seed_head = site.from_ends() if there else site.to_ends()
        ends = self._area_ends if there else areas.from_ends()
        seeds = np.array([site.tail[0], site.head[0]], dtype=np.int32)
        seed_ms = np.array([seed_tail[0], seed_head[0]], dtype=np.int32)
        usable = (seed_ms >= 0) & (site.road[0] >= 0)
        along, against = int(site.along_ms[0]), int(site.against_ms[0])
        at = _site_stand(site, along, against) if there else _site_stand(site, against, along)
        arcs = (
            Arcs(self.in_start, self.in_from, self.in_ms)
            if there
            else Arcs(self.out_start, self.out_to, self.out_ms)
        )
        spread(arcs, 0, seeds[usable], seed_ms[usable], max(0, max_ms - at.connector_ms), dist)
        collect(dist, _area_stands(areas, *ends), at, max_ms, out)
        # A place to itself takes no time, however far it lies from the street.
        out[(areas.lon == site.lon[0]) & (areas.lat == site.lat[0])] = 0
        return out


def _area_stands(areas: Places, leave_tail: Int32s, leave_head: Int32s) -> AreaStands:
    """Return where areas stand, as the kernels read it, with the milliseconds to their roads' ends."""
    return AreaStands(
        areas.road, areas.share, areas.tail, areas.head, leave_tail, leave_head, areas.connector_ms
    )


def _site_stand(site: Places, along_ms: int, against_ms: int) -> SiteStand:
    """Return where one site stands, as the kernels read it, with the milliseconds of its road in each direction."""
    # An area without a road has -1: with -2 a site without one does not stand on the same road as it.
    road = int(site.road[0]) if site.road[0] >= 0 else -2
    return SiteStand(road, float(site.share[0]), int(site.connector_ms[0]), along_ms, against_ms)


@dataclass(frozen=True, eq=False)
class ModeNetwork:
    """Roads with the milliseconds of one mode; puts points on streets and makes the graph.

    Parameters
    ----------
    roads
        All roads.
    walk_kmh
        Speed between a point and its street, km/h.
    along_ms, against_ms
        Milliseconds of each road, -1 where the mode may not go.
    kept
        The roads in use: open to the mode, and not a fragment.
    left
        Roads that are open to the mode and left out, as fragments.
    number
        Number of each junction in the graph.
    """

    roads: Roads
    walk_kmh: float
    along_ms: Int32s
    against_ms: Int32s
    kept: Ints
    left: Ints
    number: Int32s

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what `load` needs beside the roads."""
        return {
            "road_along_ms": self.along_ms,
            "road_against_ms": self.against_ms,
            "road_kept": self.kept,
            "road_left": self.left,
            "node_number": self.number,
        }

    @classmethod
    def load(cls, path: Path, roads: Roads, walk_kmh: float) -> ModeNetwork:
        """Return the network of a graph file that `ModeGraph.save` wrote."""
        arrays, _ = read_block(path)
        names = ("road_along_ms", "road_against_ms", "road_kept", "road_left", "node_number")
        return cls(roads, walk_kmh, *(arrays[name] for name in names))

    @classmethod
    def of(cls, roads: Roads, pace: Pace, rules: RoadRules) -> ModeNetwork:
        """Return the network of a mode, without the fragments that hang together with nothing.

        See `narvaro.travel.pieces.parted`.
        """
        along, against = road_ms(roads, pace, rules)
        kept, left = parted(roads, along, against, rules.figure("fragment_m"))
        kept = drawn_once(roads, kept, along, against)
        order = np.argsort(_morton(roads.node_lon, roads.node_lat), kind="stable")
        # New numbers follow the ground, so that neighbours lie near each other in memory too.
        number = np.empty(order.size, dtype=np.int32)
        number[order] = np.arange(order.size, dtype=np.int32)
        return cls(roads, pace.walk_kmh, along, against, kept, left, number)

    def place(self, lon: npt.ArrayLike, lat: npt.ArrayLike, limit_m: float) -> Places:
        """Put points on the nearest road of the mode; ferries can only be boarded at their ends."""
        east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        found: Snapped = snap(self.roads, self._ashore(self.kept), east, north, limit_m)
        road = np.where(found.road >= 0, found.road, 0)
        off_ms = np.where(found.far, 0.0, found.off_m * 3600.0 / self.walk_kmh)
        return Places(
            east,
            north,
            found.road,
            found.share,
            found.off_m,
            np.rint(off_ms).astype(np.int32),
            self.number[self.roads.tail[road]],
            self.number[self.roads.head[road]],
            np.where(found.road >= 0, self.along_ms[road], -1).astype(np.int32),
            np.where(found.road >= 0, self.against_ms[road], -1).astype(np.int32),
            self._beside_left(found, east, north, limit_m),
        )

    def _beside_left(self, found: Snapped, east: Floats, north: Floats, limit_m: float) -> Floats:
        """Return metres to the nearest road where it was left out and would have been nearer, else NaN."""
        left = snap(self.roads, self._ashore(self.left), east, north, limit_m)
        passed_over = ~left.far & (found.far | (left.off_m + NEARER_M <= found.off_m))
        return np.where(passed_over, left.off_m, np.nan)

    def _ashore(self, some: Ints) -> Ints:
        return some[np.isnan(self.roads.fixed_s[some])]

    def graph(self, areas: Places, worth_it: int = WORTH_IT, roads_in_cell: int = ROADS_IN_CELL) -> ModeGraph:
        """Return the graph of the mode with the areas on it; junctions have the numbers of `number`.

        Parameters
        ----------
        areas
            The areas on the network.
        worth_it, roads_in_cell
            From how many junctions on the network is cut into cells, and how large those are.
        """
        number = self.number
        tail, head = number[self.roads.tail[self.kept]], number[self.roads.head[self.kept]]
        along, against = self.along_ms[self.kept], self.against_ms[self.kept]
        begin = np.concatenate([tail[along >= 0], head[against >= 0]])
        end = np.concatenate([head[along >= 0], tail[against >= 0]])
        ms = np.concatenate([along[along >= 0], against[against >= 0]])
        cells = None
        if self.number.size >= worth_it and self.kept.size:
            road = np.concatenate([np.flatnonzero(along >= 0), np.flatnonzero(against >= 0)])
            # The first point of a road stands for it: cells need not be cut to the metre.
            point = self.roads.shape_start[:-1][self.kept]
            middle = self.roads.shape_lon[point], self.roads.shape_lat[point]
            on_road = (areas.road, areas.tail, areas.head, *areas.to_ends())
            # To a site the search goes from the end of an arc to its beginning.
            arcs = (end, begin, ms, road)
            cells = Cells.of(arcs, middle, self.kept, len(self.roads), on_road, roads_in_cell)
        return ModeGraph(
            *_rows(end, begin, ms, number.size),
            *_rows(begin, end, ms, number.size),
            areas,
            cells,
        )


def _rows(row: Int32s, other: Int32s, ms: Int32s, count: int) -> tuple[Int32s, Int32s, Int32s]:
    order = np.lexsort((ms, other, row))
    start = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(row, minlength=count), out=start[1:])
    return start, other[order].astype(np.int32), ms[order].astype(np.int32)


def _morton(lon: Floats, lat: Floats) -> npt.NDArray[np.uint64]:
    """Interleave the bits of two coordinates, 16 of each: places near each other get numbers near each other.

    References
    ----------
    G. M. Morton (1966), A computer oriented geodetic data base and a new technique in file sequencing, IBM.
    """
    codes = np.zeros(len(lon), dtype=np.uint64)
    for shift, values in ((0, lon), (1, lat)):
        span = float(np.ptp(values)) or 1.0  # all on one line: any span does, the bits are nought
        bits = ((values - values.min()) / span * 0xFFFF).astype(np.uint64)
        # Each pass moves the upper half of every group of bits as far up as it is wide.
        for step, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
            bits = (bits | (bits << np.uint64(step))) & np.uint64(mask)
        codes |= bits << np.uint64(shift)
    return codes
