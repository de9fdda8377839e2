"""Compiled loops of the plan side: exact changes of value when one site takes another option.

For a plan, each client knows its cheapest open site `j1`, that cost `d1`, and the second cheapest cost `d2`. Leaving
site j out, a client pays d2 if j is its cheapest and d1 otherwise; so the table

    F[m, t, j] = sum_i w_it max(0, (what i pays without j) - c_ij - penalty_m)

gives the exact value of every single change: cost_k - F of the new option less the same of the old (the best-response
form of Whitaker's and of Resende and Werneck's fast interchange). A change touches only clients near its site.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["descend", "improve", "load_plan", "repair", "violation"]


@njit(cache=True, nogil=True)
def _nearest(i, t, lists, opened, d1, d2, j1):
    """Find the client's cheapest and second cheapest open site."""
    best, second, its = lists.fall[i], lists.fall[i], -1
    l = lists.layer[i]
    for q in range(lists.ptr[i], lists.ptr[i + 1]):
        c = lists.cost[q]
        if c >= second:
            break
        x = c + opened[l, t, lists.site[q]]
        if x < best:
            second, best, its = best, x, lists.site[q]
        elif x < second:
            second = x
    d1[i, t], d2[i, t], j1[i, t] = best, second, its


@njit(cache=True, nogil=True)
def _push(i, t, sign, lists, choices, w, d1, d2, j1, n_sites, table):
    """Add (or take away) one client's part of the table F."""
    weight = sign * w[i, t]
    if weight == 0.0:
        return
    n_years = w.shape[1]
    first, second, its = d1[i, t], d2[i, t], j1[i, t]
    for m in range(choices.layer_ptr[lists.layer[i]], choices.layer_ptr[lists.layer[i] + 1]):
        extra = choices.penalty[m]
        base = (m * n_years + t) * n_sites
        for q in range(lists.ptr[i], lists.ptr[i + 1]):
            c = lists.cost[q] + extra
            if c >= second:
                break
            j = lists.site[q]
            if j == its:
                table[base + j] += weight * (second - c)
            elif c < first:
                table[base + j] += weight * (first - c)


@njit(cache=True, nogil=True)
def load_plan(lo, hi, lists, choices, w, opened, d1, d2, j1, table):
    """Work out every client's cheapest sites and the table F; return the clients' total."""
    total = 0.0
    n_sites = opened.shape[2]
    for i in range(lo, hi):
        for t in range(w.shape[1]):
            _nearest(i, t, lists, opened, d1, d2, j1)
            _push(i, t, 1.0, lists, choices, w, d1, d2, j1, n_sites, table)
            total += w[i, t] * d1[i, t]
    return total


@njit(cache=True, nogil=True)
def _shift(j, old, new, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used):
    """Let site j take another option; keep everything exact; return the change of value."""
    n_layers, n_years, n_sites = opened.shape
    change = choices.cost[new] - choices.cost[old]
    for l in range(n_layers):
        for t in range(n_years):
            before, after = penalty_of[l, old, t], penalty_of[l, new, t]
            opened[l, t, j] = after
    for q in range(lists.site_ptr[j], lists.site_ptr[j + 1]):
        i = lists.area[q]
        l = lists.layer[i]
        c = lists.site_cost[q]
        for t in range(n_years):
            before, after = penalty_of[l, old, t], penalty_of[l, new, t]
            if before == after or c + min(before, after) > d2[i, t]:
                continue
            _push(i, t, -1.0, lists, choices, w, d1, d2, j1, n_sites, table)
            paid = d1[i, t]
            _nearest(i, t, lists, opened, d1, d2, j1)
            _push(i, t, 1.0, lists, choices, w, d1, d2, j1, n_sites, table)
            change += w[i, t] * (d1[i, t] - paid)
    for q in range(choices.row_ptr[old], choices.row_ptr[old + 1]):
        used[choices.row[q]] -= choices.coef[q]
    for q in range(choices.row_ptr[new], choices.row_ptr[new + 1]):
        used[choices.row[q]] += choices.coef[q]
    pick[j] = new
    return change


@njit(cache=True, nogil=True)
def _worth(k, choices, table):
    x = choices.cost[k]
    for q in range(choices.gain_ptr[k], choices.gain_ptr[k + 1]):
        x -= table[choices.gain_at[q]]
    return x


@njit(cache=True, nogil=True)
def _over(r, choices, used):
    slack = 1e-9 * max(1.0, choices.scale[r])
    if used > choices.upper[r] + slack:
        return (used - choices.upper[r]) / choices.scale[r]
    if used < choices.lower[r] - slack:
        return (choices.lower[r] - used) / choices.scale[r]
    return 0.0


@njit(cache=True, nogil=True)
def violation(choices, used):
    """Return by how much the limits are broken, each in units of its largest coefficient."""
    total = 0.0
    for r in range(len(used)):
        total += _over(r, choices, used[r])
    return total


@njit(cache=True, nogil=True)
def _change_of_violation(old, new, choices, used):
    """Return by how much the violation changes when `new` replaces `old` (used is left as it was)."""
    change = 0.0
    for q in range(choices.row_ptr[old], choices.row_ptr[old + 1]):
        r = choices.row[q]
        change -= _over(r, choices, used[r])
        used[r] -= choices.coef[q]
        change += _over(r, choices, used[r])
    for q in range(choices.row_ptr[new], choices.row_ptr[new + 1]):
        r = choices.row[q]
        change -= _over(r, choices, used[r])
        used[r] += choices.coef[q]
        change += _over(r, choices, used[r])
    for q in range(choices.row_ptr[new], choices.row_ptr[new + 1]):
        used[choices.row[q]] -= choices.coef[q]
    for q in range(choices.row_ptr[old], choices.row_ptr[old + 1]):
        used[choices.row[q]] += choices.coef[q]
    return change


@njit(cache=True, nogil=True)
def _priced(old, new, choices, lam):
    x = 0.0
    for q in range(choices.row_ptr[new], choices.row_ptr[new + 1]):
        x += lam[choices.row[q]] * choices.coef[q]
    for q in range(choices.row_ptr[old], choices.row_ptr[old + 1]):
        x -= lam[choices.row[q]] * choices.coef[q]
    return x


@njit(cache=True, nogil=True)
def _drag(k, choices, pull):
    x = 0.0
    for q in range(choices.row_ptr[k], choices.row_ptr[k + 1]):
        x += pull[choices.row[q]] * choices.coef[q]
    return x


@njit(cache=True, nogil=True)
def repair(most, lists, choices, w, penalty_of, allowed, lam, opened, d1, d2, j1, table, pick, used):
    """Mend broken limits: the change that costs least (priced by the multipliers) per violation taken away.

    Returns the change of value; stops where no single change helps.
    """
    total = 0.0
    pull = np.zeros(len(used))
    for _ in range(most):
        if violation(choices, used) <= 0.0:
            break
        for r in range(len(used)):
            over = _over(r, choices, used[r])
            pull[r] = 0.0 if over == 0.0 else (1.0 if used[r] > choices.upper[r] else -1.0) / choices.scale[r]
        best, best_j, best_k = np.inf, -1, -1
        for j in range(len(pick)):
            old = pick[j]
            here, drag = _worth(old, choices, table), _drag(old, choices, pull)
            for k in range(choices.site_ptr[j], choices.site_ptr[j + 1]):
                if k == old or not allowed[k]:
                    continue
                most_gained = drag - _drag(k, choices, pull)  # violation is convex: no change gains more
                if most_gained <= 1e-12:
                    continue
                delta = _worth(k, choices, table) - here
                if delta >= 0.0 and delta / most_gained >= best:
                    continue
                change = _change_of_violation(old, k, choices, used)
                if change >= -1e-12:
                    continue
                score = delta / -change if delta >= 0.0 else delta * -change
                if score < best:
                    best, best_j, best_k = score, j, k
        if best_j < 0:
            break
        total += _shift(
            best_j, pick[best_j], best_k, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used
        )
    return total


@njit(cache=True, nogil=True)
def descend(most, small, lists, choices, w, penalty_of, allowed, lam, opened, d1, d2, j1, table, pick, used):
    """Take the best single change that keeps every limit, again and again; return the change of value."""
    total = 0.0
    for _ in range(most):
        delta, j, k = _best_completion(-small, -1, violation(choices, used), choices, allowed, table, pick, used)
        if j < 0:
            break
        total += _shift(j, pick[j], k, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used)
    return total


@njit(cache=True, nogil=True)
def _best_completion(goal, skip, broken, choices, allowed, table, pick, used):
    """Find the cheapest change, better than `goal`, that leaves every limit whole."""
    best, best_j, best_k = goal, -1, -1
    for j in range(len(pick)):
        if j == skip:
            continue
        old = pick[j]
        here = _worth(old, choices, table)
        for k in range(choices.site_ptr[j], choices.site_ptr[j + 1]):
            if k == old or not allowed[k]:
                continue
            delta = _worth(k, choices, table) - here
            if delta >= best:
                continue
            if broken + _change_of_violation(old, k, choices, used) <= 1e-9:
                best, best_j, best_k = delta, j, k
    return best, best_j, best_k


@njit(cache=True, nogil=True)
def _best_step(skip, choices, allowed, lam, table, pick, used):
    """Find the change with the best priced value among those that take violation away."""
    best, best_j, best_k = np.inf, -1, -1
    for j in range(len(pick)):
        if j == skip:
            continue
        old = pick[j]
        here = _worth(old, choices, table)
        for k in range(choices.site_ptr[j], choices.site_ptr[j + 1]):
            if k == old or not allowed[k]:
                continue
            score = _worth(k, choices, table) - here + _priced(old, k, choices, lam)
            if score < best and _change_of_violation(old, k, choices, used) < -1e-12:
                best, best_j, best_k = score, j, k
    return best_j, best_k


@njit(cache=True, nogil=True)
def improve(
    starts, depth, small, lists, choices, w, penalty_of, allowed, lam, opened, d1, d2, j1, table, pick, used
):
    """Improve a feasible plan by single changes and by chains of two or three.

    Each start (an option) is forced in; the best change that makes the plan feasible again follows; with depth 3 one
    more goes between, priced by the multipliers. What does not pay is taken back. Returns the change of value.
    """
    total = 0.0
    for n in range(len(starts)):
        k = starts[n]
        a = choices.site[k]
        old = pick[a]
        if k == old or not allowed[k]:
            continue
        first = _shift(a, old, k, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used)
        broken = violation(choices, used)
        if broken <= 0.0 and first < -small:
            total += first
            continue
        goal = -first - small
        delta, b, kb = _best_completion(goal, a, broken, choices, allowed, table, pick, used)
        if b >= 0:
            total += first + _shift(
                b, pick[b], kb, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used
            )
            continue
        if depth > 2 and broken > 0.0:
            b, kb = _best_step(a, choices, allowed, lam, table, pick, used)
            if b >= 0:
                old_b = pick[b]
                second = _shift(
                    b, old_b, kb, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used
                )
                left = violation(choices, used)
                if left <= 0.0 and first + second < -small:
                    total += first + second
                    continue
                delta, c, kc = _best_completion(
                    -first - second - small, a, left, choices, allowed, table, pick, used
                )
                if c >= 0 and c != b:
                    total += first + second
                    total += _shift(
                        c, pick[c], kc, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used
                    )
                    continue
                _shift(b, kb, old_b, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used)
        _shift(a, k, old, lists, choices, w, penalty_of, opened, d1, d2, j1, table, pick, used)
    return total
