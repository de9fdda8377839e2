"""How load looks in a terminal: a row for each office, the fullest first, then the years, and what to know."""

from __future__ import annotations

import math

import pandas as pd
from rich.table import Table
from rich.text import Text

from narvaro.app.loads import Loaded
from narvaro.app.plans import Planned
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.case.region_names import RegionNames
from narvaro.explain.load import (
    AFTER,
    BEFORE,
    CROWDED,
    load_by_year,
    loads_of,
    newly_full,
    open_sizes,
)
from narvaro.explain.said.facts import full_name
from narvaro.explain.said.load import apart, fullest, how, now, passing, staff
from narvaro.language import Names, Note, number, percent, told
from narvaro.language.names import mode
from narvaro.sources import countries_of

MOST_ROWS = 25
"""Offices or groups shown in the terminal, the fullest."""
STYLE = "yellow"
"""What is over one and a half times its room."""


def show(terminal: Terminal, loaded: Loaded) -> None:
    """Show how offices fill."""
    rows = loaded.offices if loaded.groups is None else loaded.groups
    here = rows if loaded.groups is not None else rows[rows[f"size_{loaded.when}"] != ""]
    terminal.show(_offices(terminal, loaded, here) if loaded.groups is None else _groups(terminal, loaded))
    if len(here) > MOST_ROWS:
        terminal.tell("app.load.more", shown=MOST_ROWS, rows=len(here))
    if loaded.when == AFTER:
        terminal.show(_years(terminal, loaded))
    terminal.gap()
    for line in _lines(terminal, loaded):
        terminal.show(Text(line))
    if loaded.file is not None:
        terminal.tell("app.files_written", files=[str(loaded.file)])


def _offices(terminal: Terminal, loaded: Loaded, here: pd.DataFrame) -> Table:
    """Return a row for each of the fullest offices."""
    when, names = loaded.when, Names(countries_of(loaded.case))
    shown = here.head(MOST_ROWS)
    rows, styles = [], []
    for _, row in shown.iterrows():
        share = float(row[f"share_of_room_{when}"])
        today = [_share(terminal, float(row[f"share_of_room_{BEFORE}"]))] if when == AFTER else []
        rows.append(
            [
                full_name(str(row["name"]), str(row["municipality"])),
                told(names.size(str(row[f"size_{when}"])), terminal.lang),
                *_figures(terminal, row, f"_{when}", today),
            ]
        )
        styles.append(STYLE if share > CROWDED else "")
    columns = [GridColumn(terminal.say("app.column.office")), GridColumn(terminal.say("app.column.size"))]
    key = "app.load.title_plan" if when == AFTER else "app.load.title"
    return grid(
        terminal.say(key),
        [*columns, *_columns(terminal, loaded, when == AFTER)],
        rows,
        terminal.out.width,
        styles,
    )


def _groups(terminal: Terminal, loaded: Loaded) -> Table:
    """Return a row for each of the fullest groups of offices."""
    assert loaded.groups is not None
    rows, names = [], RegionNames(loaded.case)
    for _, row in loaded.groups.head(MOST_ROWS).iterrows():
        counts = [number(float(row[name]), terminal.lang) for name in ("offices", "crowded")]
        code = str(row["group"])
        label = names.name(str(loaded.by), code) if code else terminal.say("name.unknown")
        rows.append([label, *counts, *_figures(terminal, row, "", [])])
    columns = [
        GridColumn(terminal.say("app.column.group")),
        GridColumn(terminal.say("app.column.offices"), True),
        GridColumn(terminal.say("app.column.crowded"), True),
        *_columns(terminal, loaded, False),
    ]
    key = "app.load.title_plan" if loaded.when == AFTER else "app.load.title"
    return grid(terminal.say(key), columns, rows, terminal.out.width)


def _columns(terminal: Terminal, loaded: Loaded, today: bool) -> list[GridColumn]:
    names = ["visits", "room", "of_room", *(["of_room_today"] if today else []), "staff_needed", "staff"]
    return [
        *(GridColumn(terminal.say(f"app.column.{name}"), True) for name in names),
        GridColumn(terminal.say("app.column.cost_visit", money=loaded.case.money.label), True),
    ]


def _figures(terminal: Terminal, row: pd.Series, ending: str, today: list[str]) -> list[str]:
    lang = terminal.lang

    def figure(name: str) -> str:
        value = float(row[f"{name}{ending}"])
        return "–" if math.isnan(value) else number(value, lang)

    share = _share(terminal, float(row[f"share_of_room{ending}"]))
    return [
        figure("visits"),
        figure("room"),
        share,
        *today,
        figure("staff_needed"),
        figure("staff"),
        figure("cost_visit"),
    ]


def _share(terminal: Terminal, value: float) -> str:
    return "–" if math.isnan(value) else percent(value, terminal.lang, 0)


def _years(terminal: Terminal, loaded: Loaded) -> Table:
    """Return the whole network, a row for today and for each year."""
    names = ("offices", "full", "crowded", "visits", "room", "staff_needed", "staff")
    rows = [
        [
            terminal.say("app.column.today") if row["when"] == BEFORE else str(row["when"]),
            *(number(float(row[name]), terminal.lang) for name in names),
        ]
        for _, row in loaded.years.iterrows()
        if row["when"] != AFTER
    ]
    columns = [
        GridColumn(terminal.say("app.column.year")),
        *(GridColumn(terminal.say(f"app.column.{name}"), True) for name in names),
    ]
    return grid(terminal.say("app.load.years"), columns, rows, terminal.out.width)


def _lines(terminal: Terminal, loaded: Loaded) -> list[str]:
    """Return how many offices pass their room, which fill most, the staff, and by which assignment."""
    rows = {str(row["when"]): row for _, row in loaded.years.iterrows()}
    was = rows[BEFORE]
    offices = loaded.offices.assign(
        place=[
            full_name(str(name), str(town))
            for name, town in zip(loaded.offices["name"], loaded.offices["municipality"], strict=True)
        ]
    )
    by = mode(loaded.policy.objective.mode)
    sent_by = loaded.loads[loaded.when].by
    if loaded.when == AFTER:
        told_of = [passing(kind, rows[AFTER], was) for kind in ("crowded", "full")]
        people = staff(rows[AFTER], was)
    else:
        told_of = [now(kind, was) for kind in ("crowded", "full")]
        people = staff(was)
    first = fullest(offices, loaded.when)
    told_of += [
        *([first] if first else []),
        people,
        how(sent_by, by, loaded.policy.limits.visits_per_person),
        *apart(rows[loaded.when], sent_by, loaded.case.people_total),
    ]
    return [note.sentence(terminal.lang) for note in told_of]


def show_filling(terminal: Terminal, planned: Planned) -> None:
    """Say of a plan how many offices get more visits than they have room for at the end, and which not so today."""
    if terminal.machine:
        return
    case, plan = planned.case, planned.plan
    networks = {BEFORE: case.sizes_today, AFTER: plan.networks(case).iloc[:, -1]}
    by_site = {when: open_sizes(case, sizes) for when, sizes in networks.items()}
    loads = loads_of(case, plan.policy, planned.travel, by_site)
    was, then = (row for _, row in load_by_year(loads).iterrows())
    new = [str(case.sites["name"][site]) for site in newly_full(loads[AFTER], loads[BEFORE])]
    notes = [passing("full", then, was)] if then["full"] or was["full"] else []
    notes += [Note("said.load.newly", {"n": len(new), "names": new})] if then["full"] else []
    for note in notes:
        terminal.show(Text(note.sentence(terminal.lang)))
