"""Tables of the terminal: a head, a rule, rows; numbers to the right and never broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table

from narvaro.language import cut

GAP = 2
NARROWEST_NAME = 8
"""How far a column of names may be squeezed before its words are broken."""


@dataclass(frozen=True)
class GridColumn:
    """A column: its head, and whether it holds numbers."""

    head: str
    number: bool = False


def grid(
    title: str,
    columns: Sequence[GridColumn],
    rows: Sequence[Sequence[str]],
    width: int,
    styles: Sequence[str] = (),
) -> Table:
    """Return a table no wider than the terminal; `styles` may give each row a colour that means something."""
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        header_style="",
    )
    rows = [[cut(cell) for cell in row] for row in rows]
    for column, wide in zip(columns, widths(columns, rows, width), strict=True):
        justify = "right" if column.number else "left"
        table.add_column(column.head, justify=justify, width=wide, overflow="fold", vertical="top")  # type: ignore[arg-type]
    for number, row in enumerate(rows):
        table.add_row(*row, style=styles[number] if styles else None)
    return table


def widths(columns: Sequence[GridColumn], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column is: all it needs, else names give way, the widest first, and numbers never.

    Examples
    --------
    >>> columns = [GridColumn("Group"), GridColumn("People", number=True)]
    >>> widths(columns, [["outer parts of the city", "1,234"]], 40)
    [23, 6]
    >>> widths(columns, [["outer parts of the city", "1,234"]], 20)
    [12, 6]
    """
    needed, least = [], []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        longest = max((len(cell) for cell in cells), default=0)
        head = max(len(word) for word in column.head.split()) if column.head else 0
        if column.number:
            needed.append(max(longest, head))
            least.append(needed[-1])
        else:
            word = max((len(word) for cell in cells for word in cell.split()), default=0)
            needed.append(max(longest, head))
            least.append(min(max(word, head, NARROWEST_NAME), needed[-1]))
    spare = sum(needed) + GAP * (len(columns) - 1) - width
    for floor in (least, [min(low, NARROWEST_NAME) for low in needed]):
        while spare > 0:
            open_to = [k for k, column in enumerate(columns) if not column.number and needed[k] > floor[k]]
            if not open_to:
                break
            needed[max(open_to, key=lambda k: needed[k])] -= 1
            spare -= 1
    return needed


def pairs(rows: Sequence[Sequence[str]]) -> Table:
    """Return a list of names and what they hold, without a head."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0))
    for row in rows:
        table.add_row(*row)
    return table
