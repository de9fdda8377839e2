"""The check of flows: shares that no plan has are found out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import sparse
from tests.siting.capacity.test_run import keys, line

from narvaro.siting import Problem, Solution, check, solve


@pytest.fixture(scope="module")
def solved() -> tuple[Problem, Solution]:
    problem = line(overload=np.inf, most=3.0)
    return problem, solve(problem)


def tampered(solution: Solution, change) -> Solution:
    table = solution.served[0][0].toarray()
    change(table)
    return dataclasses.replace(solution, served=((sparse.csr_array(table),),))


def test_a_tampered_flow_is_refused(solved) -> None:
    """Shares above one, below zero, missing, or from a closed site are each found out."""
    problem, solution = solved
    check(problem, solution)

    def more(x):
        x[0] *= 1.5

    def below(x):
        x[0, 0], x[0, 1] = 1.5, -0.5

    def missing(x):
        x[0] = 0.0

    assert "check.served" in keys(problem, tampered(solution, more))
    assert "check.served" in keys(problem, tampered(solution, below))
    assert "check.value" in keys(problem, tampered(solution, missing))
    two = solve(line(room=(5.0,)))
    shut = int(np.flatnonzero(line().options.state[two.option, 0] < 0)[0])

    def closed(x):
        x[0] = 0.0
        x[0, shut] = 1.0

    assert "check.served" in keys(line(room=(5.0,)), tampered(two, closed))


def test_flows_beyond_a_hard_limit_are_refused(solved) -> None:
    """All areas sent to one site with room for 4: the load of 9 is named."""
    problem, solution = solved

    def crowd(x):
        x[:] = 0.0
        x[:, 1] = 1.0

    assert "check.site_room" in keys(problem, tampered(solution, crowd))


def test_a_solution_without_its_flows_is_refused(solved) -> None:
    """No flows, or flows of another shape, prove nothing."""
    problem, solution = solved
    for served in (None, (None,), ((sparse.csr_array((3, 2)),),), ((),)):
        assert "check.served_shape" in keys(problem, dataclasses.replace(solution, served=served))
