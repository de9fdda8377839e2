"""The step that makes a plan of a project folder, writes it down, and finds it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from narvaro.app.project import POLICY, RESULTS
from narvaro.app.sheets import write_sheets
from narvaro.app.travelling import made_from, travel_times_of
from narvaro.case import Case, Policy, open_case, read_policy
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError, InputError, PolicyError
from narvaro.explain.frames import frame_from_json, frame_to_json
from narvaro.plan import Plan, make_plan, read_plan, write_plan
from narvaro.siting import Progress
from narvaro.travel import TravelTimes

PLAN, CERTIFICATE = "plan.json", "certificate.json"
Tell = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan with what it was made from and where it was written."""

    folder: Path
    case: Case
    travel: TravelTimes
    plan: Plan
    files: tuple[Path, ...] = ()


def plan_project(
    folder: Path | str,
    policy: Path | str | None = None,
    *,
    time_limit: float | None = None,
    gap: float | None = None,
    progress: Tell | None = None,
) -> Planned:
    """Make the plan of a project folder and write `results/plan.json` and its tables.

    Parameters
    ----------
    folder
        A project folder.
    policy
        A policy file; the folder's own if left out.
    time_limit, gap
        When to stop, in place of the policy's own: seconds, and a share of the value.
    progress
        Told of value, bound, gap and seconds as the search goes on.

    Raises
    ------
    FolderError, TableError, PolicyError
        With every fault of the folder and the policy at once.
    InfeasibleError
        If no plan keeps the limits; says which clash and what would do.
    """
    folder = Path(folder)
    case, settled = open_both(folder, policy)
    travel = travel_times_of(folder, case, settled.objective.mode)
    with faults_named_after(policy):
        plan = make_plan(case, settled, travel=travel, time_limit=time_limit, gap=gap, progress=progress)
    return replace(Planned(folder, case, travel, plan), files=keep_plan(folder, case, plan, travel))


def open_both(folder: Path, policy: Path | str | None = None) -> tuple[Case, Policy]:
    """Open the case and the policy of a folder; the faults of both are told at once."""
    faults: list[Fault] = []
    failed: type[InputError] = FolderError
    try:
        case = open_case(folder)
    except InputError as error:
        if not (folder / "narvaro.toml").exists():
            raise
        faults, failed = list(error.faults), type(error)
    try:
        settled = read_policy(folder / POLICY if policy is None else policy)
    except InputError as error:
        failed = FolderError if faults else type(error)
        faults += error.faults
    if faults:
        raise failed(faults)
    return case, settled


@contextmanager
def faults_named_after(policy: Path | str | None) -> Iterator[None]:
    """Let faults of a policy that does not fit its case name the file that was given."""
    try:
        yield
    except PolicyError as error:
        file = POLICY if policy is None else Path(policy).name
        raise PolicyError([replace(fault, file=file) for fault in error.faults]) from None


def keep_plan(folder: Path, case: Case, plan: Plan, travel: TravelTimes) -> tuple[Path, ...]:
    """Write a plan, its certificate and its tables into the results of a folder; the plan comes last."""
    results = folder / RESULTS
    sheets = write_sheets(results, case, plan, travel)
    proof = None if plan.certificate is None else frame_to_json(plan.certificate.rename_axis("id"))
    body = {"plan": _print_of(plan), "travel": made_from(folder), "sites": proof}
    write_text(results / CERTIFICATE, json.dumps(body, ensure_ascii=False) + "\n")
    write_plan(plan, results / PLAN)
    return (results / PLAN, *sheets)


def open_planned(folder: Path | str) -> Planned:
    """Open the plan of a folder, with its certificate where that is kept.

    Raises
    ------
    FolderError
        If there is no plan, or the tables have changed since it was made.
    """
    folder = Path(folder)
    case = open_case(folder)
    plan = read_plan(folder / RESULTS / PLAN)
    plan.require_case(case)
    travel = travel_times_of(folder, case, plan.policy.objective.mode)
    kept = _kept_with(folder, plan)
    if travel.engine != plan.travel["engine"] or kept.get("travel", made_from(folder)) != made_from(folder):
        data = {"plan": plan.travel["engine"], "folder": travel.engine}
        raise FolderError([Fault("project.other_travel", data)])
    proof = kept.get("sites")
    return Planned(
        folder, case, travel, replace(plan, certificate=None if proof is None else frame_from_json(proof))
    )


def _kept_with(folder: Path, plan: Plan) -> Mapping[str, Any]:
    """Return what was kept beside a plan: proof and travel times; nothing where it belongs to another plan."""
    try:
        kept = json.loads((folder / RESULTS / CERTIFICATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, Mapping) and kept.get("plan") == _print_of(plan) else {}


def _print_of(plan: Plan) -> str:
    """Return a checksum of all that the plan says."""
    return hashlib.sha256(json.dumps(plan.to_json(), sort_keys=True).encode()).hexdigest()
