"""Plans of small cases: derived on paper, found by trying everything, and laws that hold for any."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.plan.cases import LARGE, SMALL, case_of, figures, policy_of, times_of

from narvaro.case import MoneyUnit, Provenance, Service
from narvaro.case.money import COSTS
from narvaro.errors import InfeasibleError
from narvaro.plan import build, make_plan, with_change
from narvaro.plan import make as made
from narvaro.plan.answer import Request
from narvaro.plan.conflicts import conflicts
from narvaro.plan.limits import kept_regions, room_wanted
from narvaro.plan.objectives import CRITERIA

STATUSES = ("must_stay", "may_close", "must_close", "candidate", "candidate", "must_open")
SUMS = [kind for kind, criterion in CRITERIA.items() if criterion.bounds_sites]  # the others: their own tests
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def actions(plan):
    return [(year, action.action, action.site_id, action.size) for year, action in plan.actions]


def two_villages_and_a_town():
    """Return 100 people 50 minutes and 300 people 20 minutes from the only office, each with a candidate."""
    sites = {"size": ["", "", "small"]}
    case = case_of([100, 300, 50], ["candidate", "candidate", "must_stay"], sizes=[SMALL], sites=sites)
    return case, times_of(case, [[0, 60, 50], [60, 0, 20], [60, 60, 0]])


def test_the_money_goes_where_it_saves_the_most_person_minutes():
    """3 MSEK open one small office in July: 300 people save 20 minutes each, more than 100 people who save 50."""
    case, times = two_villages_and_a_town()
    plan = make_plan(case, policy_of([3.0], money={"lasting": False}), travel=times)
    assert actions(plan) == [(2025, "open", "s1", "small")]
    assert plan.objective.before == 100 * 50 + 300 * 20
    assert plan.objective.after == plan.objective.bound == 100 * 50
    assert (plan.status, plan.stopped_by, plan.objective.gap) == ("optimal", "proven", 0.0)


def test_money_that_does_not_last_opens_nothing():
    """3 MSEK pay for half a year, but 4 are needed for every year after."""
    case = case_of([100], ["candidate", "must_stay"], sizes=[SMALL], sites={"size": ["", "small"]})
    plan = make_plan(case, policy_of([3.0]), travel=times_of(case, [[0, 30]]))
    assert actions(plan) == []
    assert plan.afterwards == {"running": 4_000, "appropriation": 7_000}


def test_an_earmark_sends_the_money_to_the_definition():
    """Free money helps the 300 who save most; earmarked money the 50 who walk 40 minutes, and base money stays."""
    case = case_of(
        [50, 300],
        ["candidate", "candidate", "must_stay"],
        sizes=[SMALL],
        areas={"poor": [True, False]},
        sites={"size": ["", "", "small"]},
    )
    times = times_of(case, [[1, 9, 10], [60, 0, 50]], [[5, 90, 40], [600, 0, 500]])
    free = policy_of([4.5], definition="poor")
    tied = policy_of([4.5], definition="poor", money={"earmark": True})
    assert actions(make_plan(case, free, travel=times)) == [(2025, "open", "s1", "small")]
    plan = make_plan(case, tied, travel=times)
    assert actions(plan) == [(2025, "open", "s0", "small")]
    assert plan.years[0].earmark == {"appropriation": 4_500, "spent": 3_000, "carried": 0, "lapsed": 1_500}
    assert plan.checks["earmark"]


def test_a_cut_closes_the_office_that_is_missed_least():
    """Two offices side by side and one alone: one of the two closes."""
    case = case_of([100, 100, 100], ["may_close"] * 3, sizes=[SMALL])
    times = times_of(case, [[0, 5, 60], [5, 0, 60], [60, 60, 0]])
    plan = make_plan(case, policy_of([-2.0, -4.0], limits={"closing_month": 2}), travel=times)
    assert [(kind, size) for _, kind, _, size in actions(plan)] == [("close", "")]
    assert {site for _, _, site, _ in actions(plan)} <= {"s0", "s1"}
    assert plan.objective.last_year == 500.0


def test_shrinking_is_weighed_against_closing():
    """4 MSEK can be saved by one closing (100 people, 60 minutes) or by one shrinking (100 people, 5 minutes)."""
    case = case_of([100, 100], ["may_close"] * 2, sizes=[SMALL, LARGE], sites={"size": ["small", "large"]})
    policy = policy_of([-2.0, -4.0], objective={"extra_min": {"small": 5.0}}, limits={"closing_month": 1})
    plan = make_plan(case, policy, travel=times_of(case, [[0, 60], [60, 0]]))
    assert [(kind, site, size) for _, kind, site, size in actions(plan)] == [("resize", "s1", "small")]
    assert plan.years[0].money["resizing"] == 1_000


def test_saving_pays_for_an_opening_that_one_year_cannot():
    """2 MSEK a year are too little for an opening of 3; with half of the first year saved, the second can."""
    case = case_of([100], ["candidate"], sizes=[SMALL])
    times = times_of(case, [[0]])
    money = {"lasting": False, "base": 0.0}
    assert actions(make_plan(case, policy_of([2.0, 2.0], money=money), travel=times)) == []
    plan = make_plan(case, policy_of([2.0, 2.0], money={**money, "saving_pct": 50.0}), travel=times)
    assert actions(plan) == [(2026, "open", "s0", "small")]
    assert [year.money["carried"] for year in plan.years] == [1_000, 0]
    assert [year.money["lapsed"] for year in plan.years] == [1_000, 0]


def test_credit_is_paid_back_within_the_plan():
    """3 MSEK are spent in the first year: 2 given, 1 drawn ahead; the second year pays it back."""
    case = case_of([100], ["candidate"], sizes=[SMALL])
    money = {"lasting": False, "base": 0.0, "credit_pct": 50.0}
    plan = make_plan(case, policy_of([2.0, 5.0], money=money), travel=times_of(case, [[0]]))
    assert actions(plan) == [(2025, "open", "s0", "small")]
    assert [year.money["carried"] for year in plan.years] == [-1_000, 0]


SWEDISH = {"provenance": (Provenance("sweden_people", "someone"),)}
"""What makes a case one of a country that has a rule of who decides."""


@pytest.mark.parametrize("country", [SWEDISH, {}], ids=["a country with a rule", "nobody's"])
def test_a_closing_that_leaves_a_municipality_is_the_boards(country):
    """The last office of 11 goes to the board, one of two in 22 to the director-general; without a code neither.

    Where no rule of a country says it, nobody decides, and what becomes of the municipality is told all the same.
    """
    case = case_of(
        [1, 1, 1, 1],
        ["must_close", "must_close", "must_stay", "must_close"],
        sizes=[SMALL],
        sites={"municipality_code": ["11", "22", "22", ""], "municipality": ["A", "B", "B", ""]},
        **country,
    )
    plan = make_plan(case, policy_of([0.0]), travel=times_of(case, np.full((4, 4), 9.0)))
    told = {a.site_id: (a.leaves_municipality, a.decided_by) for _, a in plan.actions}
    deciders = ("board", "director_general") if country else (None, None)
    assert told == {"s0": (True, deciders[0]), "s1": (False, deciders[1]), "s3": (None, None)}
    assert plan.counts["municipalities_before"] == 2
    assert plan.counts["municipalities_after"] == 1


def test_two_closings_that_leave_a_municipality_together_are_both_the_boards():
    """When the year ends nothing is left there, whichever closed last."""
    case = case_of(
        [1], ["must_close"] * 2, sizes=[SMALL], sites={"municipality_code": ["11", "11"]}, **SWEDISH
    )
    plan = make_plan(case, policy_of([0.0]), travel=times_of(case, [[1, 1]]))
    assert [a.decided_by for _, a in plan.actions] == ["board", "board"]


def test_the_smallest_useful_case_needs_nothing_swedish():
    """No municipality, region, service, size or office today: the plan opens what the money pays for."""
    case = case_of([100, 200], ["candidate", "candidate"])
    plan = make_plan(case, policy_of([6.0], money={"base": 0.0}))
    assert actions(plan) == [(2025, "open", "s1", "standard")]
    assert plan.counts == {
        "offices_before": 0,
        "offices_after": 1,
        "offices_assumed": 0,
        "municipalities_before": None,
        "municipalities_after": None,
    }
    assert [a.leaves_municipality for _, a in plan.actions] == [None]


def test_nothing_is_done_that_nobody_gains_from():
    """Money is left over, but a second office at the same place shortens no way."""
    case = case_of([100], ["may_close", "candidate"], sizes=[SMALL], sites={"size": ["small", ""]})
    plan = make_plan(case, policy_of([50.0]), travel=times_of(case, [[7, 7]]))
    assert actions(plan) == []


def test_services_that_an_office_lacks_draw_a_new_one():
    """One service is 90 minutes away: a site that gives it opens, not one that gives the other again."""
    services = (Service("tax", "t", "t"), Service("work", "w", "w"))
    case = case_of(
        [100],
        ["must_stay", "candidate", "candidate"],
        sizes=[SMALL],
        sites={"size": ["small", "", ""], "services": ["tax", "tax", "tax;work"]},
        services=services,
    )
    policy = policy_of([4.0], objective={"cutoff_min": 90.0})
    plan = make_plan(case, policy, travel=times_of(case, [[10, 0, 20]]))
    assert actions(plan) == [(2025, "open", "s2", "small")]
    assert plan.objective.after == 100 * (10 + 20) / 2


def test_a_reach_that_all_must_have_overrules_the_minutes():
    """The middle village is within 30 minutes of all, so it gets the office although most people live elsewhere."""
    case = case_of([100, 10, 10], ["candidate"] * 3, sizes=[SMALL])
    times = times_of(case, [[0, 30, 60], [30, 0, 30], [60, 30, 0]])
    policy = policy_of([4.0], money={"base": 0.0}, limits={"within_min": 30.0})
    assert [site for _, _, site, _ in actions(make_plan(case, policy, travel=times))] == ["s1"]
    policy = policy_of([4.0], money={"base": 0.0}, limits={"within_min": 30.0, "within_share": 0.9})
    assert [site for _, _, site, _ in actions(make_plan(case, policy, travel=times))] == ["s0"]


def test_the_certificate_bounds_every_plan_that_forces_a_site():
    """What a plan costs at least with a site open or closed holds for the best such plan, found by trying."""
    case, times = two_villages_and_a_town()
    policy = policy_of([4.0])
    plan = make_plan(case, policy, travel=times)
    assert plan.certificate is not None
    row = plan.certificate.loc["s0"]
    assert not row["open_after"]
    assert row["open_at_least"] <= 300 * 20  # the best plan with s0 open
    assert row["closed_at_least"] <= 100 * 50
    assert plan.certificate.loc["s2", "closed_at_least"] == np.inf


def random_case(data):
    n, m = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    status = data.draw(st.lists(st.sampled_from(STATUSES), min_size=m, max_size=m))
    minutes = st.one_of(st.just(float("nan")), st.integers(0, 90).map(float))
    table = data.draw(st.lists(st.lists(minutes, min_size=m, max_size=m), min_size=n, max_size=n))
    assume(not np.isnan(table).all())  # nobody reaches any site: refused, see test_fit
    regions = st.lists(st.sampled_from(["1", "2"]), min_size=max(n, m), max_size=max(n, m))
    county = data.draw(regions)
    held = [
        code if code in county[:n] else county[0] for code in county[:m]
    ]  # no site in a region without areas
    sizes = data.draw(st.lists(st.sampled_from(["small", "large"]), min_size=m, max_size=m))
    case = case_of(
        data.draw(st.lists(st.integers(1, 500), min_size=n, max_size=n)),
        status,
        sizes=[SMALL, LARGE],
        areas={"poor": [True] + [False] * (n - 1), "county": county[:n]},
        sites={"size": sizes, "county": held},
    )
    return case, times_of(case, table)


def random_policy(data, years):
    change = data.draw(st.lists(st.integers(-6, 12).map(float), min_size=years, max_size=years))
    pct = st.sampled_from([0.0, 10.0, 50.0])
    money = {
        "base": data.draw(st.sampled_from([12.0, 20.0, 30.0])),
        "earmark": data.draw(st.booleans()),
        "saving_pct": data.draw(pct),
        "credit_pct": data.draw(pct),
        "lasting": data.draw(st.booleans()),
    }
    limits = {
        "opening_month": data.draw(st.sampled_from([1, 7, 12])),
        "closing_month": data.draw(st.sampled_from([1, 6])),
        "resize": data.draw(st.sampled_from(["no", "smaller", "any"])),
    }
    if data.draw(st.booleans()):
        limits["max_openings_year"] = data.draw(st.integers(0, 2))
    if data.draw(st.booleans()):
        limits["keep_one_in"] = "county"
    if data.draw(st.booleans()):
        limits["one_opening_in"] = "county"
    if data.draw(st.booleans()):
        limits |= {"room_in": "county", "visits_per_person": 40.0}
    kind = data.draw(st.sampled_from(SUMS))
    objective = {"kind": kind, "cutoff_min": 80.0}
    if CRITERIA[kind].counts_extra:
        objective["extra_min"] = {"small": 6.0}
    return policy_of(change, definition="poor", money=money, limits=limits, objective=objective)


def best_by_trying(case, policy, times):
    """Return the objective of the best plan, trying every combination of paths, or None where none keeps the rules."""
    formulation = build(case, policy, times)
    paths, best = formulation.paths, None
    visits = np.array([SMALL.visits_year, LARGE.visits_year, 0.0])
    running = np.array([4_000, 8_000, 0])
    room, codes = room_wanted(formulation.question), case.sites["county"].to_numpy(str)
    by_site = [np.flatnonzero(paths.site == j) for j in range(len(case.sites))]
    for picks in product(*by_site):
        rows = np.array(picks)
        state, total, new = paths.state[rows], paths.spend.total[rows], paths.new[rows]
        sides = {"all": new | True, "base": ~new, "added": new}
        fine = all(
            (pot.carry(total[sides[pot.name]].sum(axis=0))[0] >= -pot.credit).all()
            for pot in formulation.money.pots
        )
        if policy.money.lasting:
            last = running[state[:, -1]]
            fine &= all(last[sides[pot.name]].sum() <= pot.given[-1] for pot in formulation.money.pots)
        most = policy.limits.max_openings_year
        fine &= most is None or bool((paths.opens[rows].sum(axis=0) <= most).all())
        if policy.limits.one_opening_in is not None:
            opened = codes[paths.opens[rows].any(axis=1)]
            fine &= len(set(opened)) == len(opened)
        fine &= all(
            (state[members] >= 0).any(axis=0).all() for _, _, members in kept_regions(formulation.question)
        )
        fine &= all((visits[state[codes == code]].sum(axis=0) >= least).all() for code, least in room.items())
        if fine:
            value = figures(case, policy, formulation.question.times, state)[1]
            best = value if best is None else min(best, value)
    return best


@FEW
@given(st.data(), st.integers(1, 2))
def test_the_plan_is_the_best_of_all(data, years):
    """On random small cases over all rules the plan is as good as the best found by trying everything."""
    case, times = random_case(data)
    policy = random_policy(data, years)
    try:
        plan = make_plan(case, policy, travel=times)
    except InfeasibleError:
        event("no plan")
        told_before_solving = conflicts(build(case, policy, times))
        assert told_before_solving or best_by_trying(case, policy, times) is None
        return
    event("a plan")
    assert plan.objective.after == pytest.approx(best_by_trying(case, policy, times), rel=1e-6, abs=1e-6)
    assert plan.objective.bound <= plan.objective.after


@FEW
@given(st.data(), st.lists(st.integers(0, 9).map(float), min_size=2, max_size=2))
def test_more_money_is_never_worse(data, more):
    """With some money added in any year the best plan is at least as good."""
    case, times = random_case(data)
    policy = random_policy(data, 2)
    richer = with_change(policy, [a + b for a, b in zip(policy.money.change, more, strict=True)])
    try:
        plan = make_plan(case, policy, travel=times)
    except InfeasibleError:
        assume(False)
    better = make_plan(case, richer, travel=times)
    assert better.objective.after <= plan.objective.after * (1 + 1e-9) + 1e-9


@FEW
@given(st.data())
def test_a_locked_office_stays_and_the_money_is_kept_to_the_krona(data):
    """What must stay is open in every year at its size; the ledger adds up and stays within the money."""
    case, times = random_case(data)
    policy = random_policy(data, 2)
    try:
        plan = make_plan(case, policy, travel=times)
    except InfeasibleError:
        assume(False)
    networks = plan.networks(case)
    stay = case.sites["status"] == "must_stay"
    assert (networks[stay].to_numpy() == case.sites.loc[stay, "size"].to_numpy()[:, None]).all()
    assert (networks.loc[case.sites["status"] == "must_close", 2026] == "").all()
    assert (networks.loc[case.sites["status"] == "must_open", 2026] != "").all()
    brought = 0
    for year in plan.years:
        money = year.money
        assert money["spent"] == sum(money[part] for part in ("running", "opening", "closing", "resizing"))
        assert brought + money["appropriation"] == money["spent"] + money["carried"] + money["lapsed"]
        brought = money["carried"]
    assert brought >= 0
    assert all(plan.checks.values())


def test_a_plan_begins_warm_from_another_and_ends_at_the_same_value():
    """The plan of last year's money is a start for this year's; the optimum does not depend on it."""
    case, times = two_villages_and_a_town()
    first = make_plan(case, policy_of([4.0]), travel=times)
    warm = make_plan(case, policy_of([8.0]), travel=times, warm=first)
    cold = make_plan(case, policy_of([8.0]), travel=times)
    assert warm.objective.after == cold.objective.after == 0.0


@pytest.mark.parametrize("kind", ["minutes", "kolm_pollak", "worst"])
def test_progress_is_told_in_the_unit_of_the_objective(kind):
    """Value and bound that are told lie between zero and the cut-off for minutes, and the last bound is no worse."""
    rng = np.random.default_rng(3)
    case = case_of([10] * 40, ["candidate"] * 12, sizes=[SMALL])
    times = times_of(case, rng.integers(1, 200, (40, 12)))
    policy = policy_of([20.0], money={"base": 0.0}, objective={"kind": kind})
    told = []
    plan = make_plan(case, policy, travel=times, progress=told.append)
    top = 240.0 if kind != "minutes" else 240.0 * 400
    assert all(0 <= now.bound <= now.value * (1 + 1e-9) <= top * (1 + 1e-9) for now in told)
    assert all(now.bound <= plan.objective.after * (1 + 1e-9) for now in told)
    assert told or kind != "worst"


@pytest.mark.parametrize(("unit", "times"), [("thousand", 1_000), ("one", 1_000_000)])
def test_the_plan_is_the_same_whatever_a_figure_of_money_counts(unit, times):
    """3 million open one small office in July; 3,000 thousand and 3,000,000 do the same, with the same ledger."""
    minutes = [[5, 60], [60, 5]]
    plans = []
    for money, factor in ((MoneyUnit("EUR", "million"), 1), (MoneyUnit("EUR", unit), times)):
        costs = {name: getattr(SMALL, name) * factor for name in COSTS}
        case = case_of([300, 100], ["must_stay", "candidate"], sizes=[replace(SMALL, **costs)], money=money)
        policy = policy_of([3.0 * factor, 4.0 * factor], money={"saving_pct": 3.0})
        plans.append(make_plan(case, policy, travel=times_of(case, minutes)).to_json())
    million, other = plans
    assert [year["actions"] != [] for year in million["years"]].count(True) == 1
    for before, after in zip(million["years"], other["years"], strict=True):
        assert [action["site_id"] for action in before["actions"]] == [a["site_id"] for a in after["actions"]]
        for name in ("appropriation", "spent", "carried", "lapsed"):
            assert after[name] == pytest.approx(before[name] * factor, abs=1e-9)


@FEW
@given(seed=st.integers(0, 2**32 - 1))
def test_a_plan_from_another_is_as_good_and_as_proven_as_one_from_nothing(seed):
    """After other money, another fate of a site, or both, the plan begun from the former one costs the same."""
    rng = np.random.default_rng(seed)
    status = ["may_close", *rng.choice(["may_close", "candidate"], 7)]
    case = case_of(rng.integers(1, 90, 12).tolist(), status)
    times, change = times_of(case, rng.integers(1, 90, (12, 8))), rng.uniform(0, 20, 2).round(1)
    plan = make_plan(case, policy_of(change), travel=times)
    other = case
    if rng.random() < 0.6:
        j = int(rng.integers(8))
        fate = "must_stay" if status[j] == "may_close" else "must_open"
        sites = case.sites.assign(status=[*status[:j], fate, *status[j + 1 :]])
        other = replace(case, sites=sites.reset_index())
    policy = policy_of((change + rng.uniform(6, 12, 2)).round(1))
    warm = make_plan(other, policy, travel=times, warm=plan)
    cold = make_plan(other, policy, travel=times)
    assert warm.objective.after == pytest.approx(cold.objective.after, rel=1e-9)
    assert (warm.status, warm.checks) == (cold.status, cold.checks)
    assert warm.formulation.aim is plan.formulation.aim


def test_a_plan_for_other_years_or_sites_is_no_beginning():
    """It is left aside, and the plan is that from nothing."""
    case = case_of([10, 20], ["may_close", "candidate"])
    times = times_of(case, [[5, 50], [50, 5]])
    former = make_plan(case, policy_of([9.0]), travel=times)
    longer = make_plan(case, policy_of([9.0, 9.0]), travel=times, warm=former)
    assert longer.objective.after == make_plan(case, policy_of([9.0, 9.0]), travel=times).objective.after


@pytest.mark.parametrize(("limit", "left"), [(5.0, 2.0), (1.0, made.LEAST_S), (None, None)])
def test_setting_up_the_problem_is_part_of_the_time_limit(monkeypatch, limit, left):
    """Of five seconds three were gone when the engine was asked; where all are gone it still gives a first plan."""
    asked, clock = [], iter([10.0, 13.0])
    monkeypatch.setattr(made, "Request", lambda *given: asked.append(given[0]) or Request(*given))
    monkeypatch.setattr(made, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    case = case_of([10, 20], ["may_close", "candidate"])
    plan = make_plan(case, policy_of([9.0]), travel=times_of(case, [[5, 50], [50, 5]]), time_limit=limit)
    assert asked == [left]
    assert plan.objective.after >= plan.objective.bound
