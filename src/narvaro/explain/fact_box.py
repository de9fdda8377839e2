"""The fact box: how the money is spread, how many offices there are, and what an office gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narvaro.case import Case
from narvaro.explain.evidence import Evidence
from narvaro.explain.frames import frame_from_json, frame_to_json, rounded


@dataclass(frozen=True, eq=False)
class FactBox:
    """What a newspaper would print in a box.

    Attributes
    ----------
    years
        Columns `year, change, appropriation, spent, carried, lapsed, opened, closed,
        resized, offices`.
    base
        The yearly appropriation before the change.
    afterwards_running, afterwards_appropriation
        A full year after the plan: what the offices cost, and the money if the last year's goes on.
    offices_before, offices_after, offices_assumed
        Offices today, at the end, and how many of today's no source names.
    staff_before, staff_after, visits_before, visits_after
        Staff of all offices by their sizes, and visits a year that they have room for.
    municipalities_before, municipalities_after
        Municipalities with an office; NaN where the sites have none.
    sizes
        Columns `size, running_year, opening, closing, staff, visits_year, origin,
        offices_before, offices_after`.
    services
        Columns `service, name_sv, name_en, offices_before, offices_after`.
    """

    years: pd.DataFrame
    base: float
    afterwards_running: float
    afterwards_appropriation: float
    offices_before: int
    offices_after: int
    offices_assumed: int
    staff_before: float
    staff_after: float
    visits_before: float
    visits_after: float
    municipalities_before: float
    municipalities_after: float
    sizes: pd.DataFrame
    services: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return the box as plain tables."""
        return {
            name: frame_to_json(value)
            if isinstance(value, pd.DataFrame)
            else (None if value != value else value)
            for name, value in vars(self).items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> FactBox:
        """Return the box that :meth:`to_json` wrote."""
        read: dict[str, Any] = {
            name: frame_from_json(value)
            if isinstance(value, Mapping)
            else (float("nan") if value is None else value)
            for name, value in stored.items()
        }
        return cls(**read)


def fact_box(evidence: Evidence) -> FactBox:
    """Return the fact box of a plan."""
    case, decision = evidence.case, evidence.decision
    plan = decision.plan
    change = evidence.policy.money.change
    rows = []
    for year, more in zip(plan.years, change, strict=True):
        kinds = [action.action for action in year.actions]
        rows.append(
            {
                "year": year.year,
                "change": float(more),
                **{name: year.money[name] / 1000 for name in ("appropriation", "spent", "carried", "lapsed")},
                "opened": kinds.count("open"),
                "closed": kinds.count("close"),
                "resized": kinds.count("resize"),
                "offices": year.offices,
            }
        )
    municipalities = [plan.counts.get(f"municipalities_{when}") for when in ("before", "after")]
    before, after = (float("nan") if count is None else float(count) for count in municipalities)
    sizes = _sizes(evidence)
    return FactBox(
        years=rounded(pd.DataFrame(rows)),
        base=(plan.years[0].money["appropriation"] / 1000) - float(change[0]),
        afterwards_running=plan.afterwards["running"] / 1000,
        afterwards_appropriation=plan.afterwards["appropriation"] / 1000,
        offices_before=len(decision.before),
        offices_after=len(decision.after),
        offices_assumed=case.assumed_offices,
        staff_before=_sum(sizes, "staff", "before"),
        staff_after=_sum(sizes, "staff", "after"),
        visits_before=_room(case, decision.before),
        visits_after=_room(case, decision.after),
        municipalities_before=before,
        municipalities_after=after,
        sizes=rounded(sizes),
        services=rounded(_services(evidence)),
    )


def _sizes(evidence: Evidence) -> pd.DataFrame:
    before = list(evidence.decision.before.values())
    after = list(evidence.decision.after.values())
    fields = ("running_year", "opening", "closing", "staff", "visits_year", "origin")
    rows = [
        {
            "size": size.id,
            **{name: getattr(size, name) for name in fields},
            "offices_before": before.count(size.id),
            "offices_after": after.count(size.id),
        }
        for size in sorted(evidence.case.sizes, key=lambda size: size.rank)
    ]
    return pd.DataFrame(rows)


def _sum(sizes: pd.DataFrame, name: str, when: str) -> float:
    return float((sizes[name] * sizes[f"offices_{when}"]).sum())


def _room(case: Case, network: Mapping[str, str]) -> float:
    return sum(case.figure("visits_year", site, size) for site, size in network.items())


def _services(evidence: Evidence) -> pd.DataFrame:
    given = evidence.case.sites["services"]
    networks = [list(evidence.decision.before), list(evidence.decision.after)]
    rows = []
    for service in evidence.case.services:
        before, after = (sum(service.id in given[site] for site in network) for network in networks)
        rows.append(
            {
                "service": service.id,
                "name_sv": service.name_sv,
                "name_en": service.name_en,
                "offices_before": before,
                "offices_after": after,
            }
        )
    return pd.DataFrame(rows)
