"""`solve` where layers share a capacity: prices on it prove the bound, and its plans are made of the priced problems.

First the problem without the capacity, whose multipliers are where the prices begin to climb. The problem with the
prices that proved most is then solved like any other, and so are those with prices nearer to what the best plan's own
assignment pays. Each of their bounds is one of the given problem; each plan is priced by its cheapest assignment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, ProblemError
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats, Problem
from narvaro.siting.form.solution import (
    CLOSED,
    Multipliers,
    Progress,
    Solution,
    StoppedBy,
    relative_gap,
    standing,
)
from narvaro.siting.layout.layout import build_model
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.shared.climb import climb
from narvaro.siting.shared.flows import Assigned, cheapest_shares
from narvaro.siting.shared.priced import first_stage, priced

__all__ = ["SharedRun"]


Solve: TypeAlias = Callable[[Problem, float, float | None, Solution | NDArray[np.int64] | None], Solution]
"""How a problem without a shared capacity is solved: the problem, gap, time limit, and what to begin from."""


@dataclass(frozen=True, eq=False)
class _Best:
    """The best plan so far: its options, and its cheapest assignment."""

    option: NDArray[np.int64]
    assigned: Assigned


class SharedRun:
    """One run of a problem whose layers share a capacity.

    Parameters
    ----------
    plain
        How problems without it are solved.
    """

    def __init__(
        self,
        problem: Problem,
        gap: float,
        clock: Clock,
        plain: Solve,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.problem, self.gap, self.clock, self.plain, self.progress = problem, gap, clock, plain, progress
        self.model = build_model(problem)
        if self.model.cut.any() or self.model.pairs > EFFORT.shared_pairs * problem.n_years:
            most = EFFORT.shared_pairs
            raise ProblemError([Fault("problem.shared_size", {"most": most, "pairs": self.model.pairs})])
        self.best: _Best | None = None
        self.proof: Solution | None = None
        self.prices = np.zeros((problem.n_years, problem.n_sites))
        self.rounds = 0

    def run(self, warm: NDArray[np.int64] | None, mine: Floats | None) -> Solution:
        """Find the best plan and the bound.

        Parameters
        ----------
        warm
            Options of a plan to begin from.
        mine
            Prices to begin from.

        Raises
        ------
        InfeasibleError, UnsettledError
            As without the capacity: for its sake no plan is refused.
        """
        if warm is not None:
            self.offer(warm)
        reason: StoppedBy = "step"
        try:
            self._ask(np.zeros_like(self.prices), warm, EFFORT.shared_free_gap)
            assert self.proof is not None
            if not self._done():
                self._near(*self._climbed(mine))
        except KeyboardInterrupt:
            if self.best is None or self.proof is None:
                raise
            reason = "interrupt"
        return self._solution(reason)

    def _near(self, price: Floats, start: Solution) -> None:
        """Solve problems with prices: those that prove most, then between them and what the plans found pay."""
        mean = price
        for number in range(EFFORT.shared_asked):
            if self._done():
                break
            assert self.best is not None
            gap = EFFORT.shared_gap if number == 0 else EFFORT.shared_plan_gap
            paid = self._ask(mean, replace(start, option=self.best.option), gap)
            mean = mean + (paid - mean) / (number + 2)

    def offer(self, option: NDArray[np.int64]) -> Floats:
        """Price a plan by its cheapest assignment, keep it if it is the best so far; return what sites' room pays."""
        found = cheapest_shares(self.model, self.model.from_options(option))
        if found is None:
            return self.prices
        if self.best is None or found.value < self.best.assigned.value:
            self.best = _Best(option, found)
        return found.price

    def _done(self) -> bool:
        return self._gap() <= max(self.gap, CLOSED) or self.clock.over

    def _gap(self) -> float:
        if self.best is None or self.proof is None:
            return np.inf
        return relative_gap(self.best.assigned.value, self.proof.bound)

    def _ask(self, price: Floats, warm: Solution | NDArray[np.int64] | None, gap: float) -> Floats:
        """Solve the problem with these prices; keep its bound and plan where better; return what its plan pays."""
        left = None if np.isinf(self.clock.limit) else max(self.clock.left, EFFORT.grace_s)
        found = self.plain(priced(self.problem, price), gap, left, warm)
        self.rounds += found.rounds
        if self.proof is None or found.bound > self.proof.bound:
            self.proof, self.prices = found, price
        paid = self.offer(found.option)
        if self.progress is not None and self.best is not None:
            value, bound = self.best.assigned.value, self.proof.bound
            self.progress(Progress(value, bound, self._gap(), self.clock.seconds))
        return paid

    def _climbed(self, mine: Floats | None) -> tuple[Floats, Solution]:
        """Return prices that prove much, and the multipliers found with them as where their problem begins."""
        shared, free = self.problem.shared, self.proof
        assert shared is not None
        assert free is not None
        assert self.best is not None
        few = self.model.shortened()
        stage = free.certificate.stages[-1]
        # without those of rounded limits: any multipliers prove a bound
        own = stage.limit[: len(self.problem.limits)]
        start = Multipliers(np.concatenate(stage.client), own, stage.ceiling)
        price = np.zeros_like(self.prices) if mine is None else np.clip(mine, 0.0, shared.overload)
        found = climb(few, shared, start, price, self.best.assigned.value, self.clock)
        first = first_stage(self.problem, found.at, self.model.starts)
        begin = replace(
            free,
            option=self.best.option,
            certificate=replace(
                free.certificate, stages=(first,), tree=(), counted=None, highs=None, cuts=()
            ),
            prepared=None,
        )
        return found.price, begin

    def _solution(self, reason: StoppedBy) -> Solution:
        assert self.best is not None
        assert self.proof is not None
        value, found = self.best.assigned.value, self.proof
        bound = min(found.bound, value)
        if relative_gap(value, bound) <= self.gap:
            reason = "gap"
        elif reason == "step" and self.clock.over:
            reason = "time"
        return replace(
            found,
            option=self.best.option,
            **standing(value, bound, reason),
            seconds=self.clock.seconds,
            certificate=replace(found.certificate, prices=self.prices),
            rounds=self.rounds,
            served=self.best.assigned.served,
            prepared=None,
        )
