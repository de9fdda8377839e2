"""Compiled loops that sort, pack and turn around the nearest lists."""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, ANN202

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["by_site", "keep_pairs", "pack", "sort_dense", "sort_sparse"]


_RUN = 16  # pairs that are quicker sorted by insertion than by merging
_SPARE = 3.0  # standard deviations by which the guess lies above where the nearest should end
_LONG = 8  # times the sample, from which a row is long enough for a guess
_SAMPLE = 128  # costs of a row that tell about where its nearest end
_STEP_HOLDS = 64  # pairs that one step of cost may hold before a row is merged


@njit(cache=True, nogil=True)
def _insert(cost, site, lo, hi):
    """Sort a span of pairs by cost by insertion, equal costs in the order given."""
    for a in range(lo + 1, hi):
        c, s = cost[a], site[a]
        b = a - 1
        while b >= lo and cost[b] > c:
            cost[b + 1], site[b + 1] = cost[b], site[b]
            b -= 1
        cost[b + 1], site[b + 1] = c, s


@njit(cache=True, nogil=True)
def _merge_sort(cost, site, n, spare_cost, spare_site):
    """Sort pairs by cost whatever their spread, equal costs in the order given: runs of 16, then merging."""
    for lo in range(0, n, _RUN):
        _insert(cost, site, lo, min(lo + _RUN, n))
    width = _RUN
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
def _sort_pairs(cost, site, n, spare_cost, spare_site, start):
    """Sort pairs by cost, equal costs in the order given: into n equal steps of cost, then by insertion.

    Costs spread like distances from a place fill the steps evenly, so each pair moves little. Where one step would hold
    many, merging does the work. `start` is room for n + 1 numbers.
    """
    least = most = cost[0] if n else 0.0
    for q in range(n):
        least, most = min(least, cost[q]), max(most, cost[q])
    steps = n / (most - least) if most > least else 0.0
    if steps == np.inf:  # costs nearer to each other than numbers can be told apart
        steps = 0.0
    start[: n + 1] = 0
    fullest = 0
    for q in range(n):
        at = min(n - 1, int((cost[q] - least) * steps)) + 1
        start[at] += 1
        fullest = max(fullest, start[at])
    if fullest > _STEP_HOLDS:
        _merge_sort(cost, site, n, spare_cost, spare_site)
        return
    for at in range(n):
        start[at + 1] += start[at]
    for q in range(n):
        at = min(n - 1, int((cost[q] - least) * steps))
        spare_cost[start[at]], spare_site[start[at]] = cost[q], site[q]
        start[at] += 1
    for q in range(n):
        cost[q], site[q] = spare_cost[q], spare_site[q]
    _insert(cost, site, 0, n)  # the steps are in order, so this moves pairs within one only


@njit(cache=True, nogil=True)
def _ceiling_of_nearest(row, most, sample):
    """Guess a cost that a few more than `most` of a row lie below, from a sample of it; infinity for short rows."""
    n = len(row)
    if n < _LONG * len(sample) or 2 * most > n:
        return np.inf
    for k in range(len(sample)):
        c = row[k * n // len(sample)]
        sample[k] = c if c == c else np.inf  # NaN, out of reach, is not itself
    share = most / n
    # how many of the sample lie below is binomial; this is its standard deviation
    spread = np.sqrt(len(sample) * share * (1.0 - share))
    at = int(len(sample) * share + _SPARE * spread) + 1
    return np.partition(sample, at)[at] if at < len(sample) else np.inf


@njit(cache=True, nogil=True)
def _below(row, edge, held_cost, held_site):
    """Keep a row's pairs below an edge; return how many, or -1 where a cost is negative."""
    n = 0
    for j in range(len(row)):
        c = row[j]
        if c < 0:
            return -1
        if c < edge:  # false for NaN
            held_cost[n] = c
            held_site[n] = j
            n += 1
    return n


@njit(cache=True, nogil=True)
def _cut(cost, n, most):
    """Return how many sorted pairs are kept, and the first cost left out; none of an equal cost is kept beside it."""
    if n <= most:
        return n, np.inf
    edge, n = cost[most], most
    # else a multiplier at the edge would gain from a pair as dear as one that was left out
    while n > 0 and cost[n - 1] >= edge:
        n -= 1
    return n, edge


@njit(cache=True, nogil=True)
def sort_dense(block, limit, most, site, cost, count, first_out):
    """Fill each row's nearest list from a dense block; return -1 where a cost is negative."""
    rows, n_sites = block.shape
    held_cost = np.empty(n_sites, block.dtype)
    held_site = np.empty(n_sites, np.int32)
    spare_cost, spare_site, start = held_cost.copy(), held_site.copy(), np.empty(n_sites + 1, np.int64)
    sample = np.empty(_SAMPLE, block.dtype)
    for i in range(rows):
        guess = _ceiling_of_nearest(block[i], most, sample)
        n = _below(block[i], min(guess, limit[i]), held_cost, held_site)
        # the guess was too low: not all of the nearest lie below it, or it cannot be told
        if 0 <= n <= most and guess < limit[i]:
            n = _below(block[i], limit[i], held_cost, held_site)
        if n < 0:
            return -1
        _sort_pairs(held_cost, held_site, n, spare_cost, spare_site, start)
        n, first_out[i] = _cut(held_cost, n, most)
        for q in range(n):
            site[i, q] = held_site[q]
            cost[i, q] = held_cost[q]
        count[i] = n
    return 0


@njit(cache=True, nogil=True)
def sort_sparse(ptr, col, val, limit, most, site, cost, count, first_out):
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
        spare = held_cost.copy(), held_site.copy(), np.empty(m + 1, np.int64)
        _sort_pairs(held_cost, held_site, m, *spare)
        n, first_out[i] = _cut(held_cost, m, most)
        for q in range(n):
            site[i, q] = held_site[q]
            cost[i, q] = held_cost[q]
        count[i] = n
    return 0


@njit(cache=True, nogil=True)
def pack(site, cost, count, start, out_site, out_cost):
    """Append the rows of a block to the lists; return the new length."""
    n = start
    for i in range(len(count)):
        for q in range(count[i]):
            out_site[n] = site[i, q]
            out_cost[n] = cost[i, q]
            n += 1
    return n


@njit(cache=True, nogil=True)
def by_site(ptr, site, cost, n_sites):
    """Turn lists by area into lists by site, areas rising: a counting sort."""
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
def keep_pairs(ptr, site, cost, keep, out_ptr, out_site, out_cost):
    """Copy the pairs of the sites that are kept."""
    n = 0
    for i in range(len(ptr) - 1):
        for q in range(ptr[i], ptr[i + 1]):
            if keep[site[q]]:
                out_site[n] = site[q]
                out_cost[n] = cost[q]
                n += 1
        out_ptr[i + 1] = n
    return n
