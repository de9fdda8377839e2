"""How access looks in a terminal: a row for each group, everybody last, then standards and what to know."""

from __future__ import annotations

import math

import pandas as pd
from rich.table import Table
from rich.text import Text

from narvaro.access import AccessTable
from narvaro.access.measures import INEQUALITY_MEASURES
from narvaro.app.measures import Measured
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.case.region_names import RegionNames
from narvaro.case.standards import in_order
from narvaro.language import Names, number, percent, told
from narvaro.language.names import mode
from narvaro.sources import countries_of

MOST_GROUPS = 40
"""Groups shown in the terminal; those with the most people beyond the limit come first where there are more."""


def show(terminal: Terminal, measured: Measured, with_plan: bool) -> None:
    """Show who has how far."""
    table = measured.table
    terminal.show(group_table(terminal, measured, with_plan))
    if len(table.groups) > MOST_GROUPS:
        terminal.tell("app.access.more_groups", shown=MOST_GROUPS, groups=len(table.groups))
    if table.by is None and measured.case.groupings():
        terminal.tell("app.access.groupings", names=", ".join(measured.case.groupings()))
    if (uneven := evenness_table(terminal, table)) is not None:
        terminal.show(uneven)
    names = Names(countries_of(measured.case))
    if (own := standard_table(terminal, table.standards, names, hold=True)) is not None:
        terminal.show(own)
    terminal.gap()
    for note in table.notes:
        terminal.show(Text(f"- {note.text(terminal.lang)}"))
    if (others := standard_table(terminal, table.elsewhere, names, hold=False)) is not None:
        terminal.show(others)
    left = table.elsewhere.index[table.elsewhere["status"] == "not_measurable"]
    if len(left):
        called = [told(names.standard(str(name)), terminal.lang) for name in left]
        terminal.tell("app.access.elsewhere_left", standards=called)
    if measured.file is not None:
        terminal.tell("app.files_written", files=[str(measured.file)])


def group_table(terminal: Terminal, measured: Measured, with_plan: bool) -> Table:
    """Return a row for each group and one for everybody."""
    table, said = measured.table, terminal.say
    groups = table.groups
    if len(groups) > MOST_GROUPS:
        groups = groups.sort_values("people_beyond", ascending=False, kind="stable").head(MOST_GROUPS)
    elif table.by is not None:
        groups = groups.loc[in_order(map(str, groups.index))]
    names, places = Names(countries_of(measured.case)), RegionNames(measured.case).of(str(table.by))
    rows = [
        [
            told(names.group(str(table.by), str(group), places.get(str(group), "")), terminal.lang),
            *_cells(terminal, row),
        ]
        for group, row in groups.iterrows()
    ]
    rows.append([said("name.everyone"), *_cells(terminal, table.total)])
    limit = number(table.standard_min, terminal.lang)
    columns = [GridColumn(said("app.column.group"))] + [
        GridColumn(
            said(f"app.column.{name}", limit=limit)
            if name.endswith("beyond")
            else said(f"app.column.{name}"),
            True,
        )
        for name in ("people", "mean_min", "median_min", "p90_min", "people_beyond", "share_beyond")
    ]
    return grid(_title(terminal, table, with_plan), columns, rows, terminal.out.width)


def _title(terminal: Terminal, table: AccessTable, with_plan: bool) -> str:
    return terminal.say(
        "app.access.title_plan" if with_plan else "app.access.title",
        offices=len(table.open_sites),
        mode=told(mode(table.mode), terminal.lang),
        service=table.service or terminal.say("app.access.any_service"),
    )


def _cells(terminal: Terminal, row: pd.Series) -> list[str]:
    lang = terminal.lang
    minutes = [
        terminal.say("app.access.none") if math.isinf(row[name]) else number(row[name], lang, 1)
        for name in ("mean_min", "median_min", "p90_min")
    ]
    share = "–" if math.isnan(row["share_beyond"]) else percent(row["share_beyond"], lang, 1)
    return [number(row["people"], lang), *minutes, number(row["people_beyond"], lang), share]


def evenness_table(terminal: Terminal, table: AccessTable) -> Table | None:
    """Return the measures of inequality that a report sets side by side; None where nobody has a way to any office.

    What they were reckoned with, and parts that follow from others, are only in `--json`.
    """
    said, lang = terminal.say, terminal.lang
    values = table.inequality["value"]
    rows = [
        [said(f"access.measure.{measure.name}"), number(values[measure.name], lang, 3)]
        for measure in INEQUALITY_MEASURES
        if measure.compared and not math.isnan(values[measure.name])
    ]
    columns = [GridColumn(said("app.column.measure")), GridColumn(said("app.column.value"), number=True)]
    return grid(said("app.access.evenness"), columns, rows, terminal.out.width) if rows else None


def standard_table(terminal: Terminal, standards: pd.DataFrame, names: Names, *, hold: bool) -> Table | None:
    """Return the standards that can be measured here, None where there are none.

    Those that hold here are met or missed; of those of others, it is told what there is and no more.
    """
    standards = standards[standards["status"] != "not_measurable"]
    said, lang = terminal.say, terminal.lang
    rows = [
        [
            told(names.standard(str(name)), lang),
            percent(row["required_share"], lang),
            percent(row["share"], lang, 1),
            number(row["people_beyond"], lang),
            *([said(f"access.standard.{row['status']}")] if hold else []),
        ]
        for name, row in standards.iterrows()
    ]
    columns = [
        GridColumn(said("app.column.standard")),
        GridColumn(said("app.column.required"), number=True),
        GridColumn(said("app.column.reached"), number=True),
        GridColumn(said("app.column.people_outside"), number=True),
        *([GridColumn("")] if hold else []),
    ]
    title = said("app.access.standards" if hold else "app.access.elsewhere")
    return grid(title, columns, rows, terminal.out.width) if rows else None
