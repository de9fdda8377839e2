"""The inner loops of searches over cells; see `narvaro.travel.cells` for what they are for."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from narvaro.travel.kernel import _pop, _push


@numba.njit(cache=True, nogil=True)
def spread_in_cell(
    start: Any, other: Any, ms: Any, first: int, seeds: Any, seed_ms: Any, limit: int, dist: Any
) -> None:
    """Dijkstra within one cell; `dist` is by local junction, counted from `first`."""
    heap = np.empty(256, dtype=np.int64)
    size = 0
    for i in range(seeds.size):
        if seed_ms[i] <= limit and seed_ms[i] < dist[seeds[i] - first]:
            dist[seeds[i] - first] = seed_ms[i]
            if size >= heap.size:
                heap = _larger(heap)
            size = _push(heap, size, (np.int64(seed_ms[i]) << 32) | np.int64(seeds[i]))
    while size > 0:
        top = heap[0]
        size = _pop(heap, size)
        here, node = top >> 32, top & 0xFFFFFFFF
        if here > dist[node - first]:
            continue
        for arc in range(start[node], start[node + 1]):
            there, target = here + ms[arc], other[arc]
            if there < dist[target - first] and there <= limit:
                dist[target - first] = there
                if size >= heap.size:
                    heap = _larger(heap)
                size = _push(heap, size, (there << 32) | np.int64(target))


@numba.njit(cache=True, nogil=True)
def _larger(heap: Any) -> Any:
    larger = np.empty(2 * heap.size, dtype=np.int64)
    larger[: heap.size] = heap
    return larger


@numba.njit(cache=True, nogil=True)
def spread_links(start: Any, to: Any, ms: Any, seeds: Any, seed_ms: Any, limit: int, dist: Any) -> None:
    """Dijkstra from border to border."""
    heap = np.empty(4096, dtype=np.int64)
    size = 0
    for i in range(seeds.size):
        if seed_ms[i] <= limit and seed_ms[i] < dist[seeds[i]]:
            dist[seeds[i]] = seed_ms[i]
            if size >= heap.size:
                heap = _larger(heap)
            size = _push(heap, size, (np.int64(seed_ms[i]) << 32) | np.int64(seeds[i]))
    while size > 0:
        top = heap[0]
        size = _pop(heap, size)
        here, node = top >> 32, top & 0xFFFFFFFF
        if here > dist[node]:
            continue
        for arc in range(start[node], start[node + 1]):
            there, target = here + ms[arc], to[arc]
            if there < dist[target] and there <= limit:
                dist[target] = there
                if size >= heap.size:
                    heap = _larger(heap)
                size = _push(heap, size, (there << 32) | np.int64(target))


@numba.njit(cache=True, nogil=True)
def reached_areas(
    at: Any, border: Any, first_border: Any, border_local: Any, first_area: Any, area: Any, first_way: Any,
    way_ms: Any, limit: int, max_ms: int, connector_ms: Any, site_connector_ms: int, own: int, inside: Any,
    first: int, one: Any, two: Any, one_ms: Any, two_ms: Any, road: Any, share: Any, site_road: int,
    site_share: float, along_ms: int, against_ms: int, out_area: Any, out_ms: Any,
) -> int:  # fmt: skip
    """Let the areas of each cell take the best of its borders; in the site's own cell also ways within it."""
    found = 0
    for cell in range(first_border.size - 1):
        count = first_area[cell + 1] - first_area[cell]
        near = cell == own
        for i in range(first_border[cell], first_border[cell + 1]):
            near = near or at[border[border_local[i]]] <= limit
        if count == 0 or not near:
            continue
        best = np.full(count, 2**29, dtype=np.int32)
        for i in range(first_border[cell], first_border[cell + 1]):
            here = at[border[border_local[i]]]
            if here > limit:
                continue
            way = first_way[cell] + (i - first_border[cell]) * count
            row = way_ms[way : way + count]
            for k in range(count):
                best[k] = min(best[k], np.int32(here + row[k]))
        for k in range(count):
            a = area[first_area[cell] + k]
            ms = np.int64(best[k])
            if cell == own:
                if one_ms[a] >= 0:
                    ms = min(ms, np.int64(one_ms[a]) + inside[one[a] - first])
                if two_ms[a] >= 0:
                    ms = min(ms, np.int64(two_ms[a]) + inside[two[a] - first])
                if road[a] == site_road:
                    step = site_share - share[a]
                    if step >= 0.0 and along_ms >= 0:
                        ms = min(ms, np.int64(np.rint(step * along_ms)))
                    if step <= 0.0 and against_ms >= 0:
                        ms = min(ms, np.int64(np.rint(-step * against_ms)))
            ms += connector_ms[a] + site_connector_ms
            if ms <= max_ms:
                out_area[found], out_ms[found] = a, ms
                found += 1
    return found


@numba.njit(cache=True, nogil=True)
def inside_of_cell(
    start: Any, other: Any, ms: Any, first_local: Any, border: Any, first_border: Any, border_local: Any,
    first_area: Any, area: Any, one: Any, two: Any, one_ms: Any, two_ms: Any, first_way: Any, way_ms: Any,
) -> Any:  # fmt: skip
    """Search each cell from each of its borders: fill `way_ms`, return links that pass no third border."""
    rows, targets, costs = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.int32)
    links = 0
    for cell in range(first_local.size - 1):
        first, last = first_local[cell], first_local[cell + 1]
        dist, passes = np.empty(last - first, np.int32), np.empty(last - first, np.bool_)
        count = first_area[cell + 1] - first_area[cell]
        for i in range(first_border[cell], first_border[cell + 1]):
            root = border_local[i]
            _search_with_passes(start, other, ms, first, root, border, dist, passes)
            for j in range(first_border[cell], first_border[cell + 1]):
                target = border_local[j]
                if target != root and dist[target - first] < 2**29 and not passes[target - first]:
                    if links >= rows.size:
                        rows, targets, costs = _wider(rows), _wider(targets), _wider(costs)
                    rows[links], targets[links] = border[root], border[target]
                    costs[links] = dist[target - first]
                    links += 1
            way = first_way[cell] + (i - first_border[cell]) * count
            for k in range(count):
                a = area[first_area[cell] + k]
                best = 2**29
                if one_ms[a] >= 0:
                    best = min(best, one_ms[a] + dist[one[a] - first])
                if two_ms[a] >= 0:
                    best = min(best, two_ms[a] + dist[two[a] - first])
                way_ms[way + k] = best
    return rows[:links], targets[:links], costs[:links]


@numba.njit(cache=True, nogil=True)
def _wider(values: Any) -> Any:
    wider = np.empty(2 * values.size, dtype=np.int32)
    wider[: values.size] = values
    return wider


@numba.njit(cache=True, nogil=True)
def _search_with_passes(
    start: Any, other: Any, ms: Any, first: int, root: int, border: Any, dist: Any, passes: Any
) -> None:
    """Dijkstra within a cell that also notes whether some shortest way passes a border on its way.

    Every road takes at least a millisecond, so of two borders that could each stand in for the other's link
    one is strictly nearer, and no link is left out that is needed.
    """
    dist[:] = 2**29
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
