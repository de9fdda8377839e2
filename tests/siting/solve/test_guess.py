"""The guess at national size: multipliers that prove a good bound of all clients at once, and a plan of all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.runs import planned
from tests.siting.solve.test_solve import country

from narvaro.errors import InfeasibleError
from narvaro.siting import check, solve
from narvaro.siting.bound import aggregate
from narvaro.siting.form.clock import Clock
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.solve import guess as guessing
from narvaro.siting.solve.guess import guess


@settings(max_examples=40)
@given(features(ceiling=False))
def test_a_guess_is_a_true_bound_and_a_whole_plan(f: Features) -> None:
    """Written out no plan costs less than the lifted multipliers prove, and the plan kept is whole, at its value."""
    problem = problem_of(f)
    try:
        work = planned(problem)
    except InfeasibleError:
        return
    if not work.inc.full.base.any():
        return  # no block stands for anyone
    plans, before = every_plan(problem), work.inc.value
    dual = guess(work.inc, work.search, 0)
    near = 1e-7 * max(1.0, abs(plans.best))
    assert dual.model is work.inc.full
    assert dual.evaluate() <= plans.best + near
    assert plans.best - near <= work.inc.value <= before
    assert work.inc.pick is not None
    row = np.flatnonzero((plans.option == work.inc.full.to_options(work.inc.pick)).all(axis=1))[0]
    assert plans.whole[row]
    assert plans.value[row] == pytest.approx(work.inc.value, rel=1e-9, abs=1e-7)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_guess_proves_more_the_more_sites_its_blocks_share(seed: int) -> None:
    """For 600 areas and 40 sites: the first multipliers prove nothing, one shared site something, two 70 %."""
    proven = []
    for near in (1, 2):
        work = planned(country(600, 40, 6, seed))
        assert work.dual.evaluate() < 0.0
        dual = guess(work.inc, work.search, 0, near)
        proven.append(dual.evaluate() / work.inc.value)
        assert dual.length.theta == EFFORT.theta_guess
    assert 0.2 < proven[0] < proven[1] <= 1.0
    assert proven[1] > 0.7


def test_a_guess_is_the_same_each_time() -> None:
    """Nothing depends on time or chance where there is no time limit."""
    problem = country(300, 30, 5)
    found = []
    for _ in range(2):
        work = planned(problem)
        found.append(guess(work.inc, work.search, 3).now.client.tobytes())
    assert found[0] == found[1]


def test_a_guess_that_has_no_time_left_is_of_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is over: one round for the blocks of blocks, one for the blocks, and no plans are recombined."""
    rounds, recombined = [], []
    work = planned(country(300, 30, 5))
    work.inc.clock = Clock(-1.0)
    run = guessing.Workbench.round
    monkeypatch.setattr(
        guessing.Workbench, "round", lambda self, settle: (rounds.append(settle), run(self, settle))
    )
    monkeypatch.setattr(guessing, "perturb_and_recombine", lambda _: recombined.append(1))
    guess(work.inc, work.search, 0)
    assert (len(rounds), recombined) == (2, [])


@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_begins_from_blocks_of_blocks_is_proven(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guess forced on, the plan and the bound are those of a run without it."""
    f = Features(seed=seed, sites=9, areas=120, years=2, states=2, money=True, covers=True)
    problem = problem_of(f)
    plain = solve(problem)
    monkeypatch.setattr(aggregate, "_FEWEST", 10)
    guessed = solve(problem)
    assert guessed.status == plain.status == "optimal"
    assert guessed.value == pytest.approx(plain.value, rel=1e-9)
    check(problem, guessed)
