"""What a plan with another option costs at least holds for every plan, and sees what must give way for it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.cases import SMALL, case_of, policy_of, times_of
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.explain.decision import decision_of
from narvaro.explain.proof import proof_against
from narvaro.plan import make_plan
from narvaro.plan.otherwise import giving_way


@settings(max_examples=60)
@given(features(sites=5, areas=8, tight=False, money=True), st.integers(0, 2**32 - 1))
def test_no_plan_with_an_option_costs_less_than_is_said(f: Features, seed: int) -> None:
    """From bounds that hold for each option, of the best plan, those that are lifted hold for every plan too."""
    problem = problem_of(f)
    plans = every_plan(problem)
    if not plans.whole.any():
        return
    option, value = plans.option[plans.whole], plans.value[plans.whole]
    true = np.full(len(problem.options), np.inf)
    for row, cost in zip(option, value, strict=True):
        true[row] = np.minimum(true[row], cost)
    rng = np.random.default_rng(seed)
    known = np.where(rng.random(len(true)) < 0.5, true, value.min())
    lifted = giving_way(problem.options, problem.limits, option[np.argmin(value)], known)
    assert (lifted >= known).all()
    assert (lifted <= true + 1e-9 * max(1.0, abs(value.min()))).all()


def test_with_money_for_one_office_each_other_place_is_as_much_worse_as_it_is() -> None:
    """Of three places alike in rule and price the second is best: 30 person-minutes, the others 60 and 90.

    The reduced costs alone say nothing of the first and third, as half an office is shut for half of another.
    """
    case = case_of([10, 10, 10], ["candidate"] * 3, sizes=[SMALL])
    minutes = [[1, 1, 3], [1, 1, 3], [4, 1, 3]]
    plan = make_plan(case, policy_of([5.0]), travel=times_of(case, minutes))
    decision = decision_of(case, plan)
    assert plan.objective.after == 30.0
    sites = [str(site) for site in case.sites.index]
    assert list(decision.after) == [sites[1]]
    for site, worse in ((sites[0], 60.0), (sites[2], 90.0)):
        proof = proof_against(decision, case, site, "open")
        assert (proof.standing, proof.worse_by_at_least) == ("worse", worse - 30.0)
    away = proof_against(decision, case, sites[1], "closed")
    assert (away.standing, away.worse_by_at_least) == ("worse", 30.0)
