"""Which column of a user's table is which: by its own name, by the words people use, or as they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import geopandas as gpd
import pandas as pd

from narvaro.case.conform import AREA_COLUMNS, SITE_COLUMNS
from narvaro.case.words import word, words
from narvaro.errors import Fault, SettingError, TableError
from narvaro.sources.column_words import KINDS, TableKind, column_called, column_words, is_column, plain
from narvaro.sources.number_forms import THOUSANDS, are_numbers

NEEDED: Mapping[TableKind, tuple[str, ...]] = {"areas": AREA_COLUMNS, "sites": SITE_COLUMNS}
POINT = ("lon", "lat")
MOST_GUESSES = 3
LEAST_LIKE = 0.75
"""A name so like one of the words, from 0 to 1, is worth a guess."""
LONGEST_GENERAL = 4
"""A word of at least so many letters that stands inside a name is worth a guess too."""


@dataclass(frozen=True)
class Wishes:
    """What the user says of how the tables are to be read.

    Parameters
    ----------
    columns
        The column of the file for a column of the tables: `people`, or `areas.people` where it holds for one table.
    thousands
        What marks thousands where a number has two readings: `.`, `,`, or `none` of the two.
    groups
        Columns of numbers, as they are called in the file, that sort people into groups.
    propose_sites
        How many candidates are to be proposed from the areas, at most.

    Raises
    ------
    SettingError
        If there is no such column to map to, or no such mark.

    Examples
    --------
    >>> Wishes({"people": "folkmangd"}).column_for("people", "areas")
    'folkmangd'
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    thousands: str | None = None
    groups: tuple[str, ...] = ()
    propose_sites: int = 0

    def __post_init__(self) -> None:
        """Hold that each wish can be granted by some table."""
        faults = [
            Fault("table.map_unknown", {"name": target, "known": ", ".join(_known())}, None, None, "--map")
            for target in self.columns
            if not any(is_column(target.removeprefix(f"{kind}."), kind) for kind in _kinds_of(target))
        ]
        if self.thousands not in (None, *THOUSANDS):
            data = {"value": self.thousands}
            faults.append(Fault("table.thousands_unknown", data, None, None, "--thousands"))
        if faults:
            raise SettingError(faults)

    def column_for(self, column: str, kind: TableKind) -> str | None:
        """Return what the user says that a column of one table is called in the file, or nothing."""
        return self.columns.get(f"{kind}.{column}", self.columns.get(column))


def _kinds_of(target: str) -> tuple[TableKind, ...]:
    table = target.partition(".")[0]
    return tuple(kind for kind in KINDS if kind == table) or KINDS


def _known() -> list[str]:
    return list(dict.fromkeys(column for kind in KINDS for column in column_words(kind)))


@dataclass(frozen=True)
class Named:
    """A table under the names of the tables.

    Parameters
    ----------
    table
        With its columns renamed; what stands for nothing keeps its name.
    called
        What each column of it is called in the file.
    id_is_name
        Whether the names are the ids, as the file has none.
    """

    table: pd.DataFrame
    called: Mapping[str, str]
    id_is_name: bool = False


def named(table: pd.DataFrame, kind: TableKind, file: str, wishes: Wishes) -> Named:
    """Return a table under the names of the tables, each taken from the one column that fits it.

    Parameters
    ----------
    table
        As read. A geometry stands for `lon` and `lat`.
    kind, file
        Which of the tables it is, and what faults call it.
    wishes
        What the user says goes before every word.

    Raises
    ------
    TableError
        If two columns fit one name, or none fits one that is needed, with the best guesses and what to write.

    Examples
    --------
    >>> table = pd.DataFrame({"Namn": ["Ala"], "Folkmängd": ["900"], "N": ["59.3"], "E": ["18.0"]})
    >>> found = named(table, "areas", "a.csv", Wishes())
    >>> list(found.table), found.id_is_name
    (['name', 'people', 'lat', 'lon', 'id'], True)
    """
    if table.index.name == "id" and "id" not in table.columns:
        table = table.reset_index()
    geometry = table.active_geometry_name if isinstance(table, gpd.GeoDataFrame) else None
    headings = [word(name) for name in table.columns if name != geometry]
    if len(set(headings)) < len(headings) or "" in headings:
        return Named(table, {name: name for name in headings})  # the check of the table tells of these
    fits, faults = _fits(headings, kind, file, wishes)
    if geometry is not None:
        fits = {column: found for column, found in fits.items() if column not in POINT}
    faults += [_two_fit(found, column, kind, file) for column, found in fits.items() if len(found) > 1]
    taken = {column: found[0] for column, found in fits.items() if len(found) == 1}
    needed = [name for name in NEEDED[kind] if geometry is None or name not in POINT]
    missing = [name for name in needed if name not in fits]
    id_is_name = missing == ["id"] and not faults and "name" in taken and _unique(table, taken["name"])
    if not id_is_name:
        spare = [name for name in headings if name not in taken.values() or _of_place(taken, name)]
        faults += [_missing(table, spare, name, kind, file) for name in missing]
    if faults:
        raise TableError(faults)
    return Named(*_renamed(table, taken, headings), id_is_name)


def _of_place(taken: Mapping[str, str], name: str) -> bool:
    """Tell whether a column is taken for a municipality or a locality, which may be what the row is called too."""
    return any(taken.get(column) == name for column in ("municipality_code", "municipality", "locality"))


def _fits(
    headings: Sequence[str], kind: TableKind, file: str, wishes: Wishes
) -> tuple[dict[str, list[str]], list[Fault]]:
    """Return the columns that fit each name; the name itself and what the user says go before other words."""
    fits: dict[str, list[str]] = {}
    faults: list[Fault] = []
    claimed: set[str] = set()
    asked = list(dict.fromkeys(target.removeprefix(f"{kind}.") for target in wishes.columns))
    for column in (name for name in asked if is_column(name, kind)):
        said = wishes.column_for(column, kind)
        found = [name for name in headings if said in (name, None)]
        found = found or [name for name in headings if plain(name) == plain(str(said))]
        if len(found) == 1:
            fits[column] = found
            claimed.add(found[0])
        elif f"{kind}.{column}" in wishes.columns or not is_column(column, _other(kind)):
            data = {"name": str(said), "has": ", ".join(headings)}
            fits[column] = []
            faults.append(Fault("table.wish_absent", data, file, None, "--map"))
    for name in headings:
        if name in claimed:
            continue
        called = column_called(name, kind)
        if called is None or (called in fits and called in asked):
            continue
        if is_column(name, kind):
            fits[called] = [name]
        elif called not in headings:
            fits.setdefault(called, []).append(name)
    return fits, faults


def _other(kind: TableKind) -> TableKind:
    return "sites" if kind == "areas" else "areas"


def _unique(table: pd.DataFrame, column: str) -> bool:
    cells = words(table[_heading(table, column)])
    return bool(len(cells)) and bool((cells != "").all()) and not cells.duplicated().any()


def _heading(table: pd.DataFrame, name: str) -> str:
    """Return a column as the table itself writes it, blanks at the ends and all."""
    return next(heading for heading in table.columns if word(heading) == name)


def _renamed(
    table: pd.DataFrame, taken: Mapping[str, str], headings: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the table with its columns renamed, and what each is called in the file, in the order of the file."""
    called: dict[str, str] = {}
    again: dict[str, str] = {}
    renames: dict[str, str] = {}
    for name in headings:
        columns = [column for column, of in taken.items() if of == name]
        # what is not taken must not be called as a column that is
        first, *more = columns or [f"{name} (2)" if name in taken else name]
        renames[_heading(table, name)] = first
        called |= dict.fromkeys([first, *more], name)
        again |= dict.fromkeys(more, first)
    renamed = table.rename(columns=renames)
    for column, first in again.items():
        renamed[column] = renamed[first]
    if "id" not in taken and "name" in taken:
        renamed["id"] = renamed["name"]
    return renamed, called


def _two_fit(found: Sequence[str], column: str, kind: TableKind, file: str) -> Fault:
    option = _option(column, found[0], kind)
    data = {"found": list(found), "name": column, "option": option}
    return Fault("table.two_fit", data, file, 1, column)


def _missing(table: pd.DataFrame, spare: Sequence[str], column: str, kind: TableKind, file: str) -> Fault:
    """Return the fault of a column that is needed and not there, with the best guesses."""
    has = ", ".join(word(name) for name in table.columns)
    guesses = _guesses(table, spare, column, kind)
    if not guesses:
        return Fault("table.missing_column", {"has": has}, file, 1, column)
    data = {"has": has, "guesses": guesses, "option": _option(column, guesses[0], kind)}
    return Fault("table.missing_guess", data, file, 1, column)


def _option(column: str, name: str, kind: TableKind) -> str:
    """Return what to write on the command line to say which column is meant."""
    target = f"{kind}.{column}" if is_column(column, _other(kind)) else column
    plainly = re.fullmatch(r"[\w.-]+", name)
    return f"--map {target}={name}" if plainly else f'--map "{target}={name}"'


def _guesses(table: pd.DataFrame, spare: Sequence[str], column: str, kind: TableKind) -> list[str]:
    """Return the columns that may be meant by one that is missing, the likeliest first."""
    said = column_words(kind)[column]
    scores: dict[str, float] = {}
    for name in spare:
        key = plain(name)
        like = max(SequenceMatcher(None, key, other).ratio() for other in said)
        inside = any(len(other) >= LONGEST_GENERAL and other in key for other in said)
        score = max(like if like >= LEAST_LIKE else 0.0, 0.9 if inside else 0.0)
        scores[name] = score + (0.5 if _could_be(table[_heading(table, name)], column) else 0.0)
    likely = sorted((name for name in spare if scores[name] >= 0.5), key=lambda name: -scores[name])
    return likely[:MOST_GUESSES]


def _could_be(cells: pd.Series, column: str) -> bool:
    """Tell whether the cells of a column are of the kind that another one needs."""
    if len(cells) == 0:
        return False
    texts = words(cells)
    numbers = are_numbers(texts) and bool((texts != "").all())
    if column in ("id", "name"):
        alone = not texts.duplicated().any() and bool((texts != "").all())
        return alone and (column == "id" or not numbers)
    return numbers
