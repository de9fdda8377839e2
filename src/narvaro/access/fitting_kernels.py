"""Compiled loops of the cheapest assignment to places with room."""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, ANN202

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["relieve"]

_HAIR = 1e-9  # share of a room, or of a client, that is rounding
_CLOSER = 1e-12  # a chain must be cheaper by more than rounding, so that none goes round in a ring


@njit(cache=True, nogil=True)
def _ways_out(a, cost, weight, load, shares, out, who):
    """Put down for one place what sending a unit on to each other costs at least, and who goes."""
    m = cost.shape[1]
    for k in range(m):
        out[a, k], who[a, k] = np.inf, -1
    for i in range(len(load)):
        if shares[i, a] <= 0.0 or load[i] <= 0.0:
            continue
        ratio = weight[i] / load[i]
        for k in range(m):
            if k != a and cost[i, k] < np.inf:
                x = ratio * (cost[i, k] - cost[i, a])
                if x < out[a, k]:
                    out[a, k], who[a, k] = x, i


@njit(cache=True, nogil=True)
def _chain(start, out, who, stale, cost, weight, load, shares, far, before):
    """Find the cheapest chain from a place to each other; queues only what got nearer (Bellman and Ford)."""
    m = cost.shape[1]
    for k in range(m):
        far[k], before[k] = np.inf, -1
    far[start] = 0.0
    queue, waits = np.empty(m + 1, np.int64), np.zeros(m, np.bool_)
    queue[0], head, tail = start, 0, 1
    waits[start] = True
    while head != tail:
        a = queue[head]
        head = (head + 1) % (m + 1)
        waits[a] = False
        if stale[a]:
            _ways_out(a, cost, weight, load, shares, out, who)
            stale[a] = False
        for k in range(m):
            x = far[a] + out[a, k]
            if x < far[k] - _CLOSER * (1.0 + abs(x)):
                far[k], before[k] = x, a
                if not waits[k]:
                    queue[tail] = k
                    tail = (tail + 1) % (m + 1)
                    waits[k] = True


@njit(cache=True, nogil=True)
def relieve(cost, weight, load, room, overload, shares, total):
    """Send people on from places with too many until each has room, or nobody can go for less than the price.

    `shares` (clients, places) and `total` (places) are changed in place. Where the price is less than any chain, what
    is too many stays, and a place's room counts as that much larger.
    """
    m = cost.shape[1]
    out, who = np.empty((m, m)), np.empty((m, m), np.int64)
    stale = np.ones(m, np.bool_)
    far, before = np.empty(m), np.empty(m, np.int64)
    room = room.copy()
    for start in range(m):
        while total[start] > room[start] * (1.0 + _HAIR) + _HAIR:
            _chain(start, out, who, stale, cost, weight, load, shares, far, before)
            end, least = -1, np.inf
            for k in range(m):
                free = room[k] - total[k] > _HAIR * (1.0 + abs(room[k])) if room[k] < np.inf else True
                price = far[k] if free else far[k] + overload
                if price < least:
                    end, least = k, price
            spare = room[end] - total[end]
            at_price = not (spare > _HAIR * (1.0 + abs(room[end])) or room[end] == np.inf)
            amount = total[start] - room[start]
            if not at_price:
                amount = min(amount, spare)
            k = end
            while k != start:
                i = who[before[k], k]
                amount = min(amount, shares[i, before[k]] * load[i])
                k = before[k]
            if at_price:
                room[end] += amount
            k = end
            while k != start:
                a = before[k]
                i = who[a, k]
                part = min(amount / load[i], shares[i, a])
                left = shares[i, a] - part
                if left < _HAIR:  # dust would be sent on again and again
                    part, left = shares[i, a], 0.0
                shares[i, a] = left
                shares[i, k] += part
                total[a] -= part * load[i]
                total[k] += part * load[i]
                stale[a] = stale[k] = True
                k = a
