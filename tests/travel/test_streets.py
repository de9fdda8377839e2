"""Minutes on small street networks can be worked out by hand, and each task gives its sites and no others."""

import numpy as np
import pytest
from tests.travel.few_roads import METRE as DEGREES
from tests.travel.few_roads import RULES, roads_of

from narvaro.travel import RunSettings, off_street, travel_times
from narvaro.travel.blockfile import read_block, write_bytes
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.speeds import Pace
from narvaro.travel.streets import ModeStreets, StreetEngine

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


# The engine by itself


@pytest.fixture
def engine(tmp_path):
    """A street of 2 km on foot at 1 m/s: areas at 0 and 500 m and 3 km off; sites at 100 and 1,600 m."""
    network = ModeNetwork.of(roads_of([[(0, 0), (2_000, 0)]]), Pace("walk", 3.6, 15.0), RULES)
    areas = (np.array([(0, 0), (500, 0), (0, 3_000)]) * DEGREES).T
    network.graph(network.place(*areas, 1_000)).save(tmp_path / "walk.block", network, {})
    walk = ModeStreets(tmp_path / "walk.block", network, {"roads": "ab"}, "", ())
    sites = tuple((np.array([(100, 0), (1_600, 0)]) * DEGREES).T)
    return StreetEngine({"walk": walk}, sites, 3, RunSettings(osm="x.osm.pbf", max_minutes=20.0))


def test_a_task_holds_the_sites_it_was_asked_for(engine, tmp_path) -> None:
    """100 and 400 s to the first site; to the second 1,100 s, and 1,600 s is beyond 20 minutes; in any order asked."""
    columns = {0: {0: 100, 1: 400}, 1: {1: 1_100}}
    engine.prepare("walk", [0, 1])
    for sites in ([0, 1], [1, 0], [1]):
        write_bytes(tmp_path / "b", engine.task("walk", slice(0, 3), list("kl")[: len(sites)], sites).run())
        arrays, header = read_block(tmp_path / "b")
        assert header["made_of"] == {"roads": "ab", "max_min": 20.0, "there_and_back": False}
        for row, site in enumerate(sites):
            span = slice(arrays["start"][row], arrays["start"][row + 1])
            assert (
                dict(zip(arrays["area"][span].tolist(), arrays["seconds"][span].tolist(), strict=True))
                == columns[site]
            )


def test_points_far_from_the_street_are_told_with_their_metres(engine) -> None:
    """The third area is 3 km off; the sites stand on the street; nothing was left out."""
    found = engine.prepare("walk", [0, 1])
    assert {name: list(points) for name, points in found.items()} == {
        "areas": [2],
        "sites": [],
        "areas_left": [],
        "sites_left": [],
    }
    assert found["areas"][2] == pytest.approx(3_000, abs=0.1)


def test_all_areas_are_worked_out_at_once(engine) -> None:
    """One search from a site reaches every area, so they are one part."""
    assert engine.area_parts("walk") == [slice(0, 3)]
    assert engine.modes == ("walk",)
