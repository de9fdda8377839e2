"""The instant first answers hold what they promise."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.errors import InfeasibleError, ProblemError
from narvaro.siting import Layer, Limits, Options, Problem, check, greedy, greedy_cover


@settings(max_examples=60)
@given(features())
def test_a_greedy_plan_is_whole_and_its_bound_true(f: Features) -> None:
    """Whatever the features, the plan keeps the limits and the bound lies at or below the best of all plans."""
    problem = problem_of(f)
    best = every_plan(problem).best
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            greedy(problem)
        return
    first = greedy(problem)
    check(problem, first)
    near = 1e-7 * max(1.0, abs(best))
    assert first.bound - near <= best <= first.value + near


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_a_greedy_cover_keeps_its_guarantee(seed: int, whole: bool) -> None:
    """The bound is at least the best of all sets, and the value at least 1 - (1 - 1/q)^q of the bound."""
    rng = np.random.default_rng(seed)
    sites, p = 8, int(rng.integers(1, 5))
    cost = rng.random((20, sites))
    weights = rng.integers(1, 9, 20) if whole else rng.random(20)
    fixed, shut = (0,) if rng.random() < 0.5 else (), (1,) if rng.random() < 0.5 else ()
    answer = greedy_cover(cost, 0.3, p, weights, fixed_open=fixed, forbidden=shut)
    check(answer.problem, answer.solution)
    free = [j for j in range(sites) if j not in fixed + shut]
    q = p - len(fixed)
    best = max(
        weights[(cost[:, [*fixed, *extra]] <= 0.3).any(axis=1)].sum()
        for extra in itertools.combinations(free, min(q, len(free)))
    )
    assert answer.value <= best * (1 + 1e-12)
    assert best <= answer.bound * (1 + 1e-12)
    assert answer.value >= (1 - (1 - 1 / max(1, q)) ** q) * answer.bound * (1 - 1e-12)
    assert set(fixed) <= set(answer.sites.tolist())
    assert not set(shut) & set(answer.sites.tolist())
    assert len(answer.sites) <= p


def test_a_greedy_cover_may_fall_short_and_says_so() -> None:
    """The middle site covers four of six, the outer two all six: greedy covers five, its bound is six."""
    cost = 1.0 - np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [0, 0, 1]])
    answer = greedy_cover(cost, 0.0, 2, [1, 1, 1, 1, 1, 1])
    assert (answer.value, answer.bound, answer.status) == (5.0, 6.0, "feasible")


def test_faults_of_a_greedy_cover_are_named_together() -> None:
    """Too many sites and a wrong radius give one error with both."""
    with pytest.raises(ProblemError) as error:
        greedy_cover(np.ones((2, 2)), -1.0, 3)
    assert {f.key for f in error.value.faults} == {"problem.radius", "problem.too_many_open"}


def test_a_layer_with_capacity_is_refused() -> None:
    """No first answer is made where who is served where has to be chosen too."""
    layer = Layer("car", np.zeros((1, 1)), np.ones((1, 1)), 9.0, capacity=np.ones(1))
    problem = Problem(1, 1, 1, (layer,), Options([0], [[0]], np.zeros(1)), Limits.none(1))
    with pytest.raises(ProblemError, match="capacity"):
        greedy(problem)
