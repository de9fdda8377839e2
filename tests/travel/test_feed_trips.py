"""Trips that cannot be used are named, counted and told; what a feed says beyond times is followed or told."""

import itertools
import math
from datetime import date, datetime

import numpy as np
import pytest
from tests.travel.one_line import CALLS, RIDE, STOPS, TABLES, TUESDAY, WEEK, World, calls, faults, stop

from narvaro.errors import TableError, TravelError
from narvaro.language import keys
from narvaro.travel.feed_calendar import ServiceDates
from narvaro.travel.feed_copy import plain_trips
from narvaro.travel.timetable import check_clocks, check_service, check_timetable
from narvaro.travel.transit_build import SAID_BY_ENGINE, engine_notices

pytest.importorskip("cafein", reason="the network extra is not installed")

NEVER = math.nan


@pytest.fixture
def world(write_osm, write_feed, make_case, tmp_path):
    return World(write_osm, write_feed, make_case, tmp_path)


def same(found, right):
    np.testing.assert_array_equal(found, right)


def with_columns(names, *cells):
    """`stop_times.txt` of the one trip with further columns."""
    return CALLS.strip() + "," + names + "\n" + calls("T1", *RIDE, more=["," + cell for cell in cells])


BROKEN = {
    "untimed": ("stop_times.txt", CALLS + calls("T1", ("", "S1"), *RIDE[1:])),
    "untimed last": ("stop_times.txt", CALLS + calls("T1", *RIDE[:2], ("", "S3"))),
    "backwards": ("stop_times.txt", CALLS + calls("T1", *RIDE[:2], ("10:35:00", "S3"))),
    "backwards while it stands": (
        "stop_times.txt",
        (CALLS + calls("T1", *RIDE)).replace("10:40:00,10:40:00", "10:40:00,10:39:00"),
    ),
    "short": ("stop_times.txt", CALLS + calls("T1", RIDE[0])),
    "headway": ("frequencies.txt", "trip_id,start_time,end_time,headway_secs\nT1,10:00:00,11:00:00,0\n"),
    "headway of no time": (
        "frequencies.txt",
        "trip_id,start_time,end_time,headway_secs\nT1,11:00:00,11:00:00,60\n",
    ),
    "service": ("trips.txt", "route_id,service_id,trip_id\nR,V,T1\n"),
    "nowhere": ("stops.txt", TABLES["stops.txt"].replace(stop("S2", 6000), "S2,S2,,\n")),
    "nowhere at 0, 0": ("stops.txt", TABLES["stops.txt"].replace(stop("S2", 6000), "S2,S2,0.0,0\n")),
}


@pytest.mark.parametrize(("what", "table", "text"), [(name, *rest) for name, rest in BROKEN.items()])
def test_a_feed_with_too_much_broken_is_refused(world, what, table, text) -> None:
    """The only trip is broken: an error that says the count and the share and names the trip."""
    path = world.feed({table: text})
    assert f"feed_{what.split()[0]}" in {key for *_, key in faults(check_timetable, path)}
    with pytest.raises(TableError) as error:
        check_timetable(path)
    assert "rip T1" in str(error.value)
    assert ("1 of 3 calls (33.3\xa0%)" if "nowhere" in what else "1 of 1 trips (100.0\xa0%)") in str(
        error.value
    )


@pytest.mark.parametrize(("what", "table", "text"), [(name, *rest) for name, rest in BROKEN.items()])
def test_a_little_broken_is_left_out_and_told(world, what, table, text) -> None:
    """The same beside twenty sound trips, or at one call of many: the sound ones count, the others are told."""
    sound = "".join(
        calls(f"X{n}", ("12:00:00", "S1"), ("12:10:00", "Y"), ("12:20:00", "S3")) for n in range(30)
    )
    tables = {**TABLES, table: text}
    tables["trips.txt"] += "".join(f"R,W,X{n}\n" for n in range(30))
    tables["stop_times.txt"] += sound
    tables["stops.txt"] += stop("Y", 8000)
    reason = what.split()[0]
    assert world.notices(tables)[f"notice_{reason}"] == 1
    away = [NEVER, 25.0] if reason == "nowhere" else [NEVER, NEVER]
    same(world.minutes(tables, max_minutes=60), away)


TWICE = {
    "headway": {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,10:00:00,11:00:00,0\n"},
    "service": {
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,10:00:00,11:00:00,60\n",
        "stop_times.txt": with_columns("pickup_type", "2", "2", "2"),
        "trips.txt": BROKEN["service"][1],
    },
    "backwards": {
        "stop_times.txt": CALLS.strip()
        + ",pickup_type\n"
        + calls("T1", RIDE[0], ("", "S2"), ("10:20:00", "S3"), more=[",2"] * 3)
    },
    "untimed": {
        "stop_times.txt": CALLS + calls("T1", ("", "S1"), *RIDE[1:]),
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,10:00:00,11:00:00,0\n",
    },
    "short": {
        "stop_times.txt": CALLS + calls("T1", ("", "S1")),
        "trips.txt": BROKEN["service"][1],
    },
    "closed": {
        "stop_times.txt": with_columns("pickup_type,drop_off_type", "1,2", "1,2", "1,2"),
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,10:00:00,11:00:00,60\n",
    },
}
"""A trip that is left out, and that gives a second reason to be left out or to be told as if it ran."""


@pytest.mark.parametrize(("what", "tables"), TWICE.items(), ids=TWICE.keys())
def test_a_trip_that_is_left_out_is_told_once(world, what, tables) -> None:
    """The broken trip beside thirty sound ones: one notice, with the first reason, and nothing of how it would run."""
    tables = {**TABLES, **tables}
    tables["trips.txt"] += "".join(f"R,W,X{n}\n" for n in range(30))
    more = ["," * (tables["stop_times.txt"].split("\n")[0].count(",") - 4)] * 3
    tables["stop_times.txt"] += "".join(calls(f"X{n}", *RIDE, more=more) for n in range(30))
    found = check_timetable(world.feed(tables))
    assert [(notice.key, notice.data["count"]) for notice in found.notices] == [(f"travel.notice_{what}", 1)]
    assert found.trips_on(TUESDAY.date()) == 30


def test_trips_that_lose_their_stops_are_told(world) -> None:
    """Of a trip between S1 and a stop without a place nobody can ride anything; the stop and the trip are told."""
    tables = {**TABLES, "stops.txt": TABLES["stops.txt"] + "S4,S4,,\n"}
    tables["trips.txt"] += "R,W,T2\n" + "".join(f"R,W,X{n}\n" for n in range(30))
    tables["stop_times.txt"] += calls("T2", RIDE[0], ("10:35:00", "S4"))
    tables["stop_times.txt"] += "".join(calls(f"X{n}", *RIDE) for n in range(30))
    assert world.notices(tables) == {"notice_nowhere": 1, "notice_stranded": 1}


def test_times_between_two_timed_calls_are_filled_in(world) -> None:
    """S2 has no time: it lies midway of 10:30 and 10:50, so 10:40, and that is told."""
    text = CALLS + calls("T1", RIDE[0], ("", "S2"), RIDE[2])
    assert world.minutes({"stop_times.txt": text}) == [15.0, 25.0]
    assert world.notices({"stop_times.txt": text}) == {"notice_filled": 1}


def test_a_sound_feed_has_nothing_to_tell(world) -> None:
    """Nothing broken and nothing left out: no notices."""
    assert world.notices({}) == {}


# Getting on and off


@pytest.mark.parametrize(
    ("kinds", "right"),
    [
        (("0,0", "0,0", "0,0"), [15, 25]),
        (("1,0", "0,0", "0,0"), [NEVER, NEVER]),
        (("0,0", "0,1", "0,0"), [NEVER, 25]),
        (("0,1", "1,0", "1,0"), [15, 25]),
        (("0,0", "1,1", "0,0"), [NEVER, 25]),
        (("0,0", "0,0", "0,1"), [15, NEVER]),
        (("2,0", "3,2", "0,0"), [15, 25]),
        ((",", ",", ","), [15, 25]),
    ],
)
def test_who_may_get_on_and_off(world, kinds, right) -> None:
    """Type 1 forbids: no boarding at S1 leaves both unreachable, no alighting at S2 only S2."""
    same(world.minutes({"stop_times.txt": with_columns("pickup_type,drop_off_type", *kinds)}), right)


@pytest.mark.parametrize(
    ("kinds", "column"),
    [
        (("1,0", "1,0", "1,0"), "pickup_type"),
        (("0,1", "0,1", "0,1"), "drop_off_type"),
        (("1,0", "1,0", "0,0"), "pickup_type, drop_off_type"),
        (("0,0", "0,1", "0,1"), "pickup_type, drop_off_type"),
        (("0,1", "1,0", "1,1"), None),
        (("1,0", "0,1", "0,1"), "pickup_type, drop_off_type"),
        (("1,0", "0,0", "0,1"), "pickup_type, drop_off_type"),
        (("1,1", "1,1", "1,1"), "pickup_type"),
    ],
)
def test_a_feed_that_nobody_can_ride_is_refused(world, kinds, column) -> None:
    """No call for getting on lies before one for getting off: an error that says so; the fifth can be ridden once."""
    path = world.feed({"stop_times.txt": with_columns("pickup_type,drop_off_type", *kinds)})
    right = [] if column is None else [("stop_times.txt", None, column, "feed_closed")]
    assert faults(check_timetable, path) == right


def test_a_closed_trip_beside_open_ones_is_told(world) -> None:
    """A run of staff, closed throughout, beside the bus: 15 and 25 minutes as before, and the run is told."""
    text = with_columns("pickup_type", *"000") + calls("T2", *RIDE, more=[",1"] * 3)
    tables = {"stop_times.txt": text, "trips.txt": TABLES["trips.txt"] + "R,W,T2\n"}
    assert world.minutes(tables) == [15.0, 25.0]
    assert world.notices(tables) == {"notice_closed": 1}


def test_a_day_on_which_only_closed_trips_run_is_refused(world) -> None:
    """The bus runs from Monday to Friday, the closed run on Saturday: nobody rides on Saturday."""
    text = with_columns("pickup_type", *"000") + calls("T2", *RIDE, more=[",1"] * 3)
    tables = {
        "stop_times.txt": text,
        "trips.txt": TABLES["trips.txt"] + "R,S,T2\n",
        "calendar.txt": TABLES["calendar.txt"] + "S,0,0,0,0,0,1,0,20260301,20260331\n",
    }
    with pytest.raises(TravelError, match="No trip that people can ride runs on 2026-03-14"):
        world.minutes(tables, depart=datetime(2026, 3, 14, 10, 25))


def test_a_feed_of_trips_on_demand_alone_is_refused(world) -> None:
    """The only trip comes where it is ordered: an error that says that, and not that it has no date."""
    text = CALLS.strip() + ",location_group_id\nT1,,,,1,g\nT1,,,,2,g\n"
    with pytest.raises(TravelError, match=r"All 1 trips in feed\.zip come only where they are ordered"):
        check_timetable(world.feed({"stop_times.txt": text}))


def test_calls_by_phone_are_told(world) -> None:
    """Types 2 and 3 count as usual, and the trip is told."""
    text = with_columns("pickup_type,drop_off_type", "2,0", "0,3", "0,0")
    assert world.notices({"stop_times.txt": text}) == {"notice_by_phone": 1}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_plain_trips_allow_exactly_the_rides_of_the_rules(count) -> None:
    """For every way of allowing and forbidding at up to five calls: the rides of the plain trips are those allowed."""
    for board in itertools.product([True, False], repeat=count):
        for alight in itertools.product([True, False], repeat=count):
            allowed = {(i, j) for i in range(count) for j in range(i + 1, count) if board[i] and alight[j]}
            trips = plain_trips(board, alight)
            assert all(trip == sorted(set(trip)) for trip in trips)
            assert {pair for trip in trips for pair in itertools.combinations(trip, 2)} == allowed


# Nights and calendars

LATE = CALLS + calls("T1", ("49:30:00", "S1"), ("49:40:00", "S2"), ("49:50:00", "S3"))
SUNDAYS = WEEK + "W,0,0,0,0,0,0,1,20260301,20260331\n"


@pytest.mark.parametrize(
    ("hours", "day", "right"),
    [
        (1, 8, [15, 25]),  # the Sunday itself at 01:30
        (25, 9, [15, 25]),  # Monday
        (49, 10, [15, 25]),  # Tuesday
        (73, 11, [15, 25]),  # Wednesday
    ],
)
def test_trips_run_into_as_many_nights_as_they_say(world, hours, day, right) -> None:
    """A Sunday trip at 49:30 is there on Tuesday at 01:30, one at 73:30 on Wednesday."""
    times = ((f"{hours}:30:00", "S1"), (f"{hours}:40:00", "S2"), (f"{hours}:50:00", "S3"))
    tables = {"stop_times.txt": CALLS + calls("T1", *times), "calendar.txt": SUNDAYS}
    same(world.minutes(tables, depart=datetime(2026, 3, day, 1, 25)), right)
    if hours > 1:
        with pytest.raises(TravelError, match="No trip that people can ride runs on 2026-03-15"):
            world.minutes(
                {**tables, "calendar.txt": SUNDAYS.replace("20260331", "20260308")},
                depart=datetime(2026, 3, 15, 1, 25),
            )


def test_a_trip_over_the_second_midnight(world) -> None:
    """Sunday's bus leaves S1 at 47:55 and S2 at 48:10: on Tuesday only the ride from S2 is left, 10 minutes to S3."""
    times = (("47:55:00", "S1"), ("48:10:00", "S2"), ("48:20:00", "S3"))
    tables = {"stop_times.txt": CALLS + calls("T1", *times), "calendar.txt": SUNDAYS}
    same(world.minutes(tables, depart=datetime(2026, 3, 10, 0, 5)), [NEVER, NEVER])
    feed = world.feed(tables)
    assert check_timetable(feed).trips_on(date(2026, 3, 10)) == 1
    case = world.make_case([(6000, 1000)], [(10_000, 1000)])
    from tests.travel.one_line import street

    from narvaro.travel import RunSettings, travel_times

    found = travel_times(
        case,
        world.folder / "over",
        RunSettings(
            osm=street(world.write_osm),
            gtfs=[feed],
            modes=["transit"],
            depart=datetime(2026, 3, 10, 0, 5),
            window_min=1,
        ),
    )
    assert found.to_dense("transit").round(1).tolist() == [[15.0]]


def test_a_trip_that_ends_before_midnight_is_not_there_the_next_day(world) -> None:
    """The Friday bus at 10:30 makes no service of the Saturday; it did where any trip of the day before counted."""
    found = check_timetable(world.feed({}))
    assert (found.trips_on(date(2026, 3, 13)), found.trips_on(date(2026, 3, 14))) == (1, 0)
    with pytest.raises(TravelError, match="No trip that people can ride runs on 2026-03-14"):
        check_service([found], date(2026, 3, 14))


def test_frequencies_run_into_a_second_night_too(world) -> None:
    """Every half hour from 48:30 to 50:00 of a Sunday: on Tuesday at 01:25 the next is at 01:30."""
    tables = {
        "stop_times.txt": CALLS + calls("T1", ("00:00:00", "S1"), ("00:10:00", "S2"), ("00:20:00", "S3")),
        "calendar.txt": SUNDAYS,
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,48:30:00,50:00:00,1800\n",
    }
    same(world.minutes(tables, depart=datetime(2026, 3, 10, 1, 25)), [15, 25])
    assert world.notices(tables, depart=datetime(2026, 3, 10, 1, 25)) == {"notice_headways": 1}
    same(world.minutes(tables, depart=datetime(2026, 3, 10, 1, 35)), [NEVER, NEVER])


def test_exceptions_without_a_calendar(world) -> None:
    """`calendar_dates.txt` alone is enough; empty, beside a full calendar, it changes nothing."""
    dates = "service_id,date,exception_type\n"
    same(world.minutes({"calendar.txt": None, "calendar_dates.txt": dates + "W,20260310,1\n"}), [15, 25])
    same(world.minutes({"calendar_dates.txt": dates}), [15, 25])
    with pytest.raises(TravelError, match="No trip that people can ride runs on 2026-03-10"):
        world.minutes({"calendar_dates.txt": dates + "W,20260310,2\n"})
    with pytest.raises(TableError, match=r"calendar_dates\.txt, row 1: The table has no rows"):
        world.minutes({"calendar.txt": None, "calendar_dates.txt": dates})
    with pytest.raises(TravelError, match=r"No trip in feed0.zip runs on any date"):
        world.minutes({"calendar.txt": TABLES["calendar.txt"].replace("1,1,1,1,1,0,0", "0,0,0,0,0,0,0")})


def test_a_calendar_without_end(world) -> None:
    """99991231 is written for "without end" and read in no time."""
    same(world.minutes({"calendar.txt": TABLES["calendar.txt"].replace("20260331", "99991231")}), [15, 25])


@pytest.mark.parametrize("days", range(15))
def test_a_service_shifted_by_days(days) -> None:
    """Seen so many days later, a service runs on exactly the days so many days after its own."""
    rng = np.random.default_rng(days)
    start = date(2026, 3, 1).toordinal()
    some = [date.fromordinal(start + int(n)) for n in rng.choice(40, 6, replace=False)]
    week = tuple(bool(x) for x in rng.integers(0, 2, 7))
    service = ServiceDates(
        date.fromordinal(start + 5),
        date.fromordinal(start + 30),
        week,
        frozenset(some[:3]),
        frozenset(some[3:]),
    )
    moved = service.shifted(days)
    for n in range(start - 20, start + 70):
        assert (date.fromordinal(n) in service) == (date.fromordinal(n + days) in moved)
    runs = [date.fromordinal(n) for n in range(start - 20, start + 70) if date.fromordinal(n) in service]
    assert service.ends() == (runs[0], runs[-1])


# Changing

CHANGE = {
    "stops.txt": TABLES["stops.txt"] + stop("S2b", 6100) + stop("P", 6050),
    "trips.txt": TABLES["trips.txt"] + "R,W,T2\n",
    "stop_times.txt": CALLS
    + calls("T1", RIDE[0], RIDE[1])
    + calls("T2", ("10:43:00", "S2b"), ("10:50:00", "S3"))
    + calls("T3", ("10:48:00", "S2b"), ("10:58:00", "S3")),
}
"""From the bus at S2 at 10:40 one walks 100 metres (75 seconds) to another at 10:43, and to one at 10:48."""
CHANGE["trips.txt"] += "R,W,T3\n"
HEAD = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"


@pytest.mark.parametrize(
    ("rules", "minutes", "told"),
    [
        ("", 25, {}),
        ("S2,S2b,0,\n", 25, {}),
        ("S2,S2b,2,180\n", 25, {}),
        ("S2,S2b,2,181\n", 33, {}),
        ("S2,S2b,2,10\n", 25, {}),
        ("S2,S2b,2,600\n", NEVER, {}),
        ("S2,S2b,3,\n", NEVER, {}),
        ("S2b,S2,3,\n", 25, {}),
        ("S2,S2b,1,\n", 25, {"notice_timed": 1}),
        ("S2,S2b,2,\n", 25, {"notice_changes_blank": 1}),
        ("S2,S2,2,\n", 25, {"notice_changes_blank": 1}),
        ("S2,S2,3,\n", 25, {"notice_changes_same": 1}),
        ("S2,S2,2,60\n", 25, {"notice_changes_same": 1}),
        ("S2,S2,2,0\n", 25, {}),
        ("S2,,3,\n", 25, {"notice_changes_stops": 1}),
        (",,2,60\n", 25, {"notice_changes_stops": 1}),
        ("S2,S2b,2,\nS2,S2,3,\n", 25, {"notice_changes_blank": 1, "notice_changes_same": 1}),
    ],
)
def test_rules_of_changing_between_stops(world, rules, minutes, told) -> None:
    """A change takes at least what the feed says, or is not possible at all; what cannot be followed is told."""
    tables = {**CHANGE, **({"transfers.txt": HEAD + rules} if rules else {})}
    same(world.minutes(tables, max_minutes=60)[1], minutes)
    assert world.notices(tables) == told


@pytest.mark.parametrize(
    ("rules", "minutes"),
    [
        ("P,P,3,\n", NEVER),
        ("P,S2b,2,181\n", 33),
        ("P,P,3,\nS2,S2b,0,\nS2,S2b,2,60\n", None),
        ("S2,S2b,2,60\nP,P,3,\n", 25),
    ],
)
def test_a_rule_for_a_station_holds_for_its_stops(world, rules, minutes) -> None:
    """Both stops belong to station P: its rule is theirs, unless one names the stop itself."""
    text = "stop_id,stop_name,stop_lat,stop_lon,parent_station\n" + "".join(
        line + (",P\n" if line[:2] == "S2" else ",\n") for line in CHANGE["stops.txt"].strip().split("\n")[1:]
    )
    tables = {**CHANGE, "stops.txt": text, "transfers.txt": HEAD + rules}
    if minutes is None:  # the same pair twice is a fault
        assert "feed_twice" in {key for *_, key in faults(check_timetable, world.feed(tables))}
    else:
        same(world.minutes(tables, max_minutes=60)[1], minutes)


def test_rules_for_lines_and_trips_are_told(world) -> None:
    """A rule for a line, a trip or staying seated is not followed, and counted."""
    text = (
        "from_stop_id,to_stop_id,from_route_id,from_trip_id,to_trip_id,transfer_type\n"
        "S2,S2b,R,,,3\nS2,S2b,,T1,T2,3\nS2,S2b,,T1,T3,4\n"
    )
    tables = {**CHANGE, "transfers.txt": text}
    assert world.notices(tables) == {"notice_changes_lines": 2, "notice_in_seat": 1}
    assert world.minutes(tables)[1] == 25.0


# What is left out


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"routes.txt": TABLES["routes.txt"].replace(",3\n", ",1100\n")}, {"notice_flights": 1}),
        ({"routes.txt": TABLES["routes.txt"].replace(",3\n", ",715\n")}, {"notice_called": 1}),
        ({"routes.txt": TABLES["routes.txt"].replace(",3\n", ",1501\n")}, {"notice_called": 1}),
        (
            {"routes.txt": "route_id,route_type,continuous_pickup\nR,3,0\n"},
            {"notice_anywhere": 1},
        ),
        ({"routes.txt": "route_id,route_type,continuous_pickup\nR,3,1\n"}, {}),
        ({"stop_times.txt": with_columns("continuous_drop_off", "0", "1", "")}, {"notice_anywhere_calls": 1}),
        ({"pathways.txt": "pathway_id\n"}, {"notice_left_out": None}),
        ({"fare_rules.txt": "fare_id\n"}, {"notice_left_out": None}),
        (
            {"trips.txt": "route_id,service_id,trip_id,block_id,wheelchair_accessible\nR,W,T1,,0\n"},
            {},
        ),
        (
            {"trips.txt": "route_id,service_id,trip_id,block_id,wheelchair_accessible\nR,W,T1,B,2\n"},
            {"notice_left_out": None},
        ),
        ({"frequencies.txt": "trip_id,start_time,end_time,headway_secs,exact_times\nT1,10:30:00,10:31:00,60,1\n"}, {}),
    ],
)  # fmt: skip
def test_what_is_read_otherwise_or_not_at_all_is_told(world, tables, told) -> None:
    """Minutes stay 15 and 25; what could change them for some is told."""
    assert world.minutes(tables) == [15.0, 25.0]
    assert world.notices(tables) == told


def test_rows_on_demand_are_left_out_and_told(world) -> None:
    """A trip of GTFS-Flex beside the bus: its rows have no stop and are left out, and the trip is told."""
    text = (
        CALLS.strip() + ",location_group_id\n" + calls("T1", *RIDE, more=[","] * 3) + "T2,,,,1,g\nT2,,,,2,g\n"
    )
    tables = {"stop_times.txt": text, "trips.txt": TABLES["trips.txt"] + "R,W,T2\n"}
    assert world.minutes(tables) == [15.0, 25.0]
    assert world.notices(tables) == {"notice_on_demand": 1}


def test_a_row_without_stop_that_is_not_on_demand_is_refused(world) -> None:
    """Without a place on demand, a blank stop is a fault."""
    text = CALLS + calls("T1", *RIDE).replace("S2", "")
    assert faults(check_timetable, world.feed({"stop_times.txt": text})) == [
        ("stop_times.txt", 3, "stop_id", "feed_blank")
    ]


# Several feeds, clocks, far stops, the engine


def test_the_same_ids_in_two_feeds_are_two_things(world) -> None:
    """Two feeds with the same ids: the second leaves S1 at 10:27, and both count."""
    early = CALLS + calls("T1", ("10:27:00", "S1"), ("10:31:00", "S2"))
    assert world.minutes({}, {"stop_times.txt": early}) == [6.0, 25.0]


def test_clocks_of_feeds(world) -> None:
    """One zone in a feed; two feeds of zones that agree on the date are taken, others refused."""
    oslo, helsinki = (
        {"agency.txt": TABLES["agency.txt"].replace("Stockholm", name)} for name in ("Oslo", "Helsinki")
    )
    assert world.minutes({}, oslo) == [15.0, 25.0]
    with pytest.raises(TravelError, match=r"feed1.zip: Europe/Helsinki"):
        world.minutes({}, helsinki)
    both = TABLES["agency.txt"] + "B,B,https://example.org,Europe/Helsinki\n"
    assert faults(check_timetable, world.feed({"agency.txt": both})) == [
        ("agency.txt", 3, "agency_timezone", "feed_zones")
    ]


def test_a_day_on_which_clocks_are_changed_is_told(world) -> None:
    """The last Sunday of March 2026 in Stockholm; not the day before."""
    found = [check_timetable(world.feed({}))]
    assert [notice.data for notice in check_clocks(found, date(2026, 3, 29))] == [{"date": "2026-03-29"}]
    assert check_clocks(found, date(2026, 3, 28)) == ()


def test_stops_far_from_any_street_are_told(world) -> None:
    """S2 lies 3 km from the street: nobody gets off there, and it is told; S3 is reached as before."""
    text = TABLES["stops.txt"].replace(stop("S2", 6000), stop("S2", 6000, 4000))
    same(world.minutes({"stops.txt": text}), [NEVER, 25])
    assert world.notices({"stops.txt": text}) == {"notice_far": 1}
    same(world.minutes({"stops.txt": text}, snap_limit_m=5000.0, max_walk_min=60.0), [15 + 37.5, 25])


def test_notices_are_kept_when_nothing_is_worked_out_again(world, write_osm, make_case, tmp_path) -> None:
    """A second run in the same folder finds the network again, and tells the same of it."""
    from tests.travel.one_line import street

    from narvaro.travel import RunSettings, open_travel_times, travel_times

    text = TABLES["stops.txt"].replace(stop("S2", 6000), stop("S2", 6000, 4000))
    osm, feed, case = (
        street(write_osm),
        world.feed({"stops.txt": text}),
        make_case([(0, 1000)], [(10_000, 1000)]),
    )
    told = []
    for _ in range(2):
        travel_times(
            case,
            tmp_path / "p",
            RunSettings(osm=osm, gtfs=[feed], modes=["transit"], depart=TUESDAY, window_min=1),
        )
        told.append(open_travel_times(tmp_path / "p").notices)
    assert told[0] == told[1] != ()
    travel_times(case, tmp_path / "p", RunSettings(osm=osm, modes=["car"]))
    assert open_travel_times(tmp_path / "p").notices == told[0]


def test_what_the_engine_says_is_sorted_and_counted() -> None:
    """Each kind that cafein is known to say is counted; anything else is told word by word; each has its text."""
    said = [
        "quarantined 2 trip(s) with data-quality problems; routing excludes them",
        "quarantined 1 trip(s) with data-quality problems; routing excludes them",
        "/feed.zip: dropped 4 row(s) of stop_times.txt that failed to parse",
        "3 stop(s) have no coordinates and get no footpaths",
        "5 stop(s) are farther than 1000.0 m from the walking network and get no footpaths",
        "something new",
        "something new",
    ]
    found = {notice.key: notice.data["count"] for notice in engine_notices(said)}
    assert found == {
        "travel.engine_trips": 3,
        "travel.engine_rows": 4,
        "travel.engine_nowhere": 3,
        "travel.engine_far": 5,
        "travel.engine_other": 2,
    }
    assert {f"travel.engine_{kind}" for kind, _ in SAID_BY_ENGINE} <= set(keys())
    assert engine_notices(said)[-1].data["said"] == "something new"


@pytest.mark.parametrize(("count", "refused"), [(1, False), (2, True)])
def test_what_the_engine_says_is_kept_or_refused(world, monkeypatch, count, refused) -> None:
    """A warning while the network is built is kept with the travel times; 2 lost beside 20 trips are too many."""
    import warnings

    from narvaro.travel import transit_build

    walks = transit_build.walks_between

    def warn(*asked):
        warnings.warn(f"quarantined {count} trip(s) with data-quality problems", stacklevel=1)
        return walks(*asked)

    monkeypatch.setattr(transit_build, "walks_between", warn)
    names = [f"T{n}" for n in range(20)]
    tables = {
        "trips.txt": "route_id,service_id,trip_id\n" + "".join(f"R,W,{name}\n" for name in names),
        "stop_times.txt": CALLS + "".join(calls(name, *RIDE) for name in names),
    }
    if refused:
        with pytest.raises(TravelError, match="left out 2 of 22 trips"):
            world.notices(tables)
        assert list(world.folder.rglob("*.cafein")) == []
    else:
        assert world.notices(tables) == {"engine_trips": 1}


def test_timetables_of_another_place(world) -> None:
    """Where no stop lies near a street, streets and timetables do not belong together."""
    text = "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(
        stop(name, at, 90_000) for name, at in STOPS.items()
    )
    with pytest.raises(TravelError, match=r"None of the 3 stops in feed0\.zip lies within"):
        world.minutes({"stops.txt": text})
