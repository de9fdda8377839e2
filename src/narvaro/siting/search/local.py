"""Plans: load one, mend its limits, improve it by chains of changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound.lagrangian import CHUNKS, SMALL, priced_use, used_by
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Floats
from narvaro.siting.layout.layout import Model
from narvaro.siting.search import local_kernels
from narvaro.siting.search.local_kernels import PlanState

__all__ = ["SAME", "Search"]

_CHAINS, _CHANGES = 8, 16  # between two looks at the clock
SAME = 1e-9  # share of the value that a change must save, or rounding would go on for ever
_REPAIRS = 4  # changes for each site at most that mend a plan


class Search:
    """One plan under improvement, with everything needed to price a change."""

    def __init__(
        self, model: Model, pool: ThreadPoolExecutor | None = None, clock: Clock | None = None
    ) -> None:
        self.pool, self.clock = pool, clock
        self.use(model)

    def use(self, model: Model) -> None:
        """Go on with a smaller model."""
        self.model = model
        shape = model.weight.shape
        # filled when a plan is loaded; at national size they are too large to be made for each plan
        self.d1, self.d2 = np.empty(shape), np.empty(shape)
        self.j1 = np.empty(shape, np.int32)
        self.penalty_of = np.ascontiguousarray(model.state_penalty[:, model.state.astype(np.int64)])
        self.chunks = 1 if model.pairs < SMALL else CHUNKS
        edges = np.linspace(0, shape[0], self.chunks + 1).astype(np.int64)
        self.spans = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))

    def load(self, pick: NDArray[np.int64], weight: Floats | None = None) -> float:
        """Take a plan; return its value (clients outside their lists at their cap)."""
        model, sites = self.model, self.model.problem.n_sites
        self.pick = pick.copy()  # changed in place by the kernels
        self.used = used_by(model, pick)
        self.opened = model.opened(pick)
        size = model.n_channels * model.n_years * sites
        tables, dirty = np.zeros((self.chunks, size)), np.zeros((self.chunks, sites), bool)
        self.state = PlanState(
            model.weight if weight is None else weight,
            self.penalty_of,
            model.allowed,
            self.opened,
            self.d1,
            self.d2,
            self.j1,
            np.zeros(size),
            np.ones(sites, bool),
            np.zeros(len(model.order)),
            self.pick,
            self.used,
        )

        def part(n: int) -> float:
            at = (*self.spans[n], model.lists, model.choices, self.state, tables[n], dirty[n])
            return float(local_kernels.load_plan(*at))

        chunks = range(self.chunks)
        parallel = self.pool is not None and self.chunks > 1
        totals = list(self.pool.map(part, chunks)) if self.pool and parallel else [part(n) for n in chunks]
        tables.sum(axis=0, out=self.state.table)
        local_kernels.refresh(model.choices, self.state)
        self.value = model.problem.offset + float(model.choices.cost[pick].sum()) + sum(totals)
        return self.value

    def violation(self) -> float:
        """Return by how much the plan breaks its limits."""
        return float(local_kernels.violation(self.model.choices, self.used))

    def repair(self) -> bool:
        """Mend broken limits; return whether the plan is whole."""
        if self.violation() > 0:
            most = _REPAIRS * len(self.pick)
            self.value += local_kernels.repair(most, self.model.lists, self.model.choices, self.state)
        return self.violation() <= 0

    def descend(self, most: int) -> float:
        """Take best single changes until none pays; return how much the value fell."""
        small = SAME * max(1.0, abs(self.value))
        lists, choices, change = self.model.lists, self.model.choices, 0.0
        for first in range(0, most, _CHANGES):
            # not before the first changes: a run ends with some plan improved a little
            if first and self._late():
                break
            many = min(_CHANGES, most - first)
            step = float(local_kernels.descend(many, small, lists, choices, self.state))
            change += step
            if step == 0.0:  # no single change pays any more
                break
        self.value += change
        return -change

    def _late(self) -> bool:
        return self.clock is not None and self.clock.over

    def priced_worths(self, lam: Floats) -> Floats:
        """Return every option's exact worth in this plan, priced by the limits' multipliers."""
        return np.asarray(self.state.worth + priced_use(self.model, lam))

    def improve(self, lam: Floats, most: int, depth: int = 2) -> float:
        """Try chains from the most promising options; return how much the value fell."""
        worth = self.priced_worths(lam)
        delta = worth - worth[self.pick][self.model.choices.site]
        # sorted to the end and cut off there: what is ruled out, and what the plan has already
        delta[~self.model.allowed] = np.inf
        delta[self.pick] = np.inf
        order = np.argsort(delta, kind="stable")[:most]
        order = order[np.isfinite(delta[order])]
        small = SAME * max(1.0, abs(self.value))
        change = 0.0
        for first in range(0, len(order), _CHAINS):
            if self._late():
                break
            starts = order[first : first + _CHAINS]
            lists, choices = self.model.lists, self.model.choices
            change += local_kernels.improve(starts, depth, small, lists, choices, lam, self.state)
        self.value += change
        return -float(change)
