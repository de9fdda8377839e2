"""What is not known of a plan."""

from __future__ import annotations

from tests.explain.plans import MakePlan, mixed

from narvaro.case import Case, Policy, Provenance
from narvaro.explain import Alternative, find
from narvaro.language import LANGUAGES
from narvaro.plan import Plan
from narvaro.travel import TravelTimes, straight_line


def keys(notes: tuple) -> list[str]:
    return [note.key.removeprefix("explain.") for note in notes]


def test_a_gap_is_told_only_where_a_plan_is_not_proven(
    case: Case, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """How much better a plan could be is not known of a plan that is not proven best; of others nothing is said."""
    proven = find(case, make_plan_of([], [], status="optimal"), travel=travel)
    assert "unknown.gap" not in keys(proven.notes)
    assert "unknown.gap" in keys(find(case, make_plan_of([], []), travel=travel).notes)


def test_what_is_not_known_is_said(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """What is assumed, places not settled and queues are told; given travel times are not."""
    told = keys(find(case, plan, travel=travel).notes)
    assert {"unknown.offices", "unknown.points", "unknown.costs", "unknown.queues"} <= set(told)
    assert "unknown.not_settled" in told
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
    assert notes["explain.unknown.afterwards"].data == {
        "running": 20.0,
        "appropriation": 15.0,
        "money": "million SEK",
    }


def test_how_many_places_stand_in_every_plan(
    case: Case, policy: Policy, plan: Plan, travel: TravelTimes, make_plan_of: MakePlan
) -> None:
    """How many places stand in every plan is told, where there are other plans."""
    later = policy.model_copy(update={"definition": "listed_later"})
    others = [
        Alternative("without_earmark", make_plan_of([("open", "s4", "small")], [])),
        Alternative("other_definition", make_plan_of([("open", "s2", "small")], [], policy=later)),
        Alternative("less_money", make_plan_of([], [])),
    ]
    found = find(case, plan, travel=travel, alternatives=others)
    agreement = next(note for note in found.notes if note.key == "explain.unknown.agreement")
    assert agreement.data == {"count": 0, "of": 2, "plans": 4}
