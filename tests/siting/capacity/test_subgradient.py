"""The subgradient with capacity, where the linear relaxation is too large."""

from __future__ import annotations

import pytest
from tests.siting.capacity.test_run import larger

from narvaro.siting import check, solve
from narvaro.siting.capacity import run


def test_the_subgradient_comes_close_to_the_relaxation(monkeypatch) -> None:
    """From the problem without capacity it climbs to within a hundredth of what the duals of the relaxation prove."""
    problem = larger()
    exact = check(problem, solve(problem)).bound
    monkeypatch.setattr(run, "EXACT_PAIRS", 0)
    solution = solve(problem)
    assert solution.bound_rests_on == "lagrangian"
    assert solution.bound == pytest.approx(check(problem, solution).bound)
    assert solution.bound >= 0.99 * exact
