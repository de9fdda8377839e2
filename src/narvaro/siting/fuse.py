"""Better plans by shaking the best one along several paths and fusing what the paths found.

A local search ends where no change of two or three sites pays. From there the best plan is shaken: an option that the
multipliers nearly chose is forced in, the plan is mended and improved, and kept if it is about as good. The paths
differ in a few dozen sites, mostly far apart, so each has found something that the others lack. The options of all
their plans make a problem so small that HiGHS finds the best plan among them at once (tour merging: Cook and Seymour
2003). Plans only: no bound rests on any of this.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narvaro.siting import highs, shake_kernels
from narvaro.siting.model import Model
from narvaro.siting.plans import Plans
from narvaro.siting.search import Search

__all__ = ["Fusing"]

_PATHS = 2  # as many as the threads of a run, and the same number whatever the threads
_SHAKES = 300  # of one path
_AT_ONCE = 25  # shakes between two looks at the clock
_CORE = 8  # serving options of the core for each open site
_WINDOW = 1e-5  # how much dearer than the best a plan may be and still be gone on from
_COLUMNS = 6_000  # the fusion takes problems of up to this size
_OFTEN = 0.15  # options that the multipliers' rounds picked this often of late are fused with the plans
_NEAR = 30  # options that sites nearly pick, fused with what they pick
_NODES = 30  # of HiGHS for one fusion


class Fusing(Plans):
    """A run that shakes its best plan."""

    _fusion_s = 0.0  # that a fusion has taken: none is begun with less left

    def fuse(self) -> bool:
        """Shake the best plan along some paths and fuse what they found; return whether the best plan is better."""
        start = self.best[1]
        if start is None or self.model.ceiling_rows:
            return False
        core, options, chance = self._core(start)
        if len(options) == 0:
            return False
        seeds = np.random.SeedSequence([self.seed, self.shaken]).spawn(_PATHS)
        self.shaken += 1
        draws = [np.random.default_rng(s).choice(options, _SHAKES, p=chance) for s in seeds]

        def path(starts: NDArray[np.int64]) -> NDArray[np.int64]:
            search, best = Search(core), start.copy()
            value = search.load(start)
            small, window = 1e-9 * max(1.0, abs(value)), _WINDOW * abs(value)
            lists, choices, lam = core.lists, core.choices, self.dual.lam
            at = lowest = 0.0
            for first in range(0, len(starts), _AT_ONCE):
                if first and self.left < 0:
                    break
                part = starts[first : first + _AT_ONCE]
                at, lowest = shake_kernels.shake(
                    part, window, small, lists, choices, lam, search.state, best, at, lowest
                )
            return best

        found = list(self.pool.map(path, draws)) if self.pool else [path(draw) for draw in draws]
        self.found.extend((start, *found))
        better = self._offer_all(found)
        if self.left < self._fusion_s:
            return better
        began = self.seconds
        better = self._offer_all([self._fused()]) or better
        self._fusion_s = max(self._fusion_s, self.seconds - began)
        return better

    def _core(self, start: NDArray[np.int64]) -> tuple[Model, NDArray[np.int64], NDArray[np.float64]]:
        """Return the model of the options that the multipliers nearly chose, with their chances to be forced in."""
        dual, c = self.dual, self.full.choices
        dual.evaluate()
        above = dual.above()
        serves = self.full.serves
        options = np.flatnonzero(self.model.allowed & serves)
        options = options[np.argsort(above[options], kind="stable")][: _CORE * int(serves[start].sum())]
        keep = ~serves
        keep[options] = keep[start] = True
        options = options[start[c.site[options]] != options]
        if len(options) == 0:
            return self.full, options, np.zeros(0)
        above = np.maximum(above[options], 0.0)
        chance = np.exp(-above / max(float(above.max()), 1e-300))
        return self.full.without(np.flatnonzero(~keep)).shortened(), options, chance / chance.sum()

    def fuse_near(self) -> bool:
        """Fuse the best plan with what sites pick at the multipliers, and nearly pick; return whether it is better.

        For multipliers that were climbed elsewhere, of a problem much like this one, before there are plans to fuse.
        """
        dual, start = self.dual, self.best[1]
        if start is None or self.model.ceiling_rows:
            return False
        dual.evaluate()
        keep = np.zeros(len(self.full.order), bool)
        keep[start] = keep[dual.pick] = True
        others = np.flatnonzero(~keep & self.full.serves)
        keep[others[np.argsort(dual.above()[others], kind="stable")][:_NEAR]] = True
        mip = self._small_mip(keep)
        return mip is not None and self._offer_all([self._best_of(*mip)])

    def _offer_all(self, picks: Sequence[NDArray[np.int64] | None]) -> bool:
        """Keep the best of some plans if it is better than the one in hand; return whether it is."""
        before = self.value
        self.search.use(self.full)
        for pick in picks:
            if pick is not None:
                self.search.load(pick)
                self.offer()
        self.search.use(self.model)
        return self.value < before

    def _fused(self) -> NDArray[np.int64] | None:
        """Return the best plan that can be made of the options of the plans found; None where that is too large."""
        plans = list(self.found)
        while len(plans) > 1:
            keep = self.mean >= _OFTEN
            for pick in plans:
                keep[pick] = True
            mip = self._small_mip(keep)
            if mip is not None:
                return self._best_of(*mip)
            plans = plans[len(plans) // 2 :]
        return None

    def _small_mip(self, keep: NDArray[np.bool_]) -> tuple[Model, highs.Mip] | None:
        """Return the problem of some options; None where it is too large to fuse."""
        model = self.full.without(np.flatnonzero(~keep)).shortened()
        mip = highs.build_mip(model)
        return (model, mip) if len(mip.cost) <= _COLUMNS else None

    def _best_of(self, model: Model, mip: highs.Mip) -> NDArray[np.int64] | None:
        """Return the best plan that HiGHS finds, from the best one in hand."""
        left, start = self.time_limit - self.seconds, self.best[1]
        return highs.solve_mip(
            model, mip, gap=1e-7, time_limit=left, seed=self.seed, nodes=_NODES, start=start
        ).pick
