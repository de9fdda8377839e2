"""Objectives in an order of rank, against every plan written out, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of

from narvaro.errors import ProblemError, SettingError
from narvaro.siting import Options, Problem, check, lexicographic

KINDS = [
    {"sites": 7, "areas": 12, "states": 2},
    {"sites": 6, "areas": 8, "money": True, "whole": True},
    {"sites": 4, "areas": 6, "states": 2, "capacity": "soft"},
    {"sites": 4, "areas": 6, "capacity": "hard", "money": True, "whole": True},
    {"sites": 6, "areas": 10, "holes": True, "covers": True, "whole": True},
]


def with_price(problem: Problem, name: str, own_costs: bool) -> Problem:
    """Return the problem where one layer alone has its price, and options cost something or nothing."""
    layers = tuple(replace(x, price=x.price if x.name == name else 0.0) for x in problem.layers)
    if own_costs:
        return replace(problem, layers=layers)
    free = Options(problem.options.site, problem.options.state, np.zeros(len(problem.options)))
    return replace(problem, layers=layers, options=free, offset=0.0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", range(len(KINDS)))
@pytest.mark.parametrize("tolerance", [0.0, 0.1])
def test_the_second_objective_is_best_among_plans_that_keep_the_first(
    kind: int, seed: int, tolerance: float
) -> None:
    """One layer and one year a turn: of all plans within the tolerance of the first, the best of the second."""
    problem = problem_of(Features(seed=seed, layers=2, **KINDS[kind]))
    first = every_plan(with_price(problem, "layer 0", own_costs=False))
    second = every_plan(with_price(problem, "layer 1", own_costs=True))
    one, two = lexicographic(problem, [["layer 0"], ["layer 1"]], tolerance=tolerance)
    for turn in (one, two):
        check(turn.problem, turn.solution)
    assert one.solution.value == pytest.approx(first.best, abs=1e-7)
    kept = first.whole & (first.value <= first.best * (1 + tolerance) + 1e-7)
    assert two.solution.value == pytest.approx(second.value[kept].min(), abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_over_years_each_year_is_kept(seed: int) -> None:
    """Two years: the sum of the first objective stays best, and of plans that keep each year the second is best."""
    problem = problem_of(Features(seed=seed, sites=4, areas=6, years=2, states=2, layers=2))
    first = every_plan(with_price(problem, "layer 0", own_costs=False))
    one, two = lexicographic(problem, [["layer 0"], ["layer 1"]])
    assert one.solution.value == pytest.approx(first.best, abs=1e-7)
    last = every_plan(two.problem)
    assert two.solution.value == pytest.approx(last.best, abs=1e-7)
    assert check(two.problem, two.solution).layers[0].sum() * problem.layers[0].price <= first.best + 1e-6


def test_layers_of_one_turn_count_together() -> None:
    """One turn with all layers and the options' costs is the problem itself."""
    problem = problem_of(Features(seed=4, sites=6, areas=8, layers=2, states=2))
    (turn,) = lexicographic(problem, [["layer 0", "layer 1"]])
    assert turn.solution.value == pytest.approx(every_plan(problem).best, abs=1e-7)


@pytest.mark.parametrize("order", [[], [[]], [["layer 0"], ["layer 0"]], [["nobody"]]])
def test_an_order_that_does_not_fit_is_refused(order) -> None:
    """No turn, a turn of nothing, a layer twice and a layer that is not there."""
    with pytest.raises(ProblemError) as error:
        lexicographic(problem_of(Features(seed=1)), order)
    assert [fault.key for fault in error.value.faults] == ["problem.order"]


def test_a_wrong_tolerance_is_refused() -> None:
    """A tolerance below zero is named."""
    with pytest.raises(SettingError, match="tolerance"):
        lexicographic(problem_of(Features(seed=1)), [["layer 0"]], tolerance=-0.1)
