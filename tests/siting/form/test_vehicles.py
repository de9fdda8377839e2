"""One vehicle's stops share its days: against brute force that counts the days by itself, and what is refused."""

import itertools

import numpy as np
import pytest
from scipy import sparse
from tests.siting.brute import every_plan

from narvaro.errors import InfeasibleError, ProblemError
from narvaro.siting import Layer, Limits, Options, Problem, check, solve, vehicle_limits


def round_of(seed: int) -> tuple[Problem, np.ndarray, np.ndarray]:
    """Return two offices, three stops and a vehicle over one or two years, with days and the vehicle's days."""
    rng = np.random.default_rng(seed)
    years = 1 + seed % 2
    cost = np.round(rng.uniform(0, 20, (8, 6)), 2)
    cost[:, 5] = np.nan
    site, state, price = [], [], []
    for j in range(6):
        paths = list(itertools.product((-1, 0, 1) if 2 <= j < 5 else (-1, 0), repeat=years))
        chosen = [paths[n] for n in sorted({0, *rng.choice(len(paths), min(len(paths), 4), replace=False)})]
        site += [j] * len(chosen)
        state += chosen
        price += [
            sum(s >= 0 for s in path) * float(rng.uniform(0, 30) if j in (0, 1, 5) else 0) for path in chosen
        ]
    options = Options(site, np.array(state), price)
    days, most = np.array([1.0, 2.0]), np.array([float(rng.integers(1, 6)), 0.0])
    limits = vehicle_limits(options, 5, [2, 3, 4], days, most)
    weight = rng.integers(1, 9, (8, years)).astype(float)
    layer = Layer("car", cost, weight, 25.0, penalty=np.array([3.0, 0.5]))
    return Problem(6, 2, years, (layer,), options, limits), days, most


@pytest.mark.parametrize("seed", range(24))
def test_stops_share_the_days_of_their_vehicle(seed: int) -> None:
    """The best plan equals that of brute force, which adds up the days of every plan itself."""
    problem, days, most = round_of(seed)
    free = Problem(6, 2, problem.n_years, problem.layers, problem.options, Limits.none(len(problem.options)))
    plans = every_plan(free)
    state = problem.options.state[plans.option].astype(int)
    used = np.append(days, 0)[state[:, 2:5]].sum(axis=1)
    given = np.append(most, 0)[state[:, 5]]
    best = plans.value[(used <= given).all(axis=1)].min()
    solution = solve(problem)
    check(problem, solution)
    assert solution.value == pytest.approx(best, rel=1e-9)


def test_no_vehicle_means_no_stop() -> None:
    """A vehicle that cannot run leaves no day to give, and a stop that must be open clashes with it."""
    options = Options([0, 1], np.array([[0], [-1]]), np.zeros(2))
    limits = vehicle_limits(options, 1, [0], [1.0], 5.0)
    layer = Layer("car", np.array([[1.0, np.nan]]), np.ones((1, 1)), 9.0)
    with pytest.raises(InfeasibleError, match="vehicle 0 allows 0"):
        solve(Problem(2, 1, 1, (layer,), options, limits))


def test_rows_are_added_to_those_given() -> None:
    """Limits given come first and keep their edges; then one row for each year, named after the vehicle."""
    problem, days, most = round_of(1)
    row = Limits(sparse.csr_array(np.ones((1, len(problem.options)))), [1.0], [2.0], ("other",))
    both = vehicle_limits(problem.options, 5, [2, 3, 4], days, most, row, "bus")
    assert both.names == ("other", "bus 0", "bus 1")
    assert both.lower.tolist() == [1.0, -np.inf, -np.inf]
    assert both.upper.tolist() == [2.0, 0.0, 0.0]


def test_wrong_sites_and_days_are_named_together() -> None:
    """A vehicle among its stops, too few days and days below zero: three faults, in both languages."""
    problem, _, _ = round_of(0)
    with pytest.raises(ProblemError) as error:
        vehicle_limits(problem.options, 2, [2, 3], [1.0], [-1.0, 0.0])
    assert [fault.key for fault in error.value.faults] == [
        "problem.vehicle_sites",
        "problem.vehicle_days",
        "problem.vehicle_days",
    ]
    assert "fordonet är 2" in error.value.text("sv")
    assert "for each of the 2 states" in error.value.text("en")
