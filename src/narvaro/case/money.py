"""Sizes of offices and what they cost; services and who gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from narvaro.case.words import word
from narvaro.errors import Fault

Origin = Literal["stated", "derived", "assumed"]
"""Where a figure comes from: a named source, a rule applied to one, or an assumption."""

LARGEST_PLAUSIBLE_MSEK = 1_000.0
"""A yearly cost of one office above this is almost surely given in SEK or thousand SEK."""


@dataclass(frozen=True)
class Size:
    """A size class of an office, with what it costs and what it can do.

    Parameters
    ----------
    id
        Name used in tables, such as `small`.
    rank
        Order from the smallest (0) upwards.
    running_msek_year
        Cost of a full year, MSEK.
    opening_msek
        Cost before the first day (premises, rebuilding), MSEK.
    closing_msek
        Cost after the last day (rest of the lease), MSEK.
    staff
        Persons who serve visitors.
    visits_year
        Visits the office can take in a year.
    origin, source
        Whether the figures are stated, derived or assumed, and after what.
    """

    id: str
    rank: int
    running_msek_year: float
    opening_msek: float
    closing_msek: float
    staff: float
    visits_year: float
    origin: Origin = "assumed"
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", word(self.id))

    def faults(self, file: str | None = None) -> list[Fault]:
        """Return what is wrong with the figures, as faults that name the size and the field."""
        found = []
        for field in ("running_msek_year", "opening_msek", "closing_msek", "staff", "visits_year"):
            value = getattr(self, field)
            if not value >= 0 or value == float("inf"):
                found.append(
                    Fault("size.negative", {"size": self.id, "value": str(value)}, file, None, field)
                )
            elif field.endswith(("msek", "msek_year")) and value > LARGEST_PLAUSIBLE_MSEK:
                found.append(
                    Fault(
                        "size.unit", {"size": self.id, "value": value, "msek": value / 1e6}, file, None, field
                    )
                )
        return found


@dataclass(frozen=True)
class Service:
    """A service that areas need and offices give, such as that of Försäkringskassan."""

    id: str
    name_sv: str
    name_en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", word(self.id))

    def name(self, lang: str) -> str:
        """Return the name in a language.

        Examples
        --------
        >>> Service("tax", "Skatteverket", "Swedish Tax Agency").name("sv")
        'Skatteverket'
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
    "one size for all; running cost and staff as in Sweden 2022",
)
DEFAULT_SERVICE = Service("service", "service", "service")
