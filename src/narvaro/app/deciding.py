"""The step that keeps a list of actions as a plan: exactly what the list says, and every rule that it breaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from narvaro.app.kept import PlanOrigin, keep_plan, kept_plan
from narvaro.app.kept_files import PLANS, KeptPlan
from narvaro.app.kept_names import free_name, require_name
from narvaro.app.plans import open_both, policy_named
from narvaro.app.travelling import made_from, travel_times_of
from narvaro.case import Case
from narvaro.language import Note
from narvaro.plan import Plan, evaluate, evaluator
from narvaro.plan.action_list import read_actions
from narvaro.plan.given import plan_of
from narvaro.travel import TravelTimes


@dataclass(frozen=True, eq=False)
class Decided:
    """A given plan that was kept, with what it was made from, and what is to be known of the list."""

    kept: KeptPlan
    case: Case
    travel: TravelTimes
    plan: Plan
    notes: tuple[Note, ...]


def decide_project(
    folder: Path | str,
    actions: Path | str,
    *,
    policy: Path | str | None = None,
    name: str | None = None,
    by: str | None = None,
    reason: str = "",
) -> Decided:
    """Keep a list of actions as a plan of a project folder; nothing is put in force.

    Parameters
    ----------
    folder
        A project folder.
    actions
        A table of actions; see `narvaro.plan.action_list.read_actions`.
    policy
        The policy that the actions are held against; the folder's own if left out.
    name
        What to call the plan; the date and the name of the table if left out.
    by, reason
        Who decides so, and why; who is logged in where not given.

    Raises
    ------
    TableError
        With every fault of the list.
    FolderError, TableError, PolicyError, SettingError
        With every fault of the folder, the policy and the name.
    """
    folder = Path(folder)
    case, settled = open_both(folder, policy)
    name = free_name(folder / PLANS, None, Path(actions).stem, None) if name is None else name
    require_name(folder / PLANS, name)
    listed = read_actions(case, settled, actions)
    travel = travel_times_of(folder, case, settled.objective.mode)
    ready = evaluator(case, settled, travel=travel)
    plan = replace(
        plan_of(ready, evaluate(ready, listed.edits)),
        policy_file=policy_named(folder, policy),
        travel_checksum=made_from(folder),
    )
    origin = PlanOrigin("decide", listed.notes)
    path = keep_plan(folder, plan, name, by=by, reason=reason, origin=origin, tables=(case, travel))
    return Decided(kept_plan(folder, path.name), case, travel, plan, listed.notes)
