"""The words of road tables: yes and no, the directions of one-way roads, figures with their units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

YES = frozenset({"1", "yes", "y", "true", "t", "ja", "j", "sant"})
NO = frozenset({"0", "no", "n", "false", "f", "nej", "falskt"})

BOTH, ALONG, AGAINST, NEITHER = 0, 1, -1, 2
"""Where vehicles may go on a line."""

LETTERS = frozenset({"f", "b", "ft", "tf"})
"""Codes of Geofabrik (F, T, B) and Esri (FT, TF, N) that make the lone letters F, T and N directions too."""
_LONE = {"f": ALONG, "t": AGAINST, "n": NEITHER}
_PLAIN_YES, _PLAIN_NO = YES - {"t"}, NO - {"f", "n"}
_DIRECTIONS = (
    dict.fromkeys(["", "b", "both", "båda", *_PLAIN_NO], BOTH)
    | dict.fromkeys(["ft", "along", "forward", *_PLAIN_YES], ALONG)
    | dict.fromkeys(["tf", "against", "backward", "reverse", "-1"], AGAINST)
)

KMH: Mapping[str, float] = dict.fromkeys(["", "km/h", "kmh", "kph", "km/tim"], 1.0) | {"mph": 1.609344}
MINUTES: Mapping[str, float] = dict.fromkeys(["", "min", "minutes", "minuter"], 1.0)
_FIGURE = re.compile(r"([+-]?\d+(?:[.,](?!\d{3}(?!\d))\d+)?)\s*(\D*)")
"""Exactly three digits after a point or a comma may be thousands: such a figure is not guessed at."""


def word(cell: object) -> str:
    """Return a cell as a word in small letters: a missing cell is empty, a whole number has no decimals.

    Examples
    --------
    >>> word(" Ja "), word(1.0), word(True), word(None), word(float("nan"))
    ('ja', '1', 'true', '', '')
    """
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        cell = int(cell)
    return str(cell).strip().lower()


def yes_no(cell: str) -> bool | None:
    """Return what a word of a yes/no column says; nothing where it is neither.

    Examples
    --------
    >>> yes_no("ja"), yes_no("f"), yes_no("x") is None
    (True, False, True)
    """
    return True if cell in YES else False if cell in NO else None


def directions(words: Sequence[str]) -> tuple[npt.NDArray[np.int8], list[int], list[int]]:
    """Return where vehicles may go by the words of a one-way column, read as a whole.

    The letters F, T and N stand for directions with Geofabrik and Esri (along, against, nowhere) and for false,
    true and no elsewhere. They are directions where F, B, FT or TF stands in the column, words where
    yes or no does, and not guessed at where both do or neither.

    Returns
    -------
    tuple
        By row `BOTH`, `ALONG`, `AGAINST` or `NEITHER`; rows whose word is not known; rows whose letter can mean
        two things.

    Examples
    --------
    >>> directions(["f", "t", "b"])[0].tolist()
    [1, -1, 0]
    >>> directions(["y", "n", "t"])[0].tolist(), directions(["t", ""])[2]
    ([1, 0, 1], [0])
    """
    seen = set(words)
    lettered, worded = bool(seen & LETTERS), bool(seen & (_PLAIN_YES | _PLAIN_NO))
    meaning = dict(_DIRECTIONS)
    if lettered and not worded:
        meaning |= _LONE
    elif worded and not lettered:
        meaning |= {"t": ALONG, "n": BOTH}
    wrong = [row for row, said in enumerate(words) if said not in meaning]
    double = [row for row in wrong if words[row] in _LONE]
    unknown = [row for row in wrong if words[row] not in _LONE]
    return np.array([meaning.get(said, BOTH) for said in words], dtype=np.int8), unknown, double


def figure(cell: object, units: Mapping[str, float]) -> float:
    """Return a cell as a number: a number, or a text with a decimal point or comma and perhaps a unit.

    Parameters
    ----------
    cell
        What stands in the table; a missing cell or an empty text gives NaN.
    units
        What a figure in each known unit is multiplied by.

    Raises
    ------
    ValueError
        If the cell holds anything else.

    Examples
    --------
    >>> figure("110,5 km/h", KMH), figure("50mph", KMH), figure(70, KMH), figure("", KMH)
    (110.5, 80.4672, 70.0, nan)
    """
    if isinstance(cell, int | float | np.number) and not isinstance(cell, bool):
        return float(cell)
    text = word(cell)
    found = _FIGURE.fullmatch(text)
    if text and (found is None or found[2].strip() not in units):
        raise ValueError(text)
    return float("nan") if found is None else float(found[1].replace(",", ".")) * units[found[2].strip()]
