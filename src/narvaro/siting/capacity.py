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

from narvaro.errors import Fault, InfeasibleError, ProblemError, UnsettledError
from narvaro.siting import feasibility, highs
from narvaro.siting.capacity_bound import Multipliers, lagrangian, multipliers_of
from narvaro.siting.capacity_clash import clashing, room_of, too_little_room
from narvaro.siting.capacity_climb import climb
from narvaro.siting.capacity_flows import Flows, cheapest_flows
from narvaro.siting.capacity_mip import build_layout, relax
from narvaro.siting.impossible import settle
from narvaro.siting.model import Model, build_model
from narvaro.siting.problem import Floats, Problem
from narvaro.siting.scaling import scaled, without_plan
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
_MOST_ASKED = 50  # times that HiGHS is asked for one bound
_MUCH = 2.0**-10  # of what may be spent: then other units fit better
_CLOSED = 1e-7  # relative gap of HiGHS that counts as closed: rows hold to 1e-9 each


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
        given: Problem | None = None,
    ) -> None:
        self.began = time.perf_counter()
        self.given = problem if given is None else given  # as messages tell of it
        self.gap, self.seed, self.progress = gap, seed, progress
        self.time_limit = np.inf if time_limit is None else time_limit
        self.full = build_model(problem)
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

    def offer(self, pick: NDArray[np.int64] | None) -> bool:
        """Price a plan by its cheapest flows and keep it if it is whole and the best so far.

        Returns whether it is proven that the plan is not whole, though HiGHS may take it for such.
        """
        if pick is None:
            return False
        flows, impossible = cheapest_flows(self.full, pick)
        if flows is not None and flows.value < self.value:
            self.best = (pick, flows)
        return impossible

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
            If it is proven that there is no plan; its conflicts say what clashes.
        UnsettledError
            If no plan was found, and that there is none was not proven.
        """
        faults = feasibility.unreachable_faults(self.full) + too_little_room(self.full, self.given)
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
        self.multipliers = multipliers_of(self.full, layout, found.dual)
        self.bound, self.each = lagrangian(self.full, self.multipliers)
        self.offer(feasibility.feasible_pick(self.full, -found.option))

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
        self._ask(some, max(self.gap, _NEAR_GAP), self.seconds + self.left / 2)
        self.tell()

    def _any_plan(self) -> None:
        """Find a plan where the first one had too little room, or prove that there is none.

        This may outlast the time limit. That HiGHS finds none proves nothing.
        """
        self._ask(self.full, np.inf, np.inf)
        if self.best is not None:
            return
        alone = replace(
            self.full, base=np.zeros_like(self.full.base)
        )  # the limits without clients are soon settled
        proven = self.large and settle(alone).proven
        if not proven:
            self.best, proven = settle(self.full)
        if self.best is None and proven:
            raise InfeasibleError(clashing(self.full, self.given))
        if self.best is None:
            raise UnsettledError("infeasible.not_known")

    def _ask(self, model: Model, gap: float, until: float, tight: bool = True) -> float:
        """Let HiGHS look for better plans until the one it takes for best is whole; return the bound that it gives.

        A plan that is proven not to be whole is cut off. Where a better one has changed by much what may be spent,
        HiGHS is asked again, in units that fit. Where it contradicts a plan in hand, its word counts for nothing.
        """
        mip, c = build_layout(model).mip, model.choices
        spared = np.minimum.reduceat(np.where(model.allowed, c.cost, np.inf), c.site_ptr[:-1])
        least = mip.constant + float(spared.sum())
        for _ in range(_MOST_ASKED):
            before, left = self.value - least, np.inf
            if tight and self.best is not None:
                left = before + CLOSED * (abs(self.value) + abs(least))
            own = scaled(mip, left, spared[c.site[mip.options]])
            result = highs.solve_mip(model, own.mip, gap=gap, time_limit=until - self.seconds, seed=self.seed)
            if self.offer(result.pick):
                assert result.pick is not None
                mip = without_plan(mip, result.pick)
            elif result.pick is None or np.isinf(gap) or self.value - least >= _MUCH * before:
                break
            if self.seconds > until:
                break
        bound, near = result.bound / own.unit, _CLOSED * max(abs(self.value), 1.0 / own.unit)
        if self.best is not None and model.allowed[self.best[0]].all() and bound > self.value + near:
            return self._ask(model, gap, until, False) if tight else -np.inf
        return self.value if result.ended and bound >= self.value - near else bound

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
        bound = min(self.level, self._ask(self.model, self.gap * 0.999, self.time_limit))
        if relative_gap(self.value, bound) <= CLOSED:
            bound = self.value
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
