"""A cell that shows an error is a fault of its row; it never passes as an empty one."""

from pathlib import Path

import pytest
from tests.sources.reading.written import ROWS, open_document, workbook

from narvaro.errors import TableError
from narvaro.sources.reading.error_cells import error_cells
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.reading.sheets import read_sheet


def test_each_error_is_named_by_its_cell(tmp_path: Path) -> None:
    """On the sheet that is read; other sheets and kinds of workbooks have none."""
    rows = [["Title"], *ROWS, ["0116", "#N/A", 18.0, "#REF!", 5]]
    data = workbook(tmp_path / "a.xlsx", {"Info": [["#N/A"]], "Data": rows}).read_bytes()
    assert error_cells(data, "Data") == [(5, "B", "#N/A"), (5, "D", "#REF!")]
    assert error_cells(open_document(tmp_path / "a.ods", ROWS).read_bytes(), "Blad1") == []
    assert error_cells(b"x", "Data") == []
    with pytest.raises(TableError) as caught:
        read_sheet(data, TableAsked("areas", "a.xlsx"))
    assert [(fault.key, fault.row, fault.column) for fault in caught.value.faults] == [
        ("table.error_cell", 5, "B"),
        ("table.error_cell", 5, "D"),
    ]
    assert "The cell shows #N/A." in caught.value.text("en")
    assert "Cellen visar #N/A." in caught.value.text("sv")


def test_an_error_beside_the_table_is_none(tmp_path: Path) -> None:
    """Above it, or below it among the notes."""
    rows = [["#N/A"], *ROWS, [], ["#DIV/0!"]]
    data = workbook(tmp_path / "a.xlsx", {"Data": rows}).read_bytes()
    assert len(read_sheet(data, TableAsked("areas", "a.xlsx")).table) == 2
