"""Small problems, their brute-force answers, and published instances."""

from __future__ import annotations

import csv
import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csgraph, csr_array

from narvaro.siting import Layer, Limits, Options, Problem

BENCH = Path(os.environ.get("NARVARO_BENCH", Path(__file__).parents[2] / ".." / "shared" / "bench"))


def _layer(rng, name, areas, sites, years, states, features):
    cost = (
        rng.integers(0, 40, (areas, sites)).astype(float)
        if rng.random() < 0.5
        else rng.random((areas, sites)) * 40
    )
    if rng.random() < 0.5:
        cost[rng.random(cost.shape) < 0.3] = np.nan
    weight = rng.integers(0, 10, (areas, years)).astype(float)
    serves = penalty = ceiling = None
    if rng.random() < 0.4:
        serves = np.array([True, *(rng.random(states - 1) < 0.5)])
    if "penalty" in features and rng.random() < 0.4:
        penalty = rng.integers(0, 6, states).astype(float)
    if "ceiling" in features and rng.random() < 0.25:
        ceiling = weight.sum(0) * rng.random() * 30
    price = float(rng.choice([1.0, 1.0, 0.5, 0.0] if ceiling is not None else [1.0, 1.0, 0.5]))
    unserved = float(rng.integers(20, 80)) if rng.random() < 0.8 else np.inf
    return Layer(name, cost, weight, unserved, serves, penalty, price, ceiling)


def _options(rng, sites, years, states):
    site, state, cost = [], [], []
    for j in range(sites):
        paths = list(itertools.product(range(-1, states), repeat=years))
        rng.shuffle(paths)
        paths = [tuple(int(x) for x in p) for p in paths[: int(rng.integers(1, min(len(paths), 4) + 1))]]
        if rng.random() < 0.8 and (-1,) * years not in paths:
            paths.append((-1,) * years)
        for path in paths:
            site.append(j)
            state.append(path)
            cost.append(float(rng.integers(0, 50)) if max(path) >= 0 else 0.0)
    order = rng.permutation(len(site))
    return Options(
        np.array(site)[order], np.array(state, np.int8).reshape(-1, years)[order], np.array(cost)[order]
    )


def _limits(rng, options, sites, years):
    rows, lower, upper = [], [], []
    for _ in range(int(rng.integers(0, 4))):
        kind, t = rng.integers(0, 3), int(rng.integers(0, years))
        is_open = (options.state[:, t] >= 0).astype(float)
        if kind == 0:  # a budget
            rows.append(is_open * rng.integers(1, 6, len(options)))
            lower.append(-np.inf)
            upper.append(float(rng.integers(3, 18)))
        elif kind == 1:  # a cover: one of a group stays open
            rows.append(is_open * np.isin(options.site, rng.choice(sites, max(1, sites // 2), replace=False)))
            lower.append(1.0)
            upper.append(np.inf)
        else:  # at least and at most so many
            rows.append(is_open)
            lower.append(float(rng.integers(0, 2)))
            upper.append(float(rng.integers(1, sites + 1)))
    matrix = csr_array(np.array(rows)) if rows else csr_array((0, len(options)))
    return Limits(matrix, lower, upper, tuple(f"limit {r}" for r in range(len(rows))))


def _draw(seed, sites=7, areas=16, years=2, features=("penalty", "ceiling")):
    rng = np.random.default_rng(seed)
    n_sites, n_areas = int(rng.integers(2, sites)), int(rng.integers(2, areas))
    n_years, n_states = int(rng.integers(1, years + 1)), int(rng.integers(1, 3))
    layers = tuple(
        _layer(rng, f"layer {n}", n_areas, n_sites, n_years, n_states, features)
        for n in range(int(rng.integers(1, 3)))
    )
    options = _options(rng, n_sites, n_years, n_states)
    limits = _limits(rng, options, n_sites, n_years)
    return Problem(n_sites, n_states, n_years, layers, options, limits, float(rng.integers(-5, 5)))


def _plan_cost(problem, option):
    """Return what a plan costs, infinity where it breaks a rule: written out year by year, area by area."""
    limits = problem.limits
    used = limits.matrix.toarray()[:, option].sum(axis=1)
    if (used > limits.upper + 1e-9).any() or (used < limits.lower - 1e-9).any():
        return np.inf
    total, state = problem.offset + problem.options.cost[option].sum(), problem.options.state[option]
    for layer in problem.layers:
        serves, penalty = problem.serving(layer), problem.penalty(layer)
        cost = np.where(np.isnan(layer.cost), np.inf, layer.cost)
        for t in range(problem.n_years):
            on = (state[:, t] >= 0) & serves[state[:, t]]
            paid = np.minimum((cost + np.where(on, penalty[state[:, t]], np.inf)).min(axis=1), layer.unserved)
            weight = layer.weight[:, t]
            own = (weight[weight > 0] * paid[weight > 0]).sum()
            if not np.isfinite(own) or (layer.at_most is not None and own > layer.at_most[t] + 1e-9):
                return np.inf
            total += layer.price * own
    return total


def _brute_force(problem):
    groups = [np.flatnonzero(problem.options.site == j) for j in range(problem.n_sites)]
    return min(_plan_cost(problem, np.array(plan)) for plan in itertools.product(*groups))


def _pmed(number):
    file = BENCH / "pmed" / f"pmed{number}.txt"
    if not file.exists():
        pytest.skip(f"the OR-Library instances are not at {BENCH}; set NARVARO_BENCH")
    numbers = np.array(file.read_text().split(), int)
    n, edges, p = numbers[:3]
    length = np.full((n, n), np.inf)
    for i, j, c in numbers[3 : 3 + 3 * edges].reshape(edges, 3):
        length[i - 1, j - 1] = length[j - 1, i - 1] = c  # the last of a repeated edge counts
    graph = csr_array(np.where(np.isinf(length), 0, length))
    with (BENCH / "pmed" / "optima.csv").open() as table:
        optimum = {row["instance"]: float(row["optimum"]) for row in csv.DictReader(table)}[f"pmed{number}"]
    return csgraph.shortest_path(graph, directed=False), int(p), optimum


@pytest.fixture(scope="session")
def draw_problem():
    return _draw


@pytest.fixture(scope="session")
def brute_force():
    return _brute_force


@pytest.fixture(scope="session")
def plan_cost():
    return _plan_cost


@pytest.fixture(scope="session")
def pmed():
    return _pmed
