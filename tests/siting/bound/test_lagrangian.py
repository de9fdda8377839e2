"""The bound: for any multipliers that are allowed it lies below every plan, and the check finds the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import p_median
from narvaro.siting.bound import lagrangian_kernels
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.bound.step import on_their_side
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import build_model


@settings(max_examples=80)
@given(features(), st.integers(0, 2**32 - 1))
def test_no_multipliers_give_a_bound_above_a_plan(f: Features, seed: int) -> None:
    """Weak duality: whatever the multipliers of clients, limits and ceilings, the bound is below the best plan."""
    problem = problem_of(f)
    plans = every_plan(problem)
    model = build_model(problem)
    rng = np.random.default_rng(seed)
    dual = Dual(model, model.multipliers(rng.uniform(0, 40, model.base.shape)))
    lam = rng.normal(0, 2, len(model.choices.lower))
    lam = np.where(np.isinf(model.choices.upper), np.minimum(lam, 0), lam)
    lam = np.where(np.isinf(model.choices.lower), np.maximum(lam, 0), lam)
    eta = np.where(np.isfinite(model.ceilings), rng.uniform(0, 1, model.ceilings.shape), 0.0)
    dual.now = Multipliers(dual.now.client, lam, eta)
    value = dual.evaluate()
    best = plans.best
    if np.isfinite(best):
        assert value <= best + 1e-9 * max(1.0, abs(best))
    each = value + dual.rc - dual.rc[dual.pick][model.choices.site]
    for k in range(len(model.order)):
        using = (plans.option == model.order[k]).any(axis=1) & plans.whole
        least = plans.value[using].min(initial=np.inf)
        assert each[k] <= least + 1e-9 * max(1.0, abs(each[k]))


@pytest.mark.parametrize("seed", range(5))
def test_the_steps_climb_to_the_best_plan_or_stay_below(seed: int) -> None:
    """After eighty steps the best bound is no lower than the first, and none of them passes the best plan."""
    problem = problem_of(Features(seed=seed, sites=8, areas=25, years=2, states=2, layers=2, money=True))
    best = every_plan(problem).best
    model = build_model(problem)
    dual = Dual(model, model.multipliers(np.full(model.base.shape, 3.0)))
    values = [dual.step(best, settle=False) for _ in range(80)]
    assert max(values) <= best + 1e-9 * abs(best)
    assert dual.best > values[0]


@settings(max_examples=80)
@given(features(), st.integers(0, 2**32 - 1), st.integers(0, 30))
def test_clients_and_sites_count_the_same(f: Features, seed: int, middle: int) -> None:
    """Counting by client equals counting by site, and spans of clients add up to all of them."""
    model = build_model(problem_of(f))
    rng = np.random.default_rng(seed)
    pick = np.array([rng.choice(np.flatnonzero(model.choices.site == j)) for j in range(f.sites)])
    v, opened = rng.uniform(0, 40, model.base.shape), model.opened(pick)
    n = len(v)
    found = []
    for count_in, spans in (
        (lagrangian_kernels.count_served, [(0, n)]),
        (lagrangian_kernels.count_served, [(0, min(middle, n)), (min(middle, n), n)]),
        (lagrangian_kernels.count_nearest, [(0, n)]),
    ):
        count, sums = np.full(v.shape, -1, np.int16), np.zeros_like(model.ceilings)
        for lo, hi in spans:
            count_in(lo, hi, model.lists, v, model.base, opened, count, sums)
        found.append((count, sums))
    for count, sums in found[1:]:
        assert np.array_equal(count, found[0][0])
        assert np.allclose(sums, found[0][1], rtol=1e-12)


@settings(max_examples=40)
@given(features(), st.integers(0, 2**32 - 1))
def test_what_is_near_holds_a_plan_the_picks_and_the_cheapest_others(f: Features, seed: int) -> None:
    """No option that is left out would be picked before one that was added, and prices of limits can be taken out."""
    model = build_model(problem_of(f))
    rng = np.random.default_rng(seed)
    dual = Dual(model, model.multipliers(rng.uniform(0, 20, model.base.shape)))
    dual.evaluate()
    pick = np.array([rng.choice(np.flatnonzero(model.choices.site == j)) for j in range(f.sites)])
    near = dual.near(pick, 2)
    must = np.zeros(len(near), bool)
    must[pick] = must[dual.pick] = True
    added, out = near & ~must, ~near & model.serves
    assert near[must].all()
    assert added.sum() == min(2, int((model.serves & ~must).sum()))
    if added.any() and out.any():
        assert dual.above()[added].max() <= dual.above()[out].min()
    assert np.allclose(dual.unpriced(), dual.rc, rtol=1e-12)  # nothing was priced
    dual.now = replace(
        dual.now, limit=on_their_side(model.choices, rng.normal(size=len(model.choices.lower)))
    )
    dual.evaluate()
    matrix = model.problem.limits.matrix[:, model.order]
    assert np.allclose(dual.unpriced() + matrix.T @ dual.at.limit, dual.rc, rtol=1e-9, atol=1e-9)


def test_where_each_client_has_a_site_of_its_own_a_multiplier_at_zero_rises_again() -> None:
    """All nearest sites cost nothing, so they tell no scale: the least pace is that of the mean multiplier."""
    at = np.arange(12.0)
    problem = p_median(np.abs(at[:, None] - at), 3).problem
    model = build_model(problem)
    client = np.full((12, 1), 4.0)
    client[0] = 0.0
    dual = Dual(model, model.multipliers(client))
    assert dual.least == pytest.approx(1e-3 * 44 / 12)
    dual.step(20.0, True)
    assert dual.now.client[0, 0] > 1e-6


def test_a_gentle_climb_shortens_its_step_sooner_and_by_less() -> None:
    """Patient and gentle: after 20 rounds by a tenth; patient alone: after 30 by three tenths."""
    problem = p_median(np.array([[1.0, 2.0], [2.0, 1.0]]), 1).problem
    for gently, length in ((True, (20, 0.9)), (False, (30, 0.7))):
        model = build_model(problem)
        dual = Dual(model, model.multipliers(np.ones((2, 1))))
        dual.gently = gently
        dual.be_patient()
        assert (dual.length.patience, dual.length.shorter) == length
