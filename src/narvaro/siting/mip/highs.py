"""HiGHS with its log off from the start, and stopped by Ctrl-C.

Its name and licence would else stand on standard output, amid an answer for machines. And the units that suit it: its
tolerances are absolute.
"""

# highspy has no complete types
# mypy: disable-error-code="misc, no-untyped-call, unused-ignore"

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.problem import Floats, Sparse
from narvaro.siting.form.rounding import powers_of_two

__all__ = ["SilentHighs", "row_units"]

_LOOK_S = 0.1  # between two looks for Ctrl-C
_WRONG_PRESOLVE = ("1.14.0",)  # versions whose presolve loses the optimum of some small problems


class SilentHighs(highspy.Highs):
    """A HiGHS that writes nothing; the banner comes with its callbacks, so it is silenced before them."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is that of HiGHS
        """Turn the log off, then do as HiGHS does."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()

    def hold_rows(self, rows: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Change the edges of some rows."""
        core: Any = self  # highspy's types leave out what its class takes over from its core
        core.changeRowsBounds(len(rows), rows, lower, upper)

    def dual_ray(self) -> Floats:
        """Return the multipliers of the rows that prove a linear problem infeasible; zeros where HiGHS has none."""
        core: Any = self
        _, known, ray = core.getDualRay()
        return np.asarray(ray, np.float64) if known else np.zeros(core.getNumRow())

    def run_until_stopped(self) -> None:
        """Solve; Ctrl-C ends HiGHS at its next look around instead of when it is done.

        Raises
        ------
        KeyboardInterrupt
            Once HiGHS has ended.
        """
        if self.version() in _WRONG_PRESOLVE:
            self.setOptionValue("presolve", "off")
        self.HandleUserInterrupt = True
        thread = self.startSolve()  # in the caller's thread Ctrl-C would wait until HiGHS is done
        try:
            while not self.wait(_LOOK_S)[0]:
                pass
        except KeyboardInterrupt:
            self.cancelSolve()
            thread.join()
            raise
        thread.join()


def row_units(matrix: Sparse) -> NDArray[np.float64]:
    """Return for each row of a CSR matrix the power of two that its largest figure is divided by."""
    largest = np.zeros(matrix.shape[0])
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    np.maximum.at(largest, row, np.abs(matrix.data))
    return powers_of_two(largest)
