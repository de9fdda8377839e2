"""Prices climb: the bound at each is below every plan's value, and ends no lower than where it began."""

import numpy as np
from tests.siting.shared_problems import best_of, shared_problem

from narvaro.siting.form.clock import Clock
from narvaro.siting.layout.layout import build_model
from narvaro.siting.shared.climb import Climb


def test_the_bound_rises_and_holds():
    """From no prices and rough multipliers; prices stay between zero and that of the overload."""
    for seed in range(6):
        problem = shared_problem(seed, areas=5, sites=3)
        model, best = build_model(problem), best_of(problem)
        run = Climb(model, problem.shared, Clock(None))
        start = model.multipliers(np.minimum(30.0, model.lists.cap)[:, None].repeat(2, axis=1))
        none = np.zeros((2, 3))
        first = run.evaluate(start, none)[0]
        found = run.run(start, none, best)
        assert first <= found.value <= best + 1e-6
        assert (found.price >= 0).all()
        assert (found.price <= problem.shared.overload).all()
