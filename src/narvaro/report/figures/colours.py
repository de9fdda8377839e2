"""The colours of a report: one accent, one scale of minutes."""

from __future__ import annotations

import bisect
import math

from narvaro.explain import CHANGE_BREAKS, MINUTE_BREAKS

INK = "#1b1f23"
QUIET = "#5b6570"  # second text; 5.9:1 on white
RULE = "#c9ced4"
LAND = "#edeff1"
BORDER = "#ffffff"
PAPER = "#ffffff"

ACCENT = "#0b6a6b"  # 6.3:1 on white; also "shorter way" and "new"
LONGER = "#b3500b"  # 5.2:1 on white; also "closing"
BEFORE = "#79838d"

MINUTE_COLOURS = ("#fbe96b", "#dfcb5d", "#b9a96a", "#918a76", "#6b6d75", "#414d6b", "#00204d")
"""Light is near, dark is far: the cividis scale turned round, readable in grey and for the colour-blind."""

CHANGE_COLOURS = ("#0b6a6b", "#58a5a3", "#b5d9d6", "#e9ebec", "#f4d0ac", "#de9150", "#b3500b")
"""From a much shorter way over about the same to a much longer one: teal and orange, told apart by the colour-blind."""

UNREACHED = "#000000"

HINGES = "#d9782d"
"""Of an area in some definitions but not in all, or of two in the first alone."""
SECOND = "#9a7fd1"
"""Of an area in the second of two definitions alone."""
NAMED_BY_NONE = "#b4bac1"


def mixed(colour: str, ground: str, share: float) -> str:
    """Return a colour of which only a share is left over a ground.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.25), mixed("#123456", "#ffffff", 1.0)
    ('#bfbfbf', '#123456')
    """
    parts = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(share * one + (1 - share) * other) for one, other in parts).hex()


def minute_class(minutes: float) -> int:
    """Return the number of the class that some minutes fall in; one past the last for no way at all.

    A way of exactly ten minutes is within ten minutes.

    Examples
    --------
    >>> minute_class(0), minute_class(10), minute_class(10.1), minute_class(500), minute_class(float("nan"))
    (0, 0, 1, 6, 7)
    """
    if math.isnan(minutes):
        return len(MINUTE_BREAKS)
    return max(0, bisect.bisect_left(MINUTE_BREAKS, minutes) - 1)


def change_class(minutes: float) -> int:
    """Return the number of the class of a way that has grown longer by some minutes, or shorter by less than none.

    A way of exactly ten minutes more is ten minutes longer.

    Examples
    --------
    >>> change_class(-25), change_class(-0.9), change_class(0.9), change_class(1), change_class(10), change_class(60)
    (0, 3, 3, 4, 5, 6)
    """
    classes = bisect.bisect_right(CHANGE_BREAKS, abs(minutes))
    return len(CHANGE_BREAKS) + (classes if minutes > 0 else -classes)
