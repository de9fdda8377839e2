"""Notice and lease: in which years an office may close, and the rent that goes on afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.case import Case, Policy
from narvaro.case.leases import EARLIEST, LEASE_END, RENT, lease_months, may_close_from
from narvaro.errors import Fault
from narvaro.plan.money import Ints, micro, months_of

MONTHS = 12


@dataclass(frozen=True, eq=False)
class Leases:
    """What the sites say of notice and lease.

    Parameters
    ----------
    first
        Position of the first year in which each site may close; the number of years where it may not at all, shape
        (n_sites,).
    rent
        Rent of a year, whole millionths, shape (n_sites,).
    until
        Last month that it is paid for, counted from year 0; 0 without a lease, shape (n_sites,).
    """

    first: Ints
    rent: Ints
    until: Ints

    def take(self, rows: Ints) -> Leases:
        """Return the leases of some sites."""
        return Leases(self.first[rows], self.rent[rows], self.until[rows])


def leases_of(case: Case, policy: Policy) -> Leases:
    """Return notice and lease of each site, in the order of the case.

    An office that closes does so at the end of the closing month, so that the day after must not be before the
    `earliest_close` of its site.
    """
    sites, years, month = case.sites, policy.years, policy.limits.closing_month
    days = [dt.date(year + month // MONTHS, month % MONTHS + 1, 1) for year in years]
    count = len(sites)
    first = np.zeros(count, np.int64)
    if EARLIEST in sites:
        earliest = [may_close_from(cell) for cell in sites[EARLIEST].astype(str)]
        first = np.array([sum(day < least for day in days) for least in earliest], np.int64)
    return Leases(first, *_rents(case))


def _rents(case: Case) -> tuple[Ints, Ints]:
    """Return the yearly rent of each site, millionths, and the last month it is paid for; 0 where unknown."""
    sites = case.sites
    if LEASE_END not in sites or RENT not in sites:
        return np.zeros(len(sites), np.int64), np.zeros(len(sites), np.int64)
    until = np.array([lease_months(cell) for cell in sites[LEASE_END].astype(str)], np.int64)
    return micro(sites[RENT].to_numpy(float)), until


def rent_afterwards(case: Case, closed: Mapping[str, int], closing_month: int, last: int) -> dict[str, int]:
    """Return the rent that is due after the last year of a plan for offices that it closes: no year's money holds it.

    Parameters
    ----------
    closed
        The year in which each office closes, by site; at the end of the closing month.
    last
        The last year of the plan.

    Returns
    -------
    By site, whole thousandths; only where there is any.

    Examples
    --------
    Rent of 1.2 million a year, to the end of March after the plan's last year:

    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> sites = areas.drop(columns="people").assign(status="may_close", lease_end="2028-03-31", rent_year=1.2)
    >>> rent_afterwards(Case("mini", areas, sites), {"a": 2026}, 7, 2027)
    {'a': 300}
    """
    rent, until = _rents(case)
    rows = case.sites.index.get_indexer(pd.Index(list(closed)))
    after = (last + 1) * MONTHS
    found = {}
    for (site, year), row in zip(closed.items(), rows.tolist(), strict=True):
        begins = max(year * MONTHS + closing_month, after)
        due = int(months_of(rent[row], max(int(until[row]) - begins, 0)))
        if due:
            found[site] = due
    return found


def rent_months(closed_at: Ints, until: Ints, year: int) -> Ints:
    """Return for how many months of a year the rent of closed offices is paid.

    Parameters
    ----------
    closed_at
        The month at whose end each closed, counted from year 0.
    until
        The last month of its lease, counted alike.

    Examples
    --------
    Closed at the end of July 2027, with a lease to the end of March 2028:

    >>> until = np.array([2028 * 12 + 3])
    >>> [int(rent_months(np.array([2027 * 12 + 7]), until, year)[0]) for year in (2026, 2027, 2028, 2029)]
    [0, 5, 3, 0]
    """
    begins = np.maximum(closed_at, year * MONTHS)
    months: Ints = np.maximum(np.minimum(until, (year + 1) * MONTHS) - begins, 0)
    return months


def never_closes(case: Case, policy: Policy) -> list[Fault]:
    """Return a fault where sites that must close may not do so within the years of the plan."""
    late = leases_of(case, policy).first >= len(policy.years)
    must = (case.sites["status"] == "must_close").to_numpy() & late
    if not must.any():
        return []
    names = case.sites["name"].to_numpy(object)[must]
    data = {
        "count": int(must.sum()),
        "sites": [str(name) for name in names[:5]],
        "year": str(policy.years[-1]),
    }
    return [Fault("plan.closes_too_late", data, "sites.csv", None, EARLIEST)]


def leased(paths: NDArray[np.int8], first: int, closed: int = -1) -> NDArray[np.bool_]:
    """Return which paths close no office before its first year, shape (n_paths,).

    Examples
    --------
    >>> leased(np.array([[0, 0], [-1, -1], [0, -1]], np.int8), 1).tolist()
    [True, False, True]
    """
    return np.asarray(~(paths[:, :first] == closed).any(axis=1))
