"""The cheapest assignment to places with room: against a linear program, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from narvaro.access.fitting import fit

REACH = 80.0


def by_linear_program(cost, weight, load, room, overload):
    n, m = cost.shape
    ways = np.where(np.isfinite(cost), cost, 1e4)
    columns = n * m + n + m
    equal, below = np.zeros((n, columns)), np.zeros((m, columns))
    for i in range(n):
        equal[i, i * m : (i + 1) * m] = 1.0
        equal[i, n * m + i] = 1.0
        below[np.arange(m), i * m + np.arange(m)] = load[i]
    below[np.arange(m), n * m + n + np.arange(m)] = -1.0
    price = np.concatenate([(weight[:, None] * ways).ravel(), weight * REACH, np.full(m, overload)])
    return linprog(price, A_ub=below, b_ub=room, A_eq=equal, b_eq=np.ones(n)).fun


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([1.0, 10.0, 60.0]))
def test_it_costs_what_a_linear_program_costs(seed, overload):
    """Whatever the rooms: the same least sum; shares of an area are at most one, loads and overloads follow."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 9)), int(rng.integers(1, 5))
    cost = rng.integers(0, 60, (n, m)).astype(float)
    cost[rng.random((n, m)) < 0.15] = np.inf
    weight, load = rng.integers(1, 9, n).astype(float), rng.integers(1, 9, n).astype(float)
    room = rng.integers(0, 15, m).astype(float)
    found = fit(cost, weight, load, room, overload, REACH)
    left = 1.0 - found.shares.sum(axis=1)
    assert (left > -1e-9).all()
    ways = np.where(found.shares > 0, cost, 0.0)
    value = float((weight[:, None] * found.shares * ways).sum() + REACH * (weight * left).sum())
    value += overload * found.over.sum()
    assert value == pytest.approx(by_linear_program(cost, weight, load, room, overload), rel=1e-8, abs=1e-8)
    assert found.load == pytest.approx(load @ found.shares)


def test_a_chain_moves_two():
    """The first place is full; who lives between moves to the second, whose own moves to the third."""
    cost = np.array([[0.0, 50.0, 50.0], [0.0, 1.0, 50.0], [50.0, 0.0, 1.0]])
    found = fit(cost, np.ones(3), np.ones(3), np.array([1.0, 1.0, 1.0]), 99.0, 200.0)
    assert found.shares.tolist() == np.eye(3).tolist()
    assert found.past.tolist() == [0.0, 1.0, 1.0]


def test_nobody_moves_where_all_fit():
    """Everyone at the nearest, the first of two equally near; nobody past it."""
    cost = np.array([[3.0, 3.0], [5.0, 4.0]])
    found = fit(cost, np.ones(2), np.ones(2), np.array([1.0, 1.0]), 60.0, 99.0)
    assert found.shares.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert not found.past.any()


def test_without_any_place_all_go_nowhere():
    """No office, no load."""
    found = fit(np.zeros((2, 0)), np.ones(2), np.ones(2), np.zeros(0), 60.0, 99.0)
    assert found.shares.shape == (2, 0)
    assert not found.past.any()
