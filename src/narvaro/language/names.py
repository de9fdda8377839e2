"""What definitions, groups, sizes, modes and standards are called: the one place that decides it.

A thing is called by the first text that there is: `<country>.<kind>.<thing>` of the countries given, in their order,
then `name.<kind>.<thing>` of the house. What nobody has named keeps the name that the user gave it. A name is a
:class:`Note`, so that it can stand inside another and be told in either language; a user's own word is a plain text.

A definition that is an edition of a list, such as `poor_2019`, is named by the list, with `{year}` in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from narvaro.language.catalogue import placeholders, texts
from narvaro.language.note import Note

Label: TypeAlias = Note | str

HOUSE = "name"
"""The prefix of names that are no country's own."""
KINDS = (
    *("definition", "areas_of", "grouping", "group", "within"),
    *("size", "office", "an_office", "size_source", "town_source", "travel_source", "scenario", "about"),
    *("service", "standard", "region", "reason", "decider", "decided_by"),
)
"""What things can be named. `areas_of` and `within` are for running text, after a count and as a place."""
EVERYONE = "everyone"
"""The grouping with one group, of all people."""
_EDITION = re.compile(r"(?P<list>.+)_(?P<year>\d{4})")


class Edition(NamedTuple):
    """A list and the year of its edition."""

    list: str
    year: str


def edition(column: str) -> Edition | None:
    """Return the list and the year that a column is named after, or None where it is no edition of a list.

    The one rule for it: whatever comes before an underscore and four figures at the end.

    Examples
    --------
    >>> edition("poor_2019"), edition("poor_access"), edition("poor_19")
    (Edition(list='poor', year='2019'), None, None)
    """
    found = _EDITION.fullmatch(column)
    return Edition(found["list"], found["year"]) if found else None


def told(label: Label, lang: str) -> str:
    """Return a label in a language.

    Examples
    --------
    >>> told(mode("walk"), "sv"), told("Umeå", "sv")
    ('till fots', 'Umeå')
    """
    return label.text(lang) if isinstance(label, Note) else label


def first_name(name: str) -> str:
    """Return the first of several names strung together.

    Examples
    --------
    >>> first_name("Nydala / Hermodsdal / Lindängen"), first_name("/")
    ('Nydala', '/')
    """
    return name.split("/")[0].strip() or name


def mode(name: str) -> Label:
    """Return how a way is gone, such as on foot; a mode of the user's own as it is called.

    Examples
    --------
    >>> told(mode("walk"), "en"), mode("hover")
    ('on foot', 'hover')
    """
    return _text(f"{HOUSE}.mode.{name}") or name


def engine(name: str) -> Label:
    """Return what made the travel times."""
    return _text(f"{HOUSE}.engine.{name}") or name


def made_of(label: str, lang: str) -> str:
    """Return what travel times say that a mode was made of, with the words that are ours in a language.

    Examples
    --------
    >>> made_of("free flow, there and back", "sv"), made_of("speeds.csv, tue 08", "sv")
    ('fritt flöde, fram och tillbaka', 'speeds.csv, tis 08')
    """
    return ", ".join(_part_made_of(part, lang) for part in label.split(", "))


def _part_made_of(part: str, lang: str) -> str:
    day, space, hour = part.partition(" ")
    known_day = _text(f"{HOUSE}.made_of.day.{day}")
    if space and hour.isdecimal() and known_day is not None:
        return f"{told(known_day, lang)} {hour}"
    return told(_text(f"{HOUSE}.made_of.{part.replace(' ', '_')}") or part, lang)


def _text(key: str, **data: Label) -> Note | None:
    """Return a text of the catalogue if there is one that the data suffice for."""
    return Note(key, data) if key in texts() and placeholders(key, "en") <= data.keys() else None


@dataclass(frozen=True)
class Names:
    """Names for readers.

    Parameters
    ----------
    countries
        The countries whose words come before those of the house, in order; see `narvaro.sources.countries_of`.

    Examples
    --------
    >>> names = Names()
    >>> [told(label, "en") for label in (names.office("standard"), names.office("huge"), names.size("huge"))]
    ['office', 'office of size huge', 'huge']
    >>> told(names.definition("poor_access"), "en"), names.group("hill", "Top")
    ('the list “poor_access”', 'Top')
    """

    countries: tuple[str, ...] = ()

    def known(self, kind: str, *thing: str, **data: str) -> Note | None:
        """Return the name of a thing if a country or the house has one that the data suffice for."""
        keys = (".".join((prefix, kind, *thing)) for prefix in (*self.countries, HOUSE))
        return next((found for found in (_text(key, **data) for key in keys) if found is not None), None)

    # Definitions and groups

    def is_definition(self, column: str) -> bool:
        """Tell whether a yes/no column is a list with a name or an edition, so that `yes` means: on the list."""
        return edition(column) is not None or self._of_list("definition", column) is not None

    def definition(self, column: str | None) -> Label:
        """Return the publisher's name of a definition, with its edition; a user's own as the column is called."""
        if column is None:
            return ""
        return self._of_list("definition", column) or Note("name.own_definition", {"column": column})

    def areas_of(self, column: str) -> Label:
        """Return the areas of a definition, for running text: `områden på listan`."""
        return self._of_list("areas_of", column) or Note("name.own_areas", {"column": column})

    def _of_list(self, kind: str, column: str) -> Note | None:
        its = edition(column)
        return self.known(kind, column) if its is None else self.known(kind, its.list, year=its.year)

    def grouping(self, column: str) -> Label:
        """Return the name of a column that sorts people into groups."""
        if self.is_definition(column):
            return self.definition(column)
        return self.known("grouping", column) or column.replace("_", " ")

    def group(self, column: str, group: str, name: str = "") -> Label:
        """Return the name of one group of people.

        Parameters
        ----------
        column
            The column, or `everyone`.
        group
            The group as tables have it: `yes`, `no`, a text, or `""` where it is not stated.
        name
            The name that stands beside a code.

        Examples
        --------
        >>> names = Names()
        >>> groups = (("list_2019", "yes"), ("list_2019", "no"), ("by_sea", "no"), ("x", ""))
        >>> [told(names.group(*group), "en") for group in groups]
        ['the list “list_2019”', 'other areas', 'by sea: no', 'not stated']
        >>> names.group("municipality_code", "0180", "Stockholm")
        'Stockholm'
        """
        if column == EVERYONE:
            return Note("name.everyone")
        if group == "":
            return Note("name.unknown")
        if group in ("yes", "no"):
            if self.is_definition(column):
                return self.definition(column) if group == "yes" else Note("name.elsewhere")
            return Note(f"name.{group}", {"label": self.grouping(column)})
        return name if name not in ("", group) else self.known("group", column, group) or group

    def within(self, column: str, group: str) -> Label:
        """Return a group as a place in running text: `på landsbygden`."""
        if group == "yes" and self.is_definition(column):
            return Note("name.within_areas", {"areas": self.areas_of(column)})
        own = Note("name.own_within", {"group": self.group(column, group)})
        return self.known("within", column, group) or own

    # Offices

    def size(self, size: str) -> Label:
        """Return the name of a size alone, for tables: `litet`."""
        return self.known("size", size) or size

    def office(self, size: str) -> Label:
        """Return an office of a size: `litet kontor`."""
        return self.known("office", size) or Note("name.own_office", {"size": size})

    def an_office(self, size: str) -> Label:
        """Return an office of a size with its article: `ett litet kontor`."""
        return self.known("an_office", size) or Note("name.own_an_office", {"size": size})

    def own_source(self, assumption: str) -> Note | None:
        """Return where a figure of a country's own size, settlement or road comes from; None for any other assumption.

        Examples
        --------
        >>> Names().own_source("size.huge.staff") is None, Names().own_source("car_kmh") is None
        (True, True)
        """
        if assumption in ("detour_factor", "car_kmh", "walk_kmh"):
            return self.known("travel_source", "road")
        parts = assumption.split(".")
        if len(parts) != 3 or parts[0] not in ("size", "town"):
            return None
        return self.known(f"{parts[0]}_source", parts[1])

    # The rest

    def scenario(self, name: str, otherwise: str) -> Label:
        """Return what a scenario is called, a user's own by another name."""
        return self.known("scenario", name) or otherwise

    def about(self, name: str) -> Label:
        """Return in a sentence or two what a scenario is about."""
        return self.known("about", name) or name

    def service(self, name: str) -> Label:
        """Return what an official service offers."""
        return self.known("service", name) or name

    def standard(self, name: str) -> Label:
        """Return what a standard of access asks for; a user's own by its id."""
        return self.known("standard", name) or name

    def region(self, column: str) -> Label:
        """Return the kind of region whose codes stand in a column, for a rule about each region."""
        return self.known("region", column) or Note("name.own_region", {"column": column})

    def reason(self, name: str) -> Label:
        """Return the reason that a decision gave for a place; a user's own as it stands, a column by its regions."""
        column = self.known("region", name)
        return self.known("reason", name) or (
            Note("name.no_office_in", {"region": column}) if column else name
        )

    def decider(self, name: str) -> Label:
        """Return who decides a closing, for a list: `the board`."""
        return self.known("decider", name) or name

    def decided_by(self, name: str) -> Note | None:
        """Return a sentence that says who decides a closing and why; None where the rule has none."""
        return self.known("decided_by", name)

    def assumption(self, name: str) -> Label:
        """Return what a reader calls an assumption; a user's own by its id.

        Ids that name a size or a mode (`size.small.staff`, `travel.walk.max_minutes`, `policy.extra_min.small`) share
        one label for all sizes and modes.

        Examples
        --------
        >>> told(Names().assumption("size.small.running_year"), "en"), Names().assumption("my own")
        ('Size small: running cost of a full year', 'my own')
        """
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == "size":
            return _text(f"assumption.size.{parts[2]}", size=self.size(parts[1])) or name
        if len(parts) == 3 and parts[0] == "town":
            return _text(f"assumption.town.{parts[2]}", town=self.group("settlement", parts[1])) or name
        if len(parts) == 3 and parts[0] == "travel":
            return _text(f"assumption.travel.{parts[2]}", by=mode(parts[1])) or name
        if len(parts) == 3 and parts[:2] == ["policy", "extra_min"]:
            return Note("assumption.policy.extra_min", {"size": self.size(parts[2])})
        return _text(f"assumption.{name}") or name
