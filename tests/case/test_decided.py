"""What was really decided: every fault at once, in both languages, and no plan rests on it."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from narvaro.case import Case, open_case, save_case
from narvaro.case.decided import conform_decided, rows_of, span_of, years_decided
from narvaro.errors import TableError

AREAS = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
SITES = pd.DataFrame(
    {
        "id": ["s", "t"],
        "name": ["S", "T"],
        "lon": [18.1, 18.2],
        "lat": [59.3, 59.3],
        "status": ["may_close", "candidate"],
        "municipality_code": ["01", "02"],
        "municipality": ["North", "South"],
    }
)
DECIDED = pd.DataFrame(
    {
        "decided": ["2021-05", "2025"],
        "action": ["open", "close"],
        "site_id": ["t", ""],
        "municipality_code": ["", "01"],
        "status": ["", "announced"],
    }
)


def test_what_is_left_out_is_filled_from_the_sites():
    """A site has its municipality, a municipality its name, and a row without a status was carried out."""
    table = Case("x", AREAS, SITES, decided=DECIDED).decided
    assert table["municipality_code"].tolist() == ["02", "01"]
    assert table["municipality"].tolist() == ["South", "North"]
    assert table["status"].tolist() == ["done", "announced"]
    assert years_decided(table) == (2021, 2025)
    assert rows_of(table, 2025)["action"].tolist() == ["close"]


def test_every_fault_of_the_table_is_told_with_its_row():
    """A wrong word, a date that is none, places that are not there, no place, and the same twice."""
    rows = [
        ("2021", "shut", "", "01", ""),
        ("May 2021", "open", "nowhere", "", ""),
        ("2021", "open", "", "", "gone"),
        ("2021", "open", "", "77", ""),
        ("2021", "open", "t", "", ""),
        ("2021-06", "open", "t", "", "2021-13"),
    ]
    spoilt = pd.DataFrame(rows, columns=["decided", "action", "site_id", "municipality_code", "date"])
    with pytest.raises(TableError) as caught:
        Case("x", AREAS, SITES, decided=spoilt)
    told = {(fault.key, fault.row, fault.column) for fault in caught.value.faults}
    assert told == {
        ("table.one_of", 2, "action"),
        ("decided.date", 3, "decided"),
        ("decided.no_such_site", 3, "site_id"),
        ("decided.date", 4, "date"),
        ("decided.nowhere", 4, "municipality_code"),
        ("decided.no_such_municipality", 5, "municipality_code"),
        ("decided.date", 7, "date"),
        ("decided.twice", 7, "site_id"),
    }
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))


def test_a_column_that_is_missing_or_unknown_is_named():
    """Without `action` nothing can be read; `acton` is no column of ours."""
    spoilt = DECIDED.rename(columns={"action": "acton"})
    _, faults = conform_decided(spoilt, Case("x", AREAS, SITES).sites)
    assert {(fault.key, fault.column) for fault in faults} == {
        ("table.missing_column", "action"),
        ("decided.unknown_column", "acton"),
    }


def test_a_character_that_steers_a_terminal_is_refused():
    """A source may not turn the line round."""
    spoilt = DECIDED.assign(source=["x\u202ey", ""])
    _, faults = conform_decided(spoilt, Case("x", AREAS, SITES).sites)
    assert [(fault.key, fault.row, fault.column) for fault in faults] == [("table.control", 2, "source")]


def test_a_plan_does_not_rest_on_it_and_a_folder_keeps_it(tmp_path: Path):
    """The checksum is that of the case without it; what is saved is opened again as it was."""
    case = Case("x", AREAS, SITES, decided=DECIDED)
    assert case.checksum == replace(case, decided=None).checksum
    opened = open_case(save_case(case, tmp_path / "folder"))
    pd.testing.assert_frame_equal(opened.decided, case.decided, check_dtype=False)
    assert open_case(save_case(replace(case, decided=None), tmp_path / "without")).decided is None


def test_a_date_spans_all_the_days_it_may_mean():
    """February of a leap year has 29; a span goes from the first to the last day."""
    assert [str(day) for day in span_of("2024-02")] == ["2024-02-01", "2024-02-29"]
    assert [str(day) for day in span_of("2023/2024")] == ["2023-01-01", "2024-12-31"]
    assert [str(day) for day in span_of("2025-05-30")] == ["2025-05-30", "2025-05-30"]
