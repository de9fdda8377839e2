"""What each command on kept plans does: call a step, show what came of it, and return it for machines."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from narvaro.app import steps
from narvaro.app.plans import Planned
from narvaro.app.terminal import Terminal
from narvaro.app.views import kept_view, plan_view
from narvaro.case import Case, open_case
from narvaro.errors import NarvaroError
from narvaro.plan import Plan


def decide(
    terminal: Terminal,
    folder: Path,
    actions: Path,
    name: str | None,
    by: str | None,
    reason: str,
    policy: Path | None,
) -> dict[str, Any]:
    """Keep one's own actions as a plan, and show what they mean and which rules they break."""
    with terminal.stage("app.stage.decide"):
        done = steps.decide_project(folder, actions, policy=policy, name=name, by=by, reason=reason)
    for note in done.notes:
        terminal.note(note.sentence(terminal.lang))
    plan_view.show(terminal, Planned(folder, done.case, done.travel, done.plan))
    terminal.tell("kept.kept", name=done.kept.name, folder=str(done.kept.folder))
    kept_view.show_next(terminal, folder, done.kept.name, done.plan)
    plain = done.plan.to_json()
    return {"name": done.kept.name, "folder": str(done.kept.folder), "plan": plain} | {
        "left_out": [note.with_text() for note in done.notes]
    }


def plans(terminal: Terminal, folder: Path, again: bool) -> dict[str, Any]:
    """List the kept plans, perhaps each evaluated with the tables of now."""
    with terminal.stage("app.stage.plans"):
        found = steps.list_plans(folder, again=again)
    kept_view.show_plans(terminal, found)
    return found.to_json()


def adopt(terminal: Terminal, folder: Path, name: str, by: str, reason: str) -> dict[str, Any]:
    """Put a plan in force and say so."""
    former = steps.in_force(folder)[0]
    kept = steps.adopt_plan(folder, name, by=by, reason=reason)
    plan = kept.plan()
    kept_view.show_adopted(terminal, folder, kept.name, former, plan, _case_behind(folder, plan))
    broken = [rule.text("en") for rule in plan.broken]
    return {"in_force": kept.name, "before": former, "by": by, "reason": reason, "broken": broken}


def _case_behind(folder: Path, plan: Plan) -> Case | None:
    """Return the case of a folder where its names are needed; None where they are not, or it cannot be read."""
    if plan.broken:
        with suppress(NarvaroError):
            return open_case(folder)
    return None


def undo(terminal: Terminal, folder: Path, by: str | None, reason: str) -> dict[str, Any]:
    """Put the plan before in force again and say so."""
    former, undone = steps.undo_plan(folder, by=by, reason=reason)
    terminal.tell("kept.undone", name=former, undone=undone)
    broken: list[str] = []
    with suppress(NarvaroError):  # a damaged plan is in force again all the same
        plan = steps.kept_plan(folder, former).plan()
        kept_view.show_broken(terminal, plan, _case_behind(folder, plan))
        broken = [rule.text("en") for rule in plan.broken]
    return {"in_force": former, "undone": undone, "broken": broken}


def log(terminal: Terminal, folder: Path) -> dict[str, Any]:
    """Show what happened to the plans: when, what, which, who and why."""
    events = steps.plan_history(folder)
    kept_view.show_log(terminal, events)
    return {"events": [event.to_json() for event in events]}
