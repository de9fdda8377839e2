"""People and cars of SCB's small areas, from the statistical database or from files fetched by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from narvaro.errors import Fault, SettingError, SourceError
from narvaro.sources.official.by_hand import HandFile, record_of
from narvaro.sources.official.cache import Record
from narvaro.sources.official.jsonstat import MOST_NAMED, Cube, read_cube
from narvaro.sources.official.pxweb import bring_figures, bring_metadata
from narvaro.sources.official.supply import Supply
from narvaro.sources.sweden.scb.editions import AreaEdition
from narvaro.sources.sweden.scb.services import IN_USE, REGION, WHOLE, statistics


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of small areas.

    Parameters
    ----------
    by_area
        By code as the layer writes it.
    table
        The table of the database.
    updated
        When SCB last changed it.
    records
        The downloads.
    """

    by_area: pd.Series
    table: str
    updated: str
    records: list[Record]


def table_of(supply: Supply, table: str, file: HandFile) -> Cube | None:
    """Return a table of the database: with its figures where it was fetched by hand, else what it holds.

    None where a file that may be missing is not there.
    """
    if supply.files is None:
        return bring_metadata(supply, statistics(), table)
    path = file.within(supply.files)
    return None if path is None else read_cube(path.read_bytes(), path.name)


def year_of(table: Cube, asked: int | None) -> int:
    """Return the year to take: the one asked for, else the latest.

    Raises
    ------
    SettingError
        If the table has not that year.
    """
    years = sorted(code for code in table.codes[table.time] if code.isdecimal())
    if asked is not None and str(asked) not in years:
        data = {"year": str(asked), "table": table.name, "first": years[0], "last": years[-1]}
        raise SettingError([Fault("source.no_year", data, None, None, "--year")])
    return int(years[-1]) if asked is None else asked


def people_of(
    supply: Supply, table: Cube, file: HandFile, of: AreaEdition, year: int, counties: tuple[str, ...]
) -> Figures:
    """Return the people of each area on 31 December.

    Raises
    ------
    SourceError
        If an area has no figure, or the table is not as it used to be.
    """
    codes = _areas(table, of, counties)
    if not codes:
        data = {"file": table.name, "layer": of.layer.name, "last": list(table.codes[REGION][-MOST_NAMED:])}
        raise SourceError([Fault("source.no_areas", data)])
    found = _figures(supply, table, file, of, {REGION: codes, table.time: [str(year)], **_whole(table)})
    lost = found.by_area.index[found.by_area.isna() | (found.by_area < 0)]
    if len(lost):
        raise SourceError(
            [Fault("source.withheld", {"file": table.name, "codes": list(lost[:MOST_NAMED]), "n": len(lost)})]
        )
    return found


def cars_of(
    supply: Supply, table: Cube | None, file: HandFile, of: AreaEdition, year: int, counties: tuple[str, ...]
) -> Figures | None:
    """Return the cars in use of each area, or None where the table has not that year or these areas.

    Raises
    ------
    SourceError
        If the table is not as it used to be.
    """
    if table is None or str(year) not in table.codes[table.time]:
        return None
    codes = _areas(table, of, counties)
    if not codes:
        return None
    in_use = {variable: [code] for variable, code in IN_USE.items()}
    return _figures(supply, table, file, of, {REGION: codes, table.time: [str(year)], **in_use})


def _areas(table: Cube, of: AreaEdition, counties: tuple[str, ...]) -> list[str]:
    table.require(REGION, [])
    return of.codes_in(table.codes[REGION], counties)


def _whole(table: Cube) -> dict[str, list[str]]:
    """Return the codes that stand for everybody; a variable that may be left out is where it has no such code."""
    return {
        variable: [code]
        for variable, code in WHOLE.items()
        if variable in table.codes and not (variable in table.removable and code not in table.codes[variable])
    }


def _figures(
    supply: Supply, table: Cube, file: HandFile, of: AreaEdition, chosen: Mapping[str, Sequence[str]]
) -> Figures:
    contents = table.codes[table.contents]
    if len(contents) != 1:
        data = {"file": table.name, "variable": table.contents, "codes": list(contents)}
        raise SourceError([Fault("source.new_contents", data)])
    chosen = {**chosen, table.contents: contents}
    if supply.files is None:
        values, records = bring_figures(supply, statistics(), table, REGION, chosen)
    else:
        fixed = {variable: codes[0] for variable, codes in chosen.items() if variable != REGION}
        values = table.figures(REGION, fixed).loc[list(chosen[REGION])]
        path = file.within(supply.files)
        records = [] if path is None else [record_of(path)]
    values.index = pd.Index([of.plain(code) for code in values.index], name="id")
    return Figures(values, table.name.removesuffix(".json"), table.updated, records)
