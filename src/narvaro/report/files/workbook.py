"""The tables as an Excel workbook: numbers as numbers, days as days, and every text a text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from narvaro.case.files import write_atomically
from narvaro.case.spreadsheet import safe_cell
from narvaro.language import say
from narvaro.report.figures.colours import LAND
from narvaro.report.figures.sheet_grid import column_width, row_height
from narvaro.report.files.sheets import Sheet
from narvaro.report.tables import Cell, Column, cell_text

LONGEST_TEXT = 32_767
"""Letters that a cell of Excel can hold."""
PAPER_A4 = 9
DAY = "yyyy-mm-dd"
HEADING = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": LAND}
TEXTS_ARE_TEXTS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}


def write_workbook(sheets: Sequence[Sheet], path: Path, title: str, made: dt.date, lang: str) -> None:
    """Write tables as a workbook, a sheet each, whole or not at all; the same input gives the same bytes.

    Parameters
    ----------
    sheets
        The tables.
    path
        The file.
    title
        What the workbook says of itself.
    made
        The day that stands in it as the one it was made on.
    lang
        `sv`, `en` or `fr`: of yes and no. How numbers are shown is left to the reader's own Excel.
    """
    with write_atomically(path) as beside:
        book = xlsxwriter.Workbook(str(beside), TEXTS_ARE_TEXTS)
        book.set_properties(
            {"title": title, "author": "Närvaro", "created": dt.datetime.combine(made, dt.time())}
        )
        pen = _Pen(lang, cache(lambda **form: book.add_format(dict(form))))
        for sheet in sheets:
            pen.write(book.add_worksheet(sheet.name), sheet)
        book.close()


@dataclass(frozen=True)
class _Pen:
    """How cells are written: in which language, and in which dress, each made once."""

    lang: str
    dress: Callable[..., Any]

    def write(self, page: Any, sheet: Sheet) -> None:
        """Write a table: its headings stay in sight and filter it, and every text is seen whole."""
        columns, rows, bold = sheet.numbers.columns, sheet.numbers.rows, sheet.numbers.bold
        texts = [
            [cell_text(cell, column, self.lang) for cell, column in zip(row, columns, strict=True)]
            for row in rows
        ]
        labels = [column.label for column in columns]
        widths = [column_width(label, [row[k] for row in texts]) for k, label in enumerate(labels)]
        for k, column in enumerate(columns):
            page.write_string(0, k, column.label, self.dress(**HEADING, **self.side(column)))
            page.set_column(k, k, widths[k])
        for number, row in enumerate(rows):
            for k, cell in enumerate(row):
                self.cell(page, (number + 1, k), cell, columns[k], number in bold)
        for number, line in enumerate([labels, *texts]):
            page.set_row(number, row_height(line, widths))
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(rows), len(columns[1:]))
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(PAPER_A4)
        page.fit_to_pages(1, 0)

    def side(self, column: Column) -> dict[str, Any]:
        """Return where the cells of a column stand: figures to the right, all else to the left with room before it."""
        figures = column.kind in ("number", "share") and not column.wide
        return {"align": "right"} if figures else {"align": "left", "indent": 1}

    def cell(self, page: Any, at: tuple[int, int], cell: Cell, column: Column, bold: bool) -> None:
        """Write a cell by its kind; what is not known, or has no end, is left empty."""
        if isinstance(cell, bool):
            cell = say("report.yes" if cell else "report.no", self.lang)
        if cell is None or cell == "":
            return
        dress = {"valign": "top", "bold": bold, **self.side(column)}
        if isinstance(cell, str):
            led = safe_cell(cell) != cell  # what would be a formula if it were typed in again
            page.write_string(*at, cell[:LONGEST_TEXT], self.dress(text_wrap=True, quote_prefix=led, **dress))
        elif isinstance(cell, dt.date):
            page.write_datetime(*at, cell, self.dress(num_format=DAY, **dress))
        elif math.isfinite(cell):
            page.write_number(*at, cell, self.dress(num_format=number_form(cell, column), **dress))


def number_form(cell: float, column: Column) -> str:
    """Return how Excel is to show a number; each Excel puts in its own marks of thousands and decimals.

    Examples
    --------
    >>> number_form(1234.5, Column("x", "number", 1)), number_form(3, Column("x", "number", 1))
    ('#,##0.0', '#,##0')
    >>> number_form(2027, Column("x", "code")), number_form(0.5, Column("x", "share", 1)), number_form(0.5, Column("x"))
    ('0', '0.0%', 'General')
    """
    if column.kind == "code":
        return "0"
    whole = isinstance(cell, int)
    decimals = "." + "".ljust(column.decimals, "0") if column.decimals and not whole else ""
    if column.kind == "share":
        return f"0{decimals}%"
    return f"#,##0{decimals}" if column.kind == "number" or whole else "General"
