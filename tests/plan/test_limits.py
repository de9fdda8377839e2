"""Rules of a policy as rows over the paths."""

import numpy as np
import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of, times_of

from narvaro.plan.formulate import build
from narvaro.plan.formulation import limits_from
from narvaro.plan.limits import kept_regions, may_open, money_ceilings, near_definition, room_wanted, rules_of
from narvaro.plan.money import appropriation
from narvaro.plan.options import choices


def rules(case, policy):
    question = question_of(case, policy)
    paths = choices(question, np.ones(len(case.sites), bool), np.array([[1.0], [0.0]])[: len(case.sizes)])
    return rules_of(question, paths, appropriation(case, policy)), paths


def test_every_rule_has_a_name_of_its_own():
    """Names tell the family, the subject and the years, so a message can point at a row."""
    case = case_of(
        [10, 10],
        ["may_close", "may_close", "candidate"],
        sizes=[SMALL],
        areas={"county": ["1", "2"]},
        sites={"county": ["1", "2", "2"], "municipality_code": ["11", "22", "22"]},
    )
    limits = {
        "keep_one_in": "county",
        "leave_municipality": "no",
        "max_openings_year": 1,
        "room_in": "county",
    }
    found, paths = rules(
        case, policy_of([0.0, 1.0], limits=limits | {"visits_per_person": 2000.0}, money={"saving_pct": 3.0})
    )
    names = [rule.name for rule in found]
    assert len(set(names)) == len(names)
    assert names[:4] == ["money:all:2025", "money:all:2025-2026", "money:all:2026", "money:all:2027-"]
    assert {"keep:1:2026", "keep:2:2025", "stay:22:2026", "openings:2026", "room:1:2026"} <= set(names)
    assert "keep:1:2025" not in names  # nothing opens there, so the last year says it all
    assert limits_from(found, len(paths.site)).names == tuple(names)


def test_without_rules_there_are_no_limits():
    """An empty list gives a matrix without rows."""
    assert len(limits_from([], 5)) == 0


def test_a_region_with_an_office_that_must_stay_needs_no_row():
    """What always holds is left out."""
    case = case_of([10], ["must_stay", "may_close"], sites={"county": ["1", "1"]})
    found, _ = rules(case, policy_of([0.0], limits={"keep_one_in": "county"}))
    assert [rule.family for rule in found] == ["money", "money"]


def test_regions_without_an_office_today_keep_none():
    """The rule is that who has one keeps one, not that everyone gets one; an empty code is no region."""
    case = case_of([10], ["may_close", "candidate", "may_close"], sites={"county": ["1", "2", ""]})
    kept = kept_regions(question_of(case, policy_of([0.0], limits={"keep_one_in": "county"})))
    assert [(family, code, members.tolist()) for family, code, members in kept] == [("keep", "1", [0])]


def test_a_municipality_that_consents_may_be_left():
    """With consent only the others keep an office."""
    case = case_of([10], ["may_close", "may_close"], sites={"municipality_code": ["11", "22"]})
    limits = {"leave_municipality": "with_consent", "consent": ["22"]}
    assert [code for _, code, _ in kept_regions(question_of(case, policy_of([0.0], limits=limits)))] == ["11"]
    limits = {"leave_municipality": "no", "consent": ["22"]}
    assert [code for _, code, _ in kept_regions(question_of(case, policy_of([0.0], limits=limits)))] == [
        "11",
        "22",
    ]


def test_lasting_money_counts_a_full_year_of_the_network_at_the_end():
    """An office that opens in December costs a month, and then twelve."""
    case = case_of([10], ["candidate"], sizes=[SMALL])
    found, paths = rules(case, policy_of([3.0], limits={"opening_month": 12}, money={"base": 0.0}))
    year, after = found
    assert dict(zip(paths.state[:, 0].tolist(), year.coefficients.tolist(), strict=True)) == {-1: 0, 0: 1_333}
    assert dict(zip(paths.state[:, 0].tolist(), after.coefficients.tolist(), strict=True)) == {
        -1: 0,
        0: 4_000,
    }
    assert after.upper == 3_000


def test_room_is_a_share_of_the_visits_or_as_much_as_today():
    """1,000 people with 2 visits each at 80 % need 1,600; where there is room for less today, that is kept."""
    case = case_of(
        [1_000, 90_000],
        ["may_close", "may_close"],
        sizes=[SMALL],
        areas={"county": ["1", "2"]},
        sites={"county": ["1", "2"]},
    )
    policy = policy_of([0.0], limits={"room_in": "county", "visits_per_person": 2.0})
    assert room_wanted(question_of(case, policy)) == {"1": 1_600.0, "2": 10_000.0}


def test_the_earmark_lets_sites_open_that_lie_near_an_area_with_people():
    """Within the walking standard of an area of the definition where somebody lives; 20 minutes is within."""
    case = case_of([10, 0, 10], ["candidate"] * 3, areas={"poor": [True, True, False]})
    walk = [[20, 21, 40], [40, 5, 40], [40, 40, 5]]
    policy = policy_of([1.0], definition="poor", money={"earmark": True})
    question = question_of(case, policy, times_of(case, walk))
    assert near_definition(question).tolist() == [True, False, False]
    assert may_open(question).tolist() == [True, False, False]


def test_candidates_may_be_shut_out_as_a_whole():
    """A policy may say that nothing opens."""
    case = case_of([10], ["candidate"])
    policy = policy_of([1.0], limits={"open_candidates": False})
    assert may_open(question_of(case, policy)).tolist() == [False]


def test_an_earmark_pays_for_new_offices_only_and_other_money_for_none():
    """Each pot has rows with the paths of its own sites."""
    case = case_of([10], ["may_close", "candidate"], sizes=[SMALL], areas={"poor": [True]})
    policy = policy_of([5.0], definition="poor", money={"earmark": True, "lasting": False})
    formulation = build(case, policy, times_of(case, [[1, 1]]))
    by_pot = {rule.subject: rule.coefficients for rule in formulation.rules}
    assert (by_pot["base"][formulation.paths.new] == 0).all()
    assert (by_pot["added"][~formulation.paths.new] == 0).all()
    assert by_pot["base"].max() == 4_000
    assert by_pot["added"].max() == 3_000


def test_one_opening_in_a_region_counts_the_sites_of_all_years_where_there_are_several():
    """County 1 has two candidates, which may open in either year; county 2 has one, and needs no rule."""
    case = case_of([10], ["candidate"] * 3, sites={"county": ["1", "1", "2"]})
    found, paths = rules(case, policy_of([0.0, 0.0], limits={"one_opening_in": "county"}))
    (rule,) = [rule for rule in found if rule.family == "one"]
    assert (rule.name, rule.upper) == ("one:1", 1)
    opens = (paths.state >= 0).any(axis=1)
    assert rule.coefficients.tolist() == (opens & (paths.site < 2)).astype(int).tolist()


@pytest.mark.parametrize("sizes", [[SMALL], [SMALL, LARGE]])
def test_openings_count_sites_not_sizes(sizes):
    """Whatever size opens in a year counts as one opening in that year."""
    case = case_of([10], ["candidate"], sizes=sizes)
    found, paths = rules(case, policy_of([0.0, 0.0], limits={"max_openings_year": 1}))
    first, second = [rule for rule in found if rule.family == "openings"]
    total = np.asarray(first.coefficients, int) + np.asarray(second.coefficients, int)
    assert total.tolist() == (paths.state[:, -1] >= 0).astype(int).tolist()


@pytest.mark.parametrize(
    "money", [{}, {"earmark": True}, {"lasting": False}, {"saving_pct": 3, "credit_pct": 10}]
)
def test_the_ceilings_of_money_are_those_of_its_rules(money):
    """Read off without the paths, they are the upper ends of the very same rules."""
    case = case_of([100, 50], ["may_close", "candidate"], sizes=[SMALL], areas={"near": [True, True]})
    policy = policy_of([5.0, -1.0, 2.0], money=money, definition="near")
    formulation = build(case, policy, times_of(case, [[1, 2], [2, 1]], walk=[[1, 2], [2, 1]]))
    rules = {(r.subject, r.when): r.upper for r in formulation.rules if r.family == "money"}
    assert money_ceilings(policy, appropriation(case, policy)) == rules
    assert len(rules) >= len(policy.years)
