"""How finished travel times look in a terminal: the modes, points that no street is near, what timetables lack."""

from __future__ import annotations

from rich.text import Text

from narvaro.app.terminal import Terminal
from narvaro.app.travelling import Travelled
from narvaro.app.views.grid import GridColumn, grid
from narvaro.language import names, told


def show(terminal: Terminal, done: Travelled) -> None:
    """Show what was made."""
    said, lang, times = terminal.say, terminal.lang, done.times
    rows = [
        [told(names.mode(mode), lang), names.made_of((times.labels or {}).get(mode, ""), lang)]
        for mode in times.modes
    ]
    columns = [GridColumn(said("app.column.mode")), GridColumn(said("app.column.made_of"))]
    data = {"areas": len(times.area_ids), "sites": len(times.site_ids), "minutes": times.max_min}
    terminal.show(Text(said("app.travel.made", **data)))
    terminal.gap()
    terminal.show(grid("", columns, rows, terminal.out.width))
    for notice in times.notices:
        terminal.show(Text(notice.text(lang)))
