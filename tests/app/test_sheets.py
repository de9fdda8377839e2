"""The tables of a plan as files for a spreadsheet."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.plan.cases import case_of, times_of

from narvaro.app.sheets import (
    ACCESS,
    ACTIONS,
    LEDGER,
    access_by_area,
    action_table,
    changed_sheets,
    content_of,
    ledger_table,
    sheets_of,
    write_table,
)
from narvaro.case import MoneyUnit

ROW = {
    "action": "open",
    "site_id": "s1",
    "name": "Åmål",
    "cost": 1.0,
    "services": None,
    "assumed": False,
}
YEAR = {
    "year": 2025,
    "spent": 4.5,
    "actions": ["x"],
    "earmark": {"spent": 1.0, "carried": 0.5},
}
CASE = case_of((100, 50), ["must_stay", "candidate"])
TIMES = times_of(CASE, [[10.04, 5.0], [np.nan, 7.0]], [[100.0, 50.0], [np.nan, np.nan]])


def stored(plain: dict[str, Any], **more: Any) -> Any:
    return SimpleNamespace(to_json=lambda: dict(plain), **more)


def plan_of(*, earmark: bool = True) -> Any:
    """Return what the tables ask of a plan: one action, one year, and offices that end at both sites."""
    year = YEAR if earmark else YEAR | {"earmark": None}
    networks = pd.DataFrame({"today": ["standard", ""], "2025": ["standard", "standard"]}, index=["s0", "s1"])
    return SimpleNamespace(
        money=MoneyUnit("SEK", "million"),
        actions=[(2025, stored(ROW, services=("tax", "pension")))],
        years=[stored(year)],
        networks=lambda case: networks,
    )


def test_counts_are_whole_and_decimals_stay() -> None:
    """A column of whole figures has none, also where a cell is missing; one half gives the column its decimals."""
    table = pd.DataFrame({"a": [1.0, np.nan], "b": [0.5, 2.0], "c": ["x", "y"]})
    assert content_of(table).decode("utf-8-sig") == "a,b,c\n1,0.5,x\n,2.0,y\n"
    assert content_of(table, "sv").decode("utf-8-sig") == "a;b;c\n1;0,5;x\n;2,0;y\n"


def test_a_spreadsheet_knows_the_letters_and_runs_no_formula() -> None:
    """Marked as UTF-8; a text that begins as a formula is kept a text."""
    content = content_of(pd.DataFrame({"name": ["=1+1", "Åmål"]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "name\n'=1+1\nÅmål\n"


def test_an_action_is_a_row_with_its_year_first() -> None:
    """Services are told apart by semicolons; what an action lacks is an empty cell."""
    (row,) = action_table(plan_of()).to_dict("records")
    assert list(row)[:3] == ["year", "action", "site_id"]
    assert (row["year"], row["services"], row["cost"]) == (2025, "tax;pension", 1.0)
    assert pd.isna(row["municipality"])


@pytest.mark.parametrize("earmark", [True, False])
def test_a_year_is_a_row_with_its_earmark_beside(earmark: bool) -> None:
    """Columns of the earmark stand only where there is one; the actions have a file of their own."""
    table = ledger_table(plan_of(earmark=earmark))
    own = ["earmark_spent", "earmark_carried"] if earmark else []
    assert table.columns.tolist() == ["year", "spent", *own, "money"]


def test_minutes_of_an_area_are_to_the_nearest_office_before_and_after() -> None:
    """Today only site 0 is open; afterwards site 1 is nearer to both; no way is an empty cell without a name."""
    table = access_by_area(CASE, plan_of(), TIMES).set_index("id")
    assert table["car_min_before"].tolist()[0] == pytest.approx(10.0)
    assert np.isnan(table["car_min_before"]["a1"])
    assert table["car_office_before"].tolist() == ["Site 0", ""]
    assert table["car_min_after"].tolist() == pytest.approx([5.0, 7.0])
    assert table["car_office_after"].tolist() == ["Site 1", "Site 1"]
    assert table["walk_office_after"].tolist() == ["Site 1", ""]
    assert table["people"].tolist() == [100, 50]


def test_a_sheet_that_was_changed_or_is_gone_is_named(tmp_path: Path) -> None:
    """As written none; then one edited and one removed."""
    plan = plan_of()
    for name, table in sheets_of(CASE, plan, TIMES).items():
        write_table(table, tmp_path / name)
    assert changed_sheets(tmp_path, CASE, plan, TIMES) == []
    (tmp_path / LEDGER).write_bytes((tmp_path / LEDGER).read_bytes().replace(b"4.5", b"4.6"))
    (tmp_path / ACCESS).unlink()
    assert changed_sheets(tmp_path, CASE, plan, TIMES) == [LEDGER, ACCESS]
    assert pd.read_csv(io.BytesIO((tmp_path / ACTIONS).read_bytes()))["site_id"].tolist() == ["s1"]
