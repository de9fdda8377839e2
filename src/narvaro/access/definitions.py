"""Definitions side by side: whom each counts, where they meet, and which areas hinge on the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access.table import json_rows
from narvaro.access.values import people_array
from narvaro.errors import Fault, SettingError
from narvaro.language import Note

VERDICTS = ("none", "some", "all")
"""What the definitions say of an area together. Of an area in some but not in all, the answer hinges on the choice."""


@dataclass(frozen=True, eq=False)
class DefinitionTable:
    """Definitions of a case side by side.

    Attributes
    ----------
    columns
        The yes/no columns compared, in their order.
    each
        By definition: `areas` and `people` in it, `share` of all people (0 to 1), and of these `people_alone`, in no
        other definition.
    pairs
        A row for each two, `first` and `second`: `areas_both`, `people_both`, `people_either`, and `jaccard`, people
        in both per person in either (0 to 1; missing where nobody is in either).
    verdicts
        By `none`, `some` and `all`: `areas` and `people` in none of the definitions, in some but not all, in all.
    areas
        By area: `name`, `people`, `count` (of the definitions that it is in), `verdict`, and `only`, the definition
        that it is in where that is one alone (else `""`).
    inside
        By area: yes/no for each definition.
    notes
        What a reader must know, what they disagree on first.
    """

    columns: tuple[str, ...]
    each: pd.DataFrame
    pairs: pd.DataFrame
    verdicts: pd.DataFrame
    areas: pd.DataFrame
    inside: pd.DataFrame
    notes: tuple[Note, ...]

    @property
    def hinging(self) -> pd.DataFrame:
        """The areas in some definitions but not all, those with the most people first; nobody's areas left out."""
        found = self.areas[(self.areas["verdict"] == "some") & (self.areas["people"] > 0)]
        return found.sort_values("people", ascending=False, kind="stable")

    @property
    def kinds(self) -> pd.Series[Any]:
        """What a map shows of each area: its verdict, or, of two definitions, the one that it is in alone."""
        alone = (self.areas["only"] != "") & (len(self.columns) == 2)
        return self.areas["verdict"].mask(alone, self.areas["only"])

    @property
    def total(self) -> float:
        """All people, whatever the definitions say of where they live."""
        return float(self.verdicts["people"].sum())

    @property
    def people_of_kinds(self) -> dict[str, float]:
        """People of each kind that a map shows, also of those that no area is of."""
        kinds, people = list(VERDICTS), [self.verdicts["people"].to_numpy(dtype=float)]
        if len(self.columns) == 2:
            kinds += self.columns
            people.append(self.each["people_alone"].to_numpy(dtype=float))
        return dict(zip(kinds, np.concatenate(people).tolist(), strict=True))

    def named_by(self, area: str) -> list[str]:
        """Return the definitions that an area is in."""
        row = self.inside.loc[area].to_numpy(dtype=bool)
        return [column for column, yes in zip(self.columns, row, strict=True) if yes]

    def to_json(self) -> dict[str, Any]:
        """Return the tables for machines; a missing number is null."""
        hinging = self.hinging.rename_axis("id").reset_index()
        within = [self.named_by(area) for area in hinging["id"]]
        rows = hinging[["id", "name", "people"]].assign(definitions=pd.Series(within, dtype=object))
        return {
            "definitions": json_rows(self.each.rename_axis("definition").reset_index()),
            "pairs": json_rows(self.pairs),
            "verdicts": json_rows(self.verdicts.rename_axis("in").reset_index()),
            "hinging": json_rows(rows),
            "notes": [note.to_json() for note in self.notes],
        }


def measure_definitions(areas: pd.DataFrame, columns: Sequence[str]) -> DefinitionTable:
    r"""Set yes/no columns of areas side by side, counted in people.

    .. math:: J(A, B) = \frac{\sum_{a \in A \cap B} p_a}{\sum_{a \in A \cup B} p_a}

    the Jaccard index of two definitions A and B, each area a weighted by its people :math:`p_a`: 1 where they name the
    same people, 0 where they share nobody.

    Parameters
    ----------
    areas
        With `name`, `people` (persons) and the columns; an area is whole inside a definition or outside it.
    columns
        The yes/no columns to compare.

    Raises
    ------
    SettingError
        If no column is given or one is not there or not yes/no, or if people are missing or below zero.

    References
    ----------
    Jaccard, P. (1912). The distribution of the flora in the alpine zone. *New Phytologist* 11(2), 37-50.

    Examples
    --------
    >>> areas = pd.DataFrame(
    ...     {"name": ["A", "B", "C"], "people": [30, 20, 50], "poor": [True, True, False], "far": [False, True, False]}
    ... )
    >>> found = measure_definitions(areas, ["poor", "far"])
    >>> found.pairs[["people_both", "people_either", "jaccard"]].values.tolist()
    [[20.0, 50.0, 0.4]]
    >>> found.areas["verdict"].tolist()
    ['some', 'all', 'none']
    """
    columns = tuple(dict.fromkeys(columns))
    _require_columns(areas, columns)
    people = people_array(areas.index, areas["people"])
    inside = areas[list(columns)].to_numpy(dtype=bool)
    count = inside.sum(axis=1)
    verdict = np.where(count == 0, "none", np.where(count == len(columns), "all", "some"))
    lived_in = people > 0
    total = float(people.sum())
    each = pd.DataFrame(
        {
            "areas": (inside & lived_in[:, None]).sum(axis=0).astype(float),
            "people": people @ inside,
            "share": people @ inside / total if total else np.nan,
            "people_alone": people @ (inside & (count == 1)[:, None]),
        },
        index=pd.Index(columns, dtype=object),
    )
    verdicts = pd.DataFrame(
        {
            "areas": [float((lived_in & (verdict == one)).sum()) for one in VERDICTS],
            "people": [float(people[verdict == one].sum()) for one in VERDICTS],
        },
        index=pd.Index(VERDICTS, dtype=object),
    )
    first = np.array(columns, dtype=object)[inside.argmax(axis=1)]
    only = np.where(count == 1, first, "")
    by_area = areas[["name"]].assign(people=people, count=count, verdict=verdict, only=only)
    return DefinitionTable(
        columns=columns,
        each=each,
        pairs=_pairs(columns, inside, people),
        verdicts=verdicts,
        areas=by_area,
        inside=areas[list(columns)].copy(),
        notes=_notes(each, verdicts),
    )


def definition_columns(areas: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns that may define: yes/no, with somebody inside and somebody outside.

    Examples
    --------
    >>> areas = pd.DataFrame({"people": [3, 2], "poor": [True, False], "new": [False, False], "kind": ["a", "b"]})
    >>> definition_columns(areas)
    ('poor',)
    """
    lived_in = areas[areas["people"] > 0]
    return tuple(
        str(column)
        for column in areas.columns
        if areas[column].dtype == bool and lived_in[column].nunique() == 2
    )


def _require_columns(areas: pd.DataFrame, columns: tuple[str, ...]) -> None:
    known = [str(column) for column in areas.columns if areas[column].dtype == bool]
    faults = [
        Fault("definitions.unknown", {"value": column, "allowed": known}, None, None, "--of")
        for column in columns
        if column not in known
    ]
    if not columns:
        faults.append(Fault("definitions.no_column"))
    if faults:
        raise SettingError(faults)


def _pairs(
    columns: tuple[str, ...], inside: np.ndarray[Any, Any], people: np.ndarray[Any, Any]
) -> pd.DataFrame:
    rows = []
    for first, second in combinations(range(len(columns)), 2):
        both, either = inside[:, first] & inside[:, second], inside[:, first] | inside[:, second]
        shared, all_of_them = float(people[both].sum()), float(people[either].sum())
        jaccard = shared / all_of_them if all_of_them > 0 else np.nan
        lived_in = float((both & (people > 0)).sum())
        rows.append((columns[first], columns[second], lived_in, shared, all_of_them, jaccard))
    names = ["first", "second", "areas_both", "people_both", "people_either", "jaccard"]
    return pd.DataFrame(rows, columns=names)


def _notes(each: pd.DataFrame, verdicts: pd.DataFrame) -> tuple[Note, ...]:
    people, areas = verdicts["people"], verdicts["areas"]
    total = float(people.sum())
    if len(each) == 1:
        one = {"people": float(each["people"].iloc[0]), "areas": int(each["areas"].iloc[0]), "total": total}
        return (Note("definitions.one", one), Note("definitions.alone"))
    if people["some"] <= 0:
        return (Note("definitions.agree", {"n": len(each), "people": float(people["all"]), "total": total}),)
    some, every = float(people["some"]), float(people["all"])
    reach = {"count": len(each), "any": some + every, "all": every, "total": total}
    return (
        Note("definitions.differ", {"some": some, "areas": int(areas["some"]), "total": total}),
        Note("definitions.reach_of_two" if len(each) == 2 else "definitions.reach", reach),
    )
