"""Forms of numbers: a cell is read where it has one reading, or where other cells of its column show what a mark means.

A blank or an apostrophe between groups of three digits marks thousands. A point or a comma may mark thousands or
decimals: it is thousands where it stands twice or before another decimal mark, decimals where what follows is not a
group of three digits. `1,234` has two readings; which holds is never guessed
(docs/decisions/2026-11-28-a-mark-means-what-the-column-shows.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from narvaro.case.words import word

Role = Literal["decimal", "thousands"]
BLANKS = " \u00a0\u202f\u2009\u2007"
APOSTROPHES = "'\u2019\u02bc`\u00b4"
MINUS = "-\u2212\u2013\u2011"
_MINUS = re.escape(MINUS)
MARKS = (".", ",")
THOUSANDS = (*MARKS, "none")
"""What may be said of thousands: the mark, or that none of the two is one."""

_SIGN = rf"(?P<sign>[{_MINUS}+]?)[{BLANKS}]*"
_PLAIN = re.compile(rf"{_SIGN}(?P<whole>\d+)")
_SPACED = re.compile(
    rf"{_SIGN}(?P<whole>\d{{1,3}}(?:(?:[{BLANKS}]\d{{3}})+|(?:[{APOSTROPHES}]\d{{3}})+))(?:(?P<mark>[.,])(?P<part>\d+))?"
)
_TWICE = re.compile(rf"{_SIGN}(?P<whole>\d{{1,3}}(?:(?:\.\d{{3}}){{2,}}|(?:,\d{{3}}){{2,}}))")
_BOTH = re.compile(
    rf"{_SIGN}(?P<whole>\d{{1,3}}(?:(?:\.\d{{3}})+(?=,)|(?:,\d{{3}})+(?=\.)))(?P<mark>[.,])(?P<part>\d+)"
)
_ONE = re.compile(rf"{_SIGN}(?P<whole>\d*)(?P<mark>[.,])(?P<part>\d+)")


_WRITTEN = re.compile(r"-?\d*\.?\d+")
"""A number as programs write it."""


@dataclass(frozen=True)
class CellReading:
    """What a cell says by itself.

    Parameters
    ----------
    value
        The number, with the mark taken as decimal where the cell has two readings.
    thousands
        The number if the mark is one of thousands; None where the cell has one reading.
    mark
        The mark of a cell with two readings.
    shows
        What the cell shows of marks.
    """

    value: float
    thousands: float | None = None
    mark: str = ""
    shows: Mapping[str, Role] = field(default_factory=dict)


def reading_of(cell: str) -> CellReading | None:
    """Return what a cell says by itself; None where it is no number.

    Examples
    --------
    >>> reading_of("12 000,5").value, reading_of("\u22121.234.567").value, reading_of("0,125").value
    (12000.5, -1234567.0, 0.125)
    >>> found = reading_of("1,234")
    >>> found.value, found.thousands, reading_of("12 000 kr")
    (1.234, 1234.0, None)
    """
    if found := _PLAIN.fullmatch(cell):
        return CellReading(_number(found))
    if found := _SPACED.fullmatch(cell):
        return CellReading(_number(found), shows={found["mark"]: "decimal"} if found["mark"] else {})
    if found := _TWICE.fullmatch(cell):
        return CellReading(_number(found), shows={_mark_in(found["whole"]): "thousands"})
    if found := _BOTH.fullmatch(cell):
        return CellReading(
            _number(found), shows={found["mark"]: "decimal", _mark_in(found["whole"]): "thousands"}
        )
    if found := _ONE.fullmatch(cell):
        whole, part, mark = found["whole"], found["part"], found["mark"]
        if len(part) == 3 and (whole == "0" or re.fullmatch(r"[1-9]\d{0,2}", whole)):
            return CellReading(_number(found), _signed(found["sign"], whole + part), mark)
        return CellReading(_number(found), shows={mark: "decimal"})
    return None


def _mark_in(whole: str) -> str:
    return "." if "." in whole else ","


def _number(found: re.Match[str]) -> float:
    groups = found.groupdict()
    return _signed(groups["sign"], f"{groups['whole'] or '0'}.{groups.get('part') or '0'}", groups["whole"])


def _signed(sign: str, figure: str, whole: str = "") -> float:
    """Return a figure whose whole part may be marked, with its sign."""
    digits = figure if not whole else re.sub(r"\D", "", whole) + figure[len(whole) :]
    return -float(digits) if sign and sign in MINUS else float(digits)


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers as it was read.

    Parameters
    ----------
    column
        Numbers where a cell was read in a form of its own; what is a number as it is written, empty or no number as it
        stands.
    changed
        A cell of each form that is not written as a plain number, and the number that was read.
    doubt
        A cell with two readings that nothing settles, or nothing; the column then holds the decimal reading.
    """

    column: pd.Series[Any]
    changed: Mapping[str, float]
    count: int
    doubt: str = ""


def read_numbers(
    column: pd.Series[Any], thousands: str | None = None, most: float | None = None
) -> NumberColumn:
    """Read a column of numbers, each cell in its own form.

    Parameters
    ----------
    column
        Texts; numbers among them are left as they are.
    thousands
        What marks thousands in cells that nothing else settles: `.`, `,`, or `none` of the two.
    most
        No number of the column can be larger: a reading beyond it is none.

    Examples
    --------
    >>> found = read_numbers(pd.Series(["1,234", "0,5", "12 000"]))
    >>> found.column.tolist(), found.doubt
    ([1.234, 0.5, 12000.0], '')
    >>> read_numbers(pd.Series(["1,234", "987"])).doubt
    '1,234'
    >>> read_numbers(pd.Series(["1,234", "987"]), thousands=",").column.tolist()
    [1234.0, '987']
    """
    cells = [word(cell) if isinstance(cell, str) else cell for cell in column]
    readings = {cell: reading_of(cell) for cell in cells if isinstance(cell, str)}
    found = [reading for reading in readings.values() if reading is not None]
    roles = {mark: _role(mark, found, thousands, most) for mark in MARKS}
    values: list[Any] = []
    changed: dict[str, float] = {}
    count = 0
    doubt = ""
    for cell in cells:
        reading = readings.get(cell) if isinstance(cell, str) else None
        if reading is None:
            values.append(cell)
            continue
        value = reading.value
        if reading.thousands is not None:
            doubt = doubt or ("" if roles[reading.mark] else cell)
            value = reading.thousands if roles[reading.mark] == "thousands" else value
        plain = bool(_WRITTEN.fullmatch(cell)) and value == reading.value
        values.append(cell if plain and reading.thousands is None else value)
        if not plain:
            count += 1
            changed.setdefault(cell, value)
    if not any(isinstance(value, float) for value in values):
        return NumberColumn(column, changed, count, doubt)
    return NumberColumn(
        pd.Series(values, index=column.index, name=column.name, dtype=object), changed, count, doubt
    )


def _role(mark: str, found: Sequence[CellReading], thousands: str | None, most: float | None) -> Role | None:
    """Return what a mark means in cells with two readings, or nothing where that is not settled."""
    shown = {reading.shows[mark] for reading in found if mark in reading.shows}
    if len(shown) == 1:
        return shown.pop()
    asked = [reading for reading in found if reading.mark == mark]
    if most is not None and all(abs(one.value) <= most < abs(one.thousands or 0.0) for one in asked):
        return "decimal"
    if thousands is not None:
        return "thousands" if thousands == mark else "decimal"
    # a whole part of zero is no thousands, unless others above one may be
    return "decimal" if all(abs(one.value) < 1 for one in asked) else None


_UNIT = re.compile(
    rf"(?P<before>[^\d{_MINUS}+.,]*?)[{BLANKS}]*(?P<number>[{_MINUS}+]?\d[\d.,{BLANKS}{APOSTROPHES}]*?)[{BLANKS}]*(?P<after>[^\d.,]*)"
)


def unit_in(cell: str) -> tuple[str, str] | None:
    """Return the number and the unit of a cell that holds both.

    Examples
    --------
    >>> unit_in("12 000 kr"), unit_in("\u20ac 45"), unit_in("12 %"), unit_in("about 5 to 6"), unit_in("5")
    (('12000', 'kr'), ('45', '\u20ac'), ('12', '%'), None, None)
    """
    found = _UNIT.fullmatch(cell)
    if not found:
        return None
    reading = reading_of(found["number"])
    unit = " ".join(part.strip() for part in (found["before"], found["after"]) if part.strip())
    if reading is None or not unit or len(unit) > LONGEST_UNIT:
        return None
    number = found["number"] if reading.thousands is not None else f"{reading.value:.10g}"
    return number, unit


LONGEST_UNIT = 12
"""A longer text beside a number is no unit."""


def are_numbers(cells: Iterable[str]) -> bool:
    """Tell whether the filled cells are all numbers, and none a code with a leading zero.

    Examples
    --------
    >>> are_numbers(["12,5", ""]), are_numbers(["0114", "1280"]), are_numbers(["", ""])
    (True, False, False)
    """
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(reading_of(cell) and not re.fullmatch(r"0\d+", cell) for cell in filled)
