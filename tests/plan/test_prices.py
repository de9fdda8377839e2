"""The price of a rule is the best plan without it; where there is none it is said."""

from dataclasses import replace

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of
from tests.plan.forced import random_plan

from narvaro.plan import make_plan
from narvaro.plan.prices import prices, variants


@pytest.mark.parametrize("seed", range(6))
def test_more_money_never_costs_and_less_never_gains(seed: int) -> None:
    """One more each year is at least as good, one less at most, or there is no plan and it says why."""
    plan = random_plan(seed)
    told: list[tuple[int, int]] = []
    found = {one.kind: one for one in prices(plan, progress=lambda done, of: told.append((done, of)))}
    assert list(found) == ["more_money", "less_money"]
    assert told == [(1, 2), (2, 2)]
    more, less = found["more_money"].plan, found["less_money"].plan
    assert more is not None
    assert more.objective.after <= plan.objective.after + 1e-9
    if less is None:
        assert found["less_money"].clashes
    else:
        assert less.objective.after >= plan.objective.after - 1e-9


def test_each_rule_that_is_set_is_taken_away_alone() -> None:
    """A rule that a policy has not has no price."""
    case = case_of([10, 10], ["may_close", "may_close"], sizes=[SMALL], sites={"county": ["1", "1"]})
    policy = policy_of(
        [0.0], objective={"kind": "minutes"}, limits={"keep_one_in": "county", "max_openings_year": 1}
    )
    kinds = [kind for kind, _ in variants(policy, municipalities=False)]
    assert kinds == ["without_keep_one_in", "without_max_openings_year", "more_money", "less_money"]
    plan = make_plan(case, policy, travel=times_of(case, [[5, 9], [9, 5]]))
    free = {one.kind: one.plan for one in prices(plan)}["without_keep_one_in"]
    assert free is not None
    assert free.policy.limits.keep_one_in is None
    assert free.policy.limits.max_openings_year == 1


def test_a_plan_from_a_file_alone_has_no_prices() -> None:
    """It says so."""
    with pytest.raises(ValueError, match="from a file alone"):
        prices(replace(random_plan(1), formulation=None))
