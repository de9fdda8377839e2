"""The finish: what HiGHS ends is the best plan of all, and the proof tells that it rests on its word."""

from dataclasses import replace

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of
from tests.siting.runs import begun

from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.mip import solver
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Stopped
from narvaro.siting.solve import finish as room


@pytest.mark.parametrize("rows", [-1, 20_000])
@pytest.mark.parametrize("seed", range(6))
def test_a_finish_ends_at_the_best_of_all_plans_with_and_without_presolve(
    seed: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether HiGHS presolves the finish or not, the plan is the best of all and the bound meets it."""
    monkeypatch.setattr(solver, "PRESOLVE_ROWS", rows)
    f = Features(seed=seed, sites=8, areas=30, years=2, states=2, layers=2, money=True, groups=True)
    problem = problem_of(f)
    work = begun(problem, 1)
    with pytest.raises(Stopped, match="proven"):
        room.finish(work)
    assert work.inc.proof is not None
    assert work.inc.proof.rests_on == "highs"
    assert work.inc.value == pytest.approx(every_plan(problem).best, rel=1e-9)


def stacked(sites: int) -> Problem:
    """Return areas with every site at some distance: the nearest of all stays open, two of the others may too."""
    rng = np.random.default_rng(sites)
    cost = np.sort(rng.uniform(10.0, 20.0, (40, sites)), axis=1)
    cost[:, 0] = 1.0
    site = np.concatenate([[0], np.repeat(np.arange(1, sites), 2)])
    state = np.concatenate([[0], np.tile([-1, 0], sites - 1)])[:, None]
    is_open = (state[:, 0] >= 0).astype(float)
    most = Limits(is_open[None, :], [-np.inf], [3.0], ("three",))
    layer = Layer("car", cost, np.ones((40, 1)), 99.0)
    return Problem(sites, 1, 1, (layer,), Options(site, state, np.zeros(len(site))), most)


def test_what_lies_behind_a_site_that_stays_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finish of more pairs than it takes is given to HiGHS where its rows are few, and left where they are many."""
    monkeypatch.setattr(room, "MIP_PAIRS", 100)
    work = begun(stacked(12), 1)
    work.dual.now = work.model.multipliers(np.full((40, 1), 0.5))  # nothing is proven: all pairs are left
    monkeypatch.setattr(room, "EFFORT", replace(EFFORT, mip_entries=10))
    assert not room.finish(work)
    monkeypatch.setattr(room, "EFFORT", EFFORT)
    with pytest.raises(Stopped, match="proven"):
        room.finish(work)
    assert work.inc.value == 40.0
