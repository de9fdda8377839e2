"""The plan's own check refuses a plan that was tampered with, each rule by its name."""

from dataclasses import replace

import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, question_of, times_of

from narvaro.errors import CheckError
from narvaro.plan import build, make_plan
from narvaro.plan.verify import verify

STATUS = ["must_stay", "may_close", "may_close", "candidate", "candidate", "must_close"]


@pytest.fixture(scope="module")
def made():
    """A plan that opens near the definition, closes what must close, and keeps all rules."""
    case = case_of(
        [300, 200, 100],
        STATUS,
        sizes=[SMALL, LARGE],
        areas={"poor": [False, True, False], "county": ["1", "1", "2"]},
        sites={
            "size": ["large", "small", "small", "small", "small", "small"],
            "county": ["1", "1", "2", "1", "2", "2"],
            "municipality_code": ["11", "12", "21", "11", "22", "22"],
        },
    )
    car = [[5, 9, 60, 9, 60, 60], [30, 20, 40, 2, 70, 70], [60, 50, 5, 60, 9, 9]]
    walk = [[50, 90, 600, 90, 600, 600], [300, 200, 400, 15, 700, 700], [600, 500, 50, 600, 90, 90]]
    times = times_of(case, car, walk)
    policy = policy_of(
        [5.0, 5.0],
        definition="poor",
        money={"earmark": True, "saving_pct": 10.0, "credit_pct": 10.0},
        limits={
            "keep_one_in": "county",
            "leave_municipality": "with_consent",
            "consent": ["22"],
            "max_openings_year": 1,
            "one_opening_in": "municipality_code",
            "room_in": "county",
            "visits_per_person": 30.0,
            "within_min": 50.0,
            "closing_month": 6,
        },
        objective={"extra_min": {"small": 2.0}},
    )
    return case, policy, build(case, policy, times).question.times, make_plan(case, policy, travel=times)


def refused(made, years, objective=(1.0, 1.0), policy=None):
    case, own, times, _ = made
    with pytest.raises(CheckError) as caught:
        verify(question_of(case, policy or own, times), years, objective)
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))
    return {fault.key for fault in caught.value.faults}


def changed(plan, number, **fields):
    """Return the years with one of them changed."""
    return tuple(replace(year, **fields) if k == number else year for k, year in enumerate(plan.years))


def without(plan, site):
    """Return the years without the actions of a site."""
    return tuple(replace(y, actions=tuple(a for a in y.actions if a.site_id != site)) for y in plan.years)


def test_a_plan_as_made_passes_every_check(made):
    """All rules of the policy are checked, and hold."""
    case, policy, times, plan = made
    names = {
        "ledger",
        "money",
        "locks",
        "objective",
        "earmark",
        "regions",
        "openings",
        "one_opening",
        "lasting",
        "room",
        "within",
    }
    assert set(verify(question_of(case, policy, times), plan.years, (5.0, 5.0))) == names
    assert set(plan.checks) == names | {"solution"}
    assert {a.site_id for _, a in plan.actions} >= {"s3", "s5"}


def test_a_ledger_that_is_off_by_a_thousand_is_refused(made):
    """Each sum of each year is compared to the thousand."""
    plan = made[3]
    for part in ("running", "opening", "closing", "resizing", "appropriation", "spent", "carried", "lapsed"):
        money = {**plan.years[1].money, part: plan.years[1].money[part] + 1}
        assert refused(made, changed(plan, 1, money=money)) == {"plan.check_ledger"}


def test_an_action_that_is_left_out_of_the_ledger_is_seen(made):
    """An opening that was taken away changes the costs, the money carried over and who is near."""
    assert "plan.check_ledger" in refused(made, without(made[3], "s3"))


def test_a_site_that_must_close_and_does_not_is_seen(made):
    """Locks are held against the actions."""
    assert "plan.check_lock" in refused(made, without(made[3], "s5"))


def test_an_office_that_must_stay_and_closes_is_seen(made):
    """So are the region's and the municipality's last office, the room, and the reach."""
    plan = made[3]
    closing = next(a for _, a in plan.actions if a.action == "close")
    years = changed(
        plan, 0, actions=(*plan.years[0].actions, replace(closing, site_id="s0", from_size="large"))
    )
    assert refused(made, years) >= {"plan.check_lock", "plan.check_ledger"}
    years = changed(
        plan, 0, actions=(*plan.years[0].actions, replace(closing, site_id="s2", from_size="small"))
    )
    assert refused(made, years) >= {"plan.check_region", "plan.check_room_for"}


def test_an_opening_far_from_the_definition_is_seen(made):
    """The earmark is held against the ways on foot of the very site, and openings are counted."""
    plan = made[3]
    opening = next(a for _, a in plan.actions if a.action == "open")
    number = next(k for k, year in enumerate(plan.years) if opening in year.actions)
    years = changed(plan, number, actions=(*plan.years[number].actions, replace(opening, site_id="s4")))
    assert refused(made, years) >= {"plan.check_earmark", "plan.check_openings", "plan.check_ledger"}


def test_money_that_is_not_there_is_seen(made):
    """The same actions under a policy with less money break the pots, and what must last."""
    _, policy, _, plan = made
    poorer = policy.model_copy(update={"money": policy.money.model_copy(update={"change": (0.0, 1.0)})})
    assert refused(made, plan.years, policy=poorer) >= {"plan.check_money", "plan.check_lasting"}


def test_an_objective_that_the_travel_times_do_not_give_is_refused(made):
    """The engine's value and the plan's own reckoning agree to a millionth."""
    plan = made[3]
    assert refused(made, plan.years, (100.0, 100.001)) == {"plan.check_objective"}


def test_a_reach_that_is_not_kept_is_seen(made):
    """The share within the limit is counted from the last network."""
    _, policy, _, plan = made
    nearer = policy.model_copy(update={"limits": policy.limits.model_copy(update={"within_min": 1.0})})
    assert refused(made, plan.years, policy=nearer) == {"plan.check_within"}


def test_an_opening_in_january_is_replayed_with_its_cost_the_year_before():
    """The check counts months by itself and comes to the same ledger."""
    case = case_of([10, 90], ["must_stay", "candidate"], sizes=[SMALL], sites={"size": ["small", ""]})
    policy = policy_of([1.0, 4.0], limits={"opening_month": 1})
    plan = make_plan(case, policy, travel=times_of(case, [[0, 30], [30, 0]]))
    assert [(year, a.action) for year, a in plan.actions] == [(2026, "open")]
    assert [year.money["opening"] for year in plan.years] == [1_000, 0]
    assert plan.checks["ledger"]


def test_two_openings_in_a_region_where_one_may_are_refused():
    """Two villages get an office each in one municipality; with the rule the same plan is no plan."""
    case = case_of(
        [300, 100], ["candidate", "candidate"], sizes=[SMALL], sites={"municipality_code": ["1", "1"]}
    )
    times = times_of(case, [[1, 60], [60, 1]])
    policy = policy_of([20.0])
    plan = make_plan(case, policy, travel=times)
    assert len(plan.actions) == 2
    ruled = policy_of([20.0], limits={"one_opening_in": "municipality_code"})
    assert len(make_plan(case, ruled, travel=times).actions) == 1
    assert refused((case, ruled, times, plan), plan.years) >= {"plan.check_one_opening"}
