"""What a user gives the classic models: read the same in every form, merged without loss, and refused by name."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from tests.siting.brute import every_plan
from tests.siting.problems import FORMS, in_form

from narvaro.errors import ProblemError
from narvaro.siting import Layer, greedy_cover, max_cover, p_center, p_median, set_cover, solve
from narvaro.siting.classic import inputs
from narvaro.siting.classic.inputs import Given, merged, placed


def town(seed: int, areas: int = 11, sites: int = 6) -> tuple[Any, Any]:
    """Return whole costs with ties and holes, and weights of which some are zero."""
    rng = np.random.default_rng(seed)
    cost = np.floor(rng.uniform(0, 9, (areas, sites)))
    cost[rng.random(cost.shape) < 0.3] = np.inf
    weight = rng.integers(0, 4, areas).astype(float)
    weight[0] = 1.0
    return cost, weight


# --- what is read -----------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from(FORMS), st.integers(0, 9))
def test_nearest_within_and_costs_are_those_of_the_table(seed: int, form: str, radius: int) -> None:
    """In every form: the first of the cheapest sites, those within, and the costs of areas with weight."""
    cost, weight = town(seed)
    rng = np.random.default_rng(seed)
    shut, sites = rng.permutation(6)[:2], np.sort(rng.permutation(6)[: rng.integers(0, 6)])
    read = Given(in_form(cost, form), weight, None, (), shut)
    assert (read.areas, read.sites) == cost.shape
    at, least = read.nearest(sites, float(radius))
    for i, row in enumerate(cost):
        near = [j for j in sites if row[j] <= radius]
        best = min(near, key=lambda j: row[j], default=-1)
        assert (at[i], least[i]) == (best, row[best] if near else np.inf)
    may = np.setdiff1d(np.arange(6), shut)
    wanted = np.zeros(cost.shape, bool)
    wanted[:, may] = cost[:, may] <= radius
    cover = read.within(float(radius))
    assert cover.has_sorted_indices
    assert [cover.indices[cover.indptr[i] : cover.indptr[i + 1]].tolist() for i in range(11)] == [
        np.flatnonzero(row).tolist() for row in wanted
    ]
    counted = cost[weight > 0]
    assert read.costs().tolist() == sorted(set(counted[np.isfinite(counted)].tolist()))


def test_a_sparse_row_that_is_not_sorted_is_read_as_it_would_be_sorted() -> None:
    """Columns 2, 0 of a row and 0, 2 of the next are the same set, so the areas are merged."""
    cost = sparse.csr_array((np.ones(4), np.array([2, 0, 0, 2]), np.array([0, 2, 4])), shape=(2, 3))
    read = Given(cost, [2.0, 3.0], None, (), ())
    cover, weight = merged(read.within(1.0), read.weight)
    assert (cover.indices.tolist(), weight.tolist()) == ([0, 2], [5.0])


def test_options_and_limit_leave_just_the_plans_that_were_asked_for() -> None:
    """Four sites, one fixed and one forbidden, at most two open: three plans, of which each pays for what it opens."""
    read = Given(np.ones((1, 4)), None, 2, (1,), (2,))
    problem = read.problem(
        Layer("none", np.ones((1, 4)), np.zeros((1, 1)), 9.0), 2, np.array([5.0, 7, 0, 9]), 1.0
    )
    plans = every_plan(problem)
    found = {
        tuple(np.flatnonzero(problem.options.state[option, 0] >= 0).tolist()): value
        for option, value in zip(plans.option[plans.whole], plans.value[plans.whole], strict=True)
    }
    assert found == {(1,): 8.0, (0, 1): 13.0, (1, 3): 17.0}
    free = read.problem(problem.layers[0], None)
    assert len(free.limits) == 0
    assert every_plan(free).value.tolist() == [0.0] * 4


# --- merging ----------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(0, 9), st.booleans())
def test_merged_areas_cover_the_same_weight_whatever_is_open(seed: int, radius: int, alike: bool) -> None:
    """For each set of open sites; rows are fewer where sets are equal, and also where marks of other sets are alike."""
    cost, weight = town(seed, areas=30, sites=4)
    read = Given(cost, weight, None, (), ())
    cover = read.within(float(radius))
    with pytest.MonkeyPatch.context() as patch:
        if alike:  # every site has the mark 1: sets of one size are not told apart by it
            patch.setattr(inputs, "_MOST_MARK", 2)
        fewer, total = merged(cover, weight)
    near = cost <= radius
    rows = np.zeros((fewer.shape[0], 4), bool)
    rows[np.repeat(np.arange(fewer.shape[0]), np.diff(fewer.indptr)), fewer.indices] = True
    for opened in itertools.product([False, True], repeat=4):
        covered = near[:, np.array(opened)].any(axis=1)
        assert total[rows[:, np.array(opened)].any(axis=1)].sum() == weight[covered].sum()
    if not alike:
        kinds = {tuple(row) for row in near[weight > 0].tolist() if any(row)}
        assert {tuple(row) for row in rows.tolist()} == kinds
        assert len(rows) == len(kinds)


# --- the answer -------------------------------------------------------------------------------------------------------


def test_an_answer_has_the_open_sites_and_whom_each_serves() -> None:
    """Two of three sites for four areas by hand; beyond a radius of 2 an area has none; an open gap is a share."""
    cost = np.array([[0.0, 9, 9], [3, 1, 9], [9, 9, 0], [9, 9, 3]])
    read = Given(cost, None, 2, (), ())
    problem = read.problem(read.layer, 2)
    solution = solve(problem)
    for radius, at in ((np.inf, [0, 0, 2, 2]), (2.0, [0, -1, 2, -1])):
        answer = placed(read, problem, solution, solution.value, solution.bound, radius)
        assert (answer.sites.tolist(), answer.assignment.tolist()) == ([0, 2], at)
        assert (answer.value, answer.gap, answer.status) == (6.0, 0.0, "optimal")
    given_up = solve(problem, gap=1.0)
    told = placed(read, problem, given_up, 8.0, 6.0, np.inf)
    assert told.gap == (0.0 if given_up.status == "optimal" else 0.25)


# --- bad input --------------------------------------------------------------------------------------------------------

COST = np.array([[0.0, 4.0], [3.0, 1.0], [9.0, 2.0]])

FAULTS = [
    (lambda: p_median(COST, 3), "problem.too_many_open", "3 places are to open, but there are 2"),
    (lambda: p_median(COST, 0), "problem.too_few_open", "At least one place"),
    (lambda: p_median(COST, 1.5), "models.p_not_whole", "must be a whole number; 1.5 was given"),
    (lambda: p_median(COST, True), "models.p_not_whole", "True was given"),
    (lambda: p_median(COST, 1, fixed_open=[0, 1]), "models.p_below_fixed", "2 are fixed as open"),
    (lambda: p_median(COST, 1, fixed_open=[2]), "problem.site_index", "not columns of the cost table: 2"),
    (lambda: p_median(COST, 1, forbidden=[-1]), "problem.site_index", "not columns of the cost table: -1"),
    (lambda: p_median(COST, 1, forbidden=["north"]), "problem.site_index", "north"),
    (lambda: p_median(COST, 2, fixed_open=[1], forbidden=[1]), "problem.open_and_forbidden", "forbidden: 1"),
    (lambda: p_median(COST, 1, [1, 2]), "models.weights_shape", "one weight for each of the 3 areas"),
    (lambda: p_median(COST, 1, [1, -2, 3]), "problem.weight_negative", "below zero"),
    (lambda: p_median(COST, 1, [1, np.inf, 3]), "problem.weight_not_finite", "missing or infinite"),
    (lambda: p_median(COST, 1, [1, np.nan, 3]), "problem.weight_not_finite", "missing or infinite"),
    (lambda: p_median(np.where(COST > 8, np.nan, COST), 1), "models.cost_missing", "has 1 missing numbers"),
    (lambda: p_median(-COST, 1), "problem.cost_negative", "a cost below zero"),
    (lambda: p_median(np.zeros((0, 2)), 1), "problem.cost_empty", "is empty"),
    (lambda: p_median(np.zeros((3, 0)), 1), "problem.cost_empty", "is empty"),
    (lambda: p_median(np.zeros(3), 1), "problem.cost_shape", "a table of areas by sites"),
    (lambda: p_median(np.array([["a", "b"]]), 1), "array.kind", "must hold real numbers"),
    (lambda: max_cover(COST, -1.0, 1), "problem.radius", "-1.0 was given"),
    (lambda: max_cover(COST, np.nan, 1), "problem.radius", "nan was given"),
    (lambda: max_cover(COST + 5, 1.0, 1), "problem.radius_covers_nobody", "Nobody is within"),
    (lambda: set_cover(COST, np.inf), "problem.radius", "inf was given"),
    (lambda: set_cover(COST, 5.0, [1.0]), "models.opening_cost_shape", "one opening cost for each of the 2"),
    (lambda: set_cover(COST, 5.0, [1.0, -1.0]), "models.opening_cost_value", "1 opening costs"),
    (lambda: p_median(COST, 1, [0, 0, 0]), "models.nobody", "None of the 3 areas has weight"),
    (lambda: max_cover(COST, 9.0, 1, [0, 0, 0]), "models.nobody", "nobody to serve"),
    (lambda: set_cover(COST, 9.0, weights=np.zeros(3)), "models.nobody", "nobody to serve"),
    (lambda: p_center(COST, 1, [0.0, 0.0, 0.0]), "models.nobody", "nobody to serve"),
    (lambda: greedy_cover(COST, 9.0, 1, [0, 0, 0]), "models.nobody", "nobody to serve"),
    (
        lambda: p_median(COST, 1, fixed_open="1"),
        "array.indices",
        "fixed_open must be a list of whole numbers",
    ),
    (lambda: p_median(COST, 1, fixed_open={1: True}), "array.indices", "of the type dict"),
    (lambda: p_median(COST, 1, forbidden=None), "array.indices", "of the type NoneType"),
    (lambda: p_median(COST, 1, fixed_open={7}), "problem.site_index", "not columns of the cost table: 7"),
    (lambda: p_median(COST, 1, fixed_open={"north"}), "problem.site_index", "north"),
    (lambda: p_center(COST, 9), "problem.too_many_open", "9 places are to open"),
]


@pytest.mark.parametrize(
    ("call", "key", "words"), FAULTS, ids=[f"{n}-{key}" for n, (_, key, _) in enumerate(FAULTS)]
)
def test_bad_input_is_named(call, key: str, words: str) -> None:
    """Each fault is a ProblemError with its own key and words, and speaks Swedish too."""
    with pytest.raises(ProblemError) as error:
        call()
    assert [fault.key for fault in error.value.faults] == [key]
    assert words in error.value.text("en")
    assert error.value.text("sv") != error.value.text("en")


@pytest.mark.parametrize(
    "given",
    [[1], (1,), {1}, frozenset({1}), {1: 0}.keys(), range(1, 2), iter([1]), np.array([1]), 1, {np.int64(1)}],
    ids=lambda given: type(given).__name__,
)
def test_any_iterable_of_columns_is_read(given) -> None:
    """Column 1 fixed as open costs 4 + 1 + 2 = 7, though column 0 would cost 12; however it is named."""
    assert p_median(COST, 1, fixed_open=given).value == 7.0


def test_all_faults_are_named_at_once() -> None:
    """A hole in the table, a negative weight, too many to open, a bad column and a bad radius: one error."""
    cost = np.where(COST > 8, np.nan, COST)
    with pytest.raises(ProblemError) as error:
        max_cover(cost, -1.0, 7, [1, -1, 1], forbidden=[5])
    assert {fault.key for fault in error.value.faults} == {
        "problem.radius",
        "models.cost_missing",
        "problem.site_index",
        "problem.too_many_open",
        "problem.weight_negative",
    }
