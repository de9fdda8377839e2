"""The incumbent: the best plan and the best proof of a run, its clock, and whether they are enough."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound.mir import cut_rows, with_limits
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.solution import (
    CLOSED,
    Branch,
    Certificate,
    Counted,
    MirCut,
    Multipliers,
    Progress,
    RestsOn,
    Served,
    Solution,
    Stage,
    StoppedBy,
    closed,
    relative_gap,
    standing,
    whole_bound,
)
from narvaro.siting.layout.layout import Model
from narvaro.siting.search.local import Search
from narvaro.siting.search.value import plan_value

__all__ = ["Incumbent", "ProvenBound", "Stopped"]

_KEPT = 10
"""Plans that are remembered, to be recombined: more make that problem too large to be solved at once."""
# share of itself that a value must fall by: the same plan summed in another order is no better one
_BETTER = 1e-12
_HAIR = 1e-3  # of the whole step between two values: a bound this near to it will be rounded up
_ABOVE = 1e-6  # where values are no whole numbers, how far a bound must lie above a level asked about
_ANSWERED = 1e-9  # rounding of a value that answers a question about a level
_GAP_ROOM = 1e-6  # share of the wanted gap that is left for the rounding of sums made elsewhere
_TOLD_S = 0.1  # between two calls of the progress callback: a person reads no faster


class Stopped(Exception):  # noqa: N818 - a reason to end, not an error
    """A reason to stop was reached."""

    def __init__(self, reason: StoppedBy) -> None:
        self.reason: StoppedBy = reason
        super().__init__(reason)


class ProvenBound(NamedTuple):
    """A bound, what it can be repeated from, and whose word it rests on."""

    bound: float
    certificate: Certificate
    rests_on: RestsOn


class Incumbent:
    """The best plan and the best proof of one run.

    Parameters
    ----------
    full
        The whole problem made ready.
    gap
        Relative gap that is wanted.
    question
        Where given, it is enough to know whether some plan costs at most this.
    rounded
        Whether bounds are rounded up where every plan's value is a whole number.

    Attributes
    ----------
    value, pick
        The best plan and what it costs; infinity and None where there is none yet.
    aim
        Relative gap that the steps work for now, and that options are ruled out by. A run aims at gaps of its own, from
        coarse to fine, and ends at the one that is wanted: so asking for less is the beginning of asking for more.
    stages, level
        Options ruled out so far with the multipliers that do it, and what plans that use one cost at least.
    option_bound
        What plans that use each option cost at least, as far as is known, shape (K,).
    prepared
        What a solution keeps for a run to come: the whole problem with the lists of all its sites.
    cuts
        Limits rounded, which stand after the given ones in `full`.
    recent
        The latest plans of all searches.
    """

    def __init__(
        self,
        full: Model,
        gap: float = 0.0,
        clock: Clock | None = None,
        *,
        progress: Callable[[Progress], None] | None = None,
        question: float | None = None,
        rounded: bool = True,
    ) -> None:
        self.full, self.gap, self.question = full, gap, question
        self.prepared = full
        self.aim = gap
        self.clock = Clock() if clock is None else clock
        self.value, self.pick = np.inf, None
        self.served: Served | None = None
        self.proof: ProvenBound | None = None
        self.cuts: tuple[MirCut, ...] = ()
        self.stages: tuple[Stage, ...] = ()
        self.level = np.inf
        self.option_bound = np.full(len(full.order), -np.inf)
        self.recent: deque[NDArray[np.int64]] = deque(maxlen=_KEPT)
        self._integral = rounded and full.integral
        self._progress, self._told = progress, -np.inf

    value: float
    pick: NDArray[np.int64] | None

    # --- plans ---------------------------------------------------------------------------------------------------

    def offer(self, search: Search) -> bool:
        """Keep the plan that a search holds if it keeps its limits and is the best so far, both told exactly."""
        sites = np.arange(self.full.problem.n_sites)
        # a model with fewer options may hold a plan of none for some site; such a one is none of the problem
        if not np.array_equal(search.model.choices.site[search.pick], sites):
            return False
        # the search's own sum has drifted by rounding
        value, keeps_limits = plan_value(search.model, search, self.value)
        if keeps_limits and value < self.value - _BETTER * abs(value if np.isfinite(self.value) else 0.0):
            self.value, self.pick = value, search.pick.copy()
            return True
        return False

    # --- bounds --------------------------------------------------------------------------------------------------

    @property
    def bound(self) -> float:
        """The best bound proven, never above the value."""
        if self.proof is None:
            return -np.inf
        bound = self.proof.bound
        return min(self.value, whole_bound(bound) if self._integral else bound)

    def target(self) -> float:
        """Return the level from which a plan is no better than wanted."""
        value = self.value
        if self.question is not None and value > self.question:
            above = 1.0 - _HAIR if self._integral else _ABOVE
            # beside a large figure a step of one would be lost in rounding, so the level lies a share of it above too
            return self.question + max(above, CLOSED * abs(self.question))
        if self.aim > 0:
            return value - self.aim * abs(value) * (1 - _GAP_ROOM)
        if self._integral:
            # the next better plan costs one less, so what lies above that has none
            return value - 1.0 + _HAIR
        return value - CLOSED * 0.5 * abs(value)

    def stage(
        self, at: Multipliers, removed: NDArray[np.int64] | None = None, level: float = np.inf
    ) -> Stage:
        """Return a stage of the proof: multipliers by layer, and the options (in the order of `choices`) ruled out."""
        starts = self.full.starts
        client = tuple(at.client[starts[n] : starts[n + 1]] for n in range(len(starts) - 1))
        out = np.zeros(0, np.int64) if removed is None else removed
        return Stage(client, at.limit, at.ceiling, self.full.order[out], level)

    def tighten(self, cuts: tuple[MirCut, ...]) -> None:
        """Add rounded limits, which every plan keeps, to the problem and, with multipliers of zero, to the proof."""
        self.full = with_limits(self.full, cut_rows(self.full.problem, cuts))
        self.cuts += cuts
        self.stages = tuple(
            replace(stage, limit=np.append(stage.limit, np.zeros(len(cuts)))) for stage in self.stages
        )

    def rule_out(self, at: Multipliers, removed: NDArray[np.int64], level: float) -> None:
        """Note that plans with any of these options cost at least `level`, by these multipliers."""
        self.stages = (*self.stages, self.stage(at, removed, level))
        self.level = min(self.level, level)

    def prove(
        self,
        bound: float,
        at: Multipliers,
        *,
        tree: tuple[Branch, ...] = (),
        counted: Counted | None = None,
        from_highs: bool = False,
    ) -> bool:
        """Keep a bound of what the stages left if it is better than the proof at hand; what they ruled out counts too.

        Parameters
        ----------
        at
            The multipliers of the last stage.
        tree, counted
            What else the bound is repeated from.
        from_highs
            Whether it is a bound of HiGHS's, which no multipliers repeat; it was asked with the stages' level in mind.
        """
        # a bound that is no number proves nothing; `min` would take the level in its place
        if np.isnan(bound):
            return False
        # plans with an option ruled out are not among those that the bound is of
        bound = bound if from_highs else min(self.level, bound)
        if self.proof is not None and bound <= self.proof.bound:
            return False
        highs = bound if from_highs else None
        stages = (*self.stages, self.stage(at))
        certificate = Certificate(stages, self._integral, highs, tree, counted, self.cuts)
        self.proof = ProvenBound(bound, certificate, "highs" if from_highs else "lagrangian")
        return True

    # --- the end -------------------------------------------------------------------------------------------------

    @property
    def open_gap(self) -> float:
        """The relative gap between value and bound; infinity where there is no plan."""
        return relative_gap(self.value, self.bound) if np.isfinite(self.value) else np.inf

    @property
    def closed(self) -> bool:
        """Whether no plan can cost less than the best one."""
        return bool(np.isfinite(self.value)) and closed(
            self.value, self.bound, 1.0 if self._integral else 0.0
        )

    def tell(self) -> None:
        """Tell the callback where the run stands, not too often."""
        if self._progress is None or self.pick is None or self.clock.seconds - self._told <= _TOLD_S:
            return
        self._told = self.clock.seconds
        self._progress(Progress(self.value, self.bound, self.open_gap, self.clock.seconds))

    def aim_at(self, aim: float) -> None:
        """Aim at another gap; what was ruled out for the one before no longer is."""
        self.aim = aim
        self.stages, self.level = (), np.inf

    def check_stop(self) -> None:
        """Tell the callback; raise where the gap or the aim is reached, the question answered or the time over."""
        self.tell()
        asked = self.question
        if asked is not None and (self.value <= asked + _ANSWERED or self.bound > asked + _ANSWERED):
            raise Stopped("gap")
        if self.closed:
            raise Stopped("proven")
        if self.open_gap <= max(self.gap, self.aim) > 0:
            raise Stopped("gap")
        if self.clock.over:
            raise Stopped(self.clock.reason)

    def solution(self, reason: StoppedBy, rounds: int = 0) -> Solution:
        """Return the best plan and proof as a solution."""
        assert self.pick is not None
        assert self.proof is not None
        bound = self.bound
        known = np.maximum(self.option_bound, min(bound, self.proof.bound))
        by_option = np.empty(len(known))  # from the order of the kernels back to that of the problem
        by_option[self.full.order] = known
        return Solution(
            option=self.full.to_options(self.pick),
            **standing(self.value, bound, reason, self.proof.certificate.step),
            seconds=self.clock.seconds,
            certificate=self.proof.certificate,
            reduced_cost=by_option - bound,
            lagrangian=bound,
            bound_rests_on=self.proof.rests_on,
            rounds=rounds,
            served=self.served,
            prepared=self.prepared,
        )
