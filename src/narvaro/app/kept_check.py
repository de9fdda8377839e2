"""What is said of kept plans: from which tables and policy, what has changed since, and what that does to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from narvaro.app.kept_files import PLAN, PLANS
from narvaro.app.kept_list import ListedPlan, folder_policy, standings
from narvaro.app.kept_now import evaluated_now, made_ready, policy_now
from narvaro.app.project import POLICY
from narvaro.case import Case
from narvaro.errors import Fault
from narvaro.language import Note

MOST_EVALUATED = 5
"""Plans that are out of date and told one by one by `narvaro check`; the others by name."""


def plan_notes(folder: Path, case: Case) -> Iterator[Note]:
    """Yield what `narvaro check` says of the kept plans: from which tables and which policy, and what has changed."""
    if not (folder / PLANS).is_dir():
        return
    policy, ready = folder_policy(folder), made_ready(folder, case)
    rows = standings(folder, case, policy)
    current = [row for row in rows if row.plan is not None and not row.out_of_date]
    for row in current:
        if row.in_force:
            yield Note("kept.check.in_force", {"name": _told(row)})
            yield from _settings_note([row])
    others = [_told(row) for row in current if not row.in_force]
    if others:
        yield Note("kept.check.others", {"n": len(others), "names": others})
    stale = [row for row in rows if row.out_of_date]
    yield from since_notes(stale)
    for row in stale[:MOST_EVALUATED]:
        assert row.plan is not None, "what cannot be read is not out of date"
        again = evaluated_now(ready, row.plan, policy_now(row.plan, policy))
        yield from now_notes(replace(row, again=again))
    if more := [row.kept.name for row in stale[MOST_EVALUATED:]]:
        yield Note("kept.check.more_stale", {"n": len(more), "names": more, "folder": str(folder)})
    damaged = [row.kept.name for row in rows if row.plan is None]
    if damaged:
        yield Note("kept.check.damaged", {"n": len(damaged), "names": damaged, "file": PLAN})


def since_notes(rows: Sequence[ListedPlan]) -> Iterator[Note]:
    """Yield what has changed since plans that are out of date were made; those with the same changes together."""
    alike: dict[object, list[ListedPlan]] = {}
    for row in rows:
        settings = tuple(one.setting for one in row.settings) if row.other_policy else ()
        key = (row.tables, tuple(note.text("en") for note in row.changed), settings)
        alike.setdefault(key, []).append(row)
    for group in alike.values():
        names = [_told(row) for row in group]
        kind = "tables" if group[0].tables == "other" else "policy"
        yield Note(f"kept.stale.{kind}", {"n": len(group), "names": names})
        yield from group[0].changed
        if group[0].other_policy:
            yield from _settings_note(group)


def now_notes(row: ListedPlan) -> Iterator[Note]:
    """Yield what the actions of a plan mean now."""
    was, now, name = row.plan, row.again, {"name": row.kept.name}
    if was is None or now is None:
        return
    if isinstance(now, Fault):
        yield Note("kept.now.cannot", {**name, "why": Note(now.key, now.data)})
        return
    data = {
        **name,
        "before": was.objective.after,
        "after": now.objective.after,
        "broken_before": was.rules_broken,
        "broken": now.rules_broken,
    }
    if was.policy.objective != now.policy.objective:
        yield Note("kept.now.other_goal", data)
    else:
        yield Note(f"kept.now.{'same' if data['before'] == data['after'] else 'value'}", data)
    yield from idle_notes(row)


def idle_notes(row: ListedPlan) -> Iterator[Note]:
    """Yield how many actions of a plan do nothing any more, or why they cannot be evaluated."""
    if isinstance(row.again, Fault):
        yield from now_notes(row)
    elif row.plan is not None and row.again is not None:
        idle = len(row.plan.actions) - len(row.again.actions)
        if idle > 0:
            yield Note("kept.now.idle", {"name": row.kept.name, "n": idle})


def _told(row: ListedPlan) -> str:
    """Return the name of a plan with its policy and its day."""
    policy = "" if row.plan is None else row.plan.policy_file
    about = ", ".join(filter(None, (policy, row.kept.made[:10])))
    return f"{row.kept.name} ({about})" if about else row.kept.name


def _settings_note(rows: Sequence[ListedPlan]) -> Iterator[Note]:
    """Yield the settings in which the policy of plans differs from the folder's, where any does."""
    names = [one.setting for one in rows[0].settings]
    if names:
        plans = [row.kept.name for row in rows]
        yield Note("kept.check.settings", {"plans": plans, "names": names, "file": POLICY})
