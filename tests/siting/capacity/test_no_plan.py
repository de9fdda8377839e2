"""That no plan exists is said only where it is proven; what HiGHS says of it proves nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.siting.brute import every_plan
from tests.siting.capacity.test_run import larger, line
from tests.siting.problems import drawn_with_capacity, problem_of

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.siting import Problem, check, frontier, solve
from narvaro.siting.capacity import no_plan, run
from narvaro.siting.capacity.no_plan import Rays, farkas, fraction, settle
from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip import solver
from narvaro.siting.mip.solver import MipResult


def small(seed: int) -> Problem:
    return problem_of(dataclasses.replace(drawn_with_capacity(seed), form="dense"))


@pytest.fixture
def denied(monkeypatch) -> None:
    """Let HiGHS say of every mixed-integer problem that it has no plan."""
    none = MipResult(None, np.inf, ended=True, infeasible=True)
    monkeypatch.setattr(solver, "solve_mip", lambda *_, **__: none)


@pytest.mark.parametrize("seed", range(120))
def test_a_plan_is_found_or_it_is_proven_that_there_is_none(seed: int) -> None:
    """Splitting by itself comes to what every plan written out shows."""
    problem = small(seed)
    found, proven = settle(build_model(problem))
    best = every_plan(problem).best
    assert proven == (not np.isfinite(best))
    assert (found is None) == proven
    if found is not None:
        assert found[1].value >= best - 1e-7 * max(1.0, abs(best))


@pytest.mark.parametrize("seed", range(60))
def test_any_multipliers_prove_nothing_where_there_is_a_plan(seed: int) -> None:
    """Farkas: drawn at random, the sum is never above zero for a problem that has a plan."""
    problem = small(seed)
    if not np.isfinite(every_plan(problem).best):
        return
    model, rng = build_model(problem), np.random.default_rng(seed)
    lam = rng.normal(size=len(model.choices.lower))
    lam = np.where(np.isinf(model.choices.upper), np.minimum(lam, 0), lam)
    lam = np.where(np.isinf(model.choices.lower), np.maximum(lam, 0), lam)
    eta = np.where(np.isfinite(model.ceilings), rng.random(model.ceilings.shape), 0.0)
    for size in (0.1, 1.0, 10.0):
        rays = Rays(size * rng.random(model.base.shape), lam, eta)
        assert farkas(model, rays, fraction) <= 0


@pytest.mark.usefixtures("denied")
@pytest.mark.parametrize("seed", range(40))
def test_a_false_word_of_highs_denies_no_plan(seed: int) -> None:
    """With HiGHS denying every plan: one is found all the same, its bound holds, or that there is none is proven."""
    problem = small(seed)
    best = every_plan(problem).best
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            solve(problem)
        return
    found = solve(problem)
    check(problem, found)
    assert found.bound <= best + 1e-7 * max(1.0, abs(best))


@pytest.mark.usefixtures("denied")
def test_highs_is_not_believed_against_a_plan_in_hand() -> None:
    """HiGHS says that nothing is left where the best plan's own options are: the gap stays open."""
    found = solve(larger())
    check(larger(), found)
    assert (found.status, found.bound_rests_on) == ("feasible", "lagrangian")


@pytest.mark.usefixtures("denied")
def test_what_is_neither_found_nor_proven_is_not_known(monkeypatch) -> None:
    """With no part looked at: it is said that it is not known, and not that there is no plan; in both languages."""
    monkeypatch.setattr(no_plan, "_MOST_PARTS", 0)
    problem = line(room=(4.0,), unserved=np.inf, most=2.0)
    with pytest.raises(UnsettledError) as error:
        solve(problem)
    assert not isinstance(error.value, InfeasibleError)
    assert error.value.exit_code == 3
    assert "it is not known whether one exists" in error.value.text("en")
    assert "inte heller bevisat" in error.value.text("sv")
    curve = frontier(problem, [0], [0.0, 1.0])
    assert [type(refusal.error) for refusal in curve.refused] == [UnsettledError]
    assert [point.solution.value for point in curve.points] == [0.0]


def test_a_plan_that_highs_takes_for_whole_is_cut_off(monkeypatch) -> None:
    """HiGHS is made to give a plan with one site first, which has too little room: two are asked for, at 13 in all."""
    problem = line(room=(5.0,), unserved=np.inf, most=3.0)
    costs = np.tile([0.0, 5.0], 3)
    problem = dataclasses.replace(problem, options=dataclasses.replace(problem.options, cost=costs))
    asked: list[int] = []
    honest = solver.solve_mip

    def first_false(model, mip, **more):
        asked.append(mip.rows.shape[0])
        found = honest(model, mip, **more)
        return dataclasses.replace(found, pick=np.array([1, 2, 4])) if len(asked) == 1 else found

    monkeypatch.setattr(run.solver, "solve_mip", first_false)
    monkeypatch.setattr(run.feasibility, "feasible_pick", lambda *_: None)
    found = solve(problem)
    assert found.value == pytest.approx(2 * 5.0 + 3.0)
    assert asked[1] == asked[0] + 1
