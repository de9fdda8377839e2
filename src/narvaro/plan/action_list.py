"""A list of actions in a table as edits: what a user would do, or what was really decided.

Forgiving of how columns and places are called and how days are written; every fault is told at once, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from narvaro.case import Case, Policy
from narvaro.case.tables import FIRST_ROW, read_csv_text
from narvaro.case.words import word
from narvaro.case.written_names import WrittenNames
from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.plan.evaluate import Edit
from narvaro.plan.form import ActionKind
from narvaro.plan.plan import Plan

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "site": (
        "site",
        "site_id",
        "office_id",
        "id",
        "name",
        "office",
        "office_name",
        "plats",
        "kontor",
        "namn",
    ),
    "municipality": ("municipality", "kommun"),
    "code": ("municipality_code", "kommun_kod", "kommunkod"),
    "year": ("year", "år", "date", "last_day", "datum", "decided", "decision_date"),
    "action": ("action", "åtgärd", "status"),
    "size": ("size", "storlek"),
}
"""What a column may be called, the first that has something in a row counts."""
ACTIONS: Mapping[ActionKind, tuple[str, ...]] = {
    "open": ("open", "opened", "opening", "opens", "öppna", "öppnas", "öppnat", "öppnad"),
    "close": (
        *("close", "closed", "closing", "closes", "stäng", "stänga", "stängs", "stängt", "stängd"),
        *("avveckla", "avvecklas", "avvecklat", "avvecklad", "lägg ned", "läggs ned", "nedlagt"),
    ),
    "resize": ("resize", "resized", "resizing", "ändra storlek", "byt storlek", "ändra"),
}
UNSURE = ("uncertain", "osäker", "osäkert")
"""A status that says that nothing is decided: the row is left out, and that is told."""
ANNOUNCED = re.compile(r"\b(announced|closing|opening|aviserad|aviserat|aviserade)\b")
"""Words of a status or a date that say that it is not done yet: the row counts as if it were, and that is told."""
MONEY_ALONE = Note("actions.money_alone")
"""That the money of a list is that of its actions: of a plan that does these and nothing else."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


class ActionList(NamedTuple):
    """The edits of a list, in its order; what was left out, what was counted though it is not sure, and its money."""

    edits: tuple[Edit, ...]
    notes: tuple[Note, ...]


def read_actions(case: Case, policy: Policy, path: Path | str, start: Plan | None = None) -> ActionList:
    """Read a list of actions from a CSV file.

    Columns: the site (its id, or its name as a person writes it), perhaps `municipality`, the `year` or a date in it,
    `action` (`open`, `close`, `resize`) and, for what opens or changes, `size`; see `COLUMNS` for other names of them.
    Of a date such as `2025-05-30`, `2024-12-31/2025-01` or `spring 2026` the first year counts that the plan has, in
    the first of the columns that has one. A row that was done before the plan begins is left out where the network of
    today agrees with it, and so is one whose status is `uncertain`. One that is only `announced` counts as if it were
    done; the notes name those rows, and those whose date names other years than the one that was taken. The last note
    is `MONEY_ALONE`.

    Parameters
    ----------
    case, policy
        What there is, and the years that can be acted in.
    path
        The file.
    start
        A plan that the list changes; today's network where not given.

    Raises
    ------
    TableError
        With every fault of the file.
    FolderError
        If the plan is for another case.
    """
    table = read_csv_text(path)
    table.columns = pd.Index([word(name).casefold() for name in table.columns])
    reader = _Reader(case, policy, Path(path).name, start)
    faults = reader.missing_columns(table)
    if faults:
        raise TableError(faults)
    for number, row in enumerate(table.to_dict("records"), FIRST_ROW):
        reader.read({str(name): word(cell) for name, cell in row.items()}, number)
    if reader.faults:
        raise TableError(reader.faults)
    return ActionList(tuple(reader.edits), (*reader.notes(), MONEY_ALONE))


@dataclass
class _Reader:
    """The list as far as it was read: edits, the network that they leave, and what is wrong."""

    case: Case
    policy: Policy
    file: str
    start: Plan | None
    edits: list[Edit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def names(self) -> WrittenNames:
        return WrittenNames(self.case.sites)

    @cached_property
    def network(self) -> dict[str, str]:
        """The size of each office that is open at some time in the plan that is changed, then as the list goes by."""
        sites = self.case.sites
        if self.start is None:
            today = sites["size"][self.case.existing]
            return dict(zip(map(str, today.index), today.astype(str), strict=True))
        state = self.start.networks(self.case)
        last = state.apply(lambda row: next((size for size in reversed(row.tolist()) if size), ""), axis=1)
        kept = last[last != ""]
        return dict(zip(map(str, kept.index), kept.astype(str), strict=True))

    def missing_columns(self, table: pd.DataFrame) -> list[Fault]:
        has = ", ".join(map(str, table.columns))
        found = []
        for kind, column in (("site", "site"), ("year", "year"), ("action", "action")):
            places = (*COLUMNS[kind], *COLUMNS["municipality"], *COLUMNS["code"])
            if not set(places if kind == "site" else COLUMNS[kind]) & set(table.columns):
                found.append(Fault("table.missing_column", {"has": has}, self.file, 1, column))
        return found

    def read(self, row: Mapping[str, str], number: int) -> None:
        """Take in one row: an edit, or what is wrong with it, or why it is left out."""
        before = len(self.faults)
        if any(row.get(name, "").casefold() in UNSURE for name in ("status", "action")):
            found = self.names.find(self._cell(row, "site")[1])
            self._tell("left_out.unsure", found if isinstance(found, str) else "", row)
            return
        action = self._action(row, number)
        year, done_before = self._year(row, number)
        if action is None or (year is None and not done_before):
            return
        site = self._site(row, number, action, done_before)
        if site is None:
            return
        if done_before:
            self._tell("left_out.before", site, row)
            return
        size = "" if action == "close" else self._size(row, number, action, site)
        if len(self.faults) > before or year is None:
            return
        self.edits.append(Edit(site, year, size))
        if any(ANNOUNCED.search(row.get(name, "").casefold()) for name in ("status", *COLUMNS["year"])):
            self._tell("counted.announced", site, row)
        if {int(said) for said in _YEAR.findall(self._cell(row, "year")[1])} - {year}:
            self._tell("counted.span", site, row)
        self.network.pop(site, None)
        if size:
            self.network[site] = size

    def notes(self) -> Iterator[Note]:
        """Yield what was left out or counted though the list is not sure, and why."""
        for why, places in self.told.items():
            yield Note(f"actions.{why}", {"n": len(places), "names": places})

    def _tell(self, why: str, site: str, row: Mapping[str, str]) -> None:
        """Take down what is to be told of a row, by the name of its site where that is known."""
        written = next((row[name] for name in COLUMNS["site"] if row.get(name)), "–")
        told = str(self.case.sites.loc[site, "name"]) if site else written
        self.told.setdefault(why, []).append(told)

    def _cell(self, row: Mapping[str, str], kind: str) -> tuple[str, str]:
        """Return the column of a kind that has something in a row, and what; the first that is there where none has."""
        there = [name for name in COLUMNS[kind] if name in row]
        return next(((name, row[name]) for name in there if row[name]), (there[0] if there else kind, ""))

    def _fault(self, key: str, row: int, column: str, **data: Any) -> None:
        self.faults.append(Fault(key, data, self.file, row, column))

    def _action(self, row: Mapping[str, str], number: int) -> ActionKind | None:
        column, said = self._cell(row, "action")
        for action, words in ACTIONS.items():
            if said.casefold() in words:
                return action
        self._fault("actions.no_action", number, column, value=said, allowed=list(ACTIONS))
        return None

    def _year(self, row: Mapping[str, str], number: int) -> tuple[int | None, bool]:
        """Return the year of a row among those of the plan, and whether it lies before them all."""
        column, said = self._cell(row, "year")
        cells = [row[name] for name in COLUMNS["year"] if row.get(name)]
        found = [int(year) for cell in cells for year in _YEAR.findall(cell)]
        years = self.policy.years
        inside = [year for year in found if year in years]
        if inside:
            return inside[0], False
        if found and max(found) < years[0]:
            return None, True
        self._fault("actions.no_year", number, column, value=said, allowed=[str(year) for year in years])
        return None, False

    def _site(self, row: Mapping[str, str], number: int, action: ActionKind, done: bool) -> str | None:
        """Return the site of a row, among those that the action can be done to; or that show it is done."""
        column, written = self._cell(row, "site")
        among = self._within(row, number)
        if among is None:
            return None
        if not written:  # the municipality alone names its office where it has one
            column, written = self._cell(row, "municipality")
            written = written or self._cell(row, "code")[1]
            if written and among:
                right = [site for site in among if (site in self.network) != (action == "open")]
                if len(right) == 1:
                    return right[0]
        is_open = (action == "open") == done
        wanted = [
            site for site in among if (site in self.network) == (is_open if action != "resize" else True)
        ]
        found = self.names.find(written, wanted)
        if isinstance(found, str):
            return found
        other = self.names.find(written, among)
        if isinstance(other, str):
            key = f"actions.{'not_' if is_open or action == 'resize' else ''}open{'_then' if done else ''}"
            self._fault(key, number, column, site=str(self.case.sites.loc[other, "name"]))
        else:
            self.faults.append(
                replace(
                    found if found.key.startswith("written.several") else other,
                    file=self.file,
                    row=number,
                    column=column,
                )
            )
        return None

    def _within(self, row: Mapping[str, str], number: int) -> list[str] | None:
        """Return the sites of the municipality that a row names; all where it names none."""
        sites = self.case.sites
        column, code = self._cell(row, "code")
        if code and (code in set(sites["municipality_code"])):
            return [str(site) for site in sites.index[sites["municipality_code"] == code]]
        column, town = self._cell(row, "municipality")
        if not town:
            return [str(site) for site in sites.index]
        there = sites["municipality"].map(lambda name: str(name).casefold()) == town.casefold()
        if not there.any():
            self._fault("actions.no_municipality", number, column, value=town)
            return None
        return [str(site) for site in sites.index[there]]

    def _size(self, row: Mapping[str, str], number: int, action: ActionKind, site: str) -> str:
        """Return the size that a row asks for; of what opens, else the one that the table of sites has for it."""
        column, said = self._cell(row, "size")
        ids = [size.id for size in self.case.sizes]
        found = next((one for one in ids if one.casefold() == said.casefold()), "")
        if not said and action == "open":
            found = str(self.case.sites.loc[site, "size"]) or (ids[0] if len(ids) == 1 else "")
        if not found:
            self._fault("actions.no_size", number, column, value=said, allowed=ids)
        elif action == "resize" and found == self.network.get(site):
            self._fault("actions.same_size", number, column, size=found)
        return found
