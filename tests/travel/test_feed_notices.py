"""What is left out of a feed, or taken otherwise than it is written, is told once, with names and counts."""

import pytest
from tests.travel.one_line import CALLS, RIDE, TABLES, calls, faults, with_columns

from narvaro.errors import TableError, TravelError
from narvaro.travel.feed_calls import Lost
from narvaro.travel.feed_notices import FLIGHTS, MOST_LOST, NAMED, ON_DEMAND, _of_lost, first_of, not_too_much
from narvaro.travel.feed_tables import FeedTables
from narvaro.travel.timetable import check_timetable

pytest.importorskip("cafein", reason="the network extra is not installed")


def lost(reason, count, table="stop_times.txt", calls_=0):
    names = tuple(f"{reason}{n}" for n in range(count))
    return Lost(reason, names, tuple(range(2, count + 2)), table, calls_)


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ([lost("untimed", 5)], False),  # a twentieth of a hundred trips
        ([lost("untimed", 6)], True),
        ([lost("untimed", 3), lost("backwards", 3)], True),  # together more than a twentieth
        ([lost("untimed", 5), lost("untimed", 4)], False),  # the same trips twice
        (
            [lost("nowhere", 99, "stops.txt", 20)],
            False,
        ),  # stops are counted by the calls at them: of 400, a twentieth
        ([lost("nowhere", 1, "stops.txt", 21)], True),
    ],
)
def test_more_than_a_twentieth_is_too_much(world, what, refused) -> None:
    """Of a hundred trips and four hundred calls; each broken trip is named beside the count."""
    assert MOST_LOST == 0.05
    feed = FeedTables(world.feed({}))
    try:
        if refused:
            with pytest.raises(TableError) as error:
                not_too_much(feed, what, 100, 400)
            assert error.value.faults[0].data["most"] == MOST_LOST
            assert len(error.value.faults) >= 1 + len(what)
        else:
            not_too_much(feed, what, 100, 400)
    finally:
        feed.close()


def test_a_trip_with_two_reasons_is_told_with_the_first() -> None:
    """Two untimed, of which one is short too, and a third short: 2 and 1; stops are told apart from trips."""
    some = [
        Lost("nowhere", ("A",), (2,), "stops.txt"),
        Lost("untimed", ("A", "B"), (2, 3)),
        Lost("short", ("B", "C"), (3, 4), "trips.txt"),
        Lost("service", ("A",), (2,), "trips.txt"),
    ]
    assert [(one.key, one.data["names"], one.data["of"]) for one in _of_lost("feed.zip", some, 9)] == [
        ("travel.notice_nowhere", "A", 9),
        ("travel.notice_untimed", "A, B", 9),
        ("travel.notice_short", "C", 9),
    ]


@pytest.mark.parametrize("count", [0, 1, NAMED, NAMED + 1, 99])
def test_the_first_few_names_are_told(count) -> None:
    """At most five, and a sign where there are more."""
    told = first_of([str(n) for n in range(count)])
    assert [name for name in told.removesuffix(" …").split(", ") if name] == [
        str(n) for n in range(min(count, NAMED))
    ]
    assert told.endswith("…") == (count > NAMED)


def test_kinds_of_lines_that_are_told_are_those_of_the_reference() -> None:
    """Air services are 1100 to 1199; on demand are 715, and taxis from 1500 to 1599; no kind is both."""
    assert (min(FLIGHTS), max(FLIGHTS)) == (1100, 1199)
    assert set(ON_DEMAND) == {715} | set(range(1500, 1600))
    assert not set(FLIGHTS) & set(ON_DEMAND)


def test_a_sound_feed_has_nothing_to_tell(world) -> None:
    """Nothing broken and nothing left out: no notices."""
    assert world.notices({}) == {}


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


def test_a_feed_of_trips_on_demand_alone_is_refused(world) -> None:
    """The only trip comes where it is ordered: an error that says that, and not that it has no date."""
    text = CALLS.strip() + ",location_group_id\nT1,,,,1,g\nT1,,,,2,g\n"
    with pytest.raises(TravelError, match=r"All 1 trips in feed\.zip come only where they are ordered"):
        check_timetable(world.feed({"stop_times.txt": text}))


def test_calls_by_phone_are_told(world) -> None:
    """Types 2 and 3 count as usual, and the trip is told."""
    text = with_columns("pickup_type,drop_off_type", "2,0", "0,3", "0,0")
    assert world.notices({"stop_times.txt": text}) == {"notice_by_phone": 1}


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
