"""A date stands for the days that it may mean, and says whether it has happened by a day, or that nobody knows."""

import datetime as dt

import pytest

from narvaro.case.spans import ALWAYS, NEVER, Span, end_of, written


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-05-30", dt.date(2025, 5, 30), dt.date(2025, 5, 30)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    ],
)
def test_a_day_a_month_and_a_year_are_read(text: str, first: dt.date, last: dt.date) -> None:
    """Each as its first and last day."""
    assert written(text) == Span(first, last)


@pytest.mark.parametrize(
    "text", ["", "30/5 2025", "2025-13", "2025-02-30", "2025-5", "25", "2025-H1", "0000", "2025-00"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """No guess is made."""
    assert written(text) is None


def test_a_span_has_happened_when_its_last_day_has() -> None:
    """Before its first day it has not; between nobody knows; an open end is never reached."""
    year = Span(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert [year.by(end_of(y)) for y in (2023, 2024)] == [False, True]
    assert year.by(dt.date(2024, 6, 30)) is None
    assert Span(dt.date(2025, 1, 1), NEVER).by(end_of(2030)) is None
    assert Span(ALWAYS, dt.date(2025, 1, 1)).by(end_of(2019)) is None
