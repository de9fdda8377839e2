"""Offices as places that fill: the visits each may expect, against its room and its staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from narvaro.access.assignment import AssignedBy, past_nearest, shares_given, shares_to
from narvaro.access.queue import staff_needed
from narvaro.access.table import json_rows
from narvaro.access.times import minute_blocks
from narvaro.access.values import FloatArray, people_array, require_limit
from narvaro.case import Case, Policy
from narvaro.case.days import FULL_WEEK
from narvaro.errors import Fault, SettingError
from narvaro.travel import TravelTimes, along_lines

VISITS_PER_PERSON = 0.27
"""Visits in a year for each person, where neither policy nor caller says otherwise: 2.8 M by 10.5 M people in 2024."""


@dataclass(frozen=True, eq=False)
class Load:
    """The visits that each office of a network may expect.

    Attributes
    ----------
    by, mode
        How people are sent to offices (`nearest`, `huff`, `given`), and the mode of travel.
    visits_per_person
        Visits in a year for each person.
    offices
        Index the open office, in the order of the sites: `size`, `people` (who go there), `visits` a year, `room`
        (visits a year that it can take), `share_of_room` (`visits / room`, NaN where there is no room), `staff`,
        `staff_needed` (see :func:`~narvaro.access.queue.staff_needed`), `cost_year` (running cost, in the money of the
        case) and `cost_visit` (in whole units of the currency; NaN where nobody comes).
    people_unreached
        People who reach no office, and so make no visit.
    people_past
        People who are sent past their nearest office.
    """

    by: AssignedBy
    mode: str
    visits_per_person: float
    offices: pd.DataFrame
    people_unreached: float
    people_past: float

    def beyond(self, times_room: float = 1.0) -> pd.DataFrame:
        """Return the offices with more visits than so many times their room, the fullest first."""
        found = self.fullest_first()
        return found[found["share_of_room"] > times_room]

    def fullest_first(self) -> pd.DataFrame:
        """Return the offices, the fullest first; one without room before them all where anybody comes."""
        share = self.offices["share_of_room"].where(self.offices["room"] > 0, np.inf)
        return self.offices.loc[share.sort_values(ascending=False, kind="stable").index]

    def to_json(self) -> dict[str, Any]:
        """Return the tables for machines; a missing or infinite number is null."""
        return {
            "by": self.by,
            "mode": self.mode,
            "visits_per_person": self.visits_per_person,
            "people_unreached": self.people_unreached,
            "people_past": self.people_past,
            "offices": json_rows(self.fullest_first().rename_axis("id").reset_index()),
        }


def measure_load(
    case: Case,
    travel: TravelTimes | None = None,
    *,
    mode: str = "car",
    sizes: Mapping[str, str] | None = None,
    visits_per_person: float = VISITS_PER_PERSON,
    by: AssignedBy = "nearest",
    shares: sparse.csr_array | None = None,
) -> Load:
    r"""Measure the visits that each office may expect, against its room and its staff.

    .. math:: v_j = \nu \sum_i p_i\, s_{ij}

    with :math:`p_i` the people of area *i*, :math:`\nu` visits in a year for each and :math:`s_{ij}` the share of them
    who go to office *j*. Visits add up to those of the people who reach any office.

    Parameters
    ----------
    case
        The case; `case.visits` says how visits become staff.
    travel
        Travel times; by straight line if left out.
    mode
        The mode of travel: that of the policy.
    sizes
        Size by open office; today's offices if left out.
    visits_per_person
        Visits in a year for each person.
    by
        `nearest`: everyone goes to the nearest office; `huff`: a share to each by its room and the minutes; `given`: as
        `shares` say.
    shares
        Shape (areas, sites), in the order of the case: the share of each area's people who go to each site, for an
        assignment made elsewhere, such as that of a rule on load.

    Returns
    -------
    Load
        By office, with the people who reach none and those who are sent past the nearest.

    Raises
    ------
    SettingError
        If a site or size is unknown, the visits are below zero, or the shares are no assignment to the open offices.
    TravelError
        If there are no travel times for the mode.

    Examples
    --------
    A town of 100,000 and a village of 10,000, one office in each, of room for 20,000 visits:

    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.0], "lat": [59.0, 59.5],
    ...                       "people": [100_000, 10_000]})
    >>> case = Case("two", areas, areas.drop(columns="people").assign(status="may_close"))
    >>> found = measure_load(case).offices
    >>> found["visits"].tolist(), found["share_of_room"].tolist(), found["staff_needed"].tolist()
    ([27000.0, 2700.0], [1.35, 0.135], [9, 3])
    """
    if (by == "given") != (shares is not None):
        raise SettingError([Fault("access.shares_and_kind", {"by": by})])
    travel = along_lines(case, (mode,)) if travel is None else travel
    one = _Filling(case, _open_sizes(case, sizes), shares)
    return _filled(case, travel, [one], _Asked(by, mode, visits_per_person))[0]


def measure_loads(
    case: Case,
    policy: Policy,
    travel: TravelTimes,
    networks: Mapping[str, Mapping[str, str]],
    *,
    by: AssignedBy = "nearest",
) -> dict[str, Load]:
    """Measure the load of several networks, such as those of a plan's years, as a policy counts visits and ways.

    Parameters
    ----------
    networks
        By name: size by open office.
    by
        `nearest` or `huff`.
    """
    asked = _Asked(by, policy.objective.mode, policy.limits.visits_per_person)
    fillings = [_Filling(case, _open_sizes(case, sizes)) for sizes in networks.values()]
    return dict(zip(networks, _filled(case, travel, fillings, asked), strict=True))


class _Asked(NamedTuple):
    by: AssignedBy
    mode: str
    visits_per_person: float


class _Filling:
    """A network as it is filled, some areas at a time."""

    def __init__(self, case: Case, size: pd.Series[Any], shares: sparse.csr_array | None = None) -> None:
        self.table = _of_sizes(case, size)
        self.is_open = case.sites.index.isin(size.index)
        self.given = None if shares is None else shares_given(shares, len(case.areas), self.is_open)
        self.going = np.zeros(len(size))
        self.unreached = self.past = 0.0

    def fill(self, rows: slice, minutes: FloatArray, heads: FloatArray, by: AssignedBy, decay: float) -> None:
        """Send the people of some areas, given their minutes to all sites, to the offices."""
        minutes = minutes[:, self.is_open]
        if self.given is None:
            shares = shares_to(minutes, self.table["room"].to_numpy(float), by, decay)
        else:
            shares = self.given[rows].toarray()
        self.going += heads @ shares
        self.unreached += float(heads[shares.sum(axis=1) == 0].sum())
        self.past += float(heads @ past_nearest(minutes, shares))


def _filled(case: Case, travel: TravelTimes, fillings: Sequence[_Filling], asked: _Asked) -> list[Load]:
    """Return the load of each network; travel times are read once, some areas at a time."""
    require_limit(asked.visits_per_person, "visits_per_person")
    times = travel.select(tuple(case.areas.index), tuple(case.sites.index))
    times.require(asked.mode)
    people = people_array(pd.Index(times.area_ids), case.areas["people"])
    for rows, minutes in minute_blocks(times, asked.mode):
        for one in fillings:
            one.fill(rows, minutes, people[rows], asked.by, case.visits.huff_decay)
    return [
        Load(
            *asked,
            _of_visits(case, one.table, one.going, asked.visits_per_person),
            one.unreached,
            one.past,
        )
        for one in fillings
    ]


def _open_sizes(case: Case, sizes: Mapping[str, str] | None) -> pd.Series[Any]:
    """Return the size of each open office, in the order of the sites."""
    if sizes is None:
        today: pd.Series[Any] = case.sites.loc[case.existing, "size"]
        return today
    known = [size.id for size in case.sizes]
    lost = [str(site) for site in sizes if site not in case.sites.index]
    faults = [Fault("access.no_such_site", {"count": len(lost), "ids": lost[:5]})] if lost else []
    faults += [
        Fault("access.unknown_size", {"value": size, "allowed": known})
        for size in sorted(set(sizes.values()) - set(known))
    ]
    if faults:
        raise SettingError(faults)
    here = [site for site in case.sites.index if site in sizes]
    return pd.Series([sizes[site] for site in here], index=pd.Index(here, dtype=object), dtype=object)


def _of_sizes(case: Case, size: pd.Series[Any]) -> pd.DataFrame:
    """Return what an office of its size can take, its staff and what it costs in a year."""
    of = {one.id: one for one in case.sizes}
    here = case.sites.index.get_indexer(size.index), size.map(case.size_position).to_numpy(int)
    return pd.DataFrame(
        {
            "size": size,
            "room": case.room[here],
            "staff": [of[one].staff for one in size],
            "cost_year": case.figures("running_year")[here],
            "days_week": [float(of[one].days or FULL_WEEK) for one in size],
        },
        index=size.index.rename("id"),
    )


def _of_visits(
    case: Case, table: pd.DataFrame, going: np.ndarray[Any, Any], per_person: float
) -> pd.DataFrame:
    """Return the offices with those who go there, and what follows from it."""
    visits = going * per_person
    room, cost = table["room"].to_numpy(float), table["cost_year"].to_numpy(float)
    columns = {
        "size": table["size"],
        "people": going,
        "visits": visits,
        "room": room,
        "share_of_room": np.divide(visits, room, out=np.full(len(room), np.nan), where=room > 0),
        "staff": table["staff"],
        "staff_needed": [
            staff_needed(float(one) * FULL_WEEK / days, case.visits)
            for one, days in zip(visits, table["days_week"], strict=True)
        ],
        "cost_year": cost,
        "cost_visit": np.divide(
            cost * case.money.per_figure, visits, out=np.full(len(room), np.nan), where=visits > 0
        ),
    }
    return pd.DataFrame(columns, index=table.index)
