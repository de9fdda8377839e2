"""The answer says which plan it is, what it reaches and how sure that is, in the figures of plan and findings."""

from __future__ import annotations

import datetime as dt

from narvaro.language.names import EVERYONE
from narvaro.report.material import Material
from narvaro.report.rows.answer import PlanLabel, answer_rows

LABEL = PlanLabel("board", "2026-11-28", "Åsa", "=why")


def by_name(m: Material, label: PlanLabel = LABEL) -> dict[str, object]:
    """Return the values by what they are of."""
    return {str(row[0]): row[1] for row in answer_rows(m, label).rows if row[0]}


def test_which_plan_it_is(material: Material) -> None:
    """Scenario, name, day, who and why; what is not known has no row."""
    found, v = by_name(material), material.voice
    assert found[v("answer.scenario")] == material.case.name or found[v("answer.scenario")]
    assert found[v("answer.plan")] == "board"
    assert found[v("answer.made")] == dt.date(2026, 11, 28)
    assert found[v("answer.reason")] == "=why"
    assert v("answer.plan") not in by_name(material, PlanLabel())


def test_every_sentence_of_the_answer(material: Material) -> None:
    """What stands at the top of the page stands here too, in the same order."""
    said = [row[1] for row in answer_rows(material, LABEL).rows]
    at = [said.index(line) for line in (material.say("headline"), *material.each("answer"))]
    assert at == sorted(at)


def test_the_figures_are_those_of_plan_and_findings(plain_material: dict[str, Material]) -> None:
    """The goal and its bound, offices, people, and people outside the standard."""
    m = plain_material["open"]
    found, v, proof = by_name(m), m.voice, m.findings.tables["sureness.proof"].iloc[0]
    groups = m.findings.groups
    everyone = groups[(groups["grouping"] == EVERYONE) & (groups["mode"] == m.findings.target_mode)].iloc[0]
    assert found[v("answer.goal_before")] == proof["before"]
    assert found[v("answer.goal_after")] == proof["value"]
    assert found[v("answer.bound")] == proof["bound"]
    assert found[v("answer.offices_after")] == m.plan["counts"]["offices_after"]
    assert found[v("answer.people")] == m.case.people_total
    assert found[v("answer.beyond_after")] == round(everyone["people_beyond_after"])
    assert found[v("sources.label")] == len(m.findings.tables["sources"])
