"""Seconds on the network of a mode: laws on any network, brute force on small ones, and figures by hand."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.travel.few_roads import METRE, ONE_WAY, RULES, grid, roads_of

from narvaro.travel.engine import LONGEST_S
from narvaro.travel.graph import ModeGraph, ModeNetwork, Places, _morton
from narvaro.travel.speeds import Pace

WALK = Pace("walk", 3.6, 15.0)
"""A metre a second."""


def at(*places):
    """Longitudes and latitudes of places in metres."""
    return tuple((np.array(places, float) * METRE).T)


def all_pairs(roads, places, mode, max_ms=10**8):
    network = ModeNetwork.of(roads, Pace(mode, 4.8, 15.0), RULES)
    put = network.place(places[:, 0], places[:, 1], 5_000.0)
    graph = network.graph(put)
    found = np.full((len(places), len(places)), np.inf)
    for site in range(len(places)):
        areas, seconds = graph.column(put, site, max_ms)
        found[areas, site] = seconds
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(["car", "walk", "bicycle"]))
def test_no_detour_is_shorter(seed: int, mode: str) -> None:
    """Zero to itself, and going by way of a third place never takes less time (to the rounding)."""
    found = all_pairs(*grid(seed), mode)
    assert np.all(np.diag(found) == 0)
    for via in range(len(found)):
        assert np.all(found <= found[:, [via]] + found[[via], :] + 1.5)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(["walk", "bicycle"]))
def test_symmetric_where_streets_allow(seed: int, mode: str) -> None:
    """Without one-way streets the way there takes as long as the way back."""
    found = all_pairs(*grid(seed, one_way=False), mode)
    np.testing.assert_allclose(found, found.T, atol=1.0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), limit=st.integers(0, 600))
def test_more_time_never_means_fewer_pairs(seed: int, limit: int) -> None:
    """A longer limit keeps every pair of a shorter one, with the same time; none kept is over its limit."""
    roads, places = grid(seed)
    short = all_pairs(roads, places, "car", limit * 1000)
    long = all_pairs(roads, places, "car", 2 * limit * 1000)
    kept = np.isfinite(short)
    np.testing.assert_array_equal(short[kept], long[kept])
    assert np.all(short[kept] <= limit)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_one_way_streets_never_help(seed: int) -> None:
    """Closing one direction of some streets never makes a way shorter."""
    roads, places = grid(seed)
    free, _ = grid(seed, one_way=False)
    network = ModeNetwork.of(roads, Pace("car", 4.8, 15.0), RULES)
    if network.kept.size == len(roads):
        # The same streets serve both, so the points meet the street at the same places.
        assert np.all(all_pairs(roads, places, "car") >= all_pairs(free, places, "car") - 1)


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(["car", "walk"]))
def test_seconds_are_those_of_every_way_there_is(seed: int, mode: str) -> None:
    """By the method of Floyd and Warshall: the best pair of ends, or along the road that is shared."""
    roads, points = grid(seed, size=4)
    network = ModeNetwork.of(roads, Pace(mode, 4.8, 15.0), RULES)
    put = network.place(points[:, 0], points[:, 1], 5_000.0)
    count = len(network.number)
    away = np.where(np.eye(count, dtype=bool), 0.0, np.inf)
    for row in network.kept:
        one, two = network.number[roads.tail[row]], network.number[roads.head[row]]
        for begin, end, ms in ((one, two, network.along_ms[row]), (two, one, network.against_ms[row])):
            if ms >= 0:
                away[begin, end] = min(away[begin, end], ms)
    for via in range(count):
        away = np.minimum(away, away[:, [via]] + away[[via], :])
    out, into = np.array(put.to_ends(), float), np.array(put.from_ends(), float)
    out[out < 0], into[into < 0] = np.inf, np.inf
    ends = np.array([put.tail, put.head])
    right = np.full((len(points), len(points)), np.inf)
    for area in range(len(points)):
        for site in range(len(points)):
            ways = out[:, [area]] + away[np.ix_(ends[:, area], ends[:, site])] + into[:, site]
            step = put.share[site] - put.share[area]
            whole = put.along_ms[site] if step >= 0 else put.against_ms[site]
            same = put.road[area] == put.road[site] and whole >= 0
            best = min(ways.min(), np.rint(abs(step) * whole) if same else np.inf)
            right[area, site] = 0 if area == site else best + put.connector_ms[area] + put.connector_ms[site]
    np.testing.assert_array_equal(all_pairs(roads, points, mode), np.floor((right + 500) / 1000))


def test_the_ends_of_a_road_by_hand() -> None:
    """A quarter along a road of 100 ms there and 200 back: 75 to the head, 50 to the tail; from them 25 and 150."""
    one = np.array([1], np.int32)
    put = Places(one, one, one, np.array([0.25]), one, one, one, one, 100 * one, 200 * one, one)
    assert [int(ms[0]) for ms in (*put.to_ends(), *put.from_ends())] == [50, 75, 25, 150]


def test_a_point_on_a_junction_is_there_whichever_way_its_road_goes() -> None:
    """At the tail of a one-way street it costs nothing to leave by the tail; off every road there is no end."""
    rows = np.array([1, 1, -1], np.int32)
    put = Places(*(rows,) * 3, np.array([0.0, 0.5, 0.0]), *(rows,) * 4, 0 * rows + 100, 0 * rows - 1, rows)
    assert put.to_ends()[0].tolist() == [0, -1, -1]


def test_there_and_back_is_the_mean_of_both_ways_where_both_are_within_reach() -> None:
    """Round a one-way square of 400 m, on foot 100 s both ways; by car, at 36 km/h, 10 s there and 30 back."""
    corners = [(0, 0), (100, 0), (100, 100), (0, 100)]
    roads = roads_of([[corners[n], corners[n - 3]] for n in range(4)], access=ONE_WAY, kmh=36)
    for pace, limit, right in (
        (WALK, 10**6, [100]),
        (Pace("car", 3.6, 15), 10**6, [20]),
        (Pace("car", 3.6, 15), 29_000, []),
    ):
        network = ModeNetwork.of(roads, pace, RULES)
        areas, sites = network.place(*at((0, 0)), 50), network.place(*at((100, 0)), 50)
        assert network.graph(areas).column(sites, 0, limit, there_and_back=True)[1].tolist() == right


def test_no_way_is_longer_than_two_bytes_hold() -> None:
    """65,535 m at 1 m/s is the longest way told; one of 65,536 s is not, whatever the limit."""
    roads = roads_of([[(0, 0), (70_000, 0)]])
    network = ModeNetwork.of(roads, WALK, RULES)
    areas, sites = network.place(*at((65_535, 0), (65_536, 0)), 50), network.place(*at((0, 0)), 50)
    found = network.graph(areas).column(sites, 0, 2**31 - 10)
    assert (found[0].tolist(), found[1].tolist()) == ([0], [LONGEST_S])


def test_a_ferry_is_no_place_to_stand() -> None:
    """Above the middle of a ferry a point is put on the street at its end, 100 m away."""
    roads = roads_of(
        [[(0, 0), (600, 0)], [(600, 0), (800, 0)]], kind=["residential", "ferry"], ferry_s=[np.nan, 60]
    )
    put = ModeNetwork.of(roads, WALK, RULES).place(*at((700, 0)), 1_000)
    assert (put.road[0], put.share[0]) == (0, 1.0)
    assert put.off_m[0] == pytest.approx(100, abs=0.01)
    assert put.connector_ms[0] == pytest.approx(100_000, abs=10)


@pytest.mark.parametrize(("north", "left"), [(399, np.nan), (401, 299)])
def test_a_street_that_was_left_out_is_told_where_it_is_much_nearer(north, left) -> None:
    """A fragment 700 m off the road: 401 m up it is 102 m nearer than the road, 399 m up only 98."""
    roads = roads_of([[(0, 0), (900, 0)], [(400, 700), (500, 700)]])
    network = ModeNetwork.of(roads, WALK, RULES)
    assert network.left.tolist() == [1]
    np.testing.assert_allclose(network.place(*at((450, north)), 1_000).left_m, [left], atol=0.01)


def test_graphs_and_networks_come_back_from_their_file(tmp_path) -> None:
    """What was saved finds the same columns, plain and over cells, and puts further points alike."""
    roads, points = grid(7)
    network = ModeNetwork.of(roads, Pace("car", 4.8, 15.0), RULES)
    put = network.place(points[:, 0], points[:, 1], 5_000.0)
    for name, graph in (("plain", network.graph(put)), ("cells", network.graph(put, 0, 9))):
        graph.save(tmp_path / name, network, {})
        again, found = ModeGraph.load(tmp_path / name), ModeNetwork.load(tmp_path / name, roads, 4.8)
        assert (again.cells is None) == (name == "plain")
        for one, two in zip(graph.column(put, 3, 10**7), again.column(put, 3, 10**7), strict=True):
            np.testing.assert_array_equal(one, two)
        np.testing.assert_array_equal(
            found.place(points[:, 0], points[:, 1], 99.0).road,
            network.place(points[:, 0], points[:, 1], 99.0).road,
        )


def test_junctions_near_each_other_on_the_ground_are_near_in_memory() -> None:
    """On a square of 16 by 16 corners, the four corners of each smallest square follow each other."""
    east, north = (values.ravel().astype(float) for values in np.meshgrid(np.arange(16), np.arange(16)))
    square = (east // 2 + 8 * (north // 2))[np.argsort(_morton(east, north))]
    assert (square.reshape(-1, 4) == square.reshape(-1, 4)[:, :1]).all()
