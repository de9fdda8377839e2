"""`solve`: bounds from the Lagrangian, plans from the search, options ruled out by both, HiGHS for what is left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, ProblemError, SettingError
from narvaro.siting import coarse
from narvaro.siting.arrays import whole_numbers
from narvaro.siting.capacity import CapacityRun, has_capacity
from narvaro.siting.climb import Climb
from narvaro.siting.dual import Dual
from narvaro.siting.known import Stop
from narvaro.siting.model import Model
from narvaro.siting.problem import Problem
from narvaro.siting.solution import Progress, Solution, StoppedBy, relative_gap, standing
from narvaro.siting.units import in_own_units

__all__ = ["conclude", "decide", "require_plan", "setting_faults", "solve"]

_FREE_GAP = 0.01  # of the problem without capacity, from which a large one with capacity begins
_THETA_WARM = 0.4  # first step length from multipliers that were good for a like problem
_THETA_NEAR, _NEAR_GAP = 0.1, 2e-3  # the same, where they prove so small a gap at once


def require_plan(problem: Problem, options: NDArray[np.int64]) -> None:
    """Refuse options that are not one for each site.

    Raises
    ------
    ProblemError
        If they are not.
    """
    sites = problem.n_sites
    inside = options.shape == (sites,) and options.min() >= 0 and options.max() < len(problem.options)
    if not inside or not np.array_equal(problem.options.site[options], np.arange(sites)):
        raise ProblemError([Fault("problem.warm", {"given": int(options.size), "sites": sites})])


def setting_faults(gap: float, time_limit: float | None, threads: int | None) -> list[Fault]:
    """Name what is wrong with the arguments of a run."""
    faults = []
    if not gap >= 0:
        faults.append(Fault("setting.gap", {"value": gap}))
    if time_limit is not None and not time_limit > 0:
        faults.append(Fault("setting.time_limit", {"value": time_limit}))
    if threads is not None and threads < 1:
        faults.append(Fault("setting.threads", {"value": threads}))
    return faults


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

    Where a layer has a capacity, the problem may hold 2,000,000 pairs of areas and sites over the years that are nearer
    than what it costs to be unserved; up to 50,000 it is solved to a proven optimum, above that to what the multipliers
    prove. Such a run uses one thread, and where the room is so tight that no plan is known when the time limit
    strikes, it goes on until there is one or it is proven that there is none, for a minute at most.

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
    UnsettledError
        If no plan was found, and none is proven impossible.
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
    if faults := setting_faults(gap, time_limit, threads):
        raise SettingError(faults)
    if has_capacity(problem):
        return _solve_capacity(problem, gap, time_limit, seed, warm, progress)
    pairs = sum(layer.n_areas for layer in problem.layers) * problem.n_sites * problem.n_years
    workers = threads or (2 if pairs > 2_000_000 else 1)
    pool = ThreadPoolExecutor(workers) if workers > 1 else None
    try:
        run = Climb(problem, gap, time_limit, seed, progress, pool, _lists_of(warm, problem))
        return _run(run, warm)
    finally:
        if pool is not None:
            pool.shutdown()


def decide(
    problem: Problem,
    level: float,
    *,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    warm: Solution | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """Solve only until it is known whether some plan costs at most `level`: a plan that does, or a bound above it."""
    if has_capacity(problem):  # solved to the end, which answers the question too
        return _solve_capacity(problem, 0.0, time_limit, seed, warm, progress)
    with ThreadPoolExecutor(threads or 1) as workers:
        pool = workers if threads and threads > 1 else None
        run = Climb(problem, 0.0, time_limit, seed, progress, pool, _lists_of(warm, problem))
        run.question = level
        return _run(run, warm)


def _lists_of(warm: NDArray[np.int64] | Solution | None, problem: Problem) -> Model | None:
    """Return the model of a problem with the lists of an earlier solution, where it has them."""
    ready = warm.prepared if isinstance(warm, Solution) else None
    return None if ready is None else ready.again(problem)


def _solve_capacity(
    problem: Problem,
    gap: float,
    time_limit: float | None,
    seed: int,
    warm: NDArray[np.int64] | Solution | None,
    progress: Callable[[Progress], None] | None,
) -> Solution:
    own, units = in_own_units(problem)
    run = CapacityRun(own, gap, time_limit, seed, units.told(progress), problem)
    options = _warm_options(run.full, warm)
    free = None
    if run.large:  # without capacity every plan costs less, so what no plan keeps there no plan keeps here
        layers = tuple(replace(layer, capacity=None) for layer in own.layers)
        part = None if time_limit is None else time_limit / 4
        free = solve(replace(own, layers=layers), gap=max(gap, _FREE_GAP), time_limit=part, seed=seed)
    return units.back(run.solution(run.run(options, free)))


def _warm_options(model: Model, warm: NDArray[np.int64] | Solution | None) -> NDArray[np.int64] | None:
    """Return the options of the plan to begin from, held against the problem."""
    if warm is None:
        return None
    faults: list[Fault] = []
    options = whole_numbers(warm.option if isinstance(warm, Solution) else warm, "warm", faults)
    if faults:
        raise ProblemError(faults)
    require_plan(model.problem, options)
    return options


def _run(run: Climb, warm: NDArray[np.int64] | Solution | None) -> Solution:
    reason: StoppedBy = "step"
    run.start(_warm_options(run.full, warm))
    run.dual = Dual(run.full, run.first_multipliers(), run.pool)
    if isinstance(warm, Solution):
        _take_multipliers(run.dual, warm)
        if run.patient:
            run.fuse_near()
            if relative_gap(run.value, run.dual.value) < _NEAR_GAP:
                run.dual.theta = _THETA_NEAR
    elif warm is None and run.left > 0 and coarse.worth_it(run.full) and not run.full.ceiling_rows:
        run.guess()
    try:
        if run.question is None or run.value > run.question:
            run.climb()
    except Stop as stop:
        reason = stop.reason
    except KeyboardInterrupt:
        if run.best[1] is None:
            raise
        reason = "interrupt"
    return conclude(run, reason)


def _take_multipliers(dual: Dual, warm: Solution) -> None:
    """Begin from the better of a solution's first and last multipliers, where their shapes fit."""
    best = -np.inf
    kept = (dual.v, dual.lam, dual.eta)
    for stage in {id(s): s for s in warm.certificate.stages[:1] + warm.certificate.stages[-1:]}.values():
        v = np.concatenate(stage.client)
        if (
            v.shape != dual.v.shape
            or stage.limit.shape != dual.lam.shape
            or stage.ceiling.shape != dual.eta.shape
        ):
            continue
        dual.v = np.minimum(v, dual.model.lists.cap[:, None])
        dual.lam, dual.eta = stage.limit.copy(), stage.ceiling.copy()
        c = dual.model.choices
        dual.lam = np.where(c.upper == np.inf, np.minimum(dual.lam, 0.0), dual.lam)
        dual.lam = np.where(c.lower == -np.inf, np.maximum(dual.lam, 0.0), dual.lam)
        if dual.evaluate() > best:
            best, kept = dual.value, (dual.v, dual.lam, dual.eta)
            dual.theta = _THETA_WARM
    dual.v, dual.lam, dual.eta = kept


def conclude(run: Climb, reason: StoppedBy) -> Solution:
    """Return what a run knows as a solution."""
    pick = run.best[1]
    assert pick is not None
    if run.proof is None:
        run.dual.evaluate()
        run.dual.best, run.dual.kept = run.dual.value, (run.dual.v, run.dual.lam, run.dual.eta)
        run.note_bound()
    assert run.proof is not None
    bound = run.bound
    known = np.maximum(run.option_bound, min(run.bound, run.proof[0]))
    back = np.empty(len(known))
    back[run.full.order] = known
    return Solution(
        option=run.full.to_options(pick),
        **standing(run.value, bound, reason, run.proof[1].step),
        seconds=run.seconds,
        certificate=run.proof[1],
        reduced_cost=back - bound,
        lagrangian=bound,
        prepared=run.full,
        bound_rests_on=run.rests_on,
        rounds=run.dual.rounds,
    )
