"""The bound with capacity: any multipliers prove one, and the check finds the same."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.capacity.test_run import larger
from tests.siting.problems import drawn_with_capacity, problem_of

from narvaro.siting import check, solve


def test_the_bound_of_the_multipliers_holds_without_the_solver() -> None:
    """What the check finds from the multipliers alone lies below the best plan and close to the bound."""
    problem = larger()
    solution = solve(problem)
    found = check(problem, solution)
    assert solution.status == "optimal"
    assert found.bound <= solution.value
    assert found.rests_on_highs == pytest.approx(solution.bound - found.bound)
    assert found.bound >= 0.9 * solution.value


def test_any_multipliers_give_a_bound_below_every_plan() -> None:
    """Weak duality: multipliers drawn at random pass the check where the bound claimed is theirs."""
    rng = np.random.default_rng(0)
    for seed in range(40):
        problem = problem_of(drawn_with_capacity(seed))
        best = every_plan(problem).best
        if not np.isfinite(best):
            continue
        solution = solve(problem)
        last = solution.certificate.stages[-1]
        reach = [np.minimum(layer.reach_cost()[:, None], 40.0) for layer in problem.layers]
        client = tuple(rng.random(v.shape) * top for v, top in zip(last.client, reach, strict=True))
        stage = dataclasses.replace(last, client=client)
        certificate = dataclasses.replace(solution.certificate, stages=(stage,), highs=solution.bound)
        found = check(problem, dataclasses.replace(solution, certificate=certificate, bound_rests_on="highs"))
        assert found.bound <= best + 1e-9 * max(1.0, abs(best))
