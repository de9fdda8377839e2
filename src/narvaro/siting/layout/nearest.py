"""Sorted nearest lists: for each area its sites by rising cost, in two compressed tables.

A list may be cut after the nearest few. The area's multiplier then stays at most the first cost that is not in the
list, so no pair outside could have contributed, and a bound made from the lists is a bound for the full table.

No cost is ever rounded: lists hold float32 where every given cost is exactly a float32, else float64.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, ProblemError
from narvaro.siting.form.problem import Block, Floats, Layer, is_sparse
from narvaro.siting.layout import nearest_kernels

__all__ = ["Store", "build_store", "keep_sites", "take_areas"]

_FLOAT32_BYTES = 4
# sites and costs of rows, how many each has, and the first cost that was left out
_Filled: TypeAlias = tuple[NDArray[np.int32], NDArray[np.floating], NDArray[np.int64], Floats]


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
    site: NDArray[np.integer]
    cost: NDArray[np.floating]
    site_ptr: NDArray[np.int64]
    area: NDArray[np.int32]
    site_cost: NDArray[np.floating]
    cap: Floats
    cut: NDArray[np.bool_]

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return len(self.cap)


def _whole(
    n_sites: int,
    ptr: NDArray[np.int64],
    site: NDArray[np.integer],
    cost: NDArray[np.floating],
    cap: Floats,
    cut: NDArray[np.bool_],
) -> Store:
    site_ptr, area, site_cost = nearest_kernels.by_site(ptr, site, cost, n_sites)
    return Store(n_sites, ptr, site, cost, site_ptr, area, site_cost, cap, cut)


def keep_sites(store: Store, keep: NDArray[np.bool_]) -> Store:
    """Return the lists without the sites that are ruled out; the caps stay, so bounds stay valid."""
    n = int(np.diff(store.site_ptr)[keep].sum())
    ptr = np.zeros(store.n_areas + 1, np.int64)
    site, cost = np.empty(n, store.site.dtype), np.empty(n, store.cost.dtype)
    nearest_kernels.keep_pairs(store.ptr, store.site, store.cost, keep, ptr, site, cost)
    return _whole(store.n_sites, ptr, site, cost, store.cap, store.cut)


def take_areas(store: Store, areas: NDArray[np.int64]) -> Store:
    """Return the lists of some areas only, in the order given."""
    length = np.diff(store.ptr)[areas]
    ptr = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    index = np.repeat(store.ptr[areas] - ptr[:-1], length) + np.arange(ptr[-1])
    return _whole(
        store.n_sites, ptr, store.site[index], store.cost[index], store.cap[areas], store.cut[areas]
    )


def _exact_float32(values: NDArray[np.floating]) -> bool:
    if values.dtype == np.float32:
        return True
    return bool(((values.astype(np.float32) == values) | np.isnan(values)).all())


def _values(block: Block) -> NDArray[np.floating]:
    values = np.asarray(block.data if is_sparse(block) else block)
    # half precision and whole numbers are no types that the kernels are compiled for
    fit = values.dtype.kind == "f" and values.dtype.itemsize >= _FLOAT32_BYTES
    return values if fit else values.astype(np.float64)


def _fill(
    block: Block, values: NDArray[np.floating], limit: Floats, most: int, pool: ThreadPoolExecutor | None
) -> _Filled | None:
    """Sort the rows of one block, in two halves where there is a pool."""
    rows = block.shape[0]
    widest = int(np.diff(block.indptr).max(initial=0)) if is_sparse(block) else block.shape[1]
    width = max(1, min(most, widest))
    site, cost = np.empty((rows, width), np.int32), np.empty((rows, width), values.dtype)
    count, first_out = np.zeros(rows, np.int64), np.empty(rows)

    def part(lo: int, hi: int) -> int:
        out = (limit[lo:hi], most, site[lo:hi], cost[lo:hi], count[lo:hi], first_out[lo:hi])
        if is_sparse(block):
            ptr = block.indptr[lo : hi + 1].astype(np.int64)
            return int(nearest_kernels.sort_sparse(ptr, block.indices, values, *out))
        return int(nearest_kernels.sort_dense(values[lo:hi], *out))

    # each row is sorted by itself, so the halves give the same lists as the whole
    edges = [0, rows] if pool is None else [0, rows // 2, rows]
    spans = list(itertools.pairwise(edges))
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
    # two bytes where they hold every site: at national size the lists are most of the memory
    kind = np.uint16 if n_sites <= np.iinfo(np.uint16).max else np.int32
    room = min(most, n_sites) * n_areas  # untouched pages cost nothing
    site: NDArray[np.integer] = np.empty(room, kind)
    cost: NDArray[np.floating] = np.empty(room, np.float32)
    ptr, first_out, n = np.zeros(n_areas + 1, np.int64), np.empty(n_areas), 0
    for rows, block in layer.blocks():
        if block.shape[1] != n_sites:
            data = {"layer": layer.name, "columns": block.shape[1], "sites": n_sites}
            raise ProblemError([Fault("problem.cost_columns", data)])
        values = _values(block)
        # found out block by block, since a source cannot be asked before it is read
        if cost.dtype == np.float32 and not _exact_float32(values):
            wide = np.empty(room, np.float64)
            wide[:n] = cost[:n]
            cost = wide
        filled = _fill(block, values.astype(cost.dtype, copy=False), reach[rows], most, pool)
        if filled is None:
            raise ProblemError([Fault("problem.cost_negative", {"layer": layer.name})])
        part_site, part_cost, count, out = filled
        ptr[rows.start + 1 : rows.stop + 1] = n + np.cumsum(count)
        first_out[rows] = out
        n = nearest_kernels.pack(part_site, part_cost, count, n, site, cost)
    # a slice would keep the whole room alive; where most of it is used a copy would cost more than it frees
    if n < room // 2:
        site, cost = site[:n].copy(), cost[:n].copy()
    return _whole(n_sites, ptr, site[:n], cost[:n], np.minimum(reach, first_out), first_out < reach)
