"""Words that name things: ids, names, codes and columns, written alike before anything is joined by them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pandas as pd

INVISIBLE = "\u200b\u2060\ufeff"
"""Marks without width, which spreadsheets and editors leave at the ends of a cell."""
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"  # also what turns a line round
)


def word(cell: object) -> str:
    r"""Return a cell as a word: composed (NFC), without blanks at its ends; a missing value as an empty text.

    A whole number is written without decimals, as a column of numbers with gaps would otherwise get them.

    Examples
    --------
    >>> word(" Växjö\u00a0"), word("Va\u0308xjo\u0308") == "Växjö", word(114.0), word(None)
    ('Växjö', True, '114', '')
    """
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", "backslashreplace")
    if not isinstance(cell, str):
        if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
            return ""
        cell = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    bare = cell.strip()
    return bare if bare.isascii() else unicodedata.normalize("NFC", bare.strip(INVISIBLE)).strip()


def words(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with each cell as a word.

    Examples
    --------
    >>> words(pd.Series([1280.0, None])).tolist()
    ['1280', '']
    """
    found = [word(cell) for cell in column.astype(object)]
    return pd.Series(found, index=column.index, name=column.name, dtype="object")


def control_in(text: str) -> str:
    r"""Return the first character that steers a terminal or cannot stand in a page, by its number; else nothing.

    Tabs and line ends are among them: a cell is one line.

    Examples
    --------
    >>> control_in("a\x1b[2J"), control_in("Skåne län")
    ('U+001B', '')
    """
    found = _UNSEEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def spelling(code: str) -> str:
    """Return what is left of a code without what is lost on the way: leading zeros, decimals of a whole number, case.

    Two codes with one spelling are hardly meant to differ.

    Examples
    --------
    >>> spelling("0114") == spelling("114.0"), spelling("MALMÖ ") == spelling("Malmö"), spelling("1-1")
    (True, True, '1-1')
    """
    plain = " ".join(unicodedata.normalize("NFKC", code).casefold().split())
    number = re.fullmatch(r"0*(\d+)(?:\.0+)?", plain)
    return number[1] if number else plain
