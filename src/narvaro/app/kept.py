"""Plans that are kept: each a folder of its own below `plans/`, never overwritten, and one of them in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from narvaro.app.kept_files import (
    PLAN,
    PLANS,
    KeptPlan,
    into_results,
    kept_at,
    plan_folders,
    write_kept,
    writing,
)
from narvaro.app.kept_names import free_name, nearest_name, require_name
from narvaro.app.plan_input import input_of
from narvaro.app.plan_log import PlanEvent, PlanEventKind, now, read_log, stack_of, user
from narvaro.app.project import RESULTS
from narvaro.app.travelling import travel_times_of
from narvaro.case import Case, open_case
from narvaro.case.documents import read_json
from narvaro.errors import Fault, KeptPlanError, NarvaroError
from narvaro.language import Note
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


class PlanOrigin(NamedTuple):
    """What made a plan, `plan`, `what_if` or `decide`, and what is to be known of the list that it came from."""

    way: str
    notes: tuple[Note, ...] = ()


PLANNED = PlanOrigin("plan")


def keep_plan(
    folder: Path | str,
    plan: Plan,
    name: str | None = None,
    parent: str | None = None,
    *,
    by: str | None = None,
    reason: str = "",
    origin: PlanOrigin = PLANNED,
    tables: tuple[Case, TravelTimes] | None = None,
) -> Path:
    """Keep a plan in a folder of its own and return that folder, `plans/NAME`; nothing is overwritten.

    Parameters
    ----------
    folder
        The project folder. One of before plans were kept is moved over first: its plan is kept too, and in force.
    plan
        The plan, made or given. Its `policy_file` and `travel_checksum` should be set.
    name
        What it is called; made of the date and of what differs from its parent where not given.
    parent
        The plan that it came from; the one in force where not given.
    by, reason
        Who keeps it, and why; who is logged in where not given.
    origin
        What made it.
    tables
        The case and the travel times that it was made from, where they are at hand; opened from the folder where not.

    Raises
    ------
    SettingError
        If the name is taken, or is no name of a folder.
    FolderError
        If the folder is no project.

    Notes
    -----
    It is only kept: :func:`adopt_plan` puts it in force. The very same plan kept twice is one plan: where no name is
    given, the folder of the first is returned.
    """
    folder = Path(folder)
    if tables is None:
        case = open_case(folder)
        tables = (case, travel_times_of(folder, case, plan.policy.objective.mode))
    if name is not None:
        require_name(folder / PLANS, name)
    with writing(folder) as log:
        if name is None and (same := _same_plan(folder, plan)) is not None:
            return same
        if name is not None:
            require_name(folder / PLANS, name)
        parent = log.in_force if parent is None else parent
        name = name or free_name(folder / PLANS, plan, "", _parent_plan(folder, parent))
        by = user() if by is None else by
        about: dict[str, Any] = {
            "name": name,
            "made": now(),
            "by": by,
            "reason": reason,
            "parent": parent or "",
        }
        about |= {"way": origin.way, "input": input_of(tables[0])}
        about["notes"] = [note.to_json() for note in origin.notes]
        path = write_kept(folder, plan, tables, about)
        log.add("made", name, by=by, reason=reason, at=about["made"])
    return path


def adopt_plan(
    folder: Path | str, name: str, *, by: str | None = None, reason: str = "", by_hand: bool = True
) -> KeptPlan:
    """Put a kept plan in force: `results/` then has its files.

    Parameters
    ----------
    folder, name
        The project folder, and the plan in it.
    by, reason
        Who decides so, and why; who is logged in where not given.
    by_hand
        Whether a person decides so; else the plan comes into force by the run that made it.

    Raises
    ------
    KeptPlanError
        If no plan has that name, or several have.
    FolderError
        If its file cannot be read.
    """
    folder = Path(folder)
    with writing(folder) as log:
        kept = kept_plan(folder, name)
        kept.plan()
        former = log.in_force
        if former != kept.name or (by_hand and not _by_hand(log.events)):
            event: PlanEventKind = "adopted" if by_hand else "planned"
            log.add(event, kept.name, by=user() if by is None else by, reason=reason)
        into_results(folder, kept.name, former)
    return kept


def undo_plan(folder: Path | str, *, by: str | None = None, reason: str = "") -> tuple[str, str]:
    """Put the plan in force again that was so before the last one, and return both names: the former, and the undone.

    Raises
    ------
    KeptPlanError
        If there is none to go back to.
    """
    folder = Path(folder)
    with writing(folder) as log:
        stack = stack_of(log.events)
        if len(stack) < 2:
            raise KeptPlanError([Fault("kept.nothing_to_undo", {"folder": str(folder)})])
        undone, former = stack[-1], stack[-2]
        log.add("undone", former, by=user() if by is None else by, reason=reason)
        into_results(folder, former, undone)
    return former, undone


def kept_plans(folder: Path | str) -> tuple[KeptPlan, ...]:
    """Return the plans that a folder keeps, the oldest first; of a folder of before plans were kept, its one plan.

    Parameters
    ----------
    folder
        The project folder; it need not be one that may be written in.
    """
    root = Path(folder) / PLANS
    found = [kept_at(path) for path in plan_folders(root)]
    if not found and (Path(folder) / RESULTS / PLAN).is_file():
        return (KeptPlan(RESULTS, Path(folder) / RESULTS),)
    return tuple(sorted(found, key=lambda kept: (kept.made, kept.name)))


def kept_plan(folder: Path | str, name: str) -> KeptPlan:
    """Return a kept plan by its name, or by a part of it that no other has.

    Raises
    ------
    KeptPlanError
        If no plan has that name, with those there are and the one that is spelled nearest; or several have.
    """
    every = kept_plans(folder)
    exact = [kept for kept in every if kept.name == name]
    found = exact or [kept for kept in every if name and name.casefold() in kept.name.casefold()]
    if len(found) == 1:
        return found[0]
    names = [kept.name for kept in found or every]
    data = {"name": name, "names": names}
    if found:
        raise KeptPlanError([Fault("kept.several", data)])
    if not every:
        raise KeptPlanError([Fault("kept.none", data)])
    near = nearest_name(name, names)
    raise KeptPlanError([
        Fault("kept.no_such_plan", data) if near is None else Fault("kept.no_such_near", data | {"near": near})
    ])  # fmt: skip


def notes_in_force(folder: Path | str) -> tuple[Note, ...]:
    """Return what is to be known of the list that the plan in force came from; none where it came from no list."""
    name = in_force(folder)[0]
    return next((kept.notes for kept in kept_plans(folder) if kept.name == name), ())


def in_force(folder: Path | str) -> tuple[str | None, bool]:
    """Return the plan in force, and whether a person put it there: then it stays so whatever the policy says later.

    A plan that `narvaro plan` made came into force with it, and is held to the policy of the folder.
    """
    events = read_log(Path(folder) / PLANS)
    stack = stack_of(events)
    return (stack[-1], _by_hand(events)) if stack else (None, False)


def _by_hand(events: Sequence[PlanEvent]) -> bool:
    """Tell whether the last event that moved what is in force was a person's decision."""
    moved = [event.event for event in events if event.event != "made"]
    return bool(moved) and moved[-1] in ("adopted", "undone")


def plan_history(folder: Path | str) -> tuple[PlanEvent, ...]:
    """Return the history of a folder's plans, the oldest event first."""
    return read_log(Path(folder) / PLANS)


def _same_plan(folder: Path, plan: Plan) -> Path | None:
    """Return the folder of the very same plan, if it is kept."""
    checksum = str(plan.to_json()["checksum"])
    for kept in kept_plans(folder):
        try:
            if kept.folder.parent.name == PLANS and read_json(kept.folder / PLAN).get("checksum") == checksum:
                return kept.folder
        except (OSError, NarvaroError, AttributeError):
            continue
    return None


def _parent_plan(folder: Path, parent: str | None) -> Plan | None:
    try:
        return kept_plan(folder, parent).plan() if parent else None
    except NarvaroError:
        return None
