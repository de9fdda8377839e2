"""The first plan keeps everything or there is none, and the first multipliers follow from it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.solve.test_solve import country

from narvaro.errors import InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.form.clock import Clock
from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip import feasibility
from narvaro.siting.plans.start import first_multipliers, first_plan
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.search.local import Search


def started(problem: Problem, warm: Any = None) -> tuple[Incumbent, Search]:
    inc = Incumbent(build_model(problem))
    search = Search(inc.full)
    first_plan(inc, search, warm)
    return inc, search


@settings(max_examples=100)
@given(features())
def test_a_first_plan_is_whole_and_there_is_none_only_where_none_is(f: Features) -> None:
    """Written out the plan keeps limits, ceilings and who must be reached, at the value told; else it is refused."""
    problem = problem_of(f)
    plans = every_plan(problem)
    if not np.isfinite(plans.best):
        with pytest.raises(InfeasibleError) as error:
            started(problem)
        assert error.value.conflicts
        return
    inc, _ = started(problem)
    assert inc.pick is not None
    row = np.flatnonzero((plans.option == inc.full.to_options(inc.pick)).all(axis=1))[0]
    assert plans.whole[row]
    assert inc.value == pytest.approx(plans.value[row], rel=1e-9, abs=1e-7)


@settings(max_examples=50)
@given(features(), st.integers(0, 2**32 - 1))
def test_a_plan_to_begin_from_is_never_made_dearer(f: Features, seed: int) -> None:
    """From a whole plan the first one costs at most as much; from any other one it is whole all the same."""
    problem = problem_of(f)
    plans = every_plan(problem)
    whole = np.flatnonzero(plans.whole)
    if not len(whole):
        return
    rng = np.random.default_rng(seed)
    row, other = rng.choice(whole), rng.integers(len(plans.value))
    inc, _ = started(problem, plans.option[row])
    assert inc.value <= plans.value[row] + 1e-7 * max(1.0, abs(plans.value[row]))
    assert np.isfinite(started(problem, plans.option[other])[0].value)


def test_the_order_of_a_sample_does_not_leave_a_country_without_its_plan() -> None:
    """700 areas, of which every other one is looked at: five of sixty sites, and far below five drawn blindly."""
    problem = country(700, 60, 5)
    inc, _ = started(problem)
    blind = np.where(np.isin(problem.options.site, np.arange(5)), problem.options.state[:, 0] == 0, False)
    layer = problem.layers[0]
    drawn = float((layer.weight[:, 0] * layer.cost[:, problem.options.site[blind]].min(axis=1)).sum())
    assert inc.value < 0.8 * drawn


@pytest.mark.parametrize(("began", "left"), [(0.0, 5.0), (4.5, 1.0), (9.0, 1.0)])
def test_a_first_plan_is_looked_for_within_the_limit_or_one_second(
    monkeypatch: pytest.MonkeyPatch, began: float, left: float
) -> None:
    """Where mending does not give a plan, HiGHS is asked for no longer than what is left of 5 s, or 1 s."""
    asked: list[float] = []

    def pick(model: Any, cost: Any, seconds: float) -> Any:
        asked.append(seconds)
        return feasible(model, cost, seconds)

    feasible = feasibility.feasible_pick
    monkeypatch.setattr(feasibility, "feasible_pick", pick)
    monkeypatch.setattr(Search, "repair", lambda _: False)
    monkeypatch.setattr(Clock, "seconds", property(lambda _: began))
    inc = Incumbent(build_model(country(60, 20, 4)), clock=Clock(5.0))
    first_plan(inc, Search(inc.full, None, inc.clock), None)
    assert asked == [left]
    assert np.isfinite(inc.value)


# --- multipliers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unserved", "opened", "wanted"),
    [
        (9.0, [0, 1], 3.0),  # half way from 1 to 5
        (9.0, [0], 5.0),  # half way from 1 to 9
        (5.5, [], 5.5),  # nothing is open: first and second choice are to go unserved
        (np.inf, [0], 10.0),  # no second choice: twice the largest cost, not half of endless
    ],
)
def test_first_multipliers_lie_between_first_and_second_choice(
    unserved: float, opened: list[int], wanted: float
) -> None:
    """One area with sites at 1 and 5: half way from what it pays to what it would pay next."""
    layer = Layer("car", np.array([[1.0, 5.0]]), np.ones((1, 1)), unserved)
    options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    model = build_model(Problem(2, 1, 1, (layer,), options, Limits.none(4)))
    search = Search(model)
    search.load(np.array([int(0 in opened), 2 + int(1 in opened)]))
    first = first_multipliers(search)
    assert first.client.tolist() == [[wanted]]
    assert (first.limit.shape, first.ceiling.tolist()) == ((0,), [[0.0]])


@settings(max_examples=50)
@given(features())
def test_first_multipliers_are_allowed(f: Features) -> None:
    """None is below zero or above what its client pays unserved, and all are finite: they prove a bound."""
    try:
        inc, search = started(problem_of(f))
    except InfeasibleError:
        return
    client = first_multipliers(search).client
    assert np.isfinite(client).all()
    assert (client >= 0).all()
    assert (client <= inc.full.lists.cap[:, None]).all()


@settings(max_examples=60)
@given(features(ceiling=False), st.integers(0, 2**32 - 1))
def test_a_broken_plan_near_known_multipliers_is_mended_or_none_is_known(f: Features, seed: int) -> None:
    """Whatever plan and multipliers are given, the first plan is whole, and refused only where there is none."""
    problem = problem_of(f)
    plans = every_plan(problem)
    model = build_model(problem)
    rng = np.random.default_rng(seed)
    near = Dual(model, model.multipliers(rng.uniform(0, 20, model.base.shape)))
    near.evaluate()
    inc, warm = Incumbent(model), plans.option[rng.integers(len(plans.value))]
    if not np.isfinite(plans.best):
        with pytest.raises(InfeasibleError):
            first_plan(inc, Search(model), warm, near=near)
        return
    first_plan(inc, Search(model), warm, near=near)
    row = np.flatnonzero((plans.option == model.to_options(inc.pick)).all(axis=1))[0]
    assert plans.whole[row]
    assert inc.value == pytest.approx(plans.value[row], rel=1e-9, abs=1e-7)
