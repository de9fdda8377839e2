"""What the terminal shows of a plan that was asked: what if, why, and what each rule costs."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite, isnan
from pathlib import Path

from rich.table import Table
from rich.text import Text

from narvaro.app.asking import AskedPlan, PriceRow, RulePrices
from narvaro.app.asking_kept import KeptAnswers
from narvaro.app.asking_why import Why
from narvaro.app.plans import Planned
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.app.views.kept_view import show_next
from narvaro.app.views.plan_view import broken_lines
from narvaro.case import Case
from narvaro.explain.proof import what_else
from narvaro.explain.unknown import extra_minutes
from narvaro.explain.what_if import WhatIfSaid
from narvaro.language import Names, number, percent, told
from narvaro.language.money import decimals_of
from narvaro.plan import Plan
from narvaro.plan.prices import unpriced
from narvaro.plan.takes import MoneyItTakes
from narvaro.plan.takes_need import NeedItTakes
from narvaro.sources import countries_of

MONEY_ALWAYS, MONEY_WHERE_ANY = ("appropriation", "spent", "carried"), ("lapsed", "credit")
MOST_OFFICES = 6
"""Offices whose load is shown; the answer for machines has all."""


def show_what_if(terminal: Terminal, asked: AskedPlan) -> None:
    """Show the plan at hand, mine and the best side by side, what mine breaks and what it costs."""
    said, lang, answer = asked.said, terminal.lang, asked.answer
    what = [note.text(lang) for note in said.asked]
    terminal.show(Text(terminal.say("app.ask.what_if", what=what), style="bold"))
    if asked.planned.kept is not None:
        terminal.tell("app.ask.asked_plan", name=asked.planned.kept.name)
    terminal.show(plans_table(terminal, asked))
    _extra_minutes(terminal, asked.planned)
    terminal.gap()
    broken = broken_lines(answer.mine, lang, asked.planned.case)
    terminal.tell("app.ask.breaks" if broken else "app.ask.keeps_rules", n=len(broken))
    for line in broken:
        terminal.show(Text(f"  {line}", style="yellow"))
    if answer.best is not None or answer.clashes:
        terminal.gap()
        terminal.tell("app.ask.price" if answer.best is not None else "app.ask.no_plan")
        for note in said.price:
            terminal.show(Text(f"  {note.text(lang)}"))
    if len(said.places):
        terminal.show(places_table(terminal, said, asked.planned.case))
        if len(said.groups):
            terminal.show(groups_table(terminal, asked))
        if len(said.loads):
            terminal.show(loads_table(terminal, said))
    if asked.left_out or not (answer.best or answer.clashes):
        terminal.gap()
    for note in asked.left_out:
        terminal.show(Text(note.sentence(lang)))
    if not (answer.best or answer.clashes):
        terminal.tell("app.ask.mine_only")


def _extra_minutes(terminal: Terminal, planned: Planned) -> None:
    """Say what the goal adds to the way to some offices: else a shorter way looks worse for no reason."""
    for note in extra_minutes(planned.plan.policy, planned.case):
        terminal.show(Text(note.text(terminal.lang)))


def show_kept(terminal: Terminal, folder: Path, names: KeptAnswers, plan: Plan) -> None:
    """Say what the answers are kept as, and how one of them comes into force: `plan`, the best or else mine."""
    terminal.gap()
    terminal.tell("app.ask.kept_both" if names.best else "app.ask.kept_mine", **asdict(names))
    show_next(terminal, folder, names.best or names.mine, plan)


def plans_table(terminal: Terminal, asked: AskedPlan) -> Table:
    """Return the figures of the plans, a column each."""
    said, lang = terminal.say, terminal.lang
    plans, money = asked.said.plans, asked.planned.plan.money.label
    exact = decimals_of(money, exact=True)

    def row(head: str, name: str, decimals: int) -> list[str]:
        return [head, *(_figure(plans.at[one, name], lang, decimals) for one in plans.index)]

    each = (asked.planned.plan, asked.answer.mine, asked.answer.best)
    broken = [len(broken_lines(one, lang)) for one in each if one is not None]
    unit = said(f"unit.{asked.planned.plan.objective.unit}")
    rows = [
        row(said("app.ask.row.value", unit=unit), "value", 0),
        [said("app.ask.row.worse"), *(_share(figure, lang) for figure in plans["worse_share"])],
        [said("app.ask.row.broken"), *(number(count, lang) for count in broken)],
        row(said("app.ask.row.minutes"), "mean_min", 2),
        row(said("app.ask.row.offices"), "offices", 0),
        row(said("app.ask.row.shorter"), "shorter", 0),
        row(said("app.ask.row.longer"), "longer", 0),
    ]
    for column in plans.columns:
        kind, _, year = str(column).partition("_")
        if kind in MONEY_ALWAYS or (kind in MONEY_WHERE_ANY and plans[column].any()):
            rows.append(row(said(f"app.ask.row.{kind}", year=year, money=money), str(column), exact))
    heads = [said(f"app.ask.column.{name}") for name in plans.index]
    return grid(
        "", [GridColumn(""), *(GridColumn(head, number=True) for head in heads)], rows, terminal.out.width
    )


def _figure(value: object, lang: str, decimals: int) -> str:
    figure = float(value)  # type: ignore[arg-type]
    return "–" if isnan(figure) else number(figure, lang, decimals)


def _share(value: float, lang: str) -> str:
    return "–" if isnan(value) else percent(value, lang, 3)


def places_table(terminal: Terminal, found: WhatIfSaid, case: Case) -> Table:
    """Return where ways change most: in which municipalities, or areas where the case has no municipalities."""
    said, lang = terminal.say, terminal.lang
    figures = found.places[["people", "longer", "shorter", "change_min"]].to_numpy(float)
    rows = [
        [str(name), *(number(figure, lang, 0) for figure in row[:3]), number(row[3], lang, 1)]
        for name, row in zip(found.places.index, figures.tolist(), strict=True)
    ]
    columns = [
        GridColumn(said("app.ask.place.name" if "municipality" in case.areas else "app.ask.place.area")),
        *(
            GridColumn(said(f"app.ask.place.{name}"), number=True)
            for name in ("people", "longer", "shorter", "change")
        ),
    ]
    return grid(said("app.ask.places"), columns, rows, terminal.out.width)


def groups_table(terminal: Terminal, asked: AskedPlan) -> Table:
    """Return how ways change for each kind of people."""
    say, lang, names = terminal.say, terminal.lang, Names(countries_of(asked.planned.case))
    rows = []
    for row in asked.said.groups.reset_index().to_dict("records"):
        kind = told(names.group(row["grouping"], row["group"]), lang)
        figures = [number(row[name], lang, 0) for name in ("people", "longer", "shorter")]
        minutes = [number(row[name], lang, 1) for name in ("before_min", "after_min")]
        rows.append([kind, *figures, *minutes])
    heads = [say(f"app.ask.place.{name}") for name in ("people", "longer", "shorter")]
    heads += [say("app.ask.group.before"), say("app.ask.group.after")]
    columns = [GridColumn(""), *(GridColumn(head, number=True) for head in heads)]
    return grid(say("app.ask.groups"), columns, rows, terminal.out.width)


def loads_table(terminal: Terminal, found: WhatIfSaid) -> Table:
    """Return the offices whose visits change most."""
    say, lang = terminal.say, terminal.lang
    names = ("visits_before", "visits_after", "share_of_room_before", "share_of_room_after")
    rows = []
    for _, row in found.loads.head(MOST_OFFICES).iterrows():
        visits = [_figure(row[name], lang, 0) for name in names[:2]]
        shares = ["–" if isnan(row[name]) else percent(row[name], lang, 0) for name in names[2:]]
        rows.append([str(row["name"]), *visits, *shares])
    columns = [GridColumn(say("app.ask.office"))]
    columns += [GridColumn(say(f"app.ask.load.{name}"), number=True) for name in names]
    return grid(say("app.ask.loads", n=len(found.loads), shown=len(rows)), columns, rows, terminal.out.width)


def show_why(terminal: Terminal, why: Why) -> None:
    """Show what the plan does at a place, why, and what is known of the other way."""
    lang = terminal.lang
    terminal.show(Text(why.title.text(lang), style="bold"))
    for note in why.notes:
        terminal.show(Text(f"  {note.text(lang)}"))


def show_what_it_takes(terminal: Terminal, why: Why) -> None:
    """Show what would make a plan that goes the other way as good, and what the minutes rest on."""
    what = what_else(why.planned.case, why.site_id, why.end).text(terminal.lang)
    if why.takes is not None:
        _show_money(terminal, why, why.takes, what)
    if why.takes_need is not None:
        _show_need(terminal, why.takes_need, what)
    if why.out_of_reach:
        terminal.gap()
        terminal.tell("app.ask.takes_not_asked")
    for note in why.basis:
        terminal.gap()
        terminal.show(Text(note.text(terminal.lang)))


def _show_money(terminal: Terminal, why: Why, takes: MoneyItTakes, what: str) -> None:
    terminal.gap()
    money = why.planned.plan.money.label
    low, high = takes.not_enough, takes.enough
    key = "takes_more" if not isfinite(high) else "takes" if low > 0 else "takes_most"
    terminal.tell(f"app.ask.{key}", low=low, high=high, money=money, what=what)
    if takes.size and len(why.planned.case.sizes) > 1:
        size = Names(countries_of(why.planned.case)).size(takes.size)
        terminal.tell("app.ask.takes_size", size=told(size, terminal.lang))
    if why.takes_as_is is not None:
        low, high = why.takes_as_is.not_enough, why.takes_as_is.enough
        key = "takes_as_is_more" if not isfinite(high) else "takes_as_is" if low > 0 else "takes_as_is_most"
        terminal.tell(f"app.ask.{key}", low=low, high=high, money=money)


def _show_need(terminal: Terminal, takes: NeedItTakes, what: str) -> None:
    """Show the bracket on the need weight; times over 1 are proven not to be enough, 1 is how they count now."""
    terminal.gap()
    low, high, most = takes.not_enough, takes.enough, takes.most
    if not takes.areas:
        key = "need_nobody"
    elif isfinite(high):
        key = "need" if low > 1 else "need_most"
    else:
        key = "need_never" if low == most else "need_more" if low > 1 else "need_unknown"
    terminal.tell(
        f"app.ask.{key}",
        low=low,
        high=high,
        most=most,
        people=takes.people,
        need=takes.need,
        weight=takes.need * high,
        what=what,
    )


def _price_cells(terminal: Terminal, row: PriceRow) -> list[str]:
    """Return the figures of a price: goal, minutes, people beyond, offices, and what is proven of them."""
    said, lang = terminal.say, terminal.lang
    if row.worse_share is None:
        return ["–", "–", "–", "–", said("app.ask.none")]
    proof = said("status.optimal") if row.gap == 0 else said("app.ask.open", gap=percent(row.gap, lang, 3))
    figures = [number(row.mean_min, lang, 2), number(row.beyond, lang, 0), number(row.offices, lang, 0)]
    return [percent(row.worse_share, lang, 3), *figures, proof]


def show_prices(terminal: Terminal, priced: RulePrices) -> None:
    """Show the best plan without each rule beside the plan, a row each, and why there is none where there is none."""
    said, lang, money = terminal.say, terminal.lang, priced.planned.plan.money.label
    the_plan, *changed = priced.rows
    rows = [[said("app.price.the_plan"), *_price_cells(terminal, the_plan)]]
    for group, tighter in (("taken_off", False), ("put_on", True)):
        some = [row for row in changed if row.tighter == tighter]
        if some:
            rows.append([said(f"app.price.{group}"), *[""] * 5])
        rows += [[said(f"app.price.{row.kind}", money=money), *_price_cells(terminal, row)] for row in some]
    columns = [GridColumn(said("app.price.column.rule"))]
    columns += [
        GridColumn(said(f"app.price.column.{name}"), number=True) for name in ("value", "minutes", "beyond")
    ]
    columns += [
        GridColumn(said("app.column.offices"), number=True),
        GridColumn(said("app.price.column.proof")),
    ]
    terminal.show(grid(said("app.price.title"), columns, rows, terminal.out.width))
    terminal.gap()
    terminal.tell("app.price.meaning")
    terminal.show(Text(priced.counted.text(lang)))
    _extra_minutes(terminal, priced.planned)
    terminal.tell("app.price.unpriced", settings=list(unpriced(priced.planned.plan.policy)))
    for row in priced.rows:
        for clash in row.clashes:
            terminal.show(
                Text(f"- {said(f'app.price.{row.kind}', money='')}: {clash.text(lang)}", style="yellow")
            )
