"""The answer in a few sentences, and what is not known."""

from __future__ import annotations

import pytest
from tests.explain.plans import MakePlan, mixed

from narvaro.case import Case, Policy, Provenance
from narvaro.explain import Alternative, find
from narvaro.language import LANGUAGES
from narvaro.plan import Plan
from narvaro.travel import TravelTimes, straight_line


def keys(notes: tuple) -> list[str]:
    return [note.key.removeprefix("explain.") for note in notes]


def test_the_answer_of_the_small_country(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """How uneven, how many without, what is decided, who gains, who loses, how sure: in that order."""
    found = find(case, plan, travel=travel)
    assert keys(found.answer) == [
        "answer.uneven",
        "answer.without",
        "answer.moves_more",
        "answer.newly_walk",
        "answer.longer",
        "answer.gap",
    ]
    without, decided, newly = found.answer[1:4]
    assert (without.data["beyond"], without.data["people"], without.data["share"]) == (300, 300, 1.0)
    assert (decided.data["opened"], decided.data["closed"], decided.data["after"]) == (1, 1, 2)
    assert (newly.data["newly"], newly.data["before"], newly.data["after"]) == (300, 1.0, 0.0)
    assert "1.00" in found.answer[-1].text("en")


@pytest.mark.parametrize(
    ("first", "changes", "key"),
    [
        ([("open", "s2", "small")], (5.0, 3.0), "opens_more"),
        ([("open", "s2", "small")], (-5.0, 0.0), "opens_less"),
        ([("close", "s3", "")], (-5.0, -3.0), "closes_less"),
        ([("resize", "s1", "small")], (5.0, 3.0), "closes_more"),
        ([("open", "s2", "small"), ("close", "s3", "")], (-5.0, -3.0), "moves_less"),
        ([], (5.0, 3.0), "nothing_more"),
        ([], (-5.0, -3.0), "nothing_less"),
    ],
)
def test_what_is_decided_has_a_sentence_for_each_kind(
    case: Case,
    policy: Policy,
    travel: TravelTimes,
    make_plan_of: MakePlan,
    first: list,
    changes: tuple,
    key: str,
) -> None:
    """Opening, closing, both or nothing, with more money or less: each is said in both languages."""
    money = policy.money.model_copy(update={"change_msek": changes})
    plan = make_plan_of(first, [], policy=policy.model_copy(update={"money": money}))
    answer = find(case, plan, travel=travel).answer
    assert f"answer.{key}" in keys(answer)
    for lang in LANGUAGES:
        assert all("{" not in note.text(lang) for note in answer)


def test_a_plan_without_a_definition(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Without a definition nothing is said of one, and the isle's first way is told by the policy's mode."""
    plain = policy.model_copy(update={"definition": None, "objective": mixed(kind="minutes")})
    found = find(case, make_plan_of([("open", "s4", "small")], [], policy=plain), travel=travel)
    assert "answer.without" not in keys(found.answer)
    first = next(note for note in found.answer if note.key == "explain.answer.newly_reached")
    assert first.data["people"] == 50
    assert found.definition == ""


def test_a_case_without_groups_has_no_sentence_on_them(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Where nothing sorts people into groups the answer begins with the decision."""
    areas = case.areas[["name", "lon", "lat", "people"]]
    bare = Case("bare", areas, case.sites, sizes=case.sizes)
    plain = policy.model_copy(update={"definition": None, "objective": mixed(kind="minutes")})
    plan = make_plan_of([("open", "s2", "small")], [], policy=plain, case=bare)
    assert keys(find(bare, plan, travel=travel).answer)[0] == "answer.opens_more"


def test_proven_is_said_only_when_proven(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """The word proven stands for an optimal plan; others say how much better a plan could be."""
    proven = find(case, make_plan_of([], [], status="optimal"), travel=travel)
    assert keys(proven.answer)[-1] == "answer.proven"
    assert "unknown.gap" not in keys(proven.notes)
    assert "unknown.gap" in keys(find(case, make_plan_of([], []), travel=travel).notes)


def test_what_is_not_known_is_said(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """An assumed office, areas as points, assumed costs, ties and queues are told; given travel times are not."""
    told = keys(find(case, plan, travel=travel).notes)
    ties = {"unknown.ties", "unknown.ties_all"} & set(told)
    assert {"unknown.offices", "unknown.points", "unknown.costs", "unknown.queues"} <= set(told)
    assert len(ties) == 1
    assert "unknown.travel" not in told
    assert "unknown.travel" in keys(find(case, plan, travel=straight_line(case)).notes)


def test_weak_tables_and_missing_services_are_said(
    case: Case, policy: Policy, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """Tables that nobody states, services that an office lacks, sizes on foot and extra minutes are told."""
    from narvaro.case import Service

    services = (Service("tax", "Skatt", "Tax"), Service("work", "Arbete", "Work"))
    wider = Case(
        "wider",
        case.areas,
        case.sites.assign(services=["tax;work", "tax", "tax", "tax"]),
        sizes=case.sizes,
        services=services,
        provenance=(Provenance("people", "SCB"), Provenance("places", "us", origin="assumed")),
    )
    sized = policy.model_copy(update={"objective": mixed(walk_sizes=("medium",), extra_min={"small": 5.0})})
    notes = {
        note.key.removeprefix("explain.unknown."): note
        for note in find(wider, make_plan_of([], [], policy=sized, case=wider), travel=travel).notes
    }
    assert notes["tables"].data == {"count": 1, "of": 2}
    assert notes["services"].data == {"count": 1, "offices": 2}
    assert notes["walk_sizes"].data == {"sizes": ["medium"]}
    assert notes["extra_min"].data["minutes"] == 5.0
    for lang in LANGUAGES:
        assert all("{" not in note.text(lang) for note in notes.values())


def test_offices_that_next_years_money_does_not_pay_for(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """A network that costs more than the last year's money is said to."""
    object.__setattr__(plan, "afterwards", {"running": 20_000, "appropriation": 15_000})
    notes = {note.key: note for note in find(case, plan, travel=travel).notes}
    assert notes["explain.unknown.afterwards"].data == {"running": 20.0, "appropriation": 15.0}


def test_other_plans_are_told_in_a_sentence(
    case: Case, policy: Policy, plan: Plan, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """One sentence for each other plan, with more or fewer people left without, in both languages."""
    later = policy.model_copy(update={"definition": "listed_later"})
    others = [
        Alternative("without_earmark", make_plan_of([("open", "s4", "small")], [])),
        Alternative("other_definition", make_plan_of([("open", "s2", "small")], [], policy=later)),
        Alternative("less_money", make_plan_of([], [])),
    ]
    found = find(case, plan, travel=travel, alternatives=others)
    assert keys(found.compared) == [
        "compared.without_earmark_more",
        "compared.other_definition_more",
        "compared.other",
    ]
    assert found.compared[0].data["people"] == 300
    assert (found.compared[1].data["same"], found.compared[1].data["of"]) == (1, 2)
    agreement = next(note for note in found.notes if note.key == "explain.unknown.agreement")
    assert agreement.data == {"count": 0, "of": 2, "plans": 4}
    for lang in LANGUAGES:
        assert all("{" not in note.text(lang) for note in found.compared)
