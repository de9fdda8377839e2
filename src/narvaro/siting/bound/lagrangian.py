"""The bound: a Lagrangian of the assignment rows, the limits and the ceilings, climbed by a deflected subgradient.

With multipliers v (clients), lam (limits) and eta (ceilings), and w = base * (price + eta),

    L(v, lam, eta) = offset + sum w v + sum_j min_{k of j} rc_k
                     - sum_r max(lam_r lower_r, lam_r upper_r) - sum eta at_most
    rc_k           = cost_k + sum_r lam_r a_rk - sum_{i,t served by k} w_it max(0, v_it - c_ij - penalty)

is at most the value of every plan (weak duality), for any v <= what the client pays unserved. Every site picks its
cheapest option alone; clients served never or more than once give the direction (Held, Wolfe and Crowder 1974), which
is deflected (Camerini, Fratta and Maffioli 1975) and stepped by Polyak's rule, each multiplier in proportion to itself.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.siting.bound import lagrangian_kernels
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import UNIT
from narvaro.siting.form.solution import Multipliers
from narvaro.siting.layout.layout import Model

__all__ = ["CHUNKS", "PATIENCE", "Dual", "used_by"]

CHUNKS = 8  # fixed, so that sums come in the same order whatever the threads
_SMALL = 200_000  # fewer pairs than this are summed in one chunk
HASTE, PATIENCE = 12, 30  # rounds without a better bound after which the step is shortened
_LARGE = 20_000_000  # pairs over the years from which patience pays from the start


class Dual:
    """Multipliers and the bound they give.

    Parameters
    ----------
    model
        The problem made ready.
    first
        Multipliers to begin from.
    pool
        Threads for the passes over the lists.

    Attributes
    ----------
    now
        Where the next evaluation is.
    at
        Where the last one was: `value`, `rc` and `pick` belong to it.
    kept, best
        The multipliers of the best bound of this model, and that bound.
    """

    def __init__(self, model: Model, first: Multipliers, pool: ThreadPoolExecutor | None = None) -> None:
        self.model, self.pool = model, pool
        self.now = self.at = first
        self.kept: Multipliers | None = None
        self.pick = np.zeros(model.problem.n_sites, np.int64)
        self.rc = np.zeros(len(model.order))
        self.value = -np.inf
        self.best = -np.inf
        self.rounds = 0
        self.theta = 1.0
        self.patience = PATIENCE if len(model.lists.cost) * model.n_years >= _LARGE else HASTE
        self._stale = 0
        self._restart()

    def _restart(self) -> None:
        model = self.model
        self.e = np.zeros_like(self.now.client)
        self.h = np.zeros(len(self.now.limit))
        self.count = np.zeros(self.now.client.shape, np.int16)
        lists, n = model.lists, len(model.lists.cap)
        self.floor = np.where(lists.ptr[1:] > lists.ptr[:-1], 0.0, lists.cap)
        filled = lists.ptr[1:] > lists.ptr[:-1]
        self.floor[filled] = lists.cost[lists.ptr[:-1][filled]]
        self.floor = np.minimum(np.where(np.isfinite(self.floor), self.floor, 0.0), lists.cap)
        client = np.minimum(np.maximum(self.now.client, self.floor[:, None]), lists.cap[:, None])
        self.now = replace(self.now, client=client)
        self.chunks = 1 if len(lists.cost) * model.n_years < _SMALL else CHUNKS
        edges = np.linspace(0, n, self.chunks + 1).astype(np.int64)
        self.spans = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
        self.tables = np.zeros((self.chunks, model.n_channels * model.n_years * model.problem.n_sites))
        weight = np.maximum(self.floor, 0)[:, None] * model.weight
        self.least = 1e-3 * float(weight.sum() / max(model.weight.sum(), 1e-300)) + 1e-9
        sites: list[NDArray[np.int64]] = []
        matrix = model.problem.limits.matrix
        for r in range(len(self.now.limit)):
            columns = matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]]
            sites.append(np.unique(model.problem.options.site[columns]))
        self.row_sites = sites
        self._measure_limits()

    def _measure_limits(self) -> None:
        """Note how many options of the largest use each limit has room for."""
        choices = self.model.choices
        edge = np.where(np.isfinite(choices.upper), choices.upper, choices.lower)
        self.units = np.maximum(1.0, np.abs(edge) / choices.scale)

    def use(self, model: Model) -> None:
        """Go on with a smaller model (options or sites ruled out)."""
        self.model = model
        self._restart()
        self.best = -np.inf

    def to_node(self, model: Model, at: Multipliers) -> None:
        """Begin again from some multipliers, with other options of the same lists allowed."""
        self.model, self.now = model, at
        self._measure_limits()
        self.e[:] = 0
        self.h[:] = 0
        self.best, self._stale = -np.inf, 0

    def weights(self) -> Floats:
        """Return the weights that count now: base * (price + eta)."""
        model = self.model
        if not model.ceiling_rows:
            return model.weight
        return model.base * (model.prices[:, None] + self.now.ceiling)[model.lists.layer]

    def gains(self, w: Floats) -> tuple[Floats, float]:
        """Sum what each site is worth, chunk by chunk, and sum w v."""
        self.tables[:] = 0.0
        model, client = self.model, self.now.client

        def part(n: int) -> float:
            lo, hi = self.spans[n]
            out = self.tables[n]
            at = (lo, hi, model.lists, model.choices, client, w, model.problem.n_sites, out)
            return float(lagrangian_kernels.add_gains(*at))

        total = sum(self._chunk_by_chunk(part))
        return (self.tables[0] if self.chunks == 1 else self.tables.sum(axis=0)), total

    def _chunk_by_chunk(self, part: Callable[[int], float]) -> list[float]:
        """Do a part of the work for every chunk; the results stand in the chunks' order."""
        chunks = range(self.chunks)
        return (
            list(self.pool.map(part, chunks)) if self.pool and self.chunks > 1 else [part(n) for n in chunks]
        )

    def evaluate(self, settle: bool = False) -> float:
        """Compute the bound at the multipliers; fill `rc` and `pick`.

        Parameters
        ----------
        settle
            Whether each limit's multiplier is first put where it gives most, the others held.
        """
        model, choices = self.model, self.model.choices
        self.w = self.weights()
        gains, served = self.gains(self.w)
        if settle:
            self.now = replace(self.now, limit=self._settled(gains))
        self.at = self.now
        at = (choices, gains, self.now.limit, model.allowed, self.rc, self.pick)
        total = lagrangian_kernels.price_options(*at)
        held, capped = self._held()
        magnitude = (
            abs(served)
            + float(gains.sum())
            + abs(total if np.isfinite(total) else 0.0)
            + abs(held)
            + abs(capped)
        )
        terms = (
            max(hi - lo for lo, hi in self.spans) * model.n_years + self.chunks + model.problem.n_sites + 16
        )
        # no sum is off by more than this, so the bound holds in floating point too
        self.value = model.problem.offset + served + total - held - capped - terms * UNIT * magnitude
        return self.value

    def _settled(self, gains: Floats) -> Floats:
        """Return the limits' multipliers, each in turn where it gives most."""
        model, choices = self.model, self.model.choices
        limit = self.now.limit.copy()
        lagrangian_kernels.price_options(choices, gains, limit, model.allowed, self.rc, self.pick)
        reach = 0.5 * float(np.abs(self.rc).max(initial=1.0)) + 1.0
        for r, sites in enumerate(self.row_sites):
            span = reach / choices.scale[r]
            lagrangian_kernels.settle_limit(r, sites, choices, model.allowed, self.rc, limit, span)
        return limit

    def _held(self) -> tuple[float, float]:
        """Return what the limits and the ceilings take from the bound."""
        model, choices, at = self.model, self.model.choices, self.now
        edge = np.where(at.limit > 0, choices.upper, choices.lower)
        held = float((at.limit * np.where(at.limit != 0, edge, 0.0)).sum())
        if not model.ceiling_rows:
            return held, 0.0
        return held, float((at.ceiling * np.where(at.ceiling > 0, model.ceilings, 0.0)).sum())

    def above(self) -> Floats:
        """Return by how much each option costs more than what its site picks, shape (K,)."""
        return self.rc - self.rc[self.pick][self.model.choices.site]

    def step(self, target: float, settle: bool, beta: float = 0.85) -> float:
        """Evaluate, then move the multipliers towards `target`; return the bound found."""
        value = self.evaluate(settle)
        self.rounds += 1
        self._note(value)
        if not np.isfinite(value) or value >= target:
            return value
        sums, norm = self._client_direction(beta)
        norm += self._limit_direction(beta)
        norm += self._ceiling_direction(sums)
        if norm > 0:
            self.now = self._moved(self.theta * (target - value) / norm)
        return value

    def _note(self, value: float) -> None:
        """Keep the multipliers of a better bound; shorten the steps after some rounds without one."""
        little = 1e-7 * abs(value) if np.isfinite(value) else 0.0  # infinite where a site has no option left
        if value > self.best + little:
            self.best, self._stale, self.kept = value, 0, self.at
            return
        self._stale += 1
        if self._stale >= self.patience:
            self._stale, self.theta = 0, self.theta * 0.7

    def _moved(self, step: float) -> Multipliers:
        """Return the multipliers a step further along their directions."""
        at, limit, ceiling = self.now, self.now.limit, self.now.ceiling
        if len(limit):
            limit = lagrangian_kernels.move_limits(step, self.metric, self.h, self.model.choices, limit)
        if self.model.ceiling_rows:
            ceiling = np.maximum(0.0, ceiling + step * self.eta_metric * self.eta_grad)
        return Multipliers(self._moved_clients(at.client, step), limit, ceiling)

    def _client_direction(self, beta: float) -> tuple[Floats, float]:
        """Deflect the clients' direction; return what the layers' sums lack for it, and the square of its length."""
        model, opened, v = self.model, self.model.opened(self.pick), self.now.client
        sums = np.zeros((self.chunks, *model.ceilings.shape))
        served = (
            lagrangian_kernels.count_nearest if self._many_open(opened) else lagrangian_kernels.count_served
        )

        def part(n: int) -> float:
            lo, hi = self.spans[n]
            served(lo, hi, model.lists, v, model.base, opened, self.count, sums[n])
            at = (lo, hi, model.lists, self.count, v, self.w, self.floor, self.least, beta, self.e)
            return float(lagrangian_kernels.direction(*at))

        norm = sum(self._chunk_by_chunk(part))
        return sums.sum(axis=0), norm

    def _many_open(self, opened: Floats) -> bool:
        """Whether clients look at fewer sites below their multipliers than sites look at clients.

        A multiplier reaches to about the fourth open site of a list, so past four times sites / open sites.
        """
        lists, sites = self.model.lists, self.model.problem.n_sites
        n_open = int(np.count_nonzero(opened.reshape(-1, sites).min(axis=0) < np.inf))
        return n_open**2 * len(lists.cost) > 4 * sites**2 * len(lists.cap)

    def _moved_clients(self, v: Floats, step: float) -> Floats:
        lists, out = self.model.lists, np.empty_like(v)

        def part(n: int) -> float:
            at = (*self.spans[n], lists, v, self.e, self.floor, self.least, step, out)
            lagrangian_kernels.move_multipliers(*at)
            return 0.0

        self._chunk_by_chunk(part)
        return out

    def _limit_direction(self, beta: float) -> float:
        """Deflect the limits' direction; return the square of its length."""
        limit = self.now.limit
        if not len(limit):
            return 0.0
        used = used_by(self.model, self.pick)
        lagrangian_kernels.limit_direction(used, self.model.choices, limit, beta, self.h)
        worth = float(np.abs(self.rc).mean()) + 1e-12
        self.metric = 10.0 * worth / self.units
        return float((self.metric * self.h**2).sum())

    def _ceiling_direction(self, sums: Floats) -> float:
        """Set the ceilings' direction; return the square of its length."""
        model, at = self.model, self.now
        if not model.ceiling_rows:
            return 0.0
        own = np.zeros_like(at.ceiling)
        np.add.at(own, model.lists.layer, model.base * at.client)
        grad = np.where(
            np.isfinite(model.ceilings),
            own + sums - np.where(np.isfinite(model.ceilings), model.ceilings, 0),
            0,
        )
        grad = np.where((at.ceiling <= 0) & (grad < 0), 0.0, grad)
        self.eta_grad = grad
        size = np.maximum(own.max(), 1e-12)
        value = max(abs(self.value), 1e-9)
        self.eta_metric = np.full_like(grad, 0.05 * value / size**2)
        return float((self.eta_metric * grad**2).sum())

    def back_to_best(self) -> None:
        """Return to the multipliers of the best bound and evaluate there."""
        if self.kept is not None:
            self.now = self.kept
            self.e[:] = 0
            self.h[:] = 0
        self.evaluate()


def used_by(model: Model, pick: NDArray[np.int64]) -> Floats:
    """Return what a plan uses of each limit, shape (R,)."""
    return np.asarray(lagrangian_kernels.use_of(pick, model.choices))
