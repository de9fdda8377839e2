"""From chosen paths to years, actions and money."""

from types import SimpleNamespace

import numpy as np
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of

from narvaro.plan.ledger import afterwards, counts_of, locked_sites, money_by_year, municipalities, years_of
from narvaro.plan.money import appropriation
from narvaro.plan.options import choices

STATUS = ["may_close", "may_close", "candidate", "must_stay"]


def setting(**money):
    case = case_of(
        [10],
        STATUS,
        sizes=[SMALL, LARGE],
        areas={"poor": [True]},
        sites={
            "size": ["large", "small", "small", "small"],
            "municipality_code": ["11", "11", "12", "12"],
            "locked_by": ["", "", "", "the mayor"],
            "assumed": [True, False, False, False],
        },
    )
    policy = policy_of([2.0, 3.0], definition="poor", money=money, limits={"closing_month": 6})
    paths = choices(question_of(case, policy), np.ones(4, bool), np.array([[1.0], [0.0]]))

    def pick(*states):
        rows = []
        for site, state in enumerate(states):
            rows.append(np.flatnonzero((paths.site == site) & (paths.state == state).all(axis=1))[0])
        return np.array(rows)

    return question_of(case, policy), appropriation(case, policy), paths, pick


def test_actions_stand_in_their_year_openings_first():
    """Site 0 shrinks and site 2 opens in 2025, site 1 closes in 2026: what is new comes first."""
    question, money, paths, pick = setting()
    years = years_of(question, money, paths, pick([0, 0], [0, -1], [0, 0], [0, 0]))
    told = [[(a.action, a.site_id, a.from_size, a.size) for a in year.actions] for year in years]
    assert told == [
        [("open", "s2", "", "small"), ("resize", "s0", "large", "small")],
        [("close", "s1", "small", "")],
    ]
    assert [year.offices for year in years] == [4, 3]
    assert [year.municipalities for year in years] == [2, 2]


def test_the_ledger_of_a_year_adds_up_from_its_parts():
    """8 and 4 for half a year each, 4 and 4 whole, 2 for the new one; 1 to open, 1 for room given up."""
    question, money, paths, pick = setting()
    first, second = years_of(question, money, paths, pick([0, 0], [0, -1], [0, 0], [0, 0]))
    assert first.money == {
        "appropriation": 18_000,
        "spent": 18_000,
        "carried": 0,
        "lapsed": 0,
        "running": 16_000,
        "opening": 1_000,
        "closing": 0,
        "resizing": 1_000,
    }
    assert second.money["running"] == 4_000 + 2_000 + 4_000 + 4_000
    assert second.money["closing"] == 500
    assert second.earmark is None


def test_costs_of_actions_are_one_off_and_the_change_of_a_full_year():
    """Running cost stands apart from what an action costs once."""
    question, money, paths, pick = setting()
    years = years_of(question, money, paths, pick([0, 0], [0, -1], [0, 0], [0, 0]))
    told = {a.site_id: (a.cost_milli, a.running_change_milli) for year in years for a in year.actions}
    assert told == {"s2": (1_000, 4_000), "s0": (1_000, -4_000), "s1": (500, -4_000)}


def test_an_earmarked_pot_has_a_ledger_of_its_own():
    """The new office costs 3 of the 2 + 3 added; today's offices cost 16 of the base each year."""
    question, money, paths, pick = setting(earmark=True, saving_pct=100.0)
    years = years_of(question, money, paths, pick([1, 1], [0, 0], [-1, 0], [0, 0]))
    assert [dict(year.earmark) for year in years] == [
        {"appropriation": 2_000, "spent": 0, "carried": 2_000, "lapsed": 0},
        {"appropriation": 3_000, "spent": 3_000, "carried": 2_000, "lapsed": 0},
    ]
    assert [year.money["appropriation"] for year in years] == [18_000, 19_000]
    assert [year.money["carried"] for year in years] == [2_000, 2_000]


def test_the_money_of_the_years_adds_up_by_hand():
    """10 % may be drawn ahead of each pot; what a year carries over the next one brings, and the last draws nothing."""

    def year(number, appropriation, spent, carried, lapsed, added):
        money = {"appropriation": appropriation, "spent": spent, "carried": carried, "lapsed": lapsed}
        return SimpleNamespace(year=number, money=money, earmark={"appropriation": added} if added else None)

    years = (year(2025, 20_005, 21_005, -1_000, 0, 1_009), year(2026, 20_000, 18_000, 400, 600, 0))
    policy = SimpleNamespace(money=SimpleNamespace(credit_pct=10.0))
    table = money_by_year(SimpleNamespace(years=years, policy=policy))
    assert table["brought"].tolist() == [0.0, -1.0]
    assert table["credit"].tolist() == [1.899 + 0.1, 0.0]
    sides = table["brought"] + table["appropriation"] - table["spent"], table["carried"] + table["lapsed"]
    assert np.allclose(*sides, atol=1e-9)


def test_what_is_left_after_the_plan_is_a_full_year():
    """The network at the end costs 4 + 4 + 4 + 4 in a full year, whatever months it opened in."""
    question, money, paths, pick = setting()
    state = paths.state[pick([0, 0], [0, 0], [-1, 0], [0, 0])]
    assert afterwards(question.case, money, state) == {"running": 16_000, "appropriation": 19_000}


def test_locked_sites_name_who_locked_them():
    """Only sites whose fate is given are listed."""
    case = setting()[0].case
    assert [row.to_json() for row in locked_sites(case)] == [
        {"site_id": "s3", "name": "Site 3", "status": "must_stay", "locked_by": "the mayor"}
    ]


def test_counts_tell_before_and_after_and_what_is_assumed():
    """Three offices today in two municipalities, one of them assumed; after closing the first two only 12 is left."""
    question, _, paths, pick = setting()
    state = paths.state[pick([-1, -1], [-1, -1], [-1, -1], [0, 0])]
    assert counts_of(question.case, paths.today, state) == {
        "offices_before": 3,
        "offices_after": 1,
        "offices_assumed": 1,
        "municipalities_before": 2,
        "municipalities_after": 1,
    }


def test_without_codes_municipalities_are_not_counted():
    """Zero would be a claim; None says that it is not known."""
    assert municipalities(np.array(["", ""]), np.array([0, 0], np.int8)) is None
