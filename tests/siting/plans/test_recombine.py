"""Perturbed and recombined plans: whole, never dearer than what they were made of, the same whatever the threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.runs import begun

from narvaro.errors import InfeasibleError
from narvaro.siting import check, p_median
from narvaro.siting.layout.layout import build_model
from narvaro.siting.plans import perturb_kernels
from narvaro.siting.plans import recombine as recombining
from narvaro.siting.plans.recombine import perturb_and_recombine, recombine, recombine_near
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.search.local import Search
from narvaro.siting.search.value import plan_value


def scattered(seed: int):
    """Return the problem of five sites of sixty for people on a square."""
    rng = np.random.default_rng(seed)
    people, sites = rng.random((300, 2)), rng.random((60, 2))
    return p_median(np.linalg.norm(people[:, None] - sites, axis=2), 5, time_limit=1e-6).problem


@settings(max_examples=60)
@given(features(ceiling=False, must=False), st.integers(0, 2**32 - 1))
def test_perturbing_keeps_the_limits_and_the_best_plan(f: Features, seed: int) -> None:
    """From a plan that keeps the limits, the best plan of all perturbations keeps them and costs no more."""
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
    perturb_kernels.perturb(starts, 5.0, 1e-9, model.lists, model.choices, zero, search.state, best, 0.0, 0.0)
    search.load(best)
    value, keeps = plan_value(model, search)
    assert keeps
    assert value <= plans.value[row] + 1e-7 * max(1.0, abs(plans.value[row]))


@settings(max_examples=60)
@given(features(ceiling=False, must=False), st.integers(0, 2**32 - 1))
def test_the_recombined_plan_is_the_best_of_their_options(f: Features, seed: int) -> None:
    """Of all whole plans whose every option is in one of some plans, none is cheaper than the recombined one."""
    problem = problem_of(f)
    plans = every_plan(problem)
    whole = np.flatnonzero(plans.whole)
    try:
        work = begun(problem, 20)
    except InfeasibleError:
        return
    rows = np.random.default_rng(seed).choice(whole, 3)
    work.mean[:] = 0.0
    full, start = work.inc.full, work.inc.pick
    assert start is not None
    found = [*(full.from_options(plans.option[row]) for row in rows), start]
    options = np.array([full.to_options(pick) for pick in found])
    inside = np.all([np.isin(plans.option[:, j], options[:, j]) for j in range(problem.n_sites)], axis=0)
    wanted = plans.value[inside & plans.whole].min()
    best = recombine(work, found)
    assert best is not None
    work.search.load(best)
    value, keeps = plan_value(full, work.search)
    assert keeps
    assert value == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@settings(max_examples=60)
@given(features(ceiling=False, must=False))
def test_no_mix_of_the_best_plan_and_the_picks_is_cheaper_than_what_they_are_recombined_to(
    f: Features,
) -> None:
    """Of all whole plans made of the best plan's options and those that sites pick, none beats what is found."""
    problem = problem_of(f)
    plans = every_plan(problem)
    try:
        work = begun(problem, 20)
    except InfeasibleError:
        return
    start, before = work.inc.pick, work.inc.value
    assert start is not None
    work.dual.evaluate()
    options = np.array([work.inc.full.to_options(pick) for pick in (start, work.dual.pick)])
    inside = np.all([np.isin(plans.option[:, j], options[:, j]) for j in range(problem.n_sites)], axis=0)
    better = recombine_near(work)
    assert better == (work.inc.value < before)
    wanted = plans.value[inside & plans.whole].min()
    assert work.inc.value <= wanted + 1e-6 * max(1.0, abs(wanted))


def test_plans_too_large_to_recombine_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even two plans make too large a problem, there is no plan made of them."""
    work = begun(scattered(1), 20)
    start = work.inc.pick
    assert start is not None
    monkeypatch.setattr(recombining, "EFFORT", replace(EFFORT, recombine_columns=0))
    assert recombine(work, [start, start]) is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_recombining_gives_the_same_plan_whatever_the_threads(seed: int) -> None:
    """One thread and two find the same plan, which costs no more than the plan before."""
    problem = scattered(seed)
    alone = begun(problem, 20)
    before = alone.inc.value
    better = perturb_and_recombine(alone)
    with ThreadPoolExecutor(2) as pool:
        both = begun(problem, 20, pool)
        perturb_and_recombine(both)
    assert alone.inc.value == both.inc.value
    assert better == (alone.inc.value < before)
    assert alone.inc.pick is not None
    assert both.inc.pick is not None
    assert np.array_equal(alone.inc.pick, both.inc.pick)


def test_a_patient_run_proves_what_a_hasty_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """With patience from the first round the optimum is the same, and the check repeats its bound."""
    rng = np.random.default_rng(7)
    cost = rng.integers(1, 100, (60, 40)).astype(float)
    hasty = p_median(cost, 6)
    monkeypatch.setattr("narvaro.siting.bound.lagrangian._LARGE", 0)
    patient = p_median(cost, 6)
    assert patient.value == hasty.value
    assert patient.status == hasty.status == "optimal"
    check(patient.problem, patient.solution)
