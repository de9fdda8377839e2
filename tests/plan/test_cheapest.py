"""What would do where no plan keeps all rules: the figure that is named works, and one notch less does not."""

import re

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.errors import Fault, InfeasibleError
from narvaro.plan import make_plan
from narvaro.plan.cheapest import (
    Asked,
    clashing_with_reach,
    minutes_that_work,
    money_that_works,
    openings_that_work,
)
from narvaro.plan.formulate import build
from narvaro.plan.refusal import told_apart

REGIONS = {"municipality_code": ["0114", "0114", "0115"], "county": ["1", "1", "2"]}
RULES = [
    {"keep_one_in": "county"},
    {"leave_municipality": "no"},
    {"within_min": 30.0},
    {"room_in": "county", "visits_per_person": 20.0},
]


def refused(case, policy, times):
    with pytest.raises(InfeasibleError) as caught:
        make_plan(case, policy, travel=times)
    return {fault.key: fault for fault in caught.value.conflicts}, caught.value.conflicts


def three_offices():
    case = case_of(
        [300, 200, 100], ["may_close"] * 3, sizes=[SMALL], sites=REGIONS, areas={"county": ["1", "1", "2"]}
    )
    return case, times_of(case, [[5, 20, 60], [20, 5, 60], [60, 60, 5]])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: next(iter(rule)))
def test_the_budget_that_is_named_works_and_a_thousand_less_does_not(rule):
    """One of each region stays: 8 MSEK, and 4 and 0.5 for the one that closes when the year ends: 12.5."""
    case, times = three_offices()

    def with_money(msek):
        return policy_of([msek], money={"base": 0.0}, limits={"closing_month": 12, **rule})

    _, faults = refused(case, with_money(3.0), times)
    needed = max(fault.data["needed"] for fault in faults if fault.key == "plan.money_short_all")
    assert (
        needed == 12.0
    )  # all three stay: dearer than 12 is only to close one, so 8 afterwards is not the cheapest
    assert make_plan(case, with_money(needed), travel=times).checks["money"]
    refused(case, with_money(needed - 0.001), times)


def test_a_budget_is_named_that_works_for_the_year_and_those_after():
    """To close one costs 12.5 this year and 8 after, to keep all 12 in both: 12 works, though 8 is enough after."""
    case, times = three_offices()
    policy = policy_of([3.0], money={"base": 0.0}, limits={"closing_month": 12, "keep_one_in": "county"})
    _, faults = refused(case, policy, times)
    assert {fault.data["when"]: fault.data["needed"] for fault in faults} == {"2025": 12.0, "2026-": 8.0}


def test_only_sums_that_are_too_small_are_named():
    """Two offices are needed; in 2026 they cost 6 MSEK, of 7 that there are, and 8 MSEK in every year after."""
    case = case_of([10, 20], ["candidate"] * 2, sizes=[SMALL])
    times = times_of(case, [[5, 60], [60, 5]])
    policy = policy_of([0.0, 7.0], money={"base": 0.0}, limits={"within_min": 30.0})
    told = money_that_works(Asked(build(case, policy, times)))
    assert {fault.data["when"]: fault.data["needed"] for fault in told} == {"2027-": 8.0}


def test_rules_that_clash_without_money_need_no_budget():
    """No sum helps where only one may open and the reach needs two."""
    case = case_of([10, 20], ["candidate"] * 2, sizes=[SMALL])
    times = times_of(case, [[5, 60], [60, 5]])
    policy = policy_of([90.0], limits={"within_min": 30.0, "max_openings_year": 1})
    assert money_that_works(Asked(build(case, policy, times))) == []


def test_what_the_time_does_not_settle_is_a_lower_bound():
    """Without time nothing is called the smallest that works."""
    case, times = three_offices()
    formulation = build(case, policy_of([0.0], limits={"within_min": 4.0}), times)
    assert minutes_that_work(Asked(formulation, 0.0), 5.0) == (5.0, False)
    limits = {"max_openings_year": 0}
    assert openings_that_work(Asked(build(case, policy_of([0.0], limits=limits), times), 0.0)) == (1, False)
    (fault,) = told_apart(formulation, [Fault("plan.out_of_reach", {"least": 5.0})], seconds=0.0)
    assert fault.key == "plan.out_of_reach"


@pytest.mark.parametrize("openings", [None, 1])
def test_the_limit_to_the_way_that_is_named_works_and_a_tenth_less_does_not(openings):
    """Area 2 is 16.223 minutes from its candidate and area 1 22.41 from its own; with one opening one of them waits."""
    case = case_of([10, 20, 30], ["must_stay", "candidate", "candidate"], sizes=[SMALL])
    times = times_of(case, [[5, 60, 60], [22.41, 8.0, 60], [31.17, 60, 16.223]])
    limits = {} if openings is None else {"max_openings_year": openings}

    def within(minutes):
        return policy_of([90.0], limits={"within_min": minutes, **limits})

    faults, _ = refused(case, within(15.0), times)
    needed = faults["plan.out_of_reach_needs"].data["least"]
    assert needed == (16.3 if openings is None else 22.5)
    shown = float(re.findall(r"([0-9.]+) minutes", faults["plan.out_of_reach_needs"].text("en"))[-1])
    assert shown == needed
    assert make_plan(case, within(shown), travel=times).checks["within"]
    refused(case, within(round(shown - 0.1, 1)), times)


def shares(**limits):
    case = case_of([50, 45, 5], ["must_stay", "candidate", "candidate"], sizes=[SMALL])
    times = times_of(case, [[5, 60, 60], [40, 8, 60], [60, 60, 9]])
    return case, times, {"within_min": 10.0, "within_share": 0.95, **limits}


def test_a_share_of_the_people_is_told_with_the_openings_that_are_to_blame():
    """95 of 100 are within 10 minutes with one opening; none may be, so the share says 95 and 1 is named."""
    case, times, limits = shares(max_openings_year=0)
    faults, _ = refused(case, policy_of([90.0], limits=limits), times)
    assert set(faults) == {"plan.clash_within_needs", "plan.openings_short"}
    assert faults["plan.openings_short"].data == {"most": 0, "needed": 1}
    text = faults["plan.clash_within_needs"].text("en")
    assert text.startswith("95 percent of the people within 10 minutes")
    assert "40.0 minutes" in text
    assert make_plan(case, policy_of([90.0], limits={**limits, "max_openings_year": 1}), travel=times)
    assert make_plan(case, policy_of([90.0], limits={**limits, "within_min": 40.0}), travel=times)
    refused(case, policy_of([90.0], limits={**limits, "within_min": 39.9}), times)


def test_a_share_of_the_people_is_told_with_the_money_that_is_to_blame():
    """Today's office costs 4 and one more 3 this year and 4 after: 7 and 8 MSEK, where 4 are given."""
    case, times, limits = shares()
    policy = policy_of([0.0], limits=limits)
    faults, all_faults = refused(case, policy, times)
    assert set(faults) == {"plan.clash_within_needs", "plan.money_short_all"}
    needed = {
        fault.data["when"]: fault.data["needed"]
        for fault in all_faults
        if "needed" in fault.data and "when" in fault.data
    }
    assert needed["2026-"] == 8.0
    assert make_plan(case, policy_of([4.0], limits=limits), travel=times).checks["within"]
    refused(case, policy_of([3.999], limits=limits), times)


def test_rules_that_only_together_stand_in_the_way_are_both_named():
    """The new office alone is within the 7.5 MSEK, and beside the one that region 1 keeps without them; both cost 8."""
    case = case_of([5, 95], ["may_close", "candidate"], sizes=[SMALL], sites={"county": ["1", "2"]})
    times = times_of(case, [[5, 60], [60, 5]])
    limits = {"within_min": 10.0, "within_share": 0.95, "keep_one_in": "county", "closing_month": 12}
    policy = policy_of([7.5], money={"base": 0.0}, limits=limits)
    core = clashing_with_reach(Asked(build(case, policy, times)))
    assert [rule.name for rule in core] == ["money:all:2026-", "keep:1:2025"]
    faults, _ = refused(case, policy, times)
    assert set(faults) == {"plan.clash_within_needs", "plan.clash_keep", "plan.money_short_all"}
    assert faults["plan.money_short_all"].data == {
        "when": "2026-",
        "given": 7.5,
        "needed": 8.0,
        "money": "million SEK",
    }
