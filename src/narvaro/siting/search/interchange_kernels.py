"""Compiled loops of the interchange: one open site leaves for one that is closed, in problems like the p-median.

Each client knows its cheapest open site `j1`, that cost `d1`, and the second cheapest `d2`. From them follows `worth`:
what a closed site would save by opening, and an open one would cost by closing, both less the opening cost. If x opens
and r closes, that also saves what both may matter for to one client:

    saving = worth[x] - worth[r] + sum over clients i of r with c_ix < d2_i of w_i (d2_i - max(d1_i, c_ix))

(Whitaker 1983; Resende and Werneck 2004). A change touches only clients near its site, so all of it is kept up to date.
"""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, ANN202

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["OpenSites", "close_down", "descend", "load", "perturb", "toggle"]

_TRACE = 1e-300  # stands for zero
_NEAR_OPEN = 4  # open sites around a perturbation, of which one is closed


class OpenSites(NamedTuple):
    """Which sites are open, and everything needed to price an interchange."""

    w: NDArray[np.float64]  # (N,): weights of the clients
    fee: NDArray[np.float64]  # (S,): what opening a site costs
    free: NDArray[np.bool_]  # (S,): sites that may be open or closed
    open: NDArray[np.bool_]
    d1: NDArray[np.float64]
    d2: NDArray[np.float64]
    j1: NDArray[np.int32]
    worth: NDArray[np.float64]  # (S,): saved by opening a closed site, lost by closing an open one
    extra: NDArray[np.float64]  # (S,): all zero between two calls
    touched: NDArray[np.int64]  # (S,): where it is not zero, within a call
    far: NDArray[
        np.float64
    ]  # (1,): no second cheapest cost is above it; infinite where sites' clients are not sorted
    waits: NDArray[np.bool_]  # (S,): open sites that wait to be looked at
    queue: NDArray[np.int64]  # (S,): a ring of them
    ends: NDArray[np.int64]  # (2,): where the ring begins, and how many it holds
    log: NDArray[np.int64]  # sites toggled since the last step that was kept
    logged: NDArray[np.int64]  # (1,): how many
    spent: NDArray[np.int64]  # (1,): pairs looked at so far


@njit(cache=True, nogil=True)
def _two_nearest(i, lists, is_open):
    """Find a client's cheapest open site and the two cheapest costs."""
    first = second = lists.fall[i]
    its = -1
    for q in range(lists.ptr[i], lists.ptr[i + 1]):
        c = lists.cost[q]
        if c >= second:
            break
        if is_open[lists.site[q]]:
            if c < first:
                second, first, its = first, c, lists.site[q]
            else:
                second = c
                break
    return first, second, its


@njit(cache=True, nogil=True)
def load(lists, s):
    """Work everything out for the sites that are open; return the clients' total."""
    s.worth[:] = -s.fee
    s.extra[:] = 0.0
    s.waits[:] = False
    s.ends[:] = 0
    s.logged[0] = 0
    s.spent[0] += len(s.w) + 1  # never nothing, or a search that ends by what was spent might not end
    total, far = 0.0, 0.0
    for i in range(len(s.w)):
        first, second, its = _two_nearest(i, lists, s.open)
        s.d1[i], s.d2[i], s.j1[i] = first, second, its
        far = max(far, second)
        total += s.w[i] * first
        for q in range(lists.ptr[i], lists.ptr[i + 1]):
            c = lists.cost[q]
            if c >= second:
                break
            s.spent[0] += 1
            j = lists.site[q]
            if j == its:
                s.worth[j] += s.w[i] * (second - c)
            elif c < first:
                s.worth[j] += s.w[i] * (first - c)
    if s.far[0] < np.inf:
        s.far[0] = far
    for j in range(len(s.open)):
        if s.open[j]:
            _wait(j, s)
    return total


@njit(cache=True, nogil=True)
def _wait(j, s):
    """Put an open site in the queue."""
    if j >= 0 and not s.waits[j] and s.free[j]:
        s.waits[j] = True
        s.queue[(s.ends[0] + s.ends[1]) % len(s.queue)] = j
        s.ends[1] += 1


@njit(cache=True, nogil=True)
def toggle(j, lists, s):
    """Open a closed site or close an open one; keep everything exact; return the change of value."""
    ptr, site, cost, area, site_cost = lists.ptr, lists.site, lists.cost, lists.area, lists.site_cost
    d1, d2, j1, w, worth = s.d1, s.d2, s.j1, s.w, s.worth
    opens = not s.open[j]
    s.open[j] = opens
    change = s.fee[j] if opens else -s.fee[j]
    looked, far = 0, s.far[0]
    for p in range(lists.site_ptr[j], lists.site_ptr[j + 1]):
        looked += 1
        if site_cost[p] > far:
            break
        i = area[p]
        here, old1, old2, was = site_cost[p], d1[i], d2[i], j1[i]
        if here > old2 or (opens and here == old2):
            continue
        if opens and here < old1:
            first, second, its = here, old1, np.int32(j)
        elif opens:
            first, second, its = old1, here, was
        else:
            first, second, its = _two_nearest(i, lists, s.open)
        if first == old1 and second == old2 and its == was:
            continue
        d1[i], d2[i], j1[i] = first, second, its
        s.far[0] = max(s.far[0], second)
        weight = w[i]
        if weight == 0.0:
            continue
        change += weight * (first - old1)
        # what each site saves the client, less what it saved before: up to the nearer, then up to the farther of both
        most = max(old2, second)
        q, last = ptr[i], ptr[i + 1]
        while q < last and cost[q] < most:
            c, k = cost[q], site[q]
            before = (old2 if k == was else old1) - c
            after = (second if k == its else first) - c
            if after > 0.0:
                worth[k] += weight * after
            if before > 0.0:
                worth[k] -= weight * before
            q += 1
        looked += q - ptr[i]
        _wait(was, s)
        _wait(its, s)
    s.spent[0] += looked
    if s.logged[0] < len(s.log):
        s.log[s.logged[0]] = j
    s.logged[0] += 1
    return change


@njit(cache=True, nogil=True)
def _best_for(r, lists, s):
    """Return the closed site near a client of open site r that saves most in its place, and the saving."""
    ptr, site, cost, area = lists.ptr, lists.site, lists.cost, lists.area
    extra, worth, touched = s.extra, s.worth, s.touched
    looked, many, far = 0, 0, s.far[0]
    for p in range(lists.site_ptr[r], lists.site_ptr[r + 1]):
        looked += 1
        if lists.site_cost[p] > far:
            break
        i = area[p]
        if s.j1[i] != r:
            continue
        first, second, weight = s.d1[i], s.d2[i], s.w[i]
        q, last = ptr[i], ptr[i + 1]
        while q < last and cost[q] < second:
            x = site[q]
            if s.free[x] and not s.open[x]:
                if extra[x] == 0.0:
                    touched[many] = x
                    many += 1
                # never zero, or it would be touched twice: then `touched` might be too short
                extra[x] += max(weight * (second - max(first, cost[q])), _TRACE)
            q += 1
        looked += q - ptr[i]
    s.spent[0] += looked + many
    best, most = -1, -np.inf
    for n in range(many):
        x = touched[n]
        saved = worth[x] + extra[x]
        extra[x] = 0.0
        if saved > most:
            best, most = x, saved
    return best, most - worth[r]


@njit(cache=True, nogil=True)
def _best_of_all(r, s):
    """Return the closed site that saves most for open site r if no client looked at both, and that saving.

    That is never too much, and no pair of sites far apart saves more than this with the site cheapest to close.
    """
    s.spent[0] += len(s.open)
    best, most = -1, -np.inf
    for x in range(len(s.open)):
        if s.worth[x] > most and s.free[x] and not s.open[x]:
            best, most = x, s.worth[x]
    return best, most - s.worth[r]


@njit(cache=True, nogil=True)
def _cheapest_to_close(s):
    """Return the open site whose closing costs least."""
    best, least = -1, np.inf
    for j in range(len(s.open)):
        if s.open[j] and s.free[j] and s.worth[j] < least:
            best, least = j, s.worth[j]
    return best


@njit(cache=True, nogil=True)
def close_down(n_open, most, lists, s):
    """Close the sites whose closing costs least until so many are open; return the change of value."""
    change = 0.0
    while n_open > most:
        r = _cheapest_to_close(s)
        if r < 0:
            break
        change += toggle(r, lists, s)
        n_open -= 1
    return change


@njit(cache=True, nogil=True)
def descend(small, lists, s):
    """Take interchanges that save more than `small` until none of the sites that wait has one; return the change."""
    change, last = 0.0, False
    while True:
        if s.ends[1] > 0:
            r = s.queue[s.ends[0]]
            s.ends[0] = (s.ends[0] + 1) % len(s.queue)
            s.ends[1] -= 1
            s.waits[r] = False
            last = False
        elif not last:
            r, last = _cheapest_to_close(s), True
        else:
            return change
        if r < 0 or not s.open[r]:
            continue
        x, saved = _best_for(r, lists, s)
        if last:
            y, without = _best_of_all(r, s)
            if without > saved:
                x, saved = y, without
        if x >= 0 and saved > small:
            change += toggle(r, lists, s)
            change += toggle(x, lists, s)
            last = False


@njit(cache=True, nogil=True)
def _near(i, skip, wanted_open, lists, s):
    """Return the open (closed) free site of a client's list after `skip` others, the last one where there are fewer."""
    found = -1
    for q in range(lists.ptr[i], lists.ptr[i + 1]):
        j = lists.site[q]
        if s.free[j] and s.open[j] == wanted_open:
            found = j
            if skip == 0:
                break
            skip -= 1
    return found


@njit(cache=True, nogil=True)
def _replace(x, kicks, draws, home, reach, lists, s):
    """Open a site and others around it, close as many there; return the change of value."""
    change = 0.0
    for k in range(kicks):
        y = x if k == 0 else _near(home[x], int(draws[k, 0] * reach), False, lists, s)
        r = _near(home[x], int(draws[k, 1] * (_NEAR_OPEN + k)), True, lists, s)
        if y < 0 or r < 0:
            break
        change += toggle(y, lists, s)
        change += toggle(r, lists, s)
    return change


@njit(cache=True, nogil=True)
def _take_back(lists, s):
    """Toggle again what was toggled since the log began, and let nothing wait."""
    for k in range(s.logged[0] - 1, -1, -1):
        toggle(s.log[k], lists, s)
    while s.ends[1] > 0:
        s.waits[s.queue[s.ends[0]]] = False
        s.ends[0] = (s.ends[0] + 1) % len(s.queue)
        s.ends[1] -= 1


@njit(cache=True, nogil=True)
def perturb(forced, kicks, draws, edges, home, reach, lists, s, best, at, lowest):
    """Perturb the open sites once for each site of `forced`; return `at` and `lowest` as they then are.

    The site and others near it are opened, as many open ones there are closed, and interchanges follow until none pays.
    The search goes on from there if that costs little more than the best plan, and else from where it stood.

    Parameters
    ----------
    kicks
        How many sites each perturbation replaces.
    draws
        Figures between 0 and 1 that tell which, shape (len(forced), most kicks, 2).
    edges
        How much less a plan must cost to be a better one, and how much more than the best it may to be gone on from.
    home, reach
        Each site's nearest client, and how many closed sites around it are looked at.
    best
        Set to the open sites of the best plan that is found.
    at, lowest
        The values of the plan in hand and of the best one.
    """
    small, window = edges
    for n in range(len(forced)):
        x = forced[n]
        if s.open[x]:
            continue
        s.logged[0] = 0
        value = at + _replace(x, kicks[n], draws[n], home, reach, lists, s)
        value += descend(small, lists, s)
        if value < lowest - small:
            lowest = value
            best[:] = s.open
        # a log that is full cannot be taken back
        if value <= lowest + window or s.logged[0] > len(s.log):
            at = value
        else:
            _take_back(lists, s)
    return at, lowest
