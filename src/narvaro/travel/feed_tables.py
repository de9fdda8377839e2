"""The tables of a timetable feed (GTFS) as they stand: every cell text, no cell guessed at, no row shifted."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from narvaro.case.tables import FIRST_ROW, MOST_FAULTS_A_COLUMN
from narvaro.errors import MORE_ROWS, Fault, TravelError
from narvaro.language.shown import cut
from narvaro.travel.arrays import Bools, Ints
from narvaro.travel.feed_columns import CALENDARS, KEYS, LEFT_OUT, NEEDED, READ

MOST_QUOTED = 200
"""Letters of what a library says is wrong with a feed: it may quote a whole line."""
ROWS = 500_000
"""Rows that are read at once: the calls of a country are tens of millions, as texts too many for memory."""
LOCKED = 1
"""Flag of a file in a zip that needs a password."""
MORE = 8
"""Cells beyond the header that a row may have and still be named by its number."""
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    UnicodeDecodeError,
    pd.errors.ParserError,
    csv.Error,
)
"""What is raised where the file itself is broken, or packed in a way that is not known."""


class FeedTables:
    """A feed opened for reading; faults found on the way are collected.

    Parameters
    ----------
    path
        A GTFS zip file.

    Raises
    ------
    TravelError
        If the file is not there, or is no zip file.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise TravelError("travel.no_file", file=str(path))
        self.file = path.name
        self.faults: list[Fault] = []
        self._found: Counter[tuple[str, str | None, str | None]] = Counter()
        try:
            self._zip = zipfile.ZipFile(path)
        except UNREADABLE as error:
            raise self.broken(error) from error
        self.names = frozenset(self._zip.namelist())
        if any(entry.flag_bits & LOCKED for entry in self._zip.infolist()):
            self.close()
            raise TravelError("travel.feed_locked", file=self.file)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def broken(self, problem: object) -> TravelError:
        """Return the error of a feed that cannot be read."""
        return TravelError("travel.broken_feed", file=self.file, problem=str(problem)[:MOST_QUOTED])

    def where(self, table: str) -> str:
        """Return the name of a table as faults say it."""
        return f"{self.file}/{table}"

    def check_there(self) -> None:
        """Note each table and column that is missing, and each column that stands twice."""
        for table in NEEDED:
            if table not in self.names:
                self.faults.append(Fault("travel.feed_table", {"table": table}, self.file))
        if not self.names & set(CALENDARS):
            self.faults.append(Fault("travel.feed_table", {"table": " / ".join(CALENDARS)}, self.file))
        within = sorted(name for name in self.names if name.endswith("/stops.txt"))
        if "stops.txt" not in self.names and within:
            self.faults.append(
                Fault("travel.feed_folder", {"folder": within[0].rsplit("/", 1)[0]}, self.file)
            )
        for table in READ:
            if table in self.names:
                self._check_columns(table, (NEEDED | CALENDARS).get(table, ()))

    def _check_columns(self, table: str, columns: Sequence[str]) -> None:
        with self._zip.open(table) as raw:
            header = _header(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
        place = self.where(table)
        twice = sorted({cut(name) for name in header if name and header.count(name) > 1})
        self.faults += [Fault("travel.feed_twice_column", {}, place, None, name) for name in twice]
        missing = [name for name in columns if name not in header]
        self.faults += [Fault("travel.feed_column", {}, place, None, name) for name in missing]

    def read(self, table: str) -> pd.DataFrame:
        """Return a table with the columns that are read; the index is the row in the file.

        A table or column that is not there is empty. Rows that stand twice, where only one may, are noted.
        """
        parts = list(self.parts(table))
        found = pd.concat(parts) if parts else _empty(table)
        key = list(KEYS.get(table, ()))
        first: dict[tuple[str, ...], int] = {}
        again = []
        for row, *values in found[key].itertuples(name=None) if found.duplicated(key).any() else ():
            before = first.setdefault(tuple(values), int(row))
            if before != row:
                again.append((row, ", ".join(value for value in values if value), before))
        self.note_rows(
            "travel.feed_twice",
            table,
            ", ".join(key),
            [int(row) for row, _, _ in again],
            ({"value": value, "first": str(before)} for _, value, before in again),
        )
        return found

    def parts(self, table: str) -> Iterator[pd.DataFrame]:
        """Return a table in parts, as `read` does."""
        if table not in self.names:
            return
        wanted = (*READ[table], *LEFT_OUT.get(table, ()))
        with self._zip.open(table) as raw:
            text = io.TextIOWrapper(raw, "utf-8-sig", newline="")
            header = _header(text)
            names = [name or f"blank {n}" for n, name in enumerate(header)]
            surplus = [f"surplus {n}" for n in range(MORE)]
            try:
                reader = pd.read_csv(
                    text,
                    header=None,
                    names=[*names, *surplus],
                    index_col=False,
                    dtype=str,
                    keep_default_na=False,
                    skipinitialspace=True,
                    skip_blank_lines=False,
                    chunksize=ROWS,
                )
            except pd.errors.EmptyDataError:
                return
            for part in reader:
                part.index += FIRST_ROW
                yield self._strict(part, table, wanted, surplus, len(names))

    def _strict(
        self, part: pd.DataFrame, table: str, wanted: Sequence[str], surplus: Sequence[str], count: int
    ) -> pd.DataFrame:
        """Return a part stripped and without blank lines; note each row that is longer than the header."""
        some = [name for name in surplus if part[name].notna().any()]
        beyond = part[some].fillna("").apply(lambda column: column.str.strip()) if some else part[[]]
        longer = beyond[(beyond != "").any(axis=1)]
        if len(longer):
            last = [np.flatnonzero(row)[-1] for row in (longer != "").to_numpy()[:MOST_FAULTS_A_COLUMN]]
            self.note_rows(
                "travel.feed_long_row",
                table,
                None,
                longer.index,
                ({"cells": count + int(n) + 1, "header": count} for n in last),
            )
        found = pd.DataFrame(index=part.index)
        for name in wanted:
            found[name] = part[name].fillna("").str.strip() if name in part else ""
        # Most rows have a first cell: only the others are looked at whole.
        blank = part.iloc[:, 0].fillna("").eq("")
        if blank.any():
            blank &= part.fillna("").apply(lambda column: column.str.strip()).eq("").all(axis=1)
        return found[~blank]

    def note(
        self, key: str, data: Mapping[str, object], table: str, row: int, column: str | None = None
    ) -> None:
        """Collect one fault; texts in its data come from the feed."""
        self.note_rows(key, table, column, [row], [data])

    def note_rows(
        self,
        key: str,
        table: str,
        column: str | None,
        rows: Sequence[int] | pd.Index | Ints,
        data: Iterable[Mapping[str, object]],
    ) -> None:
        """Collect a fault of one kind for some rows: the first few of the table by name, the others by number.

        `data` goes with the rows; no more of it is asked for than is named.
        """
        kind = key, self.where(table), column
        for row, one in zip(rows[: max(0, MOST_FAULTS_A_COLUMN - self._found[kind])], data, strict=False):
            told = {name: cut(value) if isinstance(value, str) else value for name, value in one.items()}
            self.faults.append(Fault(key, told, self.where(table), int(row), column))
        self._found[kind] += len(rows)

    def told(self) -> list[Fault]:
        """Return the faults found, each kind followed by how many more there are of it."""
        left = Counter(self._found)
        found: list[Fault] = []
        for fault in self.faults:
            found.append(fault)
            kind = fault.key, fault.file, fault.column
            left[kind] -= 1
            if left[kind] == self._found[kind] - MOST_FAULTS_A_COLUMN > 0:
                found.append(Fault(MORE_ROWS, {"count": left[kind]}, fault.file, None, fault.column))
        return found

    def note_each(
        self,
        found: pd.DataFrame,
        column: str,
        wrong: pd.Series,
        key: str,
        table: str,
        named_by: str | None = None,
    ) -> None:
        """Collect a fault for each row where a value is wrong; `named_by` is the column of its trip."""
        bad = found[wrong.to_numpy(dtype=bool)]
        blank = bad[column] == ""
        for what, those in ((key, bad[~blank]), ("travel.feed_blank", bad[blank])):
            names = ["value"] if named_by is None else ["value", "trip"]
            values = those[[column] if named_by is None else [column, named_by]].itertuples(index=False)
            data = (dict(zip(names, map(str, row), strict=True)) for row in values)
            self.note_rows(what, table, column, those.index, data)

    def note_unknown(
        self,
        found: pd.DataFrame,
        column: str,
        known: pd.Index,
        table: str,
        unknown: Bools | None = None,
    ) -> None:
        """Collect a fault for each row that names what stands in no other table; `unknown` says which, if it is known.

        Where the other table is empty, that is the fault, and not each row that names something in it.
        """
        if len(known):
            wrong = ~found[column].isin(known) if unknown is None else pd.Series(unknown)
            self.note_each(found, column, wrong, "travel.feed_unknown", table)


def _header(text: io.TextIOWrapper) -> list[str]:
    return [name.strip() for name in next(csv.reader([text.readline()], skipinitialspace=True), [])]


def _empty(table: str) -> pd.DataFrame:
    names = (*READ[table], *LEFT_OUT.get(table, ()))
    return pd.DataFrame({name: pd.Series(dtype=str) for name in names}, index=pd.RangeIndex(0))
