"""The alternatives that a report sets beside its plan, measured alike, and how far they agree on the places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access import describe
from narvaro.case import Policy
from narvaro.explain.decision import Decision, Network
from narvaro.explain.evidence import AFTER, BEFORE, Evidence, member_areas, other_name, total

MAIN = "main"


def comparison_table(evidence: Evidence) -> pd.DataFrame:
    """Return today, the plan and the other plans, one row each, all measured by the plan's own yardsticks.

    Returns
    -------
    Columns `plan` (`before`, `main`, or the kind of the alternative), `definition, earmark, offices_after,
    opened, closed, resized, municipalities_after, spent` (all years); `objective, bound, gap` (each
    under its own policy); `mean_min` (of those with a way), `person_minutes, people_beyond, people_unreached`
    by the policy's mode and `people_beyond_walk`, when the last year ends; `people_beyond_walk_definition` for
    the plan's definition and `people_beyond_walk_own_definition` for the row's own; `same_places` and
    `only_here`: openings and closings shared with the plan, and those that the plan has not.
    """
    rows = [_today(evidence), _row(evidence, MAIN, AFTER, evidence.decision)]
    for number, (one, decision) in enumerate(evidence.others):
        rows.append(_row(evidence, one.kind, other_name(number), decision))
    return pd.DataFrame(rows)


def _today(evidence: Evidence) -> dict[str, Any]:
    policy, plan = evidence.policy, evidence.decision.plan
    missing = float("nan")
    return {
        "plan": BEFORE,
        "definition": policy.definition or "",
        "earmark": False,
        "offices_after": len(evidence.decision.before),
        "opened": 0,
        "closed": 0,
        "resized": 0,
        "municipalities_after": _municipalities(evidence, evidence.decision.before),
        "spent": missing,
        "objective": plan.objective.before,
        "bound": missing,
        "gap": missing,
        **_measured(evidence, BEFORE, policy),
        "same_places": 0,
        "only_here": 0,
    }


def _row(evidence: Evidence, name: str, network: str, decision: Decision) -> dict[str, Any]:
    plan = decision.plan
    policy, outcome = plan.policy, plan.objective
    here, main = places(decision), places(evidence.decision)
    return {
        "plan": name,
        "definition": policy.definition or "",
        "earmark": policy.money.earmark,
        "offices_after": len(decision.after),
        "opened": len(decision.doing("open")),
        "closed": len(decision.doing("close")),
        "resized": len(decision.doing("resize")),
        "municipalities_after": _municipalities(evidence, decision.after),
        "spent": sum(year.money["spent"] for year in plan.years) / 1000,
        "objective": outcome.after,
        "bound": float("nan") if plan.status == "given" else outcome.bound,
        "gap": outcome.gap,
        **_measured(evidence, network, policy),
        "same_places": len(here & main),
        "only_here": len(here - main),
    }


def places(decision: Decision) -> set[tuple[str, str]]:
    """Return what a plan opens and closes, as pairs of action and site."""
    return {
        (action.action, action.site_id) for _, action in decision.plan.actions if action.action != "resize"
    }


def _municipalities(evidence: Evidence, network: Network) -> float:
    codes = evidence.case.sites.loc[list(network), "municipality_code"]
    known = set(codes) - {""}
    return float(len(known)) if known else float("nan")


def _measured(evidence: Evidence, network: str, own: Policy) -> Mapping[str, float]:
    people = evidence.people.to_numpy(dtype=np.float64)
    figures = {
        name: float("nan")
        for name in (
            "mean_min",
            "person_minutes",
            "people_beyond",
            "people_unreached",
            "people_beyond_walk",
            "people_beyond_walk_definition",
            "people_beyond_walk_own_definition",
        )
    }
    if evidence.mode in evidence.ways:
        ways = evidence.ways[evidence.mode]
        told = describe(ways.minutes[network], evidence.people, ways.limit_min)
        figures["mean_min"], figures["people_beyond"] = float(told["mean_min"]), float(told["people_beyond"])
        figures["people_unreached"] = float(told["people_unreached"])
        figures["person_minutes"] = float(people @ evidence.counted(evidence.mode, network))
    if "walk" in evidence.ways:
        ways = evidence.ways["walk"]
        beyond = ~(ways.minutes[network] <= ways.limit_min).to_numpy()
        figures["people_beyond_walk"] = total(people, beyond)
        for name, definition in (("", evidence.policy.definition), ("own_", own.definition)):
            inside = member_areas(evidence.case, definition)
            if inside is not None:
                figures[f"people_beyond_walk_{name}definition"] = total(people, beyond & inside.to_numpy())
    return figures


def agreement_table(evidence: Evidence) -> pd.DataFrame:
    """Return how many of all plans, this one among them, do the same at each place.

    Returns
    -------
    Columns `site_id, name, municipality, action, main` (whether the plan does it), `plans` (how many of the
    plans do) and `share` (0 to 1); the plan's own first, then those that most plans share.
    """
    everyone = [places(evidence.decision), *(places(decision) for _, decision in evidence.others)]
    order = {str(site): k for k, site in enumerate(evidence.case.sites.index)}
    rows = []
    for action, site in sorted(set().union(*everyone), key=lambda pair: (order[pair[1]], pair[0])):
        plans = sum((action, site) in one for one in everyone)
        row = evidence.case.sites.loc[site]
        rows.append(
            {
                "site_id": site,
                "name": str(row["name"]),
                "municipality": str(row["municipality"]),
                "action": action,
                "main": (action, site) in everyone[0],
                "plans": plans,
                "share": plans / len(everyone),
            }
        )
    columns = ["site_id", "name", "municipality", "action", "main", "plans", "share"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["main", "plans"], ascending=False, kind="stable", ignore_index=True)
