"""The cheapest flows of one layer in one year of a plan: a transportation problem, held to in exact figures.

Whether all who must be served fit is never left to a tolerance. Small problems are solved by shortest paths in Python's
whole numbers, which have no rounding. Large ones are solved by HiGHS, and what it found is worked out again from
the basis by additions alone (`transport_lp`); where that breaks a room, the whole numbers decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import passed, sum_slack

__all__ = ["Flow", "Transport", "exact_flows", "load_of", "mended", "own_sum"]

_ROOM, _LOST, _OVER = 0, 1, 2  # what a way ends with; of ends that cost the same spare room is taken first


@dataclass(frozen=True, eq=False)
class Transport:
    """Areas with weight, what it costs to leave each unserved, the pairs that may be served, and the sites' room.

    Parameters
    ----------
    area, site, cost
        One entry for each pair.
    weight, reach
        Shape (n_areas,); an infinite reach must be served.
    room
        Shape (n_sites,), infinite where it is no matter.
    overload
        Price of weight above the room; infinite: none may be.
    """

    area: NDArray[np.int64]
    site: NDArray[np.int64]
    cost: Floats
    weight: Floats
    reach: Floats
    room: Floats
    overload: float

    @property
    def slack(self) -> float:
        """By how much a room may be passed: what the sum of the weights can be off, zero for whole numbers."""
        return sum_slack(np.concatenate([self.weight, self.room[np.isfinite(self.room)]]))


def _whole(values: Floats) -> tuple[list[int | None], int]:
    """Return values as whole numbers over one denominator, None for infinity."""
    # a float is a fraction over a power of two, so the largest denominator is one for all
    parts = [None if np.isinf(x) else Fraction(float(x)) for x in values.tolist()]
    below = max((p.denominator for p in parts if p is not None), default=1)
    return [None if p is None else int(p * below) for p in parts], below


@dataclass(frozen=True, eq=False)
class Flow:
    """The share of its area that each pair serves, and what everyone pays in all, overload with it."""

    share: Floats
    own: float


class _Paths:
    """Areas are let in one by one, each along the cheapest path to spare room, to overload, or to be left unserved."""

    def __init__(self, transport: Transport) -> None:
        n = len(transport.weight)
        room = transport.room + (
            np.where(transport.room > 0, transport.slack, 0.0) if np.isinf(transport.overload) else 0.0
        )
        figures, self.one = _whole(np.concatenate([transport.weight, room]))
        self.weight = [x or 0 for x in figures[:n]]
        self.spare = figures[n:]
        costs, self.coin = _whole(np.concatenate([transport.cost, transport.reach, [transport.overload]]))
        self.reach, self.overload = costs[len(transport.cost) : -1], costs[-1]
        self.near: list[dict[int, int]] = [{} for _ in range(n)]
        for i, j, c in zip(transport.area.tolist(), transport.site.tolist(), costs, strict=False):
            self.near[i][j] = c or 0
        self.at: list[dict[int, int]] = [{} for _ in transport.room]  # how much of each area each site serves
        self.over, self.lost = 0, [0] * n

    def begin(self, flow: list[int], pairs: list[tuple[int, int]]) -> list[int]:
        """Begin from what each pair serves, less what does not fit; return what is then left of each area."""
        left = list(self.weight)
        for step, (i, j) in zip(flow, pairs, strict=True):
            spare = self.spare[j]
            fits = (
                min(step, left[i])
                if spare is None or self.overload is not None
                else min(step, left[i], spare)
            )
            if fits > 0:
                self._take(j, i, fits)
                left[i] -= fits
                if spare is not None:
                    self.spare[j] = max(0, spare - fits)
        return left

    def _ways(self, start: int) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
        """Return the cheapest way to each site, and the site and area that make room there (Bellman and Ford)."""
        distance = dict(self.near[start])
        before: dict[int, tuple[int, int]] = {}
        # ways may cost less than nothing, as someone moves nearer, so Dijkstra would err
        queue = list(distance)
        while queue:
            j = queue.pop(0)
            for a in self.at[j]:
                leave = distance[j] - self.near[a][j]
                for k, c in self.near[a].items():
                    if k != j and (k not in distance or leave + c < distance[k]):
                        distance[k], before[k] = leave + c, (j, a)
                        if k not in queue:
                            queue.append(k)
        return distance, before

    def _ends(self, start: int, distance: dict[int, int]) -> list[tuple[int, int, int, int]]:
        """Return what each way ends with: its cost, kind, last site, and the area that is left unserved there."""
        own = self.reach[start]
        ends = [] if own is None else [(own, _LOST, -1, start)]
        for j, d in distance.items():
            spare = self.spare[j]
            if spare is None or spare > 0:
                ends.append((d, _ROOM, j, -1))
            elif self.overload is not None:
                ends.append((d + self.overload, _OVER, j, -1))
            for a in self.at[j]:
                lost = self.reach[a]
                if lost is not None:
                    ends.append((d - self.near[a][j] + lost, _LOST, j, a))
        return ends

    def let_in(self, start: int, need: int) -> bool:
        """Serve or give up so much of an area; return False where it must be served and cannot."""
        while need > 0:
            distance, before = self._ways(start)
            ends = self._ends(start, distance)
            if not ends:
                return False
            _, kind, j, given_up = min(ends)
            moves, k = [], j
            while k in before:
                moves.append((*before[k], k))
                k = before[k][0]
            most = [self.at[i][a] for i, a, _ in moves]
            if kind == _LOST and j >= 0:
                most.append(self.at[j][given_up])
            spare = self.spare[j] if j >= 0 else None
            if kind == _ROOM and spare is not None:
                most.append(spare)
            # as much as the whole way can carry; what is left takes the next cheapest
            step = min([need, *most])
            need -= step
            if kind == _LOST:
                self.lost[given_up] += step
                if j >= 0:
                    self._take(j, given_up, -step)
            elif kind == _OVER:
                self.over += step
            elif spare is not None:
                self.spare[j] = spare - step
            for i, a, to in moves:
                self._take(i, a, -step)
                self._take(to, a, step)
            if k >= 0:
                self._take(k, start, step)
        return True

    def _take(self, site: int, area: int, step: int) -> None:
        now = self.at[site].get(area, 0) + step
        if now:  # a site that serves nothing of an area any more cannot be asked to make room by it
            self.at[site][area] = now
        else:
            del self.at[site][area]

    def shares(self, pairs: list[tuple[int, int]]) -> Floats:
        """Return what each pair serves as a share of its area."""
        return np.array([self.at[j].get(i, 0) / self.weight[i] if self.weight[i] else 0.0 for i, j in pairs])


def _pairs(transport: Transport) -> list[tuple[int, int]]:
    return list(zip(transport.area.tolist(), transport.site.tolist(), strict=True))


def exact_flows(transport: Transport) -> Flow | None:
    """Return the cheapest flows, or None where some who must be served do not fit: that is then proven.

    Where an area finds no end, the sites it can come to by moving others are all full, and those they serve have
    no other site and must be served: together they weigh more than there is room for (Hall's condition).
    """
    paths = _Paths(transport)
    if not all(paths.let_in(i, weight) for i, weight in enumerate(paths.weight)):
        return None
    own = paths.over * (paths.overload or 0)
    own += sum(x * (paths.reach[i] or 0) for i, x in enumerate(paths.lost))
    own += sum(x * paths.near[a][j] for j, held in enumerate(paths.at) for a, x in held.items())
    return Flow(paths.shares(_pairs(transport)), own / (paths.one * paths.coin))


def mended(transport: Transport, share: Floats) -> Floats | None:
    """Return shares that nearly fit made to fit exactly, whatever that costs, or None where they cannot be."""
    some = replace(
        transport,
        cost=np.zeros(len(transport.cost)),
        reach=np.where(np.isinf(transport.reach), np.inf, 1.0),
        overload=np.inf if np.isinf(transport.overload) else 1.0,
    )
    paths, pairs = _Paths(some), _pairs(transport)
    flow = [round(Fraction(x) * paths.weight[i]) for x, (i, _) in zip(share.tolist(), pairs, strict=True)]
    served = [0] * len(paths.weight)
    for step, (i, _) in zip(flow, pairs, strict=True):
        served[i] += step
    given_up = np.isfinite(transport.reach)
    for i, left in enumerate(paths.begin(flow, pairs)):
        meant = max(0, paths.weight[i] - served[i]) if given_up[i] else 0
        if left > meant and not paths.let_in(i, left - meant):
            return None
    return paths.shares(pairs)


def load_of(transport: Transport, share: Floats) -> Floats:
    """Return what each site serves, shape (n_sites,)."""
    return np.bincount(transport.site, transport.weight[transport.area] * share, len(transport.room)).astype(
        np.float64
    )


def own_sum(transport: Transport, share: Floats) -> float:
    """Return what everyone pays with such shares, overload with it."""
    served = np.bincount(transport.area, share, len(transport.weight))
    lost = np.maximum(0.0, 1.0 - served)
    paid = transport.weight[transport.area] * share * transport.cost
    given_up = transport.weight * lost * np.where(np.isinf(transport.reach), 0.0, transport.reach)
    own = float(paid.sum() + given_up.sum())
    if np.isfinite(transport.overload):
        load = load_of(transport, share)
        own += transport.overload * float(passed(load, transport.room, transport.weight).sum())
    return own
