"""The cheapest plan that keeps all rules but the money."""

from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.plan.cheapest import money_that_works
from narvaro.plan.model import build


def test_only_sums_that_are_too_small_are_named():
    """Two offices are needed; in 2026 they cost 6 MSEK, of 7 that there are, and 8 MSEK in every year after."""
    case = case_of([10, 20], ["candidate"] * 2, sizes=[SMALL])
    times = times_of(case, [[5, 60], [60, 5]])
    policy = policy_of([0.0, 7.0], money={"base_msek": 0.0}, limits={"within_min": 30.0})
    told = {
        fault.data["when"]: fault.data["needed"] for fault in money_that_works(build(case, policy, times))
    }
    assert told == {"2027-": 8.0}


def test_rules_that_clash_without_money_need_no_budget():
    """No sum helps where one municipality may not open what the reach needs."""
    case = case_of([10, 20], ["candidate"] * 2, sizes=[SMALL])
    times = times_of(case, [[5, 60], [60, 5]])
    policy = policy_of([90.0], limits={"within_min": 30.0, "max_openings_year": 1})
    assert money_that_works(build(case, policy, times)) == []
