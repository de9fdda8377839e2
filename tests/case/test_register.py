"""On each day the register tells which offices surely stand and which may, whatever the dates within the spans were."""

import datetime as dt
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case.events import conform_events
from narvaro.case.register import NetworkBand, Register, register_of
from narvaro.case.spans import end_of

SITES = pd.DataFrame(
    {"status": ["must_stay", "may_close", "candidate"], "lon": [18.0, 18.1, 18.2], "lat": 59.3},
    index=["town", "hall", "mall"],
)


def register(*rows: tuple[str, str, str, str]) -> Register:
    """Return the register of events as site, from, to and kind."""
    table = pd.DataFrame(rows, columns=["site_id", "from", "to", "event"])
    checked, faults = conform_events(table, SITES, [])
    assert faults == []
    return register_of(SITES, checked)


def test_offices_without_events_stand_always_and_candidates_never() -> None:
    """And there are no years where nothing happens."""
    quiet = register()
    assert quiet.standing_in(1990) == NetworkBand(("town", "hall"), ("town", "hall"))
    assert quiet.years == ()


def test_an_office_stands_from_its_opening_to_its_closing() -> None:
    """Months and years are enough to know the end of a year; the year before the first event comes first."""
    told = register(("mall", "2021", "2021", "opened"), ("mall", "2023-03", "2023-03", "closed"))
    assert told.years == (2020, 2021, 2022, 2023)
    assert ["mall" in told.standing_in(year).sure for year in told.years] == [False, True, True, False]
    assert told.undated == 0


def test_an_undated_event_may_have_happened() -> None:
    """From its first day the office may stand, from its last it surely does; one without end may not have happened."""
    told = register(("mall", "2021", "2022", "opened"), ("hall", "2023", "", "closed"))
    assert told.years == (2020, 2021, 2022, 2023)
    assert told.standing_in(2021) == NetworkBand(("town", "hall"), ("town", "hall", "mall"))
    assert told.standing_in(2022) == NetworkBand(("town", "hall", "mall"), ("town", "hall", "mall"))
    assert told.standing_in(2030) == NetworkBand(("town", "mall"), ("town", "hall", "mall"))
    assert told.undated == 2


def test_an_office_of_today_that_closes_first_was_there_before() -> None:
    """And may open again."""
    told = register(("hall", "2025-02", "2025-02", "closed"), ("hall", "2025-12", "", "opened"))
    assert told.standing(dt.date(2025, 1, 31)).sure == ("town", "hall")
    assert told.standing(dt.date(2025, 6, 1)).possible == ("town",)
    assert told.standing_in(2025) == NetworkBand(("town",), ("town", "hall"))


years = st.integers(2020, 2023)


@given(st.lists(st.tuples(years, years), min_size=2, max_size=2), years)
def test_the_two_networks_are_the_least_and_the_most_that_any_dates_give(
    spans: list[tuple[int, int]], year: int
) -> None:
    """Held against every choice of years within the spans: one opening and one closing, by brute force."""
    (a, b), (c, d) = (sorted(span) for span in spans)
    told = register(("mall", str(a), str(b), "opened"), ("hall", str(c), str(d), "closed"))
    networks = [
        {"town"} | ({"mall"} if opened <= year else set()) | (set() if closed <= year else {"hall"})
        for opened, closed in product(range(a, b + 1), range(c, d + 1))
    ]
    found = told.standing(end_of(year))
    assert set(found.sure) == set.intersection(*networks)
    assert set(found.possible) == set.union(*networks)
    assert set(found.sure) in networks
    assert set(found.possible) in networks


@pytest.mark.parametrize("kind", ["days", "counted"])
def test_other_events_move_no_office(kind: str) -> None:
    """Days a week and a count leave the network as it is; a count alone gives no years."""
    row = {
        "site_id": "hall" if kind == "days" else "",
        "date": "2024",
        "event": kind,
        "days": "3",
        "offices": "2",
    }
    checked, faults = conform_events(pd.DataFrame([row]), SITES, [])
    assert faults == []
    told = register_of(SITES, checked)
    assert told.standing_in(2024).sure == ("town", "hall")
    assert told.years == ((2023, 2024) if kind == "days" else ())
