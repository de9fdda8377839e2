"""What is told of a timetable feed: what is left out of it, and what is taken in another way than it is written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from narvaro.errors import Fault, TableError, TravelError
from narvaro.language.shown import cut
from narvaro.travel.arrays import Ints
from narvaro.travel.feed_calls import FORBIDDEN, TABLE, Calls, CallsRead, Lost, whole_numbers
from narvaro.travel.feed_columns import CONTINUOUS, LEFT_OUT, LEFT_OUT_FILES
from narvaro.travel.feed_tables import FeedTables

MOST_LOST = 0.05
"""Largest share of the trips, or of the calls, of a feed that may be unusable. A slip of the pen breaks a trip here
and there; more than one in twenty is a fault of the file, and enough to lengthen the wait on any line."""
NAMED = 5
"""Trips, stops or lines that a notice names."""
FLIGHTS = range(1100, 1200)
"""Extended route types of air services."""
ON_DEMAND = (715, *range(1500, 1600))
"""Extended route types of lines that come only when called: demand-responsive buses and taxis."""


def not_too_much(feed: FeedTables, lost: Sequence[Lost], trips: int, calls: int) -> None:
    """Raise where more of the feed is lost than may be."""
    gone = {name for one in lost if one.reason != "nowhere" for name in one.names}
    nowhere = sum(one.calls for one in lost if one.reason == "nowhere")
    too_much = [
        Fault(key, {"count": count, "of": of, "share": count / of, "most": MOST_LOST}, feed.file)
        for key, count, of in (
            ("travel.feed_too_much", len(gone), trips),
            ("travel.feed_too_much_calls", nowhere, calls),
        )
        if count > MOST_LOST * of
    ]
    if not too_much:
        return
    for one in lost:
        data = (
            {"value": name, "with": other}
            for name, other in zip(one.names, one.others or one.names, strict=True)
        )
        feed.note_rows(f"travel.feed_{one.reason}", one.table, None, one.rows, data)
    raise TableError([*too_much, *feed.told()])


def somebody_rides(feed: FeedTables, calls: Calls, read: CallsRead, closed: Lost) -> None:
    """Raise where no trip is left that people can ride by the clock.

    One closed trip is no fault of the file: it may be a run of staff or of a school. That every trip is, is one.
    """
    if len(calls):
        return
    if closed.names:
        kinds = {"pickup_type": read.calls.pickup, "drop_off_type": read.calls.drop_off}
        column = next((name for name, kind in kinds.items() if (kind == FORBIDDEN).all()), ", ".join(kinds))
        data = {"count": len(closed.names), "names": first_of(closed.names)}
        raise TableError([Fault("travel.feed_closed", data, feed.where(TABLE), None, column)])
    if len(read.on_demand):
        raise TravelError("travel.feed_on_demand", file=feed.file, count=len(read.on_demand))


def notices_of(
    feed: FeedTables,
    tables: dict[str, pd.DataFrame],
    read: CallsRead,
    calls: Calls,
    lost: Sequence[Lost],
) -> tuple[Fault, ...]:
    """Return all that is told of a feed.

    Parameters
    ----------
    feed
        The feed.
    tables
        `stops.txt`, `routes.txt`, `trips.txt` and `frequencies.txt`.
    read, calls
        The calls as they were read, and those that are used.
    lost
        What is left out, by reason.
    """
    routes, names = tables["routes.txt"], pd.Index(tables["trips.txt"]["trip_id"])
    return (
        *_of_lost(feed.file, lost, len(names)),
        *_of_calls(feed.file, calls, names, read.on_demand),
        *_of_times(feed.file, read.calls, calls),
        *_of_lines(feed.file, routes, read.continuous),
        *_of_frequencies(feed.file, tables["frequencies.txt"], calls),
        *_left_out(feed, tables),
    )


def first_of(names: Sequence[str]) -> str:
    """Return the first few names as one text.

    Examples
    --------
    >>> first_of(["a", "b"]), first_of(["1", "2", "3", "4", "5", "6"])
    ('a, b', '1, 2, 3, 4, 5 …')
    """
    return ", ".join(map(cut, names[:NAMED])) + (" …" if len(names) > NAMED else "")


def _notice(key: str, file: str, names: Sequence[str], **more: object) -> Fault:
    return Fault(key, {"file": file, "count": len(names), "names": first_of(names), **more})


def _of_lost(file: str, lost: Sequence[Lost], trips: int) -> list[Fault]:
    """Tell of what is left out; a trip with several reasons is told with the first of them."""
    found, told = [], set[str]()
    for one in lost:
        kept = one.names if one.table == "stops.txt" else [name for name in one.names if name not in told]
        if one.table != "stops.txt":
            told.update(kept)
        if kept:
            found.append(_notice(f"travel.notice_{one.reason}", file, kept, of=trips))
    return found


def _of_calls(file: str, calls: Calls, names: pd.Index, on_demand: Ints) -> list[Fault]:
    """Tell of trips on demand, and of calls by phone of trips that are used."""
    found = []
    if len(on_demand):
        found.append(_notice("travel.notice_on_demand", file, list(names[on_demand])))
    asked = np.unique(calls.trip[(calls.pickup >= 2) | (calls.drop_off >= 2)])
    if asked.size:
        found.append(_notice("travel.notice_by_phone", file, list(names[asked])))
    return found


def _of_times(file: str, read: Calls, used: Calls) -> list[Fault]:
    """Tell of calls that were read without a time and are used."""
    blank = read.row[(read.arrive < 0) & (read.depart < 0)]
    count = int(np.isin(used.row, blank).sum())
    return [Fault("travel.notice_filled", {"file": file, "count": count})] if count else []


def _of_lines(file: str, routes: pd.DataFrame, continuous: int) -> list[Fault]:
    """Tell of lines of another kind: flights, lines on demand, and those that stop anywhere."""
    kind = pd.Series(whole_numbers(routes["route_type"]), index=routes.index)
    anywhere = routes[list(CONTINUOUS)].isin(["0", "2", "3"]).any(axis=1)
    found = [
        _notice(key, file, list(routes["route_id"][which]))
        for key, which in (
            ("travel.notice_flights", kind.isin(FLIGHTS)),
            ("travel.notice_called", kind.isin(ON_DEMAND)),
            ("travel.notice_anywhere", anywhere),
        )
        if which.any()
    ]
    if continuous:
        found.append(
            Fault("travel.notice_anywhere_calls", {"file": file, "count": continuous, "table": TABLE})
        )
    return found


def _of_frequencies(file: str, often: pd.DataFrame, calls: Calls) -> list[Fault]:
    """Tell of trips that keep a headway and no clock, among those that are used."""
    names = list(often["trip_id"][(often["exact_times"] != "1") & often["trip"].isin(calls.trip)].unique())
    return [_notice("travel.notice_headways", file, names)] if names else []


def _left_out(feed: FeedTables, tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Tell of files and columns that hold something, are not read, and could change the answer for some."""
    names = [name for name in LEFT_OUT_FILES if name in feed.names]
    names += [
        f"{table}: {column}"
        for table, columns in LEFT_OUT.items()
        for column in columns
        if (~tables[table][column].isin(["", "0"])).any()
    ]
    return [Fault("travel.notice_left_out", {"file": feed.file, "names": "; ".join(names)})] if names else []
