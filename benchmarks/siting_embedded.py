"""The row of the embedded scenarios; apart, because only it needs the rooms beside siting."""

from __future__ import annotations

import time

from benchmarks.siting_run import Run
from narvaro.plan import build, make_plan
from narvaro.sources import scenario

__all__ = ["embedded"]


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
