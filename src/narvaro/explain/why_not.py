"""Why not there: the strongest places that a plan leaves as they are, and what is proven of each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from narvaro.access import nearest_km
from narvaro.case import Case
from narvaro.explain.evidence import AFTER, Evidence, FloatArray, gather
from narvaro.explain.one_by_one import by_worth, if_closed, if_opened
from narvaro.explain.places import Surroundings, surroundings
from narvaro.explain.proof import Proof, ProofStanding, proof_against
from narvaro.language import Note, names
from narvaro.plan import Plan, Question
from narvaro.plan.limits import may_open
from narvaro.plan.settled import End
from narvaro.travel import TravelTimes, great_circle_km, unit_vectors

MOST_PLACES = 10
"""How many places are told of each kind."""


@dataclass(frozen=True)
class WhyNot:
    """Why a plan does not do something at one place.

    Attributes
    ----------
    rank
        From 1, the strongest first.
    action
        `open`: a place without an office that gets none. `close`: an office that stays.
    site_id, name, municipality
        The place.
    size, running_year, opening
        The cheapest size it may open at (its own size where it has one) and what that costs; for an office,
        its size and what closing it would save in a year.
    allowed
        Whether the rules let the plan do it at all: status, earmark, and what else the certificate rules out.
    people_changed
        People whose way would become shorter (open) or longer (close) by at least a minute, all else as in
        the plan.
    people_reach
        People who would get a way to an office and have none (open), or would have none any more (close).
    people_standard, people_walk, people_walk_definition
        Of everybody: who would come within (open) or fall outside (close) the standard of the policy's mode
        and the walking standard; of the definition the latter.
    person_minutes
        Minutes of a way there, summed over people, that would be saved (open) or lost (close).
    nearest_office, nearest_min
        The nearest other office of the plan, from the place itself.
    worse_by_at_least, worse_share, worse_share_most, proof
        What plans cost more that do it; see :class:`~narvaro.explain.proof.Proof`.
    why
        The reasons as sentences.
    """

    rank: int
    action: str
    site_id: str
    name: str
    municipality: str
    size: str
    running_year: float
    opening: float
    allowed: bool
    people_changed: float
    people_reach: float
    people_standard: float
    people_walk: float
    people_walk_definition: float
    person_minutes: float
    nearest_office: str
    nearest_min: float
    worse_by_at_least: float
    worse_share: float
    worse_share_most: float
    proof: ProofStanding
    why: tuple[Note, ...] = ()


def why_not(evidence: Evidence) -> tuple[WhyNot, ...]:
    """Return the strongest places not opened and the offices least missed that are not closed.

    Places to open are told where the policy lets candidates open; offices to close where the plan closes or
    resizes any. Each is judged one at a time, all else as in the plan.
    """
    return tuple(
        one
        for action, table in _judged(evidence)
        for one in _of(evidence, action, table, _chosen(evidence, action, table))
    )


def strongest(case: Case, plan: Plan, *, travel: TravelTimes) -> list[tuple[str, End]]:
    """Return the places that `why_not` tells of, and how each would end the other way."""
    evidence = gather(case, plan, travel, ())
    return [
        (site, "open" if action == "open" else "closed")
        for action, table in _judged(evidence)
        for site in _chosen(evidence, action, table)
    ]


def _judged(evidence: Evidence) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield what is told of, and by site what it would change, the strongest first."""
    if evidence.policy.limits.open_candidates:
        yield "open", _if_opened(evidence)
    if evidence.decision.doing("close") or evidence.decision.doing("resize"):
        yield "close", _if_closed(evidence)


def _if_opened(evidence: Evidence) -> pd.DataFrame:
    """Return by site without an office what would change if it had one, best first."""
    case, after = evidence.case, evidence.decision.after
    closed = {action.site_id for action in evidence.decision.doing("close")}
    sites = [str(site) for site in case.sites.index if site not in after and site not in closed]
    return by_worth(evidence, if_opened(evidence, sites, minutes_after(evidence)), ascending=False)


def minutes_after(evidence: Evidence) -> dict[str, FloatArray]:
    """Return by mode each area's minutes to its nearest office after the plan, NaN where there is none."""
    return {mode: ways.minutes[AFTER].to_numpy(dtype=np.float64) for mode, ways in evidence.ways.items()}


def _if_closed(evidence: Evidence) -> pd.DataFrame:
    """Return by office of today that stays what would change if it closed, least missed first."""
    case, decision = evidence.case, evidence.decision
    may = case.sites["status"].to_dict()
    stays = [site for site in decision.after if site in decision.before and may[site] == "may_close"]
    return by_worth(evidence, if_closed(evidence, stays, decision.after), ascending=True)


def why_not_at(evidence: Evidence, action: str, sites: Sequence[str]) -> tuple[WhyNot, ...]:
    """Return why a plan does not open, or does not close, some sites, in their order; each alone, all else as planned.

    Parameters
    ----------
    action
        `open` for sites without an office after the plan, `close` for offices that it keeps.
    """
    if action == "open":
        return tuple(_of(evidence, action, if_opened(evidence, sites, minutes_after(evidence)), sites))
    return tuple(_of(evidence, action, if_closed(evidence, sites, evidence.decision.after), sites))


def _chosen(evidence: Evidence, action: str, table: pd.DataFrame) -> list[str]:
    """Return the sites of a table that are told of, the strongest first."""
    if action == "close":
        return [str(site) for site in table.index[:MOST_PLACES]]
    allowed = _allowed(evidence, action)
    gains = table.index[(table["person_minutes"] + table["people_walk"] > 0).to_numpy()]
    chosen = _apart(evidence, [site for site in gains if allowed[site]], MOST_PLACES)
    return chosen + _apart(evidence, [site for site in gains if not allowed[site]], MOST_PLACES // 2)


def _allowed(evidence: Evidence, action: str) -> dict[str, bool]:
    case = evidence.case
    asked = Question(case, evidence.policy, evidence.travel)
    free = may_open(asked) if action == "open" else np.ones(len(case.sites), bool)
    return dict(zip(map(str, case.sites.index), free.tolist(), strict=True))


def _of(evidence: Evidence, action: str, table: pd.DataFrame, sites: Sequence[str]) -> list[WhyNot]:
    """Return what is told of some sites of a table of changes, ranked as they stand."""
    around, allowed = surroundings(evidence, sites), _allowed(evidence, action)
    figures = table.to_dict("index")
    told = []
    for rank, site in enumerate(sites, 1):
        proof = proof_against(
            evidence.decision, evidence.case, site, "open" if action == "open" else "closed"
        )
        one = replace(_place(evidence, around, action, site, figures[site], proof), rank=rank)
        one = replace(one, allowed=one.allowed and allowed[site])
        said = [] if proof.said is None else [proof.said]
        told.append(replace(one, why=(*_sentences(evidence, one), *said)))
    return told


def _apart(evidence: Evidence, in_order: Iterable[str], most: int) -> list[str]:
    """Return the first places of an order; one nearer to a place taken than to any office is left out.

    Such a place would say the same again: its people are much the same people.
    """
    sites = evidence.case.sites
    offices = sites.loc[list(evidence.decision.after)]
    to_office = nearest_km(sites, offices).fillna(np.inf).to_dict()
    points = dict(zip(map(str, sites.index), unit_vectors(sites["lon"], sites["lat"]), strict=True))
    taken: list[str] = []
    for site in in_order:
        if len(taken) == most:
            break
        others = [points[one] for one in taken]
        if others:
            near = float(great_circle_km(points[site][None, :], np.array(others)).min())
            if near < to_office[site]:
                continue
        taken.append(site)
    return taken


def _place(
    evidence: Evidence,
    around: Surroundings,
    action: str,
    site: str,
    figures: Mapping[Hashable, float],
    proof: Proof,
) -> WhyNot:
    case, decision = evidence.case, evidence.decision
    row = case.sites.loc[site]
    size_id = decision.after.get(site, "") or str(row["size"])
    sizes = [size for size in case.sizes if size_id in ("", size.id)]
    size = min(sizes, key=lambda one: (one.running_year, one.rank))
    office, minutes = around.other_office(site, decision.after)
    return WhyNot(
        rank=0,
        action=action,
        site_id=site,
        name=str(row["name"]),
        municipality=str(row["municipality"]),
        size=size.id,
        running_year=case.figure("running_year", site, size.id),
        opening=case.figure("opening", site, size.id),
        allowed=proof.standing != "ruled_out",
        people_changed=float(figures["people_changed"]),
        people_reach=float(figures["people_reach"]),
        people_standard=float(figures["people_standard"]),
        people_walk=float(figures["people_walk"]),
        people_walk_definition=float(figures["people_walk_definition"]),
        person_minutes=float(figures["person_minutes"]),
        nearest_office=str(case.sites["name"].get(office, "")),
        nearest_min=minutes,
        worse_by_at_least=proof.worse_by_at_least,
        worse_share=proof.share,
        worse_share_most=proof.share_at_most,
        proof=proof.standing,
    )


def _sentences(evidence: Evidence, place: WhyNot) -> list[Note]:
    by = names.mode(evidence.mode)
    notes = []
    definition = evidence.policy.definition
    if place.action == "open" and not place.allowed and evidence.policy.money.earmark:
        limit = evidence.policy.objective.walk_standard_min
        data = {"definition": evidence.names.definition(definition), "limit": limit}
        notes.append(Note("explain.why_not.earmark", data))
    if place.people_walk_definition > 0 and "walk" in evidence.ways:
        data = {
            "people": place.people_walk_definition,
            "definition": evidence.names.definition(definition),
            "limit": evidence.ways["walk"].limit_min,
        }
        notes.append(Note(f"explain.why_not.{place.action}_walk_definition", data))
    data = {"people": place.people_changed, "by": by}
    if place.people_changed > 0 or not place.people_reach > 0:
        notes.append(Note(f"explain.why_not.{place.action}_changed", data))
    if place.people_reach > 0:
        reach = {"people": place.people_reach, "by": by}
        notes.append(Note(f"explain.why_not.{place.action}_reach", reach))
    if place.nearest_office:
        data = {"office": place.nearest_office, "minutes": place.nearest_min, "by": by}
        notes.append(Note("explain.why_not.near", data))
    money = {"running": place.running_year, "opening": place.opening, "money": evidence.case.money.label}
    notes.append(Note(f"explain.why_not.{place.action}_money", money))
    return notes
