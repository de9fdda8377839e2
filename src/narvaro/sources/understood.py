"""What was understood of a user's table: which column is what, which cells were read in another form, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from narvaro.case.answers import NO, YES
from narvaro.case.conform import EXTENT, PEOPLE_OF_A_YEAR, STATUSES
from narvaro.case.leases import RENT
from narvaro.case.site_figures import OWN_FIGURES
from narvaro.case.tables import listed
from narvaro.case.words import word, words
from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.sources.column_words import TableKind, is_column, plain, status_words
from narvaro.sources.lost_zeros import with_zeros
from narvaro.sources.naming import POINT, Wishes, named
from narvaro.sources.number_forms import are_numbers, read_numbers, reading_of, unit_in

NUMBERS: Mapping[TableKind, tuple[str, ...]] = {
    "areas": (*POINT, "people", "need", EXTENT, "without_car"),
    "sites": (*POINT, *OWN_FIGURES, RENT),
}
MOST_DEGREES = {"lon": 180.0, "lat": 90.0}
MOST = {"without_car": 1.0}
MARKED = frozenset({"x", "✓", "✔"})
"""A column of such marks and blanks says yes and no."""
MOST_EXAMPLES = 3
_CODE_ENDS = re.compile(r"(kod|code|koodi|schlussel|schluessel|tunnus|nummer|numero|insee|ags|plz)$")
_CODE_WORDS = frozenset({"id", "nr", "code", "kod", "zip", "insee", "plz", "ags"})


@dataclass(frozen=True)
class UnderstoodColumn:
    """One column of a file and what became of it.

    Parameters
    ----------
    table, file, column
        Where it stands, as the file calls it.
    taken_as
        The column of the tables, or a note: a grouping, yes or no, nothing.
    example
        Its first filled cell.
    done
        What was done to its cells.
    """

    table: TableKind
    file: str
    column: str
    taken_as: Note
    example: str
    done: tuple[Note, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the column for machines."""
        return {
            "table": self.table,
            "file": self.file,
            "column": self.column,
            "taken_as": self.taken_as.data.get("name", self.taken_as.key.rpartition(".")[2]),
            "example": self.example,
            "done": [note.to_json() for note in self.done],
        }


@dataclass(frozen=True)
class Understood:
    """A table under the names of the tables, its cells in their plain forms, and how it came to be so.

    Parameters
    ----------
    table
        As the checks of areas and sites take it. Cells that are no numbers stand as they are, for the check to tell of.
    columns
        Every column of the file.
    faults
        What cannot be read in one way. The table holds a reading of such cells all the same, so that the check of the
        table does not tell of them again.
    """

    table: pd.DataFrame
    columns: tuple[UnderstoodColumn, ...]
    faults: tuple[Fault, ...] = ()


@dataclass
class _ColumnReader:
    """One table while it is read, column by column."""

    kind: TableKind
    file: str
    first_row: int
    wishes: Wishes
    degrees: bool
    faults: list[Fault] = field(default_factory=list)

    def numbers(self, column: str, cells: pd.Series[Any], called: str) -> tuple[pd.Series[Any], list[Note]]:
        """Return a column of numbers, each read in its form; tell of those with units and with two readings."""
        cells = self._without_units(column, cells, called)
        most = MOST.get(column, MOST_DEGREES.get(column) if self.degrees else None)
        found = read_numbers(cells, self.wishes.thousands, most)
        if found.doubt:
            reading = reading_of(found.doubt)
            data = {"value": found.doubt, "mark": reading.mark if reading else ""}
            data |= {"whole": _plain(reading.thousands), "part": _plain(reading.value)} if reading else {}
            self.faults.append(Fault("table.two_readings", data, self.file, None, called))
        examples = [f"{cell} → {_plain(value)}" for cell, value in found.changed.items()]
        return found.column, self.told(found.count, examples)

    def _without_units(self, column: str, cells: pd.Series[Any], called: str) -> pd.Series[Any]:
        units = [unit_in(word(cell)) if isinstance(cell, str) else None for cell in cells]

        def fault(i: int) -> Fault:
            number, unit = units[i] or ("", "")
            data = {"value": word(cells.iloc[i]), "number": number, "unit": unit}
            key = "table.percent" if unit == "%" and column == "without_car" else "table.unit"
            return Fault(key, data, self.file, i + self.first_row, called)

        found = np.flatnonzero([unit is not None for unit in units])
        self.faults += listed(found, fault)
        if not len(found):
            return cells
        bare = [cell if unit is None else unit[0] for cell, unit in zip(cells, units, strict=True)]
        return pd.Series(bare, index=cells.index, name=cells.name, dtype=object)

    def statuses(self, cells: pd.Series[Any], called: str) -> tuple[pd.Series[Any], list[Note]]:
        """Return the statuses that words of people stand for."""
        given = words(cells)
        meant = {cell: status_words().get(plain(cell), cell) if cell else cell for cell in set(given)}
        closed = np.flatnonzero(given.map(meant) == "closed")
        self.faults += listed(
            closed,
            lambda i: Fault(
                "table.closed_status", {"value": given.iloc[i]}, self.file, i + self.first_row, called
            ),
        )
        turned = {cell: status for cell, status in meant.items() if status not in (cell, "closed")}
        examples = [f"{cell} → {turned[cell]}" for cell in dict.fromkeys(given) if cell in turned]
        read = given.map(lambda cell: "candidate" if meant[cell] == "closed" else meant[cell])
        return read, self.told(int(given.isin(list(turned)).sum()), examples, most=len(STATUSES) + 1)

    def grouping(self, cells: pd.Series[Any], name: str) -> tuple[pd.Series[Any] | None, Note, list[Note]]:
        """Return a column that the tables have no name for, what it is, and what was done to it."""
        yes = as_answers(cells, meant=name == "assumed")
        if yes is not None:
            return yes[0], Note("understood.yes_no"), yes[1]
        if plain(name) in map(plain, self.wishes.groups) or not is_numeric(cells, name):
            return cells, Note("understood.group"), []
        return None, Note("understood.nothing"), [Note("understood.number_no_group", {"column": name})]

    def told(self, count: int, examples: Iterable[str], most: int = MOST_EXAMPLES) -> list[Note]:
        """Return how many cells were read in another form, with the first of each form."""
        shown = list(examples)
        more = [*shown[:most], "…"] if len(shown) > most else shown
        return [Note("understood.read", {"n": count, "examples": more})] if count else []


def understand(
    table: pd.DataFrame,
    kind: TableKind,
    file: str,
    first_row: int,
    wishes: Wishes | None = None,
    degrees: bool = True,
) -> Understood:
    """Return a table as the checks take it: columns under their names, numbers, yes and no and statuses read.

    Parameters
    ----------
    table
        Texts as they stand in the file, and numbers where the file has them.
    kind, file, first_row
        Which table it is, what faults call it, and the number of its first row.
    wishes
        What the user says of it.
    degrees
        Whether columns of coordinates are degrees, which bounds them.

    Raises
    ------
    TableError
        If it is not known which column is which, or coordinates have two readings.

    Examples
    --------
    >>> table = pd.DataFrame({"Namn": ["Ala"], "Invånare": ["12 000"], "N": ["59,3"], "E": ["18,0"]})
    >>> found = understand(table, "areas", "a.csv", 2)
    >>> found.table.iloc[0].to_dict()
    {'name': 'Ala', 'people': 12000.0, 'lat': 59.3, 'lon': 18.0, 'id': 'Ala'}
    >>> [(row.column, row.to_json()["taken_as"]) for row in found.columns]
    [('Namn', 'name'), ('Invånare', 'people'), ('N', 'lat'), ('E', 'lon'), ('Namn', 'id')]
    """
    wishes = wishes or Wishes()
    found = named(table, kind, file, wishes)
    reader = _ColumnReader(kind, file, first_row, wishes, degrees)
    read, rows = found.table.copy(), []
    for column, called in found.called.items():
        cells = found.table[column] if column in found.table else found.table[called]
        taken, done = Note("understood.column", {"name": column}), list[Note]()
        if column in NUMBERS[kind] or (kind == "areas" and PEOPLE_OF_A_YEAR.fullmatch(column)):
            read[column], done = reader.numbers(column, cells, called)
        elif column == "status" and kind == "sites":
            read[column], done = reader.statuses(cells, called)
        elif column == "municipality_code":
            read[column], right = with_zeros(cells, found.table.get("municipality"))
            zeros = [f"{code} → {whole}" for code, whole in right.items()]
            done = reader.told(int(words(cells).isin(list(right)).sum()), zeros)
        elif (column == "assumed" and kind == "sites") or not is_column(column, kind):
            kept, use, done = reader.grouping(cells, called)
            taken = taken if column == "assumed" else use
            read = read.drop(columns=[column]) if kept is None else read.assign(**{column: kept})
        rows.append(UnderstoodColumn(kind, file, called, taken, _example(cells), tuple(done)))
    if found.id_is_name:
        note, called = Note("understood.id_is_name"), found.called["name"]
        example = _example(found.table["name"])
        rows.append(
            UnderstoodColumn(kind, file, called, Note("understood.column", {"name": "id"}), example, (note,))
        )
    of_points = [
        fault for fault in reader.faults if fault.column in (found.called.get(axis) for axis in POINT)
    ]
    if of_points:
        raise TableError(reader.faults)
    return Understood(read, tuple(rows), tuple(reader.faults))


def as_answers(cells: pd.Series[Any], *, meant: bool = False) -> tuple[pd.Series[Any], list[Note]] | None:
    """Return a column as yes and no where its cells say so, and what was done; None where they do not.

    Yes and no may be words of five languages, a mark and a blank, or 1 and 0 where both are there.

    Examples
    --------
    >>> as_answers(pd.Series(["x", "", "X"]))[0].tolist(), as_answers(pd.Series(["1", "0"]))[0].tolist()
    ([True, False, True], [True, False])
    >>> as_answers(pd.Series(["kyllä", "ei"]))[0].tolist(), as_answers(pd.Series(["1", "2"])) is None
    ([True, False], True)
    """
    if pd.api.types.is_bool_dtype(cells) and not cells.isna().any():
        return cells, []
    lower = words(cells).str.lower()
    said = set(lower)
    if said - {""} and said - {""} <= MARKED:
        return lower.isin(MARKED), [Note("understood.marks", {"mark": next(cell for cell in lower if cell)})]
    if said == {"0", "1"} or (meant and said <= {"0", "1"}):
        return lower == "1", [Note("understood.ones")]
    if said <= YES | NO:
        return lower.isin(YES), []
    return None


def is_numeric(cells: pd.Series[Any], name: str) -> bool:
    """Tell whether a column is one of numbers, and neither its name nor a leading zero says that they are codes.

    Examples
    --------
    >>> is_numeric(pd.Series(["312,5", "298"]), "inkomst"), is_numeric(pd.Series(["312", "298"]), "distriktskod")
    (True, False)
    """
    if pd.api.types.is_bool_dtype(cells):
        return False
    parts = {plain(part) for part in re.split(r"[\W_]+", name) if part}
    if parts & _CODE_WORDS or _CODE_ENDS.search(plain(name)):
        return False
    return pd.api.types.is_numeric_dtype(cells) or are_numbers(words(cells))


def _example(cells: pd.Series[Any]) -> str:
    return next((cell for cell in words(cells) if cell), "")


def _plain(value: float | None) -> str:
    return f"{value or 0.0:.10g}"


def absent_wishes(wishes: Wishes, headings: Iterable[str]) -> list[Fault]:
    """Return a fault for each column that the user names and neither table has.

    Examples
    --------
    >>> found = absent_wishes(Wishes({"name": "nam"}, groups=("Namn", "ort")), ["Namn", "folk"])
    >>> [fault.data["name"] for fault in found]
    ['nam', 'ort']
    """
    there = {plain(name): name for name in headings}
    asked = [("--map", name) for target, name in wishes.columns.items() if "." not in target]
    asked += [("--groups", name) for name in wishes.groups]
    return [
        Fault("table.wish_absent", {"name": name, "has": ", ".join(there.values())}, None, None, option)
        for option, name in asked
        if plain(name) not in there
    ]
