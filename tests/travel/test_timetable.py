"""A feed is checked whole before anything is built on it: what runs when, on whose clock, and what is broken."""

from datetime import date, datetime

import pytest
from tests.travel.one_line import CALLS, NEVER, RIDE, TABLES, TUESDAY, calls, faults, same, stop, with_columns

from narvaro.errors import TableError, TravelError
from narvaro.travel.timetable import check_clocks, check_service, check_timetable

pytest.importorskip("cafein", reason="the network extra is not installed")


def test_the_latest_moment_of_a_trip_counts_its_frequencies(world) -> None:
    """A trip of 20 minutes, every 10 minutes until 12:00: the last may leave at 12:00 and end at 12:20."""
    plain = check_timetable(world.feed({}))
    assert plain.latest.tolist() == [10 * 3600 + 50 * 60]
    often = "trip_id,start_time,end_time,headway_secs\nT1,09:00:00,12:00:00,600\n"
    found = check_timetable(world.feed({"frequencies.txt": often}))
    assert found.latest.tolist() == [12 * 3600 + 20 * 60]


@pytest.mark.parametrize(("hours", "nights"), [(10, 1), (24, 2), (47, 2), (48, 3), (72, 4)])
def test_a_trip_runs_on_the_day_of_its_service_and_the_nights_it_goes_on(world, hours, nights) -> None:
    """A trip of the 10th alone that ends at so many hours and 50 minutes counts on so many days, the 10th first."""
    times = ((f"{hours}:30:00", "S1"), (f"{hours}:50:00", "S3"))
    tables = {
        "stop_times.txt": CALLS + calls("T1", *times),
        "calendar.txt": None,
        "calendar_dates.txt": "service_id,date,exception_type\nW,20260310,1\n",
    }
    found = check_timetable(world.feed(tables))
    assert [found.trips_on(date(2026, 3, day)) for day in range(9, 16)] == [
        int(10 <= day < 10 + nights) for day in range(9, 16)
    ]
    assert found.ends() == (date(2026, 3, 10), date(2026, 3, 10))


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


def test_a_trip_that_ends_before_midnight_is_not_there_the_next_day(world) -> None:
    """The Friday bus at 10:30 makes no service of the Saturday; it did where any trip of the day before counted."""
    found = check_timetable(world.feed({}))
    assert (found.trips_on(date(2026, 3, 13)), found.trips_on(date(2026, 3, 14))) == (1, 0)
    with pytest.raises(TravelError, match="No trip that people can ride runs on 2026-03-14"):
        check_service([found], date(2026, 3, 14))


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


# Tables, columns and cells that are missing or broken


@pytest.mark.parametrize("table", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_feed_with_a_missing_table(feed_tables, write_feed, table) -> None:
    """The missing table is named."""
    tables = {name: text for name, text in feed_tables.items() if name != table}
    with pytest.raises(TableError, match=f"The table {table} is missing"):
        check_timetable(write_feed(tables))


def test_a_feed_without_any_calendar(feed_tables, write_feed) -> None:
    """One of the two calendars must be there."""
    tables = {name: text for name, text in feed_tables.items() if not name.startswith("calendar")}
    with pytest.raises(TableError, match=r"calendar.txt / calendar_dates.txt is missing"):
        check_timetable(write_feed(tables))


def test_a_feed_with_missing_tables_and_columns_at_once(feed_tables, write_feed) -> None:
    """Everything missing stands in one message."""
    tables = {name: text for name, text in feed_tables.items() if name != "routes.txt"}
    tables["stops.txt"] = "stop_id,stop_name\nS1,x\n"
    with pytest.raises(TableError) as error:
        check_timetable(write_feed(tables))
    assert [fault.column for fault in error.value.faults] == [None, "stop_lat", "stop_lon"]


@pytest.mark.parametrize(
    ("table", "old", "new", "text"),
    [
        ("stop_times.txt", "06:00:20", "6 o'clock", "row 2, column departure_time: 6 o'clock is no time"),
        ("stop_times.txt", "06:00:20", "06:61:20", "06:61:20 is no time"),
        ("stop_times.txt", "t1f0,06:00:00,06:00:20,S1", "t1f0,06:00:00,06:00:20,S99", "S99 stands in no other table"),
        ("trips.txt", "T1,week,t1f0\n", "T9,week,t1f0\n", "trips.txt, row 2, column route_id: T9 stands in no other"),
        ("stops.txt", "S1,S1,60.166", "S1,S1,600.166", "is no coordinate"),
        ("calendar.txt", "20260301", "1 March", "1 March is no date"),
        ("calendar_dates.txt", "20260311,2", "2026-03-11,2", "2026-03-11 is no date"),
    ],
)  # fmt: skip
def test_a_feed_with_broken_values(feed_tables, write_feed, table, old, new, text) -> None:
    """Broken times, dates, coordinates and references are named with table, row and column."""
    assert old in feed_tables[table]
    tables = {**feed_tables, table: feed_tables[table].replace(old, new, 1)}
    with pytest.raises(TableError) as error:
        check_timetable(write_feed(tables))
    assert text in str(error.value)


def test_no_feed_at_all(tmp_path) -> None:
    """A file that is no zip is refused."""
    fake = tmp_path / "feed.zip"
    fake.write_text("no zip")
    with pytest.raises(TravelError, match=r"The timetables in feed.zip cannot be read"):
        check_timetable(fake)


def test_what_a_feed_covers(feed_tables, write_feed) -> None:
    """A sound feed tells its dates and how many trips run; an excepted date has none of its service."""
    found = check_timetable(write_feed(feed_tables))
    assert tuple(day.isoformat() for day in found.ends()) == ("2026-03-01", "2026-03-31")
    assert date(2026, 3, 11) not in found.services["week"]
    assert date(2026, 3, 11) in found.services["holiday"]
