"""Shortest ways from every area to one site, in whole milliseconds, by Dijkstra with a limit.

Whole numbers make every sum exact: the answer does not depend on the order of the roads, on how sites are
grouped, or on the machine.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

NEVER = np.int32(2**31 - 1)
"""Milliseconds that stand for "cannot be reached"."""

Ints = npt.NDArray[np.int32]


@numba.njit(cache=True, nogil=True)
def _push(heap: Any, size: int, item: Any) -> int:
    position = size
    while position > 0:
        parent = (position - 1) >> 2
        if heap[parent] <= item:
            break
        heap[position] = heap[parent]
        position = parent
    heap[position] = item
    return size + 1


@numba.njit(cache=True, nogil=True)
def _pop(heap: Any, size: int) -> int:
    """Remove the smallest item, which the caller has read; return the new size."""
    size -= 1
    item = heap[size]
    position = 0
    while True:
        child = 4 * position + 1
        if child >= size:
            break
        best = child
        for other in range(child + 1, min(child + 4, size)):
            if heap[other] < heap[best]:
                best = other
        if heap[best] >= item:
            break
        heap[position] = heap[best]
        position = best
    heap[position] = item
    return size


@numba.njit(cache=True, nogil=True)
def spread(
    start: Ints, other: Ints, cost_ms: Ints, seeds: Ints, seed_ms: Ints, limit_ms: int, dist: Ints
) -> None:
    """Fill `dist` with the least milliseconds between the seeds and each junction.

    Parameters
    ----------
    start, other, cost_ms
        The graph by rows: arcs of junction i are `start[i]` to `start[i + 1]`.
    seeds, seed_ms
        Junctions to begin at, and milliseconds already spent there.
    limit_ms
        Ways longer than this are not followed.
    dist
        Shape (junctions,); filled with milliseconds, `NEVER` where the limit is passed.

    References
    ----------
    E. W. Dijkstra (1959), A note on two problems in connexion with graphs, Numerische Mathematik 1, 269-271.
    D. B. Johnson (1975), Priority queues with update and finding minimum spanning trees, Information
    Processing Letters 4(3), 53-57 (heaps of degree four).
    """
    dist[:] = 2**31 - 1
    heap = np.empty(1024, dtype=np.int64)
    size = 0
    for i in range(seeds.size):
        if seed_ms[i] <= limit_ms and seed_ms[i] < dist[seeds[i]]:
            dist[seeds[i]] = seed_ms[i]
            size = _push(heap, size, (np.int64(seed_ms[i]) << 32) | np.int64(seeds[i]))
    while size > 0:
        top = heap[0]
        size = _pop(heap, size)
        here, node = top >> 32, top & 0xFFFFFFFF
        if here > dist[node]:
            continue
        for arc in range(start[node], start[node + 1]):
            there = here + cost_ms[arc]
            target = other[arc]
            if there < dist[target] and there <= limit_ms:
                dist[target] = there
                if size >= heap.size:
                    larger = np.empty(2 * heap.size, dtype=np.int64)
                    larger[:size] = heap[:size]
                    heap = larger
                size = _push(heap, size, (there << 32) | np.int64(target))


@numba.njit(cache=True, nogil=True)
def collect(
    dist: Ints,
    road: Ints,
    share: npt.NDArray[np.float64],
    node_one: Ints,
    node_two: Ints,
    one_ms: Ints,
    two_ms: Ints,
    connector_ms: Ints,
    site_road: int,
    site_share: float,
    site_connector_ms: int,
    along_ms: int,
    against_ms: int,
    limit_ms: int,
    out: Ints,
) -> None:
    """Fill `out` with milliseconds between each area and the site, given `dist` from `spread`.

    An area stands on a road, `share` of the way along it; it leaves by either end (`node_one` after
    `one_ms`, `node_two` after `two_ms`), or stays on the road if the site stands on the same one: then
    `along_ms` or `against_ms` is the time of the whole road in the direction that is needed.
    """
    never = np.int64(2**31 - 1)
    for i in range(road.size):
        best = never
        if road[i] >= 0:
            for end in range(2):
                node = node_one[i] if end == 0 else node_two[i]
                leave = one_ms[i] if end == 0 else two_ms[i]
                if leave >= 0 and dist[node] < never:
                    best = min(best, np.int64(leave) + np.int64(dist[node]))
            if road[i] == site_road:
                step = site_share - share[i]
                if step >= 0.0 and along_ms >= 0:
                    best = min(best, np.int64(np.rint(step * along_ms)))
                if step <= 0.0 and against_ms >= 0:
                    best = min(best, np.int64(np.rint(-step * against_ms)))
            if best < never:
                best += np.int64(connector_ms[i]) + site_connector_ms
        out[i] = best if best <= limit_ms else never
