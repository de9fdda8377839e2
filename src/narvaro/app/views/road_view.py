"""How the years of a plan look in a terminal: a row for each, and a warning where one is worse than both ends."""

from __future__ import annotations

import math

from rich.text import Text

from narvaro.app.plans import Planned
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.explain.between import counted
from narvaro.explain.evidence import limits_of
from narvaro.explain.road import TODAY, beyond_by_year, road, road_warnings
from narvaro.explain.unknown import extra_minutes
from narvaro.language import Note, number
from narvaro.language.money import decimals_of
from narvaro.language.names import mode


def show(terminal: Terminal, planned: Planned) -> None:
    """Show today and each year of a plan: goal, people outside the standard, offices and money."""
    if terminal.machine:
        return
    plan, goal, lang = planned.plan, planned.plan.policy.objective, terminal.lang
    tables = plan.to_json()
    table = road(tables, beyond_by_year(planned.case, plan, planned.travel))
    money = decimals_of(plan.money.label, exact=True)
    figures = {"goal": 0, "people_beyond": 0, "offices": 0, "spent": money, "appropriation": money}
    if table["goal"].max() < 1_000:
        figures["goal"] = 1
    rows = [
        [
            terminal.say("app.column.today") if row["when"] == TODAY else str(row["when"]),
            *(
                "–" if math.isnan(float(row[name])) else number(float(row[name]), lang, decimals)
                for name, decimals in figures.items()
            ),
        ]
        for _, row in table.iterrows()
    ]
    heads: dict[str, dict[str, object]] = {
        "goal": {},
        "people_outside_min": {"limit": limits_of(plan.policy)[goal.mode]},
        "offices": {},
        "spent_of": {"money": plan.money.label},
        "given": {},
    }
    columns = [
        GridColumn(terminal.say("app.column.year")),
        *(GridColumn(terminal.say(f"app.column.{name}", **data), True) for name, data in heads.items()),
    ]
    terminal.show(grid(terminal.say("app.plan.road"), columns, rows, terminal.out.width))
    terminal.show(Text(counted(plan.policy).text(lang)))
    for note in extra_minutes(plan.policy, planned.case):
        terminal.show(Text(note.text(lang)))
    small, total = Note(f"objective.{plan.objective.name}"), planned.case.people_total
    for note in road_warnings(table, small, goal.standard_min, mode(goal.mode), total):
        terminal.show(Text(note.text(lang), style="bold"))
