"""How a user's own tables were understood, column by column, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from narvaro.app.terminal import Terminal
from narvaro.app.understood import understood_table
from narvaro.app.views.grid import GridColumn, grid
from narvaro.sources.understood import UnderstoodColumn


def show(terminal: Terminal, columns: Sequence[UnderstoodColumn]) -> None:
    """Show every column of the tables, what it is taken as, an example and what was done to it."""
    table = understood_table(columns, terminal.lang).drop(columns=terminal.say("understood.head.file"))
    heads = [GridColumn(head) for head in table.columns]
    rows = table.to_numpy(str).tolist()
    terminal.show(grid(terminal.say("understood.title"), heads, rows, terminal.out.width))
    terminal.gap()
