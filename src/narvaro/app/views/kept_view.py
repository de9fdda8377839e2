"""How kept plans and their history look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from narvaro.app.kept_list import ListedPlan, PlanList, gap_of_plan
from narvaro.app.plan_log import PlanEvent
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.errors import Fault
from narvaro.language import number, percent
from narvaro.plan import Plan

IN_FORCE = "→"


def show_plans(terminal: Terminal, found: PlanList) -> None:
    """Show the kept plans, one row each, and what is to be known of them."""
    said = terminal.say
    if not found.plans:
        terminal.tell("kept.none", name="", names=[])
        return
    columns = [
        GridColumn(""),
        GridColumn(said("kept.column.name")),
        GridColumn(said("kept.column.made")),
        GridColumn(said("kept.column.by")),
        GridColumn(said("kept.column.way")),
        GridColumn(said("kept.column.actions"), number=True),
        GridColumn(said("kept.column.value"), number=True),
        GridColumn(said("kept.column.proof"), number=True),
        GridColumn(said("kept.column.broken"), number=True),
    ]
    rows = [_row(terminal, one) for one in found.plans]
    title = said("kept.title", unit=_units(terminal, found.plans))
    terminal.show(grid(title, columns, rows, terminal.out.width))
    terminal.show(Text(said("kept.mark", mark=IN_FORCE)))
    for one in found.plans:
        for line in _lines(terminal, one):
            terminal.show(Text(line))
    if any(one.again is not None for one in found.plans):
        _show_again(terminal, found)
    elif any(one.tables == "other" for one in found.plans):
        terminal.tell("app.next", command=f"narvaro plans {found.folder} --again")


def _units(terminal: Terminal, plans: Sequence[ListedPlan]) -> str:
    units = dict.fromkeys(one.plan.objective.unit for one in plans if one.plan is not None)
    return ", ".join(terminal.say(f"unit.{unit}") for unit in units) or "–"


def _row(terminal: Terminal, one: ListedPlan) -> list[str]:
    lang, kept, plan = terminal.lang, one.kept, one.plan
    head = [
        IN_FORCE if one.in_force else "",
        kept.name,
        kept.made[:16].replace("T", " ") or "–",
        kept.by or "–",
        terminal.say(f"kept.way.{kept.way}") if kept.way in WAYS else kept.way,
    ]
    if plan is None:
        return [*head, "–", "–", terminal.say("kept.unreadable"), "–"]
    figures = [number(len(plan.actions), lang), number(plan.objective.after, lang), _proof(terminal, plan)]
    return [*head, *figures, number(len(plan.broken), lang)]


WAYS = ("plan", "what_if", "decide", "moved")


def _proof(terminal: Terminal, plan: Plan) -> str:
    """Return what is proven of a plan: optimal, how far it may be from the best, or nothing as it was given."""
    gap = gap_of_plan(plan)
    if gap is None:
        return terminal.say("kept.given")
    if plan.status == "optimal":
        return terminal.say("kept.optimal")
    return percent(gap, terminal.lang, 2 if gap >= 1e-4 else 4)


def _lines(terminal: Terminal, one: ListedPlan) -> list[str]:
    """Return what is to be known of a plan: why it was made, and from other tables than those of now."""
    said, kept = terminal.say, one.kept
    lines = []
    if kept.reason:
        lines.append(said("kept.line.reason", name=kept.name, reason=kept.reason))
    if kept.parent:
        lines.append(said("kept.line.parent", name=kept.name, parent=kept.parent))
    if one.tables == "other":
        changed = " ".join(note.sentence(terminal.lang) for note in one.changed)
        lines.append(f"{said('kept.line.tables', name=kept.name)} {changed}".rstrip())
    return [f"- {line}" for line in lines]


def _show_again(terminal: Terminal, found: PlanList) -> None:
    """Show each plan as it is with the tables of now beside what it was."""
    said, lang = terminal.say, terminal.lang
    rows, faults = [], []
    for one in found.plans:
        if one.plan is None or one.again is None:
            continue
        if isinstance(one.again, Fault):
            faults.append(f"- {one.kept.name}: {one.again.text(lang)}")
            continue
        was, now = one.plan, one.again
        rows.append(
            [
                one.kept.name,
                number(was.objective.after, lang),
                number(now.objective.after, lang),
                number(len(was.actions), lang),
                number(len(now.actions), lang),
                number(len(was.broken), lang),
                number(len(now.broken), lang),
            ]
        )
    columns = [GridColumn(said("kept.column.name"))]
    for what in ("value", "actions", "broken"):
        columns += [GridColumn(said(f"kept.again.{what}_{when}"), number=True) for when in ("then", "now")]
    terminal.show(grid(said("kept.again.title"), columns, rows, terminal.out.width))
    for one in found.plans:
        if isinstance(one.again, Plan) and one.plan is not None:
            new = [rule for rule in one.again.broken if rule not in one.plan.broken]
            for rule in new:
                terminal.show(Text(f"- {one.kept.name}: {rule.text(lang)}", style="yellow"))
    for line in faults:
        terminal.show(Text(line, style="yellow"))


def show_adopted(terminal: Terminal, folder: Path, name: str, former: str | None) -> None:
    """Say which plan is in force now, and what was before."""
    if former == name:
        terminal.tell("kept.adopted_already", name=name)
    elif former is None:
        terminal.tell("kept.adopted_first", name=name)
    else:
        terminal.tell("kept.adopted", name=name, former=former)
    terminal.tell("app.next", command=f"narvaro report {folder}")


def show_log(terminal: Terminal, events: Sequence[PlanEvent]) -> None:
    """Show the history, the newest last."""
    said = terminal.say
    if not events:
        terminal.tell("kept.log.empty")
        return
    columns = [
        GridColumn("", number=True),
        *(GridColumn(said(f"kept.log.{name}")) for name in ("at", "event", "plan", "before", "by", "reason")),
    ]
    rows = [
        [
            str(one.number),
            one.at[:16].replace("T", " "),
            said(f"kept.event.{one.event}"),
            one.plan,
            one.before or "–",
            one.by or "–",
            one.reason or "–",
        ]
        for one in events
    ]
    terminal.show(grid(said("kept.log.title"), columns, rows, terminal.out.width))
