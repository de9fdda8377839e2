"""HiGHS without a word: its name and licence would else stand on standard output, amid an answer for machines."""

# highspy has no complete types
# mypy: disable-error-code="misc, no-untyped-call, unused-ignore"

from __future__ import annotations

import highspy

_LOOK_S = 0.1  # between two looks for Ctrl-C


class QuietHighs(highspy.Highs):
    """A HiGHS that writes nothing; the banner comes with its callbacks, so it is silenced before them."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is that of HiGHS
        """Turn the log off, then do as HiGHS does."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()

    def run_until_stopped(self) -> None:
        """Solve; Ctrl-C ends HiGHS at its next look around instead of when it is done.

        Raises
        ------
        KeyboardInterrupt
            Once HiGHS has ended.
        """
        self.HandleUserInterrupt = True
        thread = self.startSolve()
        try:
            while not self.wait(_LOOK_S)[0]:
                pass
        except KeyboardInterrupt:
            self.cancelSolve()
            thread.join()
            raise
        thread.join()
