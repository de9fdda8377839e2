"""Tables of a page, and the same figures as a file that a spreadsheet opens."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from narvaro.case.spreadsheet import safe_cell
from narvaro.language import cell_separator, in_file, number, percent, say
from narvaro.report.html import Child, Html, el

MOST_ROWS_ON_A_SHEET = 25
"""A table of at most so many rows is not cut when it is printed; a longer one has its headings on every sheet."""

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")

Kind = Literal["text", "number", "share", "code"]
Cell = bool | int | float | str | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it holds, and with how many decimals.

    Parameters
    ----------
    label
        Heading, in the language of the page.
    kind
        `text`; `number`; `share` (written in percent); `code` (a number that is a name, such as a year).
    decimals
        Decimals on the page.
    in_file
        Decimals in the file, at most.
    wide
        Holds sentences: the column is kept wide enough to read them.
    """

    label: str
    kind: Kind = "text"
    decimals: int = 0
    wide: bool = False
    in_file: int = 6


@dataclass(frozen=True)
class Numbers:
    """A table as it stands behind a picture, in a file of its own, and on a sheet of a workbook.

    Parameters
    ----------
    columns, rows
        Headings, and cells.
    bold
        Numbers of rows that are sums.
    stack
        On a phone each row is a block of its own: for more columns than its width has room for.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    bold: Sequence[int] = ()
    stack: bool = False


def cell_text(cell: Cell | Html, column: Column, lang: str) -> str:
    r"""Return a cell as the page writes it; a missing figure is a dash, and a whole number has no decimals.

    Examples
    --------
    >>> cell_text(0.125, Column("share", "share", 1), "en"), cell_text(None, Column("x"), "en")
    ('12.5\xa0%', '–')
    """
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return say("report.yes" if cell else "report.no", lang)
    if column.kind == "share":
        return percent(float(cell), lang, column.decimals)
    if column.kind == "code":
        return str(cell)
    return number(float(cell), lang, 0 if isinstance(cell, int) else column.decimals)


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell | Html]],
    caption: str,
    lang: str,
    *,
    bold: Sequence[int] = (),
    show_caption: bool = True,
    stack: bool = False,
) -> Html:
    """Return a table with a caption; the first cell of each row is its heading.

    A table wider than the page is rolled sideways within its own frame.

    Parameters
    ----------
    columns, rows
        Headings, and cells: text, figures, or HTML.
    caption
        What the table shows; hidden where a title beside it says so.
    bold
        Numbers of rows that are sums.
    stack
        On a phone each row is a block of its own, its cells under each other.
    """
    head = el("tr", [el("th", c.label, scope="col", class_=_class(c)) for c in columns])
    body = []
    for position, row in enumerate(rows):
        cells = [cell_text(cell, column, lang) for cell, column in zip(row, columns, strict=True)]
        first = el("th", cells[0], scope="row", class_=_class(columns[0]))
        rest = [
            el("td", text, class_=_class(column, text), data_label=column.label if stack else None)
            for text, column in zip(cells[1:], columns[1:], strict=True)
        ]
        body.append(el("tr", first, rest, class_="bold" if position in bold else None))
    written = el(
        "table",
        el("caption", caption, class_=None if show_caption else "hidden"),
        el("thead", head),
        el("tbody", body),
    )
    short = len(rows) <= MOST_ROWS_ON_A_SHEET
    classes = " ".join(["roll", *(["short"] if short else []), *(["stack"] if stack else [])])
    return el("div", written, class_=classes, tabindex="0", role="region", aria_label=caption)


def _class(column: Column, text: Child = None) -> str | None:
    if column.kind in ("number", "share"):
        return "n"
    if isinstance(text, str) and _DATE.fullmatch(text):
        return "d"  # a browser would break the line at its hyphens
    return "w" if column.wide else None


def csv_text(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], lang: str) -> str:
    r"""Return a table as CSV, as spreadsheets in the language read it: Swedish has semicolons and decimal commas.

    Examples
    --------
    >>> csv_text([Column("plats"), Column("andel", "share")], [["Åmål; centrum", 0.5]], "sv")
    'plats;andel\r\n"Åmål; centrum";0,5\r\n'
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=cell_separator(lang), lineterminator="\r\n")
    writer.writerow([safe_cell(column.label) for column in columns])
    for row in rows:
        cells = [_csv_cell(cell, column, lang) for cell, column in zip(row, columns, strict=True)]
        writer.writerow(cells)
    return written.getvalue()


def _csv_cell(cell: Cell, column: Column, lang: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return say("report.yes" if cell else "report.no", lang)
    if isinstance(cell, float):
        return in_file(cell, lang, column.in_file)
    return str(cell) if isinstance(cell, int) else safe_cell(str(cell))


def csv_bytes(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], lang: str) -> bytes:
    r"""Return the same as the bytes of a file, with the mark by which spreadsheets know UTF-8.

    Examples
    --------
    >>> csv_bytes([Column("å")], [], "sv")
    b'\xef\xbb\xbf\xc3\xa5\r\n'
    """
    return b"\xef\xbb\xbf" + csv_text(columns, rows, lang).encode()


def csv_link(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], name: str, lang: str, words: Child = None
) -> Html:
    """Return a link that holds the file in itself: nothing is asked of any server."""
    encoded = base64.b64encode(csv_bytes(columns, rows, lang)).decode()
    return el(
        "a",
        words or say("report.csv", lang),
        href=f"data:text/csv;charset=utf-8;base64,{encoded}",
        download=f"{name}.csv",
        class_="csv",
    )
