"""Runs that have begun: a first plan, and some rounds of the bound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from narvaro.siting import Problem
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.layout.layout import build_model
from narvaro.siting.plans.start import first_multipliers, first_plan
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search.local import Search


def planned(problem: Problem, pool: ThreadPoolExecutor | None = None) -> Workbench:
    """Return what a run works on once it has its first plan."""
    inc = Incumbent(build_model(problem, pool))
    search = Search(inc.full, pool)
    first_plan(inc, search, None)
    return Workbench(inc, search, Dual(inc.full, first_multipliers(search), pool))


def begun(problem: Problem, rounds: int, pool: ThreadPoolExecutor | None = None) -> Workbench:
    """Return the same after so many rounds of the bound."""
    work = planned(problem, pool)
    for _ in range(rounds):
        work.round(True)
    return work
