"""Plans under improvement: what a search says of its plan is what the plan costs."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting.layout.layout import build_model
from narvaro.siting.search.local import Search
from narvaro.siting.search.value import plan_value


def true_value(model, plans, pick) -> tuple[float, bool]:
    """Return a plan's cost and whether it is whole, from the written-out plans."""
    row = int(np.flatnonzero((plans.option == model.to_options(pick)).all(axis=1))[0])
    return float(plans.value[row]), bool(plans.whole[row])


@settings(max_examples=80)
@given(features(), st.integers(0, 2**32 - 1))
def test_the_value_of_a_plan_stays_true_through_every_change(f: Features, seed: int) -> None:
    """After loading, mending, descending and chains, value and wholeness equal those of the plan written out."""
    problem = problem_of(f)
    plans, model = every_plan(problem), build_model(problem)
    rng = np.random.default_rng(seed)
    search = Search(model)
    search.load(model.from_options(plans.option[rng.integers(len(plans.option))]))
    zero = np.zeros(len(model.choices.lower))
    for change in (
        lambda: None,
        search.repair,
        lambda: search.descend(20),
        lambda: search.improve(zero, 20, 3),
    ):
        change()
        value, whole = plan_value(model, search)
        wanted, keeps = true_value(model, plans, search.pick)
        assert whole == keeps or not np.isfinite(value)
        if keeps:
            assert abs(value - wanted) <= 1e-7 * max(1.0, abs(wanted))


@settings(max_examples=60)
@given(features(ceiling=False, must=False), st.integers(0, 2**32 - 1))
def test_a_descent_breaks_no_limit_and_never_climbs(f: Features, seed: int) -> None:
    """From a plan that keeps the limits, single changes lead to plans that keep them and cost no more."""
    problem = problem_of(f)
    plans, model = every_plan(problem), build_model(problem)
    whole = np.flatnonzero(plans.whole)
    if not len(whole):
        return
    search = Search(model)
    start = plans.option[np.random.default_rng(seed).choice(whole)]
    before = search.load(model.from_options(start))
    fell = search.descend(50)
    assert fell >= 0
    value, keeps = true_value(model, plans, search.pick)
    assert keeps
    assert abs(value - (before - fell)) <= 1e-7 * max(1.0, abs(value))
