"""The radius form: HiGHS ends it at the best plan of all."""

from __future__ import annotations

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of

from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip.radius import build_mip, pairs_left
from narvaro.siting.mip.solver import solve_mip


@pytest.mark.parametrize("seed", range(12))
def test_the_radius_form_has_the_best_plan(seed: int) -> None:
    """Two layers, two years, a ceiling, penalties and money: its least value is that of every plan written out."""
    f = Features(
        seed, sites=5, areas=10, years=2, states=2, layers=2, holes=True, money=True, ceiling=seed % 2 == 0
    )
    problem = problem_of(f)
    model, best = build_model(problem), every_plan(problem).best
    found = solve_mip(model, build_mip(model), gap=0.0, time_limit=np.inf, seed=0)
    assert found.infeasible == (not np.isfinite(best))
    assert found.infeasible or found.bound == pytest.approx(best, rel=1e-7, abs=1e-6)


def test_pairs_are_those_of_sites_that_may_open() -> None:
    """Where no edge is given, every pair of a client with weight counts; without options that serve, none."""
    model = build_model(problem_of(Features(3, sites=4, areas=6)))
    weighted = int((np.diff(model.lists.ptr) * (model.base[:, 0] > 0)).sum())
    assert pairs_left(model, None) <= weighted
    assert pairs_left(model.without(np.flatnonzero(model.serves)), None) == 0
