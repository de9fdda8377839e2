"""Points and counts of single rows that cannot be meant as written, though the table as a whole looks right."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FAR_TIMES = 5.0
"""A point so many times farther from the middle than half of the others lies far from them."""
MOST_TRIED = 1_000
"""So many far points are tried; where more are far, the table holds several places and none is odd."""


def far_points(x: Floats, y: Floats, least: float) -> Flags:
    """Return which points lie far from the others: farther than `least`, and five times as far as half of them.

    Examples
    --------
    >>> x = np.array([1.0, 2.0, 3.0, 2.0, 90.0])
    >>> far_points(x, np.zeros(5), 10.0).tolist()
    [False, False, False, False, True]
    """
    if len(x) < 3:
        return np.zeros(len(x), bool)
    return is_far(np.maximum(np.abs(x - np.median(x)), np.abs(y - np.median(y))), least)


def is_far(away: Floats, least: float) -> Flags:
    """Return which ways to the middle are longer than `least`, and five times as long as half of them."""
    return np.asarray((away > least) & (away > FAR_TIMES * np.median(away)))


def misplaced(x: Floats, y: Floats, least: float) -> Flags:
    """Return which far points would lie among the others if x and y were swapped, or one had other digits.

    Zeros in both, and figures whose first digits are gone, are such slips too.

    A distant part of a country is far from the others too, but no such slip would bring it among them.

    Parameters
    ----------
    x, y
        East and north in any unit; finite.
    least
        What counts as far at least, in the same unit.

    Examples
    --------
    A north of 658,000 among others of 6,580,000, and an island that is simply far away:

    >>> x = np.array([674e3, 675e3, 676e3, 674e3, 674e3, 100e3])
    >>> y = np.array([6_580e3, 6_581e3, 6_582e3, 6_581e3, 658e3, 7_900e3])
    >>> misplaced(x, y, 100e3).tolist()
    [False, False, False, False, True, False]
    """
    far = far_points(x, y, least)
    found = np.zeros(len(x), bool)
    near = ~far
    if not far.any() or far.sum() > MOST_TRIED or not near.any():
        return found
    west, east, south, north = x[near].min(), x[near].max(), y[near].min(), y[near].max()
    for i in np.flatnonzero(far):
        in_x, in_y = west <= x[i] <= east, south <= y[i] <= north
        found[i] = (
            (x[i] == 0 and y[i] == 0)
            or (west <= y[i] <= east and south <= x[i] <= north)
            or (in_y and _digit_off(x[i], west, east))
            or (in_x and _digit_off(y[i], south, north))
        )
    return found


def key_of(x: float, y: float) -> str:
    """Return the key of the fault of a misplaced point: zeros stand for no place."""
    return "table.no_place" if x == 0 and y == 0 else "table.misplaced"


def _digit_off(value: float, low: float, high: float) -> bool:
    """Tell whether a point moved by one digit, or one digit more or less, brings a figure between two others."""
    if low <= value * 10 <= high:
        return True
    if abs(value) < 1000:  # degrees: a tenth of them may well be meant, near Greenwich or the equator
        return False
    sign, digits = np.sign(value), str(int(abs(value)))
    places = range(len(digits) + 1)
    more = (int(digits[:k] + d + digits[k:]) for k in places for d in "0123456789")
    less = (int(digits[:k] + digits[k + 1 :]) for k in range(len(digits)))
    lost = (int(d + digits) for d in map(str, range(10, 1000)))  # the first two or three digits are gone
    return any(low <= sign * figure <= high for figure in (*more, *less, *lost))


_FRACTION = re.compile(r"\d+[.,](\d+)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_BELOW_THOUSAND = re.compile(r"0[.,]\d{3}")


def may_be_thousands(cells: pd.Series[str]) -> Flags:
    """Return which counts may be thousands: those with a fraction, where each fraction has just three digits.

    0.420 may be 420 where others are above one; where none is, they are hardly thousands.

    Examples
    --------
    >>> may_be_thousands(pd.Series(["5.200", "987", "3.600"])).tolist()
    [True, False, True]
    >>> may_be_thousands(pd.Series(["5.200", "987.5"])).any(), may_be_thousands(pd.Series(["0.125"])).any()
    (np.False_, np.False_)
    """
    fraction = np.array([bool(_FRACTION.fullmatch(cell)) for cell in cells])
    grouped = np.array([bool(_THOUSANDS.fullmatch(cell)) for cell in cells])
    below = np.array([bool(_BELOW_THOUSAND.fullmatch(cell)) for cell in cells])
    asked = grouped | below
    return asked if grouped.any() and (fraction == asked).all() else np.zeros(len(cells), bool)


def without_marks(cell: str) -> str:
    r"""Return a number as it should be written, where only blanks, apostrophes or another minus stand in its way.

    Examples
    --------
    >>> without_marks("5\u00a0200"), without_marks("5'200.5"), without_marks("\u22123.5"), without_marks("5,200")
    ('5200', '5200.5', '-3.5', '')
    """
    bare = re.sub(r"[\s'’_]", "", cell).replace("\u2212", "-")
    return bare if bare != cell and re.fullmatch(r"-?\d+(\.\d+)?", bare) else ""
