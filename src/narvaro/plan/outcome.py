"""What a plan reaches: the figure that was made small, its bound, and the figures that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import Any


@dataclass(frozen=True)
class Part:
    """A figure that the objective is made of or that stands beside it: today, mean of the years, last year."""

    name: str
    unit: str
    before: float
    after: float
    last_year: float
    by_year: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table."""
        return {
            "name": self.name,
            "unit": self.unit,
            "before": self.before,
            "after": self.after,
            "last_year": self.last_year,
            "by_year": list(self.by_year),
        }


@dataclass(frozen=True)
class Outcome:
    """What was made small: today, with the plan, and what no plan can go below.

    Parameters
    ----------
    name, unit
        `objective.<name>` and `unit.<unit>` in the catalogue.
    before, after
        If today's network stayed in all years; with the plan.
    last_year
        With the plan when the last year ends.
    bound
        No plan within the same limits has less than this; zero, below which nothing is, where nothing is proven.
    gap
        `(after - bound) / after`; not a number where nothing is proven.
    parts
        The figures it is made of, or beside it.
    """

    name: str
    unit: str
    before: float
    after: float
    last_year: float
    bound: float
    gap: float
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """Return a part by its name."""
        return next(part for part in self.parts if part.name == name)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table."""
        plain = {key: getattr(self, key) for key in _OUTCOME_FIELDS}
        if isnan(self.gap):
            plain |= {"bound": None, "gap": None}
        return {**plain, "parts": [part.to_json() for part in self.parts]}


def outcome_from(plain: Mapping[str, Any]) -> Outcome:
    """Return the outcome that `Outcome.to_json` wrote."""
    figures = {key: plain[key] for key in _OUTCOME_FIELDS}
    if figures["gap"] is None:
        figures |= {"bound": 0.0, "gap": nan}
    parts = tuple(Part(**{**part, "by_year": tuple(part["by_year"])}) for part in plain["parts"])
    return Outcome(**figures, parts=parts)


_OUTCOME_FIELDS = ("name", "unit", "before", "after", "last_year", "bound", "gap")
