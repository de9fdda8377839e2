"""What it would take: how much more the people of a place must count before the best plan opens an office there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.plan.forcing import begun_from, decided, forced, made_from
from narvaro.plan.formulate import build
from narvaro.plan.formulation import Formulation
from narvaro.plan.measure import nearest_minutes
from narvaro.plan.options import CLOSED, Paths
from narvaro.plan.plan import Plan
from narvaro.plan.settle import ROUNDS
from narvaro.plan.takes import HAIR
from narvaro.plan.wishes import holding
from narvaro.siting import Solution

MOST = 16.0
"""Times that the people of a place count what they count now, at most."""
TRIES = 3
"""Halvings of the bracket; what is tried has two decimals."""
TURNS = 8
"""Times that plans with and without the office may outdo each other before a weight is given up as not settled."""


@dataclass(frozen=True)
class NeedItTakes:
    """A bracket on how many times as much the people of a place must count.

    Parameters
    ----------
    not_enough, enough
        With the first it is proven that no best plan opens the place (1, as now, where that is not known of any other);
        with the second it is proven that a best plan does (infinite where none was found up to `most`). In between a
        plan may go either way, and also above `enough`: another office nearby may do the people more good then.
    areas
        The areas whose people count more: those nearer to the place than to any office of the plan when its last year
        ends, by the mode of the objective.
    people, need
        Those who live there, and their mean need weight now.
    most
        How many times as much was tried at most.
    """

    not_enough: float
    enough: float
    areas: tuple[str, ...]
    people: float
    need: float
    most: float = MOST


def need_it_takes(
    plan: Plan, site_id: str, *, rounds: float = ROUNDS, tries: int = TRIES, most: float = MOST
) -> NeedItTakes:
    """Return how many times as much the people of a place must count before the best plan has an office there.

    For each weight that is tried the best plan with the office and the best without it are played against each other:
    the engine is asked for a plan with it that costs at most the one without, then for one without that costs less,
    until one side has none, which is proven by a bound that separate code checks. Money and rules stay as they are.

    Parameters
    ----------
    plan
        A plan that was made, or was opened with what it was made from, and in which the place has no office at the end.
    site_id
        The place.
    rounds
        Work for each question.
    tries
        Weights tried between the bracket's ends.
    most
        How many times as much is tried at most.

    Raises
    ------
    ValueError
        If the plan was read from a file alone.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger. There is not money for one in each, but it may move:
    it does when the 100 count three times as much.

    >>> import pandas as pd
    >>> from narvaro.case import Case, Money, Policy
    >>> from narvaro.plan.make import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> plan = make_plan(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(4.0,))))
    >>> found = need_it_takes(plan, "b")
    >>> found.areas, found.people, found.need
    (('b',), 100.0, 1.0)
    >>> found.not_enough, found.enough
    (2.75, 3.0)
    """
    former, solution = made_from(plan)
    duel = _Duel(plan, former, solution, site_id, rounds)
    low, high, factor = 1.0, np.inf, 1.0
    while duel.nearer.any() and factor < most and high == np.inf:
        factor = min(2.0 * factor, most)
        opens = duel.opens(factor)
        low, high = (factor, high) if opens is False else (low, factor if opens else high)
    for _ in range(tries if high < np.inf else 0):
        middle = round((low + high) / 2, 2)
        opens = duel.opens(middle) if low < middle < high else None
        if opens is None:  # nearer to where they are alike it only gets harder
            break
        low, high = (low, middle) if opens else (middle, high)
    areas, people = former.question.case.areas, duel.people
    mean = float(people @ duel.need) / max(float(people.sum()), 1e-9)
    return NeedItTakes(low, high, tuple(areas.index[duel.nearer]), float(people.sum()), mean, most)


class _Duel:
    """Asks the engine whether the best plan has an office at a place, one weight of its people after the other."""

    def __init__(
        self, plan: Plan, former: Formulation, solution: Solution, site_id: str, rounds: float
    ) -> None:
        self.plan, self.former, self.solution, self.rounds = plan, former, solution, rounds
        question = former.question
        areas = question.case.areas
        self.site = int(question.case.sites.index.get_loc(site_id))  # type: ignore[arg-type]
        self.nearer = _nearer(former, solution, self.site) & (areas["people"].to_numpy(float) > 0)
        self.people = np.where(self.nearer, areas["people"].to_numpy(float), 0.0)
        weighted = plan.policy.objective.need_weighted
        self.last: dict[str, tuple[Paths, Solution]] = {}
        self.need = areas["need"].to_numpy(float) if weighted else np.ones(len(areas))

    def opens(self, factor: float) -> bool | None:
        """Tell whether a best plan has the office where its people count so many times as much; None: not settled."""
        weighted = self._weighted(factor)
        here, elsewhere = (forced(weighted, self.site, end) for end in ("open", "closed"))
        if here is None or elsewhere is None:
            return here is not None
        try:
            return self._outdone(here, elsewhere)
        except InfeasibleError:
            return False
        except UnsettledError:
            return None

    def _outdone(self, here: Formulation, elsewhere: Formulation) -> bool | None:
        """Play plans with the office against plans without, each from the proof of the one before."""
        try:
            without = self._begun(elsewhere, np.inf, "without")
        except InfeasibleError:  # a reach that counts people by their weight may need the office
            self._begun(here, np.inf, "having")
            return True
        for _ in range(TURNS):
            level = without.value + _hair(without)
            having = self._begun(here, level, "having")
            if having.value > level:
                return False if having.bound > level else None
            less = having.value - _hair(having)
            without = self._begun(elsewhere, less, "without")
            if without.value > less:
                return True if without.bound > less else None
        return None

    def _begun(self, such: Formulation, level: float, side: str) -> Solution:
        """Return the answer of one side, begun from its last one; nearby weights have nearby proofs."""
        paths, solution = self.last.get(side, (self.former.paths, self.solution))
        found = decided(such, level, self.rounds, begun_from(solution, paths, such.paths))
        self.last[side] = (such.paths, found)
        return found

    def _weighted(self, factor: float) -> Formulation:
        """Return the problem in which the people of the place count so many times as much."""
        former, policy = self.former, self.plan.policy
        case = former.question.case.with_need(np.where(self.nearer, factor, 1.0) * self.need)
        goal = policy.objective.model_copy(update={"need_weighted": True})
        policy = policy.model_copy(update={"objective": goal})
        return holding(build(case, policy, former.given, former=former), self.plan.wishes)


def _hair(solution: Solution) -> float:
    return HAIR * max(1.0, abs(solution.value))


def _nearer(former: Formulation, solution: Solution, site: int) -> NDArray[np.bool_]:
    """Return the areas that are nearer to a place than to any office of a plan when it ends, shape (n_areas,)."""
    question = former.question
    goal = question.policy.objective
    offices = np.flatnonzero(former.paths.state[solution.option][:, -1] != CLOSED)

    def to(sites: NDArray[np.intp]) -> NDArray[np.float64]:
        return nearest_minutes(question.times, goal.mode, sites, np.zeros(len(sites)), goal.cutoff_min)

    return np.asarray(to(np.array([site])) < to(offices))
