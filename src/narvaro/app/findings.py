"""The step that explains a plan: other plans to set beside it, and findings that are kept for the second language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from narvaro import __version__
from narvaro.app.kept import notes_in_force
from narvaro.app.kept_files import write_settled
from narvaro.app.plans import Planned, begun
from narvaro.app.project import RESULTS
from narvaro.case.documents import read_json
from narvaro.case.files import write_text
from narvaro.errors import InfeasibleError, NarvaroError, UnsettledError
from narvaro.explain import Alternative, Findings, find
from narvaro.explain.why_not import strongest
from narvaro.language import Note
from narvaro.plan import make_plan
from narvaro.plan.beside import compared_gap, other_policies
from narvaro.plan.settle import places_of, settle
from narvaro.siting import Progress

FINDINGS = "findings.json"
PartTold = Callable[[str, int, int], None]


def findings_of(
    planned: Planned,
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    part: PartTold | None = None,
) -> Findings:
    """Return the findings of a plan: those kept in its folder if they are of this very plan, else found anew.

    Parameters
    ----------
    planned
        A plan and what it was made from.
    time_limit
        Seconds for each of the plans to set beside it; that of the policy if left out.
    progress
        Told of each of those searches.
    part
        Told how many of the places are settled, and of how many.
    """
    notes = notes_in_force(planned.folder) if planned.kept is None else planned.kept.notes
    path, key = planned.place / FINDINGS, _key(planned, time_limit, notes)
    for place in (path, planned.folder / RESULTS / FINDINGS):  # of a kept plan in force they lie in results/
        kept = _kept(place, key)
        if kept is not None:
            return kept
    planned = with_places_settled(planned, part)
    others = alternatives(planned, time_limit=time_limit, progress=progress)
    found = find(planned.case, planned.plan, travel=planned.travel, alternatives=others, notes=notes)
    text = json.dumps({"key": key, **found.to_json()}, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")
    return found


def with_places_settled(planned: Planned, part: PartTold | None = None) -> Planned:
    """Return a plan with its actions and the strongest places that it leaves as they are settled, and keep that.

    Of a plan that was given nothing is proven, so nothing is asked.
    """
    if planned.plan.status == "given":
        return planned
    places = [*places_of(planned.plan), *strongest(planned.case, planned.plan, travel=planned.travel)]
    if all(place in planned.plan.settled for place in places):
        return planned
    ready = begun(planned)
    tell = None if part is None else partial(part, "app.progress.settle")
    settled = replace(ready, plan=settle(ready.plan, places, progress=tell))
    write_settled(planned.folder, settled.plan, planned.place)
    return settled


def alternatives(
    planned: Planned,
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Alternative, ...]:
    """Return the plans to set beside a plan: the same money without the earmark, and another edition of the list.

    One that no plan can keep is left out.
    """
    found = []
    for kind, policy in other_policies(planned.case, planned.plan.policy).items():
        try:
            plan = make_plan(
                planned.case,
                policy,
                travel=planned.travel,
                time_limit=time_limit,
                gap=compared_gap(planned.plan),
                warm=planned.plan,
                progress=progress,
            )
        except (InfeasibleError, UnsettledError):
            continue
        found.append(Alternative(kind, plan))
    return tuple(found)


def _key(planned: Planned, time_limit: float | None, notes: Sequence[Note]) -> str:
    """Return a checksum of all that findings rest on."""
    case, plan = planned.case, planned.plan
    rests_on = [
        __version__,
        case.checksum,
        plan.to_json(),
        plan.certificate is not None,
        [asdict(rule) for rule in case.standards],
        asdict(case.visits),
        {kind: policy.to_toml() for kind, policy in other_policies(case, plan.policy).items()},
        time_limit,
        compared_gap(plan),
        None if case.decided is None else case.decided.to_csv(index=False),
        [note.to_json() for note in notes],
    ]
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()


def _kept(path: Path, key: str) -> Findings | None:
    """Return the findings that are kept, or None where they are of another plan, damaged or changed."""
    try:
        stored = read_json(path)
        if not isinstance(stored, dict) or stored.get("key") != key:
            return None
        return Findings.from_json(stored)
    except (OSError, NarvaroError):
        return None
