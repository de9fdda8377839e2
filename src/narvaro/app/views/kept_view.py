"""How kept plans and their history look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.text import Text

from narvaro.app.kept_check import idle_notes, since_notes
from narvaro.app.kept_list import ListedPlan, PlanList, gap_of_plan
from narvaro.app.kept_names import as_typed
from narvaro.app.plan_log import PlanEvent
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.app.views.plan_view import broken_lines
from narvaro.case import Case
from narvaro.errors import Fault
from narvaro.language import number, percent
from narvaro.plan import Plan
from narvaro.plan.former import told_alike

IN_FORCE, STALE = "→", "!"


def show_plans(terminal: Terminal, found: PlanList) -> None:
    """Show the kept plans, one row each in a table for each goal, and what is to be known of them."""
    said = terminal.say
    if not found.plans:
        terminal.tell("kept.none", name="", names=[])
        return
    columns = [
        GridColumn(""),
        GridColumn(said("kept.column.name")),
        GridColumn(said("kept.column.actions"), number=True),
        GridColumn(said("kept.column.value"), number=True),
        GridColumn(said("kept.column.proof"), number=True),
        GridColumn(said("kept.column.broken"), number=True),
    ]
    for unit, plans in _by_unit(terminal, found.plans).items():
        rows = [_row(terminal, one) for one in plans]
        terminal.show(grid(said("kept.title", unit=unit), columns, rows, terminal.out.width))
    terminal.show(Text(said("kept.mark", mark=IN_FORCE)))
    if any(one.out_of_date for one in found.plans):
        terminal.show(Text(said("kept.stale_mark", mark=STALE)))
    terminal.gap()
    for one in found.plans:
        terminal.show(Text(_line(terminal, one)))
        for note in one.kept.notes:
            terminal.show(Text(f"  {note.sentence(terminal.lang)}"))
    if any(one.again is not None for one in found.plans):
        _show_again(terminal, found)


def _by_unit(terminal: Terminal, plans: Sequence[ListedPlan]) -> dict[str, list[ListedPlan]]:
    """Return plans by what their values count, so that no column mixes units; one that cannot be read has no value."""
    found: dict[str, list[ListedPlan]] = {}
    for one in plans:
        unit = "–" if one.plan is None else terminal.say(f"unit.{one.plan.objective.unit}")
        found.setdefault(unit, []).append(one)
    return found


def _row(terminal: Terminal, one: ListedPlan) -> list[str]:
    lang, kept, plan = terminal.lang, one.kept, one.plan
    mark = (IN_FORCE if one.in_force else "") + (STALE if one.out_of_date else "")
    head = [mark, kept.name]
    if plan is None:
        return [*head, "–", "–", terminal.say("kept.unreadable"), "–"]
    figures = [number(len(plan.actions), lang), number(plan.objective.after, lang), _proof(terminal, plan)]
    return [*head, *figures, number(len(broken_lines(plan, lang)), lang)]


WAYS = ("plan", "what_if", "decide", "moved")


def _proof(terminal: Terminal, plan: Plan) -> str:
    """Return what is proven of a plan: optimal, how far it may be from the best, or nothing as it was given."""
    gap = gap_of_plan(plan)
    if gap is None:
        return terminal.say("kept.given")
    if plan.status == "optimal":
        return terminal.say("kept.optimal")
    return percent(gap, terminal.lang, 2 if gap >= 1e-4 else 4)


def _line(terminal: Terminal, one: ListedPlan) -> str:
    """Return where a plan came from: when and by what it was made, from which plan, by whom, and why."""
    said, kept = terminal.say, one.kept
    parts = [kept.made[:10]] if kept.made else []
    parts += [said(f"kept.way.{kept.way}") if kept.way in WAYS else kept.way]
    parts += [said("kept.line.from", parent=kept.parent)] if kept.parent else []
    parts += [said("kept.line.by", by=kept.by)] if kept.by else []
    why = f": {kept.reason}" if kept.reason else ""
    return f"- {kept.name}: {', '.join(parts)}{why}"


def _show_again(terminal: Terminal, found: PlanList) -> None:
    """Show each plan as it is with the tables of now beside what it was."""
    said, lang = terminal.say, terminal.lang
    columns = [GridColumn(said("kept.column.name"))]
    for what in ("value", "actions", "broken"):
        columns += [GridColumn(said(f"kept.again.{what}_{when}"), number=True) for when in ("then", "now")]
    for unit, plans in _by_unit(terminal, found.plans).items():
        rows = [row for row in (_again_row(one, lang) for one in plans) if row]
        if rows:
            terminal.show(grid(said("kept.again.title", unit=unit), columns, rows, terminal.out.width))
    terminal.gap()
    for note in since_notes([one for one in found.plans if one.out_of_date]):
        terminal.show(Text(note.text(lang)))
    for one in found.plans:
        for note in idle_notes(one):
            terminal.show(Text(note.text(lang)))
        if one.plan is not None and isinstance(one.again, Plan):
            known = {_rule(rule) for rule in one.plan.broken}
            alike = zip(one.again.broken, told_alike(one.again.broken, one.plan.broken), strict=True)
            new = tuple(rule for rule, as_then in alike if _rule(as_then) not in known)
            if new:
                terminal.tell("kept.now.new_broken", name=one.kept.name)
            for line in broken_lines(replace(one.again, broken=new), lang, found.case):
                terminal.show(Text(f"  {line}", style="yellow"))


def _again_row(one: ListedPlan, lang: str) -> list[str]:
    """Return value, actions and broken rules of a plan then and now; empty where it was not evaluated again."""
    was, now = one.plan, one.again
    if was is None or not isinstance(now, Plan):
        return []
    figures = [
        (plan.objective.after, len(plan.actions), len(broken_lines(plan, lang))) for plan in (was, now)
    ]
    return [one.kept.name, *(number(figure, lang) for pair in zip(*figures, strict=True) for figure in pair)]


def _rule(broken: Fault) -> tuple[str, ...]:
    """Return which rule is broken, where and when, by whatever amount."""
    return (broken.key, *(f"{name} {value}" for name, value in broken.data.items() if isinstance(value, str)))


def show_next(terminal: Terminal, folder: Path, name: str, plan: Plan) -> None:
    """Say how a kept plan comes into force, and first how many rules one would decide against by that."""
    if plan.rules_broken:
        terminal.tell("kept.breaks", name=name, n=plan.rules_broken)
    command = f"narvaro adopt {as_typed(str(folder))} {as_typed(name)} --by … --reason …"
    terminal.tell("app.next", command=command)


def show_adopted(
    terminal: Terminal, folder: Path, name: str, former: str | None, plan: Plan, case: Case | None = None
) -> None:
    """Say which plan is in force now, what was before, and which rules it breaks."""
    if former == name:
        terminal.tell("kept.adopted_already", name=name)
    elif former is None:
        terminal.tell("kept.adopted_first", name=name)
    else:
        terminal.tell("kept.adopted", name=name, former=former)
    show_broken(terminal, plan, case)
    terminal.tell("app.next", command=f"narvaro report {as_typed(str(folder))}")


def show_broken(terminal: Terminal, plan: Plan, case: Case | None = None) -> None:
    """Say which rules the plan in force breaks, where it breaks any; regions by name where the case is known."""
    if plan.broken:
        terminal.tell("kept.in_force_breaks", n=plan.rules_broken)
        for line in broken_lines(plan, terminal.lang, case):
            terminal.show(Text(line, style="yellow"))


def show_log(terminal: Terminal, events: Sequence[PlanEvent]) -> None:
    """Show the history, the newest last."""
    said = terminal.say
    if not events:
        terminal.tell("kept.log.empty")
        return
    columns = [
        GridColumn("", number=True),
        *(GridColumn(said(f"kept.log.{name}")) for name in ("at", "event", "plan", "by", "reason")),
    ]
    rows = [
        [
            str(one.number),
            one.at[:16].replace("T", " "),
            said(f"kept.event.{one.event}"),
            one.plan,
            one.by or "–",
            one.reason or "–",
        ]
        for one in events
    ]
    terminal.show(grid(said("kept.log.title"), columns, rows, terminal.out.width))
