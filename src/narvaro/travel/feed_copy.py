"""A plain copy of timetables for the engine: what was checked, written so that the engine can only read it one way.

The engine knows neither who may get on and off where, nor trips that run into a second night. The copy says both in
trips that need no such rules: see `plain_trips` and `_runs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from narvaro.travel.arrays import Ints
from narvaro.travel.feed_calendar import calendar_tables
from narvaro.travel.feed_calls import FORBIDDEN
from narvaro.travel.timetable import DAY_S, Timetable

END_S = 2 * DAY_S
"""The engine searches the day asked for and the night before, so no call of a trip matters from here on."""
BUS = 3
"""Route type of every line of the copy: the engine rides all alike."""


def stop_names(timetables: Sequence[Timetable]) -> list[pd.Series]:
    """Return the names of the stops of each feed in the copy: led by the feed's number if there are several."""
    return [
        pd.Series(
            [_name(number, stop, len(timetables)) for stop in t.stops.index], index=t.stops.index, dtype=str
        )
        for number, t in enumerate(timetables)
    ]


def _name(number: int, name: object, feeds: int) -> str:
    return str(name) if feeds == 1 else f"{number}:{name}"


def plain_trips(board: Sequence[bool], alight: Sequence[bool]) -> list[list[int]]:
    """Return trips free of rules that together allow the rides of a trip with rules of getting on and off.

    A ride from call i to call j > i is allowed if one may get on at i and off at j. A plain trip may begin with a call
    where one may only get on and end with one where one may only get off; between them lie calls that allow both.

    Parameters
    ----------
    board, alight
        Whether one may get on and off at each call.

    Examples
    --------
    >>> plain_trips([True, True, True], [True, False, True])
    [[0, 2], [1, 2]]
    >>> plain_trips([False, True, True], [True, True, True])
    [[1, 2]]
    """
    calls = [call for call in range(len(board)) if board[call] or alight[call]]
    while calls and not board[calls[0]]:
        del calls[0]
    while calls and not alight[calls[-1]]:
        del calls[-1]
    if len(calls) < 2:
        return []
    both = {calls[0], calls[-1]} | {call for call in calls if board[call] and alight[call]}
    begins = [call for call in calls if call not in both and board[call]]
    ends = [call for call in calls if call not in both and alight[call]]
    middle = sorted(both)
    found = [middle]
    found += [[one, *(call for call in middle if call > one)] for one in begins]
    found += [[*(call for call in middle if call < two), two] for two in ends]
    found += [
        [one, *(call for call in middle if one < call < two), two]
        for one in begins
        for two in ends
        if one < two
    ]
    different = {tuple(trip) for trip in found if len(trip) > 1}
    kept: list[set[int]] = []
    for trip in map(set, sorted(different, key=lambda trip: (-len(trip), trip))):
        if not any(trip <= other for other in kept):
            kept.append(trip)
    return sorted(sorted(trip) for trip in kept)


@dataclass(frozen=True, eq=False)
class _Trips:
    """Trips as runs of calls: run i has the calls `call[start[i]:start[i + 1]]`, all of trip `trip[i]`."""

    trip: Ints
    start: Ints
    call: Ints

    @property
    def count(self) -> Ints:
        return np.diff(self.start)


def _split(timetable: Timetable) -> _Trips:
    """Return the plain trips of a feed."""
    calls = timetable.calls
    begins, ends = calls.first_last()
    board, alight = calls.pickup != FORBIDDEN, calls.drop_off != FORBIDDEN
    bound = ~(board & alight)
    # Nobody gets off at the first call or on at the last: rules there change nothing.
    bound[begins], bound[ends] = ~board[begins], ~alight[ends]
    ruled = np.isin(calls.trip[begins], calls.trip[bound])
    trip, pieces = (
        [calls.trip[begins[~ruled]]],
        [np.arange(len(calls))[~np.isin(calls.trip, calls.trip[bound])]],
    )
    counts = [ends[~ruled] - begins[~ruled] + 1]
    known: dict[tuple[bytes, bytes], list[list[int]]] = {}
    for first, last in zip(begins[ruled], ends[ruled], strict=True):
        span = slice(first, last + 1)
        rule = board[span].tobytes(), alight[span].tobytes()
        if rule not in known:
            known[rule] = plain_trips(board[span].tolist(), alight[span].tolist())
        for piece in known[rule]:
            trip.append(calls.trip[first : first + 1])
            pieces.append(np.asarray(piece) + first)
            counts.append(np.array([len(piece)]))
    start = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    return _Trips(np.concatenate(trip), start.astype(np.int64), np.concatenate(pieces))


def _departures(timetable: Timetable) -> dict[int, Ints]:
    """Return, for each trip with frequencies, by how much each of its vehicles is later than it is written."""
    calls, often = timetable.calls, timetable.frequencies
    begins, _ = calls.first_last()
    first = dict(zip(calls.trip[begins].tolist(), calls.depart[begins].tolist(), strict=True))
    found: dict[int, Ints] = {}
    rows = zip(often["trip"], often["start"], often["end"], often["headway"], strict=True)
    for trip, start, end, headway in ((int(a), int(b), int(c), int(d)) for a, b, c, d in rows):
        if trip in first:
            # The last vehicle leaves before the end, which is when the headway ends.
            later = np.arange(start, end, headway) - first[trip]
            found[trip] = np.unique(np.concatenate([found.get(trip, np.empty(0, np.int64)), later]))
    return found


def _runs(timetable: Timetable, trips: _Trips) -> tuple[Ints, Ints, Ints]:
    """Return each vehicle: its plain trip, how much later it is than written, and the nights it is seen later.

    A vehicle that passes 48:00 is written once more for each night that it runs into, a day earlier on a service
    that is a day later: the day asked for and the night before then hold all its calls of that day.
    """
    departures = _departures(timetable)
    offsets = [departures.get(int(trip), np.zeros(1, np.int64)) for trip in trips.trip]
    run = np.repeat(np.arange(len(trips.trip)), [len(later) for later in offsets])
    later = np.concatenate([np.empty(0, np.int64), *offsets])
    last = timetable.calls.arrive[trips.call[trips.start[1:] - 1]][run] + later
    nights = np.maximum(last // DAY_S - 1, 0) + 1
    shift = np.concatenate([np.empty(0, np.int64), *(np.arange(n) for n in nights)])
    return np.repeat(run, nights), np.repeat(later, nights) - shift * DAY_S, shift


def write_copy(timetables: Sequence[Timetable], folder: Path) -> pd.DataFrame:
    """Write timetables as one plain feed, a folder of tables; return the stops that are called at.

    Parameters
    ----------
    timetables
        Checked feeds.
    folder
        Where to; must be there.

    Returns
    -------
    DataFrame
        `lat` and `lon`, degrees, by the names that the stops have in the copy.
    """
    tables: dict[str, list[pa.Table]] = {}
    for number, (timetable, stops) in enumerate(zip(timetables, stop_names(timetables), strict=True)):
        for name, table in _tables(number, timetable, stops).items():
            tables.setdefault(name, []).append(table)
    zone = next((t.zone for t in timetables if t.zone), "UTC")
    agency = [["1", "1", "https://example.org", zone]]
    head = ["agency_id", "agency_name", "agency_url", "agency_timezone"]
    tables["agency.txt"] = [_arrow(pd.DataFrame(agency, columns=head))]
    for name, parts in tables.items():
        csv.write_csv(pa.concat_tables(parts), folder / name)
    places: pd.DataFrame = pa.concat_tables(tables["stops.txt"]).to_pandas().set_index("stop_id")
    return places[["stop_lat", "stop_lon"]].astype(float).set_axis(["lat", "lon"], axis=1)


def _tables(number: int, timetable: Timetable, names: pd.Series) -> Mapping[str, pa.Table]:
    calls, trips = timetable.calls, _split(timetable)
    run, later, shift = _runs(timetable, trips)
    counts = trips.count[run]
    vehicle = np.repeat(np.arange(len(run)), counts)
    step = np.arange(len(vehicle)) - np.repeat(np.cumsum(counts) - counts, counts)
    call = trips.call[trips.start[run][vehicle] + step]
    arrive, depart = calls.arrive[call] + later[vehicle], calls.depart[call] + later[vehicle]
    kept = (depart >= 0) & (arrive < END_S)
    # A vehicle with one call left is no ride.
    kept &= (np.bincount(vehicle[kept], minlength=len(run)) > 1)[vehicle]
    vehicle, step, call = vehicle[kept], step[kept], call[kept]
    # Every second of two days is written once and looked up: calls are many times as many.
    clock = pa.array([f"{s // 3600:02d}:{s % 3600 // 60:02d}:{s % 60:02d}" for s in range(END_S)])
    trip_names = [f"{number}.{n} {timetable.trips.index[trip]}" for n, trip in enumerate(trips.trip[run])]
    stop_times = pa.table(
        {
            "trip_id": pa.array(trip_names, pa.string()).take(pa.array(vehicle)),
            "arrival_time": clock.take(pa.array(np.maximum(arrive[kept], 0))),
            "departure_time": clock.take(pa.array(np.minimum(depart[kept], END_S - 1))),
            "stop_id": pa.array(names.to_list(), pa.string()).take(pa.array(calls.stop[call])),
            "stop_sequence": pa.array(step),
        }
    )
    used = np.unique(vehicle)
    service = timetable.trips["service_id"].to_numpy()[trips.trip[run[used]]]
    # Which line a trip belongs to does not matter to its times, so lines keep their name and nothing else.
    route = [f"{number}:{name}" for name in timetable.trips["route_id"].iloc[trips.trip[run[used]]]]
    services = {
        f"{number}:{nights}:{name}": timetable.services[name].shifted(int(nights))
        for name, nights in sorted(set(zip(service, shift[used], strict=True)))
        if name in timetable.services
    }
    stops = timetable.stops.iloc[np.unique(calls.stop[call])]
    tables = {
        "stops.txt": pd.DataFrame(
            {
                "stop_id": names[stops.index],
                "stop_name": names[stops.index],
                "stop_lat": stops["lat"],
                "stop_lon": stops["lon"],
            }
        ),
        "routes.txt": pd.DataFrame({"route_id": sorted(set(route))}).assign(
            agency_id="1", route_short_name="1", route_type=BUS
        ),
        "trips.txt": pd.DataFrame(
            {
                "route_id": route,
                "service_id": [
                    f"{number}:{nights}:{name}" for name, nights in zip(service, shift[used], strict=True)
                ],
                "trip_id": [trip_names[n] for n in used],
            }
        ),
        **calendar_tables(services),
    }
    return {"stop_times.txt": stop_times, **{name: _arrow(table) for name, table in tables.items()}}


def _arrow(table: pd.DataFrame) -> pa.Table:
    texts = {name: pa.array(table[name].astype(str).to_list(), pa.string()) for name in table}
    return pa.table(texts)
