"""Compiled loops of the dual side: what each site is worth, which option it picks, who is served how often.

All release the interpreter lock and run single-threaded on a fixed chunk, so results never depend on the threads.
`lists` and `choices` are the tuples `Lists` and `Choices` of `layout`.
"""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, E741

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = [
    "add_gains",
    "count_nearest",
    "count_served",
    "direction",
    "limit_direction",
    "move_limits",
    "move_multipliers",
    "price_options",
    "settle_limit",
    "use_of",
]

_HALVINGS = 60  # more than a float64 has digits
_SAME = 1e-13  # relative distance of two multipliers that are told as one
_FASTER = 4.0  # how much longer each step is until the best multiplier lies behind
_PACE = 0.01  # share of a limit's multiplier by which the search for a better one first steps


@njit(cache=True, nogil=True)
def add_gains(lo, hi, lists, choices, v, w, n_sites, out):
    """Add up what each site is worth: out[m, t, j] += sum_i w_it max(0, v_it - c_ij - penalty_m).

    Lists are sorted, so each loop stops at the first pair that contributes nothing. Returns sum_it w_it v_it.
    """
    ptr, site, cost, layer = lists.ptr, lists.site, lists.cost, lists.layer
    layer_ptr, penalty = choices.layer_ptr, choices.penalty
    n_years = v.shape[1]
    total = 0.0
    for i in range(lo, hi):
        first, last = ptr[i], ptr[i + 1]
        for t in range(n_years):
            weight = w[i, t]
            if weight == 0.0:
                continue
            total += weight * v[i, t]
            for m in range(layer_ptr[layer[i]], layer_ptr[layer[i] + 1]):
                net = v[i, t] - penalty[m]  # taken off once here instead of added to each pair's cost
                first_gain = (m * n_years + t) * n_sites  # where the gains of this channel and year begin
                for q in range(first, last):
                    c = cost[q]
                    if c >= net:
                        break
                    out[first_gain + site[q]] += weight * (net - c)
    return total


@njit(cache=True, nogil=True)
def price_options(choices, gains, lam, allowed, rc, pick):
    """Price every option and let each site pick its cheapest alone; return the sum of the picks' prices.

    rc_k = cost_k + sum_r lam_r a_rk - sum of the option's gains
    """
    site_ptr, cost, row_ptr, row, coef = (
        choices.site_ptr,
        choices.cost,
        choices.row_ptr,
        choices.row,
        choices.coef,
    )
    gain_ptr, gain_at = choices.gain_ptr, choices.gain_at
    total = 0.0
    for j in range(len(site_ptr) - 1):
        best, best_k = np.inf, -1
        for k in range(site_ptr[j], site_ptr[j + 1]):
            x = cost[k]
            for q in range(row_ptr[k], row_ptr[k + 1]):
                x += lam[row[q]] * coef[q]
            for q in range(gain_ptr[k], gain_ptr[k + 1]):
                x -= gains[gain_at[q]]
            rc[k] = x
            if allowed[k] and x < best:
                best, best_k = x, k
        pick[j] = best_k
        total += best
    return total


@njit(cache=True, nogil=True)
def count_served(lo, hi, lists, v, base, opened, count, sums):
    """Count for each client of a span the open sites below its multiplier; sums[layer, t] += base * (cost - v).

    `opened[layer, t, j]` is the penalty of the site's state in year t, infinity where it does not serve.
    """
    site_ptr, area, site_cost, layer = lists.site_ptr, lists.area, lists.site_cost, lists.layer
    count[lo:hi] = 0
    n_layers, n_years, n_sites = opened.shape
    for j in range(n_sites):
        serves = False
        for l in range(n_layers):
            for t in range(n_years):
                serves = serves or opened[l, t, j] < np.inf
        if not serves:
            continue
        # areas rise within a site's list, so a chunk's own part is found by bisection
        first = site_ptr[j] + np.searchsorted(area[site_ptr[j] : site_ptr[j + 1]], lo)
        for q in range(first, site_ptr[j + 1]):
            i = area[q]
            if i >= hi:
                break
            l = layer[i]
            for t in range(n_years):
                c = site_cost[q] + opened[l, t, j]
                if c < v[i, t]:
                    count[i, t] += 1
                    sums[l, t] += base[i, t] * (c - v[i, t])


@njit(cache=True, nogil=True)
def count_nearest(lo, hi, lists, v, base, opened, count, sums):
    """Do what `count_served` does, client by client: quicker where much is open, as each list ends at the multiplier.

    Holds penalties to be at least zero.
    """
    ptr, site, cost, layer = lists.ptr, lists.site, lists.cost, lists.layer
    for i in range(lo, hi):
        l = layer[i]
        for t in range(v.shape[1]):
            n, total, multiplier = 0, 0.0, v[i, t]
            for q in range(ptr[i], ptr[i + 1]):
                c = cost[q]
                if c >= multiplier:
                    break
                c += opened[l, t, site[q]]
                if c < multiplier:
                    n += 1
                    total += c - multiplier
            count[i, t] = n
            sums[l, t] += base[i, t] * total


@njit(cache=True, nogil=True)
def direction(lo, hi, lists, count, v, w, floor, least, beta, e):
    """Deflect: e = (1 - count) + beta e, zero where the multiplier stands at its edge; return sum w |v| e^2."""
    cap = lists.cap
    n_years = v.shape[1]
    norm = 0.0
    for i in range(lo, hi):
        for t in range(n_years):
            if w[i, t] == 0.0:
                e[i, t] = 0.0
                continue
            x = 1.0 - count[i, t] + beta * e[i, t]
            # at its edge a multiplier cannot follow; kept in, it would only shorten the step of all others
            if (x > 0 and v[i, t] >= cap[i]) or (x < 0 and v[i, t] <= floor[i]):
                x = 0.0
            e[i, t] = x
            norm += w[i, t] * max(v[i, t], least) * x * x
    return norm


@njit(cache=True, nogil=True)
def move_multipliers(lo, hi, lists, v, e, floor, least, step, out):
    """Step each multiplier of a span in proportion to itself and keep it between its edges."""
    cap = lists.cap
    n_years = v.shape[1]
    for i in range(lo, hi):
        for t in range(n_years):
            x = v[i, t] + step * max(v[i, t], least) * e[i, t]
            out[i, t] = min(cap[i], max(floor[i], x))


@njit(cache=True, nogil=True)
def use_of(pick, choices):
    """Add up what a plan uses of each limit."""
    row_ptr, row, coef = choices.row_ptr, choices.row, choices.coef
    used = np.zeros(len(choices.lower))
    for j in range(len(pick)):
        for q in range(row_ptr[pick[j]], row_ptr[pick[j] + 1]):
            used[row[q]] += coef[q]
    return used


@njit(cache=True, nogil=True)
def limit_direction(used, choices, lam, beta, h):
    """Deflect the limits' direction in place: how far use lies beyond an edge, or from the edge that has a price."""
    lower, upper, scale = choices.lower, choices.upper, choices.scale
    for r in range(len(h)):
        over = 0.0
        if lam[r] > 0 or (lam[r] == 0 and used[r] > upper[r]):
            over = used[r] - (upper[r] if np.isfinite(upper[r]) else 0.0)
        elif lam[r] < 0 or used[r] < lower[r]:
            over = used[r] - (lower[r] if np.isfinite(lower[r]) else 0.0)
        h[r] = over / scale[r] + beta * h[r]  # in offices, about, whether a limit counts them or their money


@njit(cache=True, nogil=True)
def move_limits(step, metric, h, choices, lam):
    """Step each limit's multiplier and keep its sign that of an edge that is there."""
    out = np.empty_like(lam)
    for r in range(len(h)):
        x = lam[r] + step * metric[r] * h[r] / choices.scale[r]
        # a price on an edge that is not there would make the bound minus infinity
        if choices.upper[r] == np.inf:
            x = min(x, 0.0)
        if choices.lower[r] == -np.inf:
            x = max(x, 0.0)
        out[r] = x
    return out


@njit(cache=True, nogil=True)
def settle_limit(r, sites, choices, allowed, rc, lam, reach):
    """Maximise the bound over one limit's multiplier by bisection, first near where it was; update rc and lam in place.

    The usage of a limit falls as its multiplier rises. The best multiplier is where usage crosses the upper edge
    (multiplier above zero) or the lower edge (below zero), or zero where usage lies between.
    """
    site_ptr, row_ptr, row, coef = choices.site_ptr, choices.row_ptr, choices.row, choices.coef
    lower, upper, start = choices.lower[r], choices.upper[r], lam[r]
    lo = 0.0 if lower == -np.inf else min(0.0, start) - reach
    hi = 0.0 if upper == np.inf else max(0.0, start) + reach
    mid, pace = start, _PACE * abs(start) if start != 0.0 else np.inf
    # from round to round the best multiplier moves little, so steps begin near the old one and grow
    above = below = False  # whether a multiplier was seen that is too high, too low
    for _ in range(_HALVINGS):
        used = 0.0
        for s in range(len(sites)):
            cheapest, its = np.inf, 0.0
            for k in range(site_ptr[sites[s]], site_ptr[sites[s] + 1]):
                if not allowed[k]:
                    continue
                a = 0.0
                for q in range(row_ptr[k], row_ptr[k + 1]):
                    if row[q] == r:
                        a = coef[q]
                x = rc[k] + (mid - start) * a
                if x < cheapest:
                    cheapest, its = x, a
            used += its
        if used > upper or (mid < 0.0 and used > lower):
            lo, below = mid, True
        elif used < lower or (mid > 0.0 and used < upper):
            hi, above = mid, True
        else:
            break
        if hi - lo <= _SAME * (abs(lo) + abs(hi)):
            break
        half = 0.5 * (lo + hi)
        if _ == 0 and lo < 0.0 < hi:
            mid = 0.0
        elif above and below:
            mid = half
        else:
            mid = min(half, lo + pace) if below else max(half, hi - pace)
            pace *= _FASTER
    for s in range(len(sites)):
        for k in range(site_ptr[sites[s]], site_ptr[sites[s] + 1]):
            for q in range(row_ptr[k], row_ptr[k + 1]):
                if row[q] == r:
                    rc[k] += (mid - start) * coef[q]
    lam[r] = mid
