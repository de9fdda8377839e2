"""When no plan meets the rules: which of them clash, who is out of reach, and the smallest change that would do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from narvaro.case import Policy
from narvaro.case.region_names import RegionNames
from narvaro.errors import Fault
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import people_weight
from narvaro.plan.limits import Rule, kept_regions, near_definition
from narvaro.plan.options import CLOSED, Paths
from narvaro.plan.question import Question

MOST_NAMED, MOST_REGIONS = 12, 3
"""So many sites or areas, and regions that clash with the same rule, a message names; it counts the rest."""
SLACK = 1e-9
REACH = ("infeasible.clash_reach", "infeasible.unreachable", "infeasible.ceiling")
"""What the engine calls a reach that cannot be had."""
OUT_OF_REACH, WITHIN = "plan.out_of_reach", "plan.clash_within"
"""What the plan calls a reach that no site gives, and one that clashes with other rules."""


def conflicts(formulation: Formulation) -> list[Fault]:
    """Return what makes a plan impossible and can be told before solving; an empty list proves nothing."""
    question, paths = formulation.question, formulation.paths
    names = RegionNames(question.case)
    faults = [
        *_openings_outside(question),
        *_too_many_at_once(question),
        *_more_than_one_must_open(question),
        *_regions_without_a_way(question, paths),
        *_room_too_small(question.policy, paths, formulation.rules),
        *_out_of_reach(question, paths),
    ]
    return [replace(fault, data=names.told(fault.data)) for fault in faults]


def _openings_outside(question: Question) -> Iterable[Fault]:
    case, policy = question.case, question.policy
    if not policy.money.earmark:
        return
    outside = (case.sites["status"] == "must_open").to_numpy() & ~near_definition(question)
    if outside.any():
        yield Fault(
            "plan.must_open_outside",
            {
                "count": int(outside.sum()),
                "sites": _named(case.sites["name"].to_numpy(str)[outside]),
                "definition": policy.definition,
                "minutes": policy.objective.walk_standard_min,
            },
        )


def _too_many_at_once(question: Question) -> Iterable[Fault]:
    case, limits = question.case, question.policy.limits
    years = len(question.policy.years)
    for status, most in (("must_open", limits.max_openings_year), ("must_close", limits.max_closings_year)):
        count = int((case.sites["status"] == status).sum())
        if most is not None and count > most * years:
            data = {"count": count, "most": most, "years": years, "least": -(-count // years)}
            yield Fault(f"plan.too_many_{status}", data)


def _more_than_one_must_open(question: Question) -> Iterable[Fault]:
    case, column = question.case, question.policy.limits.one_opening_in
    if column is None:
        return
    must = case.sites[case.sites["status"] == "must_open"]
    for code, some in must.groupby(must[column].astype(str), sort=True):
        if code and len(some) > 1:
            data = {"column": column, "code": str(code), "sites": _named(some["name"].tolist())}
            yield Fault("plan.many_must_open_in", data)


def _regions_without_a_way(question: Question, paths: Paths) -> Iterable[Fault]:
    case, policy = question.case, question.policy
    possible = np.zeros((len(case.sites), len(policy.years)), bool)
    np.logical_or.at(possible, paths.site, paths.state != CLOSED)
    for family, code, members in kept_regions(question):
        if not possible[members].any(axis=0).all():
            key, column = "plan.region_must_close", policy.limits.keep_one_in
            if family == "stay":
                key, column = "plan.municipality_must_close", "municipality_code"
            offices = case.sites["name"].to_numpy(str)[members]
            yield Fault(key, {"column": column, "code": code, "sites": _named(offices)})


def _room_too_small(policy: Policy, paths: Paths, rules: Sequence[Rule]) -> Iterable[Fault]:
    start = np.flatnonzero(np.diff(paths.site, prepend=-1))
    for rule in rules:
        if rule.family == "room":
            most = float(np.maximum.reduceat(rule.coefficients, start).sum())
            if most < rule.lower:
                data = {"column": policy.limits.room_in, "code": rule.subject, "when": rule.when}
                yield Fault(
                    "plan.room_too_small",
                    {**data, "visits": rule.lower, "most": most, "lacking": rule.lower - most},
                )


def _out_of_reach(question: Question, paths: Paths) -> Iterable[Fault]:
    case, policy = question.case, question.policy
    limit = policy.limits.within_min
    if limit is None:
        return
    may = np.unique(paths.site[paths.state[:, -1] != CLOSED])
    weight = people_weight(question)
    nearest = np.full(len(weight), np.inf)
    for part, block in question.times.blocks(policy.objective.mode):
        ways = np.where(np.isnan(block[:, may]), np.inf, block[:, may].astype(float))
        nearest[part] = ways.min(axis=1, initial=np.inf)
    out = (nearest > limit) & (weight > 0)
    share = 1.0 - float(weight[out].sum() / weight.sum())
    if share >= policy.limits.within_share - SLACK:
        return
    order = np.argsort(nearest, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    least = float(nearest[order][np.searchsorted(reached, policy.limits.within_share - SLACK)])
    least = math.ceil(10.0 * least - 1e-6) / 10.0 if np.isfinite(least) else least
    people = case.areas["people"].to_numpy(float)
    data = {
        "minutes": limit,
        "count": int(out.sum()),
        "people": float(people[out].sum()),
        "areas": _named(case.areas["name"].to_numpy(str)[out]),
        "share": share,
        "wanted": policy.limits.within_share,
        "least": least,
    }
    yield Fault(OUT_OF_REACH if np.isfinite(least) else "plan.out_of_any_reach", data)


def translated(faults: Iterable[Fault], rules: Sequence[Rule], question: Question) -> list[Fault]:
    """Return the engine's clashes in the words of the plan: the rules by what they mean, money in figures of the case.

    Regions under the same rule in the same year are told in one sentence, which counts them and names the first.
    """
    policy, by_name = question.policy, {rule.name: rule for rule in rules}
    names = RegionNames(question.case)
    found: list[Fault] = []
    regions: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        rule = by_name.get(str(fault.data.get("name", "")))
        needed = fault.data.get("needed")
        if rule is None:
            limits = policy.limits
            reach = {"minutes": limits.within_min, "percent": 100.0 * limits.within_share}
            found.append(Fault(WITHIN, reach) if fault.key in REACH else fault)
        elif rule.family == "money":
            given = {"when": rule.when, "given": rule.upper / 1000, "money": question.case.money.label}
            if fault.key == "infeasible.limit_too_low" and needed is not None:  # whatever the others ask for
                least = {**given, "needed": float(needed) / 1000}
                found.append(Fault(f"plan.money_at_least_{rule.subject}", least))
            else:
                found.append(Fault(f"plan.clash_money_{rule.subject}", given))
        elif rule.family in ("openings", "closings"):
            found.append(Fault(f"plan.clash_{rule.family}", {"when": rule.when, "most": rule.upper}))
        elif rule.family == "room" and needed is not None:
            data: dict[str, Any] = {"column": policy.limits.room_in, "code": rule.subject, "when": rule.when}
            room = {"visits": rule.lower, "most": float(needed), "lacking": rule.lower - float(needed)}
            found.append(Fault("plan.clash_room_needs", {**names.told(data), **room}))
        else:
            regions.setdefault((rule.family, rule.when), []).append(rule.subject)
    columns = {
        "one": policy.limits.one_opening_in,
        "room": policy.limits.room_in,
        "keep": policy.limits.keep_one_in,
        "stay": "municipality_code",
    }
    for (family, when), codes in regions.items():
        key = {"room": "plan.clash_room", "one": "plan.clash_one", "stay": "plan.clash_left"}.get(
            family, "plan.clash_keep"
        )
        column = columns[family] or ""
        shown = [names.name(column, code) for code in codes[:MOST_REGIONS]]
        found.append(Fault(key, {"column": column, "when": when, "n": len(codes), "codes": shown}))
    return found


def _named(names: Sequence[str] | np.ndarray) -> str:
    shown = ", ".join(str(name) for name in names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown}, … (+{len(names) - MOST_NAMED})"
