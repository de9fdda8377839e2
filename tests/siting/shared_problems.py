"""Random small problems in which layers share a capacity, and their best plan by brute force."""

from __future__ import annotations

import itertools

import numpy as np
from scipy.optimize import linprog

from narvaro.siting import Layer, Limits, Options, Problem, SharedCapacity

UNSERVED = 80.0


def shared_problem(seed, *, areas=7, sites=4, years=2, overload=None, walk=True):
    """Return a problem with two layers that share a capacity, and one that has no part in it."""
    rng = np.random.default_rng(seed)
    layers, loads = [], []
    for number in range(2):
        cost = rng.integers(1, 60, (areas, sites)).astype(float)
        cost[rng.random((areas, sites)) < 0.1] = np.nan
        weight = rng.integers(1, 9, areas).astype(float)
        weights = np.repeat(weight[:, None], years, axis=1)
        layers.append(Layer(f"layer {number}", cost, weights, UNSERVED, penalty=np.array([5.0, 0.0])))
        loads.append(weight * rng.choice([1.0, 0.5], areas))
    if walk:
        near = np.where(rng.random((areas, sites)) < 0.5, 0.0, np.nan)
        layers.append(Layer("walk", near, rng.integers(0, 9, (areas, years)).astype(float), 3.0))
        loads.append(None)
    paths = [[-1] * years, [0] * years, [1] * years, [-1] + [0] * (years - 1), [1] + [0] * (years - 1)]
    state = np.array(paths * sites)
    site = np.repeat(np.arange(sites), len(paths))
    price = float(rng.integers(5, 60)) if overload is None else overload
    capacity = SharedCapacity(tuple(loads), rng.integers(5, 25, (sites, 2)).astype(float), price)
    few = Limits((state[:, -1] >= 0).astype(float)[None], [0], [2], ("at most two",))
    options = Options(site, state, rng.integers(0, 40, len(site)).astype(float))
    return Problem(sites, 2, years, tuple(layers), options, few, shared=capacity)


def plans_of(problem):
    """Yield every plan that keeps the limits."""
    each = [np.flatnonzero(problem.options.site == j) for j in range(problem.n_sites)]
    for pick in itertools.product(*each):
        option = np.array(pick)
        used = np.asarray(problem.limits.matrix[:, option].sum(axis=1)).ravel()
        if (used <= problem.limits.upper).all() and (used >= problem.limits.lower).all():
            yield option


def cost_of(problem, option):
    """Return what a plan costs with its cheapest assignment: a linear program for each year."""
    total = problem.offset + float(problem.options.cost[option].sum())
    return total + sum(_year(problem, problem.options.state[option, t], t) for t in range(problem.n_years))


def _year(problem, state, t):
    shared, sites = problem.shared, problem.n_sites
    cost, client, place, load, number = [], [], [], [], 0
    for layer, one in zip(problem.layers, shared.load, strict=True):
        for i in range(layer.n_areas):
            cost.append(layer.weight[i, t] * layer.unserved[i])
            client, place, load = [*client, number], [*place, -1], [*load, 0.0]
            for j in np.flatnonzero((state >= 0) & ~np.isnan(layer.cost[i])):
                cost.append(layer.weight[i, t] * (layer.cost[i, j] + problem.penalty(layer)[state[j]]))
                client, place, load = [*client, number], [*place, j], [*load, 0.0 if one is None else one[i]]
            number += 1
    pairs = len(cost)
    equal = np.zeros((number, pairs + sites))
    equal[client, np.arange(pairs)] = 1.0
    room = np.zeros((sites, pairs + sites))
    room[:, pairs:] = -np.eye(sites)
    inside = np.flatnonzero(np.array(place) >= 0)
    room[np.array(place)[inside], inside] = np.array(load)[inside]
    most = np.where(state >= 0, shared.capacity[np.arange(sites), state], 0.0)
    cost += [shared.overload] * sites
    return linprog(cost, A_ub=room, b_ub=most, A_eq=equal, b_eq=np.ones(number)).fun


def best_of(problem):
    """Return what the best plan costs."""
    return min(cost_of(problem, option) for option in plans_of(problem))
