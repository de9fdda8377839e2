"""What groups, definitions, sizes and services are called in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narvaro.case import Case
from narvaro.report.voice import Voice

_EDITION = re.compile(r"(?P<list>[a-z]+)_(?P<year>\d{4})")
ORDER = ("metro_inner", "metro_outer", "large_town", "small_town", "rural")
"""Settlements from the middle of a city outwards; other groups follow by name."""


@dataclass(frozen=True)
class Names:
    """Names for readers, from a case and the catalogue; what has no name is shown as the user wrote it.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [0.0], "lat": [1.0], "people": [1]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [0.0], "lat": [1.0]})
    >>> names = Names(Voice("sv"), Case("mini", areas, sites))
    >>> names.definition("mine"), names.group("settlement", "rural"), names.group("hill", "Top")
    ('listan ”mine”', 'landsbygd', 'Top')
    """

    voice: Voice
    case: Case

    def definition(self, column: str) -> str:
        """Return the publisher's name of a definition, with its edition; else the column as it is called."""
        found = _EDITION.fullmatch(column)
        if found and self.voice.knows(f"definition.{found['list']}"):
            return self.voice(f"definition.{found['list']}", year=found["year"])
        return self.voice("definition.own", column=column)

    def areas_of(self, column: str) -> str:
        """Return the areas of a definition, for running text: `områden på Polisens lista 2019`."""
        found = _EDITION.fullmatch(column)
        if found and self.voice.knows(f"areas_of.{found['list']}"):
            return self.voice(f"areas_of.{found['list']}", year=found["year"])
        return self.voice("areas_of.own", column=column)

    def grouping(self, column: str) -> str:
        """Return the name of a grouping column."""
        if _EDITION.fullmatch(column):
            return self.definition(column)
        return self.voice.any([f"report.grouping.{column}"], column.replace("_", " "))

    def group(self, column: str, group: str) -> str:
        """Return the name of one group of a column; `group` is as the findings write it."""
        if group == "":
            return self.voice("group.unknown")
        if group in ("yes", "no"):
            yes = group == "yes"
            if _EDITION.fullmatch(column):
                return self.definition(column) if yes else self.voice("group.elsewhere")
            label = self.grouping(column)
            return self.voice("group.yes" if yes else "group.no", label=label)
        return self.voice.any([f"sweden.{column}.{group}"], group)

    def place(self, column: str, code: str) -> str:
        """Return the name of a place that a column has by its code, such as a municipality."""
        name = column.removesuffix("_code")
        areas = self.case.areas
        if name == column or name not in areas:
            return code
        found = areas.loc[areas[column] == code, name]
        return str(found.iloc[0]) if len(found) else code

    def within_group(self, column: str, group: str) -> str:
        """Return a group as a place in running text: `på landsbygden`."""
        if group == "yes" and _EDITION.fullmatch(column):
            return self.voice("place.listed", areas=self.areas_of(column))
        own = self.voice("place.own", group=self.group(column, group))
        return self.voice.any([f"report.place.{column}.{group}"], own)

    def size(self, size_id: str) -> str:
        """Return the name of a size: `litet kontor`."""
        return self.voice.any(
            [f"sweden.size.{size_id}", f"report.size.{size_id}"], self.voice("size.own", size=size_id)
        )

    def a_size(self, size_id: str) -> str:
        """Return a size with its article: `ett litet kontor`."""
        if not self.has_sizes:
            return self.voice("an_office")
        known = self.voice.any([f"sweden.size.{size_id}"], "")
        return self.voice("a_size", size=known) if known else self.voice("an_office_of_size", size=size_id)

    def service(self, service_id: str) -> str:
        """Return the name of a service or agency."""
        known = {service.id: service.name(self.voice.lang) for service in self.case.services}
        return known.get(service_id, service_id)

    @property
    def has_services(self) -> bool:
        """Tell whether the case names its services, so that they are worth telling."""
        return [service.id for service in self.case.services] != ["service"]

    @property
    def has_sizes(self) -> bool:
        """Tell whether offices come in more than one size."""
        return len(self.case.sizes) > 1


def in_order(groups: list[str]) -> list[str]:
    """Return groups from the middle of a city outwards; yes before no; the rest by name.

    Examples
    --------
    >>> in_order(["rural", "no", "metro_inner", "yes"])
    ['yes', 'no', 'metro_inner', 'rural']
    """
    known = {name: k for k, name in enumerate(("yes", "no", *ORDER))}
    return sorted(groups, key=lambda name: (known.get(name, len(known)), name))
