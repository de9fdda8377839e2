"""Shortest ways from every area to one site, in whole milliseconds, by Dijkstra with a limit.

Whole numbers make every sum exact: the answer does not depend on the order of the roads, on how sites are
grouped, or on the machine.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from narvaro.travel.arrays import Floats, Int32s

NEVER_MS = np.int32(2**31 - 1)
"""Milliseconds that stand for "cannot be reached": the largest in four bytes, 24 days."""


class Arcs(NamedTuple):
    """A graph by rows: arcs of junction i are `start[i]` to `start[i + 1]`, to `other` in so many milliseconds."""

    start: npt.NDArray[Any]
    other: Int32s
    ms: Int32s


class AreaStands(NamedTuple):
    """Where areas stand on the network, one entry for each.

    An area stands on a road (-1: none), `share` of the way along it, and leaves it by either end: junction `one` after
    `one_ms`, `two` after `two_ms`, -1 where closed. `connector_ms` is between the area and its road.
    """

    road: Int32s
    share: Floats
    one: Int32s
    two: Int32s
    one_ms: Int32s
    two_ms: Int32s
    connector_ms: Int32s


class SiteStand(NamedTuple):
    """Where a site stands: its road (-2: none), how far along, and milliseconds to the road and along all of it."""

    road: int
    share: float
    connector_ms: int
    along_ms: int
    against_ms: int


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
def _larger(heap: Any) -> Any:
    larger = np.empty(2 * heap.size, dtype=np.int64)
    larger[: heap.size] = heap
    return larger


@numba.njit(cache=True, nogil=True)
def spread(arcs: Arcs, first: int, seeds: Int32s, seed_ms: Int32s, limit_ms: int, dist: Int32s) -> None:
    """Lower `dist` to the least milliseconds between the seeds and each junction.

    Parameters
    ----------
    arcs
        The graph.
    first
        The junction that `dist` begins with: a cell has a part of a larger graph.
    seeds, seed_ms
        Junctions to begin at, and milliseconds already spent there.
    limit_ms
        Ways longer than this are not followed.
    dist
        Milliseconds by junction, at first what stands for "not reached".

    References
    ----------
    E. W. Dijkstra (1959), A note on two problems in connexion with graphs, Numerische Mathematik 1, 269-271.
    D. B. Johnson (1975), Priority queues with update and finding minimum spanning trees, Information
    Processing Letters 4(3), 53-57 (heaps of degree four).
    """
    start, other, ms = arcs.start, arcs.other, arcs.ms
    # Room for a search of a town; it doubles when it is full.
    heap = np.empty(1024, dtype=np.int64)
    size = 0
    for i in range(seeds.size):
        if seed_ms[i] <= limit_ms and seed_ms[i] < dist[seeds[i] - first]:
            dist[seeds[i] - first] = seed_ms[i]
            if size >= heap.size:
                heap = _larger(heap)
            size = _push(heap, size, (np.int64(seed_ms[i]) << 32) | np.int64(seeds[i]))
    while size > 0:
        top = heap[0]
        size = _pop(heap, size)
        # Milliseconds above and junction below in one number: items are compared at once, and ties by junction.
        here, node = top >> 32, top & 0xFFFFFFFF
        # A junction is put in again where a shorter way is found; the longer one, left in the heap, is passed over.
        if here > dist[node - first]:
            continue
        for arc in range(start[node], start[node + 1]):
            there, target = here + ms[arc], other[arc]
            if there < dist[target - first] and there <= limit_ms:
                dist[target - first] = there
                if size >= heap.size:
                    heap = _larger(heap)
                size = _push(heap, size, (there << 32) | np.int64(target))


@numba.njit(cache=True, nogil=True)
def same_road(site: SiteStand, share: float, best: Any) -> Any:
    """Return the least milliseconds of `best` and the way along the road that an area shares with the site."""
    step = site.share - share
    if step >= 0.0 and site.along_ms >= 0:
        best = min(best, np.int64(np.rint(step * site.along_ms)))
    if step <= 0.0 and site.against_ms >= 0:
        best = min(best, np.int64(np.rint(-step * site.against_ms)))
    return best


@numba.njit(cache=True, nogil=True)
def collect(dist: Int32s, areas: AreaStands, site: SiteStand, limit_ms: int, out: Int32s) -> None:
    """Fill `out` with milliseconds between each area and the site, given `dist` from `spread`.

    An area goes by either end of its road, or stays on the road if the site stands on the same one.
    """
    # In eight bytes, so that a sum with it does not turn round to below zero.
    never = np.int64(NEVER_MS)
    for i in range(areas.road.size):
        best: Any = never
        if areas.road[i] >= 0:
            if areas.one_ms[i] >= 0 and dist[areas.one[i]] < never:
                best = min(best, np.int64(areas.one_ms[i]) + np.int64(dist[areas.one[i]]))
            if areas.two_ms[i] >= 0 and dist[areas.two[i]] < never:
                best = min(best, np.int64(areas.two_ms[i]) + np.int64(dist[areas.two[i]]))
            if areas.road[i] == site.road:
                best = same_road(site, areas.share[i], best)
            if best < never:
                best += np.int64(areas.connector_ms[i]) + site.connector_ms
        out[i] = best if best <= limit_ms else never
