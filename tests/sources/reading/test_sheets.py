"""Spreadsheets give the texts a person sees in them, with their row numbers, from the sheet that is meant."""

import datetime as dt
from pathlib import Path

import pytest
from tests.sources.reading.written import ROWS, old_workbook, open_document, workbook

from narvaro.errors import TableError
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.reading.sheets import read_sheet

ASKED = TableAsked("areas", "a.xlsx")
INFO = [["Om tabellen"], ["Folkmängd enligt registret"]]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_numbers_texts_and_codes_are_read_alike(tmp_path: Path, suffix: str) -> None:
    """1178 has no decimals, a fraction has its own, and a code held as text keeps its zero."""
    write = {
        "xlsx": lambda path: workbook(path, {"Blad1": ROWS}),
        "xls": lambda path: old_workbook(path, ROWS),
        "ods": lambda path: open_document(path, ROWS),
    }[suffix]
    found = read_sheet(write(tmp_path / f"a.{suffix}").read_bytes(), ASKED)
    assert found.table.to_numpy().tolist() == [
        ["0114", "Väsby", "17.9", "59.5", "1178"],
        ["0115", "Vallentuna", "18.1", "59.5", "900.5"],
    ]
    assert (found.first_row, found.choices) == (2, ())


def test_dates_and_answers_are_written_as_texts(tmp_path: Path) -> None:
    """A date is ISO 8601, yes is true."""
    rows = [["id", "name", "earliest_close", "assumed"], ["s", "S", dt.date(2027, 3, 31), True]]
    found = read_sheet(workbook(tmp_path / "a.xlsx", {"A": rows}).read_bytes(), ASKED)
    assert found.table.iloc[0].tolist() == ["s", "S", "2027-03-31", "true"]


def test_rows_have_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    """Also under titles, blank rows and a merged cell."""
    rows = [["Folkmängd 2025"], [], ["per område"], *ROWS, [], ["Källa: SCB"]]
    found = read_sheet(workbook(tmp_path / "a.xlsx", {"A": rows}).read_bytes(), ASKED)
    assert (found.first_row, len(found.table)) == (5, 2)
    assert [note.data.get("row", note.data.get("rows")) for note in found.choices] == ["4", "8"]


def test_the_sheet_is_named_or_the_only_one_that_fits(tmp_path: Path) -> None:
    """Sheets without data are none; a hidden one counts where it is named."""
    sheets = {"Info": INFO, "Tom": [], "Data": ROWS, "Old": ROWS[:2]}
    data = workbook(tmp_path / "a.xlsx", sheets, hidden=("Old",)).read_bytes()
    found = read_sheet(data, ASKED)
    assert len(found.table) == 2
    assert [note.text("en") for note in found.choices] == [
        "a.xlsx: the sheet “Data” is read; not read: Info, Tom, Old."
    ]
    assert len(read_sheet(data, TableAsked("areas", "a.xlsx", "old")).table) == 1


def test_two_sheets_that_fit_are_asked_about(tmp_path: Path) -> None:
    """The fault names both; a sheet called `areas` is meant."""
    with pytest.raises(TableError, match="2024, 2025"):
        read_sheet(workbook(tmp_path / "a.xlsx", {"2024": ROWS, "2025": ROWS}).read_bytes(), ASKED)
    found = read_sheet(workbook(tmp_path / "b.xlsx", {"Areas": ROWS, "2025": ROWS}).read_bytes(), ASKED)
    assert found.choices == ()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"id,name\n"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    """In one sentence, whatever the library says."""
    with pytest.raises(TableError, match="cannot be read"):
        read_sheet(data, ASKED)
    with pytest.raises(TableError, match="empty"):
        read_sheet(_empty(), ASKED)


def _empty() -> bytes:
    import io

    import openpyxl

    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()
