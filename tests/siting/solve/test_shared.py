"""Where layers share a capacity, no plan is below the bound, the plan's value is its own, and looser is never worse."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.shared_problems import best_of, cost_of, shared_problem

from narvaro.errors import CheckError, ProblemError
from narvaro.siting import SharedCapacity, check, solve

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_value_and_bound_hold_against_every_plan(seed):
    """The plan costs what its cheapest assignment costs, no plan costs less than the bound, and the check agrees."""
    problem = shared_problem(seed)
    found, best = solve(problem), best_of(problem)
    assert found.value == pytest.approx(cost_of(problem, found.option), rel=1e-9)
    assert found.bound <= best + 1e-6
    assert found.value <= best * 1.02
    checked = check(problem, found)
    assert checked.value == pytest.approx(found.value, rel=1e-9)
    assert checked.bound <= best + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_an_option_is_never_judged_above_a_plan_with_it(seed):
    """What every plan with an option costs at least is no more than the best of those."""
    problem = shared_problem(seed, areas=5, sites=3, years=1)
    found = solve(problem)
    for k in range(len(problem.options)):
        forced = problem.limits.matrix.toarray()
        row = np.zeros(len(problem.options))
        row[k] = 1.0
        limits = type(problem.limits)(
            np.vstack([forced, row]),
            np.append(problem.limits.lower, 1.0),
            np.append(problem.limits.upper, 1.0),
            (*problem.limits.names, "forced"),
        )
        best = best_of(replace(problem, limits=limits))
        assert found.lagrangian + found.reduced_cost[k] <= best + 1e-6


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_more_room_never_costs_more(seed):
    """Twice the capacity lets no plan cost more, and the bound of the tighter one holds below neither."""
    problem = shared_problem(seed, areas=5, sites=3)
    shared = problem.shared
    wider = replace(problem, shared=SharedCapacity(shared.load, 2 * shared.capacity, shared.overload))
    tight, loose = solve(problem), solve(wider)
    assert loose.bound <= tight.value + 1e-6
    assert cost_of(wider, tight.option) <= tight.value + 1e-6


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_endless_room_is_the_problem_without_it(seed):
    """Where everything fits, value and bound are those of the problem without a capacity."""
    problem = shared_problem(seed, areas=5, sites=3)
    shared = problem.shared
    endless = SharedCapacity(shared.load, np.full_like(shared.capacity, np.inf), shared.overload)
    found, plain = solve(replace(problem, shared=endless)), solve(replace(problem, shared=None))
    assert found.value == pytest.approx(plain.value, rel=1e-9)
    assert found.status == plain.status == "optimal"


def test_the_same_input_gives_the_same_answer():
    """Two runs agree in every figure, and a run from an earlier answer is no worse than it."""
    problem = shared_problem(3)
    one, two = solve(problem), solve(problem, threads=2)
    assert (one.value, one.bound, one.option.tolist()) == (two.value, two.bound, two.option.tolist())
    assert np.array_equal(one.certificate.prices, two.certificate.prices)
    assert solve(problem, warm=one).value <= one.value + 1e-9


def test_a_time_limit_leaves_a_plan_and_a_bound():
    """However short, there is a plan and a bound that holds."""
    problem = shared_problem(5)
    found = solve(problem, time_limit=1e-3)
    check(problem, found)
    assert found.bound <= best_of(problem) + 1e-6


@pytest.mark.parametrize("change", ["dear", "below zero", "shape", "none"])
def test_prices_that_prove_nothing_are_refused(change):
    """The check refuses prices above that of the overload, below zero, of another shape, or missing."""
    problem = shared_problem(1)
    found = solve(problem)
    prices = found.certificate.prices
    wrong = {
        "dear": prices + problem.shared.overload + 1.0,
        "below zero": prices - 1e-3 - prices.max(),
        "shape": prices[:, 1:],
        "none": None,
    }[change]
    with pytest.raises(CheckError):
        check(problem, replace(found, certificate=replace(found.certificate, prices=wrong)))


@pytest.mark.parametrize("change", ["more", "closed", "missing"])
def test_shares_that_do_not_fit_are_refused(change):
    """The check refuses an area served twice, by a closed site, or shares that are not there."""
    problem = shared_problem(1)
    found = solve(problem)
    first = found.served[0][0].tolil()
    area = int(np.flatnonzero(first.toarray().sum(axis=1))[0])
    closed = int(np.flatnonzero(problem.options.state[found.option, 0] < 0)[0])
    if change == "more":
        first[area] = first[area] * 2
    if change == "closed":
        first[area] = 0.0
        first[area, closed] = 1.0
    served = None if change == "missing" else ((first.tocsr(), *found.served[0][1:]), *found.served[1:])
    with pytest.raises(CheckError):
        check(problem, replace(found, served=served))


def test_what_does_not_go_with_a_shared_capacity_is_refused():
    """A layer's own capacity or ceiling, loads of other layers, and areas with load but no weight are faults."""
    problem = shared_problem(2)
    shared, layers = problem.shared, problem.layers
    for layer in (
        replace(layers[0], capacity=np.array([1.0, 2.0])),
        replace(layers[0], at_most=np.array([1.0, 2.0])),
        replace(layers[0], weight=layers[0].weight * 0.0),
    ):
        with pytest.raises(ProblemError):
            replace(problem, layers=(layer, *layers[1:]))
    for wrong in (
        SharedCapacity(shared.load[:-1], shared.capacity, 1.0),
        SharedCapacity(shared.load, shared.capacity[:, :1], 1.0),
        SharedCapacity((shared.load[0][:-1], *shared.load[1:]), shared.capacity, 1.0),
    ):
        with pytest.raises(ProblemError):
            replace(problem, shared=wrong)
