"""Plans made from the relaxation and the polishing of the best one: whole, never dearer, and told truly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.runs import begun

from narvaro.errors import InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.plans import relaxed
from narvaro.siting.plans.relaxed import chain_budget, plan_from_relaxation, polish
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import Search


def cost_of(work: Workbench, pick: np.ndarray) -> float:
    """Return what a plan costs, written out; infinity where it breaks something."""
    plans = every_plan(work.inc.full.problem)
    row = np.flatnonzero((plans.option == work.inc.full.to_options(pick)).all(axis=1))[0]
    return float(plans.value[row]) if plans.whole[row] else np.inf


@settings(max_examples=50)
@given(features(), st.booleans(), st.integers(2, 3))
def test_the_best_plan_only_gets_better_and_it_is_told(f: Features, polished: bool, depth: int) -> None:
    """Either step says whether the best plan's value fell, and the plan costs what it is said to, written out."""
    try:
        work = begun(problem_of(f), 10)
    except InfeasibleError:
        return
    before = work.inc.value
    better = (polish if polished else plan_from_relaxation)(work, 20, depth)
    assert better == (work.inc.value < before)
    assert work.inc.value <= before
    assert work.inc.pick is not None
    assert work.inc.value == pytest.approx(cost_of(work, work.inc.pick), rel=1e-9, abs=1e-7)


@settings(max_examples=50)
@given(features(ceiling=False, must=False))
def test_a_plan_of_the_relaxation_is_remembered_where_it_keeps_the_limits(f: Features) -> None:
    """What could be mended is one of the latest plans, whole as written out, whether it is the best or not."""
    try:
        work = begun(problem_of(f), 10)
    except InfeasibleError:
        return
    plan_from_relaxation(work, 20, 2)
    for pick in work.inc.recent:
        assert np.isfinite(cost_of(work, pick))
        assert cost_of(work, pick) >= work.inc.value - 1e-7 * max(1.0, abs(work.inc.value))


def test_sites_take_what_they_picked_most_of_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing mended or improved: each site has the option picked most, and of those ruled out none."""
    monkeypatch.setattr(Search, "descend", lambda *_: 0.0)
    monkeypatch.setattr(Search, "improve", lambda *_: 0.0)
    problem = problem_of(Features(5, sites=5, areas=8, states=2, years=2))
    for seed in range(5):
        work, rng = begun(problem, 1), np.random.default_rng(seed)
        work.mean[:] = rng.random(len(work.mean))
        c, most = work.model.choices, []
        for j in range(problem.n_sites):
            mine = np.arange(c.site_ptr[j], c.site_ptr[j + 1])
            most.append(mine[np.argsort(-work.mean[mine])][: min(2, len(mine))])
        plan_from_relaxation(work, 5, 2)
        assert work.inc.recent[-1].tolist() == [int(best[0]) for best in most]
        work.model = work.model.without(np.array([best[0] for best in most if len(best) > 1]))
        plan_from_relaxation(work, 5, 2)
        assert work.inc.recent[-1].tolist() == [int(best[-1]) for best in most]


def test_there_is_no_plan_of_a_relaxation_in_which_a_site_has_no_option() -> None:
    """A site whose options are all ruled out picks none: nothing is made and nothing remembered."""
    work = begun(problem_of(Features(5)), 3)
    work.dual.pick[0] = -1
    kept = len(work.inc.recent)
    assert plan_from_relaxation(work, 5, 2) is False
    assert len(work.inc.recent) == kept


@pytest.mark.parametrize(("opened", "chains"), [(1, 8), (6, 12), (250, 400)])
def test_effort_is_two_chains_for_each_open_site_within_its_edges(opened: int, chains: int) -> None:
    """One open site has the least, 8 chains; six have 12; 250 would have 500 and have the most, 400."""
    assert chain_budget(begun(all_open(opened), 1)) == chains


def test_effort_falls_with_the_options_that_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where 120 options may be looked at in one round, ten options leave 12 chains for their ten open sites."""
    monkeypatch.setattr(relaxed, "EFFORT", replace(EFFORT, looked_at=120))
    assert chain_budget(begun(all_open(10), 1)) == 12


def all_open(sites: int) -> Problem:
    """Return sites that are all open, and one area beside them."""
    layer = Layer("car", np.ones((1, sites)), np.ones((1, 1)), 9.0)
    options = Options(np.arange(sites), np.zeros((sites, 1)), np.zeros(sites))
    return Problem(sites, 1, 1, (layer,), options, Limits.none(sites))
