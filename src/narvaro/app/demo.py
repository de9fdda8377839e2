"""The step that does the whole job on an embedded scenario."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narvaro import sources
from narvaro.app.plans import Planned, open_both, plan_project
from narvaro.app.project import SETTINGS, new_from_scenario
from narvaro.app.reports import report_of
from narvaro.errors import Fault, FolderError, NarvaroError
from narvaro.language import LANGUAGES

Stages = Callable[[str], AbstractContextManager[Any]]


@dataclass(frozen=True, eq=False)
class Demo:
    """What the demo made: the plan, and a report in each language."""

    planned: Planned
    reports: dict[str, Path]


def demo_folder(scenario: str) -> Path:
    """Return the folder of a demo where the user names none.

    Examples
    --------
    >>> demo_folder("north").name
    'narvaro-demo-north'
    """
    return Path(f"narvaro-demo-{scenario}")


def run_demo(scenario: str, folder: Path | str | None = None, stages: Stages | None = None) -> Demo:
    """Make the project of a scenario, its plan, and its report in both languages; a second run does it again.

    Parameters
    ----------
    scenario
        One of `narvaro.scenario_names()`.
    folder
        Where; `narvaro-demo-<scenario>` if left out. May hold the same scenario from an earlier run.
    stages
        Given the catalogue key of each stage, returns what to do it in; that may have `proof(progress)`.

    Raises
    ------
    SettingError
        If there is no such scenario.
    FolderError
        If the folder holds something else, or other tables than those of the scenario.
    """
    stages = stages or (lambda _: nullcontext())
    folder = demo_folder(scenario) if folder is None else Path(folder)
    with stages("app.stage.scenario"):
        _prepare(folder, scenario)
    with stages("app.stage.plan") as stage:
        planned = plan_project(folder, progress=getattr(stage, "proof", None))
    reports = {}
    with stages("app.stage.report") as stage:
        for lang in LANGUAGES:
            reports[lang] = report_of(
                planned, lang, progress=getattr(stage, "proof", None), part=getattr(stage, "part", None)
            )
    return Demo(planned, reports)


def _prepare(folder: Path, scenario: str) -> None:
    """Make the folder, or see that the one that is there holds the very same scenario."""
    if not (folder / SETTINGS).exists():
        new_from_scenario(folder, scenario)
        return
    wanted, policy = sources.scenario(scenario)
    try:
        found = open_both(folder)
    except NarvaroError:
        found = None
    if found is None or found[0].checksum != wanted.checksum or found[1] != policy:
        data = {"folder": str(folder), "scenario": scenario}
        raise FolderError([Fault("project.other_than_scenario", data)])
