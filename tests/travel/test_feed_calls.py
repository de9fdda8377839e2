"""Calls are read cell by cell, every time is filled in, and trips that nobody can ride are set apart."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.travel.one_line import CALLS, RIDE, calls, faults

from narvaro.travel.feed_calls import (
    FORBIDDEN,
    Calls,
    open_trips,
    seconds_of,
    short_trips,
    sound_trips,
    whole_numbers,
    without_nowhere,
)
from narvaro.travel.timetable import check_timetable

pytest.importorskip("cafein", reason="the network extra is not installed")


def calls_of(*trips):
    """Trips as lists of (arrive, depart, pickup, drop_off); rows of the file are numbered from 2."""
    rows = [
        (trip, number, number, *call) for trip, some in enumerate(trips) for number, call in enumerate(some)
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 7).T
    return Calls(*table, np.arange(2, table.shape[1] + 2))


def names_of(trips):
    return pd.Index([f"T{number}" for number in range(len(trips))])


@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59))
def test_every_time_of_a_clock_is_read(hours, minutes, seconds) -> None:
    """Hours go on past a day and may have one digit; anything but two digits after them is no time."""
    right = hours * 3600 + minutes * 60 + seconds
    said = [f"{hours}:{minutes:02d}:{seconds:02d}", f"{hours:02d}:{minutes:02d}:{seconds:02d}"]
    wrong = [
        f"{hours}:{minutes:02d}",
        f"{hours}:{minutes:02d}:{seconds:02d}s",
        f"-{said[0]}",
        f"1{hours:03d}:00:00",
    ]
    assert seconds_of(pd.Series([*said, "", *wrong])).tolist() == [right, right, -1, -2, -2, -2, -2]
    assert seconds_of(pd.Series([], dtype=str)).tolist() == []


@given(
    st.lists(
        st.one_of(st.integers(0, 10**9 - 1).map(str), st.sampled_from(["", "x", "-1", "1e3", "٣", "9" * 10]))
    )
)
def test_whole_numbers_are_digits_and_nothing_else(cells) -> None:
    """Up to nine of the digits 0 to 9; blank is -1, anything else -2, also digits of other scripts."""
    right = [
        -1 if not cell else int(cell) if cell.isascii() and cell.isdigit() and int(cell) < 10**9 else -2
        for cell in cells
    ]
    assert whole_numbers(pd.Series(cells, dtype=str)).tolist() == right


clock = st.one_of(st.none(), st.integers(0, 90))
trips = st.lists(
    st.lists(st.tuples(clock, clock, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6),
    max_size=5,
)


@given(trips)
def test_the_first_and_the_last_call_of_each_trip(some) -> None:
    """By counting the calls of the trips one after the other."""
    begins, ends = calls_of(*[[(0, 0, 0, 0)] * len(trip) for trip in some]).first_last()
    right = np.cumsum([0, *map(len, some)])
    assert (begins.tolist(), ends.tolist()) == (right[:-1].tolist(), (right[1:] - 1).tolist())


@given(trips)
def test_times_are_filled_in_and_trips_that_run_backwards_go(some) -> None:
    """Trip by trip: lost without a time at an end; blanks lie evenly between; no time may be before the last."""
    blank = [[(-1 if a is None else a, -1 if b is None else b, p, d) for a, b, p, d in trip] for trip in some]
    untimed, backwards, right = [], [], []
    for number, trip in enumerate(blank):
        known = [at for at, (a, b, *_) in enumerate(trip) if a >= 0 or b >= 0]
        if not known or known[0] != 0 or known[-1] != len(trip) - 1:
            untimed.append(f"T{number}")
            continue
        times = [[a if a >= 0 else b, b if b >= 0 else a] for a, b, *_ in trip]
        for one, two in itertools.pairwise(known):
            for at in range(one + 1, two):
                begin, end = times[one][1], times[two][0]
                times[at] = [begin + (end - begin) * (at - one) // (two - one)] * 2
        flat = [moment for pair in times for moment in pair]
        if flat == sorted(flat):
            right += [(number, *pair) for pair in times]
        else:
            backwards.append(f"T{number}")
    found, lost = sound_trips(calls_of(*blank), names_of(some))
    assert list(zip(found.trip.tolist(), found.arrive.tolist(), found.depart.tolist(), strict=True)) == right
    assert [(one.reason, sorted(one.names)) for one in lost] == [
        ("untimed", untimed),
        ("backwards", backwards),
    ]
    assert len(found) + sum(one.calls for one in lost) == sum(map(len, some))


@given(trips)
def test_a_trip_is_open_if_somebody_can_ride_it(some) -> None:
    """By all pairs: one may get on at some call and off at a later one."""
    timed = [[(0, 0, p, d) for *_, p, d in trip] for trip in some]
    right = [
        any(trip[i][2] != FORBIDDEN and trip[j][3] != FORBIDDEN for j in range(len(trip)) for i in range(j))
        for trip in timed
    ]
    if not some:
        return
    found, closed = open_trips(calls_of(*timed), names_of(some), "closed")
    assert sorted(set(found.trip.tolist())) == [number for number, is_open in enumerate(right) if is_open]
    assert sorted(closed.names) == [f"T{number}" for number, is_open in enumerate(right) if not is_open]


def test_trips_of_one_call_or_none_are_short_but_those_on_demand() -> None:
    """Of trips of 2, 1, 0 and 0 calls, the last on demand: the second and the third, told with their rows."""
    some = calls_of([(0, 0, 0, 0)] * 2, [(0, 0, 0, 0)])
    found = short_trips(some, pd.Index(["A", "B", "C", "D"]), np.array([12, 13, 14, 15]), np.array([3]))
    assert (found.names, found.rows, found.calls) == (("B", "C"), (13, 14), 1)


def test_calls_at_stops_without_a_place_are_taken_away() -> None:
    """Stop 1 has no place: two calls at it are lost, and it is told once, with the first trip that calls there."""
    some = calls_of([(0, 0, 0, 0)] * 3, [(0, 0, 0, 0)] * 2)
    stops = pd.DataFrame({"stop_id": ["a", "b", "c"], "nowhere": [False, True, False]}, index=[2, 3, 4])
    found, lost = without_nowhere(some, stops, pd.Index(["X", "Y"]))
    assert list(zip(found.trip.tolist(), found.stop.tolist(), strict=True)) == [(0, 0), (0, 2), (1, 0)]
    assert (lost.names, lost.rows, lost.calls, lost.others) == (("b",), (3,), 2, ("X",))


def test_times_between_two_timed_calls_are_filled_in(world) -> None:
    """S2 has no time: it lies midway of 10:30 and 10:50, so 10:40, and that is told."""
    text = CALLS + calls("T1", RIDE[0], ("", "S2"), RIDE[2])
    assert world.minutes({"stop_times.txt": text}) == [15.0, 25.0]
    assert world.notices({"stop_times.txt": text}) == {"notice_filled": 1}


def test_a_row_without_stop_that_is_not_on_demand_is_refused(world) -> None:
    """Without a place on demand, a blank stop is a fault."""
    text = CALLS + calls("T1", *RIDE).replace("S2", "")
    assert faults(check_timetable, world.feed({"stop_times.txt": text})) == [
        ("stop_times.txt", 3, "stop_id", "feed_blank")
    ]
