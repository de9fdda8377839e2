"""Timetables (GTFS): checked before anything is built on them, with all that is left out counted and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pandas as pd

from narvaro.errors import Fault, TableError, TravelError
from narvaro.language.shown import cut
from narvaro.travel.feed_calendar import Service, read_services
from narvaro.travel.feed_calls import (
    FORBIDDEN,
    TABLE,
    Calls,
    CallsRead,
    Lost,
    open_trips,
    read_calls,
    seconds_of,
    short_trips,
    sound_trips,
    whole_numbers,
    without_nowhere,
)
from narvaro.travel.feed_columns import CONTINUOUS, LEFT_OUT, LEFT_OUT_FILES
from narvaro.travel.feed_tables import FEW, UNREADABLE, FeedTables

MOST_LOST = 0.05
"""Largest share of the trips, or of the calls, of a feed that may be unusable. A slip of the pen breaks a trip here
and there; more than one in twenty is a fault of the file, and enough to lengthen the wait on any line."""
NAMED = 5
"""Trips, stops or lines that a notice names."""
DAY_S = 86_400
FLIGHTS = range(1100, 1200)
ON_DEMAND = (715, *range(1500, 1600))
"""Extended route types of lines that come only when called: demand-responsive buses and taxis."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Timetable:
    """What a checked feed holds.

    Parameters
    ----------
    file
        Its name.
    services
        Dates of each service.
    trips, stops, frequencies, transfers
        The tables; `trips` and `stops` with their ids as index.
    calls
        All calls that can be used, every time filled in.
    zone
        Time zone of its clock; empty where the feed names none.
    notices
        What is left out of the feed, or taken in another way than it is written.
    """

    file: str
    services: dict[str, Service]
    trips: pd.DataFrame
    stops: pd.DataFrame
    frequencies: pd.DataFrame
    transfers: pd.DataFrame
    calls: Calls
    zone: str = ""
    notices: tuple[Fault, ...] = field(default=())

    @property
    def latest(self) -> Ints:
        """Seconds at which each trip ends at the latest, counting its frequencies; -1 where it has no calls."""
        begins, ends = self.calls.first_last()
        latest, first = np.full(len(self.trips), -1), np.zeros(len(self.trips), dtype=np.int64)
        latest[self.calls.trip[ends]] = self.calls.depart[ends]
        first[self.calls.trip[begins]] = self.calls.depart[begins]
        often = self.frequencies
        late = (often["end"] - first[often["trip"]] + latest[often["trip"]]).where(
            latest[often["trip"]] >= 0, -1
        )
        np.maximum.at(latest, often["trip"].to_numpy(dtype=np.int64), late.to_numpy(dtype=np.int64))
        return latest

    def trips_on(self, day: date) -> int:
        """Return the number of trips that run on a date, counting those of nights before that go on."""
        latest, count = self.latest, 0
        service = self.trips["service_id"].to_numpy()
        for nights in range(int(latest.max(initial=0)) // DAY_S + 1):
            running = [name for name, found in self.services.items() if day - timedelta(days=nights) in found]
            count += int((np.isin(service, running) & (latest >= nights * DAY_S)).sum())
        return count

    def ends(self) -> tuple[date, date] | None:
        """Return the first and last date with any service that has a trip."""
        used = set(self.trips["service_id"].iloc[np.unique(self.calls.trip)])
        found = [
            ends for name in sorted(used) if (ends := self.services.get(name, Service()).ends()) is not None
        ]
        return (min(one for one, _ in found), max(two for _, two in found)) if found else None


def check_timetable(path: Path | str) -> Timetable:
    """Check a feed and return what it holds.

    Parameters
    ----------
    path
        A GTFS zip file.

    Raises
    ------
    TravelError
        If the file is missing, no zip file, or covers no date.
    TableError
        With every missing table and column, and the first broken cells and references of each table; or with
        what cannot be used, where that is more than a twentieth of the feed.
    """
    feed = FeedTables(Path(path))
    try:
        feed.check_there()
        if feed.faults:
            raise TableError(feed.faults)
        found = _contents(feed)
    except UNREADABLE as error:
        raise feed.broken(error) from error
    finally:
        feed.close()
    if found.ends() is None:
        raise TravelError("travel.empty_feed", file=feed.file)
    return found


def _contents(feed: FeedTables) -> Timetable:
    stops, routes, trips = _stops(feed), feed.read("routes.txt"), feed.read("trips.txt")
    for table, found, names in (
        ("routes.txt", routes, ("route_id",)),
        ("trips.txt", trips, ("trip_id", "service_id")),
    ):
        for name in names:
            feed.note_each(found, name, found[name] == "", "travel.feed_blank", table)
        if found.empty:
            feed.note("travel.feed_empty_table", {}, table, 1)
    feed.note_unknown(trips, "route_id", pd.Index(routes["route_id"]), "trips.txt")
    zone, services = _zone(feed), read_services(feed)
    often = _frequencies(feed, pd.Index(trips["trip_id"]))
    transfers = _transfers(feed, stops, routes, trips)
    if feed.faults:
        # Twice the same id: nothing can be looked up by it, so the calls wait.
        twice = stops["stop_id"].duplicated().any() or trips["trip_id"].duplicated().any()
        if not twice:
            read_calls(feed, pd.Index(trips["trip_id"]), pd.Index(stops["stop_id"]))
        raise TableError(feed.faults)
    names, places = pd.Index(trips["trip_id"]), pd.Index(stops["stop_id"])
    read = read_calls(feed, names, places)
    if feed.faults:
        raise TableError(feed.faults)
    calls, broken, filled = sound_trips(read.calls, names)
    calls, nowhere = without_nowhere(calls, stops, names)
    idle = often[often["headway"].lt(1) | often["end"].le(often["start"])].drop_duplicates("trip")
    calls = calls.take(~np.isin(calls.trip, idle["trip"]))
    calls, closed = open_trips(calls, names)
    lost = [
        nowhere,
        short_trips(read.calls, names, trips.index.to_numpy(dtype=np.int64), read.on_demand),
        *broken,
        Lost("headway", tuple(idle["trip_id"]), tuple(map(int, idle.index)), "frequencies.txt"),
        _never(trips, services),
    ]
    _not_too_much(feed, lost, len(trips) - len(read.on_demand), len(read.calls))
    _somebody_rides(feed, calls, read, closed)
    notices = [
        *_of_lost(feed.file, [*lost, closed], len(trips)),
        *_of_calls(feed.file, read.calls, names, read.on_demand, filled),
        *_of_lines(feed.file, routes, read.continuous),
        *_of_frequencies(feed.file, often),
        *_left_out(feed, {"stops.txt": stops, "routes.txt": routes, "trips.txt": trips}),
    ]
    return Timetable(
        feed.file,
        services,
        trips.set_index("trip_id"),
        stops.set_index("stop_id"),
        often,
        transfers,
        calls,
        zone,
        tuple(notices),
    )


def _stops(feed: FeedTables) -> pd.DataFrame:
    """Return the stops with `lat` and `lon` as numbers and whether they have a place at all."""
    stops = feed.read("stops.txt")
    if stops.empty:
        feed.note("travel.feed_empty_table", {}, "stops.txt", 1)
    feed.note_each(stops, "stop_id", stops["stop_id"] == "", "travel.feed_blank", "stops.txt")
    figures = {}
    for name, limit in (("stop_lat", 90), ("stop_lon", 180)):
        figures[name] = pd.to_numeric(stops[name], errors="coerce")
        wrong = (stops[name] != "") & ~figures[name].between(-limit, limit)
        feed.note_each(stops, name, wrong, "travel.feed_number", "stops.txt")
    lat, lon = figures["stop_lat"], figures["stop_lon"]
    # Nobody waits in the Gulf of Guinea: 0, 0 is what an unknown place is written as.
    nowhere = lat.isna() | lon.isna() | ((lat == 0) & (lon == 0))
    return stops.assign(lat=lat, lon=lon, nowhere=nowhere)


def _zone(feed: FeedTables) -> str:
    agency = feed.read("agency.txt")
    zones = list(dict.fromkeys(zone for zone in agency["agency_timezone"] if zone))
    if len(zones) > 1:
        different = (agency["agency_timezone"] != zones[0]) & (agency["agency_timezone"] != "")
        feed.note_each(agency, "agency_timezone", different, "travel.feed_zones", "agency.txt")
    for zone in zones:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            feed.note_each(
                agency, "agency_timezone", agency["agency_timezone"] == zone, "travel.feed_zone", "agency.txt"
            )
    return zones[0] if zones else ""


def _frequencies(feed: FeedTables, trips: pd.Index) -> pd.DataFrame:
    """Return the frequencies with trips as positions and figures as numbers."""
    table = "frequencies.txt"
    found = feed.read(table)
    feed.note_unknown(found, "trip_id", trips, table)
    figures = {"start": seconds_of(found["start_time"]), "end": seconds_of(found["end_time"])}
    for name, column in (("start", "start_time"), ("end", "end_time")):
        feed.note_each(found, column, pd.Series(figures[name] < 0), "travel.feed_time", table)
    headway = whole_numbers(found["headway_secs"])
    feed.note_each(found, "headway_secs", pd.Series(headway < 0), "travel.feed_whole", table)
    exact = found["exact_times"]
    feed.note_each(found, "exact_times", ~exact.isin(["", "0", "1"]), "travel.feed_yes_no", table)
    trip = trips.get_indexer(pd.Index(found["trip_id"])) if trips.is_unique else np.full(len(found), -1)
    return found.assign(trip=trip, headway=headway, **figures)


def _transfers(
    feed: FeedTables, stops: pd.DataFrame, routes: pd.DataFrame, trips: pd.DataFrame
) -> pd.DataFrame:
    """Return the rules of changing, with `kind` and `wait` as numbers."""
    table = "transfers.txt"
    found = feed.read(table)
    for name, known in (
        ("stop", stops["stop_id"]),
        ("route", routes["route_id"]),
        ("trip", trips["trip_id"]),
    ):
        for column in (f"from_{name}_id", f"to_{name}_id"):
            feed.note_each(
                found,
                column,
                (found[column] != "") & ~found[column].isin(known),
                "travel.feed_unknown",
                table,
            )
    kind = whole_numbers(found["transfer_type"].replace("", "0"))
    feed.note_each(found, "transfer_type", pd.Series((kind < 0) | (kind > 5)), "travel.feed_transfer", table)
    wait = whole_numbers(found["min_transfer_time"])
    feed.note_each(found, "min_transfer_time", pd.Series(wait == -2), "travel.feed_whole", table)
    return found.assign(kind=kind, wait=wait)


def _never(trips: pd.DataFrame, services: dict[str, Service]) -> Lost:
    """Return the trips whose service stands in no calendar."""
    those = trips[~trips["service_id"].isin(list(services))]
    names, services_of = tuple(those["trip_id"]), tuple(those["service_id"])
    return Lost("service", names, tuple(map(int, those.index)), "trips.txt", 0, services_of)


def _not_too_much(feed: FeedTables, lost: list[Lost], trips: int, calls: int) -> None:
    """Raise where more of the feed is lost than may be."""
    gone = {name for one in lost if one.reason != "nowhere" for name in one.names}
    nowhere = sum(one.calls for one in lost if one.reason == "nowhere")
    if len(gone) <= MOST_LOST * trips and nowhere <= MOST_LOST * calls:
        return
    faults = [
        Fault(
            f"travel.feed_{one.reason}",
            {"value": cut(name), "with": cut(other)},
            feed.where(one.table),
            row,
        )
        for one in lost
        for name, other, row in list(zip(one.names, one.others or one.names, one.rows, strict=True))[:FEW]
    ]
    share = max(len(gone) / max(1, trips), nowhere / max(1, calls))
    raise TableError([Fault("travel.feed_too_much", {"share": share, "most": MOST_LOST}, feed.file), *faults])


def _somebody_rides(feed: FeedTables, calls: Calls, read: CallsRead, closed: Lost) -> None:
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


def _of_lost(file: str, lost: list[Lost], trips: int) -> list[Fault]:
    return [_notice(f"travel.notice_{one.reason}", file, one.names, of=trips) for one in lost if one.names]


def _of_calls(file: str, calls: Calls, names: pd.Index, on_demand: Ints, filled: int) -> list[Fault]:
    """Tell of trips on demand, calls by phone and times filled in."""
    found = []
    if len(on_demand):
        found.append(_notice("travel.notice_on_demand", file, list(names[on_demand])))
    asked = np.unique(calls.trip[(calls.pickup >= 2) | (calls.drop_off >= 2)])
    if asked.size:
        found.append(_notice("travel.notice_by_phone", file, list(names[asked])))
    if filled:
        found.append(Fault("travel.notice_filled", {"file": file, "count": filled}))
    return found


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


def _of_frequencies(file: str, often: pd.DataFrame) -> list[Fault]:
    names = list(often["trip_id"][often["exact_times"] != "1"].unique())
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


def check_service(timetables: list[Timetable], day: date) -> None:
    """Raise unless some trip runs on a date.

    Raises
    ------
    TravelError
        Says the dates that the feeds cover.
    """
    if any(timetable.trips_on(day) for timetable in timetables):
        return
    spans = [(t.file, t.ends()) for t in timetables]
    covered = "; ".join(f"{file}: {ends[0]} - {ends[1]}" for file, ends in spans if ends is not None)
    raise TravelError("travel.no_service", date=day.isoformat(), covered=covered)


def check_clocks(timetables: list[Timetable], day: date) -> tuple[Fault, ...]:
    """Raise where the clocks of feeds differ on a date; tell where they are changed on it.

    Raises
    ------
    TravelError
        Names the time zones.
    """
    zones = {t.zone for t in timetables if t.zone}
    moments = [datetime.combine(day + timedelta(days=late), time(12)) for late in (-1, 0)]
    offsets = {
        zone: [moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() for moment in moments]
        for zone in sorted(zones)
    }
    if len({offset[1] for offset in offsets.values()}) > 1:
        told = "; ".join(f"{t.file}: {t.zone}" for t in timetables if t.zone)
        raise TravelError("travel.feed_clocks", zones=told)
    if any(before != now for before, now in offsets.values()):
        return (Fault("travel.notice_clock_change", {"date": day.isoformat()}),)
    return ()
