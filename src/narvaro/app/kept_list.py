"""The kept plans of a folder as a list: value, proof, broken rules, and how each stands beside the tables of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any, Literal, TypeAlias

from narvaro.app.kept import in_force, kept_plans
from narvaro.app.kept_files import KeptPlan, finish
from narvaro.app.kept_now import evaluated_now, made_ready, policy_now
from narvaro.app.plan_input import input_notes
from narvaro.app.project import POLICY, RESULTS
from narvaro.app.travelling import made_from
from narvaro.case import Case, Policy, open_case, read_policy
from narvaro.case.settings_apart import SettingApart, settings_apart
from narvaro.errors import Fault, NarvaroError
from narvaro.language import Note
from narvaro.plan import Plan

InputStanding: TypeAlias = Literal["same", "other", "unknown"]


@dataclass(frozen=True, eq=False)
class ListedPlan:
    """A kept plan in the list.

    Parameters
    ----------
    kept
        What is known of it.
    plan
        The plan; None where it cannot be read.
    in_force
        Whether it is the one.
    tables
        Whether it was made from the tables and travel times as they are now.
    changed
        What has changed in the tables since, as far as it is known.
    settings
        Where its policy differs from the folder's.
    again
        The plan as its actions are evaluated with the tables and the policy of now, or why they cannot be; None where
        nothing has changed and it was not asked for.
    """

    kept: KeptPlan
    plan: Plan | None
    in_force: bool
    tables: InputStanding
    changed: tuple[Note, ...]
    settings: tuple[SettingApart, ...]
    again: Plan | Fault | None = None

    @property
    def other_policy(self) -> bool:
        """Whether it was made with the folder's own policy, which says something else now."""
        return bool(self.settings) and self.plan is not None and self.plan.policy_file == POLICY

    @property
    def out_of_date(self) -> bool:
        """Whether tables, travel times or policy have changed since it was made."""
        return self.tables == "other" or self.other_policy

    def to_json(self) -> dict[str, Any]:
        """Return the row for machines."""
        kept, plan = self.kept, self.plan
        return {
            "name": kept.name,
            "in_force": self.in_force,
            "made": kept.made,
            "by": kept.by,
            "reason": kept.reason,
            "way": kept.way,
            "parent": kept.parent,
            "notes": [note.with_text() for note in kept.notes],
            "status": None if plan is None else plan.status,
            "objective": None if plan is None else plan.objective.to_json(),
            "broken": [] if plan is None else [rule.text("en") for rule in plan.broken],
            "policy": None if plan is None else plan.policy_file,
            "tables": self.tables,
            "out_of_date": self.out_of_date,
            "changed": [note.with_text() for note in self.changed],
            "settings": [one._asdict() for one in self.settings],
            "again": _again_json(self.again),
        }


@dataclass(frozen=True, eq=False)
class PlanList:
    """The kept plans of a folder, the oldest first."""

    folder: Path
    plans: tuple[ListedPlan, ...]
    case: Case | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the list for machines."""
        return {"folder": str(self.folder), "plans": [one.to_json() for one in self.plans]}


def list_plans(folder: Path | str, *, again: bool = False) -> PlanList:
    """Return the kept plans of a folder, and how each stands beside its tables and its policy.

    Parameters
    ----------
    folder
        A project folder; it need not be one that may be written in.
    again
        Evaluate the actions of each with what the folder has now; else of those alone that are out of date.

    Raises
    ------
    FolderError, TableError
        With every fault of the folder.
    """
    folder = Path(folder)
    finish(folder)
    case = open_case(folder)
    policy, ready = folder_policy(folder), made_ready(folder, case)
    rows = standings(folder, case, policy)
    found = []
    for row in rows:
        if row.plan is not None and (again or row.out_of_date):
            row = replace(row, again=evaluated_now(ready, row.plan, policy_now(row.plan, policy)))
        found.append(row)
    return PlanList(folder, tuple(found), case)


def standings(folder: Path, case: Case, policy: Policy | None) -> list[ListedPlan]:
    """Return the kept plans of a folder as they stand beside its tables and its policy, none evaluated."""
    made = made_from(folder)
    force = in_force(folder)[0] or RESULTS
    return [listed(kept, case, policy, made, force) for kept in kept_plans(folder)]


def listed(kept: KeptPlan, case: Case, policy: Policy | None, made: str, force: str | None) -> ListedPlan:
    """Return a kept plan as it stands beside what the folder has now.

    Parameters
    ----------
    case, policy
        The tables and the policy of now; None where the policy cannot be read.
    made
        The checksum of what the travel times of now were made from.
    force
        The plan in force.
    """
    in_force = kept.name == force
    try:
        plan = kept.plan()
    except NarvaroError:
        return ListedPlan(kept, None, in_force, "unknown", (), ())
    try:
        plan.require_case(case)
        same = plan.travel_checksum == made
    except NarvaroError:
        same = False
    changed = tuple(input_notes(kept.input, case)) if kept.input and not same else ()
    settings = () if policy is None else settings_apart(plan.policy, policy)
    return ListedPlan(kept, plan, in_force, "same" if same else "other", changed, settings)


def folder_policy(folder: Path) -> Policy | None:
    """Return the policy of a folder; None where it cannot be read."""
    try:
        return read_policy(folder / POLICY)
    except NarvaroError:
        return None


def _again_json(again: Plan | Fault | None) -> Mapping[str, Any] | None:
    if again is None:
        return None
    if isinstance(again, Fault):
        return {"fault": again.to_json()}
    return {"objective": again.objective.to_json(), "broken": [rule.text("en") for rule in again.broken]}


def gap_of_plan(plan: Plan) -> float | None:
    """Return the proven gap of a plan; None where it is given."""
    return None if isnan(plan.objective.gap) else plan.objective.gap
