"""What it would change for people if one site opened or closed, all else as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from narvaro.access import minute_blocks
from narvaro.explain.decision import Network
from narvaro.explain.evidence import NOTICED_MIN, Evidence, FloatArray, offices_that_count
from narvaro.plan.objectives import Changes, criterion_of

COLUMNS = (
    "people_changed",
    "people_reach",
    "people_standard",
    "people_walk",
    "people_walk_definition",
    "person_minutes",
)
"""Of people whose way changes by a minute, who get or lose a way at all, who come within or fall outside the standard
and the walking standard (everybody, and those of the definition), and minutes summed over people."""


def if_opened(evidence: Evidence, sites: Sequence[str], now: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return by site what would change if it had an office; travel times are read once.

    Parameters
    ----------
    sites
        Ids of sites without an office.
    now
        By mode: each area's minutes to its nearest office, NaN where there is none.
    """
    ordered = in_order(evidence, sites)
    table = pd.DataFrame(0.0, index=pd.Index(ordered, dtype=object), columns=list(COLUMNS))
    people, member = evidence.people.to_numpy(dtype=np.float64), members(evidence)
    for mode, ways in evidence.ways.items():
        real = now[mode]
        counted = np.minimum(np.where(np.isnan(real), np.inf, real), evidence.cutoff_min)
        outside = ~(real <= ways.limit_min)
        for rows, minutes in minute_blocks(evidence.travel, mode, ordered):
            heads = people[rows]
            within = (minutes <= ways.limit_min) & outside[rows][:, None]
            if mode == "walk":
                table["people_walk"] += heads @ within
                table["people_walk_definition"] += (heads * member[rows]) @ within
            if mode == evidence.mode:
                saved = np.maximum(counted[rows][:, None] - minutes, 0.0)
                table["person_minutes"] += heads @ saved
                # NaN, no way now, is never less than any other way: those people are counted apart.
                table["people_changed"] += heads @ (real[rows][:, None] - minutes >= NOTICED_MIN)
                table["people_reach"] += heads @ (np.isfinite(minutes) & np.isnan(real[rows])[:, None])
                table["people_standard"] += heads @ within
    return table.loc[list(sites)]


def in_order(evidence: Evidence, sites: Iterable[str]) -> list[str]:
    """Return sites in the order of the travel times, in which minutes to them come."""
    wanted = set(sites)
    return [site for site in evidence.travel.site_ids if site in wanted]


def if_closed(evidence: Evidence, sites: Sequence[str], offices: Network) -> pd.DataFrame:
    """Return by office what would change if it closed.

    Parameters
    ----------
    sites
        Ids of the offices that are asked about.
    offices
        All offices that are open, with their size.
    """
    table = pd.DataFrame(0.0, index=pd.Index(list(sites), dtype=object), columns=list(COLUMNS))
    people, member = evidence.people.to_numpy(dtype=np.float64), members(evidence)
    for mode, ways in evidence.ways.items():
        count = offices_that_count({"now": offices}, evidence.policy, mode)["now"]
        first, second, nearest = _two_nearest(evidence, mode, count)
        within = first <= ways.limit_min
        lost_within = within & ~(second <= ways.limit_min)
        cutoff = evidence.cutoff_min
        sums = {}
        if mode == "walk":
            sums["people_walk"] = people * lost_within
            sums["people_walk_definition"] = people * lost_within * member
        if mode == evidence.mode:
            sums["people_standard"] = people * lost_within
            sums["person_minutes"] = people * (np.minimum(second, cutoff) - np.minimum(first, cutoff))
            longer = np.where(np.isfinite(first), second - np.where(np.isfinite(first), first, 0.0), np.nan)
            sums["people_changed"] = people * (np.isfinite(longer) & (longer >= NOTICED_MIN))
            sums["people_reach"] = people * np.isinf(longer)
        by_office = pd.DataFrame(sums).groupby(nearest).sum()
        for name in sums:
            table[name] = by_office[name].reindex(table.index).fillna(0.0)
    return table


def _two_nearest(
    evidence: Evidence, mode: str, offices: Sequence[str]
) -> tuple[FloatArray, FloatArray, np.ndarray]:
    """Return each area's minutes to the nearest and the second nearest office, infinite where there is none.

    The third is the id of the nearest, empty where there is none.
    """
    first, second = np.full((2, len(evidence.people)), np.inf)
    nearest = np.full(len(evidence.people), "", dtype=object)
    ids = np.array(in_order(evidence, offices), dtype=object)
    for rows, minutes in minute_blocks(evidence.travel, mode, ids.tolist()) if len(ids) else ():
        best = minutes.argmin(axis=1)
        first[rows] = minutes[np.arange(len(best)), best]
        nearest[rows] = np.where(np.isfinite(first[rows]), ids[best], "")
        if len(ids) > 1:
            second[rows] = np.partition(minutes, 1, axis=1)[:, 1]
    return first, second, nearest


def members(evidence: Evidence) -> FloatArray:
    """Return 1 for each area of the definition, 0 for all others."""
    inside = evidence.definition
    if inside is None:
        return np.zeros(len(evidence.people))
    return np.asarray(inside.to_numpy(), dtype=np.float64)


def worth_of(evidence: Evidence, table: pd.DataFrame) -> FloatArray:
    """Return how much the change at each site is worth to what the policy is about."""
    changes = Changes(**{name: table[name].to_numpy(dtype=np.float64) for name in Changes._fields})
    return np.asarray(criterion_of(evidence.policy).worth(evidence.policy.objective, changes))


def by_worth(evidence: Evidence, table: pd.DataFrame, ascending: bool) -> pd.DataFrame:
    """Sort sites by what the policy is about; sites alike stay in the order of the case."""
    order = pd.Series(worth_of(evidence, table), index=table.index)
    return table.loc[order.sort_values(ascending=ascending, kind="stable").index]
