"""The independent check accepts what is true and refuses what was tampered with."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csr_array

from narvaro.errors import CheckError
from narvaro.siting import Layer, Limits, Options, Problem, check, solve


@pytest.fixture(scope="module")
def solved():
    rng = np.random.default_rng(1)
    cost = np.hypot(*(rng.random((80, 2))[:, None] - rng.random((30, 2))[None]).transpose(2, 0, 1))
    options = Options(np.repeat(np.arange(30), 2), np.tile([-1, 0], 30)[:, None], np.zeros(60))
    limits = Limits(csr_array(np.tile([0.0, 1.0], 30)[None]), [4], [4], ("open",))
    problem = Problem(30, 1, 1, (Layer("c", cost, np.ones((80, 1)), 3.0),), options, limits)
    return problem, solve(problem, gap=0.02)


def keys(problem, solution):
    with pytest.raises(CheckError) as error:
        check(problem, solution)
    return {fault.key for fault in error.value.faults}


def test_a_true_solution_passes(solved):
    """Value and bound are found again from the raw arrays."""
    problem, solution = solved
    found = check(problem, solution)
    assert found.value == pytest.approx(solution.value, rel=1e-12)
    assert found.bound >= solution.bound - 1e-9


def test_another_plan_under_the_same_value_is_refused(solved):
    """Opening another place changes the value, and one more breaks the limit."""
    problem, solution = solved
    option = solution.option.copy()
    shut = int(np.flatnonzero(problem.options.state[option, 0] < 0)[0])
    option[shut] += 1
    assert "check.limit" in keys(problem, dataclasses.replace(solution, option=option))


def test_a_better_value_is_refused(solved):
    """A value that the plan does not have is found out."""
    problem, solution = solved
    assert "check.value" in keys(problem, dataclasses.replace(solution, value=solution.value * 0.99))


def test_a_higher_bound_is_refused(solved):
    """A bound above what the multipliers give is found out."""
    problem, solution = solved
    assert "check.bound" in keys(problem, dataclasses.replace(solution, bound=solution.value, gap=0.0))


def test_tampered_multipliers_are_refused(solved):
    """Multipliers above what an unserved client pays prove nothing."""
    problem, solution = solved
    stage = solution.certificate.stages[-1]
    fake = dataclasses.replace(stage, client=(stage.client[0] + 10.0,))
    certificate = dataclasses.replace(solution.certificate, stages=(fake,))
    assert "check.multiplier" in keys(problem, dataclasses.replace(solution, certificate=certificate))


def test_options_ruled_out_without_proof_are_refused(solved):
    """A stage that removes the best plan's own options is found out."""
    problem, solution = solved
    stage = dataclasses.replace(
        solution.certificate.stages[0], removed=solution.option[:5], level=solution.value * 2
    )
    certificate = dataclasses.replace(solution.certificate, stages=(stage, *solution.certificate.stages))
    assert "check.removed" in keys(problem, dataclasses.replace(solution, certificate=certificate))


def test_the_word_optimal_needs_a_closed_gap(solved):
    """A status that the gap does not bear out is refused."""
    problem, solution = solved
    assert "check.status" in keys(problem, dataclasses.replace(solution, status="optimal"))


def test_the_check_never_imports_the_solver():
    """Importing the check alone loads neither HiGHS nor the kernels."""
    code = (
        "import sys, types, pathlib, importlib.util as u\n"
        "import narvaro, narvaro.errors\n"
        "package = types.ModuleType('narvaro.siting')\n"
        "folder = pathlib.Path(narvaro.errors.__file__).parent / 'siting'\n"
        "package.__path__ = [str(folder)]; sys.modules['narvaro.siting'] = package\n"
        "import narvaro.siting.check.check\n"
        "print([m for m in sys.modules if 'highspy' in m or 'numba' in m or '.solve' in m])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
