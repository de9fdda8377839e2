"""What a plan rests on beside the tables: the figures of the policy and the rules of reckoning, as data with labels."""

from __future__ import annotations

from narvaro.case import Assumption, Policy
from narvaro.language import keys, say
from narvaro.plan.measure import service_groups
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
    found = [row for row in case.every_assumption() if row.id not in ALONG_A_LINE]
    if times.basis:
        found += [row for mode in times.basis if _looks_at(policy, mode) for row in times.basis[mode]]
    elif times.engine == STRAIGHT:
        found = [*_along_a_line(question), *found]

    def figure(name: str, value: float, unit: str) -> None:
        found.append(Assumption(f"policy.{name}", value, unit, "assumed", SOURCE))

    figure("cutoff_min", objective.cutoff_min, "min")
    on_foot = objective.kind == "mix" and policy.definition is not None
    if on_foot or money.earmark:
        figure("walk_standard_min", objective.walk_standard_min, "min")
    if on_foot:
        figure("walk_weight_min", objective.walk_weight_min, "min")
    if objective.kind == "beyond":
        figure("standard_min", objective.standard_min, "min")
    if objective.kind == "kolm_pollak":
        figure("kappa_per_min", objective.kappa_per_min, "1/min")
    for size, minutes in objective.extra_min.items():
        figure(f"extra_min.{size}", minutes, "min")
    figure("opening_month", limits.opening_month, "")
    figure("closing_month", limits.closing_month, "")
    figure("saving_pct", money.saving_pct, "%")
    figure("credit_pct", money.credit_pct, "%")
    if limits.room_in is not None:
        figure("visits_per_person", limits.visits_per_person, "visits/year")
        figure("room_share", limits.room_share, "")
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


def _along_a_line(question: Question) -> list[Assumption]:
    """Return the detour factor and the speeds of the modes that are looked at; who drives may walk instead."""
    case, policy = question.case, question.policy
    settings = case.travel
    speed = Assumption("bicycle_kmh", settings.bicycle_kmh, "km/h", settings.origin, settings.source)
    rows = [row for row in case.every_assumption() if row.id in ALONG_A_LINE]
    unused = "car_kmh" if not _looks_at(policy, "car") else ""
    cycling = [speed] if policy.objective.mode == "bicycle" else []
    return [row for row in rows if row.id != unused] + cycling


def assumption_label(assumption_id: str, lang: str) -> str:
    """Return what a reader calls an assumption; its own id where the catalogue has no label.

    Ids that name a size (`size.small.staff`, `policy.extra_min.small`) share one label for all sizes.

    Examples
    --------
    >>> assumption_label("size.small.running_msek_year", "en")
    'Running cost of a full year, size small'
    >>> assumption_label("my own", "en")
    'my own'
    """
    parts = assumption_id.split(".")
    if len(parts) == 3 and parts[0] == "size":
        return _said(f"assumption.size.{parts[2]}", assumption_id, lang, size=size_name(parts[1], lang))
    if len(parts) == 3 and parts[0] == "travel":
        by = _said(f"explain.mode.{parts[1]}", parts[1], lang)
        return _said(f"assumption.travel.{parts[2]}", assumption_id, lang, by=by)
    if len(parts) == 3 and parts[:2] == ["policy", "extra_min"]:
        return say("assumption.policy.extra_min", lang, size=size_name(parts[2], lang))
    return _said(f"assumption.{assumption_id}", assumption_id, lang)


def size_name(size_id: str, lang: str) -> str:
    """Return the name of a size, or its id where the catalogue does not know it.

    Examples
    --------
    >>> size_name("small", "sv"), size_name("own size", "sv")
    ('litet', 'own size')
    """
    return _said(f"size_name.{size_id}", size_id, lang)


def _said(key: str, otherwise: str, lang: str, **data: str) -> str:
    return say(key, lang, **data) if key in keys() else otherwise
