"""What is said of plans beside each other: for one, for many, for none, and where they are equal."""

from __future__ import annotations

import pytest
from tests.explain.compared.conftest import MINUTES, GivenPlan
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.case import Case
from narvaro.explain import compare_plans
from narvaro.language import LANGUAGES, Note
from narvaro.plan import Edit, Plan, evaluate, evaluator, make_plan
from narvaro.plan.given import plan_of
from narvaro.plan.wishes import SiteWish
from narvaro.travel import TravelTimes

OPENS, CLOSES = ("s2", 2025, "small"), ("s0", 2026, "")


@pytest.fixture
def said(case: Case, times: TravelTimes):
    """Return what is said at a place of some plans, in a language."""

    def say(place: str, lang: str = "en", *, about=None, **plans: Plan | None) -> list[str]:
        return compare_plans(case, plans, travel=times, about=about).each(place, lang)

    return say


def test_one_person_many_and_none(case: Case, given: GivenPlan) -> None:
    """One person is one; who has no change is not told of."""
    alone = case_of([1, 900], ["may_close", "may_close"], sizes=[SMALL], sites={"size": ["small", "small"]})
    times = times_of(alone, [[5, 40], [40, 10]])
    policy = policy_of([5.0], objective={"kind": "minutes"})
    plan = make_plan(alone, policy, travel=times)
    closing = case_of(
        [1, 900], ["must_close", "may_close"], sizes=[SMALL], sites={"size": ["small", "small"]}
    )
    less = make_plan(closing, policy, travel=times_of(closing, [[5, 40], [40, 10]]))
    found = compare_plans(closing, {"today": None, "less": less}, travel=times)
    assert found.each("1.ways", "en") == [
        "With less the way is at least 1 minute longer than with today’s network for one person; "
        "it is shorter for nobody."
    ]
    assert found.each("1.ways", "sv") == [
        "Med less är vägen minst 1 minut längre än med dagens nät för en person; ingen har kortare väg."
    ]
    assert found.each("1.rest", "en") == ["The way is as long with both for 900 people."]
    same = compare_plans(alone, {"today": None, "plan": plan}, travel=times)
    assert same.each("1.ways", "en") == [
        "With plan the way is as long for everybody as with today’s network."
    ]
    assert same.each("1.places", "sv") == ["Ingenstans är vägen längre eller kortare."]
    assert same.each("1.offices", "sv") == ["plan gör detsamma som dagens nät på alla platser."]


def test_whose_office_the_other_has_not(said, given: GivenPlan) -> None:
    """One place, several, and the same places in another year or of another size."""
    assert said("1.offices", a=given(OPENS), b=given(CLOSES)) == [
        "In two places a has an office and b has none: Site 2 and Site 0."
    ]
    assert said("1.offices", today=None, b=given(OPENS)) == [
        "In one place b has an office and today’s network has none: Site 2."
    ]
    assert said("1.changes", a=given(OPENS), b=given(("s2", 2026, "small"))) == [
        "With b, one place that ends alike changes in another year: Site 2."
    ]
    assert said("1.changes", "sv", a=given(OPENS), b=given(("s2", 2025, "large"))) == [
        "Med b har ett kontor som finns i båda en annan storlek: Site 2."
    ]


def test_ways_longer_shorter_and_both(said, given: GivenPlan) -> None:
    """A plan that opens one office and closes another gives some a longer way and some a shorter one."""
    assert said("headline", today=None, b=given(OPENS, CLOSES)) == [
        "With b the way is at least 1 minute longer than with today’s network for 100 people, "
        "and shorter for 300 people"
    ]
    assert said("1.places", "sv", today=None, b=given(OPENS, CLOSES)) == [
        "Hårdast drabbas North av b, räknat i minuter för alla människor tillsammans: "
        "vägen är längre för 100 personer, och i medeltal 5 minuter längre för alla som bor där.",
        "Mest vinner South på b, räknat i minuter för alla människor tillsammans: "
        "vägen är kortare för 300 personer, och i medeltal 37 minuter kortare för alla som bor där.",
    ]
    assert said("1.area", today=None, b=given(CLOSES)) == [
        "Of single areas it hits Area 0 hardest, by minutes over all its people: "
        "100 people have 20 minutes in place of 5."
    ]


def test_of_more_than_two_the_nearest_is_named(said, given: GivenPlan) -> None:
    """One, two that are equal, and all alike; today's network stands last, as it is no plan to choose."""
    assert said("headline", today=None, b=given(OPENS), c=given(CLOSES)) == [
        "Of the two plans, b has the shortest way on average: 8.2 minutes, against up to 29.2; "
        "with today’s network it is 26.7"
    ]
    assert said("headline", "sv", a=given(OPENS), b=given(OPENS), today=None)[0].startswith(
        "De två planerna har samma väg i medeltal, 8,2 minuter; med dagens nät är den 26,7"
    )
    assert said("headline", "sv", a=given(OPENS), b=given(OPENS), c=given(CLOSES))[0].startswith(
        "Av de tre planerna har a och b den kortaste vägen"
    )
    assert said("people.title", today=None, b=given(OPENS), c=given(CLOSES)) == [
        "The largest number get a longer way by c, compared with today’s network: 100 people"
    ]


def test_values_that_cannot_be_compared_are_said_so_plainly(said, given: GivenPlan) -> None:
    """Another goal, other settings of it, other areas, other years; and where they can, how much worse."""
    (kind,) = said("1.value", a=given(OPENS), b=given(goal="beyond"))
    assert kind.startswith(
        "Their values cannot be compared, since they have different goals: "
        "a wants short journeys for everyone, b few people beyond 30 minutes. By the goal of a, b is "
    )
    (setting,) = said("1.value", a=given(), b=given(objective={"kind": "minutes", "cutoff_min": 90.0}))
    assert "with different settings" in setting
    (years,) = said("1.value", "sv", a=given(OPENS), b=given(OPENS, years=1))
    assert years.startswith("Deras värden går inte att jämföra, eftersom a gäller 2025–2026 och b 2025.")
    assert years.endswith("att b är precis lika bra som a.")
    (alike,) = said("1.value", a=given(OPENS), b=given())
    assert alike == "By their common goal, short journeys for everyone, b is 227 percent worse than a."
    assert said("1.value", today=None, b=given(OPENS))[0].startswith("By the goal of the plan, ")


def test_money_more_less_the_same_and_of_other_years(said, given: GivenPlan) -> None:
    """Sums of the same years alone are laid beside each other; today has what its offices cost in a year."""
    assert said("1.money", a=given(), b=given(OPENS)) == [
        "In 2025–2026 b spends 7.0 million SEK more than a."
    ]
    assert said("1.money", "sv", a=given(OPENS), b=given()) == [
        "Under 2025–2026 kostar b 7,0 miljoner kronor mindre än a."
    ]
    assert said("1.money", a=given(), b=given()) == ["In 2025–2026 both spend the same."]
    assert said("1.money", a=given(), b=given(years=1)) == [
        "a is for 2025–2026 and b for 2025, so their sums of money are not laid beside each other."
    ]
    assert said("1.money", today=None, b=given()) == ["The offices cost 8.0 million SEK a year with both."]
    assert said("1.money", "sv", today=None, b=given(CLOSES)) == [
        "Kontoren kostar 4,0 miljoner kronor per år när det sista året är slut med b, "
        "4,0 mindre än de 8,0 med dagens nät."
    ]
    assert said("1.money", a=given(OPENS), today=None)[0].endswith(
        "with today’s network, 4.0 less than the 12.0 with a."
    )


def test_offices_that_become_too_full_are_named(said, given: GivenPlan) -> None:
    """Two offices have room for 8,100 and 24,300 visits; one alone has none for 32,400. Nothing where all have room."""
    crowded = case_of(
        [30_000, 60_000, 30_000],
        ["may_close", "may_close", "candidate"],
        sizes=[SMALL, LARGE],
        sites={"size": ["small", "large", ""]},
    )
    times = times_of(crowded, MINUTES)
    ready = evaluator(crowded, policy_of([5.0, 5.0], objective={"kind": "minutes"}), travel=times)
    b = plan_of(ready, evaluate(ready, [Edit("s0", 2026, "")]))
    found = compare_plans(crowded, {"today": None, "b": b}, travel=times)
    assert found.plans["full"].tolist() == [0, 1]
    assert found.each("1.load", "en") == [
        "With b one office gets more visits than it has room for that does not with today’s network: Site 1; "
        "in all 1 of 1 do, with today’s network 0 of 2."
    ]
    assert compare_plans(crowded, {"b": b, "today": None}, travel=times).each("1.load", "sv") == [
        "Med dagens nät blir inget kontor för fullt som inte är det med b; "
        "sammanlagt får 0 av 2 fler besök än de har plats för, med b 1 av 1."
    ]
    assert said("1.load", today=None, b=given()) == []


def test_the_verdict_tells_broken_rules_and_overspending(said, given: GivenPlan) -> None:
    """Of each plan that breaks any; nothing of one that keeps them, and nothing of today."""
    over = given(("s0", 2025, "large"), ("s1", 2025, "large"), ("s2", 2025, "large"))
    assert said("verdict", today=None, kept=given(), over=over) == [
        "over breaks three rules of its policy.",
        "In 2025–2026 over spends 18.0 million SEK more in all than it is given.",
    ]
    assert said("verdict", today=None, kept=given()) == []


def test_proof_and_rules_of_each(case: Case, times: TravelTimes, given: GivenPlan) -> None:
    """A plan that was given has no proof; a proven one is said so; rules are counted, a line for each."""
    made = make_plan(case, policy_of([5.0, 5.0], objective={"kind": "minutes"}), travel=times)
    found = compare_plans(
        case, {"today": None, "made": made, "mine": given(OPENS, ("s0", 2025, "large"))}, travel=times
    )
    assert found.each("proof", "en") == [
        "made is proven to be the best plan within its own rules and by its own goal.",
        "mine was given, not looked for, so nothing is proven of it.",
    ]
    assert found.each("rules.made", "en") == ["made keeps all its rules."]
    assert found.each("rules.today", "en") == []
    assert found.each("rules.mine", "en")[0].startswith("mine breaks ")
    assert len(found.broken_lines("mine", "sv")) >= 1


def test_what_was_asked_to_hold_stands_beside_the_proof(case: Case, times: TravelTimes) -> None:
    """A bound of plans with a wish is no bound of all plans."""
    policy = policy_of([5.0], objective={"kind": "minutes"})
    wished = make_plan(case, policy, travel=times, wishes=(SiteWish("s2", "not_open"),))
    found = compare_plans(case, {"today": None, "wished": wished}, travel=times)
    assert found.each("proof", "en") == [
        "wished is proven to be the best plan within its own rules and by its own goal.",
        "What is proven of wished is proven of plans in which what was asked to hold holds.",
    ]


def test_titles_where_nobody_loses_and_where_nobody_gains(said, given: GivenPlan) -> None:
    """Nobody is said as nobody; one plan beside today has no settings to differ in."""
    assert said("1.people", today=None, b=given(OPENS)) == [
        "From today’s network to b the way is shorter for 300 people, longer for nobody"
    ]
    assert said("1.people", "sv", today=None, b=given(CLOSES)) == [
        "Från dagens nät till b blir vägen längre för 100 personer, kortare för ingen"
    ]
    assert said("1.people", a=given(CLOSES), b=given(OPENS)) == [
        "From a to b the way is shorter for 400 people, longer for nobody"
    ]
    assert said("1.map", today=None, b=given(OPENS, CLOSES)) == [
        "b hits North hardest and gives most to South"
    ]
    assert said("1.mean", today=None, b=given(OPENS))[1] == (
        "More than 30 minutes from an office: nobody with b, 300 fewer than with today’s network."
    )
    assert said("input.title", "sv", today=None, b=given()) == ["Alla mäts lika"]


def test_what_they_were_made_from(said, given: GivenPlan) -> None:
    """The same, other settings, other areas, and what is known of how one was made."""
    assert said("input", a=given(), b=given(OPENS)) == [
        "All were made from the same tables with the same settings."
    ]
    told = said("input", "sv", a=given(), b=given(definition="listed"))
    assert told[0] == "Deras inriktningar skiljer sig i en inställning."
    assert told[1].startswith("De handlar om olika områden: ")
    again = said("input", a=given(), b=given(), about={"b": (Note("compared.again"),)})
    assert again[0].startswith("b: it was made from other tables")


def test_every_sentence_can_be_told_in_both_languages(
    case: Case, times: TravelTimes, given: GivenPlan
) -> None:
    """All places, whatever the first is."""
    plans = {"a": given(OPENS), "today": None, "c": given(CLOSES, goal="beyond"), "d": given(years=1)}
    for first in plans:
        order = {first: plans[first], **plans}
        found = compare_plans(case, order, travel=times)
        for place in found.said:
            for lang in LANGUAGES:
                assert all(line.strip() and "{" not in line for line in found.each(place, lang))
