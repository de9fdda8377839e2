"""The repeated proof against a Lagrangian written out plan by plan: stages, what they rule out, and trees."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import Plans, dense, every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import Layer, Limits, Options, Problem, Stage
from narvaro.siting.check.bound import proven_bound
from narvaro.siting.form.solution import Branch, Certificate

NONE = np.zeros(0, np.int64)


def stage_of(problem: Problem, seed: int) -> Stage:
    """Draw multipliers that are allowed: none above what a client pays unserved, none on an edge that is not there."""
    rng = np.random.default_rng(seed)
    client = tuple(
        np.minimum(rng.uniform(0, 30, x.weight.shape), x.reach_cost()[:, None]) for x in problem.layers
    )
    limit = rng.normal(0, 2, len(problem.limits))
    limit = np.where(np.isinf(problem.limits.upper), np.minimum(limit, 0), limit)
    limit = np.where(np.isinf(problem.limits.lower), np.maximum(limit, 0), limit)
    capped = [
        np.zeros(problem.n_years) if x.at_most is None else np.isfinite(x.at_most) for x in problem.layers
    ]
    ceiling = rng.uniform(0, 1, (len(problem.layers), problem.n_years)) * np.array(capped)
    return Stage(client, limit, ceiling, NONE, np.inf)


def relaxed(problem: Problem, plans: Plans, stage: Stage) -> Any:
    """Return the Lagrangian of every plan, shape (P,): each open site serves whoever gains by it."""
    limits, state = problem.limits, problem.options.state[plans.option].astype(np.int64)
    total = problem.offset + problem.options.cost[plans.option].sum(axis=1)
    for r, lam in enumerate(stage.limit):
        used = limits.matrix.toarray()[r][plans.option].sum(axis=1)
        total += lam * used - (lam * (limits.upper[r] if lam > 0 else limits.lower[r]) if lam else 0.0)
    for n, layer in enumerate(problem.layers):
        cost, v = dense(layer, problem.n_sites), stage.client[n]
        serving, penalty = problem.serving(layer), problem.penalty(layer)
        for t in range(problem.n_years):
            w = layer.weight[:, t] * (layer.price + stage.ceiling[n, t])
            total += float(w @ v[:, t])
            if stage.ceiling[n, t] > 0:
                total -= stage.ceiling[n, t] * layer.at_most[t]
            for j in range(problem.n_sites):
                for s in np.flatnonzero(serving):
                    worth = float(w @ np.maximum(0.0, v[:, t] - penalty[s] - cost[:, j]))
                    total -= worth * (state[:, j, t] == s)
    return total


def repeated(problem: Problem, *stages: Stage, tree: tuple[Branch, ...] = ()) -> tuple[float, list[str]]:
    """Return what the proof proves and the keys of what is wrong with it."""
    solution: Any = SimpleNamespace(value=1.0, certificate=Certificate(stages, tree=tree))
    bound, wrong = proven_bound(problem, solution)
    return bound, [fault.key for fault in wrong]


@settings(max_examples=60)
@given(features(), st.integers(0, 2**32 - 1))
def test_a_stage_proves_the_least_lagrangian_of_all_plans(f: Features, seed: int) -> None:
    """Every site picks its cheapest option alone, so the value is the least over all plans; none costs less."""
    problem = problem_of(f)
    plans, stage = every_plan(problem), stage_of(problem, seed)
    bound, wrong = repeated(problem, stage)
    least = float(relaxed(problem, plans, stage).min())
    assert wrong == []
    assert bound == pytest.approx(least, rel=1e-9, abs=1e-7)
    assert bound <= plans.best + 1e-7 * max(1.0, abs(plans.best))


@settings(max_examples=60)
@given(features(), st.integers(0, 2**32 - 1), st.floats(0.0, 1.0))
def test_options_are_ruled_out_up_to_what_their_plans_cost_at_least(
    f: Features, seed: int, share: float
) -> None:
    """A level at most the least Lagrangian of the plans with an option is the bound; a higher one is refused."""
    problem = problem_of(f)
    plans, first = every_plan(problem), stage_of(problem, seed)
    value = relaxed(problem, plans, first)
    k = int(np.random.default_rng(seed).integers(len(problem.options)))
    using = (plans.option == k).any(axis=1)
    level = float(value[using].min())
    near = 1e-6 * max(1.0, abs(level))
    last = stage_of(problem, seed + 1)
    bound, wrong = repeated(problem, replace(first, removed=np.array([k]), level=level - near), last)
    left = float(relaxed(problem, plans, last)[~using].min(initial=np.inf))
    assert wrong == []
    assert bound == pytest.approx(max(float(value.min()), min(level - near, left)), rel=1e-9, abs=1e-7)
    _, wrong = repeated(problem, replace(first, removed=np.array([k]), level=level + near + share), last)
    assert wrong == ["check.removed"]


def corner() -> Problem:
    """Return one area 1 and 2 away from two sites, of which the nearer costs 5; unserved it pays 4."""
    layer = Layer("car", np.array([[1.0, 2.0]]), np.ones((1, 1)), 4.0)
    options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.array([0.0, 5.0, 0.0, 0.0]))
    both = Limits(np.array([[0.0, 1.0, 0.0, 1.0]]), [-np.inf], [1.0], ("one",))
    return Problem(2, 1, 1, (layer,), options, both)


def at(v: float, removed: Any = NONE, level: float = np.inf, lam: float = 0.0) -> Stage:
    return Stage((np.array([[v]]),), np.array([lam]), np.zeros((1, 1)), np.asarray(removed), level)


def test_the_figures_of_a_stage_by_hand() -> None:
    """At v = 3 the sites are worth 2 - 5 and 1: 3 - 0 - 1 = 2; a price of 0.5 on the limit changes it by hand."""
    assert repeated(corner(), at(3.0)) == (2.0, [])
    assert repeated(corner(), at(3.0, lam=0.5)) == (3.0 - 0.5 - 0.5, [])
    # the dear site open costs 2 + 3; with it ruled out the other may be asked alone
    assert repeated(corner(), at(3.0, removed=[1], level=5.0), at(4.0)) == (2.0, [])
    assert repeated(corner(), at(3.0, removed=[1], level=5.1), at(4.0)) == (2.0, ["check.removed"])


@pytest.mark.parametrize(
    "stage",
    [
        at(4.1),
        at(np.nan),
        at(3.0, lam=-0.1),
        at(3.0, lam=np.inf),
        replace(at(3.0), limit=np.zeros(2)),
        replace(at(3.0), client=(np.zeros((2, 1)),)),
        replace(at(3.0), ceiling=np.array([[0.1]])),
        replace(at(3.0), ceiling=np.array([[-0.1]])),
    ],
)
def test_multipliers_that_prove_nothing_are_named(stage: Stage) -> None:
    """Above what a client pays unserved, no numbers, of another shape, or on edges and ceilings that are not there."""
    assert repeated(corner(), stage)[1] == ["check.multiplier"]


def split(removed: list[list[int]], v: list[float], parents: list[int]) -> tuple[Branch, ...]:
    return tuple(Branch(p, np.array(r), at(x)) for p, r, x in zip(parents, removed, v, strict=True))


def test_the_leaves_of_a_tree_prove_the_least_of_them() -> None:
    """Far site open: at 3 it proves 2. Closed: at 4 the near one is dear, so 4. The tree proves 2, the stage 1."""
    stage = at(1.0)  # gains nobody anything
    tree = split([[2], [3]], [3.0, 4.0], [-1, -1])
    assert repeated(corner(), stage) == (1.0, [])
    assert repeated(corner(), stage, tree=tree) == (2.0, [])
    assert repeated(corner(), stage, tree=tree[1:]) == (
        1.0,
        ["check.tree"],
    )  # plans with the far site are left out


@pytest.mark.parametrize(
    ("removed", "parents"),
    [
        ([[2], [3]], [-1, 1]),  # a parent that comes later
        ([[2], [1]], [-1, -1]),  # of two sites: plans with both are in neither child
        ([[2, 3], [3]], [-1, -1]),  # an option that is in no child
    ],
)
def test_a_tree_whose_leaves_do_not_hold_every_plan_proves_nothing(
    removed: list[list[int]], parents: list[int]
) -> None:
    """A parent not seen yet, a split of two sites at once, an option in no child: only the stage's bound is left."""
    assert repeated(corner(), at(1.0), tree=split(removed, [3.0, 4.0], parents)) == (1.0, ["check.tree"])


def test_a_site_without_an_option_left_has_no_plan() -> None:
    """All options of a site ruled out at 2, as the bound itself allows: every plan costs at least 2."""
    stages = (at(3.0, removed=[2, 3], level=2.0), at(0.0))
    assert repeated(corner(), *stages) == (2.0, [])
