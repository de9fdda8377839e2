"""What explanations rest on: the way of every area to its nearest office, before, during and after a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from narvaro.access import minute_blocks
from narvaro.case import Case, Policy
from narvaro.explain.decision import Alternative, Decision, Network, decision_of
from narvaro.language import Names
from narvaro.plan import Plan
from narvaro.plan.objectives import criterion_of
from narvaro.sources import countries_of
from narvaro.travel import TravelTimes

BEFORE, AFTER = "before", "after"
NOTICED_MIN = 1.0
"""A way is called shorter or longer when it changes by at least so many minutes."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ways:
    """The way to the nearest office by one mode, in several networks.

    Attributes
    ----------
    mode, limit_min
        The mode and its standard, minutes.
    minutes
        Rows areas, columns networks; NaN where no office is within reach.
    nearest
        The same, the id of the office; `""` where there is none.
    """

    mode: str
    limit_min: float
    minutes: pd.DataFrame
    nearest: pd.DataFrame

    def change(self) -> FloatArray:
        """Return how many minutes longer each way becomes; NaN where there is none before or none after."""
        minutes = self.minutes.astype(np.float64)
        return np.asarray(minutes[AFTER] - minutes[BEFORE], dtype=np.float64)

    def reach(self) -> npt.NDArray[np.int64]:
        """Return 1 where there is a way only afterwards, -1 where there was one only before, else 0."""
        has = self.minutes.notna()
        return np.asarray(has[AFTER].astype(int) - has[BEFORE].astype(int), dtype=np.int64)


def ways_to(travel: TravelTimes, mode: str, limit_min: float, networks: Mapping[str, Iterable[str]]) -> Ways:
    """Return the way to the nearest office in each of several networks, travel times read once.

    Parameters
    ----------
    travel
        Travel times.
    mode, limit_min
        The mode and its standard.
    networks
        By name: ids of the open offices.

    Examples
    --------
    >>> travel = TravelTimes.from_dense(["a"], ["s", "t"], {"car": [[9.0, 4.0]]})
    >>> found = ways_to(travel, "car", 30.0, {"before": ["s"], "after": ["s", "t"], "none": []})
    >>> found.minutes.loc["a"].tolist(), found.nearest.loc["a"].tolist()
    ([9.0, 4.0, nan], ['s', 't', ''])
    """
    site_ids = np.array(travel.site_ids, dtype=object)
    place = {site: k for k, site in enumerate(travel.site_ids)}
    columns = {name: np.sort([place[site] for site in sites]) for name, sites in networks.items()}
    size = len(travel.area_ids), len(columns)
    minutes, nearest = np.full(size, np.nan), np.full(size, "", dtype=object)
    for rows, block in minute_blocks(travel, mode):
        for k, open_sites in enumerate(columns.values()):
            if not len(open_sites):
                continue
            part = block[:, open_sites]
            best = part.argmin(axis=1)
            found = part[np.arange(len(part)), best]
            reached = np.isfinite(found)
            minutes[rows, k] = np.where(reached, found, np.nan)
            nearest[rows, k] = np.where(reached, site_ids[open_sites[best]], "")
    index = pd.Index(travel.area_ids, dtype=object, name="id")
    names = list(columns)
    return Ways(
        mode,
        limit_min,
        pd.DataFrame(minutes, index=index, columns=names),
        pd.DataFrame(nearest, index=index, columns=names),
    )


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that an explanation looks at.

    Attributes
    ----------
    case, policy, travel
        What the plan was made from.
    decision
        The plan.
    others
        Plans to set beside it, each with what it was made for.
    ways
        By mode, the policy's first: the ways in the networks `before`, each year (`"2021"`), `after`, and of
        each other plan (`"other 0"`). On foot only the sizes count that the policy counts on foot.
    definition
        By area: whether it belongs to the policy's definition; None where the policy has none.
    """

    case: Case
    policy: Policy
    travel: TravelTimes
    decision: Decision
    others: tuple[tuple[Alternative, Decision], ...]
    ways: Mapping[str, Ways]
    definition: pd.Series[bool] | None

    @cached_property
    def names(self) -> Names:
        """What things are called, in the words of the case's country."""
        return Names(countries_of(self.case))

    @property
    def people(self) -> pd.Series[float]:
        """People by area."""
        return self.case.areas["people"]

    @property
    def cutoff_min(self) -> float:
        """The minutes at which a way is counted at most, and at which people without reach are counted."""
        return self.policy.objective.cutoff_min

    def counted(self, mode: str, network: str) -> FloatArray:
        """Return the minutes as they count in a sum: at most the cutoff, also where nothing is within reach."""
        minutes = self.ways[mode].minutes[network].to_numpy(dtype=np.float64)
        return np.minimum(np.where(np.isnan(minutes), np.inf, minutes), self.cutoff_min)

    @property
    def mode(self) -> str:
        """The policy's mode of travel."""
        return self.policy.objective.mode


def member_areas(case: Case, definition: str | None) -> pd.Series[bool] | None:
    """Return which areas belong to a definition; None where there is no such yes/no column."""
    if definition is None or definition not in case.areas:
        return None
    return case.areas[definition].astype(bool)


def limits_of(policy: Policy) -> dict[str, float]:
    """Return the standard of each mode that is looked at, minutes; the mode of the policy stands first.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> limits_of(Policy(years=(2027,), money=Money(change=(1.0,))))
    {'car': 30.0, 'walk': 20.0}
    """
    goal = policy.objective
    if goal.mode == "walk":
        return {"walk": criterion_of(policy).limit_on_foot(goal)}
    return {goal.mode: goal.standard_min, "walk": goal.walk_standard_min}


def gather(case: Case, plan: Plan, travel: TravelTimes, alternatives: Sequence[Alternative] = ()) -> Evidence:
    """Gather what the explanations look at; travel times are read once for each mode."""
    policy, decision = plan.policy, decision_of(case, plan)
    others = tuple((one, decision_of(case, one.plan)) for one in alternatives)
    networks = decision.networks | {other_name(k): one.after for k, (_, one) in enumerate(others)}
    times = travel.select(tuple(case.areas.index), tuple(case.sites.index))
    ways = {
        mode: ways_to(times, mode, limit_min, offices_that_count(networks, policy, mode))
        for mode, limit_min in limits_of(policy).items()
        if mode in times.modes
    }
    return Evidence(case, policy, times, decision, others, ways, member_areas(case, policy.definition))


def offices_that_count(networks: Mapping[str, Network], policy: Policy, mode: str) -> dict[str, list[str]]:
    """Return the offices that count by a mode: on foot, those of the sizes that the policy counts."""
    sizes = policy.objective.walk_sizes if mode == "walk" else None
    return {
        name: [site for site, size in sites.items() if sizes is None or size in sizes]
        for name, sites in networks.items()
    }


def other_name(number: int) -> str:
    """Return what the network of another plan is called.

    Examples
    --------
    >>> other_name(0)
    'other 0'
    """
    return f"other {number}"


def total(people: npt.ArrayLike, where: npt.ArrayLike) -> float:
    """Return the people where a condition holds.

    Examples
    --------
    >>> total(np.array([1.0, 2.0, 4.0]), np.array([True, False, True]))
    5.0
    """
    return float(np.asarray(people, dtype=np.float64)[np.asarray(where, dtype=bool)].sum())


def people_by_office(evidence: Evidence, network: str) -> pd.Series[Any]:
    """Return the people who have each office of a network as their nearest, by the policy's mode; "" has the others."""
    nearest = evidence.ways[evidence.mode].nearest[network]
    found: pd.Series[Any] = evidence.people.groupby(nearest.to_numpy()).sum()
    return found
