"""Rows of the embedded scenarios and of a small case; apart, because only they need the rooms beside siting."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pandas as pd

from benchmarks.siting_children import Part, side_by_side
from benchmarks.siting_instances import Floats, draw_country
from benchmarks.siting_run import Run, middle, solve_measured
from narvaro.case import Case, Money, Policy
from narvaro.plan import Edit, Plan, build, evaluate, evaluator, make_plan, with_change
from narvaro.siting import Problem
from narvaro.sources import scenario

__all__ = ["edits", "embedded", "ladder", "ladder_part", "load", "money", "money_part", "small"]

ASKED = (1e-3, 5e-4, 1e-4, 1e-5, 0.0)
LIMIT_S = 60.0
LOAD_S = 120.0
HALF_S = 30.0
CHANGES_MSEK = {
    "expansion-2020": (-10, -5, -2, 2, 5, 10, 20, 40),
    "cut-2025": (-20, -10, -5, -2, 2, 5, 10, 20),
}
"""What each year's money is changed by."""
BY_HAND = 20
ONE_YEAR_MSEK = 5.0
LIMITS_S = (0.3, 3.0)
SMALL_MSEK = ((6.0, 12.0, 18.0), (-6.0, -12.0, -18.0))


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


def load(run: Run) -> None:
    """Measure `make_plan` on the cut with a limit on load, on one thread: seconds, and the gap that is proven."""
    name = "cut-2025-load"
    case, policy = scenario(name)
    began = time.perf_counter()
    plan = make_plan(case, policy, gap=0.0005, time_limit=run.pick(LOAD_S, 3.0))
    seconds = time.perf_counter() - began
    run.figure("seconds", seconds)
    run.figure("gap", plan.objective.gap)
    past = plan.objective.part("sent_past").last_year
    assert plan.solution is not None
    run.detail(name, {"seconds": seconds, "solve": plan.solution.seconds, "past": past})
    run.note(f"{name}: {past:,.0f} people are sent past the office they would go to.")
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


def _evaluated(run: Run, case: Case, policy: Policy, plan: Plan) -> float:
    """Return the median seconds of evaluating a plan with one office of today closed, warm."""
    ready = evaluator(case, policy)
    same = evaluate(ready, start=plan).objective.after
    if same != plan.objective.after:
        run.refuse(f"{case.name}: evaluated {same!r}, planned {plan.objective.after!r}")
    seconds = []
    for site in case.sites.index[case.existing][:BY_HAND]:
        began = time.perf_counter()
        evaluate(ready, [Edit(str(site), policy.years[0], "")], start=plan)
        seconds.append(time.perf_counter() - began)
    return middle(seconds)


def _replanned(run: Run, label: str, case: Case, policy: Policy, plan: Plan, gap: float) -> float:
    """Return seconds of a re-plan to a gap, end to end, infinity where the gap was not proven in ten."""
    began = time.perf_counter()
    new = make_plan(case, policy, warm=plan, gap=gap, time_limit=10.0)
    seconds = time.perf_counter() - began
    assert new.solution is not None
    assert new.formulation is not None
    run.detail(f"{label} to {100 * gap:g} %", {"seconds": seconds, "gap": new.objective.gap})
    run.check(label, new.formulation.problem(), new.solution)
    return seconds if new.objective.gap <= gap else float("inf")


def edits(run: Run) -> None:
    """Measure plans changed by hand, re-plans after other money in one year, and how time limits are kept; all warm."""
    by_hand, over = [], []
    slow: dict[float, list[float]] = {0.002: [], 0.0005: []}
    for name in run.pick(tuple(CHANGES_MSEK), tuple(CHANGES_MSEK)[:1]):
        case, policy = scenario(name)
        plan = make_plan(case, policy, gap=0.0005, time_limit=run.pick(20.0, 3.0))
        by_hand.append(_evaluated(run, case, policy, plan))
        make_plan(case, policy, warm=plan, gap=0.002, time_limit=10.0)  # so that what follows is warm
        money = policy.money.change
        for year in range(run.pick(len(money), 1)):
            for change in (ONE_YEAR_MSEK, -ONE_YEAR_MSEK):
                other = with_change(policy, [each + change * (t == year) for t, each in enumerate(money)])
                label = f"{name} {change:+.0f} MSEK in {policy.years[year]}"
                for gap, seconds in slow.items():
                    seconds.append(_replanned(run, label, case, other, plan, gap))
        for limit in LIMITS_S:
            began = time.perf_counter()
            make_plan(case, other, warm=plan, gap=0.0, time_limit=limit)
            over.append(time.perf_counter() - began - limit)
    run.figure("evaluate", max(by_hand))
    run.figure("over", max(over))
    for gap, seconds in slow.items():
        run.figure(f"replan {100 * gap:g}", max(seconds))
        run.note(f"To {100 * gap:g} %: median {middle(seconds):.2f} s of {len(seconds)} re-plans.")


def _small_case() -> Case:
    """Return a case of 300 areas and 52 sites, 20 of them offices that may close, in 100 x 120 km."""
    country = draw_country(300, 52, offices=20, regions=5, size_km=(100.0, 120.0))

    def table(km: Floats, **columns: object) -> pd.DataFrame:
        ids = [f"{n}" for n in range(len(km))]
        place = {"lon": 2.0 + km[:, 0] / 75.0, "lat": 46.0 + km[:, 1] / 111.0}
        return pd.DataFrame({"id": ids, "name": ids, **place, **columns})

    status = np.where(country.office >= 0, "may_close", "candidate")
    people = (10 * country.people).astype(int)
    return Case("small", table(country.area_km, people=people), table(country.site_km, status=status))


def small(run: Run) -> None:
    """Measure `make_plan` of a small case with more and with less money until it is proven optimal."""
    case, slowest, proven = _small_case(), 0.0, 0
    for change in SMALL_MSEK:
        policy = Policy(years=(2027, 2028, 2029), money=Money(change=change))
        began = time.perf_counter()
        plan = make_plan(case, policy, gap=0.0, time_limit=15.0)
        seconds = time.perf_counter() - began
        slowest, proven = max(slowest, seconds), proven + (plan.status == "optimal")
        run.note(f"Change {change} MSEK: gap {100 * plan.objective.gap:.4f} % after {seconds:.1f} s.")
        assert plan.solution is not None
        run.check(f"{change}", build(case, policy).problem(), plan.solution)
    if proven == len(SMALL_MSEK):
        run.figure("seconds", slowest)
    else:
        run.missing("seconds", f"{proven} of {len(SMALL_MSEK)} proven optimal")
