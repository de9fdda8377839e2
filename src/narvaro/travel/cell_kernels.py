"""The inner loops of searches over cells; see `narvaro.travel.cells` for what they are for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

from narvaro.travel.arrays import Int32s, Ints
from narvaro.travel.kernel import Arcs, AreaStands, SiteStand, _larger, _pop, _push, same_road

FAR = 2**29
"""Milliseconds (six days) that stand for "cannot be reached"; two of them still fit in four bytes."""


class Borders(NamedTuple):
    """Which border each local junction is (-1: inside), and the local junctions that are, by cell."""

    number: Int32s
    first: Ints
    local: Int32s


class CellAreas(NamedTuple):
    """Areas by cell, and milliseconds between each border and each area of a cell: a run of areas for each border."""

    first_area: Ints
    area: Int32s
    first: Ints
    ms: Int32s


class Home(NamedTuple):
    """The cell of a site: its number, its first local junction, and milliseconds between its junctions and the site."""

    cell: int
    first: int
    inside: Int32s


@numba.njit(cache=True, nogil=True)
def reached_areas(
    at: Int32s, borders: Borders, ways: CellAreas, home: Home,
    areas: AreaStands, site: SiteStand, limit: int, max_ms: int,
    out_area: Int32s, out_ms: Int32s,
) -> int:  # fmt: skip
    """Let the areas of each cell take the best of its borders; in the site's own cell also ways within it."""
    found = 0
    for cell in range(borders.first.size - 1):
        first_area, count = ways.first_area[cell], ways.first_area[cell + 1] - ways.first_area[cell]
        # No border within the limit: no area of this cell is, and most cells of a country are passed over here.
        near = cell == home.cell
        for i in range(borders.first[cell], borders.first[cell + 1]):
            near = near or at[borders.number[borders.local[i]]] <= limit
        if count == 0 or not near:
            continue
        best = np.full(count, FAR, dtype=np.int32)
        for i in range(borders.first[cell], borders.first[cell + 1]):
            here = at[borders.number[borders.local[i]]]
            if here > limit:
                continue
            way = ways.first[cell] + (i - borders.first[cell]) * count
            row = ways.ms[way : way + count]
            for k in range(count):
                best[k] = min(best[k], np.int32(here + row[k]))
        for k in range(count):
            a = ways.area[first_area + k]
            ms: Any = np.int64(best[k])
            # Within its own cell the site is reached without any border.
            if cell == home.cell:
                if areas.one_ms[a] >= 0:
                    ms = min(ms, np.int64(areas.one_ms[a]) + home.inside[areas.one[a] - home.first])
                if areas.two_ms[a] >= 0:
                    ms = min(ms, np.int64(areas.two_ms[a]) + home.inside[areas.two[a] - home.first])
                if areas.road[a] == site.road:
                    ms = same_road(site, areas.share[a], ms)
            ms += areas.connector_ms[a] + site.connector_ms
            if ms <= max_ms:
                out_area[found], out_ms[found] = a, ms
                found += 1
    return found


@numba.njit(cache=True, nogil=True)
def inside_of_cell(
    arcs: Arcs,
    first_local: Ints,
    borders: Borders,
    ways: CellAreas,
    one: Int32s,
    two: Int32s,
    one_ms: Int32s,
    two_ms: Int32s,
) -> Any:
    """Search each cell from each of its borders: fill `ways.ms`, return links that pass no third border."""
    rows, targets, costs = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.int32)
    links = 0
    for cell in range(first_local.size - 1):
        first, last = first_local[cell], first_local[cell + 1]
        dist, passes = np.empty(last - first, np.int32), np.empty(last - first, np.bool_)
        count = ways.first_area[cell + 1] - ways.first_area[cell]
        for i in range(borders.first[cell], borders.first[cell + 1]):
            root = borders.local[i]
            _search_with_passes(arcs, first, root, borders.number, dist, passes)
            for j in range(borders.first[cell], borders.first[cell + 1]):
                target = borders.local[j]
                if target != root and dist[target - first] < FAR and not passes[target - first]:
                    if links >= rows.size:
                        rows, targets, costs = _wider(rows), _wider(targets), _wider(costs)
                    rows[links], targets[links] = borders.number[root], borders.number[target]
                    costs[links] = dist[target - first]
                    links += 1
            way = ways.first[cell] + (i - borders.first[cell]) * count
            for k in range(count):
                a = ways.area[ways.first_area[cell] + k]
                best = FAR
                if one_ms[a] >= 0:
                    best = min(best, one_ms[a] + dist[one[a] - first])
                if two_ms[a] >= 0:
                    best = min(best, two_ms[a] + dist[two[a] - first])
                ways.ms[way + k] = best
    return rows[:links], targets[:links], costs[:links]


@numba.njit(cache=True, nogil=True)
def _wider(values: Any) -> Any:
    wider = np.empty(2 * values.size, dtype=np.int32)
    wider[: values.size] = values
    return wider


@numba.njit(cache=True, nogil=True)
def _search_with_passes(arcs: Arcs, first: int, root: int, border: Int32s, dist: Int32s, passes: Any) -> None:
    """Dijkstra within a cell that also notes whether some shortest way passes a border on its way.

    Every road takes at least a millisecond, so of two borders that could each stand in for the other's link
    one is strictly nearer, and no link is left out that is needed. The loop is that of `spread` but for the passes,
    which would cost every other search.
    """
    start, other, ms = arcs.start, arcs.other, arcs.ms
    dist[:] = FAR
    passes[:] = False
    dist[root - first] = 0
    heap = np.empty(256, dtype=np.int64)
    size = _push(heap, 0, np.int64(root))
    while size > 0:
        top = heap[0]
        size = _pop(heap, size)
        here, node = top >> 32, top & 0xFFFFFFFF
        if here > dist[node - first]:
            continue
        through = passes[node - first] or (node != root and border[node] >= 0)
        for arc in range(start[node], start[node + 1]):
            there, target = here + ms[arc], other[arc]
            if there < dist[target - first]:
                dist[target - first] = there
                passes[target - first] = through
                if size >= heap.size:
                    heap = _larger(heap)
                size = _push(heap, size, (there << 32) | np.int64(target))
            elif there == dist[target - first] and through:
                passes[target - first] = True
