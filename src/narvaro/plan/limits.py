"""The rules of a policy as linear limits over the paths that are chosen, each with a name that a message can use.

money      what a pot pays for in a window of years is at most what is in it
keep       a region that has an office today has at least one at the end of each year
stay       a municipality that must not be left keeps at least one
openings   at most so many openings in a year
closings   at most so many closings in a year
one        at most one office opens in a region in all the years
room       the offices of a region can take a share of its people's visits, or as many as today
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.case import Policy
from narvaro.plan.money import Appropriation, Pot, SiteCosts, rounded, window_name
from narvaro.plan.options import CLOSED, Flags, Paths
from narvaro.plan.question import Question

Family = Literal["money", "keep", "stay", "openings", "closings", "one", "room"]


@dataclass(frozen=True, eq=False)
class Rule:
    """One row of the limits.

    Parameters
    ----------
    family
        Which kind of rule.
    subject
        The pot, the region or the municipality; empty for openings.
    years
        First and last position among the years.
    coefficients
        Shape (K,).
    lower, upper
        Limits of the sum over the chosen paths; thousandths for money, visits a year for room.
    when
        The years as a text.
    """

    family: Family
    subject: str
    years: tuple[int, int]
    coefficients: NDArray[Any]
    lower: float
    upper: float
    when: str

    @property
    def name(self) -> str:
        """What messages and certificates call the rule.

        Examples
        --------
        >>> Rule("keep", "12", (0, 0), np.zeros(1), 1, np.inf, "2025").name
        'keep:12:2025'
        """
        return ":".join(part for part in (self.family, self.subject, self.when) if part)


def pot_paths(pot: Pot, paths: Paths) -> Flags:
    """Return which paths a pot pays for: base for today's offices, added for new ones, all for both."""
    if pot.name == "all":
        return np.ones(len(paths.site), bool)
    return paths.new if pot.name == "added" else ~paths.new


def rules_of(question: Question, paths: Paths, money: Appropriation) -> tuple[Rule, ...]:
    """Return every rule that could be broken; those that hold whatever is chosen are left out."""
    policy = question.policy
    rules = [
        *_money_rules(policy, paths, money),
        *_lasting_rules(question, paths, money),
        *_region_rules(question, paths),
        *_room_rules(question, paths),
        *_one_opening_rules(question, paths),
    ]
    counted: list[tuple[Family, int | None, Flags]] = [
        ("openings", policy.limits.max_openings_year, paths.opens),
        ("closings", policy.limits.max_closings_year, paths.closes),
    ]
    for family, most, acts in counted:
        if most is not None:
            for t, year in enumerate(policy.years):
                rules.append(Rule(family, "", (t, t), acts[:, t], -np.inf, most, str(year)))
    return tuple(rules)


def money_ceilings(policy: Policy, money: Appropriation) -> dict[tuple[str, str], int]:
    """Return the most that may be spent, by pot and years: the upper ends of its rules, without paths."""
    found: dict[tuple[str, str], int] = {
        (pot.name, window_name(policy.years, first, last)): ceiling
        for pot in money.pots
        for first, last, ceiling in pot.windows()
    }
    if policy.money.lasting:
        found |= {(pot.name, lasting_name(policy)): int(pot.given[-1]) for pot in money.pots}
    return found


def _money_rules(policy: Policy, paths: Paths, money: Appropriation) -> Iterable[Rule]:
    total = paths.spend.total
    for pot in money.pots:
        pays = pot_paths(pot, paths)
        for first, last, ceiling in pot.windows():
            spent = np.where(pays, total[:, first : last + 1].sum(axis=1), 0)
            when = window_name(policy.years, first, last)
            yield Rule("money", pot.name, (first, last), spent, -np.inf, ceiling, when)


def lasting_name(policy: Policy) -> str:
    """Return how messages name the time after a plan, such as `2028-`."""
    return f"{policy.years[-1] + 1}-"


def _lasting_rules(question: Question, paths: Paths, money: Appropriation) -> Iterable[Rule]:
    """Yield for each pot: a full year of the network at the end costs no more than the last year gives."""
    case, policy = question.case, question.policy
    if not policy.money.lasting:
        return
    full_year = rounded(SiteCosts.of(case).take(paths.site).at("running", paths.state[:, -1]))
    last = len(policy.years) - 1
    for pot in money.pots:
        cost = np.where(pot_paths(pot, paths), full_year, 0)
        yield Rule("money", pot.name, (last, last), cost, -np.inf, int(pot.given[-1]), lasting_name(policy))


def room_wanted(question: Question) -> dict[str, float]:
    r"""Return the visits a year that the offices of each region must be able to take, by region, sorted.

    For a region with :math:`p` people, :math:`v` visits a year for each, share :math:`\sigma` and room :math:`c` today:
    :math:`\min(\sigma v p,\; c)`.
    """
    case, limits = question.case, question.policy.limits
    if limits.room_in is None:
        return {}
    people = case.areas.groupby(case.areas[limits.room_in].astype(str))["people"].sum()
    wanted = people * limits.visits_per_person * limits.room_share
    offices = case.sites[case.existing]
    own = case.room[case.existing.to_numpy(), offices["size"].map(case.size_position).to_numpy(int)]
    today = pd.Series(own, index=offices.index).groupby(offices[limits.room_in].astype(str)).sum()
    least = pd.concat([wanted, today], axis=1, join="inner").min(axis=1)
    return {str(code): float(figure) for code, figure in least.sort_index().items() if code and figure > 0}


def _room_rules(question: Question, paths: Paths) -> Iterable[Rule]:
    case, policy = question.case, question.policy
    wanted = room_wanted(question)
    if not wanted:
        return
    codes = case.sites[str(policy.limits.room_in)].astype(str).to_numpy()
    visits = np.column_stack([case.room, np.zeros(len(codes))])  # the last column is that of closed
    start = np.flatnonzero(np.diff(paths.site, prepend=-1))
    for code, least in wanted.items():
        room = np.where((codes == code)[paths.site][:, None], visits[paths.site[:, None], paths.state], 0.0)
        for t in _years_that_matter(room):
            if np.minimum.reduceat(room[:, t], start).sum() < least:
                yield Rule("room", code, (t, t), room[:, t], least, np.inf, str(policy.years[t]))


def _years_that_matter(figures: NDArray[Any]) -> list[int]:
    """Return the years whose rule does not follow from the last year's, as where nothing opens or grows."""
    last = figures.shape[1] - 1
    return [t for t in range(last) if (figures[:, t] < figures[:, last]).any()] + [last]


def kept_regions(question: Question) -> list[tuple[Family, str, NDArray[np.intp]]]:
    """Return the regions and municipalities that keep an office, with the positions of all their sites."""
    case, limits = question.case, question.policy.limits
    wanted: list[tuple[Family, str, Sequence[str] | None]] = []
    if limits.keep_one_in is not None:
        wanted.append(("keep", limits.keep_one_in, None))
    if limits.leave_municipality != "yes":
        consents = limits.leave_municipality == "with_consent"
        wanted.append(("stay", "municipality_code", limits.consent if consents else ()))
    found: list[tuple[Family, str, NDArray[np.intp]]] = []
    for family, column, free in wanted:
        codes = case.sites[column].astype(str).to_numpy()
        today = sorted(set(codes[case.existing.to_numpy()]) - {""} - set(free or ()))
        found += [(family, code, np.flatnonzero(codes == code)) for code in today]
    return found


def _region_rules(question: Question, paths: Paths) -> Iterable[Rule]:
    stays = (question.case.sites["status"] == "must_stay").to_numpy()
    for family, code, members in kept_regions(question):
        if stays[members].any():
            continue
        is_open = np.isin(paths.site, members)[:, None] & (paths.state != CLOSED)
        for t in _years_that_matter(is_open):
            yield Rule(family, code, (t, t), is_open[:, t], 1, np.inf, str(question.policy.years[t]))


def _one_opening_rules(question: Question, paths: Paths) -> Iterable[Rule]:
    column = question.policy.limits.one_opening_in
    if column is None:
        return
    opens = paths.opens.any(axis=1)
    codes = question.case.sites[column].astype(str).to_numpy()[paths.site]
    last = len(question.policy.years) - 1
    for code in sorted(set(codes[opens]) - {""}):
        here = opens & (codes == code)
        if len(set(paths.site[here])) > 1:
            yield Rule("one", code, (0, last), here.astype(np.int64), -np.inf, 1, "")


def near_definition(question: Question) -> Flags:
    """Return which sites lie within the walking standard of an area of the definition, shape (n_sites,)."""
    case, policy = question.case, question.policy
    inside = case.areas[policy.definition] & (case.areas["people"] > 0)
    near = question.times.select(tuple(case.areas.index[inside]))
    found = np.zeros(len(case.sites), bool)
    for _, block in near.blocks("walk"):
        found |= (block <= np.float64(policy.objective.walk_standard_min)).any(axis=0)
    return found


def may_open(question: Question) -> Flags:
    """Return which sites may open under a policy, shape (n_sites,): all, none, or those that the earmark allows."""
    sites, policy = len(question.case.sites), question.policy
    if not policy.limits.open_candidates:
        return np.zeros(sites, bool)
    if policy.money.earmark:
        return near_definition(question)
    return np.ones(sites, bool)
