"""Rows of plans over the years: expansion and cut, equity, counties, re-planning, forced places."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.siting_instances import Country, draw_country
from benchmarks.siting_money import (
    CUT_MSEK,
    EXPANSION_MSEK,
    KAPPA_PER_MIN,
    OFFICES,
    equal_minutes,
    given_msek,
    plan_problem,
    with_money,
)
from benchmarks.siting_run import Run, Trail, peak_bytes, solve_measured
from narvaro.siting import Problem, Solution

__all__ = [
    "cut",
    "equity_cut",
    "equity_expansion",
    "expansion",
    "forced",
    "frontier",
    "regional_10",
    "regional_25",
    "regional_60",
    "replan",
]

REGIONS = 60
COUNTY_KM = (150.0, 200.0)
FORCED = 50
CARRY = 0.03


def _nation(run: Run) -> Country:
    areas, sites, offices, regions = run.pick((110_000, 3_400, OFFICES, REGIONS), (4_000, 300, 40, 16))
    return draw_country(areas, sites, offices=offices, regions=regions)


def _kept(run: Run) -> Path:
    """Return where the solved expansion lies for the rows after it."""
    return run.scratch / f"expansion-{'quick' if run.quick else 'full'}.pickle"


def _plan(run: Run, change: tuple[float, ...], carry: float = 0.0) -> tuple[Problem, Solution]:
    problem = plan_problem(_nation(run), change, carry=carry)
    solution, trail = solve_measured(run, "plan", problem, gap=0.001, time_limit=run.pick(110.0, 3.0))
    run.figure("memory", peak_bytes())
    run.seconds_to("seconds 0.5", 0.005, trail)
    run.seconds_to("seconds 0.1", 0.001, trail)
    return problem, solution


def expansion(run: Run) -> None:
    """Measure the national plan with more money; keep it for the rows after."""
    problem, solution = _plan(run, EXPANSION_MSEK)
    if run.check("expansion", problem, solution):
        _kept(run).write_bytes(pickle.dumps(solution))


def cut(run: Run) -> None:
    """Measure the national plan with less money."""
    run.check("cut", *_plan(run, CUT_MSEK))


def _equity(run: Run, change: tuple[float, ...]) -> None:
    """Measure a plan that makes the Kolm-Pollak equivalent small; the gap is that of the equivalent in minutes."""
    problem = plan_problem(_nation(run), change, kappa=KAPPA_PER_MIN)
    weight = float(problem.layers[0].weight.sum())

    def gap(value: float, bound: float) -> float:
        least = equal_minutes(bound, weight, KAPPA_PER_MIN) if bound > 0 else -np.inf
        most = equal_minutes(value, weight, KAPPA_PER_MIN)
        return (most - least) / most

    trail = Trail(gap, stop_at=0.001)
    solution, trail = solve_measured(
        run, "plan", problem, gap=0.0, time_limit=run.pick(165.0, 3.0), trail=trail
    )
    run.figure("memory", peak_bytes())
    run.seconds_to("seconds 0.1", 0.001, trail)
    minutes = equal_minutes(solution.value, weight, KAPPA_PER_MIN)
    run.note(f"The equivalent is {minutes:.2f} minutes at kappa {KAPPA_PER_MIN} a minute;")
    run.note(f"the gap of the sum of exponentials is {100 * solution.gap:.3f} %.")
    run.check("plan", problem, solution)


def equity_expansion(run: Run) -> None:
    """Measure the expansion for equity."""
    _equity(run, EXPANSION_MSEK)


def equity_cut(run: Run) -> None:
    """Measure the cut for equity."""
    _equity(run, CUT_MSEK)


def _regional(run: Run, offices: int) -> None:
    areas, sites = run.pick((3_000, 1_000), (400, 120))
    regions = max(1, round(offices * REGIONS / OFFICES))
    county = draw_country(areas, sites, offices=offices, regions=regions, size_km=COUNTY_KM)
    for name, change in (("expansion", EXPANSION_MSEK), ("cut", CUT_MSEK)):
        problem = plan_problem(county, change, dense=True)
        solution, trail = solve_measured(run, name, problem, gap=0.001, time_limit=run.pick(125.0, 1.5))
        run.seconds_to(name, 0.001, trail)
        if solution.bound_rests_on == "highs":
            run.note(f"In the {name} the last part of the bound is the word of HiGHS.")
        run.check(name, problem, solution)


def regional_10(run: Run) -> None:
    """Measure a county of 10 offices."""
    _regional(run, 10)


def regional_25(run: Run) -> None:
    """Measure a county of 25 offices."""
    _regional(run, 25)


def regional_60(run: Run) -> None:
    """Measure a county of 60 offices."""
    _regional(run, 60)


def replan(run: Run) -> None:
    """Measure the cut with 3 % carry-over, then re-plan with 5 MSEK more and less in the second year."""
    country = _nation(run)
    problem, solution = _plan(run, CUT_MSEK, CARRY)
    given = given_msek(country, CUT_MSEK)
    slowest, widest = 0.0, 0.0
    again = []
    for change in (5.0, -5.0):
        label = f"{change:+.0f} MSEK"
        other = with_money(problem, given + np.array([0.0, change, 0.0]), CARRY)
        limit = run.pick(20.0, 1.5)
        new, trail = solve_measured(run, label, other, gap=0.0015, time_limit=limit, warm=solution)
        slowest, widest = max(slowest, trail.points[-1][0]), max(widest, trail.gap)
        again.append((label, other, new))
    run.figure("replan seconds", slowest)
    run.figure("replan gap", widest)
    run.check("with 3 % carry-over", problem, solution)
    for label, other, new in again:
        run.check(label, other, new)


def frontier(run: Run) -> None:
    """Measure plans over the whole range of money, from the cut to the expansion, each warm from the last."""
    country = _nation(run)
    problem = plan_problem(country, CUT_MSEK)
    warm: Solution | None = None
    seconds, gaps = [], []
    for share in np.linspace(-1.0, 1.0, run.pick(9, 3)).tolist():
        change = tuple(abs(share) * each for each in (EXPANSION_MSEK if share > 0 else CUT_MSEK))
        problem = with_money(problem, given_msek(country, change))
        label = f"{abs(share):.0%} of the {'expansion' if share > 0 else 'cut'}"
        limit = run.pick(60.0 if warm is None else 8.0, 1.5)
        plan, trail = solve_measured(run, label, problem, gap=0.0015, time_limit=limit, warm=warm)
        warm = plan
        seconds.append(trail.points[-1][0])
        gaps.append(trail.gap)
    run.figure("seconds", sum(seconds))
    run.figure("slowest", max(seconds[1:]))
    run.figure("gap", max(gaps))
    run.note("Of these plans the last one was checked.")
    run.check(label, problem, plan)


def forced(run: Run) -> None:
    """Count of 50 places that were not chosen how many the certificate alone proves to be worse."""
    problem = plan_problem(_nation(run), EXPANSION_MSEK)
    if _kept(run).exists():
        solution: Solution = pickle.loads(_kept(run).read_bytes())
        run.note("The plan is that of the row `expansion`, which was checked there.")
    else:
        solution, _ = solve_measured(run, "plan", problem, gap=0.001, time_limit=run.pick(110.0, 3.0))
        run.check("expansion", problem, solution)
    state = np.asarray(problem.options.state)
    once, always = np.any(state >= 0, axis=1), np.all(state >= 0, axis=1)
    chosen = np.zeros(problem.n_sites, bool)
    chosen[once[solution.option]] = True
    closed = np.flatnonzero(~chosen)
    places = np.random.default_rng(50).choice(closed, FORCED, replace=False)
    worse, worse_always = _worse(problem, solution, once), _worse(problem, solution, always)
    run.figure("share", float(worse[places].mean()))
    run.note(
        f"Forced in means open in any year and size, be it the last and smallest alone: of all {len(closed)} places"
    )
    run.note(
        f"not chosen that proves {worse[closed].mean():.1%}; open in every year, {worse_always[closed].mean():.1%}."
    )
    run.note(f"The plan's gap is {solution.gap:.4%}.")


def _worse(problem: Problem, solution: Solution, options: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the sites at which every one of some options is proven to cost more than the plan, by the certificate."""
    least = np.full(problem.n_sites, np.inf)
    np.minimum.at(least, problem.options.site[options], solution.reduced_cost[options])
    return np.asarray(solution.lagrangian + least > solution.value)
