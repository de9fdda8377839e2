"""Option types: told apart by what the limits of the whole country can see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.siting.tree.test_count_tree import MONEY, lumpy

from narvaro.siting import Limits, Options, Problem
from narvaro.siting.tree.option_types import option_types_of


def test_types_are_told_apart_by_path_money_and_class() -> None:
    """Five paths at sites that all have the same choice are five types; both regions together want two offices."""
    types = option_types_of(lumpy(1))
    assert types is not None
    assert types.use.shape == (3, 5)
    assert sorted(types.use[:2].T.tolist()) == sorted(MONEY.tolist())
    assert sorted(types.use[2].tolist()) == [0, 1, 1, 1, 1]
    assert types.size.tolist() == [5]
    assert types.most.tolist() == [5] * 5


def test_sites_without_a_choice_do_not_hide_that_money_is_the_whole_country_s() -> None:
    """Twenty more places where nothing may open leave the types as they were, and one type more for themselves."""
    plain, more = option_types_of(lumpy(1)), option_types_of(with_idle_sites(lumpy(1), 20))
    assert plain is not None
    assert more is not None
    assert more.wide.tolist() == plain.wide.tolist()
    assert more.use.shape == (3, 6)


def test_limits_made_of_others_are_not_counted() -> None:
    """A row of the whole country that was made of money tells nothing that money does not."""
    problem = lumpy(1)
    row = np.arange(len(problem.options), dtype=float)[
        None
    ]  # each option another figure: as many types as options
    wider = replace(problem, limits=problem.limits.with_rows(Limits(row, [-np.inf], [1e6], ("made",))))
    plain, more = option_types_of(problem), option_types_of(wider, len(problem.limits))
    assert plain is not None
    assert more is not None
    assert more.of.tolist() == plain.of.tolist()
    assert more.wide.tolist() == plain.wide.tolist()


def with_idle_sites(problem: Problem, idle: int) -> Problem:
    """Return the problem with sites that have one option, closed and free."""
    options, limits, years = problem.options, problem.limits, problem.n_years
    new = np.arange(problem.n_sites, problem.n_sites + idle)
    layers = tuple(
        replace(layer, cost=np.column_stack([layer.cost, np.full((layer.n_areas, idle), 1e3)]))
        for layer in problem.layers
    )
    return replace(
        problem,
        n_sites=problem.n_sites + idle,
        layers=layers,
        options=Options(
            np.concatenate([options.site, new]),
            np.concatenate([options.state, np.full((idle, years), -1)]),
            np.concatenate([options.cost, np.zeros(idle)]),
        ),
        limits=replace(
            limits, matrix=np.column_stack([limits.matrix.toarray(), np.zeros((len(limits), idle))])
        ),
    )
