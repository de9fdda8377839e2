"""The kept plans of a folder as a list: value, proof, broken rules, and how each stands beside the tables of now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any, Literal, TypeAlias

from narvaro.app.kept import in_force, kept_plans
from narvaro.app.kept_files import PLAN, PLANS, KeptPlan, finish
from narvaro.app.plan_input import input_notes
from narvaro.app.project import POLICY, RESULTS
from narvaro.app.travelling import made_from, travel_times_of
from narvaro.case import Case, Policy, open_case, read_policy
from narvaro.case.settings_apart import SettingApart, settings_apart
from narvaro.errors import Fault, NarvaroError, SettingError
from narvaro.language import Note
from narvaro.plan import Plan, evaluate, evaluator
from narvaro.plan.given import edits_of, plan_of

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
        that was not asked for.
    """

    kept: KeptPlan
    plan: Plan | None
    in_force: bool
    tables: InputStanding
    changed: tuple[Note, ...]
    settings: tuple[SettingApart, ...]
    again: Plan | Fault | None = None

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
            "status": None if plan is None else plan.status,
            "objective": None if plan is None else plan.objective.to_json(),
            "broken": [] if plan is None else [rule.text("en") for rule in plan.broken],
            "tables": self.tables,
            "changed": [note.to_json() | {"text": note.text("en")} for note in self.changed],
            "settings": [one._asdict() for one in self.settings],
            "again": _again_json(self.again),
        }


@dataclass(frozen=True, eq=False)
class PlanList:
    """The kept plans of a folder, the oldest first."""

    folder: Path
    plans: tuple[ListedPlan, ...]

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
        Evaluate the actions of each with the tables of now, under the policy of each.

    Raises
    ------
    FolderError, TableError
        With every fault of the folder.
    """
    folder = Path(folder)
    finish(folder)
    case, policy = open_case(folder), _policy_of(folder)
    force = in_force(folder)[0] or RESULTS
    made = made_from(folder)
    rows = []
    for kept in kept_plans(folder):
        row = _row(kept, case, policy, made)
        row = replace(row, in_force=kept.name == force)
        if again and row.plan is not None:
            row = replace(row, again=evaluated_now(folder, case, row.plan))
        rows.append(row)
    return PlanList(folder, tuple(rows))


def evaluated_now(folder: Path, case: Case, plan: Plan) -> Plan | Fault:
    """Return a plan's actions as they are evaluated with other tables, or why they cannot be.

    An action whose site already is as it should be does nothing any more; one of a site that is gone cannot be done.
    """
    try:
        travel = travel_times_of(folder, case, plan.policy.objective.mode)
        ready = evaluator(case, plan.policy, travel=travel)
        return plan_of(ready, evaluate(ready, edits_of(plan)))
    except SettingError as error:
        return error.faults[0]
    except NarvaroError as error:
        faults = getattr(error, "faults", ())
        return faults[0] if faults else Fault(error.key, error.data)


def plan_notes(folder: Path, case: Case) -> Iterator[Note]:
    """Yield what `narvaro check` says of the kept plans: from which tables and which policy, and what has changed."""
    rows = [_row(kept, case, _policy_of(folder), made_from(folder)) for kept in kept_plans(folder)]
    if not (folder / PLANS).is_dir():
        return
    force = in_force(folder)[0]
    for row in rows:
        if row.kept.name == force and row.plan is not None:
            data = {
                "name": row.kept.name,
                "made": row.kept.made[:10] or "–",
                "policy": row.plan.policy_file or "–",
            }
            yield Note(f"kept.check.in_force_{row.tables}", data)
            yield from row.changed
            if row.settings:
                yield Note(
                    "kept.check.settings", {"names": [one.setting for one in row.settings], "file": POLICY}
                )
    others = [row for row in rows if row.kept.name != force]
    if others:
        yield Note("kept.check.others", {"n": len(others), "folder": str(folder)})
    stale = [row.kept.name for row in rows if row.tables == "other"]
    if stale:
        yield Note("kept.check.other_tables", {"n": len(stale), "names": stale, "folder": str(folder)})
    damaged = [row.kept.name for row in rows if row.plan is None]
    if damaged:
        yield Note("kept.check.damaged", {"n": len(damaged), "names": damaged, "file": PLAN})


def _row(kept: KeptPlan, case: Case, policy: Policy | None, made: str) -> ListedPlan:
    """Return a kept plan as it stands beside a case, a policy and what made the travel times."""
    try:
        plan = kept.plan()
    except NarvaroError:
        return ListedPlan(kept, None, False, "unknown", (), ())
    try:
        plan.require_case(case)
        same = plan.travel_checksum == made
    except NarvaroError:
        same = False
    changed = tuple(input_notes(kept.input, case)) if kept.input and not same else ()
    settings = () if policy is None else settings_apart(plan.policy, policy)
    return ListedPlan(kept, plan, False, "same" if same else "other", changed, settings)


def _policy_of(folder: Path) -> Policy | None:
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
