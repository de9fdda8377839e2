"""What is not known of a plan, and what a reader must mind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.case import Case, Policy
from narvaro.explain.evidence import NOTICED_MIN, Evidence
from narvaro.explain.reasons import Reason
from narvaro.explain.streets import straight_modes
from narvaro.language import LANGUAGES, Names, Note, names
from narvaro.sources import countries_of
from narvaro.travel import PERSON, TravelTimes, shares_without_car


def unknowns(
    evidence: Evidence, reasons: tuple[Reason, ...], agreement: pd.DataFrame, gains: pd.DataFrame
) -> tuple[Note, ...]:
    """Return what is not known, and what a reader must mind: assumed places, times and costs, ties, services."""
    case, decision = evidence.case, evidence.decision
    notes = []
    notes += assumed_offices(case.assumed_offices, len(decision.before))
    notes += assumed_times(evidence.travel)
    if evidence.travel.origin != "assumed" and not straight_modes(evidence.travel, evidence.mode):
        notes.append(Note("explain.unknown.no_straight", {"by": names.mode(evidence.mode)}))
    notes += [Note(notice.key, dict(notice.data)) for notice in evidence.travel.notices]
    notes.append(Note("explain.unknown.extents" if case.extent_km.any() else "explain.unknown.points"))
    if evidence.mode == PERSON:
        share = float((evidence.people * shares_without_car(case)).sum() / max(evidence.people.sum(), 1.0))
        notes.append(Note("explain.unknown.person", {"without_car": share}))
    if any(size.origin == "assumed" for size in case.sizes):
        notes.append(Note("explain.unknown.costs"))
    weak = [row.table for row in case.provenance if row.origin != "stated"]
    if weak:
        notes.append(Note("explain.unknown.tables", {"count": len(weak), "of": len(case.provenance)}))
    notes += _of_the_proof(evidence, reasons)
    afterwards = decision.plan.afterwards
    if afterwards["running"] > afterwards["appropriation"]:
        figures = {name: sum_milli / 1000 for name, sum_milli in afterwards.items()}
        notes.append(Note("explain.unknown.afterwards", {**figures, "money": case.money.label}))
    notes += _of_services(evidence)
    notes += _of_other_plans(evidence, agreement)
    notes.append(Note("explain.unknown.noticed", {"minutes": NOTICED_MIN}))
    changes = ("people_longer", "people_shorter", "people_newly_reached", "people_newly_unreached")
    if (gains[list(changes)] > 0).to_numpy().any():
        notes.append(Note("explain.unknown.cutoff", {"minutes": evidence.cutoff_min}))
    if np.isfinite(evidence.travel.max_min) and any(
        one.minutes.loc[evidence.people.to_numpy() > 0].isna().to_numpy().any()
        for one in evidence.ways.values()
    ):
        notes.append(Note("explain.unknown.no_way", {"minutes": evidence.travel.max_min}))
    notes.append(Note("explain.unknown.queues"))
    return _each_once(notes)


def _each_once(notes: list[Note]) -> tuple[Note, ...]:
    """Return notes without those that say what another said."""
    return tuple({tuple(note.text(lang) for lang in LANGUAGES): note for note in notes}.values())


def extra_minutes(policy: Policy, case: Case) -> list[Note]:
    """Return what the goal adds to the way to an office of some sizes, a note each; the minutes told have it not."""
    called = Names(countries_of(case))
    return [
        Note("explain.unknown.extra_min", {"size": called.size(size), "minutes": minutes})
        for size, minutes in policy.objective.extra_min.items()
        if minutes
    ]


def assumed_times(travel: TravelTimes) -> list[Note]:
    """Return that travel times are assumed, where they are."""
    if travel.origin != "assumed":
        return []
    return [Note("explain.unknown.travel", {"engine": names.engine(travel.engine)})]


def assumed_offices(count: int, offices: int) -> list[Note]:
    """Return how many of today's offices stand where nobody has said so, if any do.

    Examples
    --------
    >>> [note.text("en")[:42] for note in assumed_offices(1, 2)], assumed_offices(0, 2)
    (['1 of the 2 offices of today are assumed: n'], [])
    """
    return [Note("explain.unknown.offices", {"count": count, "offices": offices})] if count else []


def _of_the_proof(evidence: Evidence, reasons: tuple[Reason, ...]) -> list[Note]:
    notes = []
    if evidence.decision.plan.status == "given":
        notes.append(Note("explain.unknown.given"))
    elif evidence.decision.plan.status != "optimal":
        notes.append(Note("explain.unknown.gap", {"gap": evidence.decision.plan.objective.gap}))
    acted = [reason for reason in reasons if reason.action != "resize"]
    for standing in ("equal", "not_settled"):
        count = sum(reason.proof == standing for reason in acted)
        if count:
            notes.append(Note(f"explain.unknown.{standing}", {"count": count, "of": len(acted)}))
    if any(reason.proof == "none" for reason in acted):
        notes.append(Note("explain.unknown.no_proof"))
    return notes


def _of_services(evidence: Evidence) -> list[Note]:
    given = evidence.case.sites.loc[list(evidence.decision.after), "services"]
    lacking = int(sum(len(services) < len(evidence.case.services) for services in given))
    notes = []
    if lacking:
        notes.append(Note("explain.unknown.services", {"count": lacking, "offices": len(given)}))
    if evidence.policy.objective.walk_sizes is not None and "walk" in evidence.ways:
        sizes = [str(size) for size in evidence.policy.objective.walk_sizes]
        notes.append(Note("explain.unknown.walk_sizes", {"sizes": sizes}))
    return notes + extra_minutes(evidence.policy, evidence.case)


def _of_other_plans(evidence: Evidence, agreement: pd.DataFrame) -> list[Note]:
    if not evidence.others:
        return []
    main = agreement[agreement["main"]]
    everywhere = int((main["plans"] == len(evidence.others) + 1).sum()) if len(main) else 0
    data = {"count": everywhere, "of": len(main), "plans": len(evidence.others) + 1}
    return [Note("explain.unknown.agreement", data)] if len(main) else []
