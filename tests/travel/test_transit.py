"""Public transport against a brute-force search through the whole timetable, minute by minute.

The search below shares nothing with the engine but the walks to and between stops, which it asks cafein for:
it is the timetable that is tested here. Streets are tested in test_helsinki.py.
"""

import itertools
import zipfile
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from narvaro.travel import RunSettings, travel_times
from narvaro.travel.graph import ModeNetwork
from narvaro.travel.osm import read_osm
from narvaro.travel.rules import road_rules
from narvaro.travel.speeds import Pace
from narvaro.travel.timetable import check_timetable
from narvaro.travel.transit import (
    NEVER_S,
    Journey,
    _matrix,
    _open_network,
    _visits,
    median_and_share,
)
from narvaro.travel.transit_build import build_transit

pytest.importorskip("cafein", reason="the network extra is not installed")

WALK_MIN, KMH = 4.0, 4.8
AREAS = np.array(
    [[24.9376, 60.1662], [24.9421, 60.1709], [24.9446, 60.1741], [24.9499, 60.1716], [24.9405, 60.1690]]
)
SITES = np.array([[24.9444, 60.1739], [24.9501, 60.1714], [24.9514, 60.1754], [24.9377, 60.1661]])
TUESDAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def network(helsinki, feed_tables, tmp_path_factory):
    """The network as the engine builds and keeps it."""
    return built(helsinki, feed_tables, tmp_path_factory.mktemp("transit"))


def built(helsinki, feed_tables, folder):
    with zipfile.ZipFile(folder / "feed.zip", "w") as feed:
        for name, text in feed_tables.items():
            feed.writestr(name, text)
    settings = RunSettings(osm=helsinki, gtfs=(folder / "feed.zip",), max_walk_min=WALK_MIN)
    walking = ModeNetwork.of(read_osm(helsinki), Pace("walk", KMH, 15.0), road_rules())
    build_transit([check_timetable(folder / "feed.zip")], walking, settings, folder / "network.cafein")
    return _open_network(str(folder / "network.cafein"))


def rows(text):
    head, *lines = text.strip().split("\n")
    return [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]


def seconds_of(text):
    hours, minutes, seconds = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + seconds


def runs_on(tables, service, day):
    for row in rows(tables["calendar_dates.txt"]):
        if row["service_id"] == service and row["date"] == f"{day:%Y%m%d}":
            return row["exception_type"] == "1"
    row = next(row for row in rows(tables["calendar.txt"]) if row["service_id"] == service)
    inside = row["start_date"] <= f"{day:%Y%m%d}" <= row["end_date"]
    return inside and row[f"{day:%A}".lower()] == "1"


def connections(tables, day):
    """Every ride from one stop to the next, of the day and of the night before: (leave, arrive, from, to,
    vehicle, may get on, may get off), in seconds after midnight of the day.
    """
    calls = {}
    for row in rows(tables["stop_times.txt"]):
        calls.setdefault(row["trip_id"], []).append(row)
    often = {}
    for row in rows(tables["frequencies.txt"]):
        often.setdefault(row["trip_id"], []).append(row)
    found = []
    for shift in (-1, 0):
        for trip in rows(tables["trips.txt"]):
            if not runs_on(tables, trip["service_id"], day + timedelta(days=shift)):
                continue
            stops = sorted(calls[trip["trip_id"]], key=lambda call: int(call["stop_sequence"]))
            starts = [0]
            if trip["trip_id"] in often:
                first = seconds_of(stops[0]["departure_time"])
                starts = [
                    start - first
                    for row in often[trip["trip_id"]]
                    for start in range(
                        seconds_of(row["start_time"]), seconds_of(row["end_time"]), int(row["headway_secs"])
                    )
                ]
            for number, start in enumerate(starts):
                vehicle = (trip["trip_id"], shift, number)
                late = start + shift * 86_400
                for one, two in itertools.pairwise(stops):
                    leave = seconds_of(one["departure_time"]) + late
                    arrive = seconds_of(two["arrival_time"]) + late
                    on, off = one.get("pickup_type") != "1", two.get("drop_off_type") != "1"
                    found.append((leave, arrive, one["stop_id"], two["stop_id"], vehicle, on, off))
    return sorted(found)


def walks(network, lon, lat):
    """Seconds on foot from a point to the stops within reach."""
    frame = network.access_stops(
        lat, lon, walking_speed_kmph=KMH, max_walking_time=WALK_MIN, snap_distance=1000
    )
    pairs = frame.items() if isinstance(frame, dict) else [(row[0], row[1]) for row in frame]
    return dict(pairs)


def earliest(rides, access, foot, begin):
    """Earliest arrival at each stop for one departure, by going through every ride in order of time."""
    best = {stop: begin + seconds for stop, seconds in access.items()}
    aboard = set()
    for leave, arrive, one, two, vehicle, on, off in rides:
        if leave < begin:
            continue
        if vehicle in aboard or (on and best.get(one, np.inf) <= leave):
            aboard.add(vehicle)
            for stop, seconds in ({**foot[two], two: 0} if off else {}).items():
                best[stop] = min(best.get(stop, np.inf), arrive + seconds)
    return best


def brute_force(network, tables, day, minutes, areas=AREAS, sites=SITES):
    """Seconds from each area to each site for every departure, infinite where there is no way."""
    places = {
        row["stop_id"]: (float(row["stop_lon"]), float(row["stop_lat"])) for row in rows(tables["stops.txt"])
    }
    foot = {stop: walks(network, *place) for stop, place in places.items()}
    rides = connections(tables, day)
    egress = [walks(network, *site) for site in sites]
    # On a Saturday nothing runs but the last trips of Friday: at noon every way is a walk.
    saturday = journey_at(date(2026, 3, 14), 720, 1)
    on_foot = _matrix(network, tuple(areas.T), tuple(sites.T), saturday, saturday.depart)
    found = np.full((len(areas), len(sites), len(minutes)), np.inf)
    for i, area in enumerate(areas):
        access = walks(network, *area)
        for k, minute in enumerate(minutes):
            best = earliest(rides, access, foot, minute * 60)
            for j, out in enumerate(egress):
                arrivals = [best[stop] + seconds for stop, seconds in out.items() if stop in best]
                found[i, j, k] = min(arrivals, default=np.inf) - minute * 60
                if on_foot[i, j] != NEVER_S:
                    found[i, j, k] = min(found[i, j, k], on_foot[i, j])
    return found


def journey_at(day, minute, count, **changes):
    begin = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    facts = {
        "depart": begin,
        "window_min": count,
        "max_s": 86_400,
        "walk_kmh": KMH,
        "max_walk_min": WALK_MIN,
        "snap_m": 1000.0,
        "max_rides": 8,
        "there_and_back": False,
        "desk_min": 30,
    }
    return Journey(**{**facts, **changes})


def compare(network, tables, day, minute, count, max_s=86_400):
    """Median and share of a window by the engine and by brute force; returns the brute force's seconds."""
    journey = journey_at(day, minute, count, max_s=max_s)
    median, share = _visits(network, tuple(AREAS.T), tuple(SITES.T), journey)
    slow = brute_force(network, tables, day, range(minute, minute + count))
    for i, j in np.ndindex(median.shape):
        works = np.sort(slow[i, j][slow[i, j] <= max_s])
        assert share[i, j] == int(np.ceil(255 * works.size / count))
        assert median[i, j] == (works[(works.size - 1) // 2] if works.size else -1)
    return slow


def test_every_minute_of_a_day(network, feed_tables) -> None:
    """For each of the 1,440 departures of a Tuesday, every pair takes as long as the brute force says."""
    ranks = [100.0 * (rank - 0.5) / 1440 for rank in range(1, 1441)]
    journey = journey_at(TUESDAY, 0, 1440)
    window = {"departure_time_window": 1440.0, "percentiles": ranks}
    found = _matrix(network, tuple(AREAS.T), tuple(SITES.T), journey, journey.depart, **window)
    slow = np.sort(brute_force(network, feed_tables, TUESDAY, range(1440)), axis=2)
    assert 0.5 < np.isfinite(slow).mean() < 1.0
    np.testing.assert_array_equal(found, np.where(np.isfinite(slow), slow, NEVER_S))


@pytest.mark.parametrize("minute", [8 * 60, 15 * 60 + 17, 21 * 60 + 30])
def test_each_departure_by_itself(network, feed_tables, minute) -> None:
    """A window holds one departure a minute, beginning with the first minute: 12 windows of one make it."""
    for step in range(12):
        compare(network, feed_tables, TUESDAY, minute + step, 1)
    compare(network, feed_tables, TUESDAY, minute, 12)


def test_past_midnight(network, feed_tables) -> None:
    """At five past midnight the last tram of the day before still runs: its timetable says 24:10."""
    slow = compare(network, feed_tables, TUESDAY + timedelta(days=1), 5, 1, max_s=3600)
    assert slow[0, 0, 0] == 10 * 60 + 20 + 400 + 35 - 5 * 60  # leaves at 00:10:20, rides 400 s, walks 35 s


def test_transfer_between_two_stops(network, feed_tables) -> None:
    """From the tram at S3 one walks to S3b across the street, and the bus goes on from there."""
    slow = compare(network, feed_tables, TUESDAY, 10 * 60, 60, max_s=7200)
    assert np.isfinite(slow[0, 1]).all()
    assert not np.isfinite(brute_force(network, without(feed_tables, "B2"), TUESDAY, [600])[0, 1]).any()


def without(tables, route):
    kept = [line for line in tables["trips.txt"].split("\n") if not line.startswith(f"{route},")]
    return {**tables, "trips.txt": "\n".join(kept)}


def test_frequencies(network, feed_tables) -> None:
    """A trip every seven minutes leaves at 07:00, 07:07 and so on, and never after its end time."""
    slow = compare(network, feed_tables, TUESDAY, 7 * 60, 60, max_s=1200)
    assert np.isfinite(slow[3, 2]).all()
    assert slow[3, 2].max() - slow[3, 2].min() == 6 * 60
    late = compare(network, feed_tables, TUESDAY, 9 * 60, 60, max_s=1200)
    assert not (late[3, 2] <= 1200).any()


def test_calendar_exception_takes_service_away(network, feed_tables) -> None:
    """On the Wednesday that the calendar excepts, no tram of that day runs at noon."""
    slow = compare(network, feed_tables, date(2026, 3, 11), 12 * 60, 30)
    assert not np.isfinite(slow[0, :3]).any()


def test_calendar_exception_adds_service(network, feed_tables) -> None:
    """On the same Wednesday the holiday bus runs, which otherwise runs on Sundays only."""
    slow = compare(network, feed_tables, date(2026, 3, 11), 11 * 60 + 20, 30, max_s=3600)
    assert np.isfinite(slow[1, 1]).all()
    assert not np.isfinite(compare(network, feed_tables, date(2026, 3, 14), 680, 30)[1, 1]).any()


@pytest.mark.parametrize("seed", [1, 2])
def test_who_may_get_on_and_off(helsinki, feed_tables, tmp_path, seed) -> None:
    """With boarding and alighting forbidden at random at a third of all calls, every pair takes as long at each
    minute of four hours as the brute force says, which keeps to the rules call by call.
    """
    rng = np.random.default_rng(seed)
    head, *lines = feed_tables["stop_times.txt"].strip().split("\n")
    rules = rng.random((len(lines), 2)) < 1 / 3
    text = "\n".join(
        [f"{head},pickup_type,drop_off_type"]
        + [f"{line},{int(on)},{int(off)}" for line, (on, off) in zip(lines, rules, strict=True)]
    )
    tables = {**feed_tables, "stop_times.txt": text + "\n"}
    network = built(helsinki, tables, tmp_path)
    journey, ranks = journey_at(TUESDAY, 420, 240), [100.0 * (rank - 0.5) / 240 for rank in range(1, 241)]
    window = {"departure_time_window": 240.0, "percentiles": ranks}
    found = _matrix(network, tuple(AREAS.T), tuple(SITES.T), journey, journey.depart, **window)
    slow = np.sort(brute_force(network, tables, TUESDAY, range(420, 660)), axis=2)
    free = np.sort(brute_force(network, feed_tables, TUESDAY, range(420, 660)), axis=2)
    assert (slow != free).mean() > 0.1
    np.testing.assert_array_equal(found, np.where(np.isfinite(slow), slow, NEVER_S))


def test_share_of_departures_that_work() -> None:
    """Three of four departures within the limit: the median is the middle one, the share three quarters."""
    every = np.array([[[300, 600, 900, 7200], [7200, 7200, 7200, 7200]]])
    median, share = median_and_share(every, 3600)
    assert median.tolist() == [[600, -1]]
    assert share.tolist() == [[192, 0]]  # 191.25 of 255, rounded up


def test_there_and_back(network, feed_tables) -> None:
    """The way back begins half an hour after the arrival, on the next whole minute; both count half."""
    journey = journey_at(TUESDAY, 600, 10, there_and_back=True, max_s=7200)
    median, share = _visits(network, tuple(AREAS.T), tuple(SITES.T), journey)
    there = brute_force(network, feed_tables, TUESDAY, range(600, 610))
    back = brute_force(network, feed_tables, TUESDAY, range(600, 900), areas=SITES, sites=AREAS)
    for i, j in np.ndindex(median.shape):
        both = []
        for k, out in enumerate(there[i, j]):
            if out <= 7200:
                home = back[j, i, k + 30 + int(np.ceil(out / 60))]
                if home <= 7200:
                    both.append((out + home + 1) // 2)
        both.sort()
        assert share[i, j] == int(np.ceil(25.5 * len(both)))
        assert median[i, j] == (both[(len(both) - 1) // 2] if both else -1)


def test_in_a_project(helsinki, feed_tables, write_feed, make_case, tmp_path) -> None:
    """Stored in a folder, public transport is never slower than its own walk, says its window, and how often
    a way can be made.
    """
    case = make_case(AREAS, SITES, metres=False)
    feed = write_feed(feed_tables)
    times = travel_times(
        case,
        tmp_path / "p",
        RunSettings(osm=helsinki, gtfs=[feed], modes=["transit"], max_walk_min=WALK_MIN, max_minutes=60),
    )
    assert times.modes == ("walk", "transit")
    assert times.labels["transit"] == "2026-03-10 10:00 + 60 min"
    dense, share = times.to_dense("transit"), times.possible("transit")
    np.testing.assert_array_equal(np.isfinite(dense), share > 0)
    assert share.max() <= 1
    journey = journey_at(TUESDAY, 600, 60, max_s=3600)
    slow = brute_force(network_of(tmp_path / "p"), feed_tables, TUESDAY, range(600, 660))
    assert dense[0, 0] * 60 == pytest.approx(np.sort(slow[0, 0])[29], abs=0.01)
    assert journey.departures == 60


def network_of(project):
    return _open_network(str(next((project / "travel" / "network").glob("*.cafein"))))
