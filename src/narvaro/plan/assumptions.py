"""What a plan rests on beside the tables: the figures of the policy and the rules of reckoning, as data with labels."""

from __future__ import annotations

from narvaro.case import Assumption, Policy
from narvaro.plan.layers import service_groups
from narvaro.plan.objectives import criterion_of
from narvaro.plan.question import Question
from narvaro.travel import CHOICES
from narvaro.travel.basis import STRAIGHT

SOURCE = "policy"
RULES = "rule of the plan"


ALONG_A_LINE = ("detour_factor", "car_kmh", "walk_kmh")
"""Assumptions of a case that only minutes along a straight line rest on."""


def assumptions_of(question: Question) -> tuple[Assumption, ...]:
    """Return all assumptions of a plan: of its minutes, of the case, the figures of the policy, then the rules.

    A straight line rests on the detour factor and the speeds of the case; minutes that a run has made rest on the
    settings of the run, and then the former are left out. Only the modes that the plan looks at are told.
    """
    case, policy, times = question.case, question.policy, question.times
    objective, limits, money = policy.objective, policy.limits, policy.money
    found = [
        row
        for row in case.every_assumption()
        if row.id not in ALONG_A_LINE and (not row.id.startswith("town.") or _of_towns(question, row.id))
    ]
    if times.basis:
        found += [row for mode in times.basis if _looks_at(policy, mode) for row in times.basis[mode]]
    elif times.engine == STRAIGHT:
        found = [*_along_a_line(question), *found]

    def figure(name: str, value: float, unit: str) -> None:
        found.append(Assumption(f"policy.{name}", value, unit, "assumed", SOURCE))

    of_the_earmark = {"walk_standard_min": "min"} if money.earmark else {}
    rests_on = {"cutoff_min": "min", **of_the_earmark, **criterion_of(policy).settings}
    for name, unit in rests_on.items():
        figure(name, getattr(objective, name), unit)
    for size, minutes in objective.extra_min.items():
        figure(f"extra_min.{size}", minutes, "min")
    figure("opening_month", limits.opening_month, "")
    figure("closing_month", limits.closing_month, "")
    figure("saving_pct", money.saving_pct, "%")
    figure("credit_pct", money.credit_pct, "%")
    if limits.room_in is not None or limits.max_load is not None:
        figure("visits_per_person", limits.visits_per_person, "visits/year")
    if limits.room_in is not None:
        figure("room_share", limits.room_share, "")
    if limits.max_load is not None:
        figure("max_load", limits.max_load, "")
        figure("overload_min", objective.overload_min, "min")
    rules = ["year_end", "resizing"] if limits.resize != "no" else ["year_end"]
    if money.lasting:
        rules.append("lasting")
    if len(service_groups(case)) > 1:
        rules.append("services_alike")
    found += [Assumption(f"rule.{name}", "", "", "assumed", RULES) for name in rules]
    return tuple(found)


def _looks_at(policy: Policy, mode: str) -> bool:
    """Tell whether a plan and its report look at a mode: its own, those it is a choice between, and walking."""
    return mode in (policy.objective.mode, "walk") or policy.objective.mode in CHOICES


def _of_towns(question: Question, assumption: str) -> bool:
    """Tell whether the minutes of a plan rest on a figure of its towns.

    On a network only the speed by car does, for the way within an area.
    """
    policy, part = question.policy, assumption.rpartition(".")[2]
    on_line = question.times.engine == STRAIGHT
    if part == "without_car":
        return policy.objective.mode in CHOICES
    if part in ("transit_wait_min", "transit_kmh"):
        return on_line and policy.objective.mode in ("transit", *CHOICES)
    within = part == "near_kmh" and bool(question.case.extent_km.any())
    return _looks_at(policy, "car") and (on_line or within)


def _along_a_line(question: Question) -> list[Assumption]:
    """Return the detour factor and the speeds of the modes that are looked at; who drives may walk instead."""
    case, policy = question.case, question.policy
    settings = case.travel
    speed = Assumption("bicycle_kmh", settings.bicycle_kmh, "km/h", settings.origin, settings.source)
    rows = [row for row in case.every_assumption() if row.id in ALONG_A_LINE]
    unused = "car_kmh" if not _looks_at(policy, "car") else ""
    cycling = [speed] if policy.objective.mode == "bicycle" else []
    return [row for row in rows if row.id != unused] + cycling
