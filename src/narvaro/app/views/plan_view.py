"""How a plan looks in a terminal: ledger, actions by year, what was locked, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from narvaro.app.plans import Planned
from narvaro.app.terminal import Terminal
from narvaro.app.views import load_view, road_view
from narvaro.app.views.grid import GAP, GridColumn, grid
from narvaro.case import Case
from narvaro.case.days import days_between
from narvaro.case.money import Size
from narvaro.explain.broken import broken_notes
from narvaro.explain.road import closes_though_money_rises, rent_goes_on
from narvaro.explain.unknown import assumed_offices
from narvaro.language import Names, by_years, number, percent, told
from narvaro.language.money import decimals_of
from narvaro.plan import Action, Plan
from narvaro.plan.ledger import money_by_year
from narvaro.sources import countries_of

STYLES = {"open": "cyan", "close": "yellow"}
ASSUMED, LEAVES = "*", "†"
MOST_NAMES = 5
COSTS = ["running", "opening", "closing", "resizing"]
LEDGER = ["brought", "appropriation", *COSTS, "spent", "lapsed", "carried", "credit"]
ALWAYS = ("brought", "appropriation", "spent", "carried")


def show(terminal: Terminal, planned: Planned) -> None:
    """Show a plan to a person."""
    plan = planned.plan
    terminal.show(Text(_headline(terminal, plan)))
    closings = {action.site_id: year for year, action in plan.actions if action.action == "close"}
    although = closes_though_money_rises(planned.case, plan.policy.money.change, len(closings))
    if although is not None:
        terminal.show(Text(although.text(terminal.lang), style="bold"))
    terminal.show(measure_table(terminal, plan), *ledger_tables(terminal, plan))
    month, last = plan.policy.limits.closing_month, plan.years[-1].year
    rent = rent_goes_on(planned.case, closings, month, last)
    if rent is not None:
        terminal.show(Text(rent.text(terminal.lang)))
    road_view.show(terminal, planned)
    load_view.show_filling(terminal, planned)
    if plan.years[0].earmark is not None:
        terminal.show(earmark_table(terminal, plan))
    if plan.actions:
        terminal.show(
            action_table(terminal, plan, Names(countries_of(planned.case)), planned.case.sizes),
            *map(Text, mark_lines(terminal, plan, Names(countries_of(planned.case)))),
        )
    else:
        terminal.tell("app.plan.no_actions")
    terminal.gap()
    for line in locked_lines(terminal, plan):
        terminal.show(Text(line))
    for note in assumed_offices(plan.counts.get("offices_assumed") or 0, plan.counts["offices_before"] or 0):
        terminal.show(Text(note.text(terminal.lang)))
    if plan.broken:
        terminal.gap()
        terminal.tell("app.plan.breaks", n=plan.rules_broken)
        for line in broken_lines(plan, terminal.lang, planned.case):
            terminal.show(Text(line, style="yellow"))
        terminal.gap()
    terminal.show(Text(proof_line(terminal, plan), style="bold"))
    if plan.bound_rests_on == "highs":
        terminal.tell("app.plan.rests_highs")


def _headline(terminal: Terminal, plan: Plan) -> str:
    counts, kinds = plan.counts, Counter(action.action for _, action in plan.actions)
    first, last = plan.years[0].year, plan.years[-1].year
    return terminal.say(
        "app.plan.headline",
        scenario=plan.scenario,
        years=str(first) if first == last else f"{first}–{last}",
        before=counts["offices_before"],
        after=counts["offices_after"],
        opened=kinds["open"],
        closed=kinds["close"],
        resized=kinds["resize"],
    )


def measure_table(terminal: Terminal, plan: Plan) -> Table:
    """Return what the plan makes small, today and with the plan."""
    lang, said = terminal.lang, terminal.say
    rows = [
        [
            said(f"part.{part.name}"),
            said(f"unit.{part.unit}"),
            number(part.before, lang, _decimals(part.before)),
            number(part.after, lang, _decimals(part.before)),
            number(part.last_year, lang, _decimals(part.before)),
        ]
        for part in plan.objective.parts
    ]
    columns = [
        GridColumn(said("app.column.measure")),
        GridColumn(said("app.column.unit")),
        GridColumn(said("app.column.today"), number=True),
        GridColumn(said("app.column.mean_of_years"), number=True),
        GridColumn(str(plan.years[-1].year), number=True),
    ]
    return grid("", columns, rows, terminal.out.width)


def _decimals(figure: float) -> int:
    return 0 if figure >= 1_000 else 1


def ledger_tables(terminal: Terminal, plan: Plan) -> list[Table]:
    """Return the money, a column for each year that adds up from above, to the thousandth, and offices at its end.

    What never arises has no row. Years that do not stand beside each other have a table of their own.
    """
    lang, said, decimals = terminal.lang, terminal.say, decimals_of(plan.money.label, exact=True)
    table = money_by_year(plan)
    costs = pd.DataFrame(
        {year.year: {name: year.money[name] / 1000 for name in COSTS} for year in plan.years}
    ).T
    table = table.join(costs)[LEDGER]
    table = table[[name for name in LEDGER if name in ALWAYS or table[name].any()]]
    names = [_ledger_row(name, "credit" in table) for name in table.columns]
    rows = [
        [said(name), *(number(figure, lang, decimals) for figure in table[column].tolist())]
        for name, column in zip(names, table.columns, strict=True)
    ]
    rows.append([said("app.column.offices"), *(number(year.offices, lang) for year in plan.years)])
    widest = max(len(cell) for row in rows for cell in row[1:])
    beside = max(1, (terminal.out.width - max(len(row[0]) for row in rows)) // (widest + GAP))
    tables = []
    for first in range(0, len(plan.years), beside):
        years = plan.years[first : first + beside]
        columns = [GridColumn(""), *(GridColumn(str(year.year), number=True) for year in years)]
        cells = [[row[0], *row[1 + first : 1 + first + beside]] for row in rows]
        title = "" if first else said("app.plan.ledger", money=plan.money.label)
        tables.append(grid(title, columns, cells, terminal.out.width))
    return tables


def _ledger_row(name: str, drawn: bool) -> str:
    """Return what a row of the ledger is called; where money may be drawn ahead, what is carried may be below zero."""
    return f"app.ledger.{'carried_or_drawn' if name == 'carried' and drawn else name}"


def earmark_table(terminal: Terminal, plan: Plan) -> Table:
    """Return the earmarked part of the money by year."""
    lang, said, decimals = terminal.lang, terminal.say, decimals_of(plan.money.label, exact=True)
    names = ("appropriation", "spent", "carried", "lapsed")
    rows = [
        [str(year.year), *(number((year.earmark or {})[name] / 1000, lang, decimals) for name in names)]
        for year in plan.years
    ]
    columns = [
        GridColumn(said("app.column.year")),
        *(GridColumn(said(f"app.money.{name}"), number=True) for name in names),
    ]
    return grid(said("app.plan.earmark", money=plan.money.label), columns, rows, terminal.out.width)


def action_table(terminal: Terminal, plan: Plan, names: Names, sizes: Sequence[Size] = ()) -> Table:
    """Return the actions by year; marks after a name are explained by `mark_lines`.

    An office that goes on with the same staff on other days is told by its days.
    """
    said, decimals = terminal.say, decimals_of(plan.money.label, exact=True)
    columns = [
        GridColumn(said("app.column.year")),
        GridColumn(said("app.column.action")),
        GridColumn(said("app.column.office")),
        GridColumn(said("app.column.size")),
        GridColumn(said("app.column.cost", money=plan.money.label), number=True),
    ]
    rows, styles, year_before = [], [], None
    for year, action in plan.actions:
        cost = number(action.cost_milli / 1000, terminal.lang, decimals)
        when = "" if year == year_before else str(year)
        days = days_between(sizes, action.from_size, action.size)
        doing = action.action if days is None else "more_days" if days[1] > days[0] else "fewer_days"
        size = _size(terminal, action, names) if days is None else f"{days[0]} → {days[1]}"
        rows.append([when, said(f"action.{doing}"), _place(action), size, cost])
        styles.append(STYLES.get(action.action, ""))
        year_before = year
    return grid(said("app.plan.actions"), columns, rows, terminal.out.width, styles)


def _place(action: Action) -> str:
    """Return the name of an office, its municipality where the name does not say it, and its marks."""
    town = action.municipality
    where = f" ({town})" if town and town not in action.name else ""
    return f"{action.name}{where}{ASSUMED if action.assumed else ''}{LEAVES if action.leaves_municipality else ''}"


def _size(terminal: Terminal, action: Action, names: Names) -> str:
    before, after = (told(names.size(size), terminal.lang) for size in (action.from_size, action.size))
    return f"{before} → {after}" if action.action == "resize" else after or before


def mark_lines(terminal: Terminal, plan: Plan, names: Names) -> list[str]:
    """Return what the marks in the table of actions mean, with how many there are."""
    actions = [action for _, action in plan.actions]
    assumed = sum(action.assumed for action in actions)
    leaving = [action for action in actions if action.leaves_municipality]
    deciders = Counter(action.decided_by for action in actions if action.decided_by)
    lines = []
    if assumed:
        lines.append(f"{ASSUMED} {terminal.say('app.plan.mark_assumed', count=assumed)}")
    if leaving:
        lines.append(f"{LEAVES} {terminal.say('app.plan.mark_leaves', count=len(leaving))}")
    if deciders:
        shares = [
            terminal.say("app.plan.decider", who=told(names.decider(who), terminal.lang), n=n)
            for who, n in sorted(deciders.items())
        ]
        lines.append(terminal.say("app.plan.deciders", deciders=shares))
    return lines


def locked_lines(terminal: Terminal, plan: Plan) -> list[str]:
    """Return what was locked and by whom, in a line for each status and person."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in plan.locked:
        groups.setdefault((row.status, row.locked_by), []).append(row.name)
    if not groups:
        return [terminal.say("app.plan.nothing_locked")]
    lines = []
    for (status, by), names in groups.items():
        data: dict[str, Any] = {
            "count": len(names),
            "status": terminal.say(f"site_status.{status}"),
            "by": by or terminal.say("app.plan.by_the_table"),
        }
        key = "app.plan.locked_few" if len(names) <= MOST_NAMES else "app.plan.locked_many"
        lines.append(terminal.say(key, **data, names=", ".join(names[:MOST_NAMES])))
    return lines


def broken_lines(plan: Plan, lang: str, case: Case | None = None) -> list[str]:
    """Return the rules that a given plan breaks; one that is broken alike in several years has one line.

    With the case that it was made for, regions have their names.
    """
    return [f"- {line}" for line in by_years(broken_notes(plan, case), lang)]


def proof_line(terminal: Terminal, plan: Plan) -> str:
    """Return value, bound, gap and why the search stopped, in one line."""
    found = plan.objective
    if plan.status == "given":
        value = number(found.after, terminal.lang, _decimals(found.after))
        data = {"value": value, "unit": terminal.say(f"unit.{found.unit}")}
        return terminal.say("app.plan.given", n=plan.rules_broken, **data)
    return terminal.say(
        "app.plan.proof",
        value=number(found.after, terminal.lang, _decimals(found.after)),
        unit=terminal.say(f"unit.{found.unit}"),
        bound=number(found.bound, terminal.lang, _decimals(found.after)),
        gap=percent(found.gap, terminal.lang, 2),
        status=terminal.say(f"status.{plan.status}"),
        why=terminal.say(f"stopped_by.{plan.stopped_by}"),
    )
