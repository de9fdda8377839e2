"""Rows of questions put to a plan: places settled, what if, and places forced into a national plan."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.siting_plans import national_plan
from benchmarks.siting_run import Run, middle
from narvaro.explain.why_not import strongest
from narvaro.plan import evaluator, make_plan
from narvaro.plan.settle import CLOSENESS, places_of, settle
from narvaro.plan.what_if import Changed, what_if
from narvaro.plan.wishes import SiteWish
from narvaro.siting import Limits, Options, Problem, Solution, check
from narvaro.siting.solve.solve import decide
from narvaro.sources import scenario
from narvaro.travel import along_lines

__all__ = ["forced", "questions"]

NAMES = ("expansion-2020", "cut-2025")
FORCED, FORCED_S = 50, 60.0
AS_LONG_S = 2_000.0
KEPT = 5


def questions(run: Run) -> None:
    """Measure, for each embedded scenario, all actions and the strongest places settled, and what-ifs, warm."""
    every, mine, best, settled, asked = [], [], [], 0, 0
    for name in run.pick(NAMES, NAMES[:1]):
        case, policy = scenario(name)
        plan = make_plan(case, policy)
        travel = along_lines(case, ("car", "walk", policy.objective.mode))
        places = [*places_of(plan), *strongest(case, plan, travel=travel)]
        places = places[: run.pick(len(places), 3)]
        began = last = time.perf_counter()
        seconds: list[float] = []

        def told(_: int, __: int, seconds: list[float] = seconds) -> None:
            nonlocal last
            now = time.perf_counter()
            seconds.append(now - last)
            last = now

        found = settle(plan, places, progress=told).settled.values()
        run.figure(f"{name} all", time.perf_counter() - began)
        run.note(f"{name}: {len(places)} places, the slowest {max(seconds):.1f} s.")
        every += seconds
        asked += len(places)
        settled += sum(one.standing != "not_settled" for one in found)
        ready = evaluator(case, policy)
        acted = [action for _, action in plan.actions if action.action != "resize"]
        for action in acted[: run.pick(KEPT, 1)]:
            wish = SiteWish(action.site_id, "keep" if action.action == "close" else "not_open")
            began = time.perf_counter()
            what_if(plan, Changed((wish,)), ready=ready, best=False)
            mine.append(time.perf_counter() - began)
            began = time.perf_counter()
            what_if(plan, Changed((wish,)), ready=ready)
            best.append(time.perf_counter() - began)
    run.figure("median", middle(every))
    run.figure("slowest", max(every))
    run.figure("settled", settled / asked)
    run.figure("mine", middle(mine))
    run.figure("best", middle(best))
    run.figure("best slowest", max(best))


def _forced_open(
    problem: Problem, solution: Solution, site: int, ends_open: NDArray[np.bool_]
) -> tuple[Problem, Solution]:
    """Return the problem in which a site ends open, and the solution to begin from, its first option there taken."""
    options, limits = problem.options, problem.limits
    kept = np.flatnonzero((options.site != site) | ends_open)
    fewer = replace(
        problem,
        options=Options(options.site[kept], options.state[kept], options.cost[kept]),
        limits=Limits(
            sparse.csr_array(limits.matrix.tocsc()[:, kept]), limits.lower, limits.upper, limits.names
        ),
    )
    begin = solution.option.copy()
    begin[site] = kept[options.site[kept] == site][0]
    return fewer, replace(solution, option=np.searchsorted(kept, begin))


def forced(run: Run) -> None:
    """Count of 50 places forced into a national plan how many are settled within a minute each."""
    problem, solution = national_plan(run)
    state = np.asarray(problem.options.state)
    ends_open = state[:, -1] >= 0
    closed = np.flatnonzero(~ends_open[solution.option])
    places = np.random.default_rng(FORCED).choice(closed, run.pick(FORCED, 3), replace=False)
    level = solution.value + CLOSENESS * abs(solution.value)
    settled, seconds = 0, []
    for site in places.tolist():
        began = time.perf_counter()
        asked, begin = _forced_open(problem, solution, site, ends_open)
        answer = decide(asked, level, warm=begin, time_limit=run.pick(FORCED_S, 2.0), threads=2)
        seconds.append(time.perf_counter() - began)
        check(asked, answer)
        settled += answer.value <= level or answer.bound > level
        run.figure("share", settled / len(seconds))
        run.figure("median", middle(seconds))
        if sum(seconds) > AS_LONG_S:
            break
    run.note(f"{len(seconds)} of {len(places)} places were asked in the row's time.")
