"""On which days a service of a timetable feed runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pandas as pd

from narvaro.travel.feed_columns import CALENDARS, WEEKDAYS
from narvaro.travel.feed_tables import FeedTables


@dataclass(frozen=True)
class ServiceDates:
    """The dates of one service: the weekdays of a span, with dates added and taken away.

    Parameters
    ----------
    first, last
        Ends of the span; None where there is none.
    weekdays
        Whether it runs on each weekday of the span, Monday first.
    added, removed
        Dates by exception.

    Examples
    --------
    >>> but = frozenset({date(2026, 3, 3)})
    >>> week = ServiceDates(date(2026, 3, 2), date(2026, 3, 8), (True,) * 5 + (False,) * 2, removed=but)
    >>> [date(2026, 3, day) in week for day in (2, 3, 7, 9)]
    [True, False, False, False]
    """

    first: date | None = None
    last: date | None = None
    weekdays: tuple[bool, ...] = (False,) * 7
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        assert isinstance(day, date)
        if day in self.added:
            return True
        if self.first is None or self.last is None or day in self.removed:
            return False
        return self.first <= day <= self.last and self.weekdays[day.weekday()]

    def ends(self) -> tuple[date, date] | None:
        """Return the first and last date on which it runs, or None where there is none."""
        days = sorted(self.added)
        days += [day for day in (self._edge(1), self._edge(-1)) if day is not None]
        return (min(days), max(days)) if days else None

    def _edge(self, step: int) -> date | None:
        if self.first is None or self.last is None or not any(self.weekdays):
            return None
        day = self.first if step > 0 else self.last
        # Past its exceptions and one more week, a span with any weekday has a date.
        for _ in range(7 * (len(self.removed) + 1)):
            if not self.first <= day <= self.last:
                return None
            if day in self:
                return day
            day = _moved(day, step)
        return None

    def shifted(self, days: int) -> ServiceDates:
        """Return the service of the same trips seen from so many days later."""
        turn = days % 7
        weekdays = self.weekdays[-turn:] + self.weekdays[:-turn] if turn else self.weekdays
        return ServiceDates(
            None if self.first is None else _moved(self.first, days),
            None if self.last is None else _moved(self.last, days),
            weekdays,
            frozenset(_moved(day, days) for day in self.added),
            frozenset(_moved(day, days) for day in self.removed),
        )


def _moved(day: date, days: int) -> date:
    """Return another day; the end of the calendar, which feeds write for "without end", stays where it is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def read_services(feed: FeedTables) -> dict[str, ServiceDates]:
    """Return the services of a feed; faults go to the feed."""
    week, exceptions = feed.read("calendar.txt"), feed.read("calendar_dates.txt")
    if week.empty and exceptions.empty:
        feed.note("travel.feed_empty_table", {}, next(name for name in CALENDARS if name in feed.names), 1)
    for table, days, names in (
        ("calendar.txt", week, ("start_date", "end_date")),
        ("calendar_dates.txt", exceptions, ("date",)),
    ):
        for name in names:
            feed.note_each(days, name, days[name].map(_date).isna(), "travel.feed_date", table)
        feed.note_each(days, "service_id", days["service_id"] == "", "travel.feed_blank", table)
    for name in WEEKDAYS:
        feed.note_each(week, name, ~week[name].isin(["0", "1"]), "travel.feed_weekday", "calendar.txt")
    kinds = exceptions["exception_type"]
    feed.note_each(
        exceptions, "exception_type", ~kinds.isin(["1", "2"]), "travel.feed_exception", "calendar_dates.txt"
    )
    backwards = week["start_date"].str.fullmatch(r"\d{8}") & (week["start_date"] > week["end_date"])
    feed.note_each(week, "end_date", backwards, "travel.feed_end_before_start", "calendar.txt")
    if feed.faults:
        return {}
    services = {
        str(row["service_id"]): ServiceDates(
            _date(row["start_date"]), _date(row["end_date"]), tuple(row[name] == "1" for name in WEEKDAYS)
        )
        for row in week.to_dict("records")
    }
    added: dict[str, set[date]] = {}
    removed: dict[str, set[date]] = {}
    for row in exceptions.to_dict("records"):
        day = _date(row["date"])
        assert day is not None  # it would be a fault
        (added if row["exception_type"] == "1" else removed).setdefault(str(row["service_id"]), set()).add(
            day
        )
    for name in dict.fromkeys(map(str, exceptions["service_id"])):
        services[name] = replace(
            services.get(name, ServiceDates()),
            added=frozenset(added.get(name, ())),
            removed=frozenset(removed.get(name, ())),
        )
    return services


def _date(text: object) -> date | None:
    words = str(text)
    try:
        return datetime.strptime(words, "%Y%m%d").date() if len(words) == 8 and words.isascii() else None
    except ValueError:
        return None


def calendar_tables(services: dict[str, ServiceDates]) -> dict[str, pd.DataFrame]:
    """Return services as the two calendars of a feed."""
    weeks, dates = [], []
    for name, service in services.items():
        if service.first is not None and service.last is not None:
            weeks.append([name, *map(int, service.weekdays), _text(service.first), _text(service.last)])
        for kind, days in ((1, service.added), (2, service.removed)):
            dates += [[name, _text(day), kind] for day in sorted(days)]
    return {
        "calendar.txt": pd.DataFrame(weeks, columns=["service_id", *WEEKDAYS, "start_date", "end_date"]),
        "calendar_dates.txt": pd.DataFrame(dates, columns=["service_id", "date", "exception_type"]),
    }


def _text(day: date) -> str:
    return f"{day:%Y%m%d}"
