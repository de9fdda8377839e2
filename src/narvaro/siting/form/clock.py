"""The time that a run has."""

from __future__ import annotations

import time

import numpy as np

__all__ = ["Clock"]


class Clock:
    """The time of a run: it starts when made."""

    def __init__(self, limit_s: float | None = None) -> None:
        self.began = time.perf_counter()
        self.limit = np.inf if limit_s is None else limit_s

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
        """Whether the time is over."""
        return self.seconds > self.limit
