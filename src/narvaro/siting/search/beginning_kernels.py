"""Compiled loops before an interchange: clients of a site by cost, and open sites drawn by chance."""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["by_cost", "draw", "homes", "serve"]


@njit(cache=True, nogil=True)
def by_cost(site_ptr, area, site_cost, out_area, out_cost):
    """Sort each site's clients by cost."""
    for j in range(len(site_ptr) - 1):
        lo, hi = site_ptr[j], site_ptr[j + 1]
        order = np.argsort(site_cost[lo:hi], kind="mergesort")
        for n in range(hi - lo):
            out_area[lo + n] = area[lo + order[n]]
            out_cost[lo + n] = site_cost[lo + order[n]]


@njit(cache=True, nogil=True)
def homes(lists, n_sites):
    """Return each site's nearest client."""
    home = np.zeros(n_sites, np.int64)
    for j in range(n_sites):
        least = np.inf
        for p in range(lists.site_ptr[j], lists.site_ptr[j + 1]):
            if lists.site_cost[p] < least:
                least, home[j] = lists.site_cost[p], lists.area[p]
    return home


@njit(cache=True, nogil=True)
def serve(j, lists, w, pays):
    """Lower what clients pay to what they pay at site j."""
    for p in range(lists.site_ptr[j], lists.site_ptr[j + 1]):
        i = lists.area[p]
        pays[i] = min(pays[i], w[i] * lists.site_cost[p])


@njit(cache=True, nogil=True)
def draw(share, lists, free, is_open, pays):
    """Return the nearest closed site of the client up to which so large a share is paid; -1 where it has none."""
    left = share * pays.sum()
    for i in range(len(pays)):
        left -= pays[i]
        if left < 0.0:
            for q in range(lists.ptr[i], lists.ptr[i + 1]):
                j = lists.site[q]
                if free[j] and not is_open[j]:
                    return np.int64(j)
            break
    return np.int64(-1)
