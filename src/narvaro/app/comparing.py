"""The step that lays kept plans of a folder beside each other, and writes the page of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narvaro.app.kept import in_force, kept_plan
from narvaro.app.kept_files import KeptPlan, finish
from narvaro.app.kept_now import MadeReady, evaluated_now, made_ready
from narvaro.app.plan_input import input_notes
from narvaro.app.terminal import jsonable
from narvaro.app.travelling import made_from, travel_times_of
from narvaro.case import Case, open_case
from narvaro.case.files import write_text
from narvaro.errors import Fault, KeptPlanError, NarvaroError, SettingError
from narvaro.explain import PlanComparison, compare_plans
from narvaro.explain.compared.comparison import TODAY
from narvaro.language import LANGUAGES, Note
from narvaro.plan import Plan

ADOPTED = "adopted"
"""The word for the plan in force."""
PAGE, FIGURES = "compare.{lang}.html", "compare.json"


@dataclass(frozen=True, eq=False)
class ComparedProject:
    """Kept plans of a folder laid beside each other."""

    folder: Path
    case: Case
    comparison: PlanComparison
    kept: Mapping[str, KeptPlan]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison for machines, with who made each plan, when and why."""
        made = {
            name: {"made": kept.made, "by": kept.by, "reason": kept.reason, "way": kept.way}
            | {"notes": [note.with_text() for note in kept.notes]}
            for name, kept in self.kept.items()
        }
        return {"folder": str(self.folder), "kept": made, **self.comparison.to_json()}


def compare_project(folder: Path | str, names: Sequence[str]) -> ComparedProject:
    """Lay kept plans of a folder beside each other; the others are held against the first.

    Parameters
    ----------
    folder
        A project folder; it need not be one that may be written in.
    names
        Names of kept plans, or parts of them that no other has; `today` for the network as it is, `adopted` for the
        plan in force, where no plan has that very name. One name alone is held against the plan in force.

    Raises
    ------
    KeptPlanError
        If no plan has such a name, or several have; or one that was made from other tables cannot be evaluated with
        those of now.
    SettingError
        If a plan is named twice, or none of them is a plan.
    """
    folder = Path(folder)
    finish(folder)
    case = open_case(folder)
    wanted = [ADOPTED, *names] if len(names) == 1 else list(names)
    chosen = [_chosen(folder, name) for name in wanted]
    called = [TODAY if kept is None else kept.name for kept in chosen]
    for name in called:
        if called.count(name) > 1:
            raise SettingError([Fault("compared.twice", {"name": name})])
    made, ready = made_from(folder), made_ready(folder, case)
    plans: dict[str, Plan | None] = {}
    about: dict[str, tuple[Note, ...]] = {}
    for name, kept in zip(called, chosen, strict=True):
        plans[name] = None
        if kept is not None:
            plans[name], about[name] = _plan_of_now(ready, case, kept, made)
    mode = next((plan.policy.objective.mode for plan in plans.values() if plan is not None), "car")
    travel = travel_times_of(folder, case, mode)
    lists = {kept.name: kept.notes for kept in chosen if kept is not None}
    found = compare_plans(case, plans, travel=travel, about=about, lists=lists)
    return ComparedProject(folder, case, found, {kept.name: kept for kept in chosen if kept is not None})


def _chosen(folder: Path, name: str) -> KeptPlan | None:
    """Return the plan that a name means; None for the network as it is."""
    try:
        exact = kept_plan(folder, name)
        if exact.name == name or name not in (TODAY, ADOPTED):
            return exact
    except KeptPlanError:
        if name not in (TODAY, ADOPTED):
            raise
    if name == TODAY:
        return None
    force = in_force(folder)[0]
    if force is None:
        return kept_plan(folder, name)  # says which plans there are
    return kept_plan(folder, force)


def _plan_of_now(ready: MadeReady, case: Case, kept: KeptPlan, made: str) -> tuple[Plan, tuple[Note, ...]]:
    """Return a kept plan, or its actions as they are evaluated with the tables of now where it is of others."""
    plan = kept.plan()
    try:
        plan.require_case(case)
        if plan.travel_checksum == made:
            return plan, ()
    except NarvaroError:
        pass
    again = evaluated_now(ready, plan, plan.policy)
    if isinstance(again, Fault):
        raise KeptPlanError([Fault("compared.cannot", {"name": kept.name}), again])
    changed = tuple(input_notes(kept.input, case)) if kept.input else ()
    return again, (Note("compared.again"), *changed)


def write_comparison(done: ComparedProject, out: Path | str, lang: str) -> tuple[Path, ...]:
    """Write the page of a comparison and return its files.

    Parameters
    ----------
    done
        The comparison.
    out
        A file that ends with `.html`, for one page; else a folder, which gets the page in each language and the
        figures as JSON.
    lang
        The language of the one page.
    """
    from narvaro.report import write_comparison_page

    out = Path(out)
    if out.suffix.casefold() in (".html", ".htm"):
        out.parent.mkdir(parents=True, exist_ok=True)
        return (write_comparison_page(done.case, done.comparison, lang, out),)
    out.mkdir(parents=True, exist_ok=True)
    pages = [
        write_comparison_page(done.case, done.comparison, one, out / PAGE.format(lang=one))
        for one in LANGUAGES
    ]
    text = json.dumps(jsonable(done.to_json()), ensure_ascii=False, indent=2, allow_nan=False)
    write_text(out / FIGURES, text + "\n")
    return (*pages, out / FIGURES)
