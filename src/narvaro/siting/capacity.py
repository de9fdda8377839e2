"""`solve` for problems with capacity: multipliers rule options out, HiGHS ends the rest.

A client need not take the nearest place with room, so the lists and the search of the form without capacity do not
apply. Every plan is priced by its cheapest flows, and the bound of the multipliers is the Lagrangian of
`capacity_bound`, which `check` recomputes. What HiGHS adds is told apart as its word. The multipliers are the duals
of the linear relaxation; where that is too large, a subgradient finds them, starting from the problem without capacity.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, InfeasibleError, ProblemError
from narvaro.siting import feasibility, highs
from narvaro.siting.capacity_bound import Multipliers, lagrangian, multipliers_of
from narvaro.siting.capacity_clash import clashing, room_of, too_little_room
from narvaro.siting.capacity_climb import climb
from narvaro.siting.capacity_flows import Flows, cheapest_flows
from narvaro.siting.capacity_mip import build_layout, relax
from narvaro.siting.model import Model, build_model
from narvaro.siting.problem import Floats, Problem
from narvaro.siting.solution import (
    CLOSED,
    Certificate,
    Progress,
    Solution,
    Stage,
    StoppedBy,
    relative_gap,
    standing,
)

__all__ = ["CapacityRun", "has_capacity", "refuse_size"]

EXACT_PAIRS = 50_000  # of areas and sites over the years, that the relaxation and HiGHS take in some minutes
MOST_PAIRS = 2_000_000  # that are bounded and planned at all
_NEAR_GAP = 0.01  # of the plan from a choice of options, which proves nothing


def has_capacity(problem: Problem) -> bool:
    """Return whether any layer has a capacity."""
    return any(layer.capacity is not None for layer in problem.layers)


def refuse_size(model: Model) -> None:
    """Refuse a problem with capacity that is too large to be solved.

    Raises
    ------
    ProblemError
        If more pairs are nearer than what it costs to be unserved than the method takes.
    """
    pairs = len(model.lists.cost) * model.n_years
    if pairs > MOST_PAIRS or model.cut.any():
        raise ProblemError([Fault("problem.capacity_size", {"most": MOST_PAIRS, "pairs": pairs})])


class CapacityRun:
    """One run of a problem with capacity: the best plan, the best proof, the time."""

    def __init__(
        self,
        problem: Problem,
        gap: float,
        time_limit: float | None,
        seed: int,
        progress: Callable[[Progress], None] | None,
        model: Model | None = None,
    ) -> None:
        self.began = time.perf_counter()
        self.gap, self.seed, self.progress = gap, seed, progress
        self.time_limit = np.inf if time_limit is None else time_limit
        self.full = build_model(problem) if model is None else model
        refuse_size(self.full)
        self.model = self.full
        self.best: tuple[NDArray[np.int64], Flows] | None = None
        self.bound, self.level = -np.inf, np.inf
        self.multipliers: Multipliers
        self.stages: tuple[Stage, ...] = ()
        self.each = np.full(len(self.full.order), -np.inf)
        self.rests_on: Literal["lagrangian", "highs"] = "lagrangian"

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.began

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.time_limit - self.seconds

    @property
    def large(self) -> bool:
        """Whether the problem is too large for the linear relaxation."""
        return len(self.full.lists.cost) * self.full.n_years > EXACT_PAIRS

    @property
    def value(self) -> float:
        """Value of the best plan."""
        return np.inf if self.best is None else self.best[1].value

    def offer(self, pick: NDArray[np.int64] | None) -> None:
        """Price a plan by its cheapest flows and keep it if it is whole and the best so far."""
        flows = None if pick is None else cheapest_flows(self.full, pick)
        if pick is not None and flows is not None and flows.value < self.value:
            self.best = (pick, flows)

    def tell(self) -> None:
        """Tell the callback where the run stands."""
        if self.progress is not None and self.best is not None:
            gap = relative_gap(self.value, min(self.value, self.bound))
            self.progress(Progress(self.value, min(self.value, self.bound), gap, self.seconds))

    def run(self, warm: NDArray[np.int64] | None, free: Solution | None = None) -> StoppedBy:
        """Find the best plan and the bound; return why the run ended.

        A large problem begins from `free`, the solution of the same problem without capacity.

        Raises
        ------
        InfeasibleError
            If there is no plan; its conflicts say what clashes.
        """
        faults = feasibility.unreachable_faults(self.full) + too_little_room(self.full)
        if faults:
            raise InfeasibleError(faults)
        try:
            self._begin(warm, free)
            self.tell()
            if self.large and not self._near_enough():
                self._near_plan()
                self._climb_from(self.multipliers, self.value)
            if not self._near_enough():
                self._fix()
                if highs.pairs_left(self.model, None) <= EXACT_PAIRS:
                    self._finish()
            self.tell()
        except KeyboardInterrupt:
            if self.best is None or self.bound == -np.inf:
                raise
            return "interrupt"
        gap = relative_gap(self.value, self.bound)
        if gap <= CLOSED:
            return "proven"
        if gap <= self.gap:
            return "gap"
        return "time" if self.left <= 0 else "step"

    def _begin(self, warm: NDArray[np.int64] | None, free: Solution | None) -> None:
        """Find first multipliers and a first plan."""
        if warm is not None:
            self.offer(self.full.from_options(warm))
        if free is None:
            self._relax()
        else:
            self._climb(free)
        if self.best is None:
            self._any_plan()

    def _near_enough(self) -> bool:
        """Return whether the wanted gap is reached or the time is over."""
        return relative_gap(self.value, self.bound) <= max(self.gap, CLOSED) or self.left <= 0

    def _relax(self) -> None:
        """Take the multipliers from the relaxation, and a first plan from the options it takes most of."""
        layout = build_layout(self.full)
        found = relax(layout, self.left)
        if found.infeasible:
            raise InfeasibleError(clashing(self.full))
        self.multipliers = multipliers_of(self.full, layout, found.dual)
        self.bound, self.each = lagrangian(self.full, self.multipliers)
        pick = feasibility.feasible_pick(self.full, -found.option)
        if pick is None:
            raise InfeasibleError(feasibility.clashes(self.full))
        self.offer(pick)

    def _climb(self, free: Solution) -> None:
        """Take the multipliers from a subgradient, and first plans that are near, often picked, or have most room."""
        model, last = self.full, free.certificate.stages[-1]
        self.offer(model.from_options(free.option))
        start = Multipliers(np.concatenate(last.client), last.limit, last.ceiling)
        target = self.value if np.isfinite(self.value) else free.value + 0.1 * abs(free.value)
        picked = self._climb_from(start, target)
        for wish in (picked, room_of(model)):
            if self.left > 0 or self.best is None:
                self.offer(feasibility.feasible_pick(model, -wish))

    def _climb_from(self, start: Multipliers, target: float) -> Floats:
        """Keep the multipliers of the better bound; return how often each option was picked."""
        found = climb(self.full, start, target, self.began + self.time_limit)
        if found.value > self.bound:
            self.multipliers, self.bound, self.each = found.at, found.value, found.each
        return found.picked

    def _near_plan(self) -> None:
        """Let HiGHS choose among the options that the multipliers find best, as many as it takes."""
        assert self.best is not None
        place = np.argsort(np.argsort(self.each, kind="stable"))
        keep = np.zeros(len(self.each), bool)
        keep[self.best[0]] = True
        keep[np.lexsort((self.each, self.full.choices.site))[self.full.choices.site_ptr[:-1]]] = True
        low, high = 0, len(place)
        while low < high:  # the most options, best first, whose pairs are few enough
            middle = (low + high + 1) // 2
            some = replace(self.full, allowed=keep | (place < middle))
            fits = highs.pairs_left(some, None) <= EXACT_PAIRS
            low, high = (middle, high) if fits else (low, middle - 1)
        if low == 0:
            return
        some = replace(self.full, allowed=keep | (place < low))
        mip, gap = build_layout(some).mip, max(self.gap, _NEAR_GAP)
        result = highs.solve_mip(some, mip, gap=gap, time_limit=self.left / 2, seed=self.seed)
        self.offer(result.pick)
        self.tell()

    def _any_plan(self) -> None:
        """Let HiGHS find a plan where the first one had too little room; this may outlast the time limit."""
        mip = build_layout(self.full).mip
        result = highs.solve_mip(self.full, mip, gap=np.inf, time_limit=np.inf, seed=self.seed)
        self.offer(result.pick)
        if self.best is None:
            raise InfeasibleError(clashing(self.full))

    def _fix(self) -> None:
        """Rule out options that no plan below the target can use."""
        level = self.value - max(self.gap * (1 - 1e-9), 0.5 * CLOSED) * abs(self.value)
        out = np.flatnonzero(self.each >= level)
        if len(out):
            self.stages = (self._stage(out, level),)
            self.level = level
            self.model = self.full.without(out)

    def _finish(self) -> None:
        """Give the options that are left to HiGHS."""
        mip = build_layout(self.model).mip
        result = highs.solve_mip(self.model, mip, gap=self.gap * 0.999, time_limit=self.left, seed=self.seed)
        self.offer(result.pick)
        bound = result.proven(self.value, self.level)
        if bound > self.bound:
            self.bound, self.rests_on = bound, "highs"

    def _stage(self, removed: NDArray[np.int64], level: float) -> Stage:
        at, starts = self.multipliers, self.full.starts
        client = tuple(at.client[starts[n] : starts[n + 1]] for n in range(len(starts) - 1))
        return Stage(client, at.limit, at.ceiling, self.full.order[removed], level)

    def solution(self, reason: StoppedBy) -> Solution:
        """Return what the run found."""
        assert self.best is not None
        pick, flows = self.best
        bound = min(self.value, self.bound)
        last = self._stage(np.zeros(0, np.int64), np.inf)
        word = bound if self.rests_on == "highs" else None
        known = np.empty(len(self.each))
        known[self.full.order] = np.maximum(self.each, bound)
        return Solution(
            option=self.full.to_options(pick),
            **standing(self.value, bound, reason),
            seconds=self.seconds,
            certificate=Certificate((*self.stages, last), False, word),
            reduced_cost=known - bound,
            lagrangian=bound,
            bound_rests_on=self.rests_on,
            served=flows.served,
            prepared=self.full,
        )
