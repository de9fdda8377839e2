"""Reading a table of text as it stands in a file, so that every fault can name its row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from narvaro.case.words import word
from narvaro.errors import Fault, TableError

FIRST_ROW = 2
"""The first row of data as a spreadsheet numbers it; row 1 holds the column names."""

MOST_FAULTS_A_COLUMN = 20
"""Faults of one kind in a column of streets or timetables that are listed; the rest are counted in a last line."""


def read_csv_text(path: Path | str) -> pd.DataFrame:
    """Read a CSV file with every cell as text, in the file's own order.

    Commas, semicolons and tabs are understood as separators; a semicolon file may write decimals with a comma.

    Raises
    ------
    TableError
        If the file is not there, is not UTF-8, is empty, has blank rows between others, or rows have too many cells.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise TableError([Fault("table.absent", {}, str(path))]) from None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise TableError([Fault("table.encoding", {"position": str(error.start)}, path.name, row)]) from None
    separator = _separator(text)
    rows = csv_records(text, separator, path.name)
    if not rows:
        raise TableError([Fault("table.empty", {}, path.name)])
    table = table_of_records(rows[0], rows[1:], path.name)
    return table.apply(_decimal_points) if separator == ";" else table


def table_of_records(
    header: Sequence[str], rows: Sequence[Sequence[str]], file: str, header_row: int = 1
) -> pd.DataFrame:
    """Return a table of text cells from its column names and its rows.

    Parameters
    ----------
    header, rows
        The cells of each row; short rows are filled with empty cells, and blank columns at the right left out.
    file
        Name used in the faults.
    header_row
        The number of the row that the column names stand in, for the faults; data begin in the next.

    Raises
    ------
    TableError
        If there are no rows, a row is blank or has too many cells, or a column has no name or that of another.
    """
    names = _without_blank_end([word(name) for name in header], rows)
    faults = _shape_faults(names, rows, file, header_row)
    if faults:
        raise TableError(faults)
    width = len(names)
    cells = [[cell.strip() for cell in row[:width]] + [""] * (width - len(row)) for row in rows]
    return pd.DataFrame(cells, columns=names, dtype="str")


def listed(rows: np.ndarray, make: Callable[[int], Fault]) -> list[Fault]:
    """Return the faults of some rows."""
    return [make(int(i)) for i in rows]


def csv_records(text: str, separator: str, file: str) -> list[list[str]]:
    """Return the rows of a CSV text without the blank ones at its end, which spreadsheets like to leave.

    Raises
    ------
    TableError
        If a quotation mark is opened and not closed.
    """
    rows: list[list[str]] = []
    try:
        # Line ends of every system count, also a lone carriage return.
        for row in csv.reader(io.StringIO(text, newline=None), delimiter=separator, strict=True):
            rows.append(row)  # noqa: PERF402 - the rows read so far say where it went wrong
    except csv.Error:
        raise TableError([Fault("table.quotation", {}, file, len(rows) + 1)]) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _without_blank_end(header: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the header without the columns at its end that hold nothing at all, which spreadsheets like to leave."""
    width = len(header)
    while (
        width and not header[width - 1] and not any(cell.strip() for row in rows for cell in row[width - 1 :])
    ):
        width -= 1
    return header[:width]


def _separator(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _decimal_points(column: pd.Series[str]) -> pd.Series[str]:
    """Turn decimal commas into points where every filled cell of the column is such a number."""
    filled = column[column != ""]
    if len(filled) and filled.str.fullmatch(r"-?\d+(,\d+)?").all():
        return column.str.replace(",", ".", regex=False)
    return column


def _shape_faults(
    header: list[str], rows: Sequence[Sequence[str]], file: str, header_row: int
) -> list[Fault]:
    faults = [Fault("table.no_rows", {}, file)] if not rows else []
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    faults += [Fault("table.column_twice", {}, file, header_row, name) for name in repeated]
    faults += [
        Fault("table.no_heading", {}, file, header_row, str(number))
        for number, name in enumerate(header, 1)
        if not name
    ]
    for number, row in enumerate(rows, header_row + 1):
        if not any(cell.strip() for cell in row):
            faults.append(Fault("table.blank_row", {}, file, number))
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            faults.append(
                Fault("table.too_many_cells", {"cells": len(row), "columns": len(header)}, file, number)
            )
    return faults
