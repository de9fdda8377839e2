"""The plain copy of a feed holds exactly the rides of the feed, night by night, and needs no rules."""

import itertools
from datetime import date, datetime

import pandas as pd
import pytest
from tests.travel.one_line import CALLS, NEVER, RIDE, STOPS, WEEK, calls, same, with_columns

from narvaro.errors import TravelError
from narvaro.travel.feed_copy import plain_trips, stop_names, write_copy
from narvaro.travel.timetable import check_timetable

pytest.importorskip("cafein", reason="the network extra is not installed")


def copied(world, *feeds):
    """The tables of the plain copy of feeds, all cells texts."""
    folder = world.folder / "copy"
    folder.mkdir()
    found = [check_timetable(world.feed(tables, f"feed{number}.zip")) for number, tables in enumerate(feeds)]
    stops = write_copy(found, folder)
    return stops, {
        path.name: pd.read_csv(path, dtype=str, keep_default_na=False) for path in folder.iterdir()
    }


def test_a_sound_feed_is_copied_as_it_is(world) -> None:
    """One trip with its three calls, on its weekdays, and stops at their places."""
    stops, tables = copied(world, {})
    assert stops.index.tolist() == list(STOPS)
    assert stops["lon"].tolist() == pytest.approx([east / 111_319.49 for east in STOPS.values()], abs=1e-7)
    rows = tables["stop_times.txt"][["arrival_time", "departure_time", "stop_id"]].to_numpy().tolist()
    assert rows == [[time, time, stop] for time, stop in RIDE]
    assert tables["calendar.txt"].iloc[0].tolist()[1:] == [*"1111100", "20260301", "20260331"]
    assert len(tables["trips.txt"]) == 1


def test_a_trip_past_the_second_midnight_stands_once_for_each_night(world) -> None:
    """From 47:55 to 48:20 of a Sunday: 23:55 to 24:20 of the Monday; of the Sunday one call is left, no ride."""
    times = (("47:55:00", "S1"), ("48:10:00", "S2"), ("48:20:00", "S3"))
    _, tables = copied(world, {"stop_times.txt": CALLS + calls("T1", *times), "calendar.txt": SUNDAYS})
    rows = tables["stop_times.txt"].groupby("trip_id")["arrival_time"].agg(list).tolist()
    assert rows == [["23:55:00", "24:10:00", "24:20:00"]]
    [monday] = tables["calendar.txt"].to_dict("records")
    assert (monday["monday"], monday["sunday"], monday["start_date"]) == ("1", "0", "20260302")


def test_frequencies_become_one_trip_for_each_departure(world) -> None:
    """Every 10 minutes from 09:00 until before 09:30: at 09:00, 09:10 and 09:20, however the trip itself is written."""
    often = "trip_id,start_time,end_time,headway_secs\nT1,09:00:00,09:30:00,600\n"
    _, tables = copied(world, {"frequencies.txt": often})
    first = tables["stop_times.txt"].drop_duplicates("trip_id")["departure_time"].tolist()
    assert sorted(first) == ["09:00:00", "09:10:00", "09:20:00"]


def test_stops_of_several_feeds_are_led_by_their_number(world) -> None:
    """With one feed a stop has its own name, with two the number of its feed before it."""
    one = check_timetable(world.feed({}))
    assert stop_names([one])[0].tolist() == list(STOPS)
    assert [names.tolist() for names in stop_names([one, one])] == [
        [f"{number}:{name}" for name in STOPS] for number in (0, 1)
    ]


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


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_plain_trips_allow_exactly_the_rides_of_the_rules(count) -> None:
    """For every way of allowing and forbidding at up to five calls: the rides of the plain trips are those allowed."""
    for board in itertools.product([True, False], repeat=count):
        for alight in itertools.product([True, False], repeat=count):
            allowed = {(i, j) for i in range(count) for j in range(i + 1, count) if board[i] and alight[j]}
            trips = plain_trips(board, alight)
            assert all(trip == sorted(set(trip)) for trip in trips)
            assert {pair for trip in trips for pair in itertools.combinations(trip, 2)} == allowed


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


def test_the_same_ids_in_two_feeds_are_two_things(world) -> None:
    """Two feeds with the same ids: the second leaves S1 at 10:27, and both count."""
    early = CALLS + calls("T1", ("10:27:00", "S1"), ("10:31:00", "S2"))
    assert world.minutes({}, {"stop_times.txt": early}) == [6.0, 25.0]
