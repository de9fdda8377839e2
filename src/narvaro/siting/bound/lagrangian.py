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
from narvaro.siting.bound.step import StepLength
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import SMALLEST, UNIT
from narvaro.siting.form.solution import LEAST_VALUE, Multipliers
from narvaro.siting.layout.layout import Model

__all__ = ["CHUNKS", "PATIENCE", "ROUNDINGS", "SMALL", "Dual", "priced_use", "used_by"]

CHUNKS = 8  # fixed, so that sums come in the same order whatever the threads
SMALL = 200_000  # fewer pairs over the years than this are summed in one chunk: threads would cost more than they save
HASTE, PATIENCE = 12, 30  # rounds without a better bound after which the step is shortened
# the same, and what the step is multiplied by, where that is done gently
GENTLE_PATIENCE, _GENTLY_SHORTER = 20, 0.9
_LARGE = 20_000_000  # pairs over the years from which patience pays from the start
ROUNDINGS = 16
"""Roundings of a bound outside its longest sum: its parts put together, and what each term went through before."""
_DEFLECT = 0.85  # share of the last direction that the next one keeps
_SHORTER = 0.7  # what the step is multiplied by after some rounds without a better bound
_LEAST_GAIN = 1e-7  # share that a bound must rise by to be a better one: rounding is no progress
_LEAST_SCALE = 1e-3  # share of the clients' mean as which smaller multipliers move: zero would else stay zero
_OWN_SITES = 0.01  # share of the multipliers' mean below which the nearest sites' costs tell no scale
_LIMIT_PACE = 10.0  # how readily limits move beside clients, in units of what options cost
_CEILING_PACE = 0.05  # the same for ceilings
# open sites down a list that a client is reckoned to look past: its multiplier reaches to the second or third of them
# (`layout`), and one more is reckoned, so that looking client by client is chosen only where it is clearly shorter
_OPEN_PASSED = 4
_LEAST = 1e-9  # the same where the mean is zero, in units of cost
_TINY = 1e-12  # stands for zero where something is divided by it


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
    kept
        The multipliers of the best bound of this model.
    length
        Of the next step, and when it is shortened.
    patient
        Whether the run takes its time (`be_patient`).
    gently
        Whether a patient run shortens its step sooner and by less, which comes nearest to the best bound there is
        where many costs are equal.
    value, rc, pick
        Of the last evaluation: the bound, the `rc` of each option as above, shape (K,), and the option that each site
        picks, -1 where none is left, shape (n_sites,).
    w
        The clients' weights in it, base * (price + eta), shape (N, n_years).
    count
        How many picked sites serve each client below its multiplier, shape (N, n_years).
    e, h, eta_grad
        Directions of the multipliers of clients, limits and ceilings; the first two deflected.
    metric, eta_metric
        How readily the multipliers of limits and of ceilings move beside those of clients, shapes (R,) and
        (n_layers, n_years).
    limit_size
        How many options of the largest use each limit has room for, at least one, shape (R,).
    floor, least
        Clients' multipliers stay at or above the first, shape (N,), and move as if they were at least the second.
    rounds
        Steps taken so far.
    chunks, spans, tables
        Into how many parts the clients are cut for summing, where each begins and ends, and a table of gains for each.
    row_sites
        The sites whose options use each limit.
    """

    def __init__(self, model: Model, first: Multipliers, pool: ThreadPoolExecutor | None = None) -> None:
        self.model, self.pool = model, pool
        self.now = self.at = first
        self.kept: Multipliers | None = None
        self.pick = np.zeros(model.problem.n_sites, np.int64)
        self.rc = np.zeros(len(model.order))
        self.value = -np.inf
        self.rounds = 0
        self.gently = False
        self.length = StepLength(1.0, HASTE, _SHORTER, _LEAST_GAIN)
        # small models are mostly ended at once by HiGHS or the tree: many rounds for a better bound would be wasted
        self.be_patient(model.pairs >= _LARGE)
        self._restart()

    @property
    def best(self) -> float:
        """The best bound of this model."""
        return self.length.best

    def be_patient(self, patient: bool = True) -> None:
        """Take time or make haste: how many rounds without a better bound the step stays as long as it is."""
        self.patient, self.length.patience = patient, PATIENCE if patient else HASTE
        if patient and self.gently:
            self.length.patience, self.length.shorter = GENTLE_PATIENCE, _GENTLY_SHORTER

    def _restart(self) -> None:
        model = self.model
        self.e = np.zeros_like(self.now.client)
        self.h = np.zeros(len(self.now.limit))
        self.count = np.zeros(self.now.client.shape, np.int16)
        lists, n = model.lists, len(model.lists.cap)
        # below the cost of its nearest site a client gains nothing, so a lower multiplier only lowers the bound
        self.floor = np.where(lists.ptr[1:] > lists.ptr[:-1], 0.0, lists.cap)
        filled = lists.ptr[1:] > lists.ptr[:-1]
        self.floor[filled] = lists.cost[lists.ptr[:-1][filled]]
        self.floor = np.minimum(np.where(np.isfinite(self.floor), self.floor, 0.0), lists.cap)
        client = np.minimum(np.maximum(self.now.client, self.floor[:, None]), lists.cap[:, None])
        self.now = replace(self.now, client=client)
        self.chunks = 1 if model.pairs < SMALL else CHUNKS
        # chunks of clients, cut by the model alone: however many threads there are, sums are made in the same order
        edges = np.linspace(0, n, self.chunks + 1).astype(np.int64)
        self.spans = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
        self.tables = np.zeros((self.chunks, model.n_channels * model.n_years * model.problem.n_sites))
        near, far = (self._mean(v) for v in (self.floor[:, None], self.now.client))
        # by the clients' mean, so that it fits any unit; the last term where all of them stand at cost zero. Where each
        # client has a site of its own, the mean of the nearest is about zero: a multiplier that had fallen there would
        # never rise again, so it is that of the multipliers then
        mean = near if near > _OWN_SITES * far else far
        self.least = _LEAST_SCALE * mean + _LEAST
        # most limits are of a region: settling one looks at its own sites only
        sites: list[NDArray[np.int64]] = []
        matrix = model.problem.limits.matrix
        for r in range(len(self.now.limit)):
            columns = matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]]
            sites.append(np.unique(model.problem.options.site[columns]))
        self.row_sites = sites
        self._measure_limits()

    def _mean(self, figures: Floats) -> float:
        """Return the mean of figures of the clients by their weights, those below zero as zero."""
        weight = self.model.weight
        total = np.where(weight > 0, np.maximum(figures, 0.0) * weight, 0.0).sum()
        return float(total / max(weight.sum(), SMALLEST))

    def _measure_limits(self) -> None:
        """Note each limit's size: how many options of the largest use it has room for."""
        choices = self.model.choices
        edge = np.where(np.isfinite(choices.upper), choices.upper, choices.lower)
        # a limit with room for a hundred offices is passed by many at once, so its multiplier moves more slowly
        self.limit_size = np.maximum(1.0, np.abs(edge) / choices.scale)

    def use(self, model: Model) -> None:
        """Go on with a smaller model (options or sites ruled out)."""
        self.model = model
        self._restart()
        self.length.best = -np.inf  # of fewer options: not to be set beside what was proven of more

    def to_node(self, model: Model, at: Multipliers) -> None:
        """Begin again from some multipliers, with other options of the same lists allowed."""
        self.model, self.now = model, at
        self._measure_limits()
        # the directions of other options would lead astray
        self.e[:] = 0
        self.h[:] = 0
        self.length.best, self.length.stale = -np.inf, 0

    def weights(self) -> Floats:
        """Return the weights that count now: base * (price + eta)."""
        model = self.model
        if not model.ceiling_rows:
            return model.weight
        return model.base * (model.prices[:, None] + self.now.ceiling)[model.lists.layer]

    def gains(self, w: Floats) -> tuple[Floats, float]:
        """Sum what each site is worth, chunk by chunk, and sum w v."""
        self.tables[:] = 0.0  # a table for each chunk, so that no two threads write to one place
        model, client = self.model, self.now.client

        def part(n: int) -> float:
            lo, hi = self.spans[n]
            out = self.tables[n]
            args = (lo, hi, model.lists, model.choices, client, w, model.problem.n_sites, out)
            return float(lagrangian_kernels.add_gains(*args))

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
        args = (choices, gains, self.now.limit, model.allowed, self.rc, self.pick)
        total = lagrangian_kernels.price_options(*args)
        held, capped = self._held()
        magnitude = (
            abs(served)
            + float(gains.sum())
            + abs(total if np.isfinite(total) else 0.0)
            + abs(held)
            + abs(capped)
        )
        terms = (
            max(hi - lo for lo, hi in self.spans) * model.n_years
            + self.chunks
            + model.problem.n_sites
            + ROUNDINGS
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
        # one after the other: each sees the prices already settled
        for r, sites in enumerate(self.row_sites):
            span = reach / choices.scale[r]
            lagrangian_kernels.settle_limit(r, sites, choices, model.allowed, self.rc, limit, span)
        return limit

    def _held(self) -> tuple[float, float]:
        """Return what the limits and the ceilings take from the bound."""
        model, choices, at = self.model, self.model.choices, self.now
        edge = np.where(at.limit > 0, choices.upper, choices.lower)  # by sign the larger of the two products
        held = float((at.limit * np.where(at.limit != 0, edge, 0.0)).sum())
        if not model.ceiling_rows:
            return held, 0.0
        return held, float((at.ceiling * np.where(at.ceiling > 0, model.ceilings, 0.0)).sum())

    def above(self) -> Floats:
        """Return by how much each option costs more than what its site picks, shape (K,)."""
        return self.rc - self.rc[self.pick][self.model.choices.site]

    def near(self, pick: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
        """Return which options a plan has, sites pick here, or are the next `count` to be picked that serve, (K,)."""
        keep = np.zeros(len(self.model.order), bool)
        keep[pick] = keep[self.pick] = True
        others = np.flatnonzero(~keep & self.model.serves)
        keep[others[np.argsort(self.above()[others], kind="stable")][:count]] = True
        return keep

    def unpriced(self) -> Floats:
        """Return what each option costs with the clients' multipliers, the limits' left out, shape (K,)."""
        return np.asarray(self.rc - priced_use(self.model, self.at.limit))

    def step(self, target: float, settle: bool) -> float:
        """Evaluate, then move the multipliers towards `target`; return the bound found."""
        value = self.evaluate(settle)
        self.rounds += 1
        if self.length.note(value):
            self.kept = self.at
        # at the target there is nothing left to climb; infinite where the options of some site are all ruled out
        if not np.isfinite(value) or value >= target:
            return value
        sums, norm = self._client_direction()
        norm += self._limit_direction()
        norm += self._ceiling_direction(sums)
        # zero where every client is served once and every limit is used to its edge: the bound is reached
        if norm > 0:
            self.now = self._moved(self.length.towards(target, value, norm))
        return value

    def _moved(self, step: float) -> Multipliers:
        """Return the multipliers a step further along their directions."""
        at, limit, ceiling = self.now, self.now.limit, self.now.ceiling
        if len(limit):
            limit = lagrangian_kernels.move_limits(step, self.metric, self.h, self.model.choices, limit)
        if self.model.ceiling_rows:
            ceiling = np.maximum(0.0, ceiling + step * self.eta_metric * self.eta_grad)
        return Multipliers(self._moved_clients(at.client, step), limit, ceiling)

    def _client_direction(self) -> tuple[Floats, float]:
        """Deflect the clients' direction; return what the layers' sums lack for it, and the square of its length."""
        model, opened, v = self.model, self.model.opened(self.pick), self.now.client
        sums = np.zeros((self.chunks, *model.ceilings.shape))
        served = (
            lagrangian_kernels.count_nearest if self._many_open(opened) else lagrangian_kernels.count_served
        )

        def part(n: int) -> float:
            lo, hi = self.spans[n]
            served(lo, hi, model.lists, v, model.base, opened, self.count, sums[n])
            args = (lo, hi, model.lists, self.count, v, self.w, self.floor, self.least, _DEFLECT, self.e)
            return float(lagrangian_kernels.direction(*args))

        norm = sum(self._chunk_by_chunk(part))
        return sums.sum(axis=0), norm

    def _many_open(self, opened: Floats) -> bool:
        """Whether clients look at fewer sites below their multipliers than sites look at clients.

        A multiplier reaches some open sites down a list, so past so many times sites / open sites.
        """
        lists, sites = self.model.lists, self.model.problem.n_sites
        n_open = int(np.count_nonzero(opened.reshape(-1, sites).min(axis=0) < np.inf))
        return n_open**2 * len(lists.cost) > _OPEN_PASSED * sites**2 * len(lists.cap)

    def _moved_clients(self, v: Floats, step: float) -> Floats:
        lists, out = self.model.lists, np.empty_like(v)  # a new array: the old one may be kept as the best

        def part(n: int) -> float:
            args = (*self.spans[n], lists, v, self.e, self.floor, self.least, step, out)
            lagrangian_kernels.move_multipliers(*args)
            return 0.0

        self._chunk_by_chunk(part)
        return out

    def _limit_direction(self) -> float:
        """Deflect the limits' direction; return the square of its length."""
        limit = self.now.limit
        if not len(limit):
            return 0.0
        used = used_by(self.model, self.pick)
        lagrangian_kernels.limit_direction(used, self.model.choices, limit, _DEFLECT, self.h)
        # options' prices tell in which unit the limits' multipliers count, and how large they may become
        worth = float(np.abs(self.rc).mean()) + _TINY
        self.metric = _LIMIT_PACE * worth / self.limit_size
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
        grad = np.where((at.ceiling <= 0) & (grad < 0), 0.0, grad)  # at zero it cannot fall further
        self.eta_grad = grad
        # a ceiling's multiplier is value per unit of the layer's sum, so its square step is divided by that sum's
        size = np.maximum(own.max(), _TINY)
        value = max(abs(self.value), LEAST_VALUE)
        self.eta_metric = np.full_like(grad, _CEILING_PACE * value / size**2)
        return float((self.eta_metric * grad**2).sum())

    def back_to_best(self) -> None:
        """Return to the multipliers of the best bound and evaluate there."""
        if self.kept is not None:
            self.now = self.kept
            self.e[:] = 0  # the direction belongs to where the rounds ended
            self.h[:] = 0
        self.evaluate()


def priced_use(model: Model, limit: Floats) -> Floats:
    """Return what each option uses of the limits, at their multipliers, shape (K,)."""
    c = model.choices
    # differences of one cumulative sum over all entries
    priced = np.concatenate([[0.0], np.cumsum(limit[c.row] * c.coef)])
    return np.asarray(priced[c.row_ptr[1:]] - priced[c.row_ptr[:-1]])


def used_by(model: Model, pick: NDArray[np.int64]) -> Floats:
    """Return what a plan uses of each limit, shape (R,)."""
    return np.asarray(lagrangian_kernels.use_of(pick, model.choices))
