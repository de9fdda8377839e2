"""Cells are what a sheet can hold: numbers, days, texts, and nothing where nothing is known."""

from __future__ import annotations

import datetime as dt

import pytest

from narvaro.report.rows.cells import day, figures, whole


def test_what_is_not_known_is_nothing() -> None:
    """No number becomes an empty cell, never a zero."""
    assert figures([float("nan"), None, 0]) == [None, None, 0.0]
    assert whole([float("nan"), 2.0]) == [None, 2]


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-13-01", "10 april 25", "20250410.."])
def test_what_is_no_day_stays_as_it_is(text: str) -> None:
    """A year, a month and a text of ten letters are no days."""
    assert day(text) == text


def test_a_day_is_a_day() -> None:
    """The only form that is read is that of ISO 8601 with hyphens."""
    assert day("2025-04-10") == dt.date(2025, 4, 10)
