"""The grid of a sheet in a workbook: columns so wide and rows so high that every text is seen whole."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

NARROWEST, WIDEST = 8, 60
"""Width of a column, in letters; a longer text goes on in the next line of its cell."""
ROOM = 3
"""Letters beside a text: its indent, and the mark of the filter in a heading."""
LINE_PT, HIGHEST_PT = 15.0, 409.0
"""Height of a line, and of the highest row that Excel has, points."""


def column_width(heading: str, texts: Sequence[str]) -> int:
    """Return how wide a column is: for its longest cell, and for the longest word of its heading.

    Examples
    --------
    >>> column_width("people outside the standard", ["1", "2"]), column_width("a", ["x" * 99])
    (11, 60)
    """
    longest = max(len(text) for text in (*heading.split(), *texts, ""))
    return min(WIDEST, max(NARROWEST, longest + ROOM))


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return how high a row is, points: for the cell with most lines.

    Examples
    --------
    >>> row_height(["one", "two"], [8, 8]), row_height(["", "three short words"], [8, 7])
    (15.0, 45.0)
    """
    lines = [len(textwrap.wrap(text, max(1, width - 1))) for text, width in zip(texts, widths, strict=True)]
    return min(HIGHEST_PT, LINE_PT * max(1, *lines))
