"""Proofs over counts, repeated by hand: the Lagrangian is handed in, so nothing but the counts is looked at."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from narvaro.siting import Layer, Limits, Options, Problem, Stage
from narvaro.siting.check.counts import counted_bound
from narvaro.siting.form.solution import Counted

SITES = 3  # each closed, small or large: types 0, 1 and 2
COSTS = np.array([4.0, 6.0])  # of the money, a small and a large office


def offices(money: float = 13.0) -> Problem:
    """Return three sites that are closed, small or large, with money for so much and one office at least."""
    layer = Layer("car", np.ones((1, SITES)), np.ones((1, 1)), 9.0)
    options = Options(np.repeat(np.arange(SITES), 3), np.tile([-1, 0, 1], SITES)[:, None], np.zeros(9))
    rows = np.array([np.tile([0.0, *COSTS], SITES), np.tile([0.0, 1.0, 1.0], SITES)])
    limits = Limits(rows, [-np.inf, 1.0], [money, np.inf], ("money", "one"))
    return Problem(SITES, 2, 1, (layer,), options, limits)


def proof(price: Any, duals: Any, splits: Any = ()) -> Counted:
    """Return a proof: sums of small, of large and of both; splits are (node, sum, at)."""
    stage = Stage((np.zeros((1, 1)),), np.zeros(2), np.zeros((1, 1)), np.zeros(0, np.int64), np.inf)
    node, total, at = (np.array([split[n] for split in splits], np.int64) for n in range(3))
    sums = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    return Counted(
        np.tile(np.arange(3), SITES),
        np.eye(2),
        sums,
        (stage,) * len(price),
        np.array(price, float),
        node,
        total,
        at,
        sparse.csr_array(np.array(duals, float)),
    )


def lagrangians(alpha: Any) -> Any:
    """Return a Lagrangian that gives the stages' values in their order."""
    values = iter(alpha)
    return lambda _problem, _stage: float(next(values))


def least_of_counts(problem: Problem, alpha: Any, price: Any) -> float:
    """Return the least that the stages let any plan cost, over all counts that keep the limits."""
    least = np.inf
    for counts in itertools.product(range(SITES + 1), repeat=3):
        used = np.array(counts[1:]) @ COSTS
        if sum(counts) == SITES and used <= problem.limits.upper[0] and sum(counts[1:]) >= 1:
            proven = np.array(alpha) - np.array(price) @ np.array(counts, float)
            least = min(least, float(proven.max()))
    return least


@given(st.integers(0, 2**32 - 1))
def test_any_duals_prove_less_than_what_the_counts_cost(seed: int) -> None:
    """Whatever prices, duals and weights, and however the counts are split, no plan costs less than the bound."""
    rng = np.random.default_rng(seed)
    problem, stages = offices(), int(rng.integers(1, 4))
    alpha, price = rng.normal(0, 9, stages), rng.normal(0, 9, (stages, 3))
    splits = [(0, int(rng.integers(3)), int(rng.integers(0, 3)))]
    if rng.random() < 0.5:
        splits.append((int(rng.integers(1, 3)), int(rng.integers(3)), int(rng.integers(0, 3))))
    rows = 3 + 2 + 1  # sums, limits, the one class
    duals = rng.normal(0, 3, (2 * len(splits) + 1, rows + stages))
    bound, wrong = counted_bound(problem, proof(price, duals, splits), lagrangians(alpha))
    assert wrong == []
    assert np.isfinite(bound)
    assert bound <= least_of_counts(problem, alpha, price) + 1e-9


def test_a_split_proves_what_the_relaxation_cannot() -> None:
    """Large offices are worth 7 each, money holds 2.17 of them: the split at 2 proves 20 - 14, above 20 - 15.17.

    The node of at least 3 needs 18 of 13: its dual of the money, 9, and of the sum prove that it holds no plan.
    """
    problem, price = offices(), [[0.0, 0.0, 7.0]]
    by_money = [0, 0, 0, -7 / 6, 0, 0, 1]
    whole, _ = counted_bound(problem, proof(price, [by_money]), lagrangians([20.0]))
    assert whole == pytest.approx(20 - 7 / 6 * 13)
    at_most_two = [0, -7, 0, 0, 0, 0, 1]
    at_least_three = [0, 47, 0, -9, 0, 0, 1]
    split, _ = counted_bound(
        problem, proof(price, [[0] * 7, at_most_two, at_least_three], [(0, 1, 2)]), lagrangians([20.0])
    )
    assert split == pytest.approx(20 - 14)
    assert split <= 20 + 47 * 3 - 9 * 13  # what the second leaf proves


def test_nothing_lies_between_the_halves_of_a_split() -> None:
    """Without a large office 40, with n of them 20 + 7 n: the half of at least one proves 27, not more.

    However much the stages of a leaf weigh together, they count as one.
    """
    price = [[0.0, 0.0, -7.0], [0.0, 0.0, 20.0]]
    none, some = [0, -20, 0, 0, 0, 0, 0, 1], [0, 7, 0, 0, 0, 0, 1, 0]
    counted = proof(price, [[0] * 8, none, some], [(0, 1, 0)])
    assert counted_bound(offices(), counted, lagrangians([20.0, 40.0])) == (27.0, [])
    heavy = proof([[0.0] * 3], [[0, 0, 0, 0, 0, 0, 4]])
    assert counted_bound(offices(), heavy, lagrangians([20.0])) == (20.0, [])


def test_each_stage_is_asked_for_with_its_prices() -> None:
    """The Lagrangian is handed the problem with the price of each option's type in its cost, stage by stage."""
    seen = []

    def lagrangian(priced: Problem, _stage: Stage) -> float:
        seen.append(priced.options.cost.tolist())
        return 0.0

    counted_bound(offices(), proof([[0, 1, 2], [5, 0, 0]], [[0] * 8]), lagrangian)
    assert seen == [[0, 1, 2] * SITES, [5, 0, 0] * SITES]


GOOD = ([[0.0, 0.0, 7.0]], [[0.0] * 7] * 3, [(0, 1, 2)])


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("types", {"option_type": np.tile([0, 1, 3], SITES)}),
        ("types", {"option_type": np.tile(np.arange(3), SITES - 1)}),
        ("types", {"stages": ()}),
        ("sums", {"sums": np.array([[0.0, 0.5, 0.0]])}),
        ("limits", {"added": -np.eye(2)}),
        ("limits", {"added": np.ones((1, 3))}),
        ("whole numbers", {"at": np.array([1.5])}),
        ("numbers", {"price": np.array([[0.0, np.nan, 7.0]])}),
        ("a type's use", {"option_type": np.array([0, 1, 2, 0, 1, 2, 0, 2, 1])}),
        ("duals", {"duals": sparse.csr_array((3, 8))}),
        ("tree 5", {"node": np.array([5])}),
    ],
)
def test_what_is_not_sound_proves_nothing_and_is_named(part: str, edit: dict[str, Any]) -> None:
    """Another number of types, sums of halves, limits turned around, a split at no whole number, a node not there."""
    bound, wrong = counted_bound(offices(), replace(proof(*GOOD), **edit), lagrangians([20.0, 20.0]))
    assert bound == -np.inf
    assert part in [fault.data["part"] for fault in wrong]


def test_an_edge_that_is_not_there_holds_nothing() -> None:
    """A dual on the money's lower edge, which is endless, is left out: the bound is that without it."""
    duals = np.zeros((1, 7))
    duals[0, 6] = 1.0
    plain, _ = counted_bound(offices(), proof([[0, 0, 7.0]], duals), lagrangians([20.0]))
    duals[0, 3] = 4.0
    found, wrong = counted_bound(offices(), proof([[0, 0, 7.0]], duals), lagrangians([20.0]))
    assert (found, wrong) == (plain, [])
    assert plain == 20 - 7 * SITES
