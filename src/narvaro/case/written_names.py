"""Sites and areas found by their names as a person writes them: `skaggetorp`, `Växjö Araby`, `Araby, Växjö`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

import pandas as pd

from narvaro.case.case import Case
from narvaro.case.words import word
from narvaro.errors import Fault, PlaceError
from narvaro.language import Label, Note

MOST_CHOICES = 10
"""Places that a message names where several fit; the rest are counted."""
MOST_NEAR, LEAST_ALIKE, LESS_ALIKE = 5, 0.6, 0.1
"""Names offered where none fits; how alike they must be (1: the same), and how much less so than the best."""
_NOT_FOLDED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l"})
"""Letters that are no base letter with an accent, so that Unicode does not take them apart."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def site_named(
    case: Case, written: str, *, among: Collection[str] | None = None, column: str | None = None
) -> str:
    """Return the id of the site that a person means.

    An id as it stands comes first. Then the name, alone or with the municipality before or after it, whatever the case
    of its letters, and with spaces for hyphens; then also without accents. Then a part of a name. Where a step fits
    one site, it is meant; where it fits several, none is. A part of a name never means a site where another has that
    whole name, also one that cannot be meant.

    Parameters
    ----------
    written
        The name, or the id.
    among
        Ids of the only sites that can be meant, such as the offices of today where one is to close; all where None.
    column
        What the fault names as its place, such as `--close`.

    Raises
    ------
    PlaceError
        If several sites fit, with the choices; if none does, with those of the nearest spelling.

    Examples
    --------
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [16.0], "lat": [58.0], "people": [900]})
    >>> sites = pd.DataFrame({"id": ["s1", "s2"], "name": ["Skäggetorp", "Växjö Araby"], "lon": [15.6, 14.8],
    ...                       "lat": [58.4, 56.9], "municipality": ["Linköping", "Växjö"]})
    >>> case = Case("two", areas, sites)
    >>> [site_named(case, name) for name in ("skaggetorp", "Linköping Skäggetorp", "Araby, Växjö", "araby")]
    ['s1', 's1', 's2', 's2']
    """
    return _named(case.sites, written, among, column)


def area_named(
    case: Case, written: str, *, among: Collection[str] | None = None, column: str | None = None
) -> str:
    """Return the id of the area that a person means; see `site_named`.

    Raises
    ------
    PlaceError
        If several areas fit, or none.

    Examples
    --------
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["Åby norra", "Åby södra"], "lon": [16.0, 16.1],
    ...                       "lat": [58.0, 58.0], "people": [900, 100]})
    >>> area_named(Case("two", areas, areas.drop(columns="people")), "aby sodra")
    'b'
    """
    return _named(case.areas, written, among, column)


def _named(table: pd.DataFrame, written: str, among: Collection[str] | None, column: str | None) -> str:
    found = WrittenNames(table).find(written, among)
    if isinstance(found, Fault):
        raise PlaceError([replace(found, column=column)])
    return found


@dataclass(frozen=True, eq=False)
class WrittenNames:
    """The names of a table of sites or areas, made ready for many questions.

    Parameters
    ----------
    table
        Index the ids; `name` and perhaps `municipality`, and `status` of sites: offices stand first among choices.
    """

    table: pd.DataFrame

    def find(self, written: str, among: Collection[str] | None = None) -> str | Fault:
        """Return the id of the place that is meant, or the fault that says why none is.

        Examples
        --------
        >>> names = WrittenNames(pd.DataFrame({"name": ["Torsby", "Torsby"]}, index=["x", "y"]))
        >>> names.find("y"), names.find("torsby", ["x"]), names.find("Torsby").data["choices"]
        ('y', 'x', ['Torsby (x)', 'Torsby (y)'])
        >>> names.find("Torsby (y)")
        'y'
        """
        given = word(written)
        rows = (
            self._rows if among is None else {id_: self._rows[id_] for id_ in self._rows if id_ in set(among)}
        )
        choice = re.fullmatch(r".*\(([^()]+)\)", given)  # as a message tells it: name, municipality (id)
        for id_ in (given, choice[1] if choice else given):
            if id_ in rows:
                return id_
        fitting = _called(rows, given)
        if not fitting and (others := [given] if given in self._rows else _called(self._rows, given)):
            data: dict[str, Any] = {
                "written": given,
                "choices": [self._told(id_) for id_ in others[:MOST_CHOICES]],
            }
            return Fault("written.not_among", data)
        fitting = fitting or _partly_called(rows, given)
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            near = [self._told(id_) for id_ in _near(rows, given)]
            return Fault("written.none_near" if near else "written.none", {"written": given, "near": near})
        first = sorted(fitting, key=lambda id_: id_ not in self._offices)
        choices = [self._told(id_) for id_ in first[:MOST_CHOICES]]
        more = len(fitting) - len(choices)
        data = {"written": given, "count": len(fitting), "choices": choices}
        return (
            Fault("written.several_more", {**data, "more": more}) if more else Fault("written.several", data)
        )

    @cached_property
    def _rows(self) -> dict[str, _Row]:
        town = self.table["municipality"] if "municipality" in self.table else [""] * len(self.table)
        return {
            str(id_): _Row.of(str(name), str(of))
            for id_, name, of in zip(self.table.index, self.table["name"], town, strict=True)
        }

    @cached_property
    def _offices(self) -> frozenset[str]:
        if "status" not in self.table:
            return frozenset()
        return frozenset(map(str, self.table.index[self.table["status"] != "candidate"]))

    @cached_property
    def _at(self) -> Mapping[str, Mapping[str, float]]:
        return {
            name: dict(zip(self._rows, self.table[name].astype(float), strict=True))
            for name in ("lat", "lon")
        }

    def _told(self, id_: str) -> Label:
        """Return a place as a choice names it: name, municipality and id; of a site whether it is an office of today.

        Sites of one name and one kind are told apart by where they lie, areas of one name by how many live there.
        """
        own = self._own(id_)
        alike = [other for other in self._rows if other != id_ and self._own(other) == own]
        if "status" not in self.table:
            if not alike or "people" not in self.table:
                return f"{own} ({id_})"
            people = float(self.table["people"].astype(float)[id_])
            return Note("written.choice.area", {"own": own, "id": id_, "people": people, "n": round(people)})
        kind = "office" if id_ in self._offices else "candidate"
        if not any((other in self._offices) == (id_ in self._offices) for other in alike):
            return Note(f"written.choice.{kind}", {"own": own, "id": id_})
        lat, lon = (f"{self._at[name][id_]:.4f}" for name in ("lat", "lon"))
        return Note(f"written.choice.{kind}_at", {"own": own, "id": id_, "lat": lat, "lon": lon})

    def _own(self, id_: str) -> str:
        """Return the name of a place, with its municipality where it has one of another name."""
        row = self.table.loc[id_]
        town = row.get("municipality", "")
        return str(row["name"]) if not town or town == row["name"] else f"{row['name']}, {town}"


@dataclass(frozen=True)
class _Row:
    """What one place may be called: as it is spelled, and without accents; its longest form and its name."""

    spelled: frozenset[str]
    plain: frozenset[str]
    longest: str
    name: str

    @classmethod
    def of(cls, name: str, municipality: str) -> _Row:
        spelled = _forms(_even(name), _even(municipality))
        plain = _forms(_plain(name), _plain(municipality))
        return cls(spelled, plain, max(sorted(plain), key=len), _plain(name))


def _forms(name: str, municipality: str) -> frozenset[str]:
    """Return the name with and without the municipality, before and after it."""
    if not municipality:
        return frozenset({name})
    bare = name.removeprefix(f"{municipality} ").removesuffix(f" {municipality}")
    return frozenset({name, bare, f"{municipality} {bare}", f"{bare} {municipality}"})


def _even(text: str) -> str:
    """Return a text in small letters, its words set apart by one space."""
    return " ".join(_BETWEEN_WORDS.split(unicodedata.normalize("NFC", text.casefold()))).strip()


def _plain(text: str) -> str:
    """Return a text as `_even` does, without accents.

    Examples
    --------
    >>> _plain("Åre-Järpen"), _plain("Kronogården / Lextorp"), _plain("Saint-Étienne"), _plain("Tromsø")
    ('are jarpen', 'kronogarden lextorp', 'saint etienne', 'tromso')
    """
    apart = unicodedata.normalize("NFKD", _even(text).translate(_NOT_FOLDED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _called(rows: dict[str, _Row], given: str) -> list[str]:
    """Return the places whose whole name it is, with or without its accents."""
    even, plain = _even(given), _plain(given)
    if not plain:
        return []
    return _first_fitting(rows, (lambda row: even in row.spelled, lambda row: plain in row.plain))


def _partly_called(rows: dict[str, _Row], given: str) -> list[str]:
    """Return the places of whose name it is a part: words of it, or a part of a word."""
    plain = _plain(given)
    if not plain:
        return []
    wanted = set(plain.split())
    steps: tuple[Callable[[_Row], bool], ...] = (
        lambda row: f" {plain} " in f" {row.name} ",
        lambda row: wanted <= set(row.longest.split()),
        lambda row: plain in row.name,
    )
    return _first_fitting(rows, steps)


def _first_fitting(rows: dict[str, _Row], steps: Iterable[Callable[[_Row], bool]]) -> list[str]:
    """Return the places of the first step that any place fits."""
    for fits in steps:
        found = [id_ for id_, row in rows.items() if fits(row)]
        if found:
            return found
    return []


def _near(rows: dict[str, _Row], given: str) -> list[str]:
    """Return the places whose names are spelled nearest, the nearest first."""
    matcher: SequenceMatcher[Any] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_plain(given))
    alike = [(_alike(matcher, row.plain), id_) for id_, row in rows.items()]
    least = max(LEAST_ALIKE, max(alike, default=(0.0, ""))[0] - LESS_ALIKE)
    near = sorted((one for one in alike if one[0] >= least), key=lambda one: (-one[0], one[1]))
    return [id_ for _, id_ in near[:MOST_NEAR]]


def _alike(matcher: SequenceMatcher[Any], forms: Iterable[str]) -> float:
    """Return how alike the likest of some forms is: twice the letters in common, of all."""
    best = 0.0
    for form in forms:
        matcher.set_seq1(form)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best
