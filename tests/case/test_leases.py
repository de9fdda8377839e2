"""Notice and lease in the table of sites: dates are held, and read as far as they are known."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from narvaro.case import Case
from narvaro.case.leases import lease_months, may_close_from
from narvaro.errors import TableError

AREAS = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})


def case_with(**columns: object) -> Case:
    """Return a case of one office with more columns."""
    return Case("mini", AREAS, AREAS.drop(columns="people").assign(**{"status": "may_close", **columns}))


@pytest.mark.parametrize("column", ["earliest_close", "lease_end"])
@pytest.mark.parametrize("cell", ["soon", "2027-13", "31/3 2027", "27"])
def test_what_is_no_date_is_told(column: str, cell: str) -> None:
    """One fault with its place."""
    with pytest.raises(TableError) as caught:
        case_with(**{column: cell})
    assert [(fault.key, fault.column) for fault in caught.value.faults] == [("table.no_lease_date", column)]


def test_rent_is_a_number_of_zero_or_more() -> None:
    """An empty cell is no rent; a sum below zero is a fault."""
    assert case_with(rent_year="").sites["rent_year"].tolist() == [0.0]
    with pytest.raises(TableError):
        case_with(rent_year="-1")


def test_a_date_is_as_exact_as_it_is_written() -> None:
    """A year may close from its first day, and a lease of a year holds to its last month; numbers are years."""
    assert case_with(earliest_close=2027).sites["earliest_close"].tolist() == ["2027"]
    assert may_close_from("2027") == dt.date(2027, 1, 1)
    assert may_close_from("2027-03-15") == dt.date(2027, 3, 15)
    assert lease_months("2027") == 2027 * 12 + 12
    assert lease_months("2027-03-15") == lease_months("2027-03") == 2027 * 12 + 3
