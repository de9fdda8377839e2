"""The check's own look at what the rules join by, code by code: a rule that finds nothing to hold is no rule kept.

Shares no code with `keys`, which looked at the same columns before the problem was set up.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from narvaro.case import Case
from narvaro.errors import Fault
from narvaro.language import Note
from narvaro.plan.plan import Year
from narvaro.plan.question import Question

KINDS = ("open", "close", "resize")


def key_differences(question: Question) -> Iterator[Fault]:
    """Yield a fault for each rule whose key has codes on one side only, or none on both."""
    case, policy = question.case, question.policy
    limits, offices = policy.limits, _offices(case)
    if limits.room_in is not None:
        if limits.room_in not in case.areas or limits.room_in not in case.sites:
            yield Fault("plan.check_key_none", {"rule": "room_in"})
        else:
            yield from _sides(case, limits.room_in)
    kept = [("keep_one_in", limits.keep_one_in)] if limits.keep_one_in is not None else []
    if limits.leave_municipality != "yes":
        kept.append(("leave_municipality", "municipality_code"))
    for rule, column in kept:
        codes = _codes(case, "sites", column)
        if offices and not any(codes.get(site) for site in offices):
            yield Fault("plan.check_key_none", {"rule": rule})
        areas = set(_codes(case, "areas", column).values())
        yield from _twins(rule, sorted(set(codes.values()) - areas), {*codes.values(), *areas})
    if limits.leave_municipality == "with_consent":
        known = set(_codes(case, "sites", "municipality_code").values())
        lone = sorted(set(limits.consent) - known)
        if lone:
            yield Fault("plan.check_key", {"rule": "consent", "codes": lone})
    if policy.money.earmark and not _defined(question).any():
        yield Fault("plan.check_key_none", {"rule": "earmark"})


def holding_nothing(question: Question) -> tuple[Note, ...]:
    """Return a note for each rule whose key agrees but that selects nothing."""
    case, policy = question.case, question.policy
    limits, offices = policy.limits, _offices(case)
    idle = []
    if limits.keep_one_in is not None and not offices:
        idle.append("keep_one_in")
    if limits.leave_municipality != "yes":
        codes = _codes(case, "sites", "municipality_code")
        free = set(limits.consent) if limits.leave_municipality == "with_consent" else set()
        if not {codes.get(site, "") for site in offices} - free - {""}:
            idle.append("leave_municipality")
    if limits.room_in is not None:
        room = {size.id: size.visits_year for size in case.sizes}
        codes, lived = _codes(case, "sites", limits.room_in), _codes(case, "areas", limits.room_in)
        peopled = {
            lived[area] for area, people in case.areas["people"].items() if people > 0 and area in lived
        }
        if not any(room[str(case.sites.at[s, "size"])] > 0 and codes.get(s) in peopled for s in offices):
            idle.append("room_in")
    if policy.money.earmark and max(policy.money.change) > 0:
        near = question.times.select(tuple(case.areas.index[_defined(question)]), tuple(case.sites.index))
        closed = [case.sites.at[site, "status"] in ("candidate", "must_open") for site in case.sites.index]
        ways = near.to_dense("walk")[:, closed]
        if not (ways <= np.float64(policy.objective.walk_standard_min)).any():
            idle.append("earmark")
    given = {service for services in case.sites["services"] for service in services}
    lacking = [service.id for service in case.services if service.id not in given]
    notes = [Note("plan.note.holds_nothing", {"rule": rule}) for rule in idle]
    return (*notes, *([Note("plan.note.service_nowhere", {"services": lacking})] if lacking else []))


def unknown_to_the_tables(question: Question, years: tuple[Year, ...]) -> Iterator[Fault]:
    """Yield a fault for years that are not those of the policy, and for sites, sizes or actions that are not there."""
    case = question.case
    if tuple(year.year for year in years) != question.policy.years:
        yield Fault("plan.check_years", {"found": [str(year.year) for year in years]})
    sites, sizes = set(case.sites.index), {size.id for size in case.sizes}
    for year in years:
        for action in year.actions:
            named = {action.size, action.from_size} - {""}
            if action.site_id not in sites or not named <= sizes or action.action not in KINDS:
                yield Fault("plan.check_unknown", {"year": str(year.year), "site": action.site_id})


def out_of_step(case: Case, years: tuple[Year, ...]) -> Iterator[Fault]:
    """Yield a fault for each action at a site that is not as the action says it was before."""
    sites, offices = case.sites, set(_offices(case))
    size_of = {str(site): str(size) for site, size in sites["size"].items() if str(site) in offices}
    for year in years:
        for action in year.actions:
            was = size_of.pop(action.site_id, "")
            if (action.action == "open") == bool(was) or action.from_size != was:
                yield Fault("plan.check_action", {"year": str(year.year), "site": action.site_id})
            if action.action != "close":
                size_of[action.site_id] = action.size


def _offices(case: Case) -> list[str]:
    status = case.sites["status"]
    return [str(site) for site, now in status.items() if now not in ("candidate", "must_open")]


def _codes(case: Case, table: str, column: str) -> dict[str, str]:
    """Return the code of each row that has one."""
    rows = case.areas if table == "areas" else case.sites
    if column not in rows:
        return {}
    pairs = zip(rows.index.tolist(), rows[column].tolist(), strict=True)
    return {str(label): text for label, code in pairs if (text := str(code).strip())}


def _sides(case: Case, column: str) -> Iterator[Fault]:
    areas, sites = (set(_codes(case, table, column).values()) for table in ("areas", "sites"))
    if not areas & sites:
        yield Fault("plan.check_key_none", {"rule": "room_in"})
        return
    if sites - areas:
        yield Fault("plan.check_key", {"rule": "room_in", "codes": sorted(sites - areas)})
    # Areas of a region without any site have no room that could be kept, unless a code is only written otherwise.
    yield from _twins("room_in", sorted(areas - sites), areas | sites)


def _twins(rule: str, codes: list[str], among: set[str]) -> Iterator[Fault]:
    """Yield a fault where codes differ from another only in leading zeros, in .0 or in capital letters."""

    def core(code: str) -> str:
        return code.casefold().removesuffix(".0").lstrip("0")

    counts: dict[str, int] = {}
    for code in among:
        counts[core(code)] = counts.get(core(code), 0) + 1
    twins = [code for code in codes if code.strip("0.") and counts[core(code)] > 1]
    if twins:
        yield Fault("plan.check_key", {"rule": rule, "codes": twins})


def _defined(question: Question) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which areas with people are in the definition."""
    case, policy = question.case, question.policy
    if policy.definition not in case.areas:
        return np.zeros(len(case.areas), bool)
    return np.asarray((case.areas[policy.definition] == True) & (case.areas["people"] > 0), bool)  # noqa: E712
