"""Plans of problems like the p-median, by interchange from many beginnings; the best of them are kept to be recombined.

One beginning ends at one plan, and on clustered or grid-like instances seldom at the best: how many sites each cluster
has is hardly ever changed by what interchange can do. From many beginnings come plans that differ there, and the
options of the best of them make a problem that HiGHS solves at once (`recombine`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.search.interchange import Interchange, is_like_p_median
from narvaro.siting.search.local import Search

__all__ = ["Beginnings"]


class Beginnings:
    """Plans from many beginnings, and the best of them.

    Parameters
    ----------
    interchange
        Over the whole problem.
    seed
        Of the beginnings.

    Attributes
    ----------
    kept
        The best plans, each once, with their values, the best last.
    fresh
        Whether there is one among them that has not been recombined.
    """

    def __init__(self, interchange: Interchange, seed: int = 0) -> None:
        self.interchange = interchange
        self.fresh = False
        self.kept: list[tuple[float, NDArray[np.int64]]] = []
        self._rng = np.random.default_rng([seed, len(interchange.free)])

    def _begin(self) -> None:
        """Draw a new plan by chance, or cross two that were kept, and improve it."""
        change, rng, serves = self.interchange, self._rng, self.interchange.model.serves
        if len(self.kept) < EFFORT.crossed_from or rng.random() >= EFFORT.crossed:
            change.load(change.drawn(rng))
        else:
            one, other = rng.choice(len(self.kept), 2, replace=False)
            change.load(serves[self.kept[one][1]] | serves[self.kept[other][1]])
            change.close_down()
        change.descend()

    @classmethod
    def of(cls, inc: Incumbent, search: Search, seed: int = 0) -> Beginnings | None:
        """Return some for a run's problem if it is like a p-median and not too large, after a first search."""
        if len(inc.full.lists.cost) >= EFFORT.beginnings_below or not is_like_p_median(inc.full):
            return None
        made = cls(Interchange(inc.full), seed)
        if inc.pick is not None:
            search.load(made.search(inc.pick, made.effort, inc.clock))
            inc.offer(search)
        return made

    @property
    def effort(self) -> int:
        """Pairs of clients and sites to look at in one go."""
        return int(
            min(EFFORT.beginnings_most, EFFORT.beginnings_pairs * len(self.interchange.model.lists.cost))
        )

    def search(
        self,
        start: NDArray[np.int64],
        effort: int,
        clock: Clock,
        forced: tuple[NDArray[np.int64], Floats | None] | None = None,
    ) -> NDArray[np.int64]:
        """Go on from a plan and then from new beginnings, until the effort is spent; return the best plan.

        Parameters
        ----------
        start
            The options of a plan.
        effort
            Pairs of clients and sites that may be looked at, about.
        clock
            Of the run: the search ends early where the time is over.
        forced
            Sites that perturbations of the plan force open, and their chances. Default: any.
        """
        change, until = self.interchange, self.interchange.spent + effort
        change.load(change.model.serves[start])
        change.descend()
        self._keep(change.path(self._rng, int(EFFORT.from_best * effort), clock, forced))
        while change.spent < until and not clock.over:
            self._begin()
            self._keep(change.path(self._rng, until - change.spent, clock))
        return self.kept[-1][1]

    def improved(self, pick: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a plan after interchange, and keep it."""
        change = self.interchange
        change.load(change.model.serves[pick])
        change.descend()
        found = change.state.open.copy()
        self._keep(found)
        return change.pick(found)

    def _keep(self, is_open: NDArray[np.bool_]) -> None:
        """Keep a plan if it is one of the best and not known yet."""
        pick = self.interchange.pick(is_open)
        if any(np.array_equal(pick, other) for _, other in self.kept):
            return
        self.kept.append((self.interchange.load(is_open), pick))
        self.kept.sort(key=lambda each: -each[0])
        del self.kept[: -EFFORT.beginnings_kept]
        self.fresh = self.fresh or any(pick is other for _, other in self.kept)

    def note(self, pick: NDArray[np.int64]) -> None:
        """Keep a plan that was found elsewhere."""
        self._keep(self.interchange.model.serves[pick])
