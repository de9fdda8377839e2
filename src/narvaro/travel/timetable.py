"""Timetables (GTFS): checked before anything is built on them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from narvaro.errors import Fault, TableError, TravelError

REQUIRED = {
    "stops.txt": ("stop_id", "stop_lat", "stop_lon"),
    "routes.txt": ("route_id",),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
}
CALENDARS = {
    "calendar.txt": ("service_id", "start_date", "end_date"),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = r"\d{1,3}:[0-5]\d:[0-5]\d"
FEW = 20
"""Faults of one kind that are named one by one."""
ROWS = 500_000


@dataclass(frozen=True)
class Timetable:
    """What a checked feed holds.

    Parameters
    ----------
    file
        Its name.
    first, last
        First and last date with any service.
    trips
        Number of trips by service.
    services
        Dates of each service.
    """

    file: str
    first: date
    last: date
    trips: dict[str, int]
    services: dict[str, frozenset[date]]

    def trips_on(self, day: date) -> int:
        """Return the number of trips that run on a date, counting those of the night before that go on."""
        return sum(
            count
            for service, count in self.trips.items()
            if day in self.services.get(service, ())
            or day - timedelta(days=1) in self.services.get(service, ())
        )


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
        With every missing table and column, and the first broken times and references of each table.
    """
    path = Path(path)
    if not path.is_file():
        raise TravelError("travel.no_file", file=str(path))
    try:
        with zipfile.ZipFile(path) as feed:
            faults = _tables(feed, path.name)
            if not faults:
                faults = _contents(feed, path.name)
            if faults:
                raise TableError(faults)
            trips = _read(feed, "trips.txt")["service_id"].value_counts().sort_index()
            services = _services(feed)
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise TravelError("travel.broken_feed", file=path.name, problem=str(error)) from error
    dates = [day for service in trips.index for day in services.get(str(service), ())]
    if not dates:
        raise TravelError("travel.empty_feed", file=path.name)
    counts = {str(service): int(count) for service, count in trips.items()}
    return Timetable(path.name, min(dates), max(dates), counts, services)


def check_service(timetables: list[Timetable], day: date) -> None:
    """Raise unless some trip runs on a date.

    Raises
    ------
    TravelError
        Says the dates that the feeds cover.
    """
    if any(timetable.trips_on(day) for timetable in timetables):
        return
    covered = "; ".join(f"{t.file}: {t.first.isoformat()} - {t.last.isoformat()}" for t in timetables)
    raise TravelError("travel.no_service", date=day.isoformat(), covered=covered)


def _tables(feed: zipfile.ZipFile, file: str) -> list[Fault]:
    names, faults = set(feed.namelist()), []
    for table, columns in REQUIRED.items():
        if table not in names:
            faults.append(Fault("travel.feed_table", {"table": table}, file))
        else:
            faults += _columns(feed, file, table, columns)
    if not names & set(CALENDARS):
        faults.append(Fault("travel.feed_table", {"table": " / ".join(CALENDARS)}, file))
    for table, columns in CALENDARS.items():
        if table in names:
            faults += _columns(feed, file, table, columns)
    return faults


def _columns(feed: zipfile.ZipFile, file: str, table: str, columns: tuple[str, ...]) -> list[Fault]:
    there = _read(feed, table, rows=0).columns
    return [
        Fault("travel.feed_column", {}, f"{file}/{table}", None, name)
        for name in columns
        if name not in there
    ]


def _contents(feed: zipfile.ZipFile, file: str) -> list[Fault]:
    stops, trips = _read(feed, "stops.txt"), _read(feed, "trips.txt")
    faults = _unknown(trips, "route_id", set(_read(feed, "routes.txt")["route_id"]), f"{file}/trips.txt", 0)
    for name, low, high in (("stop_lat", -90, 90), ("stop_lon", -180, 180)):
        number = pd.to_numeric(stops[name], errors="coerce")
        wrong = stops[name].notna() & ~number.between(low, high)
        faults += _named(stops, name, wrong, "travel.feed_number", f"{file}/stops.txt", 0)
    for table, names in (("calendar.txt", ("start_date", "end_date")), ("calendar_dates.txt", ("date",))):
        if table in feed.namelist():
            days = _read(feed, table)
            for name in names:
                wrong = pd.to_datetime(days[name].str.strip(), format="%Y%m%d", errors="coerce").isna()
                faults += _named(days, name, wrong, "travel.feed_date", f"{file}/{table}", 0)
    known_trips, known_stops, row = set(trips["trip_id"]), set(stops["stop_id"]), 0
    where, found = f"{file}/stop_times.txt", []
    for part in _parts(feed, "stop_times.txt"):
        for name in ("arrival_time", "departure_time"):
            # An empty time is a stop between two timed ones, which the format allows.
            wrong = part[name].notna() & ~part[name].fillna("").str.strip().str.fullmatch(TIME)
            found += _named(part, name, wrong, "travel.feed_time", where, row)
        found += _unknown(part, "trip_id", known_trips, where, row)
        found += _unknown(part, "stop_id", known_stops, where, row)
        row += len(part)
        if len(found) > 4 * FEW:
            break
    if row == 0:
        found.append(Fault("travel.feed_empty_table", {}, where))
    return faults + found


def _named(
    table: pd.DataFrame, column: str, wrong: pd.Series, key: str, where: str, before: int
) -> list[Fault]:
    rows = wrong.to_numpy(dtype=bool).nonzero()[0][:FEW]
    values = table[column].to_numpy()
    return [Fault(key, {"value": str(values[i])}, where, before + int(i) + 2, column) for i in rows]


def _unknown(table: pd.DataFrame, column: str, known: set[str], where: str, before: int) -> list[Fault]:
    return _named(table, column, ~table[column].isin(known), "travel.feed_unknown", where, before)


def _services(feed: zipfile.ZipFile) -> dict[str, frozenset[date]]:
    names = set(feed.namelist())
    running: dict[str, set[date]] = {}
    if "calendar.txt" in names:
        for row in _read(feed, "calendar.txt").to_dict("records"):
            first, last = _date(row["start_date"]), _date(row["end_date"])
            days = (first + timedelta(days=step) for step in range((last - first).days + 1))
            runs = {day for day in days if str(row.get(DAYS[day.weekday()], "0")).strip() == "1"}
            running.setdefault(str(row["service_id"]), set()).update(runs)
    if "calendar_dates.txt" in names:
        for row in _read(feed, "calendar_dates.txt").to_dict("records"):
            dates = running.setdefault(str(row["service_id"]), set())
            if str(row["exception_type"]).strip() == "1":
                dates.add(_date(row["date"]))
            else:
                dates.discard(_date(row["date"]))
    return {service: frozenset(days) for service, days in sorted(running.items())}


def _date(text: object) -> date:
    return date.fromisoformat(str(text).strip())


def _read(feed: zipfile.ZipFile, table: str, rows: int | None = None) -> pd.DataFrame:
    with feed.open(table) as file:
        found = pd.read_csv(io.TextIOWrapper(file, "utf-8-sig"), dtype=str, nrows=rows)
    found.columns = [str(name).strip() for name in found.columns]
    return found


def _parts(feed: zipfile.ZipFile, table: str) -> Iterator[pd.DataFrame]:
    with feed.open(table) as file:
        for part in pd.read_csv(io.TextIOWrapper(file, "utf-8-sig"), dtype=str, chunksize=ROWS):
            part.columns = [str(name).strip() for name in part.columns]
            yield part
