"""The answer as rows: which plan, what it says, what it reaches, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narvaro.language.names import EVERYONE
from narvaro.report.material import Material
from narvaro.report.rows.cells import day, figures, whole
from narvaro.report.tables import Cell, Column, Numbers


@dataclass(frozen=True)
class PlanLabel:
    """What a plan is called and who made it when; empty where it is not known.

    Parameters
    ----------
    name, by, reason
        Its name, who made it, and why.
    made
        The day, `2026-11-28`.
    """

    name: str = ""
    made: str = ""
    by: str = ""
    reason: str = ""


def answer_rows(m: Material, label: PlanLabel) -> Numbers:
    """Return the answer with its figures, a row each: what, how much, and of what."""
    v, proof = m.voice, m.findings.tables["sureness.proof"].iloc[0]
    columns = (
        Column(v("col.figure")),
        Column(v("col.value"), "number", int(proof["decimals"]), wide=True),
        Column(v("col.unit"), wide=True),
    )
    rows = [
        *_about(m, label),
        *_said(m),
        *_reached(m),
        *_counts(m),
        *_grounds(m),
    ]
    return Numbers(columns, [row for row in rows if row[1] not in (None, "")])


def _about(m: Material, label: PlanLabel) -> list[list[Cell]]:
    """Return which scenario and which plan it is."""
    v = m.voice
    return [
        [v("answer.scenario"), m.scenario, ""],
        [v("answer.plan"), label.name, ""],
        [v("answer.made"), day(label.made), ""],
        [v("answer.by"), label.by, ""],
        [v("answer.reason"), label.reason, ""],
    ]


def _said(m: Material) -> list[list[Cell]]:
    """Return what is said first, sentence by sentence."""
    words = [m.say("headline"), *m.each("although"), *m.each("answer"), *m.each("fine")]
    return _listed(m.voice("answer.in_short"), words)


def _listed(heading: str, words: Sequence[str]) -> list[list[Cell]]:
    """Return sentences under each other, the first beside their heading."""
    return [["" if k else heading, said, ""] for k, said in enumerate(words)]


def _reached(m: Material) -> list[list[Cell]]:
    """Return the goal before and after, what no plan can pass, and what is proven."""
    v, unit = m.voice, m.phrase("sureness.unit")
    before, value, bound = figures(
        m.findings.tables["sureness.proof"].iloc[0][name] for name in ("before", "value", "bound")
    )
    return [
        [v("answer.goal"), v.ours(f"objective.{m.plan['objective']['name']}"), ""],
        [v("answer.goal_before"), before, unit],
        [v("answer.goal_after"), value, unit],
        [v("answer.bound"), bound, unit],
        [v("sureness.row.status"), v.ours(f"status.{m.plan['status']}"), ""],
        [v("sureness.row.stopped"), v.ours(f"stopped_by.{m.plan['stopped_by']}"), ""],
        [v("answer.proven"), m.say("sureness.title"), ""],
        *_listed(v("answer.broken"), m.each("sureness.broken")),
    ]


def _counts(m: Material) -> list[list[Cell]]:
    """Return offices and people beyond the standard, before and after."""
    v, counts, groups = m.voice, m.plan["counts"], m.findings.groups
    everyone = groups[(groups["grouping"] == EVERYONE) & (groups["mode"] == m.findings.target_mode)].iloc[0]
    by = m.names.mode(m.findings.target_mode)
    beyond = v("answer.beyond", limit=float(everyone["limit_min"]), by=by)
    before, after, people = whole(
        everyone[name] for name in ("people_beyond_before", "people_beyond_after", "people")
    )
    return [
        [v("answer.offices_before"), counts["offices_before"], v("col.offices")],
        [v("answer.offices_after"), counts["offices_after"], v("col.offices")],
        [v("answer.people"), people, v("col.people")],
        [v("answer.beyond_before"), before, beyond],
        [v("answer.beyond_after"), after, beyond],
    ]


def _grounds(m: Material) -> list[list[Cell]]:
    """Return how much the plan rests on, and which tables it is of."""
    v, tables = m.voice, m.findings.tables
    return [
        [v("assumptions.label"), len(tables["assumptions"]), v("answer.see_assumptions")],
        [v("sources.label"), len(tables["sources"]), v("answer.see_sources")],
        [v("answer.checksum"), str(m.plan["case_checksum"]), ""],
    ]
