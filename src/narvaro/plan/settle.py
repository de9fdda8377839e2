"""Settle a place: what becomes of the plan if it goes the other way there, as far as that can be known.

The certificate bounds every site's other way from the reduced costs. Where that leaves a question, the other way is
forced and the engine is asked whether any plan costs at most the plan's own value and a hair more. It begins from the
plan's multipliers, so most questions take a fraction of what the plan took. Each ends as one of four:

    worse        every such plan costs more, by at least so much
    equal        here is another plan that costs no more than the hair
    ruled_out    no plan goes that way within the rules, and this rule is why
    not_settled  the work was spent: the best such plan lies between two figures
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from narvaro.errors import InfeasibleError, UnsettledError
from narvaro.plan.conflicts import translated
from narvaro.plan.forcing import begun_from, decided, forced, made_from
from narvaro.plan.formulation import Formulation
from narvaro.plan.objectives import criterion_of
from narvaro.plan.plan import Plan
from narvaro.plan.settled import End, SettledPlace, Standing, differences
from narvaro.plan.wishes import ruled_out
from narvaro.siting import Solution, check, solve

CLOSENESS = 1e-4
"""A plan that costs at most this share more is equal."""
ROUNDS = 200.0
"""Rounds for one question, see `narvaro.siting.solve`: about ten seconds for a country of 6,000 areas."""
FURTHER_ROUNDS = 20.0
"""Rounds to say how much worse, where the first answer is only that it is worse."""
EXACT_ROUNDS = 4.0
"""Rounds to find the best such plan, where so little is left that the solver ends it at once."""
FURTHER = 0.5
"""How far to the best plan known that is tried."""


OTHER_END: Mapping[str, End] = {"open": "closed", "close": "open", "resize": "unchanged"}
"""How a site ends where an action of a kind is not done."""


def settle(
    plan: Plan,
    places: Sequence[tuple[str, End]],
    *,
    closeness: float = CLOSENESS,
    rounds: float = ROUNDS,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Return the plan with some places settled; one that is settled already is not asked again.

    Parameters
    ----------
    plan
        A plan that was made, or opened with what it was made from.
    places
        Sites and how they should end: the other way than in the plan.
    closeness
        A plan that costs at most this share more than the plan is equal.
    rounds
        Work for one question.
    progress
        Called with how many places are done, and of how many.

    Raises
    ------
    ValueError
        If the plan was read from a file alone.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger, money for one more. Without it the 100 people of B
    have 37 minutes more; the certificate alone shows half of that.

    >>> import pandas as pd
    >>> from narvaro.case import Case, Money, Policy
    >>> from narvaro.plan.make import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> plan = make_plan(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(7.0,))))
    >>> found = settle(plan, [("b", "closed")]).settled["b", "closed"]
    >>> found.standing, round(found.at_least)
    ('worse', 1861)
    """
    found = dict(plan.settled)
    asked = [place for place in dict.fromkeys(places) if place not in found]
    asker = _Asker(plan, closeness, rounds)
    for done, (site_id, end) in enumerate(asked, 1):
        found[site_id, end] = asker.settled(site_id, end)
        if progress is not None:
            progress(done, len(asked))
    return replace(plan, settled=found)


class _Asker:
    """Asks the engine about one place after the other, from the same plan."""

    def __init__(self, plan: Plan, closeness: float, rounds: float) -> None:
        self.plan = plan
        self.formulation, self.solution = made_from(plan)
        self.closeness, self.rounds = closeness, rounds
        self.place = {str(site): j for j, site in enumerate(self.formulation.question.case.sites.index)}

    def settled(self, site_id: str, end: End) -> SettledPlace:
        """Return the answer for one place."""
        site = self.place[site_id]
        such = forced(self.formulation, site, end)
        if such is None:
            rule = ruled_out(
                self.formulation.question, site, "close" if end == "closed" else "open", self.plan.wishes
            )
            return SettledPlace(site_id, end, "ruled_out", np.inf, rules=(rule,))
        if not criterion_of(self.formulation.question.policy).bounds_sites:
            return SettledPlace(site_id, end, "not_settled", self.plan.objective.bound)
        known = self._known(site_id, end)
        if np.isfinite(known) and known > self._level():
            return SettledPlace(site_id, end, "worse", known)
        if self.formulation.problem().shared is not None:
            # such a question takes as long as the plan itself
            return SettledPlace(site_id, end, "not_settled", max(known, self.plan.objective.bound))
        return self._asked(site_id, end, such, known)

    def _level(self) -> float:
        """Return what a plan may cost to be equal, in the unit of the objective."""
        value = self.plan.objective.after
        return value + self.closeness * abs(value)

    def _known(self, site_id: str, end: End) -> float:
        """Return what the certificate says already."""
        proof = self.plan.certificate
        return -np.inf if proof is None or end == "unchanged" else float(proof.at[site_id, f"{end}_at_least"])  # type: ignore[arg-type]

    def _asked(self, site_id: str, end: End, such: Formulation, known: float) -> SettledPlace:
        value = self.solution.value
        level = value + self.closeness * abs(value)
        begin = begun_from(self.solution, self.formulation.paths, such.paths)
        try:
            first = decided(such, level, self.rounds, begin)
        except InfeasibleError as error:
            rules = tuple(translated(error.faults, such.rules, such.question))
            return SettledPlace(site_id, end, "ruled_out", np.inf, rules=rules)
        except UnsettledError:
            return SettledPlace(site_id, end, "not_settled", max(known, self.plan.objective.bound))
        read = self.formulation.aim.read
        best, bound = first, first.bound
        if first.value > level and first.bound > level:
            best, bound = self._further(such, first)
        at_least, at_most = max(known, read(bound)), read(best.value)
        standing: Standing = "not_settled"
        if best.value <= level:
            standing = "equal"
        elif at_least > self.plan.objective.after:
            standing = "worse"
        here, there = self.formulation.paths.state[self.solution.option], such.paths.state[best.option]
        other = differences(self.formulation.question.case, here, there)
        return SettledPlace(site_id, end, standing, min(at_least, at_most), at_most, other)

    def _further(self, such: Formulation, first: Solution) -> tuple[Solution, float]:
        """Return the better of two plans, and the higher of two bounds, after asking how much worse it is."""
        found = [first]
        level = self.solution.value + FURTHER * (first.value - self.solution.value)
        try:
            found.append(decided(such, level, FURTHER_ROUNDS, first))
            if found[-1].bound > level:
                problem = such.problem()
                found.append(solve(problem, rounds=EXACT_ROUNDS, warm=found[-1], threads=1))
                check(problem, found[-1])
        except UnsettledError:
            pass
        return min(found, key=lambda one: one.value), max(one.bound for one in found)


def places_of(plan: Plan) -> list[tuple[str, End]]:
    """Return the question of each action: the site ends as it would without it."""
    return [(action.site_id, OTHER_END[action.action]) for _, action in plan.actions]
