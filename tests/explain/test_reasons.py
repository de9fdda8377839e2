"""Why here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from tests.explain.plans import MakePlan, mixed, written_plan
from tests.explain.worlds import COUNTRY, POLICY, worlds

from narvaro.case import Case, Policy
from narvaro.case.days import on_days
from narvaro.explain.change import gain_table
from narvaro.explain.evidence import gather
from narvaro.explain.reasons import reasons
from narvaro.language import LANGUAGES
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def test_an_opening_by_hand(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """The suburb's 300 people save 18 minutes, come within walking distance, and cost 4 MSEK / 300 each a year."""
    opening, _ = reasons(gather(case, plan, travel))
    assert (opening.year, opening.action, opening.site_id, opening.size) == (2021, "open", "s2", "small")
    assert opening.people_nearest == opening.people_shorter == 300
    assert opening.mean_change_min == -18
    assert opening.person_minutes_saved == 5400
    assert (opening.people_newly_walk, opening.people_newly_walk_definition) == (300, 300)
    assert opening.people_newly_standard == 0
    assert (opening.counted, opening.cost_per_person_year) == ("walk_definition", pytest.approx(4e6 / 300))
    assert (opening.other_before, opening.other_before_min) == ("Square", 20)
    assert (opening.running_year, opening.staff_change, opening.visits_change) == (4.0, 2.0, 8_000.0)


def test_a_closing_by_hand(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """The village's 100 people get 36 minutes more, to the square, and fall outside both standards."""
    _, closing = reasons(gather(case, plan, travel))
    assert (closing.year, closing.action, closing.from_size) == (2022, "close", "small")
    assert closing.people_nearest == closing.people_longer == 100
    assert closing.mean_change_min == 36
    assert closing.person_minutes_saved == -3600
    assert (closing.people_lost_standard, closing.people_lost_walk) == (100, 100)
    assert closing.people_lost_walk_definition == 0
    assert (closing.other_after, closing.other_after_min) == ("Square", 40)
    assert (closing.running_year, closing.visits_change) == (4.0, -8_000.0)
    assert closing.leaves_municipality
    assert np.isnan(closing.cost_per_person_year)  # nobody of the definition loses anything


def test_what_is_proven(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Without the opening every plan is 100 worse, 10 percent; keeping the closed office is not told apart."""
    opening, closing = reasons(gather(case, plan, travel))
    assert (opening.proof, opening.worse_by_at_least, opening.worse_share) == ("worse", 100.0, 0.1)
    assert (closing.proof, closing.worse_by_at_least) == ("not_settled", 0.0)


def test_a_plan_from_a_file_has_no_proof(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """Without a certificate the proof is none and its figures are missing, not zero."""
    (opening,) = reasons(gather(case, make_plan_of([("open", "s2", "small")], []), travel))
    assert opening.proof == "none"
    assert np.isnan(opening.worse_by_at_least)


def test_what_the_rules_leave_no_plan_for(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """Where no plan has the place closed, the reason is the rule and no figure is made up."""
    proof = {"s2": (990.0, float("inf"))}
    plan = make_plan_of([("open", "s2", "small")], [], certificate=proof)
    (opening,) = reasons(gather(case, plan, travel))
    assert opening.proof == "ruled_out"
    assert "explain.proof.ruled_out" in {note.key for note in opening.why}


def test_a_change_of_size(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """From medium to small saves 4 MSEK and 8,000 visits; nobody's way changes."""
    (resize,) = reasons(gather(case, make_plan_of([("resize", "s1", "small")], []), travel))
    assert (resize.running_year, resize.visits_change, resize.staff_change) == (-4.0, -8_000.0, -2.0)
    assert (resize.people_nearest, resize.people_longer, resize.proof) == (900, 0, "none")
    assert "explain.why.fewer_visits" in {note.key for note in resize.why}


def test_fewer_opening_days_are_told_as_days(case: Case, travel: TravelTimes) -> None:
    """From five days to two with the same staff: the sentence counts days, not sizes."""
    small = replace(case.sizes[0], days=5)
    on_two = on_days(small, 2, rank=-1)
    fewer = replace(case, sizes=(on_two, small, case.sizes[1]))
    action = ("resize", "s3", on_two.id)
    (resize,) = reasons(gather(fewer, written_plan([action], case=fewer, policy=POLICY), travel))
    assert resize.why[0].text("sv") == (
        "Har öppet 2 dagar i veckan i stället för 5; det är närmaste kontor för 100 personer."
    )
    assert "explain.why.fewer_visits" in {note.key for note in resize.why}


@pytest.mark.parametrize(
    ("changes", "counted", "people"),
    [
        ({"kind": "minutes"}, "changed", 300),
        ({"kind": "beyond", "standard_min": 15.0}, "standard", 300),
        ({"kind": "mix"}, "walk_definition", 300),
    ],
)
def test_the_price_is_for_the_people_the_policy_is_about(
    case: Case,
    policy: Policy,
    travel: TravelTimes,
    make_plan_of: MakePlan,
    changes: dict,
    counted: str,
    people: int,
) -> None:
    """Minutes count all with a shorter journey, a standard those newly within it, the mix those newly near on foot."""
    other = policy.model_copy(update={"objective": mixed(**changes)})
    (opening,) = reasons(gather(case, make_plan_of([("open", "s2", "small")], [], policy=other), travel))
    assert opening.counted == counted
    assert opening.cost_per_person_year == pytest.approx(4e6 / people)


def test_an_office_out_of_everybodys_reach(case: Case, travel: TravelTimes, make_plan_of: MakePlan) -> None:
    """The isle gets its first office: no other is within reach, and its 50 people are counted from the cutoff."""
    plan = make_plan_of([("open", "s4", "small")], [])
    (opening,) = reasons(gather(case, plan, travel))
    assert (opening.other_before, np.isnan(opening.other_before_min)) == ("", True)
    assert opening.person_minutes_saved == 50 * 230
    assert opening.people_newly_standard == 50
    assert "explain.why.no_other" in {note.key for note in opening.why}


def test_every_reason_reads_in_both_languages(case: Case, plan: Plan, travel: TravelTimes) -> None:
    """Each sentence is told in Swedish and English, with no hole left in it."""
    for reason in reasons(gather(case, plan, travel)):
        for lang in LANGUAGES:
            for note in reason.why:
                assert "{" not in note.text(lang)


@given(worlds())
def test_actions_add_up_to_the_whole(world: tuple[TravelTimes, Plan]) -> None:
    """Every change belongs to one action: people and minutes by action sum to those of everybody."""
    travel, plan = world
    evidence = gather(COUNTRY, plan, travel)
    told, gains = reasons(evidence), gain_table(evidence)
    everyone = gains[gains["grouping"] == "everyone"].set_index("mode")
    car, walk = everyone.loc["car"], everyone.loc["walk"]
    assert sum(r.people_shorter for r in told) == pytest.approx(car["people_shorter"])
    assert sum(r.people_longer for r in told) == pytest.approx(car["people_longer"])
    assert sum(r.people_newly_standard for r in told) == pytest.approx(car["people_newly_within"])
    assert sum(r.people_lost_standard for r in told) == pytest.approx(car["people_newly_beyond"])
    assert sum(r.people_newly_walk for r in told) == pytest.approx(walk["people_newly_within"])
    assert sum(r.people_lost_walk for r in told) == pytest.approx(walk["people_newly_beyond"])
    whole = car["person_minutes_saved"] - car["person_minutes_lost"]
    assert sum(r.person_minutes_saved for r in told) == pytest.approx(whole)
