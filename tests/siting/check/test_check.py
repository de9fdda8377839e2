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


PROVEN = {"status": "optimal", "stopped_by": "proven"}


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        ({"status": "infeasible"}, "check.word"),
        ({"status": ""}, "check.word"),
        ({"stopped_by": "done"}, "check.word"),
        ({"bound_rests_on": "trust"}, "check.word"),
        (PROVEN, "check.status"),
        ({"stopped_by": "proven"}, "check.stopped_by"),
        ({"status": "optimal"}, "check.stopped_by"),
        ({"bound_rests_on": "highs"}, "check.rests_on"),
        ({"bound": np.nan}, "check.bound_above"),
        ({"gap": np.nan}, "check.gap"),
    ],
)
def test_what_a_plan_within_a_gap_may_not_say(solved, edit, key):
    """A gap of at most 2 % is open: not optimal, not proven, and no word of HiGHS; words are known, figures numbers."""
    problem, solution = solved
    assert (solution.status, solution.stopped_by, solution.gap > 1e-6) == ("feasible", "gap", True)
    assert key in keys(problem, dataclasses.replace(solution, **edit))


@pytest.fixture(scope="module")
def proven(solved):
    problem, _ = solved
    return problem, solve(problem)


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        ({"status": "feasible"}, "check.status_closed"),
        ({"status": "feasible", "stopped_by": "time"}, "check.status_closed"),
        ({"stopped_by": "time"}, "check.stopped_by"),
        ({"stopped_by": "gap"}, "check.stopped_by"),
    ],
)
def test_what_a_proven_plan_may_not_say(proven, edit, key):
    """A closed gap is optimal and ended by proof, and nothing else."""
    problem, solution = proven
    assert (solution.status, solution.stopped_by) == ("optimal", "proven")
    check(problem, solution)
    assert key in keys(problem, dataclasses.replace(solution, **edit))


def with_word(solution, word):
    """Return a solution whose certificate has a bound of HiGHS."""
    return dataclasses.replace(
        solution, certificate=dataclasses.replace(solution.certificate, highs=word), bound_rests_on="highs"
    )


def test_a_word_of_highs_that_is_not_told_or_not_so_high_is_refused(solved):
    """The ground is told where HiGHS gave a bound, and the bound is at most what it gave or the multipliers prove."""
    problem, solution = solved
    middle = (solution.value + solution.bound) / 2
    gap = (solution.value - middle) / solution.value
    higher = dataclasses.replace(solution, bound=middle, gap=gap)
    assert check(problem, with_word(higher, middle)).rests_on_highs > 0
    assert keys(problem, with_word(higher, solution.bound)) == {"check.bound"}
    hidden = dataclasses.replace(with_word(higher, middle), bound_rests_on="lagrangian")
    assert keys(problem, hidden) == {"check.bound", "check.rests_on"}


def test_one_unit_of_a_thousand_million_is_not_optimal():
    """Whole costs of 4e9 and one more: the plan that costs one more is not called optimal, though it is 2.5e-10 off."""
    options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    limits = Limits(np.array([[0.0, 1.0, 0.0, 1.0]]), [1], [1], ("one",))
    layer = Layer("c", np.array([[4e9, 4e9 + 1]]), np.ones((1, 1)), np.inf)
    problem = Problem(2, 1, 1, (layer,), options, limits)
    solution = solve(problem)
    assert solution.value == solution.bound == 4e9
    worse = dataclasses.replace(solution, option=np.array([0, 3]), value=4e9 + 1, gap=1 / (4e9 + 1))
    assert keys(problem, worse) == {"check.status"}


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
