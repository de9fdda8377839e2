"""A service runs on the days its calendar says, and is written back so that it runs on the same."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.travel.one_line import TABLES, same

from narvaro.errors import TableError, TravelError
from narvaro.travel.feed_calendar import ServiceDates, calendar_tables, read_services
from narvaro.travel.feed_tables import FeedTables

pytest.importorskip("cafein", reason="the network extra is not installed")

DAYS = st.dates(date(2026, 3, 1), date(2026, 4, 15))
SPANS = st.one_of(st.just((None, None)), st.tuples(DAYS, DAYS).map(sorted).map(tuple))


@st.composite
def services(draw):
    first, last = draw(SPANS)
    week = tuple(draw(st.lists(st.booleans(), min_size=7, max_size=7)))
    added = draw(st.frozensets(DAYS, max_size=4))
    return ServiceDates(
        first, last, week if first else (False,) * 7, added, draw(st.frozensets(DAYS, max_size=9)) - added
    )


@given(services())
def test_the_first_and_the_last_day_are_those_it_runs_on(service) -> None:
    """Day by day over the whole span: its ends are the first and the last day that is in it, or there are none."""
    days = [date(2026, 2, 1) + timedelta(days=n) for n in range(120)]
    runs = [day for day in days if day in service]
    assert service.ends() == ((runs[0], runs[-1]) if runs else None)


@settings(max_examples=20)
@given(services())
def test_a_service_that_is_written_is_read_back(tmp_path_factory, service) -> None:
    """Through the two calendars of a feed it runs on the same days."""
    import zipfile

    path = tmp_path_factory.mktemp("feed") / "feed.zip"
    with zipfile.ZipFile(path, "w") as feed:
        for name, table in calendar_tables({"W": service}).items():
            feed.writestr(name, table.to_csv(index=False))
    tables = FeedTables(path)
    found = read_services(tables).get("W", ServiceDates())
    tables.close()
    days = [date(2026, 2, 20) + timedelta(days=n) for n in range(70)]
    assert [day for day in days if day in found] == [day for day in days if day in service]


def test_exceptions_without_a_calendar(world) -> None:
    """`calendar_dates.txt` alone is enough; empty, beside a full calendar, it changes nothing."""
    dates = "service_id,date,exception_type\n"
    same(world.minutes({"calendar.txt": None, "calendar_dates.txt": dates + "W,20260310,1\n"}), [15, 25])
    same(world.minutes({"calendar_dates.txt": dates}), [15, 25])
    with pytest.raises(TravelError, match="No trip that people can ride runs on 2026-03-10"):
        world.minutes({"calendar_dates.txt": dates + "W,20260310,2\n"})
    with pytest.raises(TableError, match=r"calendar_dates\.txt, row 1: The table has no rows"):
        world.minutes({"calendar.txt": None, "calendar_dates.txt": dates})
    with pytest.raises(TravelError, match=r"No trip in feed0.zip runs on any date"):
        world.minutes({"calendar.txt": TABLES["calendar.txt"].replace("1,1,1,1,1,0,0", "0,0,0,0,0,0,0")})


def test_a_calendar_without_end(world) -> None:
    """99991231 is written for "without end" and read in no time."""
    same(world.minutes({"calendar.txt": TABLES["calendar.txt"].replace("20260331", "99991231")}), [15, 25])


@pytest.mark.parametrize("days", range(15))
def test_a_service_shifted_by_days(days) -> None:
    """Seen so many days later, a service runs on exactly the days so many days after its own."""
    rng = np.random.default_rng(days)
    start = date(2026, 3, 1).toordinal()
    some = [date.fromordinal(start + int(n)) for n in rng.choice(40, 6, replace=False)]
    week = tuple(bool(x) for x in rng.integers(0, 2, 7))
    service = ServiceDates(
        date.fromordinal(start + 5),
        date.fromordinal(start + 30),
        week,
        frozenset(some[:3]),
        frozenset(some[3:]),
    )
    moved = service.shifted(days)
    for n in range(start - 20, start + 70):
        assert (date.fromordinal(n) in service) == (date.fromordinal(n + days) in moved)
    runs = [date.fromordinal(n) for n in range(start - 20, start + 70) if date.fromordinal(n) in service]
    assert service.ends() == (runs[0], runs[-1])
