"""When something happened, as exactly as it is known: a day, a month, a year, or some time between two of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

ALWAYS, NEVER = dt.date.min, dt.date.max
"""Ends of a span that is open: it may have been there all the time, it may not have happened yet."""


class Span(NamedTuple):
    """The first and the last day on which something may have happened."""

    first: dt.date
    last: dt.date

    def by(self, day: dt.date) -> bool | None:
        """Tell whether it had happened when a day ended; None where that is not known.

        Examples
        --------
        >>> spring = Span(dt.date(2025, 3, 1), dt.date(2025, 5, 31))
        >>> spring.by(dt.date(2025, 12, 31)), spring.by(dt.date(2024, 12, 31)), spring.by(dt.date(2025, 4, 1))
        (True, False, None)
        """
        if self.last <= day:
            return True
        return False if self.first > day else None


def written(text: str) -> Span | None:
    """Return the days that a date stands for: one, those of a month, or those of a year; None where it is no date.

    Examples
    --------
    >>> written("2025-05-30").first, written("2024-02").last, written("2021").last
    (datetime.date(2025, 5, 30), datetime.date(2024, 2, 29), datetime.date(2021, 12, 31))
    >>> written("30/5 2025"), written("2025-13")
    (None, None)
    """
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return None
    year, *rest = (int(part) for part in text.split("-"))
    try:
        if len(rest) == 2:
            day = dt.date(year, *rest)
            return Span(day, day)
        first, last = (rest[0], rest[0]) if rest else (1, 12)
        return Span(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))
    except (ValueError, IndexError, calendar.IllegalMonthError):
        return None


def end_of(year: int) -> dt.date:
    """Return the last day of a year.

    Examples
    --------
    >>> end_of(2024)
    datetime.date(2024, 12, 31)
    """
    return dt.date(year, 12, 31)
