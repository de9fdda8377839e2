"""Compiled loops that lay out the MIP: each client's sequence of places, and the rows of the chains."""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["chain_rows", "count_pairs", "sequences"]


@njit(cache=True, nogil=True)
def sequences(lists, choices, w, most_paid, column, always, out_ptr, out_col, out_cost, fill):
    """List each client's columns by rising cost up to its cap, the most it pays, or the first place always open."""
    n, n_years = w.shape
    n_sites = len(choices.site_ptr) - 1
    at = 0
    for i in range(n):
        m0, m1 = choices.layer_ptr[lists.layer[i]], choices.layer_ptr[lists.layer[i] + 1]
        for t in range(n_years):
            if w[i, t] > 0.0:
                pos = np.full(m1 - m0, lists.ptr[i])
                done = False
                while not done:
                    best, its = np.inf, -1
                    for m in range(m1 - m0):
                        while pos[m] < lists.ptr[i + 1] and (
                            column[((m0 + m) * n_years + t) * n_sites + lists.site[pos[m]]] < 0
                        ):
                            pos[m] += 1
                        if pos[m] < lists.ptr[i + 1]:
                            c = lists.cost[pos[m]] + choices.penalty[m0 + m]
                            if c < best:
                                best, its = c, m
                    if its < 0 or best >= lists.cap[i] or best > most_paid[i, t]:
                        break
                    col = column[((m0 + its) * n_years + t) * n_sites + lists.site[pos[its]]]
                    pos[its] += 1
                    if fill:
                        out_col[at] = col
                        out_cost[at] = best
                    at += 1
                    done = always[col]
            if fill:
                continue
            out_ptr[i * n_years + t + 1] = at
    return at


@njit(cache=True, nogil=True)
def chain_rows(kept, parent, step, row_ptr, row_col, row_val, z_col, fill):
    """Write each kept node's row: z_node - z_nearest kept ancestor + the Y between >= 0 (1 where there is none)."""
    at, rows = 0, 0
    for n in range(1, len(parent)):
        if not kept[n]:
            continue
        if fill:
            row_col[at], row_val[at] = z_col[n], 1.0
        at += 1
        u = n
        while True:
            if fill:
                row_col[at], row_val[at] = step[u], 1.0
            at += 1
            u = parent[u]
            if u == 0 or kept[u]:
                break
        if u != 0:
            if fill:
                row_col[at], row_val[at] = z_col[u], -1.0
            at += 1
        rows += 1
        if not fill:
            row_ptr[rows] = at
    return at


@njit(cache=True, nogil=True)
def count_pairs(lists, keep, w, most_paid):
    """Count the pairs below the most that each client pays, among the sites that can open."""
    n = 0
    for i in range(w.shape[0]):
        for t in range(w.shape[1]):
            top = min(most_paid[i, t], lists.cap[i])
            if w[i, t] > 0.0:
                for q in range(lists.ptr[i], lists.ptr[i + 1]):
                    if lists.cost[q] > top:
                        break
                    n += keep[lists.site[q]]
    return n
