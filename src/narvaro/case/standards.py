"""Standards of access: how near is near enough, for how many. The case's own, and how others measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from narvaro.case.conform import NO_GROUPS
from narvaro.case.words import spelling, word
from narvaro.errors import Fault

KM_PER_MILE = 1.609344
Mode = Literal["car", "walk", "distance"]
"""What a limit is measured by: minutes by car or on foot, or km as the crow flies."""
USUAL_LIMIT_MIN = {"walk": 20.0}
"""The limit shown for a mode where the user names none: 20 minutes on foot, about a mile; else 30 minutes."""
OTHER_LIMIT_MIN = 30.0


def usual_limit_min(mode: str) -> float:
    """Return the limit that is shown for a mode of travel where the user names none, minutes.

    Examples
    --------
    >>> usual_limit_min("walk"), usual_limit_min("transit")
    (20.0, 30.0)
    """
    return USUAL_LIMIT_MIN.get(mode, OTHER_LIMIT_MIN)


def _said(value: object) -> str:
    """Return a value of a column as a standard may name it: yes, no, or a word."""
    return ("yes" if value else "no") if isinstance(value, bool | np.bool_) else word(value)


@dataclass(frozen=True)
class Standard:
    """At least `share` of the people in a group have an office within a limit.

    Parameters
    ----------
    id
        Name of the rule; `name.standard.<id>` in the catalogue, or that of a country, gives its label.
    mode
        `car` or `walk` with a limit in minutes, `distance` with a limit in km as the crow flies.
    limit
        Minutes, or km when the mode is `distance`.
    share
        The share of people who shall be within the limit, 0 to 1.
    column, values
        The group: areas whose `column` has one of `values`; no column means everyone.
    each
        A column: the share must hold in every one of its groups (for example every district).
    source
        Who set the standard.
    """

    id: str
    mode: Mode
    limit: float
    share: float
    column: str | None = None
    values: tuple[str | bool, ...] = ()
    each: str | None = None
    source: str = ""

    def __post_init__(self) -> None:
        named = tuple(value if isinstance(value, bool) else word(value) for value in self.values)
        object.__setattr__(self, "values", named)
        for name in ("id", "column", "each"):
            given = getattr(self, name)
            object.__setattr__(self, name, None if given is None else word(given))

    @property
    def unit(self) -> str:
        """Unit of the limit."""
        return "km" if self.mode == "distance" else "min"

    def faults(self, file: str | None = None) -> list[Fault]:
        """Return what is wrong with the figures."""
        found = []
        if not 0 < self.limit < float("inf"):
            data = {"value": str(self.limit)}
            found.append(Fault("travel_settings.positive", data, file, None, f"{self.id}.limit"))
        if not 0 < self.share <= 1:
            found.append(Fault("standards.share", {"value": str(self.share)}, file, None, f"{self.id}.share"))
        return found

    def column_faults(self, areas: pd.DataFrame) -> list[Fault]:
        """Return a fault for each column that the areas have not, and for half a group: column or values alone.

        A rule about a group that nobody can tell would be left out of every table, and nobody would miss it.
        """
        known = [str(name) for name in areas.columns if name not in NO_GROUPS]
        data = {"standard": self.id, "known": ", ".join(known) or "–"}
        found = [
            Fault("standards.no_column", {"value": name, **data}, None, None, f"{self.id}.{setting}")
            for setting, name in (("column", self.column), ("each", self.each))
            if name is not None and name not in areas
        ]
        if (self.column is None) != (not self.values):
            lacking = "column" if self.column is None else "values"
            found.append(Fault("standards.half_a_group", data, None, None, f"{self.id}.{lacking}"))
        return found

    def value_faults(self, areas: pd.DataFrame) -> list[Fault]:
        """Return a fault for each value that no area has, but some have in another spelling, such as 114 for 0114."""
        if self.column is None or self.column not in areas:
            return []
        held = {_said(code) for code in areas[self.column].unique()}
        spelled = {spelling(code): code for code in held}
        return [
            Fault(
                "standards.value_alike",
                {"value": value, "found": spelled[spelling(value)], "group": self.column},
                None,
                None,
                f"{self.id}.values",
            )
            for value in self.values
            if isinstance(value, str) and value not in held and spelling(value) in spelled
        ]

    def idle_values(self, areas: pd.DataFrame) -> list[str]:
        """Return the values that no area has, so that the rule is about fewer people than it seems to be."""
        if self.column is None or self.column not in areas:
            return []
        held = {_said(code) for code in areas[self.column].unique()}
        return [str(value) for value in self.values if _said(value) not in held]


@dataclass(frozen=True)
class StandardColumns:
    """Which columns of a case say what a preset needs to know."""

    settlement: str = "settlement"
    district: str = "municipality_code"
    urban: tuple[str, ...] = field(default=("metro_inner", "metro_outer", "large_town", "small_town"))
    rural: tuple[str, ...] = field(default=("rural",))


def in_order(groups: Iterable[str], columns: StandardColumns | None = None) -> list[str]:
    """Return groups as a reader expects them: yes before no, from the middle of a city outwards, the rest by name.

    Examples
    --------
    >>> in_order(["rural", "no", "metro_inner", "yes", "hill"])
    ['yes', 'no', 'metro_inner', 'rural', 'hill']
    """
    c = columns or StandardColumns()
    place = {name: k for k, name in enumerate(("yes", "no", *c.urban, *c.rural))}
    return sorted(groups, key=lambda name: (place.get(name, len(place)), name))


UK_DEPRIVED = "uk_deprived"
"""The yes/no column of the areas that the United Kingdom lists as deprived and urban; no other list stands for it."""
_OFCOM = "UK Government, access criteria of the Post Office network"


def uk_post_office(columns: StandardColumns | None = None) -> tuple[Standard, ...]:
    """Return the six access criteria of the UK Post Office (distances as the crow flies).

    That of deprived areas is about the areas that the United Kingdom lists itself, in the column `uk_deprived`: a case
    that has none has nothing to measure it on. Of districts, which are postcodes there, it takes what the case has.

    Examples
    --------
    >>> [f"{rule.share:.0%} within {rule.limit / KM_PER_MILE:.0f} mi" for rule in uk_post_office()][:2]
    ['99% within 3 mi', '90% within 1 mi']
    """
    c = columns or StandardColumns()
    mile = KM_PER_MILE
    return (
        Standard("uk_all_3mi", "distance", 3 * mile, 0.99, source=_OFCOM),
        Standard("uk_all_1mi", "distance", mile, 0.90, source=_OFCOM),
        Standard("uk_deprived_1mi", "distance", mile, 0.99, UK_DEPRIVED, (True,), source=_OFCOM),
        Standard("uk_urban_1mi", "distance", mile, 0.95, c.settlement, c.urban, source=_OFCOM),
        Standard("uk_rural_3mi", "distance", 3 * mile, 0.95, c.settlement, c.rural, source=_OFCOM),
        Standard("uk_district_6mi", "distance", 6 * mile, 0.95, each=c.district, source=_OFCOM),
    )


def france_services() -> tuple[Standard, ...]:
    """Return the aim of France services: an office within 30 minutes of everyone."""
    return (
        Standard(
            "france_30min", "car", 30.0, 1.0, source="France services, 30 minutes from every inhabitant"
        ),
    )


def finland_one_hour() -> tuple[Standard, ...]:
    """Return the Finnish rule: a service point within one hour's drive."""
    return (
        Standard("finland_60min", "car", 60.0, 1.0, source="Finland, joint service points, one hour's drive"),
    )


PRESETS = MappingProxyType(
    {
        "france-services": france_services,
        "finland-one-hour": finland_one_hour,
        "uk-post-office": uk_post_office,
    }
)
"""Name of a preset to the function that gives its rules."""


def standards_elsewhere() -> tuple[Standard, ...]:
    """Return the rules of all presets: how others measure, shown beside what holds here.

    Examples
    --------
    >>> [rule.id for rule in standards_elsewhere()][:2]
    ['france_30min', 'finland_60min']
    """
    return tuple(rule for preset in PRESETS.values() for rule in preset())


def own_standards(standards: Iterable[Standard]) -> tuple[Standard, ...]:
    """Return the rules that hold here: those that are no preset's, by id and source.

    Folders were once made with the presets among the standards of the case. Whoever wants the rule of a preset to hold
    writes it as an own, with the source that makes it so.

    Examples
    --------
    >>> [rule.id for rule in own_standards([*france_services(), Standard("ours", "walk", 15.0, 0.8)])]
    ['ours']
    """
    theirs = {(rule.id, rule.source) for rule in standards_elsewhere()}
    return tuple(rule for rule in standards if (rule.id, rule.source) not in theirs)
