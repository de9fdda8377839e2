"""Hold the figures of a proof against plans: a bound above what a plan costs that goes that way is false.

The plan at hand is changed so that a site ends as the figure says, and where a rule is then broken one other site gives
way; in a small case the engine is also asked for such a plan, for a moment. It is no best one, so a figure that it does
not refute is not proven by it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.plan.formulation import Formulation
from narvaro.plan.measure import head_count, nearest_minutes
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import CLOSED
from narvaro.plan.otherwise import forced, is_small
from narvaro.siting import Problem, solve

SECONDS = 5.0
"""So long plans are looked for at most; figures that are not reached stay as they are."""
MOMENT = 0.3
"""Seconds for one question to the engine."""
MOST_PLANS = 24
"""Plans tried against one figure."""
_HAIR = 1e-9

Ints = NDArray[np.int64]


def refuted(
    formulation: Formulation,
    chosen: Ints,
    proof: Mapping[str, NDArray[np.float64]],
    room: float,
    seconds: float = SECONDS,
) -> Iterator[tuple[str, int, float]]:
    """Yield each figure that a plan refutes: its column, its row, and what that plan costs.

    Parameters
    ----------
    chosen
        The path of each site in the plan at hand.
    proof
        `open_at_least` and `closed_at_least`: what every plan costs at least in which a site ends so.
    room
        Relative difference that is none.
    """
    until = time.perf_counter() + seconds
    rules, problem = _Rules(formulation), formulation.problem()
    ends_open, own = formulation.paths.state[:, -1] != CLOSED, rules.cost(chosen)
    claims = [
        (float(least), name, row)
        for name, column in proof.items()
        for row, least in enumerate(column.tolist())
        if ends_open[chosen[row]] != (name == "open_at_least") and own is not None and least > own
    ]
    for claim, name, row in sorted(claims, reverse=True):  # the boldest first
        ways = (formulation.paths.site == row) & (ends_open == (name == "open_at_least"))
        for cost in _costs(rules, problem, chosen, ways):
            if claim > cost + room * max(1.0, abs(cost)):
                yield name, row, cost
                break
            if time.perf_counter() > until:
                return


def _costs(rules: _Rules, problem: Problem, chosen: Ints, ways: NDArray[np.bool_]) -> Iterator[float]:
    """Yield what some plans cost that take one of some ways of a site."""
    for plan in islice(rules.plans_with(chosen, np.flatnonzero(ways)), MOST_PLANS):
        if (cost := rules.cost(plan)) is not None:
            yield cost
    if is_small(problem) and ways.any():
        with suppress(InfeasibleError, UnsettledError):
            found = solve(forced(problem, ways), time_limit=MOMENT, threads=1)
            cost = rules.cost(np.asarray(found.option))
            if cost is not None:
                yield cost


class _Rules:
    """The rules of a formulation as one table, to see which paths may be taken together."""

    def __init__(self, formulation: Formulation) -> None:
        self.formulation = formulation
        count = len(formulation.paths.site)
        self.use = np.array([rule.coefficients for rule in formulation.rules], float).reshape(-1, count)
        self.low = np.array([rule.lower for rule in formulation.rules], float)
        self.top = np.array([rule.upper for rule in formulation.rules], float)
        hair = _HAIR * np.abs(self.use).max(axis=1, initial=1.0)
        self.low, self.top = self.low - hair, self.top + hair

    def plans_with(self, chosen: Ints, ways: Ints) -> Iterator[Ints]:
        """Yield plans that keep the rules and take one of some ways: alone, then with another site giving way.

        Sites that act in the plan at hand give way first.
        """
        site = self.formulation.paths.site
        acts = (self.formulation.paths.state != self.formulation.paths.today[site][:, None]).any(axis=1)
        for way in ways.tolist():
            plan = chosen.copy()
            plan[site[way]] = way
            used = self.use[:, plan].sum(axis=1)
            if ((self.low <= used) & (used <= self.top)).all():
                yield plan
                continue
            after = used[:, None] + self.use - self.use[:, plan[site]]
            fits = ((self.low[:, None] <= after) & (after <= self.top[:, None])).all(axis=0)
            fits &= site != site[way]
            for other in sorted(np.flatnonzero(fits).tolist(), key=lambda k: not acts[chosen[site[k]]]):
                changed = plan.copy()
                changed[site[other]] = other
                yield changed

    def cost(self, plan: Ints) -> float | None:
        """Return the objective of a plan, worked out from the travel times; None where its reach is too short."""
        question = self.formulation.question
        policy = question.policy
        state = self.formulation.paths.state[plan]
        if policy.limits.within_min is not None:
            weight = head_count(question)
            open_sites = np.flatnonzero(state[:, -1] != CLOSED)
            ways = nearest_minutes(
                question.times, policy.objective.mode, open_sites, np.zeros(len(open_sites)), np.inf
            )
            if weight[ways <= policy.limits.within_min].sum() < policy.limits.within_share * weight.sum():
                return None
        criterion = criterion_of(policy)
        return criterion.value(policy.objective, criterion.measures(question, state))
