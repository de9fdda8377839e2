"""What is left of a problem: only options that no better plan uses are ruled out, and rounds are remembered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.bound.test_mir import tried
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.runs import begun, planned

from narvaro.errors import InfeasibleError
from narvaro.siting import check
from narvaro.siting.bound.lagrangian import HASTE, PATIENCE
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.solve.solve import conclude


@settings(max_examples=60)
@given(features(), st.integers(5, 60))
def test_no_plan_better_than_wanted_uses_an_option_that_is_ruled_out(f: Features, rounds: int) -> None:
    """Of all plans written out, those with an option ruled out reach the target; what is noted of each is true."""
    problem = problem_of(f)
    try:
        work = begun(problem, rounds)
    except InfeasibleError:
        return
    plans, full, target = every_plan(problem), work.inc.full, work.inc.target()
    near = 1e-7 * max(1.0, abs(work.inc.value))
    assert work.fix(0.0) == (not work.model.allowed.all())
    for k, given_as in enumerate(full.order):
        using = (plans.option == given_as).any(axis=1) & plans.whole
        least = plans.value[using].min(initial=np.inf)
        assert work.model.allowed[k] or least >= target - near
        assert work.inc.option_bound[k] <= least + near
    assert full.allowed.all()
    assert work.search.model is work.dual.model is work.model


def test_too_few_options_are_not_worth_a_smaller_model() -> None:
    """After twenty rounds about half can be ruled out: asked for more than those nothing changes."""
    problem = problem_of(Features(seed=8, sites=9, areas=25))
    work, other = begun(problem, 20), begun(problem, 20)
    assert work.fix(0.0)
    share = 1 - work.model.allowed.sum() / len(work.model.allowed)
    assert 0.2 < share < 0.8
    assert other.fix(share + 0.01) is False
    assert other.model is other.inc.full
    assert other.inc.stages == ()
    assert other.fix(share - 0.01)


def test_a_rounded_limit_changes_nothing_until_it_has_a_multiplier() -> None:
    """What is left and the bound stay; the stages' multipliers get a zero for each, and the check accepts the proof."""
    problem = problem_of(Features(seed=7, sites=9, areas=25, whole=True, money=True))
    work = begun(problem, 20)
    work.prove()
    assert work.fix(0.0)
    work.dual.back_to_best()
    allowed, bound, wide = work.model.allowed, work.dual.value, len(problem.limits)
    cuts = tuple(tried(problem, np.random.default_rng(1)))
    assert len(cuts) > 1
    work.tighten(cuts)
    assert work.dual.value == pytest.approx(bound, rel=1e-12)
    assert work.model.allowed is allowed
    assert work.search.model is work.dual.model is work.model
    assert len(work.model.problem.limits) == len(work.model.choices.upper) == wide + len(cuts)
    for stage in work.inc.stages:
        assert stage.limit[wide:].tolist() == [0.0] * len(cuts)
    for _ in range(40):
        work.round(settle=False)
    work.prove()
    answer = conclude(work, "step")
    assert answer.certificate.cuts == cuts
    check(problem, answer)
    # the next run begins from the lists of the problem as given
    assert answer.prepared is work.inc.prepared


def test_shares_are_one_in_all_for_each_site() -> None:
    """Of what a site picked in the rounds so far; nothing is picked before the first."""
    work = begun(problem_of(Features(seed=8, sites=9, areas=25)), 20)
    assert np.bincount(work.model.choices.site, work.share()) == pytest.approx(np.ones(9))
    assert planned(problem_of(Features(seed=8))).share().sum() == 0


def test_without_a_plan_or_a_bound_nothing_is_ruled_out() -> None:
    """There is no level to lift a bound to, and no bound to be lifted."""
    problem = problem_of(Features(seed=3, sites=9, areas=25, whole=True))
    assert planned(problem).fix(0.0) is False
    work = begun(problem, 80)
    work.inc.value = np.inf
    assert work.fix(0.0) is False


@pytest.mark.parametrize("rounds", [1, 5, 30])
def test_the_mean_of_picks_weighs_each_round_less_than_the_next(rounds: int) -> None:
    """After n rounds each site's shares add up to 1 - (1 - w)^n, most of it on what was picked last if that stays."""
    work = begun(problem_of(Features(seed=2, states=2, years=2)), rounds)
    c = work.model.choices
    by_site = np.add.reduceat(work.mean, c.site_ptr[:-1])
    assert by_site == pytest.approx(1 - (1 - EFFORT.mean_weight) ** rounds)
    before = work.mean.copy()
    work.round(settle=False)
    wanted = before * (1 - EFFORT.mean_weight)
    wanted[work.dual.pick] += EFFORT.mean_weight
    assert work.mean == pytest.approx(wanted)


def test_a_round_in_which_a_site_has_no_option_is_not_remembered() -> None:
    """With all options of a site ruled out it picks none, and the mean stays as it was."""
    work = begun(problem_of(Features(seed=2)), 4)
    c = work.model.choices
    work.dual.use(work.model.without(np.arange(c.site_ptr[0], c.site_ptr[1])))
    before = work.mean.copy()
    work.round(settle=False)
    assert np.array_equal(work.mean, before)


def test_the_best_bound_of_the_rounds_is_proven() -> None:
    """Nothing is proven before the first round; then the incumbent has the best of them."""
    work = planned(problem_of(Features(seed=4, sites=8, areas=20)))
    work.prove()
    assert work.inc.proof is None
    for _ in range(10):
        work.round(settle=False)
    work.prove()
    assert work.inc.proof is not None
    assert work.inc.proof.bound == work.dual.best


def test_a_run_is_patient_where_its_bound_is_and_then_waits_longer() -> None:
    """A small problem is begun in haste; told to be patient, its step is shortened after more rounds."""
    work = planned(problem_of(Features(seed=4)))
    assert (work.patient, work.dual.length.patience) == (False, HASTE)
    work.dual.be_patient()
    assert (work.patient, work.dual.length.patience) == (True, PATIENCE)
    # a step's patience alone, as the tree over counts sets it, is no mode of the run
    work.dual.length.patience = HASTE
    assert work.patient
