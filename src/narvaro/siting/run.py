"""`solve`: bounds from the Lagrangian, plans from the search, options ruled out by both, HiGHS for what is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, InfeasibleError, ProblemError, SettingError
from narvaro.siting import coarse, feasibility, highs
from narvaro.siting.dual import Dual
from narvaro.siting.model import Model, build_model
from narvaro.siting.problem import Floats, Problem
from narvaro.siting.search import Search
from narvaro.siting.solution import Certificate, Progress, Solution, Stage, StoppedBy, relative_gap
from narvaro.siting.value import plan_value

__all__ = ["decide", "solve"]

_CLOSED = 1e-9  # relative gap that counts as closed: rounding, not a better plan
_MIP_CLOSED = 1e-7  # the same for HiGHS, whose rows hold to 1e-9 each
_MIP_PAIRS = 600_000  # the finish takes models up to this size
_TINY_PAIRS = 3_000  # such models go to the finish at once
_SKETCH = 300  # clients of the sample that the first plan is made for
_PERIOD = 15  # rounds between two plans made from the relaxation
_FIX_EVERY = 5
_MEAN = 0.08  # weight of the last round in the running mean of picks
_IMPROVEMENTS = 4  # passes over the most promising chains for one plan
_MOVES = 2  # chains for each open site in one round of improvement
_GUESS_ROUNDS = 300
_GUESS_GAP = 5e-4
_THETA_AFTER_GUESS = 0.5
_PASSES = 4  # times that the climb is taken up again after ruling options out
_EFFORT = 1_500_000  # options looked at in one round of improvement, over the options that are left


class _Stop(Exception):
    """A reason to stop was reached."""

    def __init__(self, reason: StoppedBy) -> None:
        self.reason: StoppedBy = reason
        super().__init__(reason)


class Run:
    """One run of `solve`: the best plan, the best proof, and how to improve both."""

    def __init__(
        self,
        problem: Problem,
        gap: float,
        time_limit: float | None,
        seed: int,
        progress: Callable[[Progress], None] | None,
        pool: ThreadPoolExecutor | None,
        model: Model | None = None,
    ) -> None:
        self.began = time.perf_counter()
        self.gap, self.seed, self.progress, self.pool = gap, seed, progress, pool
        self.time_limit = np.inf if time_limit is None else time_limit
        self.full = build_model(problem, pool) if model is None else model
        self.model = self.full
        self.search = Search(self.full, pool)
        self.best: tuple[float, NDArray[np.int64] | None] = (np.inf, None)
        self.level = np.inf
        self.stages: tuple[Stage, ...] = ()
        self.proof: tuple[float, Certificate] | None = None
        self.rests_on: Literal["lagrangian", "highs"] = "lagrangian"
        self.option_bound = np.full(len(self.full.order), -np.inf)
        self.mean = np.zeros(len(self.full.order))
        self.dual: Dual
        self.question: float | None = None
        self._told = -np.inf

    # --- what is known -------------------------------------------------------------------------------------------

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.began

    @property
    def value(self) -> float:
        """Value of the best plan."""
        return self.best[0]

    @property
    def bound(self) -> float:
        """The best bound proven, never above the value."""
        if self.proof is None:
            return -np.inf
        return min(self.value, self.rounded(self.proof[0]))

    def rounded(self, bound: float) -> float:
        """Round a bound up where every plan's value is a whole number."""
        if not self.full.integral or not np.isfinite(bound):
            return bound
        return float(np.ceil(bound - 1e-6 * max(1.0, abs(bound) * 1e-6)))

    def target(self) -> float:
        """Return the level from which a plan is no better than wanted."""
        value = self.value
        if self.question is not None and value > self.question:
            return self.question + (1.0 - 1e-3 if self.full.integral else 1e-6)
        if self.gap > 0:
            return value - self.gap * abs(value) * (1 - 1e-9)
        if self.full.integral:
            return value - 1.0 + 1e-3
        return value - _CLOSED * 0.5 * abs(value)

    def check_stop(self) -> None:
        """Raise where the gap is reached or the time is over; tell the callback."""
        if self.progress is not None and self.seconds - self._told > 0.1 and self.best[1] is not None:
            self._told = self.seconds
            self.progress(
                Progress(self.value, self.bound, relative_gap(self.value, self.bound), self.seconds)
            )
        if self.question is not None and (self.value <= self.question + 1e-9 or self.bound > self.question + 1e-9):
            raise _Stop("gap")
        gap = relative_gap(self.value, self.bound) if np.isfinite(self.value) else np.inf
        if gap <= _CLOSED:
            raise _Stop("proven")
        if gap <= self.gap:
            raise _Stop("gap")
        if self.seconds > self.time_limit:
            raise _Stop("time")

    # --- plans ---------------------------------------------------------------------------------------------------

    def offer(self) -> bool:
        """Keep the loaded plan if it is whole and the best so far."""
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
        zero = np.zeros(len(model.choices.lower))
        faults = feasibility.unreachable_faults(model)
        if faults:
            raise InfeasibleError(faults)
        search.load(model.from_options(warm) if warm is not None else self._sketch())
        whole = search.repair()
        if whole:
            self.offer()
        if not np.isfinite(self.value):
            pick = feasibility.feasible_pick(model, model.choices.cost - _reach_worth(search))
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
        zero = np.zeros(len(model.choices.lower))
        sketch = Search(model, self.pool)
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
        if highs.pairs_left(model, None) > 10 * _MIP_PAIRS:
            raise InfeasibleError([Fault("infeasible.ceiling", {})])
        result = highs.solve_mip(
            model, highs.build_mip(model), gap=1.0, time_limit=self.time_limit, seed=self.seed
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
        for _ in range(_IMPROVEMENTS):
            if search.improve(dual.lam, most, depth) <= 1e-4 * abs(search.value):
                break
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

    # --- bounds --------------------------------------------------------------------------------------------------

    def note_bound(self) -> None:
        """Keep the dual's best bound if it is better than the proof at hand."""
        dual = self.dual
        if not hasattr(dual, "kept"):
            return
        bound = min(self.level, dual.best)
        if self.proof is None or bound > self.proof[0]:
            last = self._stage(*dual.kept, np.zeros(0, np.int64), np.inf)
            self.proof = (bound, Certificate((*self.stages, last), self.full.integral))

    def _stage(self, v: Floats, lam: Floats, eta: Floats, removed: NDArray[np.int64], level: float) -> Stage:
        starts = self.full.starts
        client = tuple(v[starts[n] : starts[n + 1]] for n in range(len(starts) - 1))
        return Stage(client, lam, eta, self.full.order[removed], level)

    def fix(self, share: float) -> bool:
        """Rule out options whose reduced cost lifts the bound to the target, if they are enough to matter."""
        dual, model = self.dual, self.model
        if not np.isfinite(self.value) or not np.isfinite(dual.value):
            return False
        level = self.target()
        each = dual.value + dual.rc - dual.rc[dual.pick][model.choices.site]
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
        dual, level, pick = self.dual, self.target(), self.best[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            edge = dual.v + np.maximum(level - dual.value, 0.0) / dual.w * (1 + 1e-9)
        edge = np.where(dual.w > 0, np.nextafter(edge, np.inf), np.inf)
        if highs.pairs_left(self.model, edge) > _MIP_PAIRS:
            return False
        start = None if self.question is not None else pick
        mip = highs.build_mip(self.model, edge)
        result = highs.solve_mip(
            self.model, mip, gap=self.gap * 0.999, time_limit=left, seed=self.seed, warm=start, cutoff=level
        )
        if result.pick is not None:
            self.search.use(self.model)
            self.search.load(result.pick)
            self.offer()
        bound = min(self.level, result.bound)
        bound = min(bound, level)  # the edges and the cut-off leave out what costs at least the level
        if result.ended and bound >= self.value - _MIP_CLOSED * max(1.0, abs(self.value)):
            bound = self.value
        if self.proof is None or bound > self.proof[0]:
            last = self._stage(*self.dual.kept, np.zeros(0, np.int64), np.inf)
            self.proof = (bound, Certificate((*self.stages, last), self.full.integral, bound))
            self.rests_on = "highs"
        self.check_stop()
        if not result.ended:
            raise _Stop("time")
        return True

    # --- the loop ------------------------------------------------------------------------------------------------

    def first_multipliers(self) -> Floats:
        """Return multipliers between what each client pays and what its second choice would cost."""
        lists = self.full.lists
        v = 0.5 * (self.search.d1 + self.search.d2)
        wide = float(lists.cost.max(initial=1)) * 2.0
        return np.minimum(np.minimum(v, lists.cap[:, None]), wide)

    def climb(self) -> None:
        """Rounds of bound, plan and fixing until a reason to stop."""
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
            if dual.rounds % _PERIOD == 0:
                made += 1
                self.plan_from_relaxation(self.effort() // 2, 2)
                if made % 4 == 0:
                    self.polish(self.effort(), 3)
                self.check_stop()
            if dual.theta < 0.02 or (tiny and dual.rounds >= 60):
                passes += 1
                if not self.settle_down(again=passes <= _PASSES and not tiny):
                    raise _Stop("step")

    def effort(self) -> int:
        """Return how many chains one improvement tries.

        A chain looks at every option that is left and moves the clients of a few of the open sites, so what it costs
        falls with the number of open sites; the sum is held to some passes over the lists.
        """
        pick = self.best[1]
        assert pick is not None
        serving = np.diff(self.full.choices.gain_ptr)[pick] > 0
        passes = _MOVES * max(1, int(serving.sum()))
        return max(8, min(400, passes, _EFFORT // max(1, int(self.model.allowed.sum()))))

    def guess(self) -> Floats:
        """Climb the problem of the blocks, keep its plan, and return its multipliers lifted to all clients."""
        model = self.full
        chosen, of, weight = coarse.blocks(model)
        small = Run(
            model.problem, max(self.gap, 5e-4), None, self.seed, None, self.pool, model.sampled(chosen, weight)
        )
        small.search.load(self.best[1] if self.best[1] is not None else self.search.pick)
        small.offer()
        small.dual = Dual(small.full, small.first_multipliers(), self.pool)
        for rounds in range(_GUESS_ROUNDS):
            small.round(rounds == 0 or len(model.choices.lower) <= 2)
            if rounds % _PERIOD == _PERIOD - 1:
                small.plan_from_relaxation(small.effort(), 2)
                if rounds % (4 * _PERIOD) == 4 * _PERIOD - 1:
                    small.polish(2 * small.effort(), 3)
                near = relative_gap(small.value, small.dual.best) <= _GUESS_GAP
                if near or self.seconds > self.time_limit:
                    break
        while small.polish(4 * small.effort(), 3) and self.seconds < self.time_limit:
            pass
        small.dual.back_to_best()
        pick = small.best[1]
        assert pick is not None
        self.search.load(pick)
        self.offer()
        v = coarse.lift(model, of, chosen, small.dual.v, self.search.d1)
        self.dual = Dual(model, v, self.pool)
        self.dual.lam, self.dual.eta = small.dual.lam.copy(), small.dual.eta.copy()
        self.dual.theta = _THETA_AFTER_GUESS
        return v

    def settle_down(self, again: bool) -> bool:
        """Rule out what can be ruled out, polish, and finish where that is small; return whether to climb on."""
        dual, before = self.dual, self.value
        dual.back_to_best()
        dual.at = dual.kept
        self.polish(2 * self.effort(), 3)
        self.check_stop()
        left = int(self.model.allowed.sum())
        self.fix(0.0)
        if self.finish():
            return False
        if self.value < before or self.model.allowed.sum() < 0.95 * left:
            dual.theta = 0.3
            return again
        return False


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


def _check_warm(model: Model, options: NDArray[np.int64]) -> None:
    sites = model.problem.n_sites
    inside = options.shape == (sites,) and options.min() >= 0 and options.max() < len(model.order)
    if not inside or not np.array_equal(model.problem.options.site[options], np.arange(sites)):
        raise ProblemError([Fault("problem.warm", {"given": int(options.size), "sites": sites})])


def _check_settings(gap: float, time_limit: float | None, threads: int | None) -> None:
    faults = []
    if not gap >= 0:
        faults.append(Fault("setting.gap", {"value": gap}))
    if time_limit is not None and not time_limit > 0:
        faults.append(Fault("setting.time_limit", {"value": time_limit}))
    if threads is not None and threads < 1:
        faults.append(Fault("setting.threads", {"value": threads}))
    if faults:
        raise SettingError(faults)


def solve(
    problem: Problem,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    warm: NDArray[np.int64] | Solution | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """Solve a siting problem and prove how good the plan is.

    Parameters
    ----------
    gap
        Relative gap at which to stop; 0 asks for a proven optimum.
    time_limit
        Seconds of wall-clock time; the plan and the bound are valid whenever it strikes. Without it, or where it does
        not strike, the same input gives the same result, whatever the threads.
    threads
        Threads of the matrix passes. Default: 2, or 1 for small problems.
    seed
        Seed of HiGHS.
    warm
        Options of a plan, shape (n_sites,), or an earlier solution of a problem of the same shape, whose multipliers
        are then the first ones.
    progress
        Called with value, bound, gap and seconds, at most ten times a second. It may raise KeyboardInterrupt.

    Raises
    ------
    InfeasibleError
        If no plan keeps the limits; its conflicts name the limits that clash and what would do.
    ProblemError, SettingError
        If the costs or an argument have faults.

    Examples
    --------
    Two areas with 3 and 1 people, 10 km apart, one site in each; one may be open, so the one person travels.

    >>> import numpy as np
    >>> from narvaro.siting import Layer, Limits, Options, Problem
    >>> layer = Layer("car", np.array([[0.0, 10.0], [10.0, 0.0]]), np.array([[3.0], [1.0]]), 99.0)
    >>> options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    >>> limits = Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one open",))
    >>> solution = solve(Problem(2, 1, 1, (layer,), options, limits))
    >>> solution.value, solution.bound, solution.status
    (10.0, 10.0, 'optimal')
    """
    _check_settings(gap, time_limit, threads)
    pairs = sum(layer.n_areas for layer in problem.layers) * problem.n_sites * problem.n_years
    workers = threads or (2 if pairs > 2_000_000 else 1)
    pool = ThreadPoolExecutor(workers) if workers > 1 else None
    try:
        run = Run(problem, gap, time_limit, seed, progress, pool)
        return _run(run, warm)
    finally:
        if pool is not None:
            pool.shutdown()


def decide(
    problem: Problem, level: float, *, time_limit: float | None = None, threads: int | None = None, seed: int = 0
) -> Solution:
    """Solve only until it is known whether some plan costs at most `level`: a plan that does, or a bound above it."""
    with ThreadPoolExecutor(threads or 1) as pool:
        run = Run(problem, 0.0, time_limit, seed, None, pool if threads and threads > 1 else None)
        run.question = level
        return _run(run, None)


def _run(run: Run, warm: NDArray[np.int64] | Solution | None) -> Solution:
    reason: StoppedBy = "step"
    options = (
        None if warm is None else np.asarray(warm.option if isinstance(warm, Solution) else warm, np.int64)
    )
    if options is not None:
        _check_warm(run.full, options)
    run.start(options)
    v = run.first_multipliers()
    lam = eta = None
    run.dual = Dual(run.full, v, run.pool)
    if warm is None and coarse.worth_it(run.full) and not run.full.ceiling_rows:
        run.guess()
    if isinstance(warm, Solution) and warm.certificate.stages:
        stage = warm.certificate.stages[0]
        if np.concatenate(stage.client).shape == v.shape:
            v = np.concatenate(stage.client)
            lam, eta = stage.limit, stage.ceiling
            run.dual = Dual(run.full, v, run.pool)
    if lam is not None and lam.shape == run.dual.lam.shape:
        run.dual.lam, run.dual.eta = lam.copy(), np.asarray(eta).copy()
    try:
        if run.question is None or run.value > run.question:
            run.climb()
    except _Stop as stop:
        reason = stop.reason
    except KeyboardInterrupt:
        if run.best[1] is None:
            raise
        reason = "interrupt"
    return _solution(run, reason)


def _solution(run: Run, reason: StoppedBy) -> Solution:
    pick = run.best[1]
    assert pick is not None
    if run.proof is None:
        run.dual.evaluate()
        run.dual.best, run.dual.kept = run.dual.value, (run.dual.v, run.dual.lam, run.dual.eta)
        run.note_bound()
    assert run.proof is not None
    value, bound = run.value, run.bound
    gap = relative_gap(value, bound)
    closed = gap <= _CLOSED
    known = np.maximum(run.option_bound, min(run.bound, run.proof[0]))
    back = np.empty(len(known))
    back[run.full.order] = known
    return Solution(
        option=run.full.to_options(pick),
        value=value,
        bound=value if closed else bound,
        gap=0.0 if closed else gap,
        status="optimal" if closed else "feasible",
        stopped_by="proven" if closed else reason,
        seconds=run.seconds,
        certificate=run.proof[1],
        reduced_cost=back - bound,
        lagrangian=bound,
        bound_rests_on=run.rests_on,
        rounds=run.dual.rounds,
    )
