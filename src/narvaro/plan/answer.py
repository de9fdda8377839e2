"""Ask the siting engine for one plan, and read its answer in the unit of the objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import Aim
from narvaro.siting import Progress, Solution, check, solve
from narvaro.siting.form.solution import relative_gap


@dataclass(frozen=True, eq=False)
class Request:
    """How long and how finely a plan is looked for.

    Parameters
    ----------
    time_limit
        Seconds; None: as long as it takes.
    gap
        Value and bound may lie so far apart, as a share of the value.
    rounds
        Rounds of the bound; None: as many as it takes.
    warm
        An answer of the engine to begin from, whose options are paths of the problem that is asked.
    progress
        Told value and bound in the unit of the objective, gap and seconds.
    """

    time_limit: float | None
    gap: float
    rounds: float | None = None
    warm: Solution | None = None
    progress: Callable[[Progress], None] | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """What the engine found, in the unit of the objective.

    Parameters
    ----------
    solution
        The plan.
    value, bound
        What it costs, and what no plan goes below.
    held_within
        Whether the value is a limit that the plan was held within by a series of runs: the plan itself may be better,
        and the gap alone says whether it is proven. Else the value is the plan's own, and the engine says so too.
    """

    solution: Solution
    value: float
    bound: float
    held_within: bool = False


def solved(formulation: Formulation, request: Request) -> Answer:
    """Return the answer of one run of the engine, held against its independent check.

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules.
    """
    problem, aim = formulation.problem(), formulation.aim
    found = solve(
        problem,
        gap=request.gap,
        time_limit=request.time_limit,
        rounds=request.rounds,
        warm=request.warm,
        progress=None if request.progress is None else _read(request.progress, aim),
    )
    check(problem, found)
    return Answer(found, aim.read(found.value), aim.read(found.bound))


def _read(progress: Callable[[Progress], None], aim: Aim) -> Callable[[Progress], None]:
    """Return the callback that is told value, bound and gap in the unit of the objective."""

    def told(now: Progress) -> None:
        value, bound = aim.read(now.value), max(aim.read(now.bound), 0.0)
        progress(Progress(value, bound, relative_gap(value, bound), now.seconds))

    return told
