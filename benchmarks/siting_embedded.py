"""Rows of the embedded scenarios; apart, because only they need the rooms beside siting."""

from __future__ import annotations

import time
from itertools import pairwise

from benchmarks.siting_children import Part, side_by_side
from benchmarks.siting_run import Run, solve_measured
from narvaro.plan import build, make_plan, with_change
from narvaro.siting import Problem
from narvaro.sources import scenario

__all__ = ["embedded", "ladder", "ladder_part", "money", "money_part"]

ASKED = (1e-3, 5e-4, 1e-4, 1e-5, 0.0)
LIMIT_S = 60.0
HALF_S = 30.0
CHANGES_MSEK = {
    "expansion-2020": (-10, -5, -2, 2, 5, 10, 20, 40),
    "cut-2025": (-20, -10, -5, -2, 2, 5, 10, 20),
}
"""What each year's money is changed by."""


def embedded(run: Run) -> None:
    """Measure `make_plan` on the embedded scenarios: problem, solve, checks and ledger, once each."""
    for name in ("expansion-2020", "cut-2025"):
        case, policy = scenario(name)
        began = time.perf_counter()
        plan = make_plan(case, policy, gap=0.0005, time_limit=run.pick(15.0, 3.0))
        seconds = time.perf_counter() - began
        if plan.objective.gap <= 0.0005:
            run.figure(name, seconds)
        else:
            run.missing(
                name, f"{100 * plan.objective.gap:.4f} % proven when the run ended at {seconds:.0f} s"
            )
        assert plan.solution is not None
        run.detail(name, {"seconds": seconds, "solve": plan.solution.seconds, "gap": plan.objective.gap})
        run.note(f"{name}: {case.name}, {len(case.areas)} areas, {len(case.sites)} sites;")
        run.note(f"of {seconds:.1f} s the engine took {plan.solution.seconds:.1f} s.")
        run.check(name, build(case, policy).problem(), plan.solution)


def _problem(name: str, change_msek: float = 0.0) -> Problem:
    """Return the siting problem of a scenario with so much more money in each year."""
    case, policy = scenario(name)
    changed = tuple(each + change_msek for each in policy.money.change)
    return build(case, with_change(policy, changed) if change_msek else policy).problem()


def ladder_part(run: Run, name: str) -> None:
    """Ask one scenario for smaller and smaller gaps, on one thread; check the last plan."""
    problem = _problem(name)
    for asked in run.pick(ASKED, ASKED[:1] + ASKED[-1:]):
        label = f"asked {100 * asked:g} %"
        solution, trail = solve_measured(run, label, problem, gap=asked, time_limit=run.pick(LIMIT_S, 3.0))
        run.figure(label, trail.gap)
        run.note(
            f"{label} proven {100 * trail.gap:.4f} % in {solution.seconds:.1f} s ({solution.stopped_by})."
        )
    run.check(name, problem, solution)


def ladder(run: Run) -> None:
    """Measure how far each scenario is proven, and whether asking for less ever proves less."""
    found = side_by_side(
        run, [Part(name, "siting_embedded:ladder_part", {"name": name}) for name in CHANGES_MSEK]
    )
    wider, whole = 0, True
    for name, part in found.items():
        gaps = list(part.figures.values())
        wider += sum(after > before for before, after in pairwise(gaps))
        whole &= not part.why_missing
        if whole:
            run.figure(name, gaps[-1])
        else:
            run.missing(name, part.why_missing)
    if whole:
        run.figure("wider", wider)


def money_part(run: Run, name: str, change_msek: float) -> None:
    """Solve one scenario with other money, on one thread; tell the gap after half a minute and a whole one."""
    problem = _problem(name, change_msek)
    limit = run.pick(LIMIT_S, 2.0)
    solution, trail = solve_measured(run, "plan", problem, gap=0.0, time_limit=limit)
    half = min((gap for seconds, _, _, gap in trail.points if seconds <= HALF_S), default=float("inf"))
    run.figure("in 30", half)
    run.figure("in 60", trail.gap)
    run.note(f"{100 * half:.4f} % in 30 s, {100 * trail.gap:.4f} % after {solution.seconds:.0f} s.")
    run.check("plan", problem, solution)


def money(run: Run) -> None:
    """Count the changes of money that are proven to 0.05 % in half a minute, and to 0.01 % in a whole one."""
    cases = [(name, change) for name, changes in CHANGES_MSEK.items() for change in changes]
    parts = [
        Part(f"{name} {change:+d} MSEK", "siting_embedded:money_part", {"name": name, "change_msek": change})
        for name, change in run.pick(cases, cases[6:9:2])
    ]
    found = side_by_side(run, parts).values()
    for figure, gap in (("in 30", 0.0005), ("in 60", 0.0001)):
        run.figure(figure, sum(part.figures.get(figure, float("inf")) <= gap for part in found))
