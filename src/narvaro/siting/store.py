"""Sorted nearest lists: for each area its sites by rising cost, in two compressed tables.

A list may be cut after the nearest few. The area's multiplier then stays at most the first cost that is not in the list,
so no pair outside could have contributed, and a bound made from the lists is a bound for the full table.

No cost is ever rounded: lists hold float32 where every given cost is exactly a float32, else float64.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault, ProblemError
from narvaro.siting.problem import Floats, Layer

__all__ = ["Store", "build_store", "keep_sites", "take_areas"]


@dataclass(frozen=True, eq=False)
class Store:
    """Pairs of areas and sites that can matter.

    Parameters
    ----------
    ptr, site, cost
        By area, each list sorted by cost: `site[ptr[i]:ptr[i+1]]`, `cost[...]`.
    site_ptr, area, site_cost
        The same pairs by site, areas rising.
    cap
        Shape (n_areas,): the area's cost can matter only below this (what it costs unserved, or the first cost that
        was left out of its list).
    cut
        Shape (n_areas,): whether the list was cut before all that could matter.
    """

    n_sites: int
    ptr: NDArray[np.int64]
    site: NDArray[Any]
    cost: NDArray[Any]
    site_ptr: NDArray[np.int64]
    area: NDArray[np.int32]
    site_cost: NDArray[Any]
    cap: Floats
    cut: NDArray[np.bool_]

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return len(self.cap)


@njit(cache=True, nogil=True)
def _sort_pairs(cost, site, n, spare_cost, spare_site):  # type: ignore[no-untyped-def]
    """Sort pairs by cost, equal costs in the order given: insertion in runs of 16, then merging."""
    for lo in range(0, n, 16):
        for a in range(lo + 1, min(lo + 16, n)):
            c, s = cost[a], site[a]
            b = a - 1
            while b >= lo and cost[b] > c:
                cost[b + 1], site[b + 1] = cost[b], site[b]
                b -= 1
            cost[b + 1], site[b + 1] = c, s
    width = 16
    while width < n:
        for lo in range(0, n, 2 * width):
            mid, hi = min(lo + width, n), min(lo + 2 * width, n)
            a, b = lo, mid
            for k in range(lo, hi):
                if a < mid and (b >= hi or cost[a] <= cost[b]):
                    spare_cost[k], spare_site[k] = cost[a], site[a]
                    a += 1
                else:
                    spare_cost[k], spare_site[k] = cost[b], site[b]
                    b += 1
        for k in range(n):
            cost[k], site[k] = spare_cost[k], spare_site[k]
        width *= 2


@njit(cache=True, nogil=True)
def _nth(values, n):  # type: ignore[no-untyped-def]
    """Return the value that would stand at place n if sorted (quickselect, Hoare 1961)."""
    lo, hi = 0, len(values) - 1
    while lo < hi:
        pivot = values[(lo + hi) // 2]
        a, b = lo, hi
        while a <= b:
            while values[a] < pivot:
                a += 1
            while values[b] > pivot:
                b -= 1
            if a <= b:
                values[a], values[b] = values[b], values[a]
                a += 1
                b -= 1
        if n <= b:
            hi = b
        elif n >= a:
            lo = a
        else:
            break
    return values[n]


@njit(cache=True, nogil=True)
def _sort_dense(block, limit, most, site, cost, count, first_out):  # type: ignore[no-untyped-def]
    """Fill each row's nearest list from a dense block; return -1 where a cost is negative."""
    rows, n_sites = block.shape
    held_cost = np.empty(n_sites, block.dtype)
    held_site = np.empty(n_sites, np.int32)
    spare_cost, spare_site = held_cost.copy(), held_site.copy()
    for i in range(rows):
        n = 0
        for j in range(n_sites):
            c = block[i, j]
            if c < 0:
                return -1
            if c < limit[i]:  # false for NaN
                held_cost[n] = c
                held_site[n] = j
                n += 1
        first_out[i] = np.inf
        if n > most:
            edge = _nth(held_cost[:n].copy(), most)
            first_out[i] = edge
            m = 0
            for q in range(n):
                if held_cost[q] < edge:
                    held_cost[m] = held_cost[q]
                    held_site[m] = held_site[q]
                    m += 1
            n = m
        _sort_pairs(held_cost, held_site, n, spare_cost, spare_site)
        for q in range(n):
            site[i, q] = held_site[q]
            cost[i, q] = held_cost[q]
        count[i] = n
    return 0


@njit(cache=True, nogil=True)
def _sort_sparse(ptr, col, val, limit, most, site, cost, count, first_out):  # type: ignore[no-untyped-def]
    """Fill each row's nearest list from CSR rows; return -1 where a cost is negative."""
    for i in range(len(ptr) - 1):
        n = ptr[i + 1] - ptr[i]
        held_cost = np.empty(n, val.dtype)
        held_site = np.empty(n, np.int32)
        m = 0
        for q in range(ptr[i], ptr[i + 1]):
            if val[q] < 0:
                return -1
            if val[q] < limit[i]:
                held_cost[m] = val[q]
                held_site[m] = col[q]
                m += 1
        _sort_pairs(held_cost, held_site, m, held_cost.copy(), held_site.copy())
        first_out[i] = np.inf
        n = m
        if m > most:
            edge = held_cost[most]
            first_out[i] = edge
            n = most
            while n > 0 and held_cost[n - 1] >= edge:
                n -= 1
        for q in range(n):
            site[i, q] = held_site[q]
            cost[i, q] = held_cost[q]
        count[i] = n
    return 0


@njit(cache=True, nogil=True)
def _pack(site, cost, count, start, out_site, out_cost):  # type: ignore[no-untyped-def]
    n = start
    for i in range(len(count)):
        for q in range(count[i]):
            out_site[n] = site[i, q]
            out_cost[n] = cost[i, q]
            n += 1
    return n


@njit(cache=True, nogil=True)
def _by_site(ptr, site, cost, n_sites):  # type: ignore[no-untyped-def]
    site_ptr = np.zeros(n_sites + 1, np.int64)
    for q in range(ptr[-1]):
        site_ptr[site[q] + 1] += 1
    for j in range(n_sites):
        site_ptr[j + 1] += site_ptr[j]
    at = site_ptr[:-1].copy()
    area = np.empty(ptr[-1], np.int32)
    site_cost = np.empty(ptr[-1], cost.dtype)
    for i in range(len(ptr) - 1):
        for q in range(ptr[i], ptr[i + 1]):
            j = site[q]
            area[at[j]] = i
            site_cost[at[j]] = cost[q]
            at[j] += 1
    return site_ptr, area, site_cost


@njit(cache=True, nogil=True)
def _keep(ptr, site, cost, keep, out_ptr, out_site, out_cost):  # type: ignore[no-untyped-def]
    n = 0
    for i in range(len(ptr) - 1):
        for q in range(ptr[i], ptr[i + 1]):
            if keep[site[q]]:
                out_site[n] = site[q]
                out_cost[n] = cost[q]
                n += 1
        out_ptr[i + 1] = n
    return n


def _whole(n_sites: int, ptr: Any, site: Any, cost: Any, cap: Floats, cut: Any) -> Store:
    site_ptr, area, site_cost = _by_site(ptr, site, cost, n_sites)
    return Store(n_sites, ptr, site, cost, site_ptr, area, site_cost, cap, cut)


def keep_sites(store: Store, keep: NDArray[np.bool_]) -> Store:
    """Return the lists without the sites that are ruled out; the caps stay, so bounds stay valid."""
    n = int(np.diff(store.site_ptr)[keep].sum())
    ptr = np.zeros(store.n_areas + 1, np.int64)
    site, cost = np.empty(n, store.site.dtype), np.empty(n, store.cost.dtype)
    _keep(store.ptr, store.site, store.cost, keep, ptr, site, cost)
    return _whole(store.n_sites, ptr, site, cost, store.cap, store.cut)


def take_areas(store: Store, areas: NDArray[np.int64]) -> Store:
    """Return the lists of some areas only, in the order given."""
    length = np.diff(store.ptr)[areas]
    ptr = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    index = np.repeat(store.ptr[areas] - ptr[:-1], length) + np.arange(ptr[-1])
    return _whole(
        store.n_sites, ptr, store.site[index], store.cost[index], store.cap[areas], store.cut[areas]
    )


def _exact_float32(values: NDArray[Any]) -> bool:
    if values.dtype == np.float32:
        return True
    return bool(((values.astype(np.float32) == values) | np.isnan(values)).all())


def _values(block: Any) -> NDArray[Any]:
    values = np.asarray(block.data if sparse.issparse(block) else block)
    return values if values.dtype.kind == "f" and values.dtype.itemsize >= 4 else values.astype(np.float64)


def _fill(
    block: Any, values: NDArray[Any], limit: Floats, most: int, dtype: Any, pool: ThreadPoolExecutor | None
) -> Any:
    """Sort the rows of one block, in two halves where there is a pool."""
    rows = block.shape[0]
    widest = int(np.diff(block.indptr).max(initial=0)) if sparse.issparse(block) else block.shape[1]
    width = max(1, min(most, widest))
    site, cost = np.empty((rows, width), np.int32), np.empty((rows, width), dtype)
    count, first_out = np.zeros(rows, np.int64), np.empty(rows)
    values = values.astype(dtype, copy=False)

    def part(lo: int, hi: int) -> int:
        out = (limit[lo:hi], most, site[lo:hi], cost[lo:hi], count[lo:hi], first_out[lo:hi])
        if sparse.issparse(block):
            ptr = block.indptr[lo : hi + 1].astype(np.int64)
            return int(_sort_sparse(ptr, block.indices, values, *out))
        return int(_sort_dense(values[lo:hi], *out))

    edges = [0, rows] if pool is None else [0, rows // 2, rows]
    spans = list(zip(edges[:-1], edges[1:], strict=True))
    done = [part(*s) for s in spans] if pool is None else list(pool.map(lambda s: part(*s), spans))
    return (site, cost, count, first_out) if min(done) == 0 else None


def build_store(layer: Layer, n_sites: int, most: int, pool: ThreadPoolExecutor | None = None) -> Store:
    """Read a layer's costs once, block by block, into sorted lists of at most `most` sites an area.

    Raises
    ------
    ProblemError
        If a cost is negative or a block has another number of sites.
    """
    n_areas, reach = layer.n_areas, layer.reach_cost()
    kind = np.uint16 if n_sites <= np.iinfo(np.uint16).max else np.int32
    room = min(most, n_sites) * n_areas  # untouched pages cost nothing
    site, cost = np.empty(room, kind), np.empty(room, np.float32)
    ptr, first_out, n = np.zeros(n_areas + 1, np.int64), np.empty(n_areas), 0
    for rows, block in layer.blocks():
        if block.shape[1] != n_sites:
            data = {"layer": layer.name, "columns": block.shape[1], "sites": n_sites}
            raise ProblemError([Fault("problem.cost_columns", data)])
        values = _values(block)
        if cost.dtype == np.float32 and not _exact_float32(values):
            wide = np.empty(room, np.float64)
            wide[:n] = cost[:n]
            cost = wide
        filled = _fill(block, values, reach[rows], most, cost.dtype, pool)
        if filled is None:
            raise ProblemError([Fault("problem.cost_negative", {"layer": layer.name})])
        part_site, part_cost, count, out = filled
        ptr[rows.start + 1 : rows.stop + 1] = n + np.cumsum(count)
        first_out[rows] = out
        n = _pack(part_site, part_cost, count, n, site, cost)
    if n < room // 2:
        site, cost = site[:n].copy(), cost[:n].copy()
    return _whole(n_sites, ptr, site[:n], cost[:n], np.minimum(reach, first_out), first_out < reach)
