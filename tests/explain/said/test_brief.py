"""The brief chooses from what the report says: the largest gains and losses, and what could change the decision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.explain.said.saying import with_findings

from narvaro.explain.reasons import Reason
from narvaro.explain.said.answer import answer
from narvaro.explain.said.brief import FOREMOST, MOST_UNKNOWN, brief
from narvaro.explain.said.facts import KnownFacts
from narvaro.language import Note


def acting(f: KnownFacts, *changes: dict[str, object]) -> KnownFacts:
    """Return what is known with an action for each change of its first, which are closings."""
    first: Reason = f.findings.reasons[0]
    return with_findings(
        f, reasons=tuple(replace(first, site_id=f"s{k}", **change) for k, change in enumerate(changes))
    )


def losing(people: float, minutes: float, on_foot: float = 0.0) -> dict[str, object]:
    """Return what a closing takes: people whose way becomes longer by so many minutes each, and who lose a walk."""
    return {
        "people_shorter": 0.0,
        "people_longer": people,
        "people_newly_reached": 0.0,
        "people_newly_unreached": 0.0,
        "person_minutes_saved": -people * minutes,
        "people_newly_walk_definition": 0.0,
        "people_lost_walk_definition": on_foot,
    }


def test_the_answer_is_that_of_the_report(plain_facts: dict[str, KnownFacts]) -> None:
    """Its last sentence, on how sure the plan is, has its own place."""
    f = plain_facts["open"]
    found, whole = brief(f).said, answer(f).said["answer"]
    assert (*found["brief.answer"], found["brief.sure"][0]) == whole


def test_the_largest_losses_are_by_people_times_minutes(plain_facts: dict[str, KnownFacts]) -> None:
    """500 people by 2 minutes are less than 200 by 10; three are told, and none that loses nothing."""
    f = acting(
        plain_facts["close"], losing(500, 2), losing(200, 10), losing(0, 0), losing(10, 1), losing(90, 20)
    )
    found = brief(f)
    assert found.tables["brief.losses"]["site_id"].tolist() == ["s1", "s4", "s0"]
    assert found.tables["brief.gains"].empty
    assert found.said["brief.no_gains"] == (Note("said.brief.no_gains"),)
    assert found.said["brief.no_losses"] == ()
    assert found.said["brief.order"][0].key == "said.brief.order.minutes"


def test_a_plan_about_walking_is_told_by_who_can_walk(tall_facts: KnownFacts) -> None:
    """The gains are those of people in the listed areas, the most first; the reason of each is its first."""
    found = brief(tall_facts)
    reasons = {one.site_id: one for one in tall_facts.findings.reasons}
    told = [reasons[site] for site in found.tables["brief.gains"]["site_id"]]
    heads = [one.people_newly_walk_definition for one in told]
    assert heads == sorted((one.people_newly_walk_definition for one in reasons.values()), reverse=True)[:3]
    assert [found.said[f"brief.{one.site_id}.{one.year}"] for one in told] == [one.why[:1] for one in told]
    assert found.said["brief.order"][0].key == "said.brief.order.walk"


def test_nothing_is_gained_or_lost_where_nothing_changes(plain_facts: dict[str, KnownFacts]) -> None:
    """Both are told in words."""
    found = brief(plain_facts["still"])
    assert [found.said[f"brief.no_{side}"][0].key for side in ("gains", "losses")] == [
        "said.brief.no_gains",
        "said.brief.no_losses",
    ]


@pytest.mark.parametrize("left", [0, 1, 3])
def test_the_foremost_of_what_is_not_known_is_told_and_the_rest_counted(
    plain_facts: dict[str, KnownFacts], left: int
) -> None:
    """What could change the decision comes before how things are counted; what is said of the proof stands apart."""
    others = [Note(f"explain.unknown.{name}") for name in ("noticed", "points", "cutoff")[:left]]
    first = [Note(f"explain.unknown.{name}") for name in FOREMOST[:MOST_UNKNOWN]]
    proof = [Note("explain.unknown.gap", {"gap": 0.01}), Note("explain.unknown.equal", {"count": 1, "of": 2})]
    found = brief(with_findings(plain_facts["open"], notes=(*others, *proof, *reversed(first)))).said
    assert found["brief.unknown"] == tuple(first)
    assert [note.data["n"] for note in found["brief.more"]] == ([left] if left else [])
    assert found["brief.sure"][1:] == (Note("said.brief.equal", {"count": 1, "of": 2}),)
