"""What a run of `solve` knows at any moment: the best plan, the best proven bound, and whether that is enough."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.dual import PATIENCE, Dual
from narvaro.siting.model import Model, build_model
from narvaro.siting.problem import Floats, Problem
from narvaro.siting.search import Search
from narvaro.siting.solution import (
    CLOSED,
    Certificate,
    Progress,
    Stage,
    StoppedBy,
    closed,
    relative_gap,
    whole_bound,
)

__all__ = ["Known", "Stop"]

_KEPT = 10  # plans that are remembered, to be fused


class Stop(Exception):  # noqa: N818 - a reason to end, not an error
    """A reason to stop was reached."""

    def __init__(self, reason: StoppedBy) -> None:
        self.reason: StoppedBy = reason
        super().__init__(reason)


class Known:
    """What one run of `solve` knows: the best plan, the best proof, the time."""

    def __init__(
        self,
        problem: Problem,
        gap: float,
        time_limit: float | None,
        seed: int,
        progress: Callable[[Progress], None] | None,
        pool: ThreadPoolExecutor | None,
        model: Model | None = None,
    ) -> None:
        self.began = time.perf_counter()
        self.gap, self.seed, self.progress, self.pool = gap, seed, progress, pool
        self.time_limit = np.inf if time_limit is None else time_limit
        self.full = build_model(problem, pool) if model is None else model
        self.model = self.full
        self.search = Search(self.full, pool)
        self.search.late = lambda: self.left < 0
        self.best: tuple[float, NDArray[np.int64] | None] = (np.inf, None)
        self.level = np.inf
        self.stages: tuple[Stage, ...] = ()
        self.proof: tuple[float, Certificate] | None = None
        self.rests_on: Literal["lagrangian", "highs"] = "lagrangian"
        self.option_bound = np.full(len(self.full.order), -np.inf)
        self.mean = np.zeros(len(self.full.order))
        self.found: deque[NDArray[np.int64]] = deque(maxlen=_KEPT)  # the latest plans of all searches
        self.shaken = 0  # how often that was done
        self.dual: Dual
        self.question: float | None = None
        self._told = -np.inf

    # --- what is known -------------------------------------------------------------------------------------------

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.began

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.time_limit - self.seconds

    @property
    def patient(self) -> bool:
        """Whether the run takes its time: it is large, or a quick run came to nothing."""
        return self.dual.patience >= PATIENCE

    @property
    def value(self) -> float:
        """Value of the best plan."""
        return self.best[0]

    @property
    def bound(self) -> float:
        """The best bound proven, never above the value."""
        if self.proof is None:
            return -np.inf
        return min(self.value, self.rounded(self.proof[0]))

    def rounded(self, bound: float) -> float:
        """Round a bound up where every plan's value is a whole number."""
        return whole_bound(bound) if self.full.integral else bound

    def target(self) -> float:
        """Return the level from which a plan is no better than wanted."""
        value = self.value
        if self.question is not None and value > self.question:
            above = 1.0 - 1e-3 if self.full.integral else 1e-6
            return self.question + max(above, CLOSED * abs(self.question))  # a figure of its own at any size
        if self.gap > 0:
            return value - self.gap * abs(value) * (1 - 1e-6)  # room for the rounding of sums made elsewhere
        if self.full.integral:
            return value - 1.0 + 1e-3
        return value - CLOSED * 0.5 * abs(value)

    def check_stop(self) -> None:
        """Raise where the gap is reached or the time is over; tell the callback."""
        if self.progress is not None and self.seconds - self._told > 0.1 and self.best[1] is not None:
            self._told = self.seconds
            self.progress(
                Progress(self.value, self.bound, relative_gap(self.value, self.bound), self.seconds)
            )
        if self.question is not None and (
            self.value <= self.question + 1e-9 or self.bound > self.question + 1e-9
        ):
            raise Stop("gap")
        gap = relative_gap(self.value, self.bound) if np.isfinite(self.value) else np.inf
        if np.isfinite(self.value) and closed(self.value, self.bound, 1.0 if self.full.integral else 0.0):
            raise Stop("proven")
        if gap <= self.gap and self.gap > 0:
            raise Stop("gap")
        if self.seconds > self.time_limit:
            raise Stop("time")

    def note_bound(self) -> None:
        """Keep the dual's best bound if it is better than the proof at hand."""
        dual = self.dual
        if not hasattr(dual, "kept"):
            return
        bound = min(self.level, dual.best)
        if self.proof is None or bound > self.proof[0]:
            last = self._stage(*dual.kept, np.zeros(0, np.int64), np.inf)
            self.proof = (bound, Certificate((*self.stages, last), self.full.integral))

    def _stage(self, v: Floats, lam: Floats, eta: Floats, removed: NDArray[np.int64], level: float) -> Stage:
        starts = self.full.starts
        client = tuple(v[starts[n] : starts[n + 1]] for n in range(len(starts) - 1))
        return Stage(client, lam, eta, self.full.order[removed], level)
