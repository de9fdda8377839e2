"""What the plan's own check reads of the tables: each column once, as plain texts and whole numbers.

One made for one check holds nothing from before; one that is kept serves many plans of the same question.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import floor

import numpy as np

from narvaro.case import Size
from narvaro.plan.question import Question


class Tables:
    """The columns that the check looks at, by site.

    Parameters
    ----------
    question
        The case, the policy and the travel times.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self._codes: dict[str, dict[str, str]] = {}
        self._people: dict[str, dict[str, float]] = {}
        self._costs: dict[tuple[str, str, str], int] = {}
        self._on_foot: dict[str, float] = {}

    @cached_property
    def sizes(self) -> dict[str, Size]:
        """Each size by its id."""
        return {size.id: size for size in self.question.case.sizes}

    @cached_property
    def _own(self) -> dict[tuple[str, str], float]:
        """What each site says of itself, by column and site; a room of zero says nothing."""
        sites = self.question.case.sites
        return {
            (column, str(site)): float(cell)
            for column in ("visits_year", "running_year", "opening", "closing")
            if column in sites
            for site, cell in sites[column].items()
            if (cell > 0 if column == "visits_year" else cell >= 0)
        }

    def _figure(self, column: str, site: str, size: str) -> float:
        """Return a figure at a site: its own at the size that it names, or at any if it names none."""
        own = self._own.get((column, site))
        if own is not None and self.code("size").get(site, "") in ("", size):
            return own
        return float(getattr(self.sizes[size], column))

    def room(self, site: str, size: str) -> float:
        """Return the visits that a site has room for in a year at a size."""
        return self._figure("visits_year", site, size)

    def cost(self, column: str, site: str, size: str) -> int:
        """Return what a site costs at a size (`running_year`, `opening`, `closing`), whole millionths."""
        key = (column, site, size)
        if key not in self._costs:
            self._costs[key] = micro(self._figure(*key))
        return self._costs[key]

    @cached_property
    def today(self) -> dict[str, str]:
        """The size of each of today's offices."""
        case = self.question.case
        offices = case.sites.loc[case.existing.to_numpy(), "size"]
        return dict(zip(map(str, offices.index), map(str, offices), strict=True))

    @cached_property
    def status(self) -> dict[str, tuple[str, str]]:
        """Name and status of each site."""
        sites = self.question.case.sites
        ids = map(str, sites.index)
        return dict(zip(ids, zip(sites["name"], sites["status"], strict=True), strict=True))

    @cached_property
    def earliest(self) -> dict[str, str]:
        """The first day on which each site may be closed, as a whole date; only sites that say one."""
        return {site: (cell + "-01-01")[:10] for site, cell in self._cells("earliest_close").items() if cell}

    @cached_property
    def lease_until(self) -> dict[str, str]:
        """The last month of each lease, as year and month; only sites that say one."""
        return {site: (cell + "-12")[:7] for site, cell in self._cells("lease_end").items() if cell}

    @cached_property
    def rent(self) -> dict[str, int]:
        """The rent of a year, whole millionths; only sites that say one."""
        return {
            site: micro(float(cell)) for site, cell in self._cells("rent_year").items() if float(cell or 0)
        }

    def _cells(self, column: str) -> dict[str, str]:
        """Return a column of the sites as texts by site; none where there is no such column."""
        return self.code(column) if column in self.question.case.sites else {}

    def code(self, column: str) -> dict[str, str]:
        """Return the code of each site in a column."""
        if column not in self._codes:
            codes = self.question.case.sites[column].astype(str)
            self._codes[column] = dict(zip(map(str, codes.index), codes, strict=True))
        return self._codes[column]

    def people(self, column: str) -> dict[str, float]:
        """Return the people of each code in a column of the areas."""
        if column not in self._people:
            areas = self.question.case.areas
            found: dict[str, float] = {}
            for code, count in zip(areas[column].astype(str), areas["people"].tolist(), strict=True):
                found[code] = found.get(code, 0.0) + count
            self._people[column] = found
        return self._people[column]

    def on_foot(self, ids: Sequence[str]) -> list[float]:
        """Return the minutes on foot from each of some sites to the nearest area with people of the definition."""
        lacking = tuple(site for site in dict.fromkeys(ids) if site not in self._on_foot)
        if lacking:
            case, policy = self.question.case, self.question.policy
            inside = case.areas[policy.definition].to_numpy(bool) & (case.areas["people"] > 0).to_numpy()
            ways = self.question.times.select(tuple(case.areas.index[inside]), lacking).to_dense("walk")
            nearest = np.where(np.isnan(ways), np.inf, ways.astype(float)).min(axis=0)
            self._on_foot.update(zip(lacking, nearest.tolist(), strict=True))
        return [self._on_foot[site] for site in ids]


def micro(figure: float) -> int:
    """Return a figure of money as whole millionths, halves upwards.

    Examples
    --------
    >>> micro(5.9), micro(0.0000005)
    (5900000, 1)
    """
    return floor(Fraction(str(figure)) * 1_000_000 + Fraction(1, 2))
