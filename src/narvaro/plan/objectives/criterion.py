"""The form of a kind of objective: all that the rest of the program asks of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from narvaro.case.policy import Objective, ObjectiveKind
from narvaro.plan.answer import Answer, Request
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import Aim
from narvaro.plan.measure import YearlyFigure
from narvaro.plan.options import States
from narvaro.plan.question import Question

Floats: TypeAlias = NDArray[np.float64]
Whom = Literal["walk_definition", "standard", "changed"]
"""Whom an action is about: people of the definition who gain or lose an office on foot; people who come within the
standard or fall outside it; everyone whose way changes. `explain.why.price_<whom>` in the catalogue."""


class Changes(NamedTuple):
    """What it would change for people if one site opened or closed, one figure for each site.

    person_minutes
        Minutes of a way there, summed over people.
    people_standard
        People who come within the standard of the mode or fall outside it.
    people_walk_definition
        People of the definition who come within the walking standard or fall outside it.
    """

    person_minutes: Floats
    people_standard: Floats
    people_walk_definition: Floats


@dataclass(frozen=True, eq=False)
class Criterion:
    """What one kind of objective is.

    The engine's side (`aim`, `solve`) and the reckoning (`measures`, `value`) use no function together, so that each
    plan is held against figures that were come by in another way.

    Parameters
    ----------
    kind
        Its name in a policy, in plan.json and in the catalogue: `objective.<kind>`, `said.rules.title.<kind>`,
        `said.rules.aim.<kind>`.
    parts
        Names of the figures that `measures` returns; `part.<name>` in the catalogue.
    units
        Units of the objective and of those figures; `unit.<unit>` and `said.unit.<unit>` in the catalogue.
    settings
        Settings of the policy's objective that a plan of this kind rests on, beside the cut-off, each with its unit;
        `assumption.policy.<setting>` in the catalogue.
    without_definition
        The kind that it is where the policy names no definition: its own where it looks at none.
    on_foot
        Whether it looks at ways on foot from the areas of the definition.
    counts_extra
        Whether `extra_min`, minutes that count more at an office of a size, goes with it.
    bounds_sites
        Whether its proof says what every plan costs at least that has a site open, or closed.
    whom
        Whom the price of an action is divided by.
    leads_with_means
        Whether a report tells the mean minutes of groups before the shares of people beyond a limit.
    unit
        The unit of the objective under a policy.
    aim
        Its layers for the engine.
    solve
        How the engine is asked: once for a sum (`narvaro.plan.answer.solved`), or in a series of runs.
    measures
        The figures that it is made of, or that stand beside it, for a network: `state` has the size of each site at
        the end of each year, shape (n_sites, n_years), or -1.
    value
        The objective from those figures.
    limit_on_foot
        The limit of ways by the mode of the objective where that mode is walking, minutes.
    worth
        By what places are put in order that a plan leaves as they are: what opening or closing each would change.
    """

    kind: ObjectiveKind
    parts: tuple[str, ...]
    units: tuple[str, ...]
    settings: Mapping[str, str]
    without_definition: ObjectiveKind
    on_foot: bool
    counts_extra: bool
    bounds_sites: bool
    whom: Whom
    leads_with_means: bool
    unit: Callable[[Objective], str]
    aim: Callable[[Question], Aim]
    solve: Callable[[Formulation, Request], Answer]
    measures: Callable[[Question, States], tuple[YearlyFigure, ...]]
    value: Callable[[Objective, Sequence[YearlyFigure]], float]
    limit_on_foot: Callable[[Objective], float]
    worth: Callable[[Objective, Changes], Floats]


def walking_standard(goal: Objective) -> float:
    """Return the walking standard, for a kind that has no limit of its own."""
    return goal.walk_standard_min


def by_person_minutes(_: Objective, changes: Changes) -> Floats:
    """Put places in order by the minutes that people save or lose."""
    return changes.person_minutes
