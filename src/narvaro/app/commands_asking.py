"""What each command that asks a plan does: call a step, show what came of it, and return it for machines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from narvaro.app import asking, asking_area, asking_kept, asking_why
from narvaro.app.options import TIME_LIMIT, require_numbers
from narvaro.app.terminal import Terminal
from narvaro.app.views import area_view, asking_view


def what_if(
    terminal: Terminal,
    folder: Path,
    said: asking.Said,
    *,
    best: bool,
    time_limit: float | None,
    plan: str | None = None,
    kept: tuple[str | None, str | None, str] = (None, None, ""),
) -> dict[str, Any]:
    """Show mine and the best beside the plan, and keep them; `kept`: as what, by whom, and why."""
    require_numbers({"--time-limit": (time_limit, TIME_LIMIT)})
    name, by, reason = kept
    if name is not None:
        asking_kept.require_names(folder, name, terminal.lang, best=best)
    with terminal.stage("app.stage.asking") as stage:
        asked = asking.what_if_project(
            folder, said, name=plan, best=best, time_limit=time_limit, progress=stage.proof
        )
    asking_view.show_what_if(terminal, asked)
    answer, names = asked.answer, None
    if name is not None:
        names = asking_kept.keep_answers(asked, name, best=best, lang=terminal.lang, by=by, reason=reason)
        asking_view.show_kept(terminal, folder, names, answer.mine if answer.best is None else answer.best)
    return asked.said.to_json() | {
        "mine": answer.mine.to_json(),
        "best": None if answer.best is None else answer.best.to_json(),
        "left_out": [note.with_text() for note in asked.left_out],
        "kept": None if names is None else asdict(names),
    }


def why(
    terminal: Terminal, folder: Path, place: str, plan: str | None = None, *, area: bool = False
) -> dict[str, Any]:
    """Show why the plan does what it does at a place, or what it means for an area."""
    if area:
        with terminal.stage("app.stage.asking"):
            asked = asking_area.area_project(folder, place, plan)
        area_view.show_area(terminal, asked)
        return asked.found.to_json()
    with terminal.stage("app.stage.asking"):
        found = asking_why.why_project(folder, place, plan)
    asking_view.show_why(terminal, found)
    with terminal.stage("app.stage.takes"):
        found = asking_why.with_what_it_takes(found)
    asking_view.show_what_it_takes(terminal, found)
    return found.to_json()


def prices(
    terminal: Terminal, folder: Path, time_limit: float | None, plan: str | None = None
) -> dict[str, Any]:
    """Show what each rule costs."""
    require_numbers({"--time-limit": (time_limit, TIME_LIMIT)})
    with terminal.stage("app.stage.asking") as stage:
        priced = asking.prices_project(folder, plan, time_limit=time_limit, part=stage.part)
    asking_view.show_prices(terminal, priced)
    return priced.to_json()
