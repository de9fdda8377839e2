"""How the network through time looks in a terminal: years, groups, what events did, counts, a plan beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from narvaro.app.history import Followed, event_rows
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.case.standards import in_order
from narvaro.explain.history import band_note
from narvaro.language import Names, number, told
from narvaro.language.names import EVERYONE, mode
from narvaro.sources import countries_of

MOST_EVENTS, MOST_GROUPS = 15, 40
"""Rows shown; the files have all."""
ROOM_OF_NAMES, ROOM_OF_A_YEAR = 22, 11
MOVES = ("opened", "closed")


def show(terminal: Terminal, followed: Followed) -> None:
    """Show the network through time."""
    terminal.show(Text(followed.finding.text(terminal.lang)))
    terminal.show(_years(terminal, followed))
    if followed.history.people_known or followed.history.travel_known:
        terminal.show(_parts(terminal, followed))
    if followed.history.groups:
        terminal.show(_groups(terminal, followed))
    events = event_rows(followed.case, followed.history)
    _show_events(terminal, followed, events[events["event"].isin(MOVES)], "moves")
    _show_events(terminal, followed, events[~events["event"].isin(MOVES)], "others")
    if len(followed.counts):
        terminal.show(_counts(terminal, followed))
    _show_plan(terminal, followed)
    terminal.gap()
    for note in followed.notes:
        terminal.show(Text(f"- {note.text(terminal.lang)}"))
    terminal.tell("app.files_written", files=[str(path) for path in followed.files])


def _band(terminal: Terminal, low: float, high: float, decimals: int = 0) -> str:
    return "–" if low != low else band_note(low, high, decimals).text(terminal.lang)


def _ends(terminal: Terminal, band: pd.DataFrame, year: int, decimals: int = 0) -> str:
    low, high = (float(band[column][year]) for column in band)
    return _band(terminal, low, high, decimals)


def _columns(terminal: Terminal, *names: str, text: Sequence[str] = (), **data: str) -> list[GridColumn]:
    return [GridColumn(terminal.say(f"app.column.{name}", **data), name not in text) for name in names]


def _years(terminal: Terminal, followed: Followed) -> Table:
    """Return a row a year: offices, the mean way, its change, who is beyond the limit, and Gini."""
    history, lang = followed.history, terminal.lang
    mean, beyond = history.band("mean_min"), history.band("people_beyond")
    change = history.changes[history.changes["group"] == EVERYONE].set_index("year")["change_min"]
    gini = history.inequality[history.inequality["measure"] == "gini"].groupby("year")["value"]
    rows = []
    for year in history.years:
        moved = change.loc[[year]] if year in change.index else pd.Series([float("nan")])
        cells = (
            _ends(terminal, history.offices, year),
            _ends(terminal, mean, year, 1),
            _band(terminal, moved.min(), moved.max(), 1),
            _ends(terminal, beyond, year),
            _band(terminal, gini.min()[year], gini.max()[year], 3),
        )
        rows.append([str(year), *cells])
    columns = _columns(
        terminal,
        "year",
        "offices",
        "mean_min",
        "change_min",
        "people_beyond",
        "gini",
        text=("year",),
        limit=number(history.standard_min, lang),
    )
    title = terminal.say("app.history.years", mode=told(mode(history.mode), lang))
    return grid(title, columns, rows, terminal.out.width)


def _parts(terminal: Terminal, followed: Followed) -> Table:
    """Return a row for two following years: the change of everyone's mean way, and its parts."""
    history = followed.history
    own = history.changes[history.changes["group"] == EVERYONE]
    names = ("change_min", "decisions", "people", "travel")
    rows = []
    for (before, after), ends in own.groupby(["from", "year"], sort=False):
        cells = [_band(terminal, ends[name].min(), ends[name].max(), 2) for name in names]
        rows.append([f"{before}–{after}", *cells])
    heads = ("year", "change_min", "by_decisions", "by_people", "by_travel")
    return grid(
        terminal.say("app.history.parts"),
        _columns(terminal, *heads, text=("year",)),
        rows,
        terminal.out.width,
    )


def _groups(terminal: Terminal, followed: Followed) -> Table:
    """Return a row a group with its mean way by year: the first, and as many of the last as there is room for."""
    history, lang = followed.history, terminal.lang
    room = max(2, (terminal.out.width - ROOM_OF_NAMES) // ROOM_OF_A_YEAR)
    years = (history.years[0], *history.years[1:][-(room - 1) :])
    groups, names = in_order(history.groups), Names(countries_of(followed.case))
    if len(groups) > MOST_GROUPS:
        people = history.band("people", EVERYONE).index
        last = history.access[(history.access["year"] == people[-1]) & (history.access["end"] == "least")]
        lived = last.set_index("group")["people"]
        groups = sorted(groups, key=lambda group: -lived[group])[:MOST_GROUPS]
    rows = []
    for group in (*groups, EVERYONE):
        band = history.band("mean_min", group)
        called = (
            terminal.say("name.everyone")
            if group == EVERYONE
            else told(names.group(str(history.by), group), lang)
        )
        rows.append([called, *(_ends(terminal, band, year, 1) for year in years)])
    columns = [
        *_columns(terminal, "group", text=("group",)),
        *(GridColumn(str(year), True) for year in years),
    ]
    return grid(terminal.say("app.history.groups"), columns, rows, terminal.out.width)


def _show_events(terminal: Terminal, followed: Followed, events: pd.DataFrame, kind: str) -> None:
    """Show what events did, those that surely touched most first: openings and closings with minutes."""
    if events.empty:
        return
    measure = "person_min" if kind == "moves" else "people"
    surely = events[[f"{measure}_low", f"{measure}_high"]].abs().min(axis=1)
    shown = events.loc[surely.sort_values(ascending=False, kind="stable").index].head(MOST_EVENTS)
    names, lang, by = Names(countries_of(followed.case)), terminal.lang, followed.history.by
    rows = []
    for event in shown.to_dict("records"):
        people = (event["people_low"], event["people_high"])
        cells = [_when(terminal, event), _what(terminal, event), event["name"], _band(terminal, *people)]
        if kind == "moves":
            cells.append(_signed(terminal, event["min_each_low"], event["min_each_high"]))
        if by is not None:
            cells.append(told(names.group(by, event["most_in"]), lang) if event["most_in"] else "–")
        rows.append(cells)
    heads = ["when", "what", "office", "people_other_way" if kind == "moves" else "people_nearest"]
    heads += ["min_each"] if kind == "moves" else []
    heads += ["most_in"] if by is not None else []
    columns = _columns(terminal, *heads, text=("when", "what", "office", "most_in"))
    terminal.show(grid(terminal.say(f"app.history.{kind}"), columns, rows, terminal.out.width))
    if len(events) > len(shown):
        terminal.tell("app.history.more_events", shown=len(shown), events=len(events))


def _signed(terminal: Terminal, low: float, high: float) -> str:
    """Return minutes with a plus where they are more than before."""
    return ("+" if min(low, high) > 0 else "") + _band(terminal, low, high, 1)


def _when(terminal: Terminal, event: Mapping[Any, Any]) -> str:
    """Return when, as it is written: a date, or the ends of a span."""
    if event["date"]:
        return str(event["date"])
    ends = {"first": event["from"], "last": event["to"]}
    key = (
        "between" if all(ends.values()) else "from" if ends["first"] else "by" if ends["last"] else "unknown"
    )
    return terminal.say(f"app.history.when.{key}", **ends)


def _what(terminal: Terminal, event: Mapping[Any, Any]) -> str:
    what = terminal.say(f"app.history.what.{event['event']}", detail=event["detail"])
    return terminal.say("app.history.what.assumed", what=what) if event["origin"] == "assumed" else what


def _counts(terminal: Terminal, followed: Followed) -> Table:
    """Return a row a count: how many offices there were by a source, and how many by the rows."""
    rows = [
        [str(day), number(counted, terminal.lang), _band(terminal, least, most)]
        for day, counted, least, most in followed.counts.itertuples(index=False, name=None)
    ]
    columns = _columns(terminal, "day", "counted", "by_events", text=("day",))
    return grid(terminal.say("app.history.counts"), columns, rows, terminal.out.width)


def _show_plan(terminal: Terminal, followed: Followed) -> None:
    """Show a plan beside what happened, and what became of its actions."""
    plan = followed.plan
    if plan is None:
        return
    rows = [
        [
            str(year),
            number(row["planned_offices"], terminal.lang),
            _band(terminal, row["least"], row["most"]),
            number(row["planned_min"], terminal.lang, 1),
            _band(terminal, row["low"], row["high"], 1),
        ]
        for year, row in plan.years.iterrows()
    ]
    heads = ("year", "offices_planned", "offices", "mean_planned", "mean_min")
    columns = _columns(terminal, *heads, text=("year",))
    terminal.show(grid(terminal.say("app.history.plan"), columns, rows, terminal.out.width))
    events = followed.case.register.events
    table = followed.case.events
    done = []
    for action in plan.actions.to_dict("records"):
        event = events[action["event"]] if action["event"] >= 0 else None
        when = "–" if event is None else _when(terminal, table.iloc[event.row].to_dict())
        site = "" if event is None or action["fate"] == "there" else _name(followed, event.site_id)
        fate = terminal.say(f"app.history.fate.{action['fate']}", site=site)
        done.append(
            [str(action["year"]), terminal.say(f"action.{action['action']}"), action["name"], fate, when]
        )
    columns = _columns(terminal, *(heads := ("year", "action", "office", "fate", "when")), text=heads)
    terminal.show(grid(terminal.say("app.history.actions"), columns, done, terminal.out.width))
    terminal.tell("app.history.not_planned", n=len(plan.others))


def _name(followed: Followed, site: str) -> str:
    events = event_rows(followed.case, followed.history)
    return str(events.loc[events["site_id"] == site, "name"].iloc[0])
