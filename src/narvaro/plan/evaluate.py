"""A plan changed by hand: its exact value, its money and every rule that it breaks, without a solver.

What does not depend on the change is made ready once (`evaluator`); a change is then evaluated in milliseconds.
The figures come from the travel times and the ledger, the rules from the replay of `verify`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from narvaro.case import Case, Policy
from narvaro.errors import Fault, SettingError
from narvaro.plan.fit import modes_of, require_fit
from narvaro.plan.formulate import asked
from narvaro.plan.leases import Leases, leases_of
from narvaro.plan.ledger import afterwards, counts_of, years_of
from narvaro.plan.make import reached
from narvaro.plan.measure import YearlyFigure
from narvaro.plan.money import Appropriation, SiteCosts, appropriation
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import CLOSED, Paths, States, sizes_of, spend_of, state_of
from narvaro.plan.outcome import Outcome
from narvaro.plan.plan import Plan, Year
from narvaro.plan.question import Question
from narvaro.plan.verify import broken_rules
from narvaro.plan.verify_tables import Tables
from narvaro.travel import TravelTimes


@dataclass(frozen=True)
class Edit:
    """One change by hand: from a year on a site has a size, or is closed.

    Parameters
    ----------
    site_id
        The site, as the case names it.
    year
        The change is done in this year, and holds in all years after it.
    size
        Id of the size; empty for closed.
    """

    site_id: str
    year: int
    size: str


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a plan means, whether or not it keeps the rules.

    Parameters
    ----------
    objective
        What is reached, with its parts by year, as in a plan; nothing is proven of it, so its bound is zero.
    years
        Actions and money year by year, as in a plan.
    afterwards
        A full year after the plan, thousandths: `running` and `appropriation`.
    counts
        Offices and municipalities before and after, as in a plan.
    broken
        Every rule of the policy that is broken, each as a fault with its text; empty where the plan may be done.
    networks
        Size of each site at the end of each year, empty where it is closed: index the sites, columns the years.
    """

    objective: Outcome
    years: tuple[Year, ...]
    afterwards: Mapping[str, int]
    counts: Mapping[str, int | None]
    broken: tuple[Fault, ...]
    networks: pd.DataFrame = field(repr=False)


@dataclass(frozen=True, eq=False)
class Evaluator:
    """A case and a policy made ready for `evaluate`; see `evaluator`.

    Parameters
    ----------
    question
        The case, the policy and the travel times.
    money
        What the policy gives.
    """

    question: Question
    money: Appropriation

    @cached_property
    def tables(self) -> Tables:
        """What the replay reads of the tables."""
        return Tables(self.question)

    @cached_property
    def leases(self) -> Leases:
        """Notice and lease of each site."""
        return leases_of(self.question.case, self.question.policy)

    @cached_property
    def costs(self) -> SiteCosts:
        """What each site costs at each size."""
        return SiteCosts.of(self.question.case)

    @cached_property
    def today(self) -> States:
        """Size of each site today as a position among the sizes, or -1, shape (n_sites,)."""
        return state_of(self.question.case, self.question.case.sizes_today)

    @cached_property
    def measures_today(self) -> tuple[YearlyFigure, ...]:
        """The figures of the objective if today's network stayed."""
        return criterion_of(self.question.policy).measures(self.question, self.today[:, None])

    @cached_property
    def position_of_site(self) -> dict[str, int]:
        """Position of each site by its id."""
        return {str(site): j for j, site in enumerate(self.question.case.sites.index)}

    def state_of(self, plan: Plan | None) -> States:
        """Return the network of a plan, or today's, at the end of each year, shape (n_sites, n_years).

        Raises
        ------
        FolderError
            If the plan is for another case.
        SettingError
            If it is for other years.
        """
        years = self.question.policy.years
        state = np.repeat(self.today[:, None], len(years), axis=1)
        if plan is None:
            return state
        plan.require_case(self.question.case)
        found = tuple(year.year for year in plan.years)
        if found != years:
            raise SettingError([Fault("plan.check_years", {"found": [str(year) for year in found]})])
        for t, year in enumerate(plan.years):
            for action in year.actions:
                state[self.position_of_site[action.site_id], t:] = self.question.case.size_position[
                    action.size
                ]
        return state


def evaluator(case: Case, policy: Policy, *, travel: TravelTimes | None = None) -> Evaluator:
    """Make a case and a policy ready to evaluate plans that are changed by hand.

    Parameters
    ----------
    travel
        Travel times; along a straight line at the speeds of the case where not given.

    Raises
    ------
    PolicyError
        If the policy names what the case has not.
    """
    money = appropriation(case, policy)
    require_fit(case, policy, money)
    ready = Evaluator(asked(case, policy, travel), money)
    for mode in modes_of(policy):  # the first look at the nearest sites puts the times in order
        ready.question.times.nearest(mode, np.zeros(0, np.intp))
    return ready


def evaluate(ready: Evaluator, edits: Sequence[Edit] = (), *, start: Plan | None = None) -> Evaluation:
    """Return what a plan means after changes by hand: exactly these and nothing else.

    Parameters
    ----------
    ready
        The case and the policy, from `evaluator`.
    edits
        What is changed, one after the other: a later one counts where two speak of the same site and year.
    start
        The plan that is changed, for the same case and years; today's network where not given.

    Raises
    ------
    SettingError
        If an edit names a site, a size or a year that is not there (all of them), or the plan has other years.
    FolderError
        If the plan is for another case.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger. A second one costs 4.45 in its first year and then
    5.9 a year, and there are 2 more.

    >>> from narvaro.case import Money
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> ready = evaluator(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(2.0,))))
    >>> found = evaluate(ready, [Edit("b", 2027, "standard")])
    >>> found.objective.after, found.years[0].money["spent"], [fault.key for fault in found.broken]
    (0.0, 10350, ['plan.check_money', 'plan.check_lasting'])
    """
    question, today = ready.question, ready.today
    case, policy = question.case, question.policy
    state = _changed(ready, ready.state_of(start), edits)
    spend = spend_of(today, state, ready.costs, policy, ready.leases)
    network = Paths(np.arange(len(case.sites)), state, spend, today)
    years = years_of(question, ready.money, network, network.site)
    networks = pd.DataFrame(sizes_of(case, state), index=case.sites.index, columns=list(policy.years))
    return Evaluation(
        objective=reached(question, today, state, before=ready.measures_today)[0],
        years=years,
        afterwards=afterwards(case, ready.money, state),
        counts=counts_of(case, today, state),
        broken=(*_not_offered(question, network), *broken_rules(ready.tables, years)),
        networks=networks.astype(case.sites["size"].dtype),
    )


def _changed(ready: Evaluator, state: States, edits: Sequence[Edit]) -> States:
    """Return the network with the edits done, or raise with all that they name and is not there."""
    case, years = ready.question.case, ready.question.policy.years
    place = ready.position_of_site
    faults = []
    for edit in edits:
        known = (edit.site_id in place, edit.year in years, edit.size in case.size_position)
        if all(known):
            first = years.index(edit.year)
            state[place[edit.site_id], first:] = case.size_position[edit.size]
        if not known[0]:
            faults.append(Fault("plan.edit_site", {"given": edit.site_id}))
        if not known[1]:
            allowed = [str(year) for year in years]
            faults.append(Fault("plan.edit_year", {"given": str(edit.year), "allowed": allowed}))
        if not known[2]:
            allowed = [size.id for size in case.sizes]
            faults.append(Fault("plan.edit_size", {"given": edit.size, "allowed": allowed}))
    if faults:
        raise SettingError(faults)
    return state


def _not_offered(question: Question, network: Paths) -> Iterator[Fault]:
    """Yield what a plan that is made never does, so that its replay need not look for it."""
    case, limits = question.case, question.policy.limits
    names, own = case.sites["name"].to_numpy(object), case.sites["size"].to_numpy(str)
    candidate = (case.sites["status"] == "candidate").to_numpy()
    state = network.state
    before = np.column_stack([network.today, state[:, :-1]])
    opens = network.opens.any(axis=1)
    if not limits.open_candidates:
        for j in np.flatnonzero(opens & candidate).tolist():
            yield Fault("plan.broken_opening", {"site": names[j]})
    for j in np.flatnonzero(opens).tolist():
        sizes = {case.sizes[k].id for k in state[j].tolist() if k != CLOSED}
        if own[j] and sizes != {own[j]} and network.today[j] == CLOSED:
            yield Fault("plan.broken_size", {"site": names[j], "size": own[j]})
    rank = np.array([size.rank for size in case.sizes])
    resizes = (before != CLOSED) & (state != CLOSED) & (before != state)
    if limits.resize == "smaller":
        resizes &= rank[state] >= rank[before]
    if limits.resize != "any":
        for j in np.flatnonzero(resizes.any(axis=1)).tolist():
            yield Fault(f"plan.broken_resize_{limits.resize}", {"site": names[j]})
