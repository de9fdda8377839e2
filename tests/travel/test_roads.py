"""Lines are cut where they meet and nowhere else, no metre is lost, and distances are those of the ellipsoid."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.travel.few_roads import METRE, drawn, roads_of

from narvaro.travel.roads import Roads, along_m, cut_at_junctions, near_m

EQUATOR_M, POLE_M = 6_378_137.0, 6_356_752.314
"""The two half axes of WGS 84, metres."""

corners = st.tuples(st.integers(0, 3), st.integers(0, 3))
lines = st.lists(st.lists(corners, min_size=2, max_size=6), min_size=1, max_size=6)


def pieces(drawn_lines):
    """By hand: cut each line at ends and at places that are passed more than once."""
    passes = [corner for line in drawn_lines for corner in line]
    ends = {corner for line in drawn_lines for corner in (line[0], line[-1])}
    found = []
    for line in drawn_lines:
        piece = [line[0]]
        for corner in line[1:]:
            piece.append(corner)
            if corner in ends or passes.count(corner) > 1:
                found.append(piece)
                piece = [corner]
    return found


def shapes(roads: Roads):
    points = np.rint(np.column_stack([roads.shape_lon, roads.shape_lat]) / METRE / 100).astype(int)
    return [
        [tuple(map(int, point)) for point in points[first:last]]
        for first, last in itertools.pairwise(roads.shape_start)
    ]


@given(lines)
def test_lines_are_cut_where_they_meet_and_nowhere_else(some) -> None:
    """Lines at random on a grid of 100 metres: pieces as cut by hand, and ends at one place are one junction."""
    roads = roads_of([[(100 * x, 100 * y) for x, y in line] for line in some])
    right = pieces(some)
    assert shapes(roads) == right
    for ends, place in ((roads.tail, 0), (roads.head, -1)):
        where = np.rint(np.column_stack([roads.node_lon[ends], roads.node_lat[ends]]) / METRE / 100)
        assert where.tolist() == [list(map(float, piece[place])) for piece in right]
    assert len(set(zip(roads.node_lon, roads.node_lat, strict=True))) == len(roads.node_lon)
    straight = [
        sum(100 * np.hypot(a - c, b - d) for (a, b), (c, d) in itertools.pairwise(piece)) for piece in right
    ]
    np.testing.assert_allclose(roads.length_m, straight, atol=0.01)


@given(lines)
def test_where_only_ends_are_joined_every_line_is_one_road(some) -> None:
    """Lines that cross are a bridge and a road below it."""
    roads = cut_at_junctions(drawn([[(100 * x, 100 * y) for x, y in line] for line in some], ends_only=True))
    assert shapes(roads) == some


def test_a_ferry_shares_its_minutes_by_metres() -> None:
    """Ten minutes over 1,000 m, cut at a pier after 300 m: three minutes and seven."""
    ferry = [(0, 0), (300, 0), (1_000, 0)]
    roads = roads_of([ferry, [(300, 0), (300, 90)]], kind=["ferry", "residential"], ferry_s=[600, np.nan])
    np.testing.assert_allclose(roads.fixed_s, [180, 420, np.nan], atol=0.01)


def test_a_line_without_length_has_its_seconds_and_no_division_by_zero() -> None:
    """Both its points at one place: no metres, and a share of nothing is nothing."""
    roads = roads_of([[(5, 5), (5, 5)]], kind="ferry", ferry_s=60)
    assert (roads.length_m.tolist(), roads.fixed_s.tolist()) == ([0.0], [0.0])


@pytest.mark.parametrize(
    ("lat", "north", "across"),
    [
        (0.0, POLE_M**2 / EQUATOR_M, EQUATOR_M),
        (90.0, EQUATOR_M**2 / POLE_M, EQUATOR_M**2 / POLE_M),
    ],
)
def test_radii_of_curvature_at_the_equator_and_at_the_pole(lat, north, across) -> None:
    """By the half axes a and b: b²/a and a at the equator, a²/b both at the pole; times a thousandth of a degree."""
    x, low, high = np.array([18.0]), np.array([lat - 0.0005]), np.array([lat + 0.0005])
    assert near_m(x, low, x, high)[0] == pytest.approx(np.radians(0.001) * north, rel=1e-9)
    y = np.array([lat])
    east = np.radians(0.001) * across * np.cos(np.radians(lat))
    assert near_m(x, y, x + 0.001, y)[0] == pytest.approx(east, rel=1e-9, abs=1e-9)


def test_steps_along_a_line_are_those_between_its_points() -> None:
    """One step fewer than points; none along a single point."""
    lon, lat = (np.array([(0, 0), (300, 400), (300, 1_000)]) * METRE).T
    np.testing.assert_allclose(along_m(lon, lat), [500, 600], atol=0.01)
    assert along_m(lon[:1], lat[:1]).size == 0


def test_roads_come_back_from_their_file(tmp_path) -> None:
    """Every array as it was, and the box of the lines, not of the junctions: a bend to the north counts."""
    roads = roads_of([[(0, 0), (50, 900), (100, 0)]])
    roads.save(tmp_path / "roads.block", {"roads": "ab"})
    again = Roads.load(tmp_path / "roads.block")
    assert len(again) == 1
    for name, values in vars(roads).items():
        np.testing.assert_array_equal(vars(again)[name], values)
    assert again.box == pytest.approx((0.0, 0.0, *(METRE * (100, 900))))
