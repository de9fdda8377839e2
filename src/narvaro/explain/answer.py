"""The answer in a few sentences that can be read aloud, and what is not known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from narvaro.explain.evidence import NOTICED_MIN, Evidence
from narvaro.explain.reasons import Reason
from narvaro.explain.streets import straight_modes
from narvaro.language import Note, names


def answer(evidence: Evidence, groups: pd.DataFrame, gains: pd.DataFrame) -> tuple[Note, ...]:
    """Return the answer: how uneven it is, what is decided, for whom that is a change, and how sure it is.

    Parameters
    ----------
    evidence
        What the explanations rest on.
    groups, gains
        The tables of :mod:`~narvaro.explain.change`.
    """
    notes = [
        _uneven(evidence, groups),
        _without(evidence, groups),
        _decided(evidence),
        _shorter(evidence, groups, gains),
        _longer(evidence, groups, gains),
        *_reach(evidence, gains),
        _sure(evidence),
    ]
    return tuple(note for note in notes if note is not None)


Rows = dict[str, dict[str, Any]]


def _of(table: pd.DataFrame, mode: str, grouping: str) -> Rows:
    """Return the rows of a grouping by a mode: group to figures."""
    here = table[(table["mode"] == mode) & (table["grouping"] == grouping)]
    return {str(row["group"]): {str(key): x for key, x in row.items()} for row in here.to_dict("records")}


def _uneven(evidence: Evidence, groups: pd.DataFrame) -> Note | None:
    """Say where the way is shortest and longest, by kind of settlement or what else sorts people."""
    found = [name for name in groups["grouping"].unique() if name not in ("everyone",)]
    by = "settlement" if "settlement" in found else next(iter(found), None)
    if by is None or evidence.mode not in evidence.ways:
        return None
    rows = {
        name: row
        for name, row in _of(groups, evidence.mode, by).items()
        if row["people"] > 0 and np.isfinite(row["mean_min_before"])
    }
    if len(rows) < 2:
        return None
    near, far = (pick(rows, key=lambda name: rows[name]["mean_min_before"]) for pick in (min, max))
    data = {
        "near": evidence.names.group(by, near, rows[near]["label"]),
        "near_min": rows[near]["mean_min_before"],
        "far": evidence.names.group(by, far, rows[far]["label"]),
        "far_min": rows[far]["mean_min_before"],
        "by": names.mode(evidence.mode),
    }
    return Note("explain.answer.uneven", data)


def _without(evidence: Evidence, groups: pd.DataFrame) -> Note | None:
    """Say how many in the definition have no office near."""
    definition = evidence.policy.definition
    mode = "walk" if "walk" in evidence.ways else evidence.mode
    if definition is None or mode not in evidence.ways:
        return None
    row = _of(groups, mode, definition).get("yes")
    if row is None or not row["people"] > 0:
        return None
    data = {
        "beyond": row["people_beyond_before"],
        "people": row["people"],
        "share": row["share_beyond_before"],
        "definition": evidence.names.definition(definition),
        "limit": evidence.ways[mode].limit_min,
        "by": names.mode(mode),
    }
    return Note("explain.answer.without", data)


def _decided(evidence: Evidence) -> Note:
    decision, policy = evidence.decision, evidence.policy
    opened, closed, resized = (len(decision.doing(action)) for action in ("open", "close", "resize"))
    years = (str(decision.years[0]), str(decision.years[-1]))
    change = policy.money.change_msek
    data: dict[str, Any] = {
        "changes": [abs(figure) for figure in change],
        "first": years[0],
        "last": years[1],
        "opened": opened,
        "closed": closed,
        "resized": resized,
        "before": len(decision.before),
        "after": len(decision.after),
    }
    what = "nothing"
    if opened and not closed and not resized:
        what = "opens"
    elif opened:
        what = "moves"
    elif closed or resized:
        what = "closes"
    side = "more" if sum(change) >= 0 else "less"
    return Note(f"explain.answer.{what}_{side}", data)


def _shorter(evidence: Evidence, groups: pd.DataFrame, gains: pd.DataFrame) -> Note | None:
    if evidence.mode not in evidence.ways:
        return None
    everyone = _of(gains, evidence.mode, "everyone")[""]
    definition = evidence.policy.definition
    if definition is not None and "walk" in evidence.ways:
        near = _of(gains, "walk", definition).get("yes")
        if near is not None and near["people_newly_within"] > 0:
            row = _of(groups, "walk", definition)["yes"]
            data = {
                "people": everyone["people_shorter"],
                "newly": near["people_newly_within"],
                "definition": evidence.names.definition(definition),
                "limit": evidence.ways["walk"].limit_min,
                "before": row["share_beyond_before"],
                "after": row["share_beyond_after"],
                "by": names.mode(evidence.mode),
            }
            return Note("explain.answer.newly_walk", data)
    if not everyone["people_shorter"] > 0:
        return None
    data = {
        "people": everyone["people_shorter"],
        "minutes": everyone["mean_saved_min"],
        "newly": everyone["people_newly_within"],
        "limit": evidence.ways[evidence.mode].limit_min,
        "by": names.mode(evidence.mode),
    }
    return Note("explain.answer.shorter", data)


def _longer(evidence: Evidence, groups: pd.DataFrame, gains: pd.DataFrame) -> Note | None:
    if evidence.mode not in evidence.ways:
        return None
    everyone = _of(gains, evidence.mode, "everyone")[""]
    if not everyone["people_longer"] > 0:
        return None
    row = _of(groups, evidence.mode, "everyone")[""]
    data = {
        "people": everyone["people_longer"],
        "minutes": everyone["mean_lost_min"],
        "beyond": everyone["people_newly_beyond"],
        "limit": evidence.ways[evidence.mode].limit_min,
        "before": row["mean_min_before"],
        "after": row["mean_min_after"],
        "by": names.mode(evidence.mode),
    }
    # Where some have a way only before or only after, the two means are of different people.
    return Note("explain.answer.longer_only" if _reach(evidence, gains) else "explain.answer.longer", data)


def _reach(evidence: Evidence, gains: pd.DataFrame) -> list[Note]:
    """Say who has a way to an office only afterwards, or only before."""
    if evidence.mode not in evidence.ways:
        return []
    everyone = _of(gains, evidence.mode, "everyone")[""]
    return [
        Note(
            f"explain.answer.{which}",
            {"people": everyone[f"people_{which}"], "by": names.mode(evidence.mode)},
        )
        for which in ("newly_reached", "newly_unreached")
        if everyone[f"people_{which}"] > 0
    ]


def _sure(evidence: Evidence) -> Note:
    plan = evidence.decision.plan
    if plan.status == "optimal":
        return Note("explain.answer.proven")
    return Note("explain.answer.gap", {"gap": plan.objective.gap})


def unknowns(
    evidence: Evidence, reasons: tuple[Reason, ...], agreement: pd.DataFrame, gains: pd.DataFrame
) -> tuple[Note, ...]:
    """Return what is not known, and what a reader must mind: assumed places, times and costs, ties, services."""
    case, decision = evidence.case, evidence.decision
    notes = []
    if case.assumed_offices:
        data = {"count": case.assumed_offices, "offices": len(decision.before)}
        notes.append(Note("explain.unknown.offices", data))
    if evidence.travel.origin == "assumed":
        notes.append(Note("explain.unknown.travel", {"engine": names.engine(evidence.travel.engine)}))
    elif not straight_modes(evidence.travel, evidence.mode):
        notes.append(Note("explain.unknown.no_straight", {"by": names.mode(evidence.mode)}))
    notes += [Note(notice.key, dict(notice.data)) for notice in evidence.travel.notices]
    notes.append(Note("explain.unknown.points"))
    if any(size.origin == "assumed" for size in case.sizes):
        notes.append(Note("explain.unknown.costs"))
    weak = [row.table for row in case.provenance if row.origin != "stated"]
    if weak:
        notes.append(Note("explain.unknown.tables", {"count": len(weak), "of": len(case.provenance)}))
    notes += _of_the_proof(evidence, reasons)
    afterwards = decision.plan.afterwards
    if afterwards["running"] > afterwards["appropriation"]:
        in_msek = {name: sum_ksek / 1000 for name, sum_ksek in afterwards.items()}
        notes.append(Note("explain.unknown.afterwards", in_msek))
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
    return tuple(notes)


def _of_the_proof(evidence: Evidence, reasons: tuple[Reason, ...]) -> list[Note]:
    notes = []
    if evidence.decision.plan.status != "optimal":
        notes.append(Note("explain.unknown.gap", {"gap": evidence.decision.plan.objective.gap}))
    acted = [reason for reason in reasons if reason.action != "resize"]
    ties = sum(reason.proof == "within_gap" for reason in acted)
    if ties:
        every = "explain.unknown.ties_all" if ties == len(acted) else "explain.unknown.ties"
        notes.append(Note(every, {"count": ties, "of": len(acted)}))
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
    for size, minutes in evidence.policy.objective.extra_min.items():
        data = {"size": evidence.names.size(size), "minutes": minutes}
        notes.append(Note("explain.unknown.extra_min", data))
    return notes


def _of_other_plans(evidence: Evidence, agreement: pd.DataFrame) -> list[Note]:
    if not evidence.others:
        return []
    main = agreement[agreement["main"]]
    everywhere = int((main["plans"] == len(evidence.others) + 1).sum()) if len(main) else 0
    data = {"count": everywhere, "of": len(main), "plans": len(evidence.others) + 1}
    return [Note("explain.unknown.agreement", data)] if len(main) else []


def compared(evidence: Evidence, comparison: pd.DataFrame) -> tuple[Note, ...]:
    """Return one sentence on each of the other plans."""
    rows = [{str(key): x for key, x in row.items()} for row in comparison.to_dict("records")]
    main, notes = rows[1], []
    for (one, _), row in zip(evidence.others, rows[2:], strict=True):
        people = row["people_beyond_walk_definition"] - main["people_beyond_walk_definition"]
        known = one.kind in ("without_earmark", "other_definition") and np.isfinite(people)
        data = {
            "same": row["same_places"],
            "of": main["opened"] + main["closed"],
            "definition": evidence.names.definition(one.policy.definition),
            "kind": one.kind,
            "people": abs(people),
        }
        key = f"{one.kind}_{'more' if people >= 0 else 'fewer'}" if known else "other"
        notes.append(Note(f"explain.compared.{key}", data))
    return tuple(notes)
