"""Where a table begins and ends on a sheet: titles above it, notes and sums below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.case.tables import table_of_records
from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.sources.reading.found import Known, TableAsked, TableFound

Rows = Sequence[Sequence[str]]

MOST_TITLES = 60
"""Column names stand in one of so many rows from the top."""
LONGEST_SHOWN = 40
"""So much of a row that is left out is told."""

_NUMBER = re.compile(r"[-+−]?\d[\d\s.,'’\u00a0\u202f]*(?:%|[eE][-+]?\d+)?")
_SUM = re.compile(
    r"(?:del)?summa|(?:sub|grand )?totals?|totalt|totala|sum|samtliga|hela (?:riket|landet)|riket|"
    r"(?:zwischen)?summe|gesamt(?:summe)?|insgesamt|somme|sous-total|ensemble|yhteensä|summat",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounds:
    """Which rows of a sheet are the table, counted from 0: its column names, its first row and the one after its last.

    `sums` are rows between others that add them up.
    """

    header: int
    first: int
    end: int
    sums: tuple[int, ...] = ()


def table_on(rows: Rows, asked: TableAsked, first_line: int = 1) -> TableFound:
    """Return the table that stands on a sheet, without what stands above and below it.

    Parameters
    ----------
    rows
        Every row of the sheet, blank ones too, as texts.
    asked
        By which names the row of column names is known, and what faults call the file.
    first_line
        The number of the first row.

    Raises
    ------
    TableError
        If there is no table, or it has faults of form, or sums stand between its rows.

    Examples
    --------
    >>> rows = [["Folkmängd 2025"], [], ["id", "lon", "people"], ["a", "18", "5"], ["b", "19", "7"]]
    >>> found = table_on([*rows, ["Summa", "", "12"], [], ["Källa: registret"]], TableAsked("areas", "a.csv"))
    >>> found.table["people"].tolist(), found.first_row, [note.key for note in found.choices]
    (['5', '7'], 4, ['reading.header_row', 'reading.left_out'])
    """
    if not any(filled(row) for row in rows):
        raise TableError([Fault("table.empty", {}, asked.label)])
    at = bounds(rows, asked.known)
    choices = []
    if at.header > 0:
        choices.append(Note("reading.header_row", {"file": asked.label, "row": str(at.header + first_line)}))
    left = [i for i in range(at.end, len(rows)) if filled(rows[i])]
    if left:
        shown = " ".join(cell.strip() for cell in rows[left[0]] if cell.strip())[:LONGEST_SHOWN]
        told = {
            "file": asked.label,
            "rows": spans([i + first_line for i in left]),
            "n": len(left),
            "text": shown,
        }
        choices.append(Note("reading.left_out", told))
    if at.sums:
        faults = [
            Fault("table.sum_row", {"text": _first(rows[i])[:LONGEST_SHOWN]}, asked.label, i + first_line)
            for i in at.sums
        ]
        raise TableError(faults)
    header_row = at.first + first_line - 1  # blank rows under the names keep their numbers
    names = _without_blank_start(rows, at)
    table = table_of_records(
        rows[at.header][names:], [row[names:] for row in rows[at.first : at.end]], asked.label, header_row
    )
    return TableFound(table, asked.label, at.first + first_line, tuple(choices))


def bounds(rows: Rows, known: Known) -> Bounds:
    """Return where a table begins and ends."""
    header = header_row(rows, known)
    first = header + 1
    while first < len(rows) and not filled(rows[first]):
        first += 1
    end = len(rows)
    always = _always_filled(rows[first:])
    while end > first and (
        not filled(rows[end - 1]) or _is_note(rows, end - 1, header) or _is_sum(rows[end - 1], always)
    ):
        end -= 1
        always = _always_filled(rows[first:end])
    sums = tuple(i for i in range(first, end) if _SUM.fullmatch(_first(rows[i])) and _is_sum(rows[i], always))
    return Bounds(header, first, end, sums)


def header_row(rows: Rows, known: Known) -> int:
    """Return which row has the column names, counted from 0.

    The first with two names that are asked for; else the widest of texts alone above the first row with numbers; else
    the first that holds anything.

    Examples
    --------
    >>> header_row([["Folk"], ["Kod", "Namn", "Antal"], ["01", "A", "5"]], lambda cell: False)
    1
    """
    top = range(min(len(rows), MOST_TITLES))
    for i in top:
        if sum(known(cell) for cell in rows[i]) >= 2:
            return i
    above: list[int] = []
    for i in top:
        if filled(rows[i]) >= 2 and any(is_number(cell) for cell in rows[i]):
            break
        above.append(i)
    widest = max((filled(rows[i]) for i in above), default=0)
    found = next((i for i in above if filled(rows[i]) == widest), None) if widest else None
    return next(i for i in range(len(rows)) if filled(rows[i])) if found is None else found


def filled(row: Sequence[str]) -> int:
    """Return how many cells of a row hold anything."""
    return sum(bool(cell.strip()) for cell in row)


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number in any form.

    Examples
    --------
    >>> [is_number(cell) for cell in ("12 000", "-3,5", "59.33", "12 000 kr", "a1", "")]
    [True, True, True, False, False, False]
    """
    return bool(_NUMBER.fullmatch(cell.strip()))


def spans(numbers: Sequence[int]) -> str:
    """Return numbers of rows as a reader lists them.

    Examples
    --------
    >>> spans([5, 9, 10, 11, 14])
    '5, 9–11, 14'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in parts)


def _always_filled(rows: Rows) -> list[int]:
    """Return the columns that hold something in all rows but one in ten, blank rows apart."""
    held = [row for row in rows if filled(row) > 1]
    width = max((len(row) for row in held), default=0)
    counts = [sum(bool(row[k].strip()) for row in held if k < len(row)) for k in range(width)]
    return [k for k, count in enumerate(counts) if count >= 0.9 * len(held) - 1 and count > 0]


def _is_sum(row: Sequence[str], always: list[int]) -> bool:
    """Tell whether a row adds others up: it is called so, and lacks what the others have."""
    texts = [cell.strip() for cell in row if cell.strip()]
    called = any(_SUM.fullmatch(text.rstrip(":")) for text in texts[:2])
    lacking = any(k >= len(row) or not row[k].strip() for k in always)
    return called and (lacking or len(texts) < len(always))


def _is_note(rows: Rows, i: int, header: int) -> bool:
    """Tell whether a row below a table is a note: one cell with a sentence or a mark, or after a blank row."""
    texts = [cell.strip() for cell in rows[i] if cell.strip()]
    if filled(rows[header]) < 2 or len(texts) != 1 or is_number(texts[0]):
        return False
    return not filled(rows[i - 1]) or " " in texts[0] or texts[0][0] in "*¹²³(" or ":" in texts[0]


def _first(row: Sequence[str]) -> str:
    return next((cell.strip() for cell in row if cell.strip()), "")


def _without_blank_start(rows: Rows, at: Bounds) -> int:
    """Return how many columns at the left hold nothing at all, as where a table begins in column B."""
    table = [rows[at.header], *rows[at.first : at.end]]
    width = min((len(row) for row in table), default=0)
    blank = 0
    while blank < width and not any(row[blank].strip() for row in table):
        blank += 1
    return blank
