"""The solver writes nothing on standard output."""

import highspy
import pytest

from narvaro.siting.quiet import QuietHighs


def test_making_and_running_the_solver_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither Python nor the C++ below it writes a byte, and the answer is right: the least of x in [2, 3] is 2."""
    solver = QuietHighs()
    lp = highspy.HighsLp()
    lp.num_col_ = 1
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = [1.0], [2.0], [3.0]
    solver.passModel(lp)
    solver.run()
    assert solver.getInfo().objective_function_value == 2.0
    assert capfd.readouterr() == ("", "")
