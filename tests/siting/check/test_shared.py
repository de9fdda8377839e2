"""The check of a shared capacity by hand: shares, what is too much, and the problem with the proof's prices."""

import numpy as np
import pytest

from narvaro.siting import Layer, Limits, Options, Problem, SharedCapacity, check, solve
from narvaro.siting.check.shared import priced_again, shared_sums


def two_places():
    """Four people at place 0, which has room for three; place 1 is 10 away; each too many costs 6."""
    layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[4.0], [1.0]]), 99.0)
    shared = SharedCapacity((np.array([4.0, 1.0]),), np.array([[3.0], [3.0]]), 6.0)
    options = Options([0, 1], [[0], [0]], np.zeros(2))
    return Problem(2, 1, 1, (layer,), options, Limits.none(2), shared=shared)


def test_the_fourth_person_stays_and_counts_six():
    """Going on would cost 10, staying 6: value 6, all of it for being too many; proven."""
    problem = two_places()
    found = solve(problem)
    sums, too_much, faults = shared_sums(problem, found)
    assert (sums[0].tolist(), too_much, faults) == ([0.0], 6.0, [])
    assert (found.value, found.status) == (6.0, "optimal")
    assert check(problem, found).bound == pytest.approx(6.0)


def test_prices_are_paid_and_earned():
    """At price 2 at place 0 each of the four pays 2 more for the way, and its room for three earns 6."""
    problem = two_places()
    found = solve(problem)
    certificate = found.certificate
    object.__setattr__(certificate, "prices", np.array([[2.0, 0.0]]))
    other, faults = priced_again(problem, found)
    assert not faults
    assert other.layers[0].cost.tolist() == [[2.0, 10.0], [12.0, 0.0]]
    assert other.options.cost.tolist() == [-6.0, 0.0]
