"""What each command of the terminal does: call a step, show what came of it, and return it for machines."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from narvaro.app import steps
from narvaro.app.official import Official
from narvaro.app.terminal import Terminal
from narvaro.app.views import (
    access_view,
    backtest_view,
    check_view,
    definitions_view,
    history_view,
    load_view,
    plan_view,
    travel_view,
    understood_view,
)
from narvaro.case import UNNAMED, MoneyUnit
from narvaro.errors import Fault, SettingError
from narvaro.sources import scenario_names
from narvaro.sources.naming import Wishes
from narvaro.sources.tables import Crs
from narvaro.travel import RunSettings


def demo(terminal: Terminal, scenario: str | None, out: Path | None, open_it: bool) -> dict[str, Any]:
    """Do the whole job on an embedded scenario, the first where none is asked for, and say where the reports lie."""
    scenario = scenario or scenario_names()[0]
    done = steps.run_demo(scenario, out, lambda key: terminal.stage(key, scenario=scenario))
    plan_view.show(terminal, done.planned)
    report = done.reports[terminal.lang]
    for lang, path in done.reports.items():
        terminal.tell("app.report_written", file=str(path), language=terminal.say(f"app.language.{lang}"))
    if open_it:
        webbrowser.open(report.resolve().as_uri())
    return {
        "folder": str(done.planned.folder),
        "plan": done.planned.plan.to_json(),
        "files": [str(path) for path in done.planned.files],
        "reports": {lang: str(path) for lang, path in done.reports.items()},
    }


def new(
    terminal: Terminal,
    folder: Path,
    scenario: str | None,
    areas: Path | None,
    sites: Path | None,
    crs: Crs,
    official: Official | None = None,
    money: MoneyUnit | None = None,
    wishes: Wishes | None = None,
) -> dict[str, Any]:
    """Make a project folder from a scenario, from an official service or from tables, and say what to do next."""
    if official is not None and (scenario, areas, money) == (None, None, None):
        with terminal.stage("app.stage.official", service=official.service) as stage:
            supply = official.supply(stage.part)
            own = crs.get("sites") if isinstance(crs, Mapping) else crs
            made = steps.new_from_service(folder, official.service, official.wish(sites, own, wishes), supply)
    elif official is None and scenario is not None and (areas, sites, crs, money, wishes) == (None,) * 5:
        with terminal.stage("app.stage.scenario", scenario=scenario):
            made = steps.new_from_scenario(folder, scenario)
    elif official is None and scenario is None and areas is not None and sites is not None:
        with terminal.stage("app.stage.tables"):
            made = steps.new_from_tables(
                folder, areas, sites, crs, money=money or UNNAMED, wishes=wishes, lang=terminal.lang
            )
    else:
        raise SettingError([Fault("usage.new")])
    case = made.case
    for choice in made.choices:
        terminal.tell(choice.key, **choice.data)
    if made.understood:
        understood_view.show(terminal, made.understood)
    data = {"folder": str(folder), "areas": len(case.areas), "people": case.people_total}
    terminal.tell("app.new", **data, sites=len(case.sites), offices=len(case.existing_ids))
    if scenario is None:
        more = {"more": made.policy.money.change[0], "money": case.money.label}
        terminal.tell("app.new_policy", folder=str(folder), **more)
    for note in steps.money_notes(case):
        terminal.tell(note.key, **note.data)
    terminal.tell("app.next", command=f"narvaro check {folder}")
    said = {"sites": len(case.sites), "offices": len(case.existing_ids), "money": asdict(case.money)}
    understood = {"understood": [column.to_json() for column in made.understood]} if made.understood else {}
    chosen = {"chosen": [choice.to_json() for choice in made.choices]} if made.choices else {}
    return {**data, **said, **chosen, **understood}


def check(terminal: Terminal, folder: Path, policy: Path | None) -> dict[str, Any]:
    """Look a folder over and show what it holds."""
    with terminal.stage("app.stage.check"):
        found = steps.check_project(folder, policy)
    check_view.show(terminal, folder, found)
    return found.to_json()


def travel(
    terminal: Terminal, folder: Path, settings: RunSettings, workers: int, dask: str | None
) -> dict[str, Any]:
    """Make the travel times of a folder, after saying what that will take."""

    def forecast(expected: Any) -> None:
        terminal.note(expected.text(terminal.lang))

    with terminal.stage("app.stage.travel") as stage:
        done = steps.travel_project(
            folder, settings, workers=workers, dask=dask, on_forecast=forecast, progress=stage.part
        )
    travel_view.show(terminal, done)
    terminal.tell("app.next", command=f"narvaro access {folder}")
    return done.to_json()


def access(terminal: Terminal, folder: Path, **asked: Any) -> dict[str, Any]:
    """Measure who has how far and show it by group."""
    with terminal.stage("app.stage.access"):
        measured = steps.access_project(folder, **asked, lang=terminal.lang)
    access_view.show(terminal, measured, with_plan=bool(asked["with_plan"]))
    return measured.table.to_json()


def load(terminal: Terminal, folder: Path, **asked: Any) -> dict[str, Any]:
    """Measure how offices fill and show them, the fullest first."""
    with terminal.stage("app.stage.load"):
        loaded = steps.load_project(folder, **asked, lang=terminal.lang)
    load_view.show(terminal, loaded)
    return loaded.to_json()


def definitions(terminal: Terminal, folder: Path, of: str | None, lists: list[Path]) -> dict[str, Any]:
    """Set the definitions of a folder side by side, show whom each counts, and write table and map."""
    wanted = None if of is None else [part.strip() for part in of.split(",") if part.strip()]
    with terminal.stage("app.stage.definitions"):
        compared = steps.compare_definitions(folder, of=wanted, lists=lists, lang=terminal.lang)
    definitions_view.show(terminal, compared)
    return compared.table.to_json() | {"files": [str(path) for path in compared.files]}


def history(terminal: Terminal, folder: Path, **asked: Any) -> dict[str, Any]:
    """Measure the network through time, show years, events and a plan beside them, and write tables and picture."""
    with terminal.stage("app.stage.history"):
        followed = steps.history_project(folder, **asked, lang=terminal.lang)
    history_view.show(terminal, followed)
    return followed.to_json()


def plan(
    terminal: Terminal,
    folder: Path,
    policy: Path | None,
    time_limit: float | None,
    gap: float | None,
    kept: tuple[str | None, str | None, str] = (None, None, ""),
) -> dict[str, Any]:
    """Make the plan and show its actions, its ledger and how sure it is; `kept`: as what, by whom, and why."""
    name, by, reason = kept
    with terminal.stage("app.stage.plan") as stage:
        planned = steps.plan_project(
            folder,
            policy,
            time_limit=time_limit,
            gap=gap,
            progress=stage.proof,
            name=name,
            by=by,
            reason=reason,
        )
    for note in steps.former_notes(folder, policy):
        terminal.note(note.text(terminal.lang))
    plan_view.show(terminal, planned)
    terminal.tell("app.files_written", files=[str(path) for path in planned.files])
    following = f"report {folder}" if name is None else f"adopt {folder} {name} --by … --reason …"
    terminal.tell("app.next", command=f"narvaro {following}")
    return planned.plan.to_json()


def backtest(terminal: Terminal, folder: Path, decision: int | None) -> dict[str, Any]:
    """Hold plans against what was really decided, show what came of it, and write it down."""
    with terminal.stage("app.stage.backtest") as stage:
        done = steps.backtest_project(folder, decision, progress=stage.part)
    backtest_view.show(terminal, done)
    terminal.tell("app.files_written", files=[str(path) for path in done.files])
    return done.to_json() | {"files": [str(path) for path in done.files]}
