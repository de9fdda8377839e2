"""Statistical tables in JSON-stat 2.0 (https://json-stat.org/full): one figure for each combination of codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from narvaro.case.documents import json_from
from narvaro.errors import Fault, SourceError

MOST_NAMED = 5


@dataclass(frozen=True, eq=False)
class Cube:
    """A table, or what there is to know of one before its figures are asked for.

    Parameters
    ----------
    name
        What faults call it.
    codes
        The codes of each variable, in order.
    labels
        What each code stands for.
    removable
        Variables that may be left out of a question: the figures are then of all their codes together.
    roles
        The variables of time (`time`) and of contents (`metric`).
    updated
        When its publisher last changed it.
    values
        Figures in the order of the variables, the last varying fastest; missing figures are NaN. None in metadata.
    """

    name: str
    codes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]
    removable: frozenset[str]
    roles: Mapping[str, tuple[str, ...]]
    updated: str
    values: np.ndarray | None = None

    @property
    def time(self) -> str:
        """The variable of time.

        Raises
        ------
        SourceError
            If the table has none, or several.
        """
        return self._only("time")

    @property
    def contents(self) -> str:
        """The variable that says what the figures are; see `time`."""
        return self._only("metric")

    def _only(self, role: str) -> str:
        found = self.roles.get(role, ())
        if len(found) != 1:
            raise SourceError(
                [Fault("source.no_role", {"file": self.name, "role": role, "has": list(self.codes)})]
            )
        return found[0]

    def require(self, variable: str, codes: Sequence[str]) -> None:
        """Raise unless the table has a variable with these codes.

        Raises
        ------
        SourceError
            If it has not.
        """
        if variable not in self.codes:
            data = {"file": self.name, "missing": [variable], "has": list(self.codes)}
            raise SourceError([Fault("source.columns", data)])
        lost = sorted(set(codes) - set(self.codes[variable]))
        if lost:
            has = self.codes[variable]
            last = list(has[-MOST_NAMED:])
            data = {"file": self.name, "variable": variable, "codes": lost[:MOST_NAMED]}
            raise SourceError([Fault("source.no_code", {**data, "n": len(lost), "last": last})])

    def figures(self, along: str, fixed: Mapping[str, str]) -> pd.Series:
        """Return the figures along one variable, with one code of each other.

        Parameters
        ----------
        along
            The variable.
        fixed
            The code of each other variable that has more than one.

        Raises
        ------
        SourceError
            If a code is not there, or a variable with several codes is left open.

        Examples
        --------
        >>> text = b'{"class":"dataset","id":["Region","Tid"],"size":[2,1],"value":[7,9],"dimension":'
        >>> text += b'{"Region":{"category":{"index":["a","b"]}},"Tid":{"category":{"index":{"2025":0}}}}}'
        >>> read_cube(text, "T").figures("Region", {"Tid": "2025"}).to_dict()
        {'a': 7.0, 'b': 9.0}
        """
        if self.values is None:
            raise SourceError([Fault("source.no_figures", {"file": self.name})])
        where: list[Any] = []
        for variable, codes in self.codes.items():
            if variable == along:
                where.append(slice(None))
                continue
            code = fixed.get(variable, codes[0] if len(codes) == 1 else "")
            self.require(variable, [code])
            where.append(codes.index(code))
        self.require(along, [])
        cells = self.values.reshape([len(codes) for codes in self.codes.values()])
        return pd.Series(cells[tuple(where)], index=pd.Index(self.codes[along], name=along), dtype=float)


def read_cube(content: bytes, name: str, metadata: bool = False) -> Cube:
    """Return a table from its JSON.

    Parameters
    ----------
    content
        JSON-stat 2.0, of class `dataset`.
    name
        What faults call it.
    metadata
        Whether it is only told of: it then has no figures.

    Raises
    ------
    SourceError
        If it is cut short, is no such table, or has not one figure for each combination of codes.
    """
    table = json_from(content, name, error=SourceError)
    if not isinstance(table, dict) or table.get("class") != "dataset":
        raise SourceError([Fault("source.no_table", {"file": name, "problem": _problem(table)})])
    try:
        variables, sizes = [str(one) for one in table["id"]], [int(one) for one in table["size"]]
        codes = {one: _codes(table["dimension"][one]["category"]) for one in variables}
        labels = {one: dict(table["dimension"][one]["category"].get("label", {})) for one in variables}
        removable = frozenset(
            one
            for one in variables
            if (table["dimension"][one].get("extension") or {}).get("elimination") is True
        )
        roles = {str(role): tuple(map(str, found)) for role, found in (table.get("role") or {}).items()}
        values = None if metadata else _values(table["value"], prod(sizes))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"[:120]
        raise SourceError([Fault("source.no_table", {"file": name, "problem": problem})]) from None
    said = dict(zip(variables, sizes, strict=False))
    off = [one for one in variables if len(codes[one]) != said.get(one)]
    if off or (values is not None and len(values) != prod(sizes)):
        found = len(codes[off[0]]) if off else len(values if values is not None else ())
        data = {"file": name, "found": found, "said": said.get(off[0], 0) if off else prod(sizes)}
        raise SourceError([Fault("source.count", data)])
    return Cube(name, codes, labels, removable, roles, str(table.get("updated") or ""), values)


def _codes(category: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes of a variable in order: a list, places by code, or one code that has only a label."""
    index = category.get("index", list(category.get("label", {})))
    if isinstance(index, list):
        return tuple(map(str, index))
    places = {int(place): str(code) for code, place in index.items()}
    if sorted(places) != list(range(len(index))):
        raise ValueError("places of codes with gaps")
    return tuple(places[place] for place in range(len(index)))


def _values(value: Any, cells: int) -> np.ndarray:
    """Return the figures: a list of all, or those that there are by their place."""
    if isinstance(value, dict):
        found = np.full(cells, np.nan)
        for place, figure in value.items():
            if not 0 <= int(place) < cells:
                raise ValueError(f"place {place} of {cells}")
            found[int(place)] = np.nan if figure is None else float(figure)
        return found
    return np.array([np.nan if figure is None else float(figure) for figure in value], dtype=float)


def _problem(table: Any) -> str:
    """Return what a service said where it gave no table."""
    if isinstance(table, dict):
        said = [str(table[key]) for key in ("title", "detail", "error", "label") if table.get(key)]
        return " ".join(said)[:200]
    return type(table).__name__
