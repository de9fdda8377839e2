"""Only what hangs together is used: fragments are left out and counted, and a street drawn twice counts once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.travel.few_roads import roads_of

from narvaro.travel.pieces import drawn_once, left_out, parted

NO = np.int32(-1)


def reached(count, arcs, begin):
    """Junctions that can be reached from one, by going from arc to arc until nothing new is found."""
    found, new = {begin}, {begin}
    while new:
        new = {end for start, end in arcs if start in found} - found
        found |= new
    return found


@st.composite
def networks(draw):
    """Junctions on a line of streets of 10 to 200 metres, with a way there, a way back, both or none for each."""
    count = draw(st.integers(2, 9))
    ends = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), min_size=1, max_size=12)
    )
    ends = [(one, two) for one, two in ends if one != two] or [(0, 1)]
    directions = draw(
        st.lists(
            st.sampled_from(["both", "along", "against", "closed"]), min_size=len(ends), max_size=len(ends)
        )
    )
    roads = roads_of([[(97.0 * one * one, 0), (97.0 * two * two, 0)] for one, two in ends], ends_only=True)
    along = np.array([100 if way in ("both", "along") else NO for way in directions], np.int32)
    against = np.array([100 if way in ("both", "against") else NO for way in directions], np.int32)
    return roads, along, against


@given(networks(), st.floats(0, 20_000))
def test_a_piece_is_what_can_be_reached_and_left(network, fragment_m) -> None:
    """By search: two junctions are of one piece if each reaches the other; short pieces go, the longest stays."""
    roads, along, against = network
    arcs = {(int(t), int(h)) for t, h, ms in zip(roads.tail, roads.head, along, strict=True) if ms >= 0}
    arcs |= {(int(h), int(t)) for t, h, ms in zip(roads.tail, roads.head, against, strict=True) if ms >= 0}
    count = len(roads.node_lon)
    reach = [reached(count, arcs, one) for one in range(count)]
    piece = [frozenset(other for other in reach[one] if one in reach[other]) for one in range(count)]
    usable = [row for row in range(len(roads)) if along[row] >= 0 or against[row] >= 0]
    metres = {
        one: sum(roads.length_m[row] for row in usable if {roads.tail[row], roads.head[row]} <= one)
        for one in piece
    }
    longest = max(metres.values())
    stays = {one for one in metres if metres[one] >= fragment_m or metres[one] == longest}
    right = [row for row in usable if piece[roads.tail[row]] in stays and piece[roads.head[row]] in stays]
    used, left = parted(roads, along, against, fragment_m)
    assert sorted([*used, *left]) == usable
    if len([one for one in metres if metres[one] == longest]) == 1:
        assert used.tolist() == right
    else:
        assert set(used.tolist()) <= set(right)


TRAP = [
    [(0, 0), (1_000, 0)],
    [(1_000, 0), (1_000, 3_000)],
    [(9_000, 0), (9_200, 0)],
    [(9_200, 0), (9_400, 0)],
]
"""A street of 1 km, a one-way street of 3 km out of it, and two of 200 m far from all."""


def test_a_street_that_is_entered_and_never_left_is_left_out() -> None:
    """Of the trap and the islet of 400 m, with a limit of 500 m both go; with one of 300 m the islet stays."""
    roads = roads_of(TRAP)
    along, against = np.array([9, 9, 9, 9], np.int32), np.array([9, -1, 9, 9], np.int32)
    assert [rows.tolist() for rows in parted(roads, along, against, 500)] == [[0], [1, 2, 3]]
    assert [rows.tolist() for rows in parted(roads, along, against, 300)] == [[0, 2, 3], [1]]


def test_what_was_left_out_is_counted_in_pieces() -> None:
    """The trap touches a street in use and is a dead end, the islet is loose: 3.4 km, the longest 3 km."""
    roads = roads_of(TRAP)
    found = left_out(roads, np.array([0]), np.array([1, 2, 3]))
    assert (found.count, found.dead_ends) == (2, 1)
    assert (found.km, found.longest_km) == (pytest.approx(3.4, abs=0.001), pytest.approx(3.0, abs=0.001))
    data = found.notice("car", 500.0).data
    assert (data["loose"], data["km"], data["longest"], data["limit"]) == (1, 3.4, 3.0, 500.0)
    assert data["place"] == "0.02713 0.00898"  # 3,000 m north and 1,000 m east
    assert left_out(roads, np.array([0]), np.array([], np.int64)) is None


@pytest.mark.parametrize(
    ("branches", "pieces"),
    [
        ([[(0, 0), (0, 100)], [(0, 0), (0, -100)]], 2),
        ([[(0, 0), (0, 100)], [(0, 100), (90, 100)]], 1),
        ([[(0, 100), (0, 0)], [(90, 100), (0, 100)]], 1),
    ],
)
def test_two_streets_that_meet_only_at_a_street_in_use_are_two_pieces(branches, pieces) -> None:
    """What hangs together by a junction in use alone does not hang together; drawn either way it is the same."""
    roads = roads_of([[(-500, 0), (0, 0)], *branches])
    assert left_out(roads, np.array([0]), np.array([1, 2])).count == pieces


A, B, C = (0, 0), (1_000, 0), (500, 1)


@pytest.mark.parametrize(
    ("lines", "along", "against", "kept"),
    [
        ([[A, B], [B, A]], [5, 5], [5, 5], [0]),  # equal: the first stays
        ([[A, B], [A, C, B]], [5, 5], [5, 5], [0, 1]),  # not the same line
        ([[A, B], [B, A]], [5, 4], [5, 5], [1]),  # the second is quicker one way and no slower the other
        ([[A, B], [B, A]], [5, 4], [-1, -1], [0, 1]),  # one-way streets against each other
        ([[A, B], [A, B]], [5, 9], [-1, -1], [0]),  # the same way: the quicker
        ([[A, B], [A, B]], [4, 9], [9, 4], [0, 1]),  # each is quicker one way
        ([[A, B], [B, A], [A, B]], [9, 9, 5], [9, 9, 5], [2]),
    ],
)
def test_a_street_that_is_drawn_twice_counts_once(lines, along, against, kept) -> None:
    """Of lines over the same points those stay that are quicker in some direction than every other."""
    roads = roads_of(lines, ends_only=True)
    found = drawn_once(roads, np.arange(len(roads)), np.array(along, np.int32), np.array(against, np.int32))
    assert found.tolist() == kept


def test_a_street_that_is_not_used_stands_in_for_none() -> None:
    """Only the roads in use are compared: the first is left out already, so the second stays."""
    roads = roads_of([[A, B], [B, A]], ends_only=True)
    fast = np.array([1, 9], np.int32)
    assert drawn_once(roads, np.array([1]), fast, fast).tolist() == [1]
