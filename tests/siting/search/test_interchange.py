"""Interchange: every figure it keeps is that of the plan written out, and it never makes a plan dearer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narvaro.siting import Layer, Limits, Options, Problem, p_median
from narvaro.siting.classic.inputs import Given
from narvaro.siting.form.clock import Clock
from narvaro.siting.layout.layout import Model, build_model
from narvaro.siting.search import interchange as interchanging
from narvaro.siting.search import interchange_kernels as kernels
from narvaro.siting.search.interchange import Interchange, is_like_p_median


def drawn_problem(
    seed: int, sites: int = 9, p: int = 3, whole: bool = False
) -> tuple[np.ndarray, np.ndarray, Model]:
    """Return costs, weights and the model of a p-median whose people and sites are drawn on a square."""
    rng = np.random.default_rng(seed)
    people, places = rng.random((25, 2)), rng.random((sites, 2))
    cost = 100 * np.linalg.norm(people[:, None] - places, axis=2)
    cost = np.floor(cost / 10) if whole else cost  # many costs are equal
    weight = rng.integers(0, 4, 25).astype(float)
    weight[0] = 1.0
    given_ = Given(cost, weight, p, (), ())
    return cost, weight, build_model(given_.problem(given_.layer, p))


def value_of(cost: np.ndarray, weight: np.ndarray, is_open: np.ndarray) -> float:
    return float((weight * cost[:, is_open].min(axis=1)).sum())


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_what_is_kept_of_a_plan_stays_true_through_every_change(
    seed: int, whole: bool, in_order: bool
) -> None:
    """After any toggles, worths are what opening saves and closing costs, whether or not clients are sorted."""
    cost, weight, model = drawn_problem(seed, whole=whole)
    rng = np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interchanging, "_SORTED_PAIRS", 10**6 if in_order else 0)
        change = Interchange(model)
    is_open = np.zeros(9, bool)
    is_open[rng.permutation(9)[:4]] = True
    assert change.load(is_open) == pytest.approx(value_of(cost, weight, is_open))
    value = change.value
    for j in rng.integers(0, 9, 30):
        if change.state.open[j] and change.state.open.sum() == 2:
            continue
        value += kernels.toggle(j, change._lists, change.state)
        is_open = change.state.open
        assert value == pytest.approx(value_of(cost, weight, is_open))
        for k in range(9):
            other = is_open.copy()
            other[k] = not other[k]
            worth = abs(value_of(cost, weight, other) - value)
            assert change.state.worth[k] == pytest.approx(worth, abs=1e-7)


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_no_interchange_pays_after_a_descent(seed: int, whole: bool) -> None:
    """Whichever open site leaves for whichever closed one, the plan is no cheaper."""
    cost, weight, model = drawn_problem(seed, whole=whole)
    change = Interchange(model)
    begun = change.load(change.drawn(np.random.default_rng(seed)))
    assert change.descend() <= begun
    is_open = change.state.open
    assert is_open.sum() == 3
    assert change.value == pytest.approx(value_of(cost, weight, is_open))
    for r in np.flatnonzero(is_open):
        for x in np.flatnonzero(~is_open):
            other = is_open.copy()
            other[[r, x]] = False, True
            assert value_of(cost, weight, other) >= change.value - 1e-6


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_a_path_finds_a_plan_no_dearer_and_of_as_many_sites(seed: int, whole: bool) -> None:
    """What it returns has p sites open, costs no more than where it began, and what it goes on from is priced true."""
    cost, weight, model = drawn_problem(seed, 12, 4, whole)
    change, rng = Interchange(model), np.random.default_rng(seed)
    begun = change.load(change.drawn(rng))
    best = change.path(rng, 20_000, Clock(None))
    assert best.sum() == change.state.open.sum() == 4
    assert value_of(cost, weight, best) <= begun + 1e-9
    assert change.value == pytest.approx(value_of(cost, weight, change.state.open))


def test_a_path_too_long_to_be_taken_back_goes_on_from_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for no toggle in the log the figures stay true all the same."""
    monkeypatch.setattr(interchanging, "_LOGGED", 0)
    cost, weight, model = drawn_problem(3, 12, 4)
    change, rng = Interchange(model), np.random.default_rng(3)
    change.load(change.drawn(rng))
    change.path(rng, 20_000, Clock(None))
    assert change.value == pytest.approx(value_of(cost, weight, change.state.open))


def test_sites_that_must_be_open_or_closed_stay_so() -> None:
    """A fixed site is in every plan, a forbidden one in none."""
    rng = np.random.default_rng(1)
    given_ = Given(rng.random((30, 10)), None, 4, [2], [7])
    change = Interchange(build_model(given_.problem(given_.layer, 4)))
    for _ in range(5):
        change.load(change.drawn(rng))
        best = change.path(rng, 5_000, Clock(None))
        assert best[2]
        assert not best[7]
        assert best.sum() == 4


def test_two_plans_together_are_closed_down_to_as_many_as_may_be_open() -> None:
    """Of five sites open three stay, and the value is that of the plan."""
    cost, weight, model = drawn_problem(5)
    change = Interchange(model)
    is_open = np.arange(9) < 5
    change.load(is_open)
    value = change.close_down()
    assert change.state.open.sum() == 3
    assert not (change.state.open & ~is_open).any()
    assert value == pytest.approx(value_of(cost, weight, change.state.open))


def test_a_p_median_is_like_one_and_money_or_two_sizes_are_not() -> None:
    """One limit that counts every open site, one way to be open: else an interchange might break a limit."""
    cost = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert is_like_p_median(build_model(p_median(cost, 1).problem))
    layer = Layer("car", cost, np.ones((2, 1)), 9.0)
    two = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))

    def like(row: list[float], options: Options = two, lower: float = -np.inf, upper: float = 2.0) -> bool:
        limits = Limits(np.array([row]), [lower], [upper], ("some",))
        return is_like_p_median(build_model(Problem(2, 2, 1, (layer,), options, limits)))

    assert like([0, 1, 0, 1])
    assert not like([0, 1, 0, 2])  # money: the sites cost unlike sums
    assert not like([1, 1, 0, 1])
    assert not like([0, 1, 0, 1], lower=1.0)
    assert not like([0, 1, 0, 1], upper=np.inf)  # as many as there are
    sizes = Options([0, 0, 0, 1], [[-1], [0], [1], [-1]], np.zeros(4))
    assert not like([0, 1, 1, 0], sizes)
