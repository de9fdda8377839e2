"""`solve`: bounds from the Lagrangian, plans from the search, options ruled out by both, HiGHS for what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import Fault, ProblemError, SettingError
from narvaro.siting.bound import aggregate
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.bound.mir import fits
from narvaro.siting.bound.step import on_their_side
from narvaro.siting.capacity.run import CapacityRun, has_capacity
from narvaro.siting.form.arrays import whole_numbers
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.problem import Problem
from narvaro.siting.form.solution import Multipliers, Progress, Solution, Stage, StoppedBy, relative_gap
from narvaro.siting.form.units import in_own_units
from narvaro.siting.layout.layout import Model, build_model
from narvaro.siting.plans.recombine import recombine_near
from narvaro.siting.plans.start import first_multipliers, first_plan
from narvaro.siting.run.beginnings import Beginnings
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent, Stopped
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import Search
from narvaro.siting.solve.guess import guess
from narvaro.siting.solve.schedule import Schedule
from narvaro.siting.solve.shared import SharedRun

__all__ = ["conclude", "decide", "require_plan", "setting_faults", "solve"]


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for; the fields are those of `solve` and `decide`."""

    gap: float = 0.0
    time_limit: float | None = None
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    question: float | None = None
    rounds: float | None = None


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


def setting_faults(
    gap: float, time_limit: float | None, threads: int | None, rounds: float | None = None
) -> list[Fault]:
    """Name what is wrong with the arguments of a run."""
    faults = []
    if not gap >= 0:
        faults.append(Fault("setting.gap", {"value": gap}))
    if time_limit is not None and not time_limit > 0:
        faults.append(Fault("setting.time_limit", {"value": time_limit}))
    if rounds is not None and not rounds > 0:
        faults.append(Fault("setting.rounds", {"value": rounds}))
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
    rounds: float | None = None,
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
    rounds
        Rounds of the bound after which to stop, with HiGHS's work counted as rounds too: an end that is the same on any
        machine. A round counts less where the problem has fewer than 4,000,000 pairs over the years. Not counted where
        a layer has a capacity. Default: none; a run ends when it has tried all that it knows.

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
    if faults := setting_faults(gap, time_limit, threads, rounds):
        raise SettingError(faults)
    wanted = Wanted(gap, time_limit, seed, progress, rounds=rounds)
    if problem.shared is not None:
        return _solve_shared(problem, wanted, warm, threads)
    if has_capacity(problem):
        return _solve_capacity(problem, wanted, warm)
    pairs = sum(layer.n_areas for layer in problem.layers) * problem.n_sites * problem.n_years
    with _threads(threads or (2 if pairs > EFFORT.single_pairs else 1)) as pool:
        return _run(problem, wanted, warm, pool)


def decide(
    problem: Problem,
    level: float,
    *,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    warm: Solution | None = None,
    progress: Callable[[Progress], None] | None = None,
    rounds: float | None = None,
) -> Solution:
    """Solve only until it is known whether some plan costs at most `level`: a plan that does, or a bound above it."""
    wanted = Wanted(0.0, time_limit, seed, progress, question=level, rounds=rounds)
    if problem.shared is not None:
        return _solve_shared(problem, wanted, warm, threads)
    if has_capacity(problem):  # solved to the end, which answers the question too
        return _solve_capacity(problem, wanted, warm)
    with _threads(threads or 1) as pool:
        return _run(problem, wanted, warm, pool)


@contextmanager
def _threads(workers: int) -> Iterator[ThreadPoolExecutor | None]:
    """Give a pool of threads, or None where one is enough."""
    if workers < 2:
        yield None
        return
    with ThreadPoolExecutor(workers) as pool:
        yield pool


def _lists_of(warm: NDArray[np.int64] | Solution | None, problem: Problem) -> Model | None:
    """Return the model of a problem with the lists of an earlier solution, where it has them."""
    ready = warm.prepared if isinstance(warm, Solution) else None
    return ready.again(problem) if isinstance(ready, Model) else None


def _solve_capacity(problem: Problem, wanted: Wanted, warm: NDArray[np.int64] | Solution | None) -> Solution:
    own, units = in_own_units(problem)
    clock = Clock(wanted.time_limit)
    run = CapacityRun(own, problem, wanted.gap, clock, wanted.seed, units.told(wanted.progress))
    options = _warm_options(run.inc.full, warm)  # before any work, as a wrong plan is the caller's fault
    free = None
    if run.large:  # without capacity every plan costs less, so what no plan keeps there no plan keeps here
        layers = tuple(replace(layer, capacity=None) for layer in own.layers)
        part = None if wanted.time_limit is None else wanted.time_limit * EFFORT.capacity_free_time
        free = solve(
            replace(own, layers=layers),
            gap=max(wanted.gap, EFFORT.free_gap),
            time_limit=part,
            seed=wanted.seed,
        )
    return units.back(run.inc.solution(run.run(options, free)))


def _solve_shared(
    problem: Problem, wanted: Wanted, warm: NDArray[np.int64] | Solution | None, threads: int | None
) -> Solution:
    def plain(
        other: Problem, gap: float, time_limit: float | None, begin: NDArray[np.int64] | Solution | None
    ) -> Solution:
        return solve(other, gap=gap, time_limit=time_limit, threads=threads, seed=wanted.seed, warm=begin)

    run = SharedRun(problem, wanted.gap, Clock(wanted.time_limit), plain, wanted.progress)
    prices = warm.certificate.prices if isinstance(warm, Solution) else None
    fits = prices is not None and prices.shape == (problem.n_years, problem.n_sites)
    return run.run(_warm_options(run.model, warm), prices if fits else None)


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


def _run(
    problem: Problem,
    wanted: Wanted,
    warm: NDArray[np.int64] | Solution | None,
    pool: ThreadPoolExecutor | None,
) -> Solution:
    """Find a first plan and first multipliers, then follow the schedule until a reason to stop."""
    clock = Clock(wanted.time_limit, wanted.rounds)
    ready = _lists_of(warm, problem) or build_model(problem, pool)
    # a cut has many sites where nothing may open: they only make its lists longer
    few = ready.can_open().sum() < EFFORT.fewer_sites * problem.n_sites
    inc = Incumbent(
        ready.shortened() if few else ready,
        wanted.gap,
        clock,
        progress=wanted.progress,
        question=wanted.question,
    )
    inc.prepared = ready
    known = _bound_at(inc, warm, pool) if isinstance(warm, Solution) else None
    full = inc.full
    search = Search(full, pool, clock)
    first_plan(inc, search, _warm_options(full, warm), wanted.seed, known)
    beginnings = Beginnings.of(inc, search, wanted.seed) if warm is None else None
    if known is not None:
        dual = known
    elif warm is None and not clock.over and aggregate.worth_it(full) and not full.ceiling_rows:
        dual = guess(inc, search, wanted.seed)
    else:
        dual = Dual(full, first_multipliers(search), pool)
    work = Workbench(inc, search, dual, wanted.seed, beginnings)
    dual.gently = beginnings is not None
    reason: StoppedBy = "step"
    try:
        if wanted.question is None or inc.value > wanted.question:
            if known is not None:
                _begin_near(work)
            Schedule(work, at_once=known is not None).run()
    except Stopped as stop:
        reason = stop.reason
    except KeyboardInterrupt:
        if inc.pick is None:
            raise  # nothing to give back
        reason = "interrupt"
    return conclude(work, reason)


def conclude(work: Workbench, reason: StoppedBy) -> Solution:
    """Return what a run has found; without any proof yet, with the bound at the multipliers in hand."""
    if work.inc.proof is None:
        work.dual.evaluate()
        work.inc.prove(work.dual.value, work.dual.at)
    return work.inc.solution(reason, work.dual.rounds)


def _bound_at(inc: Incumbent, warm: Solution, pool: ThreadPoolExecutor | None) -> Dual | None:
    """Return the bound at the better of a solution's first and last multipliers; None where their shapes do not fit.

    They were climbed for another problem, but any multipliers prove a bound. Rounded limits come with them, made anew
    of this problem's limits.
    """
    stages = _stages_with_cuts(inc, warm)
    full = inc.full
    first = full.multipliers(np.zeros_like(full.weight))
    wanted = (first.client.shape, first.limit.shape, first.ceiling.shape)
    found = []
    # the first stage speaks of all options, the last of those that were left; either may fit the new problem better
    for stage in {id(s): s for s in stages[:1] + stages[-1:]}.values():
        client, limit, ceiling = np.concatenate(stage.client), stage.limit, stage.ceiling
        if (client.shape, limit.shape, ceiling.shape) == wanted:
            # the new problem may lack an edge that the old one had
            limit = on_their_side(full.choices, limit)
            found.append(Multipliers(np.minimum(client, full.lists.cap[:, None]), limit, ceiling))
    if not found:
        return None
    dual = Dual(full, found[0], pool)
    values = []
    for dual.now in found:
        values.append(dual.evaluate())
    dual.now = found[int(np.argmax(values))]
    dual.evaluate(settle=True)  # other money has another price
    dual.length.theta = EFFORT.theta_warm
    return dual


def _stages_with_cuts(inc: Incumbent, warm: Solution) -> tuple[Stage, ...]:
    """Return a solution's stages; round the limits as it did, or leave its rounded ones out where they do not fit."""
    cuts, stages = warm.certificate.cuts, warm.certificate.stages
    own = len(inc.full.problem.limits)
    if not cuts or len(stages[-1].limit) != own + len(cuts):
        return stages
    if not all(fits(inc.full.problem, cut) for cut in cuts):
        return tuple(replace(stage, limit=stage.limit[:own]) for stage in stages)
    inc.tighten(cuts)
    return stages


def _begin_near(work: Workbench) -> None:
    """Begin with the bound at multipliers of a problem much like this one, and with what sites nearly pick there."""
    inc, dual = work.inc, work.dual
    inc.prove(dual.value, dual.at)
    inc.check_stop()
    recombine_near(work)
    inc.check_stop()
    if relative_gap(inc.value, dual.value) < EFFORT.near_gap:
        dual.length.theta = EFFORT.theta_near
