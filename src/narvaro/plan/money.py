"""Money: what the state gives by year, what may be carried over, and the ledger that follows.

All sums are whole thousandths of what a figure of the case counts (`case.money`), so a ledger adds up exactly:
thousands of SEK where it counts millions. A sum with months in it is worked out in whole millionths and rounded once,
halves upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case, Policy
from narvaro.case.money import COSTS

Ints = NDArray[np.int64]
PotName = Literal["all", "base", "added"]
CostPart = Literal["running", "opening", "closing"]
MICRO = 1_000_000
MILLI = 1_000


def milli(figure: float) -> int:
    """Return a figure of money as whole thousandths, halves upwards.

    Examples
    --------
    >>> milli(5.9), milli(0.0005), milli(-50.0)
    (5900, 1, -50000)
    """
    return floor(Fraction(str(figure)) * MILLI + Fraction(1, 2))


def share_of(sum_milli: int, percent: float) -> int:
    """Return a percentage of a sum, rounded down: a ceiling is never set too high.

    Examples
    --------
    >>> share_of(1_999, 3.0)
    59
    """
    return max(0, floor(sum_milli * Fraction(str(percent)) / 100))


def micro(figures: NDArray[np.float64]) -> Ints:
    """Return figures of money as whole millionths, halves upwards, in the same shape.

    Examples
    --------
    >>> micro(np.array([[5.9], [0.0000005]])).tolist()
    [[5900000], [1]]
    """
    values, place = np.unique(figures, return_inverse=True)
    whole = [floor(Fraction(str(value)) * MICRO + Fraction(1, 2)) for value in values.tolist()]
    return np.array(whole, np.int64)[place].reshape(figures.shape)


@dataclass(frozen=True, eq=False)
class SiteCosts:
    """What sites cost at each size, whole millionths.

    Parameters
    ----------
    running, opening, closing
        A full year; before the first day; after the last day. One row a site, one column a size in the order of the
        case, and a last column of zeros, which position -1 reads: closed.
    rank
        Order of the sizes from the smallest upwards, shape (n_sizes,).
    """

    running: Ints
    opening: Ints
    closing: Ints
    rank: Ints

    @classmethod
    def of(cls, case: Case) -> SiteCosts:
        """Take the costs of the sites of a case: their own where they say them, else those of the sizes."""
        nothing = np.zeros((len(case.sites), 1), np.int64)
        running, opening, closing = (np.hstack([micro(case.figures(column)), nothing]) for column in COSTS)
        return cls(running, opening, closing, np.array([size.rank for size in case.sizes], np.int64))

    def take(self, rows: Ints) -> SiteCosts:
        """Return the costs of some sites."""
        return SiteCosts(self.running[rows], self.opening[rows], self.closing[rows], self.rank)

    def at(self, part: CostPart, size: NDArray[np.int8]) -> Ints:
        """Return what each row costs at a size of its own, shape (n_rows,): nothing where it is closed.

        Parameters
        ----------
        size
            Position among the sizes, or -1 for closed, shape (n_rows,).
        """
        table: Ints = getattr(self, part)
        found: Ints = table[np.arange(len(size)), size]
        return found


def rounded(micro: Ints) -> Ints:
    """Return whole millionths as whole thousandths, halves upwards.

    Examples
    --------
    >>> rounded(np.array([1_499, 1_500]))
    array([1, 2])
    """
    return (2 * micro + 1_000) // 2_000


def months_of(micro_year: Ints, months: int) -> Ints:
    """Return the cost of some months of a year, whole thousandths, halves upwards.

    Examples
    --------
    >>> months_of(np.array([5_900_000]), 5)
    array([2458])
    """
    return (2 * micro_year * months + 12_000) // 24_000


@dataclass(frozen=True)
class Pot:
    r"""A pot of money over the years, with what may be saved and what may be drawn ahead.

    With :math:`A_t` given, :math:`S_t` spent, saving limit :math:`s_t` and credit limit :math:`k_t`, the sum carried
    out of a year is :math:`c_t = \min(s_t,\; c_{t-1} + A_t - S_t)`, what is above the limit lapses, and a plan is
    within the money when every :math:`c_t \ge -k_t`. That holds exactly when for all years :math:`i \le j`

    .. math:: \sum_{t=i}^{j} S_t \;\le\; \sum_{t=i}^{j} A_t + s_{i-1} + k_j ,\qquad s_0 = 0 .

    The last year of a plan may not end on credit: the money to pay it back is not in the plan.

    Parameters
    ----------
    name
        `all`, or with an earmark `base` and `added`.
    given, saving, credit
        Shape (n_years,), thousandths.
    """

    name: PotName
    given: Ints
    saving: Ints
    credit: Ints

    def windows(self) -> list[tuple[int, int, int]]:
        """Return the windows `(first, last, ceiling)` that hold spending within the pot, ceilings in thousandths.

        A window that follows from two shorter ones is left out.

        Examples
        --------
        >>> pot = Pot("all", np.array([10, 20]), np.array([2, 4]), np.array([3, 0]))
        >>> pot.windows()
        [(0, 0, 13), (0, 1, 30), (1, 1, 22)]
        """
        years = len(self.given)
        found = []
        for first in range(years):
            for last in range(first, years):
                if any(self.saving[t] + self.credit[t] == 0 for t in range(first, last)):
                    break
                brought = int(self.saving[first - 1]) if first else 0
                found.append(
                    (first, last, int(self.given[first : last + 1].sum()) + brought + int(self.credit[last]))
                )
        return found

    def carry(self, spent: Ints) -> tuple[Ints, Ints]:
        """Return what is carried out of each year (below zero: credit) and what lapses, thousandths.

        Examples
        --------
        >>> pot = Pot("all", np.array([10, 20]), np.array([2, 4]), np.array([3, 0]))
        >>> carried, lapsed = pot.carry(np.array([5, 22]))
        >>> carried.tolist(), lapsed.tolist()
        ([2, 0], [3, 0])
        """
        carried, lapsed = np.zeros_like(self.given), np.zeros_like(self.given)
        brought = 0
        for t, left in enumerate(self.given - spent):
            brought += int(left)
            lapsed[t] = max(0, brought - int(self.saving[t]))
            brought -= int(lapsed[t])
            carried[t] = brought
        return carried, lapsed


@dataclass(frozen=True)
class Appropriation:
    """The money of a policy: one pot, or with an earmark two that may not pay for each other.

    Parameters
    ----------
    base, change
        What was given before, and what is added (or cut) in each year, thousandths.
    pots
        `all`; or `base` for today's offices and `added` for new ones.
    """

    base: int
    change: Ints
    pots: tuple[Pot, ...]

    @property
    def given(self) -> Ints:
        """All that is given in each year, thousandths."""
        return self.base + self.change

    @property
    def earmarked(self) -> bool:
        """Whether added money has a pot of its own."""
        return len(self.pots) == 2


def running_today(case: Case) -> int:
    """Return what a full year of today's offices costs, thousandths.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.1], "lat": [59.3], "status": "may_close"})
    >>> running_today(Case("mini", areas, sites))
    5900
    """
    today = np.array([case.size_position[size] for size in case.sizes_today], np.int8)
    return int(rounded(SiteCosts.of(case).at("running", today)).sum())


def appropriation(case: Case, policy: Policy) -> Appropriation:
    """Return the money that a policy gives, by pot and year.

    The base is `money.base`, or what today's offices cost in a full year. With an earmark the added money (a
    change above zero) is a pot of its own; a cut always falls on the base. Saving and credit are percentages of the
    pot's own money of the year.
    """
    money = policy.money
    base = running_today(case) if money.base is None else milli(money.base)
    change = np.array([milli(figure) for figure in money.change], dtype=np.int64)
    if money.earmark:
        added = np.maximum(change, 0)
        parts: list[tuple[PotName, Ints]] = [("base", base + change - added), ("added", added)]
    else:
        parts = [("all", base + change)]
    pots = []
    for name, given in parts:
        saving = np.array([share_of(int(g), money.saving_pct) for g in given], dtype=np.int64)
        credit = np.array([share_of(int(g), money.credit_pct) for g in given], dtype=np.int64)
        credit[-1] = 0
        pots.append(Pot(name, given, saving, credit))
    return Appropriation(base, change, tuple(pots))


def window_name(years: Sequence[int], first: int, last: int) -> str:
    """Return the years of a window as a text.

    Examples
    --------
    >>> window_name((2025, 2026), 0, 1), window_name((2025, 2026), 1, 1)
    ('2025-2026', '2026')
    """
    return str(years[first]) if first == last else f"{years[first]}-{years[last]}"
