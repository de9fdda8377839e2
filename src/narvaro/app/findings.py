"""The step that explains a plan: other plans to set beside it, and findings that are kept for the second language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from narvaro import __version__
from narvaro.app.plans import Planned
from narvaro.app.project import RESULTS
from narvaro.case import Case, Policy
from narvaro.case.documents import read_json
from narvaro.case.files import write_text
from narvaro.errors import InfeasibleError, NarvaroError, UnsettledError
from narvaro.explain import Alternative, Findings, find
from narvaro.language import edition
from narvaro.plan import Plan, make_plan, with_definition, without_earmark
from narvaro.plan.objectives import criterion_of
from narvaro.siting import Progress

FINDINGS = "findings.json"
COMPARED_GAP = 0.004
"""Where a plan is not proven to be the best, those set beside it need no finer proof than this."""


def findings_of(
    planned: Planned,
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
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
    """
    path, key = planned.folder / RESULTS / FINDINGS, _key(planned, time_limit)
    kept = _kept(path, key)
    if kept is not None:
        return kept
    others = alternatives(planned, time_limit=time_limit, progress=progress)
    found = find(planned.case, planned.plan, travel=planned.travel, alternatives=others)
    text = json.dumps({"key": key, **found.to_json()}, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")
    return found


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


def compared_gap(plan: Plan) -> float:
    """Return how near to its bound a plan must come that is set beside another: that of the policy, or 0.4 percent."""
    return plan.policy.solver.gap if plan.status == "optimal" else max(plan.policy.solver.gap, COMPARED_GAP)


def other_policies(case: Case, policy: Policy) -> dict[str, Policy]:
    """Return what to set beside a policy, by kind; only what can make a difference."""
    found = {}
    if policy.money.earmark:
        found["without_earmark"] = without_earmark(policy)
    decides = policy.money.earmark or criterion_of(policy).on_foot
    edition = other_edition(case, policy.definition) if decides else None
    if edition is not None:
        found["other_definition"] = with_definition(policy, edition)
    return found


def other_edition(case: Case, definition: str | None) -> str | None:
    """Return the newest other edition of a definition: another yes/no column of the same name with another year.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900],
    ...                       "list_2019": [True], "list_2025": [True], "poor": [True]})
    >>> case = Case("mini", areas, areas[["id", "name", "lon", "lat"]])
    >>> other_edition(case, "list_2019"), other_edition(case, "list_2025"), other_edition(case, "poor")
    ('list_2025', 'list_2019', None)
    """
    ours = edition(definition or "")
    if ours is None:
        return None
    editions = [
        str(column)
        for column in case.areas.columns
        if case.areas[column].dtype == bool
        and (its := edition(str(column))) is not None
        and its.list == ours.list
        and str(column) != definition
        and float(case.areas.loc[case.areas[column], "people"].sum()) > 0
    ]
    return max(editions, default=None)


def _key(planned: Planned, time_limit: float | None) -> str:
    """Return a checksum of all that findings rest on."""
    case, plan = planned.case, planned.plan
    rests_on = [
        __version__,
        case.checksum,
        plan.to_json(),
        plan.certificate is not None,
        [asdict(rule) for rule in case.standards],
        {kind: policy.to_toml() for kind, policy in other_policies(case, plan.policy).items()},
        time_limit,
        compared_gap(plan),
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
