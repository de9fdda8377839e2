"""What people call columns and statuses, in Swedish, English, French, German and Finnish."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from narvaro.case.conform import AREA_COLUMNS, EXTENT, PEOPLE_OF_A_YEAR, SITE_COLUMNS, SITE_TEXTS
from narvaro.case.leases import LEASE_DATES, RENT
from narvaro.case.site_figures import OWN_FIGURES

TableKind = Literal["areas", "sites"]
KINDS: tuple[TableKind, ...] = ("areas", "sites")
OWN_NAMES: Mapping[TableKind, tuple[str, ...]] = {
    "areas": (*AREA_COLUMNS, "need", EXTENT, "without_car"),
    "sites": (
        *SITE_COLUMNS,
        *SITE_TEXTS,
        "status",
        "size",
        "services",
        "assumed",
        *OWN_FIGURES,
        *LEASE_DATES,
        RENT,
    ),
}
"""Columns that the tables themselves have a name for."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SYSTEM = re.compile(r"(?:sweref|wgs|epsg|lambert|etrs|utm(?=\W*\d))\W*\d*\W*(?:tm(?P<axis>[ne]?)(?![a-z]))?")
_YEAR = re.compile(r"^(19|20)\d\d(?=\D)|(31dec(ember)?)?(?<=[a-z])(19|20)\d\d([01]\d([0-3]\d)?)?$")


def plain(name: str) -> str:
    """Return a name without case, accents, blanks, marks and what stands in brackets.

    Examples
    --------
    >>> plain("Folkmängd (2023)"), plain("CODE_COMMUNE"), plain("Größe"), plain("N SWEREF99 TM")
    ('folkmangd', 'codecommune', 'grosse', 'n')
    """
    bare = _BRACKETS.sub(" ", name)
    letters = unicodedata.normalize("NFKD", (bare if bare.strip() else name).casefold())
    without_system = _SYSTEM.sub(lambda found: found["axis"] or "", letters.replace("_", " "))
    return re.sub(r"[^\w]|_", "", without_system) or re.sub(r"[^\w]|_", "", letters)


def without_year(name: str) -> str:
    """Return a plain name without the year that it begins or ends with.

    Examples
    --------
    >>> without_year("folkmangd2023"), without_year("2023folkmangd"), without_year("pop20231231"), without_year("2023")
    ('folkmangd', 'folkmangd', 'pop', '2023')
    """
    return _YEAR.sub("", name)


@cache
def _read(file: str) -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    text = (resources.files("narvaro.sources") / file).read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def column_words(kind: TableKind) -> Mapping[str, frozenset[str]]:
    """Return for each column that a table may have the plain names that people call it, its own among them.

    Examples
    --------
    >>> "einwohner" in column_words("areas")["people"], "people" in column_words("sites")
    (True, False)
    """
    found = {column: frozenset({plain(column)}) for column in OWN_NAMES[kind]}
    for part in ("both", kind):
        for column, by_language in _read("column_words.toml")[part].items():
            said = {plain(word) for words in by_language.values() for word in words}
            found[column] = found.get(column, frozenset()) | said | {plain(column)}
    return MappingProxyType(found)


def is_column(name: str, kind: TableKind) -> bool:
    """Tell whether a name is that of a column as the table itself calls it."""
    return name in column_words(kind) or (kind == "areas" and bool(PEOPLE_OF_A_YEAR.fullmatch(name)))


def column_called(name: str, kind: TableKind) -> str | None:
    """Return the column that a name stands for, or nothing.

    Examples
    --------
    >>> column_called("Antal invånare 2023", "areas"), column_called("Code INSEE", "sites")
    ('people', 'municipality_code')
    >>> column_called("Typ", "areas") is None
    True
    """
    if is_column(name, kind):
        return name
    key = plain(name)
    for tried in dict.fromkeys((key, without_year(key))):
        for column, said in column_words(kind).items():
            if tried in said:
                return column
    return None


@cache
def status_words() -> Mapping[str, str]:
    """Return the status that each plain word stands for; `closed` for those that may mean two things."""
    return MappingProxyType(
        {
            plain(word): status
            for status, by_language in _read("status_words.toml").items()
            for words in by_language.values()
            for word in [*words, status]
        }
    )
