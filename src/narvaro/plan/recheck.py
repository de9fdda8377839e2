"""Hold a plan that was read from a file against the case, the policy and the travel times it names.

A checksum in a file tells of an accident, not of a forger, who reckons it anew. So everything that follows from the
actions is worked out again from the tables: names, ledger, counts, what was reached, the rules. What cannot be worked
out without solving, the bound and its certificate, must at least not contradict the rest, nor a plan that is quickly
made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from narvaro.case import Case
from narvaro.case.documents import place_of, printable
from narvaro.errors import MORE_FAULTS, CheckError, Fault
from narvaro.plan.assumptions import assumptions_of
from narvaro.plan.former import deciders_as_now, told_alike
from narvaro.plan.formulation import Formulation
from narvaro.plan.given import evaluated_again
from narvaro.plan.ledger import afterwards, counts_of, locked_sites, years_of
from narvaro.plan.make import CLOSED_GAP, gap_of, reached
from narvaro.plan.money import Ints
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import CLOSED, Paths, States
from narvaro.plan.plan import Plan
from narvaro.plan.refute import refuted
from narvaro.plan.verify import verify
from narvaro.plan.warm import formulated
from narvaro.travel import TravelTimes

FILE, CERTIFICATE = "plan.json", "certificate.json"
TOLERANCE = 1e-9
"""Relative difference that a sum of fractions may have from one machine to another."""
ROOM = 1e-6
"""Relative difference allowed between what the engine proves and what is reckoned from the travel times."""
MOST_FAULTS = 20
PROVEN = ("open_at_least", "closed_at_least")


def recheck(case: Case, plan: Plan, travel: TravelTimes, *, refute: bool = True) -> dict[str, bool]:
    """Work out again what a plan says, and return what agrees.

    Parameters
    ----------
    case, travel
        What the plan was made for and from.
    plan
        A plan as read from its file, with its certificate; with the problem it answers where that is made already.
    refute
        Whether plans are looked for that refute a figure of the certificate, which takes seconds in a large case: for
        whoever shows those figures.

    Returns
    -------
    dict
        Name of each check, all true; of a plan that was given, false where it breaks a rule and says so.

    Raises
    ------
    PolicyError
        If the plan's policy names what the case has not.
    CheckError
        With every difference, each with its place in the file.
    """
    plan.require_case(case)
    plan = deciders_as_now(case, plan)
    if plan.status == "given":
        return _given_again(case, plan, travel)
    formulation = plan.formulation or formulated(case, plan, travel)
    question, paths, money = formulation.question, formulation.paths, formulation.money
    today = paths.today
    state, faults = _followed(case, plan, today)
    chosen, strange = _chosen(case, paths, state)
    if faults or strange:
        raise CheckError(_first([*faults, *strange]))
    figures, reckoned = reached(question, today, state)
    bound = min(plan.objective.bound, figures.after)
    again = replace(
        plan,
        scenario=plan.policy.scenario,
        objective=replace(figures, bound=bound, gap=gap_of(figures.after, bound)),
        years=years_of(question, money, paths, chosen),
        afterwards=afterwards(case, money, state),
        locked=locked_sites(case),
        counts=counts_of(case, today, state),
        assumptions=assumptions_of(question),
        provenance=(*case.provenance, *travel.sources),
        travel={"engine": travel.engine, "origin": travel.origin},
    )
    faults = [*_differences(plan.to_json(), again.to_json()), *_standing(plan), *_proof(case, plan, state)]
    if refute and not faults:
        faults = list(_refuted(formulation, plan, chosen))
    if faults:
        raise CheckError(_first(faults))
    checks = {"solution": True, **verify(question, plan.years, (reckoned, reckoned))}
    if dict(plan.checks) != checks:
        raise CheckError([_differs(("checks",), dict(plan.checks), checks)])
    return checks


def _given_again(case: Case, plan: Plan, travel: TravelTimes) -> dict[str, bool]:
    """Return the checks of a plan that was given: it may break rules, but must hide none."""
    again = evaluated_again(case, plan, travel)
    again = replace(again, broken=told_alike(again.broken, plan.broken))
    faults = [*_differences(plan.to_json(), again.to_json())]
    if plan.certificate is not None:
        faults.append(Fault("plan.given_proof", {}, CERTIFICATE))
    if not again.checks["ledger"]:
        faults.append(Fault("plan.differs", {"said": "true", "found": "false"}, FILE, None, "checks.ledger"))
    if faults:
        raise CheckError(_first(faults))
    return dict(plan.checks)


def _first(faults: list[Fault]) -> list[Fault]:
    """Return the first faults, and how many more there are."""
    more = len(faults) - MOST_FAULTS
    return faults[:MOST_FAULTS] + ([Fault(MORE_FAULTS, {"count": more})] if more > 0 else [])


def _followed(case: Case, plan: Plan, today: States) -> tuple[States, list[Fault]]:
    """Return the size of each site at the end of each year, as the actions say, and what cannot be followed."""
    position = {str(site): number for number, site in enumerate(case.sites.index)}
    state = np.repeat(today[:, None], len(plan.years), axis=1)
    faults = []
    for t, year in enumerate(plan.years):
        for number, action in enumerate(year.actions):
            place: tuple[int | str, ...] = ("years", t, "actions", number)
            if action.site_id not in position:
                faults.append(
                    Fault("plan.no_such_site", _given(action.site_id), FILE, None, _at(place, "site_id"))
                )
            elif action.size not in case.size_position:
                faults.append(Fault("plan.no_such_size", _given(action.size), FILE, None, _at(place, "size")))
            else:
                state[position[action.site_id], t:] = case.size_position[action.size]
    return state, faults


def _chosen(case: Case, paths: Paths, state: States) -> tuple[Ints, list[Fault]]:
    """Return the path that each site goes, and the sites that go where the policy lets nobody go."""
    same = (paths.state == state[paths.site]).all(axis=1)
    chosen = np.full(len(case.sites), -1, dtype=np.int64)
    chosen[paths.site[same]] = np.flatnonzero(same)
    names = case.sites["name"].to_numpy(object)
    return chosen, [
        Fault("plan.no_such_path", {"site": printable(names[site])}, FILE)
        for site in np.flatnonzero(chosen < 0).tolist()
    ]


def _standing(plan: Plan) -> Iterator[Fault]:
    """Yield what the value, the bound and the word for them say against each other."""
    objective = plan.objective
    if not 0 <= objective.bound <= objective.after:
        data = {"bound": objective.bound, "after": objective.after}
        yield Fault("plan.bound_above", data, FILE, None, "objective.bound")
    closed = gap_of(objective.after, objective.bound) <= CLOSED_GAP and plan.stopped_by == "proven"
    if plan.status == "optimal" and not closed:
        yield Fault("plan.not_proven", {"gap": objective.gap}, FILE, None, "status")


def _proof(case: Case, plan: Plan, state: States) -> Iterator[Fault]:
    """Yield where the certificate contradicts the case, the plan or the bound."""
    proof = plan.certificate
    if proof is None:
        return
    if [str(site) for site in proof.index] != [str(site) for site in case.sites.index]:
        yield Fault("plan.proof_sites", {}, CERTIFICATE, None, "sites.index")
        return
    seen = {"open_now": case.existing.to_numpy(bool), "open_after": state[:, -1] != CLOSED}
    for column, right in seen.items():
        for row in np.flatnonzero(proof[column].to_numpy(bool) != right)[:1].tolist():
            place = f"sites.columns.{column}[{row}]"
            yield Fault("plan.proof_state", {"site": str(proof.index[row])}, CERTIFICATE, None, place)
    for column, own in zip(PROVEN, (seen["open_after"], ~seen["open_after"]), strict=True):
        least = proof[column].to_numpy(float)
        if not criterion_of(plan.policy).bounds_sites:
            wrong = ~np.isnan(least)
        else:  # nothing lies below the bound, and this very plan is not dearer than itself
            room = ROOM * max(1.0, abs(plan.objective.after))
            wrong = ~(np.maximum(least, 0.0) >= plan.objective.bound - room) | (
                own & ~(least <= plan.objective.after + room)
            )
        for row in np.flatnonzero(wrong)[:1].tolist():
            place = f"sites.columns.{column}[{row}]"
            data = {
                "site": str(proof.index[row]),
                "given": _told(float(least[row])),
                "bound": plan.objective.bound,
            }
            yield Fault("plan.proof_figure", data, CERTIFICATE, None, place)


def _refuted(formulation: Formulation, plan: Plan, chosen: Ints) -> Iterator[Fault]:
    """Yield the figures of the certificate that a plan refutes, which goes that way and costs less."""
    proof = plan.certificate
    if proof is None or not criterion_of(plan.policy).bounds_sites:
        return
    for column, row, cost in refuted(
        formulation, chosen, {name: proof[name].to_numpy(float) for name in PROVEN}, ROOM
    ):
        data = {"site": str(proof.index[row]), "given": _told(float(proof[column].iloc[row])), "cost": cost}
        yield Fault("plan.proof_refuted", data, CERTIFICATE, None, f"sites.columns.{column}[{row}]")


def _differences(said: Any, found: Any, place: tuple[int | str, ...] = ()) -> Iterator[Fault]:
    """Yield where two plain tables differ; a checksum follows from the rest."""
    if isinstance(said, Mapping) and isinstance(found, Mapping) and said.keys() == found.keys():
        for key in said:
            if place or key != "checksum":
                yield from _differences(said[key], found[key], (*place, key))
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _differences(one, other, (*place, number))
    elif not _same(said, found):
        yield _differs(place, said, found)


def _same(said: Any, found: Any) -> bool:
    if isinstance(said, float) and isinstance(found, float):
        return abs(said - found) <= TOLERANCE * max(1.0, abs(found))
    return bool(said == found)


def _differs(place: tuple[int | str, ...], said: Any, found: Any) -> Fault:
    if isinstance(said, list) and isinstance(found, list):
        data = {"said": len(said), "found": len(found)}
        return Fault("plan.differs_count", data, FILE, None, place_of(place))
    return Fault("plan.differs", {"said": _told(said), "found": _told(found)}, FILE, None, place_of(place))


def _told(value: Any) -> Any:
    return value if isinstance(value, float) and isfinite(value) else printable(value) or '""'


def _given(value: str) -> dict[str, str]:
    return {"given": printable(value)}


def _at(place: tuple[int | str, ...], field: str) -> str:
    return place_of((*place, field))
