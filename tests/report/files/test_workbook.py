"""The workbook: numbers are numbers, days are days, texts are texts, and the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from narvaro.report.figures.sheet_grid import WIDEST
from narvaro.report.files.sheets import Sheet
from narvaro.report.files.workbook import number_form, write_workbook
from narvaro.report.tables import Cell, Column, Numbers

DAY = dt.date(2026, 11, 28)
HOSTILE = ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")', "http://x.example", "1234", "a\x01b", "{=1}"]


def written(path: Path, numbers: Numbers, lang: str = "sv") -> Worksheet:
    """Write one table and return its sheet, read again."""
    write_workbook([Sheet("odd", "Odd", numbers)], path / "a.xlsx", "=title", DAY, lang)
    return openpyxl.load_workbook(path / "a.xlsx")["Odd"]


def test_no_text_becomes_anything_else(tmp_path: Path) -> None:
    """What looks like a formula, a link or a number is a text with the same letters, also as a heading."""
    numbers = Numbers((Column("=cmd()"),), [[text] for text in HOSTILE])
    sheet = written(tmp_path, numbers)
    cells = [row[0] for row in sheet.iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if "\x01" not in str(cell.value)][:5] == ["=cmd()", *HOSTILE[:4]]
    assert all(cell.hyperlink is None for cell in cells)
    assert [bool(cell.quotePrefix) for cell in cells][1:6] == [True] * 5
    with ZipFile(tmp_path / "a.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not any(
        b"<f>" in part or b"hyperlink" in part.lower() for name, part in parts.items() if "sheet" in name
    )


@pytest.mark.parametrize(
    ("cell", "column", "value", "form"),
    [
        (1234.5678, Column("x", "number", 1), 1234.5678, "#,##0.0"),
        (3, Column("x", "number", 3), 3, "#,##0"),
        (-0.25, Column("x", "share", 1), -0.25, "0.0%"),
        (2027, Column("x", "code"), 2027, "0"),
        (0.3, Column("x"), 0.3, "General"),
        (None, Column("x", "number"), None, "General"),
        (float("nan"), Column("x", "number"), None, "General"),
        (float("inf"), Column("x", "number"), None, "General"),
        ("", Column("x"), None, "General"),
        (True, Column("x"), "ja", "General"),
        (DAY, Column("x"), dt.datetime(2026, 11, 28), "yyyy-mm-dd"),
    ],
)
def test_a_cell_keeps_its_kind(tmp_path: Path, cell: Cell, column: Column, value: object, form: str) -> None:
    """A number is whole in the file however few decimals are shown; what is not known is empty."""
    found = written(tmp_path, Numbers((column, Column("y")), [[cell, "y"]])).cell(2, 1)
    assert found.value == value
    assert found.number_format == form


def test_headings_stay_and_filter_and_columns_show_all(tmp_path: Path) -> None:
    """The first row and column stay in sight, all columns filter, and a long text goes on in the next line."""
    numbers = Numbers((Column("a"), Column("b")), [["x" * 30, 1], ["y" * 500, 2]])
    sheet = written(tmp_path, numbers)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert WIDEST <= sheet.column_dimensions["A"].width <= WIDEST + 1
    assert sheet.cell(3, 1).alignment.wrap_text


def test_sums_are_bold(tmp_path: Path) -> None:
    """The rows that the page shows as sums are shown so here."""
    sheet = written(
        tmp_path, Numbers((Column("a"), Column("b", "number")), [["x", 1.0], ["y", 2.0]], bold=[1])
    )
    assert [bool(sheet.cell(row, 2).font.b) for row in (2, 3)] == [False, True]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the clock or of the machine is in the file."""
    numbers = Numbers((Column("a"), Column("b", "number", 2)), [["x", 1.5], ["y", 2.0]])
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook([Sheet("k", "K", numbers)], tmp_path / name, "t", DAY, "en")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").properties.created == dt.datetime(2026, 11, 28)


def test_a_code_has_no_thousands() -> None:
    """A year is no amount."""
    assert number_form(2027, Column("year", "code")) == "0"
