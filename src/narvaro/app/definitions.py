"""The step that sets the definitions of a project folder side by side, as tables and on a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from narvaro.access import DefinitionTable, definition_columns, measure_definitions
from narvaro.app.project import RESULTS
from narvaro.app.sheets import write_table
from narvaro.case import Case, open_case
from narvaro.errors import Fault, InputError, TableError
from narvaro.language import Names
from narvaro.sources import countries_of
from narvaro.sources.lists import read_list

TABLE = "definitions.csv"


@dataclass(frozen=True, eq=False)
class Compared:
    """Definitions side by side, the case they are of, and the files they were written to."""

    case: Case
    table: DefinitionTable
    files: tuple[Path, ...]


def compare_definitions(
    folder: Path | str,
    *,
    of: Sequence[str] | None = None,
    lists: Sequence[Path | str] = (),
    lang: str = "en",
) -> Compared:
    """Set definitions side by side, and write a row for each area and a map into the folder's `results`.

    Parameters
    ----------
    folder
        A project folder.
    of
        The yes/no columns to compare; all that part people in two if left out.
    lists
        Files with definitions of the user's own, for this run (see `narvaro.sources.lists.read_list`).
    lang
        The language of the map: it is written to `results/definitions.<lang>.svg`.

    Raises
    ------
    SettingError
        If a column is not there or not yes/no, or nothing is left to compare.
    TableError
        With every fault of the tables, or of the lists.
    """
    from narvaro.report.definition_map import definition_map, write_definition_map

    folder = Path(folder)
    case = open_case(folder)
    own = _lists(lists, case.areas)
    columns = [*(definition_columns(case.areas) if of is None else of), *own]
    areas = case.areas.assign(**own)
    table = measure_definitions(areas, columns)
    names = Names(countries_of(case))
    drawn = definition_map(
        case, table.columns, table.kinds, table.people_of_kinds, table.total, table.notes[0], names, lang
    )
    files = (folder / RESULTS / TABLE, folder / RESULTS / f"definitions.{lang}.svg")
    write_table(rows_of(table), files[0])
    write_definition_map(drawn, files[1])
    return Compared(case, table, files)


def rows_of(table: DefinitionTable) -> pd.DataFrame:
    """Return one row an area: in how many definitions it is, whether that is none, some or all, and in which."""
    rows = table.areas.drop(columns="only").rename(columns={"count": "definitions", "verdict": "in"})
    inside = table.inside.rename(columns=lambda name: f"{name}_" if name in rows else name)
    return (
        rows.join(inside.astype(object).replace({True: "true", False: "false"}))
        .rename_axis("id")
        .reset_index()
    )


def _lists(lists: Sequence[Path | str], areas: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of a user's files, with the faults of all of them in one error."""
    found: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for path in lists:
        try:
            column = read_list(path, areas.assign(**found))
        except InputError as error:
            faults += list(error.faults)
        else:
            found[str(column.name)] = column
    if faults:
        raise TableError(faults)
    return found
