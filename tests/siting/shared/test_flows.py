"""The cheapest assignment of a plan costs what a linear program over all pairs says, and its prices prove it."""

import numpy as np
import pytest
from tests.siting.shared_problems import cost_of, plans_of, shared_problem

from narvaro.siting.layout.layout import build_model
from narvaro.siting.shared.flows import cheapest_shares


@pytest.mark.parametrize("seed", range(6))
def test_every_plan_is_priced_as_the_linear_program_does(seed):
    """Plan by plan, with one open site and with all, at low prices of the overload and at high ones."""
    problem = shared_problem(seed, areas=6, sites=3, overload=(2.0, 20.0, 200.0)[seed % 3])
    model = build_model(problem)
    for option in plans_of(problem):
        found = cheapest_shares(model, model.from_options(option))
        assert found.value == pytest.approx(cost_of(problem, option), rel=1e-9)
        assert (found.price >= 0).all()
        assert (found.price <= problem.shared.overload).all()


def test_layers_without_load_carry_no_shares():
    """Only layers that take of the capacity tell who goes where; areas go to open sites alone."""
    problem = shared_problem(1)
    model = build_model(problem)
    option = next(plans_of(problem))
    served = cheapest_shares(model, model.from_options(option)).served
    assert [table is None for table in served] == [False, False, True]
    state = problem.options.state[option]
    for tables in served[:2]:
        for t, table in enumerate(tables):
            taken = np.flatnonzero(table.toarray().any(axis=0))
            assert (state[taken, t] >= 0).all()
