"""Plans written down by hand rather than solved for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from narvaro.case import Case, Objective, Policy
from narvaro.plan import Action, Outcome, Plan, Year
from narvaro.plan.outcome import Part

MakePlan = Callable[..., Plan]
MONEY = ("appropriation", "spent", "carried", "lapsed", "running", "opening", "closing", "resizing")


def mixed(**changes: Any) -> Objective:
    """Return the default objective with something changed."""
    return Objective(**changes)


def written_plan(
    *years: Sequence[tuple[str, str, str]],
    case: Case,
    policy: Policy,
    certificate: Mapping[str, tuple[float, float]] | None = None,
    status: str = "feasible",
) -> Plan:
    """Return a plan of value 1,000 and bound 990 that does (action, site, new size) in each year."""
    now = dict(case.sites["size"].where(case.existing, ""))
    made = []
    for number, (year, actions) in enumerate(zip(policy.years, years, strict=True)):
        told = tuple(_action(case, now, *one) for one in actions)
        money = dict.fromkeys(MONEY, 0)
        money |= {"appropriation": 12_000 + int(policy.money.change[number] * 1000), "spent": 12_500}
        made.append(Year(year, money, None, sum(size != "" for size in now.values()), 2, told))
    by_year = tuple(1200.0 - 200.0 * k / len(made) for k in range(1, len(made) + 1))
    part = Part("person_minutes", "weighted_person_minutes", 1200.0, 1000.0, by_year[-1], by_year)
    proof = None
    if certificate is not None:
        columns = ["open_at_least", "closed_at_least"]
        proof = pd.DataFrame.from_dict(dict(certificate), orient="index", columns=columns)
    return Plan(
        scenario=policy.scenario,
        policy=policy,
        money=case.money,
        status=status,  # type: ignore[arg-type]
        stopped_by="proven" if status == "optimal" else "gap",
        objective=Outcome("mix", "weighted_person_minutes", 1200.0, 1000.0, 1000.0, 990.0, 0.01, (part,)),
        years=tuple(made),
        afterwards={"running": 12_000, "appropriation": 12_000 + int(policy.money.change[-1] * 1000)},
        locked=(),
        counts={
            "offices_before": int(case.existing.sum()),
            "offices_after": sum(size != "" for size in now.values()),
            "offices_assumed": case.assumed_offices,
            "municipalities_before": 2,
            "municipalities_after": 1,
        },
        assumptions=(),
        provenance=(),
        checks={},
        case_checksum=case.checksum,
        travel={"engine": "given", "origin": "stated"},
        certificate=proof,
    )


def _action(case: Case, now: dict[str, str], action: str, site: str, size: str) -> Action:
    row = case.sites.loc[site]
    before, now[site] = now[site], size
    return Action(
        action=action,  # type: ignore[arg-type]
        site_id=site,
        name=row["name"],
        municipality_code=row["municipality_code"],
        municipality=row["municipality"],
        from_size=before,
        size=size,
        services=row["services"],
        cost_milli=1_000,
        running_change_milli=0,
        leaves_municipality=action == "close",
        decided_by="board" if action == "close" else None,
        assumed=bool(row["assumed"]),
    )
