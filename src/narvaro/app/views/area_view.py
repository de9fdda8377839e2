"""What a plan means for an area, on the terminal."""

from __future__ import annotations

from math import isnan

from rich.table import Table
from rich.text import Text

from narvaro.app.asking_area import AskedArea
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.explain.why_area import area_title
from narvaro.language import names, number, told


def show_area(terminal: Terminal, asked: AskedArea) -> None:
    """Show the area's nearest offices now and after the plan, and what would bring it within the standard."""
    lang, found = terminal.lang, asked.found
    terminal.show(Text(area_title(found).text(lang), style="bold"))
    terminal.show(_ways(terminal, asked))
    terminal.gap()
    for note in found.notes:
        terminal.show(Text(f"  {note.text(lang)}"))


def _ways(terminal: Terminal, asked: AskedArea) -> Table:
    """Return the nearest offices; services with the same ones share a row."""
    said, lang, ways = terminal.say, terminal.lang, asked.found.ways
    called = {service.id: service.name(lang) for service in asked.planned.case.services}
    figures = ["office_before", "min_before", "office_after", "min_after", "limit_min"]
    rows = []
    for (mode, *_), alike in ways.groupby(["mode", *figures], sort=False, dropna=False):
        given = ", ".join(called[service] for service in alike["service"])
        row = [told(names.mode(str(mode)), lang)]
        if len(called) > 1:
            row.append(said("app.area.every") if len(alike) == len(called) else given)
        way = alike.iloc[0]
        for when in ("before", "after"):
            row += [str(way[f"office_{when}"]) or "–", _minutes(float(way[f"min_{when}"]), lang)]
        rows.append([*row, number(float(way["limit_min"]), lang, 0)])
    columns = [GridColumn(said("app.area.mode"))]
    columns += [GridColumn(said("app.area.service"))] * (len(called) > 1)
    for when in ("before", "after"):
        columns += [
            GridColumn(said(f"app.area.office_{when}")),
            GridColumn(said("app.area.min"), number=True),
        ]
    columns.append(GridColumn(said("app.area.limit"), number=True))
    return grid(said("app.area.ways"), columns, rows, terminal.out.width)


def _minutes(value: float, lang: str) -> str:
    return "–" if isnan(value) else number(value, lang, 0)
