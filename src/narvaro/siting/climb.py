"""The climb of one run: rounds of bound and plan, options ruled out by both, HiGHS for what is left."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.siting import coarse, highs
from narvaro.siting.count_tree import Counting
from narvaro.siting.dual import HASTE, PATIENCE, Dual, Multipliers
from narvaro.siting.known import Stop
from narvaro.siting.model import Model
from narvaro.siting.plans import MIP_PAIRS
from narvaro.siting.problem import Floats
from narvaro.siting.solution import Certificate, relative_gap

__all__ = ["Climb"]

_TINY_PAIRS = 3_000  # such models go to the finish at once
_PERIOD = 15  # rounds between two plans made from the relaxation
_FUSE_EVERY = 2  # periods, of a patient run
_LAST_FUSIONS = 4  # that may come to nothing before a patient run ends
_FIX_EVERY = 5
_GUESS_ROUNDS = 300
_GUESS_GAP = 5e-4
_GUESS_FUSIONS = 3  # of the plans of the blocks
_THETA_AFTER_GUESS = 1.0
_THETA_OF_PATIENCE = 0.5  # where a hasty run came to nothing
_PLAN_GAP = 1e-4  # or a quarter of the run's: a plan of fixed counts is then good enough
_SPENT, _SPENT_PATIENCE = 0.02, 0.004  # step lengths from which more rounds prove nothing more
_PASSES = 4  # times that the climb is taken up again after ruling options out


class Climb(Counting):
    """A run: what is known, its plans, and how both are bettered."""

    _wait = _due = _FUSE_EVERY  # periods between two fusions, and until the next
    counts_kinds = True

    def fix(self, share: float) -> bool:
        """Rule out options whose reduced cost lifts the bound to the target, if they are enough to matter."""
        dual, model = self.dual, self.model
        if not np.isfinite(self.value) or not np.isfinite(dual.value):
            return False
        level = self.target()
        each = dual.value + dual.above()
        known = np.where(model.allowed, np.minimum(each, self.level), -np.inf)
        np.maximum(self.option_bound, known, out=self.option_bound)
        out = np.flatnonzero((each >= level) & model.allowed)
        if len(out) == 0 or len(out) < share * model.allowed.sum():
            return False
        self.stages = (*self.stages, self._stage(*dual.at, out, level))
        self.level = min(self.level, level)
        model = model.without(out)
        before, after = int(self.model.can_open().sum()), int(model.can_open().sum())
        if after < 0.8 * before:
            model = model.shortened()
        self.model = model
        dual.use(model)
        self.search.use(model)
        return True

    def finish(self) -> bool:
        """Give what is left to HiGHS, where it is small enough; take its plan and its bound."""
        left = self.time_limit - self.seconds
        if not self.dual.evaluate() > -np.inf:
            return False
        dual, level = self.dual, self.target()
        with np.errstate(divide="ignore", invalid="ignore"):
            edge = dual.v + np.maximum(level - dual.value, 0.0) / dual.w * (1 + 1e-9)
        edge = np.where(dual.w > 0, np.nextafter(edge, np.inf), np.inf)
        if highs.pairs_left(self.model, edge) > MIP_PAIRS:
            return False
        mip = highs.build_mip(self.model, edge)
        result = highs.solve_mip(
            self.model, mip, gap=self.gap * 0.999, time_limit=left, seed=self.seed, cutoff=level
        )
        if result.pick is not None:
            self.search.use(self.model)
            self.search.load(result.pick)
            self.offer()
        # the edges and the cut-off leave out what costs at least the level
        bound = result.proven(self.value, min(self.level, level))
        if self.proof is None or bound > self.proof[0]:
            last = self._stage(*self.dual.kept, np.zeros(0, np.int64), np.inf)
            self.proof = (bound, Certificate((*self.stages, last), self.full.integral, bound))
            self.rests_on = "highs"
        self.check_stop()
        if not result.ended:
            raise Stop("time")
        return True

    def first_multipliers(self) -> Floats:
        """Return multipliers between what each client pays and what its second choice would cost."""
        lists = self.full.lists
        v = 0.5 * (self.search.d1 + self.search.d2)
        wide = float(lists.cost.max(initial=1)) * 2.0
        return np.minimum(np.minimum(v, lists.cap[:, None]), wide)

    def climb(self) -> None:
        """Run rounds of bound, plan and fixing until a reason to stop."""
        tiny = len(self.full.lists.cost) * self.full.n_years < _TINY_PAIRS
        settle = 0 < len(self.full.choices.lower) <= 2
        made = passes = 0
        while True:
            dual = self.dual
            self.round(settle or dual.rounds == 0)
            self.note_bound()
            self.check_stop()
            if dual.rounds % _FIX_EVERY == 0 and dual.rounds >= 20 and self.fix(0.15):
                continue
            if dual.rounds % (2 * _PERIOD if self.patient else _PERIOD) == 0:
                if self.patient:
                    self._plan_patiently()
                else:
                    made += 1
                    self.plan_from_relaxation(self.effort() // 2, 2)
                    if made % 4 == 0:
                        self.check_stop()
                        self.polish(self.effort(), 3)
                self.check_stop()
            if dual.theta < (_SPENT_PATIENCE if self.patient else _SPENT) or (tiny and dual.rounds >= 60):
                passes += 1
                if not self.settle_down(again=passes <= _PASSES and not tiny):
                    raise Stop("step")

    def _plan_patiently(self) -> None:
        """Fuse plans every other period, and after each time that it came to nothing one period later."""
        self._due -= 1
        if self._due <= 1:
            self.plan_from_relaxation(self.effort() // 2, 2)
            self.check_stop()
        if self._due <= 0:
            self._wait = _FUSE_EVERY if self.fuse() else self._wait + 1
            self._due = self._wait

    def guess(self, near: int = 2) -> None:
        """Climb the problem of the blocks, keep its plan, and lift its multipliers to all clients.

        The blocks of clients that share their two nearest sites are themselves guessed from those that share one.
        """
        model = self.full
        chosen, of, weight = coarse.blocks(model, near)
        small = Climb(
            model.problem,
            max(self.gap, _GUESS_GAP),
            self.time_limit - self.seconds,
            self.seed,
            None,
            self.pool,
            model.sampled(chosen, weight),
        )
        small.search.load(self.best[1] if self.best[1] is not None else self.search.pick)
        small.offer()
        small.dual = Dual(small.full, small.first_multipliers(), self.pool)
        if near > 1:
            small.guess(near - 1)
        small.dual.patience = PATIENCE if near > 1 else HASTE
        small.climb_blocks(_GUESS_FUSIONS if near > 1 else 0)
        pick = small.best[1]
        assert pick is not None
        self.search.load(pick)
        self.offer()
        v = coarse.lift(model, of, chosen, small.dual.v, self.search.d1)
        self.dual = Dual(model, v, self.pool)
        self.dual.lam, self.dual.eta = small.dual.lam.copy(), small.dual.eta.copy()
        self.dual.theta = _THETA_AFTER_GUESS

    def plan_at(self, model: Model, multipliers: Multipliers) -> None:
        """Climb a model whose limits fix the counts of kinds; keep its plan if it is better."""
        left = self.time_limit - self.seconds
        gap = max(0.25 * self.gap, _PLAN_GAP)
        small = Climb(model.problem, gap, left, self.seed, None, self.pool, model)
        try:
            small.start(None)
        except (InfeasibleError, UnsettledError):
            return
        v, lam, eta = multipliers
        small.dual = Dual(model, v, self.pool)
        small.dual.lam, small.dual.eta = lam.copy(), eta.copy()
        small.dual.theta = _THETA_OF_PATIENCE
        small.counts_kinds = False
        with suppress(Stop):
            small.climb()
        assert small.best[1] is not None
        self.search.load(small.best[1])
        self.offer()

    def climb_blocks(self, fusions: int) -> None:
        """Run rounds of bound and plan until a good guess is at hand, then fuse the plans so many times."""
        near = False
        for rounds in range(_GUESS_ROUNDS):
            self.round(rounds == 0 or len(self.full.choices.lower) <= 2)
            if self.left < 0:
                break
            if rounds % _PERIOD == _PERIOD - 1:
                self.plan_from_relaxation(self.effort() if fusions else self.effort() // 4, 2)
                if rounds % (4 * _PERIOD) == 4 * _PERIOD - 1:
                    self.polish(2 * self.effort(), 3)
                near = relative_gap(self.value, self.dual.best) <= _GUESS_GAP
                if near:
                    break
        self.dual.back_to_best()
        for _ in range(0 if near else fusions):
            if self.left < 0 or not self.fuse():
                break

    def settle_down(self, again: bool) -> bool:
        """Rule out what can be ruled out, polish, and finish where that is small; return whether to climb on."""
        dual, before = self.dual, self.value
        dual.back_to_best()
        dual.at = dual.kept
        self.polish(2 * self.effort(), 3)
        self.check_stop()
        for _ in range(_LAST_FUSIONS if self.patient else 0):
            if self.fuse():
                break
            self.check_stop()
        left = int(self.model.allowed.sum())
        self.fix(0.0)
        self.branch()
        if self.finish():
            return False
        if not self.patient:
            dual.patience, dual.theta = PATIENCE, _THETA_OF_PATIENCE
            return True
        if self.value < before or self.model.allowed.sum() < 0.95 * left:
            dual.theta = 0.3
            if again:
                return True
        if self.counts_kinds:
            self.count(self.plan_at)
            self.check_stop()
        return False
