"""Findings: everything that a report shows of a plan, already computed, as plain tables and sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError, create_model

from narvaro.case.documents import Form, conforming, faults_of, printable, read_json
from narvaro.case.files import write_text
from narvaro.case.policy import ObjectiveKind
from narvaro.errors import Fault, FolderError
from narvaro.explain.fact_box import FactBox
from narvaro.explain.form import stored_form
from narvaro.explain.frames import INFINITE, frame_from_json, frame_to_json
from narvaro.explain.hardest_hit import change_min, hardest_hit
from narvaro.explain.reasons import Reason
from narvaro.explain.why_not import WhyNot
from narvaro.language import Note
from narvaro.plan.form import checksum_of
from narvaro.plan.objectives import CRITERIA, Criterion, criterion_for

FORMAT = 14
"""The form of findings.json."""
FILE = "findings.json"


@dataclass(frozen=True, eq=False)
class Findings:
    """What there is to say of a plan. The report computes nothing itself.

    Attributes
    ----------
    scenario, case_checksum
        Which plan, and for which case.
    definition
        The yes/no column of the areas that the decision is about; `""` where there is none.
    objective_kind, mode
        What the plan makes small, and the mode of travel that everyone's minutes are measured by.
    standard_min, walk_standard_min, cutoff_min
        The standards of the two modes, and the minutes at which a way counts at most.
    noticed_min
        A way is called shorter or longer when it changes by at least so many minutes.
    target_mode, close_mode
        The mode that the decision is about, and the one of the close maps.
    fact_box
        Money, offices, sizes and services.
    groups, curves, gains, by_year, inequality, standards, elsewhere
        Before and after; see the functions of :mod:`narvaro.explain.change`. `standards` are those that hold here,
        `elsewhere` those of other countries.
    reasons, why_not
        Place by place.
    comparison, agreement
        Other plans beside this one: measured alike, and place by place.
    areas
        Index area id; `name, lon, lat, people, in_definition`; by mode `<mode>_before`, `<mode>_after`
        (minutes, NaN without reach); `nearest_before, nearest_after` by the first mode.
    straight, straight_said
        What a straight line says beside the network, the worst-affected areas first, and of how many people that
        is true; see :mod:`narvaro.explain.streets`. Empty where the times are those of a straight line.
    offices
        Index site id; `name, lon, lat, municipality, state` (`open`, `new`, `closing`, `resized`), `year` (0
        where nothing is done), `size_before, size_after, assumed, in_definition` (of the area it lies in).
    decided, decided_lists, decided_groups, decided_why
        What was really decided in the years of the plan, beside it: the places, what each list gives, by group, and why
        the plan does not name a place, by site; see :mod:`narvaro.explain.decided`. Empty where nothing is told.
    load_by, load, load_years
        How people are sent to offices (`nearest`), the load of each office before and after, and of the whole network
        in each year; see :mod:`narvaro.explain.load`.
    notes
        What is not known.
    said, tables
        What is said of all this and the rows that are shown, by the place where they stand in a report; see
        :mod:`narvaro.explain.said`.
    """

    scenario: str
    case_checksum: str
    definition: str
    objective_kind: ObjectiveKind
    mode: str
    standard_min: float
    walk_standard_min: float
    cutoff_min: float
    noticed_min: float
    target_mode: str
    close_mode: str
    fact_box: FactBox
    groups: pd.DataFrame
    curves: pd.DataFrame
    gains: pd.DataFrame
    by_year: pd.DataFrame
    inequality: pd.DataFrame
    standards: pd.DataFrame
    elsewhere: pd.DataFrame
    reasons: tuple[Reason, ...]
    why_not: tuple[WhyNot, ...]
    comparison: pd.DataFrame
    agreement: pd.DataFrame
    straight: pd.DataFrame
    straight_said: tuple[Note, ...]
    areas: pd.DataFrame
    offices: pd.DataFrame
    decided: pd.DataFrame
    decided_lists: pd.DataFrame
    decided_groups: pd.DataFrame
    decided_why: Mapping[str, tuple[Note, ...]]
    load_by: str
    load: pd.DataFrame
    load_years: pd.DataFrame
    notes: tuple[Note, ...]
    said: Mapping[str, tuple[Note, ...]]
    tables: Mapping[str, pd.DataFrame]

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """The modes that ways are measured by."""
        return tuple(dict.fromkeys(str(mode) for mode in self.groups["mode"]))

    @property
    def shown_mode(self) -> str:
        """The mode that everyone's minutes are shown by: the policy's, or the first where ways by it are not known."""
        return self.mode if self.mode in self.modes else self.modes[0]

    def change_min(self, mode: str) -> pd.Series[float]:
        """Return how many minutes longer each area's way by a mode becomes; no number where there is none."""
        return change_min(self.areas, mode)

    @cached_property
    def hardest_hit(self) -> pd.DataFrame:
        """The areas whose way by the shown mode becomes longer or goes; see :mod:`narvaro.explain.hardest_hit`."""
        return hardest_hit(self.areas, self.shown_mode, self.noticed_min)

    @property
    def leads_with_means(self) -> bool:
        """Whether the mean minutes of groups are told before the shares of people beyond a limit."""
        return CRITERIA[self.objective_kind].leads_with_means

    @property
    def criterion(self) -> Criterion:
        """What the plan makes small."""
        return criterion_for(self.objective_kind, self.definition or None)

    def to_json(self) -> dict[str, Any]:
        """Return the findings as plain tables; the same findings give the same bytes."""
        plain = {"format": FORMAT} | {item.name: _stored(getattr(self, item.name)) for item in fields(self)}
        return {**plain, "checksum": checksum_of(plain)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Findings:
        """Return the findings that :meth:`to_json` wrote.

        Raises
        ------
        FolderError
            If they have another form than this version writes, or were changed after they were written.
        """
        _require_form(stored)
        read: dict[str, Any] = {}
        for item in fields(cls):
            value = stored[item.name]
            if item.name == "fact_box":
                read[item.name] = FactBox.from_json(value)
            elif item.name in _PLACES:
                read[item.name] = tuple(_place(_PLACES[item.name], row) for row in value)
            elif item.name in ("said", "decided_why"):
                read[item.name] = {name: _notes(rows) for name, rows in value.items()}
            elif item.name == "tables":
                read[item.name] = {name: frame_from_json(table) for name, table in value.items()}
            elif isinstance(value, list):
                read[item.name] = _notes(value)
            elif isinstance(value, Mapping):
                read[item.name] = frame_from_json(value)
            else:
                read[item.name] = _number(value) if item.type == "float" else value
        return cls(**read)


_PLACES: Mapping[str, type[Reason] | type[WhyNot]] = {"reasons": Reason, "why_not": WhyNot}


def _stored(value: object) -> object:
    if isinstance(value, pd.DataFrame):
        return frame_to_json(value)
    if isinstance(value, FactBox | Note):
        return value.to_json()
    if isinstance(value, Reason | WhyNot):
        return {item.name: _stored(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {name: _stored(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [_stored(one) for one in value]
    if isinstance(value, float) and value != value:
        return None
    return INFINITE if value == float("inf") else value


def _place(kind: type[Reason] | type[WhyNot], row: Mapping[str, Any]) -> Reason | WhyNot:
    read: dict[str, Any] = {}
    for item in fields(kind):
        value = row[item.name]
        if item.name == "why":
            value = tuple(Note.from_json(note) for note in value)
        elif isinstance(value, list):
            value = tuple(value)
        elif item.type == "float":
            value = _number(value)
        read[item.name] = value
    return kind(**read)


def _notes(rows: Sequence[Mapping[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note.from_json(row) for row in rows)


def _number(value: float | str | None) -> float:
    return float("nan") if value is None else float(value)


@cache
def _form() -> type[Form]:
    """Return the schema of the file; `key` says what kept findings rest on."""
    more: dict[str, Any] = {"key": (str, ""), "format": (int, ...), "checksum": (str, ...)}
    return create_model("FindingsForm", __base__=stored_form(Findings), **more)


def _require_form(stored: object) -> None:
    if not isinstance(stored, Mapping) or stored.get("format") != FORMAT:
        found = printable(stored.get("format")) if isinstance(stored, Mapping) else "–"
        raise FolderError([Fault("explain.format", {"found": found, "known": str(FORMAT)}, FILE)])
    try:
        conforming(_form(), stored)
    except ValidationError as error:
        faults = faults_of(error, FILE, _form())
        raise FolderError([*faults, Fault("explain.unreadable", {}, FILE)]) from None
    if stored["checksum"] != checksum_of({name: value for name, value in stored.items() if name != "key"}):
        raise FolderError([Fault("explain.changed", {}, FILE)])


def write_findings(findings: Findings, path: Path | str) -> None:
    """Write findings as JSON, one line a field, whole or not at all; the same findings give the same bytes."""
    fields_of = findings.to_json().items()
    lines = [
        f"{json.dumps(key)}: {json.dumps(x, ensure_ascii=False, allow_nan=False)}" for key, x in fields_of
    ]
    write_text(Path(path), "{\n" + ",\n".join(lines) + "\n}\n")


def read_findings(path: Path | str) -> Findings:
    """Read findings that `write_findings` wrote.

    Raises
    ------
    FolderError
        If the file is not there, cannot be read, or has another form.
    """
    path = Path(path)
    try:
        stored = read_json(path)
    except (FileNotFoundError, NotADirectoryError):
        raise FolderError([Fault("explain.absent", {}, str(path))]) from None
    except FolderError as error:
        raise FolderError([*error.faults, Fault("explain.unreadable", {}, path.name)]) from None
    return Findings.from_json(stored)
