"""The time and the rounds that a run has."""

from __future__ import annotations

import time
from typing import Literal

import numpy as np

__all__ = ["Clock"]


class Clock:
    """The time of a run, and the rounds that it may spend: it starts when made.

    Rounds are counted, not measured, so that the same input ends at the same place on any machine.

    Examples
    --------
    >>> clock = Clock(rounds=2.0)
    >>> clock.spend(1.5)
    >>> clock.over
    False
    >>> clock.spend(0.5)
    >>> clock.over, clock.reason
    (True, 'rounds')
    """

    def __init__(self, limit_s: float | None = None, rounds: float | None = None) -> None:
        self.began = time.perf_counter()
        self.limit = np.inf if limit_s is None else limit_s
        self.rounds_left = np.inf if rounds is None else float(rounds)

    def spend(self, rounds: float) -> None:
        """Count rounds, or work that takes as long."""
        self.rounds_left -= rounds

    def part(self) -> Clock:
        """Return a clock for a part of the run, with what is left of both."""
        return Clock(self.left, self.rounds_left)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.began

    @property
    def left(self) -> float:
        """Seconds left, below zero where the time is over."""
        return self.limit - self.seconds

    @property
    def over(self) -> bool:
        """Whether the time is over, or the rounds are spent."""
        return self.rounds_left <= 0 or self.seconds > self.limit

    @property
    def reason(self) -> Literal["time", "rounds"]:
        """Why it is over."""
        return "time" if self.seconds > self.limit else "rounds"
