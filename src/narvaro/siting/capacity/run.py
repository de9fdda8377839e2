"""`solve` for problems with capacity: multipliers rule options out, HiGHS ends the rest.

A client need not take the nearest place with room, so the lists and the search of the form without capacity do not
apply. Every plan is priced by its cheapest flows, and the bound of the multipliers is the Lagrangian of
`capacity.bound`, which `check` recomputes. What HiGHS adds is told apart as its word. The multipliers are the duals
of the linear relaxation; where that is too large, a subgradient finds them, starting from the problem without capacity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, InfeasibleError, ProblemError, UnsettledError
from narvaro.siting.capacity.bound import lagrangian, multipliers_of
from narvaro.siting.capacity.flows import Flows, cheapest_flows
from narvaro.siting.capacity.infeasible import clashing, room_of, too_little_room
from narvaro.siting.capacity.mip import build_flow_mip, relax
from narvaro.siting.capacity.no_plan import settle
from narvaro.siting.capacity.subgradient import climb
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats, Problem
from narvaro.siting.form.solution import (
    CLOSED,
    Multipliers,
    Progress,
    Solution,
    StoppedBy,
    relative_gap,
)
from narvaro.siting.layout.layout import Model, build_model
from narvaro.siting.mip import feasibility, radius, solver
from narvaro.siting.mip.scaling import scaled, without_plan
from narvaro.siting.mip.solver import HIGHS_CLOSED
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent

__all__ = ["CapacityRun", "has_capacity", "refuse_size"]

EXACT_PAIRS = 50_000  # of areas and sites over the years, that the relaxation and HiGHS take in some minutes
MOST_PAIRS = 2_000_000  # that are bounded and planned at all
_MUCH = 2.0**-10  # of what may be spent: then other units fit better


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
    if model.pairs > MOST_PAIRS or model.cut.any():
        raise ProblemError([Fault("problem.capacity_size", {"most": MOST_PAIRS, "pairs": model.pairs})])


class CapacityRun:
    """One run of a problem with capacity.

    Parameters
    ----------
    problem
        In units of its own.
    given
        The problem as messages tell of it.
    """

    def __init__(
        self,
        problem: Problem,
        given: Problem,
        gap: float,
        clock: Clock,
        seed: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        full = build_model(problem)
        refuse_size(full)
        self.given, self.seed = given, seed
        self.inc = Incumbent(full, gap, clock, progress=progress, rounded=False)
        self.model = full
        self.multipliers: Multipliers | None = None

    @property
    def large(self) -> bool:
        """Whether the problem is too large for the linear relaxation."""
        return self.inc.full.pairs > EXACT_PAIRS

    def offer(self, pick: NDArray[np.int64] | None) -> bool:
        """Price a plan by its cheapest flows and keep it if they fit and it is the best so far.

        Returns whether it is proven that no flows fit the plan, though HiGHS may take it for one that keeps everything.
        """
        if pick is None:
            return False
        # HiGHS's own flows keep rooms to a tolerance only
        flows, impossible = cheapest_flows(self.inc.full, pick)
        if flows is not None:
            self._take(pick, flows)
        return impossible

    def _take(self, pick: NDArray[np.int64], flows: Flows) -> None:
        """Keep a plan with flows that fit if it is the best so far."""
        if flows.value < self.inc.value:
            self.inc.value, self.inc.pick, self.inc.served = flows.value, pick, flows.served

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
        inc = self.inc
        faults = feasibility.unreachable_faults(inc.full) + too_little_room(inc.full, self.given)
        if faults:
            raise InfeasibleError(faults)
        try:
            self._begin(warm, free)
            inc.tell()
            if self.large and self.multipliers is not None and not self._near_enough():
                self._near_plan()
                self._climb_from(self.multipliers, inc.value)
            if not self._near_enough():
                self._fix()
                if radius.pairs_left(self.model, None) <= EXACT_PAIRS:
                    self._finish()
            inc.tell()
        except KeyboardInterrupt:
            if inc.pick is None or inc.proof is None:
                raise
            return "interrupt"
        if inc.open_gap <= CLOSED:
            return "proven"
        if inc.open_gap <= inc.gap:
            return "gap"
        return "time" if inc.clock.left <= 0 else "step"

    def _begin(self, warm: NDArray[np.int64] | None, free: Solution | None) -> None:
        """Find first multipliers and a first plan."""
        if warm is not None:
            self.offer(self.inc.full.from_options(warm))
        if free is None:
            self._relax()
        else:
            self._climb(free)
        if self.inc.pick is None:
            self._any_plan()

    def _near_enough(self) -> bool:
        """Return whether the wanted gap is reached or the time is over."""
        return self.inc.open_gap <= max(self.inc.gap, CLOSED) or self.inc.clock.left <= 0

    def _relax(self) -> None:
        """Take the multipliers from the relaxation, and a first plan from the options it takes most of."""
        flow_mip = build_flow_mip(self.inc.full)
        found = relax(flow_mip, self.inc.clock.left)
        at = multipliers_of(self.inc.full, flow_mip, found.dual)
        self._keep_bound(at, *lagrangian(self.inc.full, at))
        self.offer(feasibility.feasible_pick(self.inc.full, -found.option))

    def _climb(self, free: Solution) -> None:
        """Take the multipliers from a subgradient, and first plans that are near, often picked, or have most room."""
        model, last = self.inc.full, free.certificate.stages[-1]
        self.offer(model.from_options(free.option))
        # without those of rounded limits: any multipliers prove a bound
        own = last.limit[: len(model.choices.lower)]
        start = Multipliers(np.concatenate(last.client), own, last.ceiling)
        target = (
            self.inc.value
            if np.isfinite(self.inc.value)
            else free.value + EFFORT.capacity_above * abs(free.value)
        )
        picked = self._climb_from(start, target)
        # the second wish is for room alone: where it is tight the often picked options may have too little
        for wish in (picked, room_of(model)):
            if self.inc.clock.left > 0 or self.inc.pick is None:
                self.offer(feasibility.feasible_pick(model, -wish))

    def _climb_from(self, start: Multipliers, target: float) -> Floats:
        """Keep the multipliers of the better bound; return how often each option was picked."""
        found = climb(self.inc.full, start, target, self.inc.clock)
        self._keep_bound(found.at, found.value, found.each)
        return found.picked

    def _keep_bound(self, at: Multipliers, value: float, each: Floats) -> None:
        """Keep multipliers whose bound is the best, and what they say of each option."""
        if self.inc.prove(value, at):
            self.multipliers, self.inc.option_bound = at, each

    def _near_plan(self) -> None:
        """Let HiGHS choose among the options that the multipliers find best, as many as it takes."""
        full, each = self.inc.full, self.inc.option_bound
        assert self.inc.pick is not None
        place = np.argsort(np.argsort(each, kind="stable"))  # the rank of each option by its bound
        keep = np.zeros(len(each), bool)
        keep[self.inc.pick] = True
        keep[np.lexsort((each, full.choices.site))[full.choices.site_ptr[:-1]]] = True
        low, high = 0, len(place)
        while low < high:  # the most options, best first, whose pairs are few enough
            middle = (low + high + 1) // 2
            some = replace(full, allowed=keep | (place < middle))
            fits = radius.pairs_left(some, None) <= EXACT_PAIRS
            low, high = (middle, high) if fits else (low, middle - 1)
        if low == 0:  # not even the plan in hand and each site's best fit
            return
        some = replace(full, allowed=keep | (place < low))
        self._ask(
            some,
            max(self.inc.gap, EFFORT.capacity_near_gap),
            self.inc.clock.seconds + self.inc.clock.left / 2,
        )
        self.inc.tell()

    def _any_plan(self) -> None:
        """Find a plan where the first one had too little room, or prove that there is none.

        This may outlast the time limit. That HiGHS finds none proves nothing.
        """
        self._ask(self.inc.full, np.inf, np.inf)
        if self.inc.pick is not None:
            return
        # the limits without clients are soon settled
        alone = replace(self.inc.full, base=np.zeros_like(self.inc.full.base))
        proven = self.large and settle(alone).proven
        if not proven:
            found, proven = settle(self.inc.full)
            if found is not None:
                self._take(*found)
        if self.inc.pick is None and proven:
            raise InfeasibleError(clashing(self.inc.full, self.given))
        if self.inc.pick is None:
            raise UnsettledError("infeasible.not_known")

    def _ask(self, model: Model, gap: float, until: float, tight: bool = True) -> float:
        """Let HiGHS look for better plans until flows fit the one it takes for best; return the bound that it gives.

        A plan that is proven to have no flows that fit is cut off. Where a better one has changed by much what may be
        spent, HiGHS is asked again, in units that fit. Where it contradicts a plan in hand, its word is worth nothing.

        Parameters
        ----------
        model
            With the options that it may choose among.
        gap
            Relative gap at which it may stop; infinite where any plan will do.
        until
            Second of the run at which it must end.
        tight
            Whether costs are held to what a better plan can spend and measured in it.
        """
        mip, c = build_flow_mip(model).mip, model.choices
        # options cost at least the cheapest of each site; only what lies above that is a matter of choice
        spared = np.minimum.reduceat(np.where(model.allowed, c.cost, np.inf), c.site_ptr[:-1])
        least = mip.constant + float(spared.sum())
        for _ in range(EFFORT.capacity_asked):
            # what the best plan spends above the least, and what a better one can
            before, left = self.inc.value - least, np.inf
            if tight and self.inc.pick is not None:
                left = before + CLOSED * (abs(self.inc.value) + abs(least))
            own = scaled(mip, left, spared[c.site[mip.options]])
            result = solver.solve_mip(
                model, own.mip, gap=gap, time_limit=until - self.inc.clock.seconds, seed=self.seed
            )
            if self.offer(result.pick):
                assert result.pick is not None
                mip = without_plan(mip, result.pick)
            elif result.pick is None or np.isinf(gap) or self.inc.value - least >= _MUCH * before:
                break
            if self.inc.clock.seconds > until:
                break
        bound, near = result.bound / own.unit, HIGHS_CLOSED * max(abs(self.inc.value), 1.0 / own.unit)
        if self.inc.pick is not None and model.allowed[self.inc.pick].all() and bound > self.inc.value + near:
            # its units may have been too tight for it; if not, its word is worth nothing
            return self._ask(model, gap, until, False) if tight else -np.inf
        return self.inc.value if result.ended and bound >= self.inc.value - near else bound

    def _fix(self) -> None:
        """Rule out options that no plan below the target can use."""
        inc = self.inc
        level = inc.value - max(inc.gap * (1 - CLOSED), 0.5 * CLOSED) * abs(inc.value)
        out = np.flatnonzero(inc.option_bound >= level)
        if len(out) and self.multipliers is not None:
            inc.rule_out(self.multipliers, out, level)
            self.model = inc.full.without(out)

    def _finish(self) -> None:
        """Give the options that are left to HiGHS."""
        inc = self.inc
        bound = min(inc.level, self._ask(self.model, inc.gap * EFFORT.highs_gap, inc.clock.limit))
        if relative_gap(inc.value, bound) <= CLOSED:
            bound = inc.value  # no further apart than rounding
        if self.multipliers is not None:
            inc.prove(bound, self.multipliers, from_highs=True)
