"""Force a site to end one way, and ask the engine of such plans from where another plan stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from narvaro.plan.formulation import Formulation
from narvaro.plan.options import CLOSED, Flags, Paths
from narvaro.plan.plan import Plan
from narvaro.plan.settled import End
from narvaro.plan.wishes import carried, narrowed
from narvaro.siting import Solution, check
from narvaro.siting.solve.solve import decide


def made_from(plan: Plan) -> tuple[Formulation, Solution]:
    """Return what a plan was made from, and the engine's answer behind it.

    Raises
    ------
    ValueError
        If the plan was read from a file alone.
    """
    if plan.formulation is None or plan.solution is None:
        raise ValueError("the plan was read from a file alone; open it with what it was made from")
    return plan.formulation, plan.solution


def paths_ending(paths: Paths, site: int, end: End) -> Flags:
    """Return which paths are of a site and end so, shape (K,)."""
    mine = paths.site == site
    if end == "unchanged":
        return np.asarray(mine & (paths.state == paths.today[site]).all(axis=1))
    return np.asarray(mine & ((paths.state[:, -1] == CLOSED) == (end == "closed")))


def forced(formulation: Formulation, site: int, end: End) -> Formulation | None:
    """Return the problem in which a site ends so; None where its rules leave it no such path."""
    paths = formulation.paths
    does = paths_ending(paths, site, end)
    return narrowed(formulation, (paths.site != site) | does) if does.any() else None


def begun_from(solution: Solution, former: Paths, new: Paths) -> Solution:
    """Return an answer with its paths among those of another problem for the same sites and years."""
    return replace(solution, option=carried(former, new, solution.option))


def decided(formulation: Formulation, level: float, rounds: float, begin: Solution) -> Solution:
    """Return an answer that tells whether any plan costs at most a level, checked by separate code.

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules.
    UnsettledError
        If the rounds are spent before it is known.
    """
    problem = formulation.problem()
    found = decide(problem, level, rounds=rounds, warm=begin, threads=1)
    check(problem, found)
    return found
