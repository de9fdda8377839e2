"""The check of notice and lease: no office closes too early, and rent is paid to the end of the lease.

Shares no code with `leases`: dates are compared as texts, rent is counted month by month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from narvaro.errors import Fault
from narvaro.plan.plan import Year
from narvaro.plan.verify_tables import Tables


def rent_in(tables: Tables, closed: Mapping[str, str], year: int) -> Iterator[tuple[str, int]]:
    """Yield the rent of closed sites, one figure for each month of a year that it is paid, twelfths of a millionth.

    Parameters
    ----------
    closed
        By site: the month at whose end it closed, as year and month.
    """
    for site, since in closed.items():
        if site in tables.rent and site in tables.lease_until:
            for month in range(1, 13):
                if since < f"{year:04}-{month:02}" <= tables.lease_until[site]:
                    yield site, tables.rent[site]


def too_early(tables: Tables, years: tuple[Year, ...]) -> Iterator[Fault]:
    """Yield each office that closes before it may."""
    month = tables.question.policy.limits.closing_month
    for year in years:
        after = f"{year.year:04}-{month + 1:02}-01" if month < 12 else f"{year.year + 1:04}-01-01"
        for action in year.actions:
            earliest = tables.earliest.get(action.site_id, "")
            if action.action == "close" and after < earliest:
                data = {"year": str(year.year), "site": action.name, "earliest": earliest}
                yield Fault("plan.check_notice", data)
