"""Plans during a run: the first one, plans made from the relaxation, and the polishing of the best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, InfeasibleError
from narvaro.siting import feasibility, highs
from narvaro.siting.known import Known
from narvaro.siting.model import Model
from narvaro.siting.problem import Floats
from narvaro.siting.search import Search
from narvaro.siting.value import plan_value

__all__ = ["MIP_PAIRS", "Plans"]

MIP_PAIRS = 600_000  # the finish takes models up to this size
_SKETCH = 300  # clients of the sample that the first plan is made for
_MEAN = 0.08  # weight of the last round in the running mean of picks
_IMPROVEMENTS = 4  # passes over the most promising chains for one plan
_MOVES = 2  # chains for each open site in one round of improvement
_GRACE_S = 1.0  # that a run without a plan may look for one beyond its time limit
_EFFORT = 1_500_000  # options looked at in one round of improvement, over the options that are left


class Plans(Known):
    """A run's plans."""

    def offer(self) -> bool:
        """Keep the loaded plan if it is whole and the best so far, by its exact value and limits."""
        sites = np.arange(self.full.problem.n_sites)
        if not np.array_equal(self.search.model.choices.site[self.search.pick], sites):
            return False
        value, whole = plan_value(self.search.model, self.search)
        if whole and value < self.value - 1e-12 * abs(value if np.isfinite(self.value) else 0.0):
            self.best = (value, self.search.pick.copy())
            return True
        return False

    def start(self, warm: NDArray[np.int64] | None) -> None:
        """Find a first plan that keeps the limits.

        Raises
        ------
        InfeasibleError
            If there is none.
        """
        model, search = self.full, self.search
        faults = feasibility.unreachable_faults(model)
        if faults:
            raise InfeasibleError(faults)
        search.load(model.from_options(warm) if warm is not None else self._sketch())
        whole = search.repair()
        if whole:
            self.offer()
        if not np.isfinite(self.value):
            seconds = max(_GRACE_S, self.left)
            pick = feasibility.feasible_pick(model, model.choices.cost - _reach_worth(search), seconds)
            if pick is None:
                raise InfeasibleError(feasibility.clashes(model))
            search.load(pick)
            self.offer()
        if not np.isfinite(self.value):
            self._start_under_ceilings()
        search.descend(2 * len(search.pick))
        self.offer()

    def _sketch(self) -> NDArray[np.int64]:
        """Return a greedy plan made for a sample of the clients, each with the weight of its share."""
        model = self.full
        clients = np.flatnonzero(model.weight.any(axis=1))
        stride = max(1, len(clients) // _SKETCH)
        if stride > 1:
            clients = clients[stride // 2 :: stride]
            model = model.sampled(clients, model.base[clients] * stride)
        sketch = Search(model, self.pool)
        sketch.late = self.search.late
        sketch.load(_cheapest_closed(model))
        sketch.repair()
        sketch.descend(2 * len(sketch.pick))
        return sketch.pick

    def _start_under_ceilings(self) -> None:
        """Find a first plan where ceilings bind: weigh the layers that are over more, then ask HiGHS."""
        model, search = self.full, self.search
        zero = np.zeros(len(model.choices.lower))
        price = np.ones_like(model.ceilings) * model.prices[:, None]
        for _ in range(12):
            price = np.where(np.isfinite(model.ceilings), 2.0 * price + 1.0, price)
            search.load(search.pick, model.base * price[model.lists.layer])
            while search.improve(zero, 2 * len(search.pick)) > 0:
                pass
            search.load(search.pick)
            if self.offer():
                return
        if highs.pairs_left(model, None) > 10 * MIP_PAIRS:
            raise InfeasibleError([Fault("infeasible.ceiling", {})])
        result = highs.solve_mip(
            model, highs.build_mip(model), gap=1.0, time_limit=max(_GRACE_S, self.left), seed=self.seed
        )
        if result.pick is not None:
            search.load(result.pick)
            self.offer()
        if not np.isfinite(self.value):
            raise InfeasibleError([Fault("infeasible.ceiling", {})])

    def round(self, settle: bool) -> None:
        """One round of the bound; keep a running mean of the options that sites pick."""
        dual = self.dual
        dual.step(self.value, settle)
        if (dual.pick >= 0).all():
            self.mean *= 1.0 - _MEAN
            self.mean[dual.pick] += _MEAN

    def plan_from_relaxation(self, most: int, depth: int) -> bool:
        """Take what sites picked most of late (Barahona and Anbil 2000), mend it, improve it, keep it if better."""
        search, dual, c = self.search, self.dual, self.model.choices
        if (dual.pick < 0).any():
            return False
        order = np.lexsort((-np.where(self.model.allowed, self.mean, -1.0), c.site))
        search.load(order[c.site_ptr[:-1]], dual.w if self.model.ceiling_rows else None)
        if not search.repair():
            return False
        search.descend(2 * len(search.pick))
        for _ in range(_IMPROVEMENTS // 2 if self.patient else _IMPROVEMENTS):
            if search.improve(dual.lam, most, depth) <= 1e-4 * abs(search.value):
                break
        self.found.append(search.pick.copy())
        return self.offer()

    def polish(self, most: int, depth: int) -> bool:
        """Improve the best plan itself."""
        pick = self.best[1]
        assert pick is not None
        self.search.load(pick)
        better = False
        for _ in range(4):
            if self.search.improve(self.dual.lam, most, depth) <= 1e-5 * abs(self.value):
                break
            better = self.offer() or better
        return self.offer() or better

    def effort(self) -> int:
        """Return how many chains one improvement tries.

        A chain looks at every option that is left and moves the clients of a few of the open sites, so what it costs
        falls with the number of open sites; the sum is held to some passes over the lists.
        """
        pick = self.best[1]
        assert pick is not None
        passes = _MOVES * max(1, int(self.full.serves[pick].sum()))
        return max(8, min(400, passes, _EFFORT // max(1, int(self.model.allowed.sum()))))


def _cheapest_closed(model: Model) -> NDArray[np.int64]:
    """Return each site's option that serves least and then costs least."""
    c = model.choices
    serves = np.diff(c.gain_ptr)
    order = np.lexsort((c.cost, serves, c.site))
    return order[c.site_ptr[:-1]]


def _reach_worth(search: Search) -> Floats:
    c = search.model.choices
    sums = np.concatenate([[0.0], np.cumsum(search.state.table[c.gain_at])])
    return np.asarray(sums[c.gain_ptr[1:]] - sums[c.gain_ptr[:-1]])
