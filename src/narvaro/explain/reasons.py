"""Why here: what each action of a plan does, for whom, at what price, and what is proven of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from narvaro.case import Case
from narvaro.case.days import days_between
from narvaro.explain.evidence import AFTER, BEFORE, NOTICED_MIN, Evidence, total
from narvaro.explain.places import Surroundings, surroundings
from narvaro.explain.proof import ProofStanding, proof_against
from narvaro.language import Note, names
from narvaro.plan import Action
from narvaro.plan.objectives import criterion_of
from narvaro.plan.settle import OTHER_END


@dataclass(frozen=True)
class Reason:
    """Why a plan does what it does at one place.

    Every change in anybody's way belongs to exactly one action: a shorter way to the office that is nearest
    afterwards, a longer way to the office that was nearest before. So the actions add up to the whole.

    Attributes
    ----------
    year, action, site_id, name, municipality, municipality_code, size, from_size, services, assumed
        What is done, as the plan has it.
    cost, running_year
        What the action costs once; what the office costs in a full year (for a closing: what is saved; for a
        change of size: the difference).
    staff_change, visits_change
        Staff, and visits a year that the office can take, more than before (below zero: fewer).
    leaves_municipality, decided_by
        For a closing.
    people_nearest
        People whose nearest office it is afterwards (for a closing: was before).
    people_shorter, people_longer
        Of them, those whose way becomes shorter or longer by at least a minute.
    people_newly_reached, people_newly_unreached
        Of them, those who had no way to any office before, or have none afterwards; in no mean.
    mean_change_min
        Mean change of those, minutes, above zero for longer; NaN where there is nobody.
    people_newly_standard, people_lost_standard
        Those who come within the standard of the policy's mode, or fall outside it.
    people_newly_walk, people_lost_walk, people_newly_walk_definition, people_lost_walk_definition
        The same for the walking standard; everybody, and people of the definition.
    person_minutes_saved
        Minutes of a way there, summed over people; below zero where ways become longer.
    counted
        Which people `cost_per_person_year` is about: `walk_definition`, `walk`, `standard`, `changed` or
        `reached` (a shorter way, or a first one).
    cost_per_person_year
        Running cost of a year for each of those people, in the currency of the case; NaN where there is nobody.
    other_before, other_before_min, other_after, other_after_min
        The nearest other office from the place itself, today and after the plan, and minutes to it.
    worse_by_at_least, worse_share, worse_share_most, proof
        What plans cost more that go the other way here; see :class:`~narvaro.explain.proof.Proof`.
    why
        The reasons as sentences.
    """

    year: int
    action: str
    site_id: str
    name: str
    municipality: str
    municipality_code: str
    size: str
    from_size: str
    services: tuple[str, ...]
    assumed: bool
    cost: float
    running_year: float
    staff_change: float
    visits_change: float
    leaves_municipality: bool
    decided_by: str
    people_nearest: float
    people_shorter: float
    people_longer: float
    people_newly_reached: float
    people_newly_unreached: float
    mean_change_min: float
    people_newly_standard: float
    people_lost_standard: float
    people_newly_walk: float
    people_lost_walk: float
    people_newly_walk_definition: float
    people_lost_walk_definition: float
    person_minutes_saved: float
    counted: str
    cost_per_person_year: float
    other_before: str
    other_before_min: float
    other_after: str
    other_after_min: float
    worse_by_at_least: float
    worse_share: float
    worse_share_most: float
    proof: ProofStanding
    why: tuple[Note, ...] = ()


def reasons(evidence: Evidence) -> tuple[Reason, ...]:
    """Return the reason of each action, in the plan's order."""
    actions = evidence.decision.plan.actions
    around = surroundings(evidence, list(dict.fromkeys(action.site_id for _, action in actions)))
    return tuple(_reason(evidence, around, year, action) for year, action in actions)


def _reason(evidence: Evidence, around: Surroundings, year: int, action: Action) -> Reason:
    decision, case = evidence.decision, evidence.case
    closing = action.action == "close"
    figures = _people(evidence, action.site_id, BEFORE if closing else AFTER)
    change = {name: _change(case, action, name) for name in ("running_year", "staff", "visits_year")}
    cost = -change["running_year"] if closing else change["running_year"]
    counted, people = _counted(evidence, action.action, figures)
    per_person = case.money.in_currency(cost) / people if people > 0 else float("nan")
    other_before, before_min = around.other_office(action.site_id, decision.before)
    other_after, after_min = around.other_office(action.site_id, decision.after)
    proof = proof_against(decision, case, action.site_id, OTHER_END[action.action])
    names = case.sites["name"]
    known: dict[str, Any] = dict(figures)
    reason = Reason(
        year=year,
        action=action.action,
        site_id=action.site_id,
        name=action.name,
        municipality=action.municipality,
        municipality_code=action.municipality_code,
        size=action.size,
        from_size=action.from_size,
        services=action.services,
        assumed=action.assumed,
        cost=action.cost_milli / 1000,
        running_year=cost,
        staff_change=change["staff"],
        visits_change=change["visits_year"],
        leaves_municipality=bool(action.leaves_municipality),
        decided_by=action.decided_by or "",
        counted=counted,
        cost_per_person_year=per_person,
        other_before=str(names.get(other_before, "")),
        other_before_min=before_min,
        other_after=str(names.get(other_after, "")),
        other_after_min=after_min,
        worse_by_at_least=proof.worse_by_at_least,
        worse_share=proof.share,
        worse_share_most=proof.share_at_most,
        proof=proof.standing,
        **known,
    )
    said = [] if proof.said is None else [proof.said]
    return replace(reason, why=(*_sentences(evidence, reason), *said))


def _change(case: Case, action: Action, name: str) -> float:
    """Return how much more of something the size afterwards has than the size before; no office has none."""
    after, before = (
        0.0 if not size else case.figure(name, action.site_id, size)
        for size in (action.size, action.from_size)
    )
    return round(after - before, 6)


def _people(evidence: Evidence, site_id: str, network: str) -> dict[str, float]:
    """Return how many people an office is nearest to in a network, and whose way it makes shorter or longer.

    A way becomes shorter only to an office that was not there before, and longer only from one that is there
    no more. So a shorter way belongs to the office nearest afterwards and a longer one to the office nearest
    before, and nobody is counted twice.
    """
    people = evidence.people.to_numpy(dtype=np.float64)
    ways = evidence.ways[evidence.mode]
    counted = evidence.counted(evidence.mode, AFTER) - evidence.counted(evidence.mode, BEFORE)
    nearest, change, reach = ways.nearest, ways.change(), ways.reach()
    before, after = ((nearest[one] == site_id).to_numpy() for one in (BEFORE, AFTER))
    shorter, longer = after & (change <= -NOTICED_MIN), before & (change >= NOTICED_MIN)
    noticed = shorter | longer
    heads = total(people, noticed)
    within = _crossing(evidence, evidence.mode, site_id)
    on_foot = _crossing(evidence, "walk", site_id)
    inside = evidence.definition
    member = np.zeros(len(people), bool) if inside is None else inside.to_numpy(dtype=bool)
    return {
        "people_nearest": total(people, (nearest[network] == site_id).to_numpy()),
        "people_shorter": total(people, shorter),
        "people_longer": total(people, longer),
        "people_newly_reached": total(people, after & (reach > 0)),
        "people_newly_unreached": total(people, before & (reach < 0)),
        "mean_change_min": float((people * change)[noticed].sum()) / heads if heads > 0 else float("nan"),
        "people_newly_standard": total(people, within > 0),
        "people_lost_standard": total(people, within < 0),
        "people_newly_walk": total(people, on_foot > 0),
        "people_lost_walk": total(people, on_foot < 0),
        "people_newly_walk_definition": total(people, (on_foot > 0) & member),
        "people_lost_walk_definition": total(people, (on_foot < 0) & member),
        "person_minutes_saved": -float(
            (people * counted)[(after & (counted < 0)) | (before & (counted > 0))].sum()
        )
        + 0.0,
    }


def _crossing(evidence: Evidence, mode: str, site_id: str) -> npt.NDArray[np.int64]:
    """Return by area 1 where an office brings people within the mode's standard, -1 where its end takes it away."""
    found = np.zeros(len(evidence.people), dtype=np.int64)
    if mode in evidence.ways:
        ways = evidence.ways[mode]
        before, after = ((ways.minutes[one] <= ways.limit_min).to_numpy() for one in (BEFORE, AFTER))
        found[after & ~before & (ways.nearest[AFTER] == site_id).to_numpy()] = 1
        found[before & ~after & (ways.nearest[BEFORE] == site_id).to_numpy()] = -1
    return found


def _counted(evidence: Evidence, action: str, figures: dict[str, float]) -> tuple[str, float]:
    """Return which people the price of an action is divided by: those whom the policy is about."""
    side = "lost" if action == "close" else "newly"
    whom = criterion_of(evidence.policy).whom
    if whom == "walk_definition" and evidence.definition is not None and "walk" in evidence.ways:
        return whom, figures[f"people_{side}_walk_definition"]
    if whom == "standard":
        return whom, figures[f"people_{side}_standard"]
    if action == "close":
        return "changed", figures["people_longer"] + figures["people_newly_unreached"]
    first = figures["people_newly_reached"]
    return "reached" if first > 0 else "changed", figures["people_shorter"] + first


def _sentences(evidence: Evidence, reason: Reason) -> list[Note]:
    if reason.action == "open":
        return _why_open(evidence, reason)
    if reason.action == "close":
        return _why_close(evidence, reason)
    return _why_resize(evidence, reason)


def _why_open(evidence: Evidence, reason: Reason) -> list[Note]:
    limits = {mode: ways.limit_min for mode, ways in evidence.ways.items()}
    by, money = names.mode(evidence.mode), evidence.case.money.label
    notes = []
    if reason.people_newly_walk_definition > 0:
        data = {
            "people": reason.people_newly_walk_definition,
            "definition": evidence.names.definition(evidence.policy.definition),
            "limit": limits["walk"],
        }
        notes.append(Note("explain.why.newly_walk_definition", data))
    elif reason.people_newly_walk > 0:
        notes.append(
            Note("explain.why.newly_walk", {"people": reason.people_newly_walk, "limit": limits["walk"]})
        )
    if reason.people_newly_standard > 0:
        data = {"people": reason.people_newly_standard, "limit": limits[evidence.mode], "by": by}
        notes.append(Note("explain.why.newly_standard", data))
    if reason.people_shorter > 0:
        data = {"people": reason.people_shorter, "minutes": -reason.mean_change_min, "by": by}
        notes.append(Note("explain.why.shorter", data))
    if reason.people_newly_reached > 0:
        notes.append(Note("explain.why.newly_reached", {"people": reason.people_newly_reached, "by": by}))
    notes.append(_nearest_other("explain.why.other_before", reason.other_before, reason.other_before_min, by))
    if np.isfinite(reason.cost_per_person_year):
        notes.append(
            Note(
                f"explain.why.price_{reason.counted}", {"price": reason.cost_per_person_year, "money": money}
            )
        )
    if reason.assumed:
        notes.append(Note("explain.why.place_assumed"))
    return notes


def _nearest_other(key: str, office: str, minutes: float, by: Any) -> Note:
    if not office:
        return Note("explain.why.no_other", {"by": by})
    return Note(key, {"office": office, "minutes": minutes, "by": by})


def _why_close(evidence: Evidence, reason: Reason) -> list[Note]:
    by, money = names.mode(evidence.mode), evidence.case.money.label
    notes = []
    if reason.people_longer > 0:
        data = {"people": reason.people_longer, "minutes": reason.mean_change_min, "by": by}
        notes.append(Note("explain.why.longer", data))
    if reason.people_newly_unreached > 0:
        notes.append(Note("explain.why.newly_unreached", {"people": reason.people_newly_unreached, "by": by}))
    notes = notes or [Note("explain.why.nobody_longer")]
    if reason.people_lost_standard > 0:
        limit = evidence.ways[evidence.mode].limit_min
        data = {"people": reason.people_lost_standard, "limit": limit, "by": by}
        notes.append(Note("explain.why.lost_standard", data))
    if reason.people_lost_walk_definition > 0:
        data = {
            "people": reason.people_lost_walk_definition,
            "definition": evidence.names.definition(evidence.policy.definition),
            "limit": evidence.ways["walk"].limit_min,
        }
        notes.append(Note("explain.why.lost_walk_definition", data))
    notes.append(_nearest_other("explain.why.other_after", reason.other_after, reason.other_after_min, by))
    notes.append(Note("explain.why.saves", {"cost": reason.running_year, "money": money}))
    if reason.leaves_municipality:
        notes.append(Note("explain.why.leaves", {"municipality": reason.municipality}))
    if decided := evidence.names.decided_by(reason.decided_by):
        notes.append(decided)
    if reason.assumed:
        notes.append(Note("explain.why.office_assumed"))
    return notes


def _why_resize(evidence: Evidence, reason: Reason) -> list[Note]:
    data = {
        "before": evidence.names.size(reason.from_size),
        "after": evidence.names.size(reason.size),
        "people": reason.people_nearest,
    }
    notes, money = [Note("explain.why.resize", data)], evidence.case.money.label
    if days := days_between(evidence.case.sizes, reason.from_size, reason.size):
        way = "fewer" if days[1] < days[0] else "more"
        told = {"before": days[0], "n": days[1], "people": reason.people_nearest}
        notes = [Note(f"explain.why.{way}_days", told)]
    if reason.visits_change < 0:
        fewer = {"visits": -reason.visits_change, "staff": -reason.staff_change}
        notes.append(Note("explain.why.fewer_visits", fewer))
    if reason.running_year < 0:
        notes.append(Note("explain.why.saves", {"cost": -reason.running_year, "money": money}))
    elif reason.running_year > 0:
        notes.append(Note("explain.why.costs", {"cost": reason.running_year, "money": money}))
    return notes
