"""Public transport knows the very streets that walking uses: islands, ferries, small extracts, seconds."""

import math

import numpy as np
import pytest
from tests.travel.one_line import NORTH, TUESDAY, World, street

from narvaro.errors import Fault, TravelError
from narvaro.travel import RunSettings, by_person, open_travel_times, travel_times
from narvaro.travel.transit_build import keep_notices, kept_notices

pytest.importorskip("cafein", reason="the network extra is not installed")

SHORE = {number: (number * 100.0 + 1, NORTH) for number in range(1, 102)}
STREETS = [((one, one + 1), {"highway": "residential"}) for one in range(1, 101)]


@pytest.fixture
def world(write_osm, write_feed, make_case, tmp_path):
    return World(write_osm, write_feed, make_case, tmp_path)


def ask(world, case, osm, **changes):
    project = world.folder / f"streets{world.asked}"
    world.asked += 1
    asked = {"modes": ["walk", "transit"], "window_min": 1, "depart": TUESDAY, **changes}
    travel_times(case, project, RunSettings(osm=osm, gtfs=[world.feed({})], **asked))
    return open_travel_times(project)


def island(points, length=3000.0, name="island", ferry=None):
    """The shore, and a street on an island 700 metres south of it, drawn with some number of points."""
    nodes = dict(SHORE) | {1000 + n: (101 + n * length / (points - 1), NORTH - 700) for n in range(points)}
    ways = [*STREETS, *(((1000 + n, 1001 + n), {"highway": "residential"}) for n in range(points - 1))]
    if ferry is not None:
        ways.append(((1, 1000), {"route": "ferry", "duration": ferry}))
    return nodes, ways


@pytest.mark.parametrize("points", [2, 31, 61])
def test_an_island_is_an_island_by_every_mode(world, write_osm, make_case, points) -> None:
    """3 km of road and no ferry: nobody walks over 700 m of water, however many points the road is drawn with."""
    case = make_case([(101, NORTH - 700)], [(101, NORTH)])
    times = ask(world, case, write_osm(*island(points)), modes=["car", "walk", "transit"])
    assert [math.isnan(times.to_dense(mode)[0, 0]) for mode in ("walk", "transit")] == [True, True]
    assert math.isnan(by_person(times, [1.0]).to_dense("person")[0, 0])


@pytest.mark.parametrize("points", [2, 31, 61])
def test_a_piece_of_street_too_short_for_an_island(world, write_osm, make_case, points) -> None:
    """Less than 500 metres of road is an error of the map to both modes: one walks from there as the crow flies."""
    case = make_case([(101, NORTH - 700)], [(101, NORTH)])
    times = ask(world, case, write_osm(*island(points, length=400.0)))
    walk, transit = (float(times.to_dense(mode)[0, 0]) for mode in ("walk", "transit"))
    assert walk == pytest.approx(700 / 80, abs=0.1)  # 4.8 km/h
    assert transit == pytest.approx(walk, abs=1.01 / 60)


def test_a_ferry_takes_walkers_in_both_modes(world, write_osm, make_case) -> None:
    """Ten minutes by ferry from the island; a point at sea is put on a shore, never on the ferry's line."""
    case = make_case([(101, NORTH - 700), (101, NORTH - 340)], [(101, NORTH)])
    times = ask(world, case, write_osm(*island(31, ferry="00:10")))
    walk, transit = times.to_dense("walk")[:, 0], times.to_dense("transit")[:, 0]
    assert walk == pytest.approx([10.0, 340 / 80], abs=0.1)
    assert transit == pytest.approx(walk, abs=1.01 / 60)


def test_a_small_extract_is_enough(world, write_osm) -> None:
    """10 km of street in 21 points: the bus takes 15 and 25 minutes as anywhere."""
    assert world.minutes(osm=street(write_osm, every=500)) == [15.0, 25.0]


def test_streets_that_cannot_be_walked(world, write_osm, make_case) -> None:
    """Only a motorway: an error that names the streets and not the timetable."""
    osm = write_osm(SHORE, [(tuple(range(1, 102)), {"highway": "motorway"})])
    with pytest.raises(TravelError, match=r"no street that can be walked in small.osm.pbf"):
        ask(world, make_case([(101, NORTH)], [(6000, NORTH)]), osm)


def test_walks_agree_on_a_real_town(world, helsinki, make_case, write_feed) -> None:
    """On 60 x 60 pairs of central Helsinki with no bus near, "transit" is the walk, its seconds rounded up."""
    rng = np.random.default_rng(7)
    areas, sites = (
        np.column_stack([rng.uniform(24.93, 24.955, 60), rng.uniform(60.163, 60.178, 60)]) for _ in "ab"
    )
    from tests.travel.one_line import TABLES

    far = (
        TABLES["stops.txt"]
        .replace("0.0090437", "60.1700000")
        .replace(",0.0", ",24.9")
        .replace("0.0898315", "24.95")
    )
    feed = write_feed({**TABLES, "stops.txt": far, "calendar.txt": TABLES["calendar.txt"]}, "town.zip")
    case = make_case(areas, sites, metres=False)
    travel_times(
        case,
        world.folder / "town",
        RunSettings(
            osm=helsinki,
            gtfs=[feed],
            modes=["walk", "transit"],
            max_minutes=30,
            depart="2026-03-10T15:00",
            window_min=1,
        ),
    )
    times = open_travel_times(world.folder / "town")
    walk, transit = times.to_dense("walk") * 60, times.to_dense("transit") * 60
    both = np.isfinite(walk) & np.isfinite(transit)
    assert both.mean() > 0.9
    assert (np.isfinite(walk) != np.isfinite(transit)).mean() < 0.01  # at the limit itself
    assert np.isin(np.rint(transit - walk)[both], (0, 1)).all()


@pytest.mark.parametrize(
    "text", ["", "[", "{}", "[[]]", '[{"key": "no.such", "data": {}}]', "[" * 5000 + "]" * 5000]
)
def test_what_was_kept_of_a_network_is_made_again_where_it_cannot_be_read(tmp_path, text: str) -> None:
    """A spoilt file beside a network counts as none, whatever its form; a sound one comes back as it was."""
    network = tmp_path / "a.network"
    network.write_bytes(b"")
    notices = (Fault("travel.engine_trips", {"count": 2}),)
    keep_notices(network, notices)
    assert kept_notices(network) == notices
    network.with_suffix(".json").write_text(text, encoding="utf-8")
    assert kept_notices(network) is None
