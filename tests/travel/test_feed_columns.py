"""What is needed, what stands once and what is left out of a feed say the same of each file and column."""

from narvaro.travel.feed_columns import (
    CALENDARS,
    CONTINUOUS,
    FLEXIBLE,
    KEYS,
    LEFT_OUT,
    LEFT_OUT_FILES,
    NEEDED,
    READ,
    WEEKDAYS,
)


def test_what_is_needed_or_stands_once_is_read() -> None:
    """A column that must be there, or that names a row, is among those that are read of its file."""
    for columns in (NEEDED, CALENDARS, KEYS):
        assert set(columns) <= set(READ)
        assert all(set(names) <= set(READ[table]) for table, names in columns.items())


def test_nothing_is_both_read_and_left_out() -> None:
    """A column that is told to be left out is not read, and a file that is left out has no column that is."""
    assert all(not set(columns) & set(READ[table]) for table, columns in LEFT_OUT.items())
    assert not set(LEFT_OUT_FILES) & set(READ)


def test_no_column_stands_twice() -> None:
    """A table with a column twice is refused, so none is asked for twice."""
    for columns in (*READ.values(), *LEFT_OUT.values()):
        assert len(set(columns)) == len(columns)


def test_rules_of_changing_are_told_apart_by_whom_they_are_for() -> None:
    """The key of a rule is its six ids; how long it takes does not make it another rule."""
    assert KEYS["transfers.txt"] == tuple(name for name in READ["transfers.txt"] if name.endswith("_id"))


def test_weekdays_are_in_the_order_of_the_calendar() -> None:
    """Monday first, as `date.weekday` counts them."""
    from datetime import date

    assert [f"{date(2026, 3, 2 + day):%A}".lower() for day in range(7)] == list(WEEKDAYS)
    assert set(CONTINUOUS) | set(FLEXIBLE) <= set(READ["stop_times.txt"])
