"""The whole error tree.

    NarvaroError                  exit code
    ├── InputError                2   what the user gave; carries every fault found, not the first
    │   ├── TableError                a table of areas or sites
    │   ├── FolderError               a project folder
    │   │   └── KeptPlanError             what is asked of its kept plans: a name that none has, or several have
    │   ├── PolicyError               a policy file
    │   ├── ProblemError              arrays given to the siting engine
    │   ├── SettingError              an argument or an option
    │   │   └── PlaceError                a place that none is called, or more than one
    │   └── SourceError               a published source that could not be read
    ├── InfeasibleError           3   no plan meets the limits; says which limits clash
    ├── UnsettledError            3   no plan was found, and it is not proven that there is none
    ├── TravelError               2   travel times that could not be made
    └── CheckError                2   a claimed result that the independent check refuses

An error carries a catalogue key and data, never prose; the two doors turn it into Swedish or English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from narvaro.language import Note, cut, cut_list, say

__all__ = [
    "CheckError",
    "Fault",
    "FolderError",
    "InfeasibleError",
    "InputError",
    "KeptPlanError",
    "NarvaroError",
    "PlaceError",
    "PolicyError",
    "ProblemError",
    "SettingError",
    "SourceError",
    "TableError",
    "TravelError",
    "UnsettledError",
]


LONGEST_PATH = 300
"""A path or an address in a message loses its middle beyond this, so that the name of the file stays."""
MOST_ALONE = 5
"""A fault of more rows of one column is told in one line, with how many they are and the first of them."""
ROWS_SHOWN = 3
MOST_VALUES = 40
"""Values of a list that a message names."""
MORE_ROWS, MORE_FAULTS = "table.and_more", "document.more"
"""Keys of the faults that stand for further ones, as many as their `count`."""
NOTHING = "–"
"""What a message says where a value is empty, so that no sentence ends in nothing."""
_PATHS = frozenset({"file", "folder", "path", "command", "address"})


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a message as it is told: each value one line of limited length."""
    return {key: _value(value, key) for key, value in data.items()}


def _value(value: Any, key: str) -> Any:
    if value == "":
        return NOTHING
    if isinstance(value, str):
        return cut(value, LONGEST_PATH) if key in _PATHS else cut_list(value)
    if isinstance(value, list | tuple):
        parts = [_value(part, key) for part in value[:MOST_VALUES]]
        return [*parts, "…"] if len(value) > MOST_VALUES else parts
    return value


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it stands, and what would be right.

    Examples
    --------
    >>> Fault("table.negative", {"value": -3}, file="areas.csv", row=7, column="people").text("en")
    'areas.csv, row 7, column people: −3 is below zero. Give zero or more.'
    """

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def stands_for(self) -> int:
        """How many faults this is: one, or as many as it says there are more."""
        return int(self.data["count"]) if self.key in (MORE_ROWS, MORE_FAULTS) else 1

    def text(self, lang: str = "en") -> str:
        """Return the fault as one sentence or two, led by its place."""
        return self.text_of_rows([] if self.row is None else [self.row], lang)

    def text_of_rows(self, rows: Sequence[int], lang: str = "en") -> str:
        """Return the fault as it is told of several rows that have it: the first of them, and how many they are.

        Examples
        --------
        >>> Fault("table.negative", {"value": -3}, "areas.csv", 7, "people").text_of_rows([7, 8, 9, 12])
        'areas.csv, 4 rows (7, 8, 9, …), column people: −3 is below zero. Give zero or more.'
        """
        place = [] if self.file is None else [cut(self.file, LONGEST_PATH)]
        if len(rows) == 1:
            place.append(say("fault.row", lang, row=str(rows[0])))
        elif rows:
            first = ", ".join(str(row) for row in rows[:ROWS_SHOWN])
            place.append(say("fault.rows", lang, count=len(rows), rows=first))
        if self.column is not None:
            place.append(say(f"fault.{self._kind_of_place()}", lang, column=cut(self.column)))
        message = Note(self.key, _told(self.data)).text(lang)
        return f"{', '.join(place)}: {message}" if place else message

    def _kind_of_place(self) -> str:
        """Tell what `column` names: an option, a field of a result, a setting, or a column of a table."""
        if self.column is not None and self.column.startswith("--"):
            return "option"
        if self.file is not None and self.file.endswith(".json"):
            return "field"
        in_settings = self.file is None or self.file.endswith(".toml")
        return "setting" if in_settings and self.row is None else "column"

    def to_json(self) -> dict[str, Any]:
        """Return the fault for machines: its key, its data and its place."""
        return {
            "key": self.key,
            "data": Note(self.key, self.data).to_json()["data"],
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "text": self.text("en"),
        }


def gathered(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Return faults as they are told: each alone, but those of many rows of one column together.

    Examples
    --------
    >>> many = [Fault("table.blank", {}, "a.csv", row, "name") for row in range(2, 12)]
    >>> [len(alike) for alike in gathered([*many[:5], Fault("table.empty", {}, "b.csv"), *many[5:]])]
    [10, 1]
    >>> [len(alike) for alike in gathered(many[:3])]
    [1, 1, 1]
    """
    alike: dict[tuple[str, str | None, str | None], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.key, fault.file, fault.column), []).append(fault)
    told = []
    for found in alike.values():
        together = len(found) > MOST_ALONE and all(fault.row is not None for fault in found)
        told += [found] if together else [[fault] for fault in found]
    return told


class NarvaroError(Exception):
    """Everything that Närvaro raises on purpose.

    Parameters
    ----------
    key
        The catalogue key of the message.
    **data
        What the message names.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, /, **data: Any) -> None:
        self.key = key
        self.data = data
        super().__init__(key)

    def text(self, lang: str = "en") -> str:
        """Return the message in a language of the catalogue."""
        return say(self.key, lang, **_told(self.data))

    def __str__(self) -> str:
        return self.text("en")


class InputError(NarvaroError):
    """What the user gave cannot be used; every fault is named at once."""

    exit_code = 2
    headline: ClassVar[str] = "input.faults"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.headline, count=sum(fault.stands_for for fault in self.faults))

    def text(self, lang: str = "en") -> str:
        """Return the headline and one line for each fault."""
        lines = [say(self.key, lang, **self.data)]
        for alike in gathered(self.faults):
            rows = [fault.row for fault in alike if fault.row is not None]
            lines.append(f"  - {alike[0].text_of_rows(rows, lang)}")
        return "\n".join(lines)


class TableError(InputError):
    """A table of areas or sites has faults."""

    headline = "input.table"


class FolderError(InputError):
    """A project folder has faults."""

    headline = "input.folder"


class KeptPlanError(FolderError):
    """What is asked of the kept plans of a folder cannot be done, though the folder itself is as it should be."""

    headline = "input.kept_plan"


class PolicyError(InputError):
    """A policy file has faults."""

    headline = "input.policy"


class ProblemError(InputError):
    """Arrays given to the siting engine have faults."""

    headline = "input.problem"


class SettingError(InputError):
    """An argument or an option has faults."""

    headline = "input.setting"


class PlaceError(SettingError):
    """A place is written as none is called, or more than one."""

    headline = "input.place"


class InfeasibleError(InputError):
    """No plan meets the limits; `faults` says which limits clash and what would do."""

    exit_code = 3
    headline = "input.infeasible"

    @property
    def conflicts(self) -> tuple[Fault, ...]:
        """The limits that clash, with the smallest change that would make room."""
        return self.faults


class UnsettledError(NarvaroError):
    """No plan was found that meets the limits, and it is not proven that there is none: it is not known."""

    exit_code = 3


class SourceError(InputError):
    """A published source could not be read; `faults` says why, and how to bring its files by hand."""

    headline = "input.source"


class TravelError(NarvaroError):
    """Travel times could not be made or found."""

    exit_code = 2


class CheckError(InputError):
    """A claimed result does not hold when it is recomputed by separate code."""

    exit_code = 2
    headline = "input.check"
