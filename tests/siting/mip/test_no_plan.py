"""That no plan exists is said only where it is proven without the solver's word."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from tests.siting.brute import every_plan
from tests.siting.problems import Features, problem_of

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.siting import Layer, Limits, Options, Problem, near_ties, solve
from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip import feasibility, no_plan, solver
from narvaro.siting.mip.cuts import cut_off

OPTIONS = Options(np.repeat(np.arange(4), 2), np.tile([-1, 0], 4)[:, None], np.zeros(8))
LAYER = Layer("car", np.abs(np.arange(4.0)[:, None] - np.arange(4.0)), np.ones((4, 1)), 9.0)


def towns(rows, lower, upper) -> Problem:
    """Four sites, open or closed."""
    matrix = sparse.csr_array(np.kron(np.array(rows, float), [0.0, 1.0]))
    limits = Limits(matrix, lower, upper, tuple(f"row {r}" for r in range(len(rows))))
    return Problem(4, 1, 1, (LAYER,), OPTIONS, limits)


NONE = {
    "a clash of sums": ([[1, 1, 1, 1], [4, 4, 4, 4]], [2, -np.inf], [np.inf, 7]),
    "halves would do": ([[2, 2, 2, 2]], [3], [3]),
    "no sum of these is 10": ([[3, 3, 7, 6], [1, 1, 1, 1]], [11, 0], [11, 2]),
    "large figures": ([[1e12, 1, 0, 0], [1, 1, 0, 0]], [-np.inf, 2], [1e12, np.inf]),
    "nothing to hold": ([[0, 0, 0, 0]], [1], [np.inf]),
}


@pytest.mark.parametrize("what", NONE)
def test_no_plan_is_proven_without_the_mixed_integer_solver(what: str) -> None:
    """All sixteen plans break a limit, and the proof finds so by multipliers and halves."""
    problem = towns(*NONE[what])
    assert not every_plan(problem).whole.any()
    rows = feasibility._FeasibilityRows(build_model(problem), 60.0)
    assert rows.settled(np.arange(len(rows.lower))).none
    with pytest.raises(InfeasibleError) as error:
        solve(problem)
    assert error.value.conflicts


def test_a_false_word_of_the_solver_is_not_believed(monkeypatch) -> None:
    """HiGHS says that no plan exists, and a plan is found all the same: two offices for 7, 500 at most."""
    problem = towns([[3, 3, 4, 4], [1, 1, 1, 1]], [-np.inf, 2], [7, np.inf])
    best = solve(problem).value
    lie = solver.MipResult(None, np.inf, True, True)
    monkeypatch.setattr(feasibility, "ask", lambda *_args, **_more: (lie, np.inf))
    model = build_model(problem)
    pick = feasibility.feasible_pick(model, np.zeros(8))
    assert pick is not None
    assert cut_off(model, pick) is None
    assert best == every_plan(problem).best


def test_what_is_not_settled_is_called_so(monkeypatch) -> None:
    """Without nodes for the proof it is not known whether a plan exists, and near ties call their list incomplete."""
    problem = towns(*NONE["halves would do"])
    monkeypatch.setattr(no_plan, "_NODES", 0)
    with pytest.raises(UnsettledError) as error:
        solve(problem)
    assert error.value.key == "infeasible.unsettled"
    single = towns([[1, 1, 1, 1], [1, 0, 0, 0]], [4, 1], [4, 1])
    ties = near_ties(single, solve(single), within=0.1, differ=1)
    assert (len(ties.plans), ties.status, ties.stopped_by) == (1, "incomplete", "step")


@pytest.mark.parametrize("seed", range(25))
def test_a_verdict_agrees_with_writing_out_every_plan(seed: int) -> None:
    """Limits drawn without a plan in mind: a plan found keeps them all, and none is said only where there is none."""
    f = Features(seed=seed, sites=5, areas=4, money=True, groups=True, covers=True, exactly=True, tight=True)
    problem = problem_of(f)
    model = build_model(problem)
    rows = feasibility._FeasibilityRows(model, 60.0)
    verdict = rows.settled(np.arange(len(rows.lower)))
    assert verdict.none == (not every_plan(problem).whole.any())
    assert verdict.none or cut_off(model, verdict.pick) is None
