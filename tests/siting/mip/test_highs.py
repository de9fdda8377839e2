"""The solver writes nothing on standard output."""

import _thread
import threading

import highspy
import numpy as np
import pytest

from narvaro.siting.mip.highs import SilentHighs


def test_making_and_running_the_solver_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither Python nor the C++ below it writes a byte, and the answer is right: the least of x in [2, 3] is 2."""
    solver = SilentHighs()
    lp = highspy.HighsLp()
    lp.num_col_ = 1
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = [1.0], [2.0], [3.0]
    solver.passModel(lp)
    solver.run()
    assert solver.getInfo().objective_function_value == 2.0
    assert capfd.readouterr() == ("", "")


def test_an_interrupt_ends_a_run_that_would_go_on() -> None:
    """Ctrl-C reaches Python while HiGHS works: forty objects split into equal halves by six measures take it hours."""
    rng = np.random.default_rng(5)
    weight = rng.integers(0, 1_000, (6, 40)).astype(float)
    half = np.floor(weight.sum(axis=1) / 2)
    solver = SilentHighs()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 52, 6
    lp.col_cost_ = np.r_[np.zeros(40), np.ones(12)]
    lp.col_lower_, lp.col_upper_ = np.zeros(52), np.r_[np.ones(40), np.full(12, np.inf)]
    lp.row_lower_ = lp.row_upper_ = half
    table = np.hstack([weight, np.eye(6), -np.eye(6)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.arange(0, 6 * 52 + 1, 52).astype(np.int32)
    lp.a_matrix_.index_ = np.tile(np.arange(52), 6).astype(np.int32)
    lp.a_matrix_.value_ = table.ravel()
    lp.integrality_ = [highspy.HighsVarType.kInteger] * 40 + [highspy.HighsVarType.kContinuous] * 12
    solver.passModel(lp)
    threading.Timer(0.5, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        solver.run_until_stopped()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kInterrupt


def test_a_version_that_presolves_wrongly_is_run_without_presolve(monkeypatch) -> None:
    """Version 1.14.0 loses the optimum of small problems in its presolve; any other one keeps it."""
    for version, presolve in (("1.14.0", "off"), ("1.16.0", "choose")):
        monkeypatch.setattr(SilentHighs, "version", lambda _self, version=version: version)
        solver = SilentHighs()
        solver.addVar(0.0, 1.0)
        solver.run_until_stopped()
        assert solver.getOptionValue("presolve")[1] == presolve
