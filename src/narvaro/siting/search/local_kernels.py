"""Compiled loops of the plan side: exact changes of value when one site takes another option.

For a plan, each client knows its cheapest open site `j1`, that cost `d1`, and the second cheapest cost `d2`. Leaving
site j out, a client pays d2 if j is its cheapest and d1 otherwise; so the table

    F[m, t, j] = sum_i w_it max(0, (what i pays without j) - c_ij - penalty_m)

gives the exact value of every single change: cost_k - F of the new option less the same of the old (the best-response
form of Whitaker's and of Resende and Werneck's fast interchange). A change touches only clients near its site.
"""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, ANN202, E741

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "PlanState",
    "best_step",
    "count_broken",
    "descend",
    "improve",
    "load_plan",
    "refresh",
    "repair",
    "shift",
    "violation",
]

_NONE = 2**30  # a row number above all others: the end of an option's rows
_MENDS = 1e-12  # by how much a violation must fall, in coefficients: less is rounding


class PlanState(NamedTuple):
    """A plan and everything needed to price a change of it."""

    w: NDArray[np.float64]
    penalty_of: NDArray[
        np.float64
    ]  # (n_layers, K, n_years): penalty of each option's state, infinity where closed
    allowed: NDArray[np.bool_]
    opened: NDArray[np.float64]  # (n_layers, n_years, n_sites): penalty of the picked state
    d1: NDArray[np.float64]
    d2: NDArray[np.float64]
    j1: NDArray[np.int32]
    table: NDArray[np.float64]  # F, flat
    dirty: NDArray[np.bool_]  # sites whose worths are out of date
    worth: NDArray[np.float64]  # (K,): cost_k less the option's part of F
    pick: NDArray[np.int64]
    used: NDArray[np.float64]


@njit(cache=True, nogil=True)
def _nearest(first, last, site, cost, fall, opened):
    """Find a client's cheapest and second cheapest open site."""
    best, second, its = fall, fall, -1
    for q in range(first, last):
        c = cost[q]
        if c >= second:  # the list rises and penalties are not below zero: none that follows is nearer
            break
        x = c + opened[site[q]]
        if x < best:
            second, best, its = best, x, site[q]
        elif x < second:
            second = x
    return best, second, its


@njit(cache=True, nogil=True)
def _push(first, last, site, cost, weight, extra, d1, d2, j1, table, dirty):
    """Add (with a weight below zero: take away) one client's part of one channel and year of the table F."""
    for q in range(first, last):
        c = cost[q] + extra
        if c >= d2:  # even without its cheapest site the client has one this near
            break
        j = site[q]
        dirty[j] = True
        if j == j1:
            table[j] += weight * (d2 - c)
        elif c < d1:
            table[j] += weight * (d1 - c)


@njit(cache=True, nogil=True)
def load_plan(lo, hi, lists, choices, s, table, dirty):
    """Work out every client's cheapest sites and the table F; return the clients' total."""
    ptr, site, cost, layer, fall = lists.ptr, lists.site, lists.cost, lists.layer, lists.fall
    layer_ptr, penalty, opened = choices.layer_ptr, choices.penalty, s.opened
    w, d1, d2, j1 = s.w, s.d1, s.d2, s.j1
    n_years, n_sites = opened.shape[1], opened.shape[2]
    total = 0.0
    for i in range(lo, hi):
        a, b, l = ptr[i], ptr[i + 1], layer[i]
        for t in range(n_years):
            first, second, its = _nearest(a, b, site, cost, fall[i], opened[l, t])
            d1[i, t], d2[i, t], j1[i, t] = first, second, its
            if w[i, t] == 0.0:  # its sites are known, in case it is asked for, but it adds to no sum
                continue
            total += w[i, t] * first
            for m in range(layer_ptr[l], layer_ptr[l + 1]):
                at = (m * n_years + t) * n_sites
                _push(
                    a, b, site, cost, w[i, t], penalty[m], first, second, its, table[at : at + n_sites], dirty
                )
    return total


@njit(cache=True, nogil=True)
def refresh(choices, s):
    """Work out the worth of options again where the table changed."""
    site_ptr, gain_ptr, gain_at, cost = choices.site_ptr, choices.gain_ptr, choices.gain_at, choices.cost
    dirty, table, worth = s.dirty, s.table, s.worth
    for j in range(len(dirty)):
        if dirty[j]:
            dirty[j] = False
            for k in range(site_ptr[j], site_ptr[j + 1]):
                x = cost[k]
                for q in range(gain_ptr[k], gain_ptr[k + 1]):
                    x -= table[gain_at[q]]
                worth[k] = x


@njit(cache=True, nogil=True)
def shift(j, new, lists, choices, s):
    """Let site j take another option; keep everything exact; return the change of value."""
    ptr, site, cost, layer, fall = lists.ptr, lists.site, lists.cost, lists.layer, lists.fall
    site_ptr, area, site_cost = lists.site_ptr, lists.area, lists.site_cost
    layer_ptr, penalty, opened, penalty_of = choices.layer_ptr, choices.penalty, s.opened, s.penalty_of
    w, d1, d2, j1, table, dirty = s.w, s.d1, s.d2, s.j1, s.table, s.dirty
    n_layers, n_years, n_sites = opened.shape
    old = s.pick[j]
    change = choices.cost[new] - choices.cost[old]
    touched = False
    for l in range(n_layers):
        for t in range(n_years):
            opened[l, t, j] = penalty_of[l, new, t]
            touched = touched or penalty_of[l, new, t] != penalty_of[l, old, t]
    for q in range(site_ptr[j], site_ptr[j + 1] if touched else site_ptr[j]):
        i = area[q]
        l = layer[i]
        for t in range(n_years):
            before, after = penalty_of[l, old, t], penalty_of[l, new, t]
            # a site beyond the second cheapest, before and after, is none that the client looks at
            if before == after or site_cost[q] + min(before, after) > d2[i, t]:
                continue
            a, b, weight = ptr[i], ptr[i + 1], w[i, t]
            first, second, its = _nearest(a, b, site, cost, fall[i], opened[l, t])
            channels = layer_ptr[l + 1] if weight != 0.0 else layer_ptr[l]
            for m in range(layer_ptr[l], channels):
                at = (m * n_years + t) * n_sites
                part = table[at : at + n_sites]
                _push(a, b, site, cost, -weight, penalty[m], d1[i, t], d2[i, t], j1[i, t], part, dirty)
                _push(a, b, site, cost, weight, penalty[m], first, second, its, part, dirty)
            change += weight * (first - d1[i, t])
            d1[i, t], d2[i, t], j1[i, t] = first, second, its
    for q in range(choices.row_ptr[old], choices.row_ptr[old + 1]):
        s.used[choices.row[q]] -= choices.coef[q]
    for q in range(choices.row_ptr[new], choices.row_ptr[new + 1]):
        s.used[choices.row[q]] += choices.coef[q]
    s.pick[j] = new  # after the sums: they are of the old option until here
    refresh(choices, s)
    return change


@njit(cache=True, nogil=True)
def _over(used, lower, upper, scale, slack):
    if used > upper + slack:
        return (used - upper) / scale
    if used < lower - slack:
        return (lower - used) / scale
    return 0.0


@njit(cache=True, nogil=True)
def violation(choices, used):
    """Return by how much the limits are broken, each in units of its largest coefficient."""
    lower, upper, scale, slack = choices.lower, choices.upper, choices.scale, choices.slack
    total = 0.0
    for r in range(len(used)):
        total += _over(used[r], lower[r], upper[r], scale[r], slack[r])
    return total


@njit(cache=True, nogil=True)
def count_broken(choices, used):
    """Count the limits that do not hold."""
    lower, upper, scale, slack = choices.lower, choices.upper, choices.scale, choices.slack
    n = 0
    for r in range(len(used)):
        if _over(used[r], lower[r], upper[r], scale[r], slack[r]) > 0.0:
            n += 1
    return n


# `_mends` merges two rows by the same loop. As one step that both call, a descent took 4 to 7 % more in the median of
# 30 pairs; inlined by Numba it took no more, but whole processes 3 to 4 %. So it stands twice.
@njit(cache=True, nogil=True)
def _change_of_violation(old, new, row_ptr, row, coef, lower, upper, scale, slack, used):
    """Return by how much the violation changes when `new` replaces `old`: a merge of two sorted rows."""
    a, a_end = row_ptr[old], row_ptr[old + 1]
    b, b_end = row_ptr[new], row_ptr[new + 1]
    change = 0.0
    while a < a_end or b < b_end:
        r_a = row[a] if a < a_end else _NONE
        r_b = row[b] if b < b_end else _NONE
        r = min(r_a, r_b)
        after = used[r]
        if r_a == r:
            after -= coef[a]
            a += 1
        if r_b == r:
            after += coef[b]
            b += 1
        change += _over(after, lower[r], upper[r], scale[r], slack[r]) - _over(
            used[r], lower[r], upper[r], scale[r], slack[r]
        )
    return change


@njit(cache=True, nogil=True)
def _mends(old, new, broken, row_ptr, row, coef, lower, upper, scale, slack, used):
    """Whether every limit holds once `new` replaces `old`, when `broken` limits do not hold now."""
    a, a_end = row_ptr[old], row_ptr[old + 1]
    b, b_end = row_ptr[new], row_ptr[new + 1]
    mended = 0
    while a < a_end or b < b_end:
        r_a = row[a] if a < a_end else _NONE
        r_b = row[b] if b < b_end else _NONE
        r = min(r_a, r_b)
        after = used[r]
        if r_a == r:
            after -= coef[a]
            a += 1
        if r_b == r:
            after += coef[b]
            b += 1
        if _over(after, lower[r], upper[r], scale[r], slack[r]) > 0.0:
            return False
        if broken > 0 and _over(used[r], lower[r], upper[r], scale[r], slack[r]) > 0.0:
            mended += 1
    return mended == broken


@njit(cache=True, nogil=True)
def _priced(k, row_ptr, row, coef, prices):
    x = 0.0
    for q in range(row_ptr[k], row_ptr[k + 1]):
        x += prices[row[q]] * coef[q]
    return x


@njit(cache=True, nogil=True)
def repair(most, lists, choices, s):
    """Mend broken limits: the change that costs least per violation taken away, again and again.

    Returns the change of value; stops where no single change helps.
    """
    row_ptr, row, coef, site_ptr = choices.row_ptr, choices.row, choices.coef, choices.site_ptr
    lower, upper, scale, slack = choices.lower, choices.upper, choices.scale, choices.slack
    used, pick, worth, allowed = s.used, s.pick, s.worth, s.allowed
    total = 0.0
    pull = np.zeros(len(used))
    for _ in range(most):
        if violation(choices, used) <= 0.0:
            break
        for r in range(len(used)):
            over = _over(used[r], lower[r], upper[r], scale[r], slack[r])
            pull[r] = 0.0 if over == 0.0 else (1.0 if used[r] > upper[r] else -1.0) / scale[r]
        best, best_j, best_k = np.inf, -1, -1
        for j in range(len(pick)):
            old = pick[j]
            here, drag = worth[old], _priced(old, row_ptr, row, coef, pull)
            for k in range(site_ptr[j], site_ptr[j + 1]):
                if k == old or not allowed[k]:
                    continue
                # violation is convex: no change gains more
                most_gained = drag - _priced(k, row_ptr, row, coef, pull)
                if most_gained <= _MENDS:
                    continue
                delta = worth[k] - here
                # cannot become the best: spares the dear part
                if (delta / most_gained if delta >= 0.0 else delta * most_gained) >= best:
                    continue
                change = _change_of_violation(old, k, row_ptr, row, coef, lower, upper, scale, slack, used)
                if change >= -_MENDS:
                    continue
                # what costs is set against what it mends; what saves is the better the more it mends
                score = delta / -change if delta >= 0.0 else delta * -change
                if score < best:
                    best, best_j, best_k = score, j, k
        if best_j < 0:
            break
        total += shift(best_j, best_k, lists, choices, s)
    return total


@njit(cache=True, nogil=True)
def _best_completion(goal, skip, broken, choices, s):
    """Find the cheapest change, better than `goal`, that leaves every limit whole."""
    row_ptr, row, coef, site_ptr = choices.row_ptr, choices.row, choices.coef, choices.site_ptr
    lower, upper, scale, slack = choices.lower, choices.upper, choices.scale, choices.slack
    used, pick, worth, allowed = s.used, s.pick, s.worth, s.allowed
    best, best_j, best_k = goal, -1, -1
    for j in range(len(pick)):
        if j == skip:
            continue
        old = pick[j]
        here = worth[old]
        for k in range(site_ptr[j], site_ptr[j + 1]):
            delta = worth[k] - here
            # the cheap question first: most options cost more than the best one so far
            if delta >= best or k == old or not allowed[k]:
                continue
            if _mends(old, k, broken, row_ptr, row, coef, lower, upper, scale, slack, used):
                best, best_j, best_k = delta, j, k
    return best, best_j, best_k


@njit(cache=True, nogil=True)
def best_step(skip, choices, lam, s):
    """Find the change with the best priced value among those that take violation away."""
    row_ptr, row, coef, site_ptr = choices.row_ptr, choices.row, choices.coef, choices.site_ptr
    lower, upper, scale, slack = choices.lower, choices.upper, choices.scale, choices.slack
    used, pick, worth, allowed = s.used, s.pick, s.worth, s.allowed
    best, best_j, best_k = np.inf, -1, -1
    pull = np.zeros(len(used))
    for r in range(len(used)):
        if _over(used[r], lower[r], upper[r], scale[r], slack[r]) > 0.0:
            pull[r] = 1.0 if used[r] > upper[r] else -1.0
    for j in range(len(pick)):
        if j == skip:
            continue
        old = pick[j]
        here, drag = (
            worth[old] + _priced(old, row_ptr, row, coef, lam),
            _priced(old, row_ptr, row, coef, pull),
        )
        for k in range(site_ptr[j], site_ptr[j + 1]):
            if k == old or not allowed[k] or drag <= _priced(k, row_ptr, row, coef, pull):
                continue
            score = worth[k] + _priced(k, row_ptr, row, coef, lam) - here
            if (
                score < best
                and _change_of_violation(old, k, row_ptr, row, coef, lower, upper, scale, slack, used)
                < -_MENDS
            ):
                best, best_j, best_k = score, j, k
    return best_j, best_k


@njit(cache=True, nogil=True)
def descend(most, small, lists, choices, s):
    """Take the best single change that keeps every limit, again and again; return the change of value."""
    total = 0.0
    for _ in range(most):
        _, j, k = _best_completion(-small, -1, count_broken(choices, s.used), choices, s)
        if j < 0:
            break
        total += shift(j, k, lists, choices, s)
    return total


@njit(cache=True, nogil=True)
def _chain(site_1, option_1, depth, small, lists, choices, lam, s):
    """Force one option in and mend the rest; take everything back where it does not pay.

    The second change puts `option_2` in place of `old_2` at `site_2`; `second` is what the value has then changed by.
    """
    old_1 = s.pick[site_1]
    first = shift(site_1, option_1, lists, choices, s)
    broken = count_broken(choices, s.used)
    if broken == 0 and first < -small:  # the first change pays by itself
        return first
    _, site_2, option_2 = _best_completion(-first - small, site_1, broken, choices, s)
    if site_2 >= 0:
        return first + shift(site_2, option_2, lists, choices, s)
    if depth > 2 and broken > 0:
        site_2, option_2 = best_step(site_1, choices, lam, s)
        if site_2 >= 0:
            old_2 = s.pick[site_2]
            second = first + shift(site_2, option_2, lists, choices, s)
            left = count_broken(choices, s.used)
            if left == 0 and second < -small:
                return second
            _, site_3, option_3 = _best_completion(-second - small, site_1, left, choices, s)
            if site_3 >= 0 and site_3 != site_2:
                return second + shift(site_3, option_3, lists, choices, s)
            # back in the order opposite to that in which they were made
            shift(site_2, old_2, lists, choices, s)
    shift(site_1, old_1, lists, choices, s)
    return 0.0


@njit(cache=True, nogil=True)
def improve(starts, depth, small, lists, choices, lam, s):
    """Improve a plan that keeps its limits by chains of two or three changes.

    Each start (an option) is forced in; the best change that makes the plan whole again follows; with depth 3 one more
    goes between, priced by the multipliers. Returns the change of value.
    """
    total = 0.0
    for n in range(len(starts)):
        k = starts[n]
        a = choices.site[k]
        if k != s.pick[a] and s.allowed[k]:
            total += _chain(a, k, depth, small, lists, choices, lam, s)
    return total
