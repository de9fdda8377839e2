"""Sorted nearest lists: every form of the costs gives the same lists, and a list cut short still bounds the whole."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.siting.brute import dense
from tests.siting.problems import FORMS, Features, in_form, problem_of

from narvaro.siting import Layer, Limits, solve
from narvaro.siting.classic.inputs import Given
from narvaro.siting.layout.layout import build_model
from narvaro.siting.layout.nearest import build_store, keep_sites, take_areas


def table(seed: int, areas: int = 17, sites: int = 9):
    rng = np.random.default_rng(seed)
    cost = np.floor(rng.uniform(0, 12, (areas, sites)))
    cost[rng.random(cost.shape) < 0.3] = np.inf
    return cost


def layer_in(cost, form: str = "dense", unserved=9.0) -> Layer:
    return Layer("car", in_form(cost, form), np.ones((len(cost), 1)), unserved)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_lists(form: str) -> None:
    """Dense, float32, sparse and row blocks of both kinds: sites and costs in the same order."""
    cost = table(1)
    wanted, found = build_store(layer_in(cost), 9, 9), build_store(layer_in(cost, form), 9, 9)
    for name in ("ptr", "site", "cost", "site_ptr", "area", "site_cost", "cap", "cut"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_a_list_holds_the_nearest_and_says_what_it_left_out(seed: int, most: int) -> None:
    """Each list is sorted, holds only costs below the cap, and every pair outside costs at least the cap."""
    cost = table(seed)
    store = build_store(layer_in(cost), 9, most)
    for i in range(len(cost)):
        part = slice(store.ptr[i], store.ptr[i + 1])
        sites, costs = store.site[part], store.cost[part]
        assert (np.diff(costs) >= 0).all()
        assert np.array_equal(costs, cost[i, sites])
        assert (costs < store.cap[i]).all()
        outside = np.setdiff1d(np.arange(9), sites)
        assert (cost[i, outside] >= store.cap[i]).all()
        assert store.cap[i] <= 9.0
        assert store.cut[i] == (store.cap[i] < 9.0)


@pytest.mark.parametrize("kind", ["spread", "ties", "holes", "misleading", "crowded", "minute"])
@pytest.mark.parametrize("most", [1, 40, 300, 1_100])
def test_a_long_row_is_cut_where_sorting_it_would_cut_it(kind: str, most: int) -> None:
    """Of 1,200 sites a list holds what lies below the cost next after the nearest, also where a sample misleads."""
    rng = np.random.default_rng(7)
    cost = rng.uniform(0, 100, (6, 1_200))
    if kind == "ties":
        cost = np.floor(cost / 20)
    elif kind == "holes":
        cost[rng.random(cost.shape) < 0.9] = np.inf
    elif kind == "misleading":
        cost[:, np.arange(128) * 1_200 // 128] = 0.5
    elif kind == "crowded":
        cost = (cost / 100) ** 9
    elif kind == "minute":
        cost = np.floor(cost) * 5e-324
    store = build_store(layer_in(cost, unserved=90.0), 1_200, most)
    for i in range(len(cost)):
        order = np.argsort(cost[i], kind="stable")
        order = order[cost[i, order] < min(np.sort(cost[i])[most], 90.0)]
        part = slice(store.ptr[i], store.ptr[i + 1])
        assert np.array_equal(store.site[part], order)
        assert np.array_equal(store.cost[part], cost[i, order])


def test_lists_are_cut_by_the_sites_that_may_open_only_where_room_is_short(monkeypatch) -> None:
    """Of nine sites and room for eight: three times 9 / 4 is seven where four may open, else what there is room for."""
    cost = np.arange(17 * 9, dtype=float).reshape(17, 9)
    monkeypatch.setattr("narvaro.siting.layout.layout._FEWEST", 1)

    def lengths(p: int) -> tuple[int, int]:
        problem = Given(cost, None, p, (), ()).problem(layer_in(cost, unserved=1e3), p)
        free = replace(problem, limits=Limits.none(len(problem.options)))
        return tuple(int(np.diff(build_model(each).lists.ptr).max()) for each in (problem, free))

    assert lengths(4) == (9, 9)
    monkeypatch.setattr("narvaro.siting.layout.layout._LIST_PAIRS", 17 * 8)
    assert lengths(2) == (8, 8)
    assert lengths(4) == (7, 8)


@given(st.integers(0, 2**32 - 1))
def test_a_narrow_store_is_a_wide_one_without_the_rest(seed: int) -> None:
    """Taking sites out, or areas, equals building the store from a table without them."""
    rng = np.random.default_rng(seed)
    cost = table(seed)
    keep = rng.random(9) < 0.6
    without = np.where(keep, cost, np.inf)
    fewer, built = keep_sites(build_store(layer_in(cost), 9, 9), keep), build_store(layer_in(without), 9, 9)
    areas = rng.permutation(17)[:5]
    some, other = (
        take_areas(build_store(layer_in(cost), 9, 9), areas),
        build_store(layer_in(cost[areas]), 9, 9),
    )
    for one, two in ((fewer, built), (some, other)):
        for name in ("ptr", "site", "cost", "site_ptr", "area", "site_cost", "cap"):
            assert np.array_equal(getattr(one, name), getattr(two, name)), name


def test_costs_are_held_in_float32_only_where_nothing_is_lost() -> None:
    """Halves fit in float32; tenths do not and stay float64."""
    halves, tenths = np.array([[0.5, 1.5]]), np.array([[0.1, 0.2]])
    assert build_store(layer_in(halves), 2, 2).cost.dtype == np.float32
    held = build_store(layer_in(tenths), 2, 2)
    assert held.cost.dtype == np.float64
    assert held.cost.tolist() == [0.1, 0.2]


@pytest.mark.parametrize("seed", range(6))
def test_every_form_gives_the_same_solution(seed: int) -> None:
    """The plan, its value and its bound do not depend on the form in which the costs came."""
    found = []
    for form in FORMS:
        problem = problem_of(
            Features(seed=seed, sites=7, areas=20, whole=True, holes=True, groups=True, form=form)
        )
        solution = solve(problem, threads=1)
        found.append((solution.option.tolist(), solution.value, solution.bound))
    assert found == [found[0]] * len(FORMS)


def test_the_test_forms_say_the_same_costs() -> None:
    """The forms that these tests use hold one and the same table."""
    cost = table(3)
    for form in FORMS:
        assert np.array_equal(dense(layer_in(cost, form), 9), cost)
