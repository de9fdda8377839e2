"""With the lower sum of the bracket no plan is as good, with the higher one is."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.forced import every_value, random_plan

from narvaro.plan import build
from narvaro.plan.forcing import paths_ending
from narvaro.plan.policies import with_change
from narvaro.plan.takes import money_it_takes


def best_with(plan, site: str, end: str, more: float, size: str = "") -> float:
    """Return the least value of all plans that end so, perhaps in a size, with more money, by a listing of all."""
    formulation = plan.formulation
    policy = with_change(plan.policy, [change + more for change in plan.policy.money.change])
    richer = build(formulation.question.case, policy, formulation.given)
    position = list(richer.question.case.sites.index).index(site)
    does = paths_ending(richer.paths, position, end)
    if size:
        does = does & (richer.paths.state[:, -1] == richer.question.case.size_position[size])
    return min((cost for chosen, cost in every_value(richer) if does[chosen].any()), default=np.inf)


@pytest.mark.parametrize("seed", range(10))
def test_the_bracket_holds_at_both_ends(seed: int) -> None:
    """For each place that goes the other way, by a listing of all plans with either sum."""
    plan = random_plan(seed)
    networks = plan.networks(plan.formulation.question.case).iloc[:, -1]
    for site, size in networks.items():
        end = "closed" if size else "open"
        found = money_it_takes(plan, str(site), end)
        hair = 1e-6 * max(1.0, plan.objective.after)
        if found.not_enough > 0:
            assert best_with(plan, site, end, found.not_enough) > plan.objective.after
        if np.isfinite(found.enough):
            assert best_with(plan, site, end, found.enough) <= plan.objective.after + hair
            assert (found.size == "") == (end == "closed")
            assert best_with(plan, site, end, found.enough, found.size) <= plan.objective.after + hair
            assert found.not_enough < found.enough


def test_a_plan_from_a_file_alone_is_not_asked() -> None:
    """It says so."""
    with pytest.raises(ValueError, match="from a file alone"):
        money_it_takes(replace(random_plan(1), solution=None), "s0", "open")
