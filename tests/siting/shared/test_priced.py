"""Prices in place of the capacity: without any it is the problem without it, and every plan costs no more with them."""

import numpy as np
from tests.siting.shared_problems import cost_of, plans_of, shared_problem

from narvaro.siting.shared.priced import priced


def _value(problem, option):
    """Return what a plan costs in a problem without a capacity, from the raw arrays."""
    total = float(problem.options.cost[option].sum())
    for layer in problem.layers:
        blocks = [(slice(0, layer.n_areas), layer.cost)] if not callable(layer.cost) else list(layer.cost())
        cost = np.full((layer.n_areas, problem.n_sites), np.inf)
        for rows, block in blocks:
            if hasattr(block, "tocoo"):
                coo = block.tocoo()
                cost[rows.start + coo.coords[0], coo.coords[1]] = coo.data
            else:
                cost[rows] = np.where(np.isnan(block), np.inf, block)
        for t in range(problem.n_years):
            state = problem.options.state[option, t]
            extra = np.where(state >= 0, problem.penalty(layer)[state], np.inf)
            least = np.minimum((cost + extra).min(axis=1), layer.unserved)
            total += layer.price * float(layer.weight[:, t] @ least)
    return total


def test_without_prices_it_is_the_problem_without_the_capacity():
    """The same layers and options."""
    problem = shared_problem(0)
    plain = priced(problem, np.zeros((2, 4)))
    assert plain.layers == problem.layers
    assert plain.shared is None


def test_no_plan_costs_more_with_prices():
    """Whatever the prices, from zero to that of the overload: weak duality, plan by plan."""
    for seed in range(5):
        problem = shared_problem(seed, areas=5, sites=3)
        rng = np.random.default_rng(seed)
        other = priced(problem, rng.random((2, 3)) * problem.shared.overload)
        for option in plans_of(problem):
            assert _value(other, option) <= cost_of(problem, option) + 1e-6
