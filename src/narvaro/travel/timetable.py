"""Timetables (GTFS): checked before anything is built on them, with all that is left out counted and told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from narvaro.errors import Fault, TableError, TravelError
from narvaro.travel.arrays import Ints
from narvaro.travel.feed_calendar import ServiceDates, read_services
from narvaro.travel.feed_calls import (
    UNREADABLE_CELL,
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
from narvaro.travel.feed_notices import not_too_much, notices_of, somebody_rides
from narvaro.travel.feed_tables import UNREADABLE, FeedTables

DAY_S = 86_400


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
    services: dict[str, ServiceDates]
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
            ends
            for name in sorted(used)
            if (ends := self.services.get(name, ServiceDates()).ends()) is not None
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
            raise TableError(feed.told())
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
        raise TableError(feed.told())
    names, places = pd.Index(trips["trip_id"]), pd.Index(stops["stop_id"])
    read = read_calls(feed, names, places)
    if feed.faults:
        raise TableError(feed.told())
    calls, lost, closed = _usable(read, trips, stops, often, services)
    not_too_much(feed, lost, len(trips) - len(read.on_demand), len(read.calls))
    somebody_rides(feed, calls, read, closed)
    tables = {"stops.txt": stops, "routes.txt": routes, "trips.txt": trips, "frequencies.txt": often}
    notices = notices_of(feed, tables, read, calls, [*lost, closed])
    return Timetable(
        feed.file,
        services,
        trips.set_index("trip_id"),
        stops.set_index("stop_id"),
        often,
        transfers,
        calls,
        zone,
        notices,
    )


def _usable(
    read: CallsRead,
    trips: pd.DataFrame,
    stops: pd.DataFrame,
    often: pd.DataFrame,
    services: dict[str, ServiceDates],
) -> tuple[Calls, list[Lost], Lost]:
    """Return the calls that people can use, what is lost of the feed by reason, and the trips that are closed."""
    names = pd.Index(trips["trip_id"])
    calls, broken = sound_trips(read.calls, names)
    short = short_trips(read.calls, names, trips.index.to_numpy(dtype=np.int64), read.on_demand)
    rows = often[often["headway"].lt(1) | often["end"].le(often["start"])].drop_duplicates("trip")
    idle = Lost("headway", tuple(rows["trip_id"]), tuple(map(int, rows.index)), "frequencies.txt")
    never = _never(trips, services)
    gone = names.get_indexer(pd.Index([*short.names, *idle.names, *never.names], dtype=object))
    calls, closed = open_trips(calls.take(~np.isin(calls.trip, gone)), names, "closed")
    calls, nowhere = without_nowhere(calls, stops, names)
    calls, stranded = open_trips(calls, names, "stranded")
    return calls, [nowhere, short, *broken, idle, never, stranded], closed


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
            unknown = (found[column] != "") & ~found[column].isin(known)
            feed.note_unknown(found, column, pd.Index(known), table, unknown.to_numpy())
    kind = whole_numbers(found["transfer_type"].replace("", "0"))
    feed.note_each(found, "transfer_type", pd.Series((kind < 0) | (kind > 5)), "travel.feed_transfer", table)
    wait = whole_numbers(found["min_transfer_time"])
    feed.note_each(found, "min_transfer_time", pd.Series(wait == UNREADABLE_CELL), "travel.feed_whole", table)
    return found.assign(kind=kind, wait=wait)


def _never(trips: pd.DataFrame, services: dict[str, ServiceDates]) -> Lost:
    """Return the trips whose service stands in no calendar."""
    those = trips[~trips["service_id"].isin(list(services))]
    names, services_of = tuple(those["trip_id"]), tuple(those["service_id"])
    return Lost("service", names, tuple(map(int, those.index)), "trips.txt", 0, services_of)


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
    # At noon, since clocks are changed at night: before it stands the old hour, after it the new one.
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
