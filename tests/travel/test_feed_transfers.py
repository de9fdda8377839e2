"""Rules of changing between two stops are followed to the second; what cannot be followed is told, each rule once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.travel.one_line import CALLS, NEVER, RIDE, TABLES, calls, faults, same, stop

from narvaro.travel.feed_transfers import _unfollowed, follow
from narvaro.travel.timetable import check_timetable

pytest.importorskip("cafein", reason="the network extra is not installed")

pairs = st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))


@given(
    st.lists(st.tuples(pairs, st.integers(0, 900))),
    st.dictionaries(pairs, st.one_of(st.none(), st.integers(0, 900))),
)
def test_a_walk_takes_at_least_what_its_rule_says(walks, rules) -> None:
    """Walk by walk: none where one cannot change, else the longer of walk and rule; metres and order stay."""
    given_ = [(one, two, seconds, 1.5 * seconds) for (one, two), seconds in walks]
    right = [
        (one, two, max(seconds, rules.get((one, two), 0)), metres)
        for one, two, seconds, metres in given_
        if rules.get((one, two), 0) is not None
    ]
    assert follow(given_, rules) == right


@pytest.mark.parametrize(
    ("special", "one", "two", "wait", "reason"),
    [
        (True, "a", "b", 60, "lines"),
        (True, "", "", -1, "lines"),
        (False, "a", "", 60, "stops"),
        (False, "", "", -1, "stops"),
        (False, "a", "b", -1, "blank"),
        (False, "a", "a", -1, "blank"),
        (False, "a", "a", 60, "same"),
        (False, "a", "a", None, "same"),
        (False, "a", "a", 0, None),
        (False, "a", "b", 60, None),
        (False, "a", "b", None, None),
    ],
)
def test_why_a_rule_is_not_followed(special, one, two, wait, reason) -> None:
    """For certain lines, without a pair of stops, without a time, or at one stop, in that order."""
    assert _unfollowed(special, one, two, wait) == reason


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
