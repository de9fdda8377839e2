"""What of a network hangs together: the streets of a mode that are used, and the pieces that are left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from narvaro.errors import Fault
from narvaro.travel.arrays import Floats, Int32s, Ints
from narvaro.travel.roads import Roads


def parted(roads: Roads, along: Int32s, against: Int32s, fragment_m: float) -> tuple[Ints, Ints]:
    """Return the roads of a mode that are used, and those that are left out as fragments.

    A piece is a set of junctions of which each can be reached from every other; a fragment is a piece
    with less road than `fragment_m` (so a street that can be driven into but never out of is one). The
    longest piece always stays.

    Parameters
    ----------
    roads
        The network.
    along, against
        Milliseconds of each road in each direction, -1 where the mode may not go.
    fragment_m
        A piece with less road is left out, metres.
    """
    usable = np.flatnonzero((along >= 0) | (against >= 0))
    count = len(roads.node_lon)
    forth, back = np.flatnonzero(along >= 0), np.flatnonzero(against >= 0)
    begin = np.concatenate([roads.tail[forth], roads.head[back]])
    end = np.concatenate([roads.head[forth], roads.tail[back]])
    joined = sparse.coo_array((np.ones(begin.size, dtype=np.int8), (begin, end)), (count, count))
    _, piece = csgraph.connected_components(joined, directed=True, connection="strong")
    inside = usable[piece[roads.tail[usable]] == piece[roads.head[usable]]]
    road_m = np.bincount(
        piece[roads.tail[inside]], roads.length_m[inside], minlength=piece.max(initial=0) + 1
    )
    stays = (road_m >= fragment_m) | (np.arange(road_m.size) == np.argmax(road_m))
    used = stays[piece[roads.tail[usable]]] & stays[piece[roads.head[usable]]]
    return usable[used], usable[~used]


@dataclass(frozen=True)
class LeftOut:
    """What was left out of the network of a mode.

    Parameters
    ----------
    count, km
        Pieces, and the length of their roads.
    dead_ends
        Those among them that touch a street in use: one can only get in, or only out.
    longest_km, lon, lat
        The longest, and where it begins, degrees.
    """

    count: int
    km: float
    dead_ends: int
    longest_km: float
    lon: float
    lat: float

    def notice(self, mode: str, fragment_m: float) -> Fault:
        """Return what a reader must know of them."""
        data = {
            "mode": mode,
            "count": self.count,
            "km": round(self.km, 2),
            "dead_ends": self.dead_ends,
            "loose": self.count - self.dead_ends,
            "limit": fragment_m,
            "longest": round(self.longest_km, 2),
            "place": f"{self.lat:.5f} {self.lon:.5f}",
        }
        return Fault("travel.left_out", data)


def left_out(roads: Roads, kept: Ints, left: Ints) -> LeftOut | None:
    """Return how many pieces the roads that were left out are, and how long; nothing where none were.

    Roads that were left out are one piece where they meet, but not where they meet at a junction in use.
    """
    if not left.size:
        return None
    in_use = np.zeros(len(roads.node_lon), dtype=bool)
    in_use[roads.tail[kept]] = in_use[roads.head[kept]] = True
    ends = np.column_stack([roads.tail[left], roads.head[left]])
    touches = in_use[ends]
    # At least one end of a road that is left out lies outside what is in use; that end stands for the road.
    own = np.where(touches[:, 0], ends[:, 1], ends[:, 0])
    other = np.where(touches.any(axis=1), own, ends[:, 1])
    names, place = np.unique(np.concatenate([own, other]), return_inverse=True)
    begin, end = place[: left.size], place[left.size :]
    joined = sparse.coo_array((np.ones(left.size, dtype=np.int8), (begin, end)), (names.size, names.size))
    count, piece = csgraph.connected_components(joined, directed=False)
    of = piece[begin]
    km = np.bincount(of, roads.length_m[left], minlength=count) / 1000
    dead_ends = np.unique(of[touches.any(axis=1)]).size
    longest = int(np.argmax(km))
    first = own[np.flatnonzero(of == longest)[0]]
    return LeftOut(
        int(count),
        float(km.sum()),
        int(dead_ends),
        float(km[longest]),
        float(roads.node_lon[first]),
        float(roads.node_lat[first]),
    )


def drawn_once(roads: Roads, kept: Ints, along: Int32s, against: Int32s) -> Ints:
    """Return the roads without those that run along the very line of another and are no quicker either way.

    A street that is drawn twice, such as the rim of a square and a footway along it, would take two
    neighbours by turns, and part them.
    """
    tail, head = roads.tail[kept].astype(np.int64), roads.head[kept].astype(np.int64)
    swap = tail > head
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    millimetres = np.rint(roads.length_m[kept] * 1000).astype(np.int64)
    order = np.lexsort((kept, millimetres, high, low))
    alike = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0) & (np.diff(millimetres[order]) == 0)
    never = np.iinfo(np.int32).max
    gone = np.zeros(kept.size, dtype=bool)
    for at in np.flatnonzero(alike):
        one, two = order[at], order[at + 1]
        if gone[one] or not np.array_equal(
            _line(roads, kept[one], swap[one]), _line(roads, kept[two], swap[two])
        ):
            continue
        times = [(along[kept[row]], against[kept[row]])[:: -1 if swap[row] else 1] for row in (one, two)]
        quick = [[never if ms < 0 else int(ms) for ms in pair] for pair in times]
        if all(a <= b for a, b in zip(*quick, strict=True)):
            # The quicker one goes on to be compared with the next.
            gone[two], order[at + 1] = True, one
        elif all(a >= b for a, b in zip(*quick, strict=True)):
            gone[one] = True
    return kept[~gone]


def _line(roads: Roads, road: int, reverse: bool) -> Floats:
    part = slice(roads.shape_start[road], roads.shape_start[road + 1])
    points = np.column_stack([roads.shape_lon[part], roads.shape_lat[part]])
    return points[::-1] if reverse else points
