"""The money a case counts in; sizes of offices and what they cost; services and who gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from narvaro.case.words import word
from narvaro.errors import Fault

Origin = Literal["stated", "derived", "assumed"]
"""Where a figure comes from: a named source, a rule applied to one, or an assumption."""

Unit = Literal["one", "thousand", "million"]
"""What a figure of money counts: whole units of the currency, thousands or millions of them."""
UNITS: tuple[Unit, ...] = get_args(Unit)
NO_CURRENCY = "XXX"
"""What ISO 4217 writes where there is no currency: that of a case that does not say."""
LARGEST_OFFICE = 1e9
"""What an office may cost in a year, in the currency; a figure above is almost surely given in a smaller unit."""
SMALL_CURRENCIES = frozenset({"COP", "HUF", "IDR", "IRR", "KRW", "LAK", "PYG", "UGX", "UZS", "VND"})
"""Those of which it takes hundreds or thousands to make a dollar; there all limits are a thousand times higher."""


@dataclass(frozen=True)
class MoneyUnit:
    """What every figure of money in a case counts: in its tables, its policy and its plans.

    Parameters
    ----------
    currency
        Code of ISO 4217, such as `SEK`; `XXX` where the case does not say.
    unit
        `one`, `thousand` or `million` of it.

    Examples
    --------
    >>> euro = MoneyUnit("EUR", "thousand")
    >>> euro.label, euro.in_currency(2.5), MoneyUnit("EUR", "one").label
    ('thousand EUR', 2500.0, 'EUR')
    """

    currency: str = NO_CURRENCY
    unit: Unit = "million"

    @property
    def label(self) -> str:
        """Unit and currency in one, such as `million SEK`: the unit in tables, and what texts of money are given."""
        return self.currency if self.unit == "one" else f"{self.unit} {self.currency}"

    @property
    def per_figure(self) -> int:
        """How many units of the currency a figure of 1 is."""
        return {"one": 1, "thousand": 1_000, "million": 1_000_000}[self.unit]

    def in_currency(self, figure: float) -> float:
        """Return a figure in whole units of the currency."""
        return figure * self.per_figure

    @property
    def largest_office(self) -> float:
        """What an office may cost in a year, as a figure; for other sums a thousand times that."""
        small = 1_000 if self.currency in SMALL_CURRENCIES else 1
        return LARGEST_OFFICE * small / self.per_figure

    def faults(self, file: str | None = None) -> list[Fault]:
        """Return what is wrong with currency and unit."""
        found = []
        if not re.fullmatch("[A-Z]{3}", self.currency):
            found.append(
                Fault("money.fault.currency", {"value": self.currency}, file, None, "money.currency")
            )
        if self.unit not in UNITS:
            data = {"value": self.unit, "allowed": list(UNITS)}
            found.append(Fault("money.fault.unit", data, file, None, "money.unit"))
        return found


UNNAMED = MoneyUnit()
"""The money of a case that does not say: millions of no currency."""
WEEK = 7
COSTS = ("running_year", "opening", "closing")
"""What of a size is money."""


@dataclass(frozen=True)
class Size:
    """A size class of an office, with what it costs and what it can do.

    Parameters
    ----------
    id
        Name used in tables, such as `small`.
    rank
        Order from the smallest (0) upwards.
    running_year
        Cost of a full year, in the money of the case.
    opening
        Cost before the first day (premises, rebuilding), in the money of the case.
    closing
        Cost after the last day (rest of the lease), in the money of the case.
    staff
        Persons who serve visitors.
    visits_year
        Visits the office can take in a year.
    origin, source
        Whether the figures are stated, derived or assumed, and after what.
    days
        Opening days a week, where the case says so: sizes of the same staff that differ in them are one office on more
        or fewer days (see `on_days`).
    """

    id: str
    rank: int
    running_year: float
    opening: float
    closing: float
    staff: float
    visits_year: float
    origin: Origin = "assumed"
    source: str = ""
    days: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", word(self.id))

    def faults(self, money: MoneyUnit, file: str | None = None) -> list[Fault]:
        """Return what is wrong with the figures, as faults that name the size and the field."""
        found = []
        for field in (*COSTS, "staff", "visits_year"):
            value = getattr(self, field)
            if not value >= 0 or value == float("inf"):
                found.append(
                    Fault("size.negative", {"size": self.id, "value": str(value)}, file, None, field)
                )
            elif field in COSTS and value > money.largest_office:
                key = "size.too_much" if money.unit == "one" else "size.unit"
                data = {"size": self.id, "value": value, "right": value / money.per_figure}
                found.append(Fault(key, {**data, "money": money.label}, file, None, field))
        if self.days is not None and not (type(self.days) is int and 1 <= self.days <= WEEK):
            found.append(Fault("size.days", {"size": self.id, "value": str(self.days)}, file, None, "days"))
        return found


@dataclass(frozen=True)
class Service:
    """A service that areas need and offices give, such as that of a tax agency."""

    id: str
    name_sv: str
    name_en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", word(self.id))

    def name(self, lang: str) -> str:
        """Return the name in a language.

        Examples
        --------
        >>> Service("tax", "skatt", "taxes").name("sv")
        'skatt'
        """
        return self.name_sv if lang == "sv" else self.name_en


DEFAULT_SIZE = Size(
    "standard",
    0,
    5.9,
    1.5,
    1.0,
    7.0,
    20_000.0,
    "assumed",
    "one size for all; what an office costs is not known: the figures are some to start from",
)
"""What an office is taken to be where neither the case nor its currency is known, in millions."""
KRONA_SOURCE = "one size for all; running cost and staff as in Sweden 2022"
"""Of the same figures in SEK: there they are those of the one country that has that currency."""
UNKNOWN_SIZE = Size(
    "standard",
    0,
    1.0,
    0.25,
    0.2,
    7.0,
    20_000.0,
    "assumed",
    "one size for all; what an office costs is not known: a year is set to a million, opening to a quarter of that",
)
"""The same in millions of another currency, in which nothing is known."""
DEFAULT_SERVICE = Service("service", "service", "service")


def default_size(money: MoneyUnit) -> Size:
    """Return what an office is taken to be in the money of a case that does not say.

    Examples
    --------
    >>> default_size(MoneyUnit("SEK", "million")).running_year, default_size(MoneyUnit("EUR", "thousand")).opening
    (5.9, 250.0)
    """
    known = DEFAULT_SIZE if money.currency in ("SEK", NO_CURRENCY) else UNKNOWN_SIZE
    if money.currency == "SEK":
        known = replace(known, source=KRONA_SOURCE)
    costs = {name: getattr(known, name) * 1_000_000 / money.per_figure for name in COSTS}
    return replace(known, **costs)
