"""Rows of plans over the years: expansion and cut, equity, counties, re-planning, forced places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.siting_children import Part, side_by_side
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
    "county_part",
    "cut",
    "equity_cut",
    "equity_expansion",
    "expansion",
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
FIRST = 2026
"""Seed of the first of five countries."""
PLAN_S, EQUITY_S, LONG_S = 100.0, 150.0, 300.0


def _nation(run: Run, seed: int = FIRST) -> Country:
    areas, sites, offices, regions = run.pick((110_000, 3_400, OFFICES, REGIONS), (4_000, 300, 40, 16))
    return draw_country(areas, sites, offices=offices, regions=regions, seed=seed)


def national_plan(run: Run) -> tuple[Problem, Solution]:
    """Return the problem of the first country with more money, and a plan of it after two minutes."""
    problem = plan_problem(_nation(run), EXPANSION_MSEK)
    solution, _ = solve_measured(run, "plan", problem, gap=0.0, time_limit=run.pick(120.0, 2.0))
    run.note(f"The plan's gap is {solution.gap:.4%}.")
    return problem, solution


def _countries(
    run: Run, change: tuple[float, ...], limit_s: float, kappa: float = 0.0
) -> tuple[Problem, Solution]:
    """Measure the plans of five countries, the first for longer; return that one's problem and solution.

    With kappa the gap is that of the Kolm-Pollak equivalent in minutes.
    """
    seconds: list[float] = []
    for seed in range(FIRST, FIRST + run.pick(5, 2)):
        problem = plan_problem(_nation(run, seed), change, kappa=kappa)
        longest = run.pick(LONG_S if seed == FIRST else limit_s, 2.0)
        trail = _trail(problem, kappa)
        trail.stop_at = 0.0005 if seed == FIRST else 0.001
        label = f"country {seed}"
        solution, trail = solve_measured(run, label, problem, gap=0.0, time_limit=longest, trail=trail)
        seconds.append(trail.seconds_to(0.001))
        run.note(f"Country {seed}: 0.1 % in {seconds[-1]:.0f} s, {100 * trail.gap:.3f} % at the end.")
        if seed == FIRST:
            first = problem, solution
            run.figure("memory", peak_bytes())
            for percent in (0.5, 0.1, 0.05):
                run.seconds_to(f"seconds {percent}", percent / 100, trail)
        run.check(label, problem, solution)
        run.figure("seeds", sum(each <= limit_s for each in seconds))
    return first


def _trail(problem: Problem, kappa: float) -> Trail:
    """Return a trail of the gap, with kappa of the equally-distributed equivalent."""
    if not kappa:
        return Trail()
    weight = float(problem.layers[0].weight.sum())

    def gap(value: float, bound: float) -> float:
        least = equal_minutes(bound, weight, kappa) if bound > 0 else -np.inf
        most = equal_minutes(value, weight, kappa)
        return (most - least) / most

    return Trail(gap)


def expansion(run: Run) -> None:
    """Measure the national plan with more money, and what its certificate says of places not chosen."""
    _forced(run, *_countries(run, EXPANSION_MSEK, PLAN_S))


def cut(run: Run) -> None:
    """Measure the national plan with less money."""
    _countries(run, CUT_MSEK, PLAN_S)


def equity_expansion(run: Run) -> None:
    """Measure the expansion for equity."""
    _countries(run, EXPANSION_MSEK, EQUITY_S, KAPPA_PER_MIN)


def equity_cut(run: Run) -> None:
    """Measure the cut for equity."""
    _countries(run, CUT_MSEK, EQUITY_S, KAPPA_PER_MIN)


def county_part(run: Run, offices: int, cuts: bool) -> None:
    """Measure a county's expansion or cut, on one thread."""
    areas, sites = run.pick((3_000, 1_000), (400, 120))
    regions = max(1, round(offices * REGIONS / OFFICES))
    county = draw_country(areas, sites, offices=offices, regions=regions, size_km=COUNTY_KM)
    problem = plan_problem(county, CUT_MSEK if cuts else EXPANSION_MSEK, dense=True)
    solution, trail = solve_measured(run, "plan", problem, gap=0.001, time_limit=run.pick(125.0, 1.5))
    run.seconds_to("seconds", 0.001, trail)
    if solution.bound_rests_on == "highs":
        run.note("the last part of the bound is the word of HiGHS.")
    run.check("plan", problem, solution)


def _regional(run: Run, offices: int) -> None:
    parts = [
        Part(name, "siting_plans:county_part", {"offices": offices, "cuts": name == "cut"})
        for name in ("expansion", "cut")
    ]
    for name, part in side_by_side(run, parts).items():
        if "seconds" in part.figures:
            run.figure(name, part.figures["seconds"])
        else:
            run.missing(name, part.missing.get("seconds", part.why_missing))


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
    problem = plan_problem(country, CUT_MSEK, carry=CARRY)
    solution, first = solve_measured(run, "plan", problem, gap=0.001, time_limit=run.pick(110.0, 3.0))
    run.seconds_to("seconds 0.5", 0.005, first)
    run.seconds_to("seconds 0.1", 0.001, first)
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


def _forced(run: Run, problem: Problem, solution: Solution) -> None:
    """Count of 50 places that were not chosen how many the certificate alone proves to be worse."""
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
