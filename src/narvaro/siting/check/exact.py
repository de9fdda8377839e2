"""What a plan costs, as a fraction: to compare plans that cost nearly the same, whatever the unit.

A float is a fraction, so what is paid adds up without rounding. Where every figure of it is a whole number the sum is
the plan's cost and not one unit is forgiven. Figures with decimals are rounded when they are written as floats; so the
same cost may be told in n figures that differ by

    2 (n + 8) 2^-53 sum |term|,

and that much apart, plans cost the same. Shares of an area are such figures too, so flows always have this slack.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.check.flows import dense_block, flow_sums
from narvaro.siting.form.problem import Floats, Layer, Problem, is_whole
from narvaro.siting.form.rounding import EXACT, MORE, UNIT
from narvaro.siting.form.solution import Solution

__all__ = ["ExactCost", "exact_cost", "least_costs"]


class ExactCost(NamedTuple):
    """What a plan costs, and how far apart costs are told as the same: nothing where all figures are whole."""

    value: Fraction
    slack: Fraction


def least_costs(problem: Problem, layer: Layer, state: NDArray[np.int8]) -> Floats:
    """Return what each area pays for a unit of weight, shape (n_areas, n_years), infinity where it is not reached."""
    serves, penalty = problem.serving(layer), problem.penalty(layer)
    least = np.zeros(layer.weight.shape)
    sites = np.flatnonzero((state >= 0).any(axis=1))  # what never opens serves nobody
    for rows, block in layer.blocks():
        cost = dense_block(block[:, sites])
        for t in range(problem.n_years):
            now = state[sites, t].astype(np.int64)
            on = np.flatnonzero((now >= 0) & serves[now])
            # `initial`: where nothing is open, everyone pays for being unserved
            nearest = (cost[:, on] + penalty[now[on]]).min(axis=1, initial=np.inf)
            least[rows, t] = np.minimum(nearest, layer.reach_cost()[rows])
    return least


def exact_cost(problem: Problem, solution: Solution) -> ExactCost:
    """Return what a solution's plan costs, from the raw arrays.

    Examples
    --------
    >>> from narvaro.siting import Layer, Limits, Options, solve
    >>> layer = Layer("car", np.array([[1e9], [7.0]]), np.ones((2, 1)), 2e9)
    >>> problem = Problem(1, 1, 1, (layer,), Options([0], [[0]], [0.0]), Limits.none(1))
    >>> exact_cost(problem, solve(problem))
    ExactCost(value=Fraction(1000000007, 1), slack=Fraction(0, 1))
    """
    state = problem.options.state[solution.option]
    factors = [(np.append(problem.options.cost[solution.option], problem.offset), np.ones(1), 1.0)]
    shares = 0  # roundings in the flows, by which their sums may be off
    for number, layer in enumerate(problem.layers):
        if layer.price == 0:
            continue  # only a ceiling, no part of the cost
        if layer.capacity is not None:
            sums = flow_sums(problem, number, solution)[0]
            factors.append((sums, np.ones(1), layer.price))
            served = (solution.served or ())[number] or ()
            # each area's missing share and its way, and each share itself, are rounded once
            shares += 2 * layer.weight.size + sum(table.nnz for table in served)
            continue
        paying = layer.weight > 0
        least = least_costs(problem, layer, state)[paying]
        factors.append((least, layer.weight[paying], layer.price))
    terms = np.concatenate([a * b * price for a, b, price in factors])
    size, count = float(np.abs(terms).sum()), len(terms) + shares
    whole = not shares and all(
        is_whole(a).all() and is_whole(b).all() and float(price).is_integer() for a, b, price in factors
    )
    if not whole:
        return ExactCost(Fraction(math.fsum(terms.tolist())), Fraction(2.0 * (count + MORE) * UNIT * size))
    # every partial sum is a whole number below 2^53, so the float's sum is the true one
    if size < EXACT:
        return ExactCost(Fraction(float(terms.sum())), Fraction(0))
    total = 0  # Python's whole numbers have no end, where a float's would round
    for a, b, price in factors:
        pairs = zip(a.tolist(), np.broadcast_to(b, a.shape).tolist(), strict=True)
        total += int(price) * sum(int(x) * int(y) for x, y in pairs)
    return ExactCost(Fraction(total), Fraction(0))
