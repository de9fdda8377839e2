"""A question as a siting problem: what its rows and columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.plan.layers import Aim
from narvaro.plan.limits import Rule
from narvaro.plan.money import Appropriation
from narvaro.plan.options import Paths
from narvaro.plan.question import Question
from narvaro.plan.shared import shared_capacity
from narvaro.plan.sharpen import sharpened
from narvaro.siting import Layer, Limits, Options, Problem, SharedCapacity
from narvaro.travel import TravelTimes


@dataclass(frozen=True, eq=False)
class Formulation:
    """What a plan is made from: the problem, and what its rows and columns mean.

    Parameters
    ----------
    question
        What was asked.
    money
        The pots of money.
    paths
        What each site may do; a row is an option of the problem.
    rules
        What the limits mean, one for each row.
    aim
        The objective as layers, and how its sum is read.
    hard
        Layers that hold a rule and cost nothing.
    given
        The travel times as they were given; None for the straight line.
    """

    question: Question
    money: Appropriation
    paths: Paths
    rules: tuple[Rule, ...]
    aim: Aim
    hard: tuple[Layer, ...]
    given: TravelTimes | None = None

    def problem(
        self, layers: Sequence[Layer] | None = None, cost: NDArray[np.float64] | None = None
    ) -> Problem:
        """Return the siting problem, with other layers than those of the aim or costs of the paths where given."""
        count = len(self.paths.site)
        shared = self._shared if layers is None else None
        return Problem(
            n_sites=len(self.question.case.sites),
            n_states=len(self.question.case.sizes),
            n_years=len(self.question.policy.years),
            layers=(*(self.aim.layers if layers is None else layers), *self.hard),
            options=Options(self.paths.site, self.paths.state, np.zeros(count) if cost is None else cost),
            limits=self._limits,
            shared=shared,
        )

    @cached_property
    def _shared(self) -> SharedCapacity | None:
        return shared_capacity(self.question, (*self.aim.layers, *self.hard), self.paths.today)

    @cached_property
    def _limits(self) -> Limits:
        return limits_from([sharpened(rule, self.paths) for rule in self.rules], len(self.paths.site))


def limits_from(rules: Sequence[Rule], n_paths: int) -> Limits:
    """Return rules as the limits of a siting problem."""
    if not rules:
        return Limits.none(n_paths)
    used = [np.flatnonzero(rule.coefficients) for rule in rules]
    matrix = sparse.csr_array(
        (
            np.concatenate([rule.coefficients[at] for rule, at in zip(rules, used, strict=True)]),
            np.concatenate(used),
            np.cumsum([0, *(len(at) for at in used)]),
        ),
        shape=(len(rules), n_paths),
    )
    return Limits(
        matrix,
        np.array([rule.lower for rule in rules], float),
        np.array([rule.upper for rule in rules], float),
        tuple(rule.name for rule in rules),
    )
