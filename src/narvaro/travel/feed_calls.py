"""The calls of the trips of a timetable feed, in order: checked trip by trip before any engine sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from narvaro.travel.arrays import Bools, Ints
from narvaro.travel.feed_columns import CONTINUOUS, FLEXIBLE
from narvaro.travel.feed_tables import FeedTables

TABLE = "stop_times.txt"
TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)", re.ASCII)
UNTIMED = -1
"""What stands for a blank cell, which is no fault."""
UNREADABLE_CELL = -2
"""What stands for a cell that holds something else than it should."""
MOST_DIGITS = 9
"""Of a whole number: below a billion it fits in four bytes, and no feed counts so far."""
FORBIDDEN = 1
"""Kind of pickup or drop-off: not at all."""


@dataclass(frozen=True, eq=False)
class Calls:
    """Calls of trips at stops, by trip and then by their number within it.

    Parameters
    ----------
    trip, stop
        Positions in the tables of trips and stops.
    number
        `stop_sequence`.
    arrive, depart
        Seconds after midnight of the day of service; -1 where none is given.
    pickup, drop_off
        0 as usual, 1 not at all, 2 by phone, 3 by asking the driver.
    row
        Row in the file.
    """

    trip: Ints
    stop: Ints
    number: Ints
    arrive: Ints
    depart: Ints
    pickup: Ints
    drop_off: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.trip)

    def take(self, chosen: Bools | Ints) -> Calls:
        """Return some of the calls."""
        return Calls(**{name: values[chosen] for name, values in vars(self).items()})

    def first_last(self) -> tuple[Ints, Ints]:
        """Return the positions of the first and the last call of each trip."""
        begins = np.flatnonzero(np.diff(self.trip, prepend=-1))
        return begins, np.append(begins[1:], len(self))[: len(begins)] - 1


@dataclass(frozen=True, eq=False)
class Lost:
    """What of a feed cannot be used, and why.

    Parameters
    ----------
    reason
        Last part of the catalogue keys that say why.
    names
        The trips, or the stops.
    rows
        Where each of them stands, in `stop_times.txt` or the table named.
    table
        The table of the rows.
    calls
        How many calls of trips are lost with them.
    others
        What each name must be told with: a trip that calls at the stop, the service of the trip.
    """

    reason: str
    names: tuple[str, ...]
    rows: tuple[int, ...]
    table: str = TABLE
    calls: int = 0
    others: tuple[str, ...] = ()


def seconds_of(texts: pd.Series) -> Ints:
    """Return times such as 25:10:00 as seconds; -1 where the cell is blank, -2 where it is no time.

    Examples
    --------
    >>> seconds_of(pd.Series(["00:01:05", "25:00:00", "", "8 o'clock", "10:61:00"])).tolist()
    [65, 90000, -1, -2, -2]
    """

    def one(text: str) -> int:
        found = TIME.fullmatch(text)
        if found is None:
            return UNREADABLE_CELL if text else UNTIMED
        hours, minutes, seconds = map(int, found.groups())
        return hours * 3600 + minutes * 60 + seconds

    return _each(texts, one)


def whole_numbers(texts: pd.Series) -> Ints:
    """Return whole numbers from zero to a billion; -1 where the cell is blank, -2 where it is none.

    Examples
    --------
    >>> whole_numbers(pd.Series(["7", "007", "", "two", "-1", "1.5"])).tolist()
    [7, 7, -1, -2, -2, -2]
    """

    def one(text: str) -> int:
        if not text:
            return UNTIMED
        return (
            int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else UNREADABLE_CELL
        )

    return _each(texts, one)


def _each(texts: pd.Series, one: object) -> Ints:
    assert callable(one)
    # The same few thousand texts stand in millions of cells: each is read once.
    codes, different = pd.factorize(texts.to_numpy(dtype=object))
    values = np.array([one(str(text)) for text in different], dtype=np.int64)
    return values[codes] if len(codes) else np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class CallsRead:
    """The calls of a feed as they were read, and what was seen on the way.

    Parameters
    ----------
    calls
        All but those on demand.
    on_demand
        Trips (positions) with rows on demand.
    continuous
        Rows that let people get on or off between stops.
    """

    calls: Calls
    on_demand: Ints
    continuous: int


def read_calls(feed: FeedTables, trips: pd.Index, stops: pd.Index) -> CallsRead:
    """Read the calls of a feed; broken cells, unknown names and rows that stand twice go to the faults of the feed."""
    parts, on_demand, continuous, any_row = [], [np.empty(0, np.int64)], 0, False
    for part in feed.parts(TABLE):
        any_row = any_row or len(part) > 0
        flexible = (part[list(FLEXIBLE)] != "").any(axis=1).to_numpy()
        continuous += int(part[list(CONTINUOUS)].isin(["0", "2", "3"]).any(axis=1).sum())
        ordered = part[flexible]
        on_demand.append(trips.get_indexer(pd.Index(ordered["trip_id"])))
        feed.note_unknown(ordered, "trip_id", trips, TABLE, on_demand[-1] < 0)
        part = part[~flexible]
        parts.append(_read(feed, part, trips, stops))
    if not any_row:
        feed.note("travel.feed_empty_table", {}, TABLE, 1)
    joined = (
        np.concatenate([vars(part)[field.name] for part in parts]) if parts else np.empty(0, np.int64)
        for field in fields(Calls)
    )
    calls = Calls(*joined)
    calls = calls.take(np.lexsort((calls.row, calls.number, calls.trip)))
    same = (np.diff(calls.trip) == 0) & (np.diff(calls.number) == 0)
    same = np.flatnonzero(same & (calls.trip[1:] >= 0) & (calls.number[1:] >= 0))
    feed.note_rows(
        "travel.feed_twice",
        TABLE,
        "trip_id, stop_sequence",
        calls.row[same + 1],
        (
            {"value": f"{trips[calls.trip[one]]}, {calls.number[one]}", "first": str(calls.row[one])}
            for one in same
        ),
    )
    return CallsRead(calls, np.unique(np.concatenate(on_demand)), continuous)


def _read(feed: FeedTables, part: pd.DataFrame, trips: pd.Index, stops: pd.Index) -> Calls:
    arrive, depart = seconds_of(part["arrival_time"]), seconds_of(part["departure_time"])
    for name, seconds in (("arrival_time", arrive), ("departure_time", depart)):
        feed.note_each(part, name, pd.Series(seconds == UNREADABLE_CELL), "travel.feed_time", TABLE)
    number = whole_numbers(part["stop_sequence"])
    feed.note_each(part, "stop_sequence", pd.Series(number < 0), "travel.feed_sequence", TABLE, "trip_id")
    pickup, drop_off = (
        whole_numbers(part[name].replace("", "0")) for name in ("pickup_type", "drop_off_type")
    )
    for name, kind in (("pickup_type", pickup), ("drop_off_type", drop_off)):
        feed.note_each(part, name, pd.Series((kind < 0) | (kind > 3)), "travel.feed_boarding", TABLE)
    trip, stop = trips.get_indexer(pd.Index(part["trip_id"])), stops.get_indexer(pd.Index(part["stop_id"]))
    for name, position, known in (("trip_id", trip, trips), ("stop_id", stop, stops)):
        feed.note_unknown(part, name, known, TABLE, position < 0)
    row = part.index.to_numpy(dtype=np.int64)
    return Calls(trip, stop, number, arrive, depart, pickup, drop_off, row)


def without_nowhere(calls: Calls, stops: pd.DataFrame, trips: pd.Index) -> tuple[Calls, Lost]:
    """Return the calls without those at stops that have no place; says which stops are called at, and by whom."""
    at = stops["nowhere"].to_numpy(dtype=bool)[calls.stop]
    used, one = np.unique(calls.stop[at], return_index=True)
    found = Lost(
        "nowhere",
        tuple(map(str, stops["stop_id"].iloc[used])),
        tuple(map(int, stops.index[used])),
        "stops.txt",
        int(at.sum()),
        tuple(map(str, trips[calls.trip[at][one]])),
    )
    return calls.take(~at), found


def sound_trips(calls: Calls, names: pd.Index) -> tuple[Calls, list[Lost]]:
    """Return the calls of the trips whose times can be used, with every time filled in.

    A call without a time lies between two that have one; it gets a time in proportion to its place among them, in
    whole seconds.

    Returns
    -------
    tuple
        The calls, and what is lost by reason.
    """
    lost = []
    begins, ends = calls.first_last()
    timed = (calls.arrive >= 0) | (calls.depart >= 0)
    wrong = ~(timed[begins] & timed[ends])
    lost.append(_lost("untimed", calls, names, calls.trip[begins[wrong]], begins[wrong]))
    calls = calls.take(~np.isin(calls.trip, calls.trip[begins[wrong]]))
    calls = _filled(calls)
    same = np.diff(calls.trip) == 0
    back = calls.arrive > calls.depart
    back[1:] |= same & (calls.arrive[1:] < calls.depart[:-1])
    at = np.flatnonzero(back)
    bad, where = np.unique(calls.trip[at], return_index=True)
    lost.append(_lost("backwards", calls, names, bad, at[where]))
    return calls.take(~np.isin(calls.trip, bad)), lost


def _lost(reason: str, calls: Calls, names: pd.Index, trips: Ints, at: Ints) -> Lost:
    count = int(np.isin(calls.trip, trips).sum())
    return Lost(reason, tuple(map(str, names[trips])), tuple(map(int, calls.row[at])), TABLE, count)


def _filled(calls: Calls) -> Calls:
    arrive = np.where(calls.arrive < 0, calls.depart, calls.arrive)
    depart = np.where(calls.depart < 0, calls.arrive, calls.depart)
    timed = np.flatnonzero(arrive >= 0)
    blank = np.flatnonzero(arrive < 0)
    after = np.searchsorted(timed, blank)
    # The first and the last call of each trip have a time, so both neighbours are of the same trip.
    one, two = timed[after - 1], timed[after]
    if blank.size:
        begin, end = depart[one], arrive[two]
        arrive[blank] = depart[blank] = begin + (end - begin) * (blank - one) // (two - one)
    return replace(calls, arrive=arrive, depart=depart)


def open_trips(calls: Calls, names: pd.Index, reason: str) -> tuple[Calls, Lost]:
    """Return the calls of the trips that somebody may ride, and the others, lost for a reason.

    A ride gets on at one call and off at a later one, so a trip is closed unless its first call for getting on
    lies before its last for getting off.
    """
    begins, _ = calls.first_last()
    at = np.arange(len(calls))
    first_on = np.minimum.reduceat(np.where(calls.pickup != FORBIDDEN, at, len(calls)), begins)
    last_off = np.maximum.reduceat(np.where(calls.drop_off != FORBIDDEN, at, -1), begins)
    shut = begins[first_on >= last_off]
    lost = _lost(reason, calls, names, calls.trip[shut], shut)
    return calls.take(~np.isin(calls.trip, calls.trip[shut])), lost


def short_trips(calls: Calls, names: pd.Index, rows: Ints, apart: Ints) -> Lost:
    """Return the trips with fewer than two calls, other than those set apart; they carry nobody anywhere."""
    count = np.bincount(calls.trip, minlength=len(names))
    short = np.setdiff1d(np.flatnonzero(count < 2), apart)
    return Lost(
        "short",
        tuple(map(str, names[short])),
        tuple(map(int, rows[short])),
        "trips.txt",
        int(count[short].sum()),
    )
