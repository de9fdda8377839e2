"""Yes or no in every row, and shares from 0 to 1: a cell that is neither is named with its row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.case.answers import neither, shares
from narvaro.case.conform import conform_areas, conform_sites

NAN = float("nan")


def found(**columns):
    n = len(next(iter(columns.values())))
    table = {"id": [f"a{i}" for i in range(n)], "name": "A", "people": 5, "lat": 59.3}
    table |= {"lon": [18.0 + i / 100 for i in range(n)]}
    areas, faults = conform_areas(pd.DataFrame(table | columns), "areas.csv")
    assert all(fault.text(lang) for fault in faults for lang in ("sv", "en"))
    return areas, [(fault.key, fault.row, fault.column) for fault in faults]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["yes", "no", "maybe"], [4]),
        (["yes", "no", ""], [4]),
        (["yes", "", "yes"], [3]),
        ([True, False, None], [4]),
        (["ja", "nej", "n"], [4]),
        (["true", "false", "1"], [4]),
        (["yes", "no", "no"], []),
        (["yes", "no", "town", "village", "hamlet"], []),  # more kinds than answers
        (["NO", "SE", "NO"], []),  # a country
        (["NO", "", "NO"], []),
        (["a", "", "b"], []),
    ],
)
def test_a_cell_that_is_neither_yes_nor_no_is_named_with_its_row(cells, rows) -> None:
    """Where the others say yes and no; a column of other kinds is left as it is."""
    assert np.flatnonzero(neither(pd.Series(cells, dtype=object))).tolist() == [row - 2 for row in rows]
    key = (
        "table.neither_yes_nor_no" if all(str(cells[row - 2] or "") for row in rows) else "table.blank_yes_no"
    )
    assert found(low_income=cells)[1] == [(key, row, "low_income") for row in rows]


def test_columns_of_sites_are_held_too_and_many_rows_are_counted() -> None:
    """Sites: a column of one's own and `assumed`, which must be one; each row is a fault, however many they are."""
    n = 60
    table = pd.DataFrame({"id": range(n), "name": "S", "lat": 59.3, "lon": 18.0})
    table["rented"] = ["yes", "no"] * (n // 3) + [""] * (n // 3)
    table["assumed"] = ["perhaps"] + ["no"] * (n - 1)
    faults = conform_sites(table, ["standard"], ["service"], "sites.csv")[1]
    assert [f.row for f in faults if f.column == "assumed"] == [2]
    rented = [fault for fault in faults if fault.column == "rented"]
    assert len(rented) == n // 3


@pytest.mark.parametrize(
    ("cells", "rows", "values"),
    [
        (["0.3", "0,25", ""], [], [0.3, 0.25, NAN]),
        ([0, 1, NAN], [], [0.0, 1.0, NAN]),
        (["30", "0.5", "-0.1"], [2, 4], None),
        (["nan", "many", "inf"], [2, 3, 4], None),
    ],
)
def test_a_share_without_a_car_is_a_share(cells, rows, values) -> None:
    """30 for 30 percent is refused when the table is read, not first where it is used; an empty cell is none given."""
    areas, faults = found(without_car=cells)
    assert faults == [("table.share", row, "without_car") for row in rows]
    if values is not None:
        np.testing.assert_array_equal(areas["without_car"].to_numpy(float), values)
        np.testing.assert_array_equal(shares(areas["without_car"])[0].to_numpy(float), values)
