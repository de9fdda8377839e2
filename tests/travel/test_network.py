"""Small street networks whose minutes can be worked out by hand, and laws that hold on any network."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narvaro.travel import RunSettings, off_street, travel_times
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.osm import read_osm
from narvaro.travel.roads import DrawnWays, cut_at_junctions
from narvaro.travel.rules import BICYCLE, CAR, WALK, road_rules
from narvaro.travel.speeds import Pace, SpeedFactors, read_speed_factors

RULES = road_rules()
METRE = 1 / 111_195.0
LINE = {i: (100.0 * i, 0.0) for i in range(21)}
STREET = {"highway": "residential", "maxspeed": "36"}  # ten metres a second


def minutes(case, tmp_path, path, mode="car", **more):
    return travel_times(case, tmp_path / "p", RunSettings(osm=path, modes=[mode], **more)).to_dense(mode)


def test_minutes_along_a_street_by_hand(write_osm, make_case, tmp_path) -> None:
    """A kilometre at 36 km/h takes 100 seconds; on foot at 4.8 km/h 750 seconds."""
    path = write_osm(LINE, [(LINE, STREET)])
    case = make_case([(300, 0)], [(1300, 0)])
    assert minutes(case, tmp_path, path)[0, 0] * 60 == pytest.approx(100, abs=0.5)
    assert minutes(case, tmp_path, path, "walk")[0, 0] * 60 == pytest.approx(750, abs=0.5)


def test_the_way_to_the_street_is_walked(write_osm, make_case, tmp_path) -> None:
    """A house 40 metres from the street adds 30 seconds on foot at 4.8 km/h, whatever the mode."""
    path = write_osm(LINE, [(LINE, STREET)])
    case = make_case([(300, 40)], [(1300, 0)])
    assert minutes(case, tmp_path, path)[0, 0] * 60 == pytest.approx(130, abs=0.5)


def test_one_way_streets_make_a_detour(write_osm, make_case, tmp_path) -> None:
    """Round a one-way square of 200 metre sides, 100 metres ahead is near and 100 metres back is far."""
    corners = {1: (0, 0), 2: (200, 0), 3: (200, 200), 4: (0, 200)}
    path = write_osm(corners, [((1, 2, 3, 4, 1), {**STREET, "oneway": "yes"})])
    case = make_case([(50, 0), (150, 0)], [(150, 0), (50, 0)])
    found = minutes(case, tmp_path, path) * 60
    np.testing.assert_allclose(found, [[10, 0], [0, 70]], atol=0.5)
    both = minutes(case, tmp_path, path, there_and_back=True) * 60
    np.testing.assert_allclose(both, [[40, 0], [0, 40]], atol=0.5)


def test_an_island_without_a_ferry_is_unreachable(write_osm, make_case, tmp_path) -> None:
    """Two street networks with water between: NaN, neither zero nor infinity; a ferry joins them."""
    island = {100 + i: (5_000.0 + 100 * i, 0.0) for i in range(21)}
    ways = [(LINE, STREET), (island, STREET)]
    case = make_case([(0, 0), (5_000, 0)], [(2_000, 0)])
    stranded = minutes(case, tmp_path, write_osm({**LINE, **island}, ways))
    assert np.isnan(stranded[1, 0])
    assert np.isfinite(stranded[0, 0])
    ferry = ((20, 100), {"route": "ferry", "duration": "00:12", "motor_vehicle": "yes"})
    joined = minutes(case, tmp_path, write_osm({**LINE, **island}, [*ways, ferry], "ferry.osm.pbf"))
    assert joined[1, 0] == pytest.approx(12, abs=0.01)


def test_a_ferry_is_boarded_at_its_ends_only(write_osm, make_case, tmp_path) -> None:
    """A house beside the middle of a ferry line is put on the street ashore, not on the ferry."""
    island = {100 + i: (3_000.0 + 100 * i, 0.0) for i in range(21)}
    ferry = ((20, 100), {"route": "ferry", "duration": "00:12", "motor_vehicle": "yes"})
    path = write_osm({**LINE, **island}, [(LINE, STREET), (island, STREET), ferry])
    case = make_case([(2_400, 0)], [(2_000, 0)])
    assert minutes(case, tmp_path, path)[0, 0] * 60 == pytest.approx(400 * 0.75, abs=0.5)


def test_far_points_are_reported(write_osm, make_case, tmp_path) -> None:
    """A point farther than the limit from any street is unreachable and named with its distance."""
    nodes = {**LINE, 50: (0.0, 3_000.0), 51: (100.0, 3_000.0)}
    path = write_osm(nodes, [(LINE, STREET), ((0, 50, 51), STREET)])
    case = make_case([(1_500, 1_400), (300, 0)], [(1_000, 0)])
    found = minutes(case, tmp_path, path, snap_limit_m=1_000)
    assert np.isnan(found[0, 0])
    assert np.isfinite(found[1, 0])
    far = off_street(tmp_path / "p")
    assert far[["mode", "kind", "id"]].to_numpy().tolist() == [["car", "area", "a0"]]
    assert far["off_m"].iloc[0] == pytest.approx(1_400, abs=2)


def test_a_mapping_fragment_is_no_street(write_osm, make_case, tmp_path) -> None:
    """Forty metres of street that hang together with nothing are left out: the point goes to the network."""
    piece = {200: (500, 30), 201: (520, 30), 202: (540, 30)}
    path = write_osm({**LINE, **piece}, [(LINE, STREET), ((200, 201), STREET), ((201, 202), STREET)])
    case = make_case([(520, 30)], [(1_520, 0)])
    assert minutes(case, tmp_path, path)[0, 0] * 60 == pytest.approx(100 + 30 * 0.75, abs=0.5)


def test_speed_factors_slow_a_class_at_an_hour(write_osm, make_case, tmp_path) -> None:
    """At factor 0.5 on Tuesday at ten the car takes twice the time; at noon it flows freely; labels say so."""
    path = write_osm(LINE, [(LINE, STREET)])
    table = tmp_path / "factors.csv"
    table.write_text(
        "class,days,from_hour,to_hour,factor\nresidential,mon-fri,9,11,0.5\n*,sat;sun,0,24,0.9\n"
    )
    case = make_case([(300, 0)], [(1300, 0)])
    slow = travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car"], speed_factors=table))
    assert slow.to_dense("car")[0, 0] * 60 == pytest.approx(200, abs=0.5)
    assert slow.labels["car"] == "factors.csv, tue 10"
    noon = {"depart": "2026-03-10T12:00", "speed_factors": table}
    assert travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car"], **noon)).to_dense("car")[
        0, 0
    ] * 60 == (pytest.approx(100, abs=0.5))
    plain = travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car"]))
    assert plain.labels["car"] == "free flow"


def test_a_row_for_the_class_goes_before_a_row_for_all(tmp_path) -> None:
    """Rows for * hold for every class that has no row of its own."""
    table = tmp_path / "f.csv"
    table.write_text("class,days,from_hour,to_hour,factor\nprimary,mon,0,24,0.7\n*,mon-sun,0,24,0.9\n")
    factors = read_speed_factors(table, RULES)
    assert [factors.at("primary", 0, 5), factors.at("primary", 1, 5), factors.at("service", 0, 5)] == [
        0.7,
        0.9,
        0.9,
    ]
    assert isinstance(factors, SpeedFactors)


# Laws on random networks: a grid of streets with some taken out, some one-way, random speeds.


def random_network(seed, size=6, one_way=True):
    rng = np.random.default_rng(seed)
    steps = [(x, y, x + 1, y) for x in range(size - 1) for y in range(size)]
    steps += [(x, y, x, y + 1) for x in range(size) for y in range(size - 1)]
    steps = [step for step in steps if rng.random() < 0.85]
    count = len(steps)
    ends = np.array(steps, dtype=float).reshape(-1, 4)
    access = np.full(count, (WALK | BICYCLE | CAR) * 9, dtype=np.uint8)
    closed = rng.random(count) < 0.3
    if one_way:
        access[closed] = (WALK * 9) | BICYCLE | CAR
    ways = DrawnWays(
        np.arange(0, 2 * count + 1, 2),
        (ends[:, [0, 2]] * 1000 + ends[:, [1, 3]]).astype(np.int64).ravel(),
        (ends[:, [0, 2]] * 150 * METRE).ravel(),
        (ends[:, [1, 3]] * 150 * METRE).ravel(),
        np.full(count, RULES.classes.index("residential"), dtype=np.uint8),
        access,
        rng.uniform(10, 90, count).astype(np.float32),
        np.full(count, np.nan, dtype=np.float32),
        np.zeros(count, dtype=np.uint8),
        np.full(count, np.nan, dtype=np.float32),
    )
    places = rng.uniform(-30, size * 150, (12, 2)) * METRE
    return cut_at_junctions(ways), places


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
    found = all_pairs(*random_network(seed), mode)
    assert np.all(np.diag(found) == 0)
    for via in range(len(found)):
        assert np.all(found <= found[:, [via]] + found[[via], :] + 1.5)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(["walk", "bicycle"]))
def test_symmetric_where_streets_allow(seed: int, mode: str) -> None:
    """Without one-way streets the way there takes as long as the way back."""
    found = all_pairs(*random_network(seed, one_way=False), mode)
    np.testing.assert_allclose(found, found.T, atol=1.0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), limit=st.integers(0, 600))
def test_more_time_never_means_fewer_pairs(seed: int, limit: int) -> None:
    """A longer limit keeps every pair of a shorter one, with the same time; none kept is over its limit."""
    roads, places = random_network(seed)
    short = all_pairs(roads, places, "car", limit * 1000)
    long = all_pairs(roads, places, "car", 2 * limit * 1000)
    kept = np.isfinite(short)
    np.testing.assert_array_equal(short[kept], long[kept])
    assert np.all(short[kept] <= limit)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    mode=st.sampled_from(["car", "walk"]),
    roads_in_cell=st.integers(2, 60),
    limit=st.sampled_from([20_000, 90_000, 10**7]),
)
def test_cells_change_nothing(seed: int, mode: str, roads_in_cell: int, limit: int) -> None:
    """A search from border to border of cells of any size finds the same areas and seconds as a plain one."""
    roads, places = random_network(seed, size=9)
    network = ModeNetwork.of(roads, Pace(mode, 4.8, 15.0), RULES)
    put = network.place(places[:, 0], places[:, 1], 200.0)
    plain, cut = network.graph(put), network.graph(put, 0, roads_in_cell)
    assert plain.cells is None
    assert cut.cells is not None
    for site in range(len(places)):
        for one, two in zip(plain.column(put, site, limit), cut.column(put, site, limit), strict=True):
            np.testing.assert_array_equal(one, two)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_one_way_streets_never_help(seed: int) -> None:
    """Closing one direction of some streets never makes a way shorter."""
    roads, places = random_network(seed)
    free, _ = random_network(seed, one_way=False)
    network = ModeNetwork.of(roads, Pace("car", 4.8, 15.0), RULES)
    if network.kept.size == len(roads):
        # The same streets serve both, so the points meet the street at the same places.
        assert np.all(all_pairs(roads, places, "car") >= all_pairs(free, places, "car") - 1)


@pytest.mark.parametrize(
    ("ways", "mode", "kept"),
    [
        ([((1, 2), {"highway": "footway"}), ((2, 1), {"highway": "footway"})], "walk", 1),
        ([((1, 2), {"highway": "footway"}), ((1, 3, 2), {"highway": "footway"})], "walk", 2),
        ([((1, 2), {"highway": "residential"}), ((2, 1), {"highway": "footway"})], "car", 1),
        ([((1, 2), {"highway": "residential"}), ((2, 1), {"highway": "primary"})] * 2, "car", 1),
        (
            [
                ((1, 2), {"highway": "residential", "oneway": "yes"}),
                ((2, 1), {"highway": "tertiary", "oneway": "yes"}),
            ],
            "car",
            2,
        ),
    ],
)
def test_a_street_that_is_drawn_twice_counts_once(write_osm, ways, mode, kept) -> None:
    """Of lines over the same points the quickest stays; one-way streets against each other are two."""
    path = write_osm({1: (0, 0), 2: (1_000, 0), 3: (500, 1)}, ways)
    network = ModeNetwork.of(read_osm(path), Pace(mode, 4.8, 15.0), road_rules())
    assert len(network.kept) == kept
    if mode == "car" and kept == 1 and len(ways) > 2:
        assert network.along_ms[network.kept[0]] == pytest.approx(1_000 * 3_600 / 70, abs=2)
