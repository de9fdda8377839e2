"""Why not there: the strongest places that a plan leaves as they are, and what is proven of each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from narvaro.access import minute_blocks, nearest_km
from narvaro.explain.evidence import AFTER, NOTICED_MIN, Evidence, FloatArray
from narvaro.explain.places import Surroundings, surroundings
from narvaro.explain.proof import Standing, proof_against
from narvaro.language import Note, names
from narvaro.plan import Question
from narvaro.plan.limits import may_open
from narvaro.plan.objectives import Changes, criterion_of
from narvaro.travel import great_circle_km, unit_vectors

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
    worse_by_at_least, worse_share, proof
        What every plan costs more that does it; see :class:`~narvaro.explain.proof.Proof`.
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
    proof: Standing
    why: tuple[Note, ...] = ()


def why_not(evidence: Evidence) -> tuple[WhyNot, ...]:
    """Return the strongest places not opened and the offices least missed that are not closed.

    Places to open are told where the policy lets candidates open; offices to close where the plan closes or
    resizes any. Each is judged one at a time, all else as in the plan.
    """
    found: list[WhyNot] = []
    if evidence.policy.limits.open_candidates:
        found += _told(evidence, "open", _if_opened(evidence))
    if evidence.decision.doing("close") or evidence.decision.doing("resize"):
        found += _told(evidence, "close", _if_closed(evidence))
    return tuple(found)


COLUMNS = (
    "people_changed",
    "people_reach",
    "people_standard",
    "people_walk",
    "people_walk_definition",
    "person_minutes",
)


def _if_opened(evidence: Evidence) -> pd.DataFrame:
    """Return by site without an office what would change if it had one, best first; travel times read once."""
    case, after = evidence.case, evidence.decision.after
    closed = {action.site_id for action in evidence.decision.doing("close")}
    sites = [str(site) for site in case.sites.index if site not in after and site not in closed]
    table = pd.DataFrame(0.0, index=pd.Index(sites, dtype=object), columns=list(COLUMNS))
    people = evidence.people.to_numpy(dtype=np.float64)
    member = _members(evidence)
    for mode, ways in evidence.ways.items():
        now, real = evidence.counted(mode, AFTER), ways.minutes[AFTER].to_numpy(dtype=np.float64)
        outside = ~(ways.minutes[AFTER] <= ways.limit_min).to_numpy()
        for rows, minutes in minute_blocks(evidence.travel, mode, sites):
            heads = people[rows]
            within = (minutes <= ways.limit_min) & outside[rows][:, None]
            if mode == "walk":
                table["people_walk"] += heads @ within
                table["people_walk_definition"] += (heads * member[rows]) @ within
            if mode == evidence.mode:
                saved = np.maximum(now[rows][:, None] - minutes, 0.0)
                table["person_minutes"] += heads @ saved
                # NaN, no way now, is never less than any other way: those people are counted apart.
                table["people_changed"] += heads @ (real[rows][:, None] - minutes >= NOTICED_MIN)
                table["people_reach"] += heads @ (np.isfinite(minutes) & np.isnan(real[rows])[:, None])
                table["people_standard"] += heads @ within
    return _by_worth(evidence, table, ascending=False)


def _if_closed(evidence: Evidence) -> pd.DataFrame:
    """Return by office of today that stays what would change if it closed, least missed first."""
    case, decision = evidence.case, evidence.decision
    may = case.sites["status"].to_dict()
    stays = [site for site in decision.after if site in decision.before and may[site] == "may_close"]
    table = pd.DataFrame(0.0, index=pd.Index(stays, dtype=object), columns=list(COLUMNS))
    people, member = evidence.people.to_numpy(dtype=np.float64), _members(evidence)
    for mode, ways in evidence.ways.items():
        second = _second_nearest(evidence, mode, list(decision.after))
        within = (ways.minutes[AFTER] <= ways.limit_min).to_numpy()
        lost_within = within & ~(second <= ways.limit_min)
        lost = np.minimum(second, evidence.cutoff_min) - evidence.counted(mode, AFTER)
        sums = {}
        if mode == "walk":
            sums["people_walk"] = people * lost_within
            sums["people_walk_definition"] = people * lost_within * member
        if mode == evidence.mode:
            sums["people_standard"] = people * lost_within
            sums["person_minutes"] = people * lost
            longer = second - ways.minutes[AFTER].to_numpy(dtype=np.float64)
            sums["people_changed"] = people * (np.isfinite(longer) & (longer >= NOTICED_MIN))
            sums["people_reach"] = people * np.isinf(longer)
        by_office = pd.DataFrame(sums).groupby(ways.nearest[AFTER].to_numpy()).sum()
        for name in sums:
            table[name] = by_office[name].reindex(table.index).fillna(0.0)
    return _by_worth(evidence, table, ascending=True)


def _second_nearest(evidence: Evidence, mode: str, offices: list[str]) -> FloatArray:
    found = np.full(len(evidence.people), np.inf)
    if len(offices) > 1:
        for rows, minutes in minute_blocks(evidence.travel, mode, offices):
            found[rows] = np.partition(minutes, 1, axis=1)[:, 1]
    return found


def _members(evidence: Evidence) -> FloatArray:
    inside = evidence.definition
    if inside is None:
        return np.zeros(len(evidence.people))
    return np.asarray(inside.to_numpy(), dtype=np.float64)


def _by_worth(evidence: Evidence, table: pd.DataFrame, ascending: bool) -> pd.DataFrame:
    """Sort sites by what the policy is about; sites alike stay in the order of the case."""
    changes = Changes(**{name: table[name].to_numpy(dtype=np.float64) for name in Changes._fields})
    worth = criterion_of(evidence.policy).worth(evidence.policy.objective, changes)
    order = pd.Series(worth, index=table.index).sort_values(ascending=ascending, kind="stable")
    return table.loc[order.index]


def _told(evidence: Evidence, action: str, table: pd.DataFrame) -> list[WhyNot]:
    case, policy = evidence.case, evidence.policy
    free = (
        may_open(Question(case, policy, evidence.travel))
        if action == "open"
        else np.ones(len(case.sites), bool)
    )
    allowed = dict(zip(map(str, case.sites.index), free.tolist(), strict=True))
    chosen = [str(site) for site in table.index[:MOST_PLACES]]
    if action == "open":
        gains = table.index[(table["person_minutes"] + table["people_walk"] > 0).to_numpy()]
        chosen = _apart(evidence, [site for site in gains if allowed[site]], MOST_PLACES)
        chosen += _apart(evidence, [site for site in gains if not allowed[site]], MOST_PLACES // 2)
    around = surroundings(evidence, chosen)
    figures = table.to_dict("index")
    told = [_place(evidence, around, action, site, figures[site], allowed[site]) for site in chosen]
    return [replace(one, rank=k, why=tuple(_sentences(evidence, one))) for k, one in enumerate(told, 1)]


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
    allowed: bool,
) -> WhyNot:
    case, decision = evidence.case, evidence.decision
    row = case.sites.loc[site]
    size_id = decision.after.get(site, "") or str(row["size"])
    sizes = [size for size in case.sizes if size_id in ("", size.id)]
    size = min(sizes, key=lambda one: (one.running_year, one.rank))
    office, minutes = around.other_office(site, decision.after)
    proof = proof_against(decision, site, "open" if action == "open" else "closed")
    return WhyNot(
        rank=0,
        action=action,
        site_id=site,
        name=str(row["name"]),
        municipality=str(row["municipality"]),
        size=size.id,
        running_year=size.running_year,
        opening=size.opening,
        allowed=allowed and proof.standing != "forbidden",
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
    if place.proof == "proven":
        notes.append(Note(f"explain.why_not.{place.action}_proven", {"share": place.worse_share}))
    elif place.proof == "within_gap":
        notes.append(Note(f"explain.why_not.{place.action}_within_gap"))
    elif place.proof == "forbidden" and not (place.action == "open" and evidence.policy.money.earmark):
        notes.append(Note("explain.why_not.forbidden"))
    return notes
