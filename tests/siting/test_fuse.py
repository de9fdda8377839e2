"""Shaken and fused plans: whole, never dearer than what they were made of, the same whatever the threads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.errors import InfeasibleError
from narvaro.siting import check, p_median, shake_kernels
from narvaro.siting.climb import Climb
from narvaro.siting.dual import PATIENCE, Dual
from narvaro.siting.model import build_model
from narvaro.siting.search import Search
from narvaro.siting.value import plan_value


def begun(problem, pool=None) -> Climb:
    """Return a run with its first plan and a few rounds of the bound."""
    run = Climb(problem, 0.0, None, 0, None, pool)
    run.start(None)
    run.dual = Dual(run.full, run.first_multipliers(), pool)
    for _ in range(20):
        run.round(True)
    return run


def scattered(seed: int):
    """Return the problem of five sites of sixty for people on a square."""
    rng = np.random.default_rng(seed)
    people, sites = rng.random((300, 2)), rng.random((60, 2))
    return p_median(np.linalg.norm(people[:, None] - sites, axis=2), 5, time_limit=1e-6).problem


@settings(max_examples=60)
@given(features(ceiling=False, must=False), st.integers(0, 2**32 - 1))
def test_shaking_keeps_the_limits_and_the_best_plan(f: Features, seed: int) -> None:
    """From a plan that keeps the limits, the best plan of all shakes keeps them and costs no more."""
    problem = problem_of(f)
    plans, model = every_plan(problem), build_model(problem)
    whole = np.flatnonzero(plans.whole)
    if not len(whole):
        return
    rng = np.random.default_rng(seed)
    search, row = Search(model), rng.choice(whole)
    search.load(model.from_options(plans.option[row]))
    best, starts = search.pick.copy(), rng.integers(0, len(model.order), 12)
    zero = np.zeros(len(model.choices.lower))
    shake_kernels.shake(starts, 5.0, 1e-9, model.lists, model.choices, zero, search.state, best, 0.0, 0.0)
    search.load(best)
    value, keeps = plan_value(model, search)
    assert keeps
    assert value <= plans.value[row] + 1e-7 * max(1.0, abs(plans.value[row]))


@settings(max_examples=60)
@given(features(ceiling=False, must=False), st.integers(0, 2**32 - 1))
def test_the_fusion_is_the_best_plan_of_their_options(f: Features, seed: int) -> None:
    """Of all whole plans whose every option is in one of the plans fused, none is cheaper than the fused one."""
    problem = problem_of(f)
    plans = every_plan(problem)
    whole = np.flatnonzero(plans.whole)
    try:
        run = begun(problem)
    except InfeasibleError:
        return
    rows = np.random.default_rng(seed).choice(whole, 3)
    run.mean[:] = 0.0
    run.found = [run.full.from_options(plans.option[row]) for row in rows]
    start = run.best[1]
    assert start is not None
    run.found.append(start)
    options = np.array([run.full.to_options(pick) for pick in run.found])
    inside = np.all([np.isin(plans.option[:, j], options[:, j]) for j in range(problem.n_sites)], axis=0)
    wanted = plans.value[inside & plans.whole].min()
    fused = run._fused()
    assert fused is not None
    run.search.load(fused)
    value, keeps = plan_value(run.full, run.search)
    assert keeps
    assert value == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@settings(max_examples=60)
@given(features(ceiling=False, must=False))
def test_no_mix_of_the_best_plan_and_the_picks_is_cheaper_than_their_fusion(f: Features) -> None:
    """Of all whole plans made of the best plan's options and those that sites pick, none beats what is found."""
    problem = problem_of(f)
    plans = every_plan(problem)
    try:
        run = begun(problem)
    except InfeasibleError:
        return
    start, before = run.best[1], run.value
    assert start is not None
    run.dual.evaluate()
    options = np.array([run.full.to_options(pick) for pick in (start, run.dual.pick)])
    inside = np.all([np.isin(plans.option[:, j], options[:, j]) for j in range(problem.n_sites)], axis=0)
    better = run.fuse_near()
    assert better == (run.value < before)
    wanted = plans.value[inside & plans.whole].min()
    assert run.value <= wanted + 1e-6 * max(1.0, abs(wanted))


def test_a_plan_too_large_to_fuse_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even two plans make too large a problem, there is no fused plan."""
    run = begun(scattered(1))
    start = run.best[1]
    assert start is not None
    run.found = [start, start]
    monkeypatch.setattr("narvaro.siting.fuse._COLUMNS", 0)
    assert run._fused() is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fusing_gives_the_same_plan_whatever_the_threads(seed: int) -> None:
    """One thread and two find the same plan, which costs no more than the plan before."""
    problem = scattered(seed)
    alone = begun(problem)
    before = alone.value
    better = alone.fuse()
    with ThreadPoolExecutor(2) as pool:
        both = begun(problem, pool)
        both.fuse()
    assert alone.value == both.value
    assert better == (alone.value < before)
    assert alone.best[1] is not None
    assert np.array_equal(alone.best[1], both.best[1])


def test_a_patient_run_proves_what_a_hasty_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """With patience from the first round the optimum is the same, and the check repeats its bound."""
    rng = np.random.default_rng(7)
    cost = rng.integers(1, 100, (60, 40)).astype(float)
    hasty = p_median(cost, 6)
    monkeypatch.setattr("narvaro.siting.dual.HASTE", PATIENCE)
    patient = p_median(cost, 6)
    assert patient.value == hasty.value
    assert patient.status == hasty.status == "optimal"
    check(patient.problem, patient.solution)
