"""Place by place: what is done there, with its reasons, and what is proven of it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from narvaro.case.days import days_between
from narvaro.explain.proof import tells_of_proof
from narvaro.explain.reasons import Reason
from narvaro.explain.said.facts import ACTS, KnownFacts, SectionSaid, Step, Told, full_name, told, under
from narvaro.explain.why_not import WhyNot
from narvaro.language import Note

RARE = ("people_newly_reached", "people_newly_unreached")
"""Columns that are shown only where there are such people."""


def places(f: KnownFacts) -> SectionSaid:
    """Return what is said of each action, and all of them as a table.

    What is said of a place stands under its site and year: `places.s7.2027.why`.
    """
    said = told(title=_title(f), intro=_intro(f)) if f.steps else {}
    for year in f.years:
        if year["actions"]:
            steps = [step for step in f.steps if step.year == year["year"]]
            said |= told(**{str(year["year"]): Note("said.places.what", {"what": _counts(steps)})})
    alike = f.has_services and len(_served(f)) == 1
    for reason in f.findings.reasons:
        facts = told(facts=_facts(f, reason, alike))
        said |= under(f"{reason.site_id}.{reason.year}", facts | of_place(reason))
    return SectionSaid(under("places", said), {"places": actions_table(f)})


def actions_table(f: KnownFacts) -> pd.DataFrame:
    """Return all actions in the plan's order, as the findings have their reasons.

    Returns
    -------
    Columns `year, action, site_id, place` (with its municipality where that adds something), `proof, name,
    municipality, size_before, size_after` (ids), `cost, running_year, people_shorter, people_longer`;
    `people_newly_reached` and `people_newly_unreached` where there are such people anywhere.
    """
    reasons = f.findings.reasons
    ways = [name for name in RARE if any(getattr(reason, name) > 0 for reason in reasons)]
    figures = ("cost", "running_year", "people_shorter", "people_longer", *ways)
    rows = [
        {
            "year": reason.year,
            "action": reason.action,
            "site_id": reason.site_id,
            "place": full_name(reason.name, reason.municipality),
            "proof": reason.proof,
            "name": reason.name,
            "municipality": reason.municipality,
            "size_before": reason.from_size,
            "size_after": reason.size,
            **{name: getattr(reason, name) for name in figures},
        }
        for reason in reasons
    ]
    return pd.DataFrame(rows)


def of_place(one: Reason | WhyNot) -> Told:
    """Return what is said of a place: the reasons in `why`, and in `proof` what is proven, if anything is."""
    proofs = [note for note in one.why if tells_of_proof(note)]
    return told(why=[note for note in one.why if note not in proofs], proof=proofs[0] if proofs else None)


def _title(f: KnownFacts) -> Note:
    return Note("said.places.title", {"what": _counts(f.steps)})


def _counts(steps: Iterable[Step]) -> list[Note]:
    """Return how many openings, closings and changes of size there are, of those that there are."""
    acts = [str(step["action"]) for step in steps]
    return [Note(f"said.places.{kind}", {"n": acts.count(kind)}) for kind in ACTS if kind in acts]


def _served(f: KnownFacts) -> set[tuple[str, ...]]:
    """Return the services at new offices, each set of them once."""
    return {tuple(step["services"]) for step in f.doing("open")}


def _intro(f: KnownFacts) -> list[Note]:
    """Return what holds for many places, said once: the services of each new office."""
    served = _served(f)
    if f.has_services and len(served) == 1:
        return [Note("said.places.services", {"services": f.services(next(iter(served)))})]
    return []


def _verb(f: KnownFacts, reason: Reason) -> Note:
    """Return what is done; the same staff on other days is told by the days."""
    days = days_between(f.case.sizes, reason.from_size, reason.size)
    if days is None:
        return Note(f"said.places.verb.{reason.action}")
    kind = "more_days" if days[1] > days[0] else "fewer_days"
    return Note(f"said.places.verb.{kind}", {"before": days[0], "after": days[1]})


def _facts(f: KnownFacts, reason: Reason, services_told: bool) -> list[Note]:
    """Return in a few words each: what is done, the size, the services, the cost."""
    facts = [_verb(f, reason)]
    if f.has_sizes and reason.action != "resize":
        size = reason.size if reason.action == "open" else reason.from_size
        facts.append(Note("said.places.size", {"office": f.names.office(size)}))
    if reason.action == "open" and f.has_services and not services_told:
        facts.append(Note("said.places.served", {"services": f.services(reason.services)}))
    if reason.cost:
        facts.append(Note(f"said.places.cost.{reason.action}", {"cost": reason.cost, "money": f.money}))
    return facts
