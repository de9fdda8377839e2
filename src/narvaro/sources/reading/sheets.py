"""Spreadsheets: .xlsx, .xls and .ods, with titles above the table and notes below it."""

from __future__ import annotations

import io
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from narvaro.errors import Fault, TableError
from narvaro.sources.reading.cells import cell_text
from narvaro.sources.reading.error_cells import error_cells
from narvaro.sources.reading.found import TableAsked, TableFound
from narvaro.sources.reading.layout import bounds, filled, table_on
from narvaro.sources.reading.parts import chosen_part, told_part

SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

MOST_CELLS = 50_000_000
"""A sheet that claims more cells than this is a mistake of the program that wrote it."""

SheetRows = list[list[str]]


def read_sheet(data: bytes, asked: TableAsked) -> TableFound:
    """Return the table of a workbook: of the sheet that is asked for, or of the only one that fits.

    Numbers are those that the sheet holds, whatever form it shows them in; a code that is held as text keeps its zeros.
    Rows have the numbers that the spreadsheet shows.

    Parameters
    ----------
    data
        The bytes of the file.
    asked
        Which sheet, what faults call the file, and the names of columns.

    Raises
    ------
    TableError
        If the file is none or locked, which sheet is meant is not certain, or the table has faults of form.
    """
    book = _opened(data, asked)
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet.name not in visible]
    cells = {name: _cells(book, name, asked) for name in visible}
    named = (asked.part or "").strip().casefold()
    cells |= {name: _cells(book, name, asked) for name in hidden if name.strip().casefold() == named}
    held = {name: rows for name, rows in cells.items() if any(filled(row) for row in rows)}
    name = chosen_part(list(held), asked, lambda one: _fits(held[one], asked))
    found = table_on(held[name], asked)
    end = found.first_row + len(found.table)
    faults = [
        Fault("table.error_cell", {"value": error}, asked.label, row, column)
        for row, column, error in error_cells(data, name)
        if found.first_row <= row < end
    ]
    if faults:
        raise TableError(faults)
    told = told_part("reading.sheet", name, book.sheet_names, asked)
    return replace(found, choices=(*told, *found.choices))


def _opened(data: bytes, asked: TableAsked) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise TableError([Fault("table.locked", {}, asked.label)]) from None
    except (CalamineError, OSError, ValueError) as error:
        raise TableError(
            [Fault("table.unreadable", {"problem": str(error)[:160].rstrip(".")}, asked.label)]
        ) from None


def _cells(book: CalamineWorkbook, name: str, asked: TableAsked) -> SheetRows:
    """Return every row of a sheet from its first on, as texts."""
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            data = {"sheet": name, "rows": sheet.total_height, "columns": sheet.total_width}
            raise TableError([Fault("table.vast_sheet", data, asked.label)])
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise TableError(
            [Fault("table.unreadable", {"problem": str(error)[:160].rstrip(".")}, asked.label)]
        ) from None
    return [[cell_text(cell) for cell in row] for row in rows]


def _fits(rows: SheetRows, asked: TableAsked) -> bool:
    """Tell whether a sheet has at least two of the columns that are asked for."""
    return sum(asked.known(cell) for cell in rows[bounds(rows, asked.known).header]) >= 2
