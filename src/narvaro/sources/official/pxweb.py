"""Tables of a statistical database that speaks PxWebApi 2, as many statistical offices do.

What a table holds is read first (`/tables/ID/metadata`); its figures then come in pieces that the database gives at
once (`/tables/ID/data`), each held against what was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from urllib.parse import urlencode

import pandas as pd

from narvaro.case.documents import json_from
from narvaro.errors import Fault, SourceError
from narvaro.sources.official.cache import Publication, Record
from narvaro.sources.official.jsonstat import Cube, read_cube
from narvaro.sources.official.supply import Inquiry, Supply

PIECE = 1_000
"""Codes asked for at once, however many figures the database would give: one that fails costs little."""


@dataclass(frozen=True)
class Database:
    """A statistical database.

    Parameters
    ----------
    address
        Of its PxWebApi 2, such as `https://statistics.example/api/v2`.
    publication
        Whose data it holds.
    """

    address: str
    publication: Publication

    def question(self, path: str, words: Mapping[str, str] | None = None, body: str = "") -> Inquiry:
        """Return a question to the database."""
        asked = {"lang": "en", **(words or {})}
        return Inquiry(f"{self.address}/{path}?{urlencode(asked, safe='*,[]()')}", self.publication, body)

    def whole_table(self, table: str, chosen: Mapping[str, str], lists: Mapping[str, str]) -> str:
        """Return the address at which a browser gets a table.

        Parameters
        ----------
        table
            Its id.
        chosen
            What to choose of each variable.
        lists
            The list of codes that the choice is made from, by variable.
        """
        words = {"outputFormat": "json-stat2"}
        words |= {f"codelist[{variable}]": name for variable, name in lists.items()}
        words |= {f"valueCodes[{variable}]": choice for variable, choice in chosen.items()}
        return self.question(f"tables/{table}/data", words).address


def bring_metadata(supply: Supply, database: Database, table: str) -> Cube:
    """Return what a table holds, without its figures.

    Raises
    ------
    SourceError
        If there is no such table, or its description is not whole.
    """
    cube, _ = supply.bring(
        database.question(f"tables/{table}/metadata"),
        lambda content: read_cube(content, table, metadata=True),
    )
    return cube


def most_cells(supply: Supply, database: Database) -> int:
    """Return how many figures the database gives at once.

    Raises
    ------
    SourceError
        If it does not say.
    """
    asked = database.question("config")

    def read(content: bytes) -> int:
        said = json_from(content, "config.json", error=SourceError)
        most = said.get("maxDataCells") if isinstance(said, dict) else None
        if not isinstance(most, int) or isinstance(most, bool) or most < 1:
            raise SourceError([Fault("source.no_limit", {"address": asked.address})])
        return most

    return supply.bring(asked, read)[0]


def bring_figures(
    supply: Supply, database: Database, table: Cube, along: str, chosen: Mapping[str, Sequence[str]]
) -> tuple[pd.Series, list[Record]]:
    """Return the figures of a table along one variable, and the downloads they came with.

    Parameters
    ----------
    supply
        Where answers come from.
    database
        Which database.
    table
        What the table holds.
    along
        The variable.
    chosen
        Codes of it, and one code of each other variable; a variable that may be left out is where it is not named.

    Returns
    -------
    Series
        By code of `along`, in the order asked for; a figure that the publisher withholds is missing.

    Raises
    ------
    SourceError
        If the table lacks a code, or what came is not what was asked for.
    """
    for variable, codes in chosen.items():
        table.require(variable, codes)
    left = [one for one in table.codes if one not in chosen and one not in table.removable]
    if left:
        raise SourceError([Fault("source.new_variable", {"file": table.name, "variables": left})])
    beside = prod(len(codes) for variable, codes in chosen.items() if variable != along)
    size = min(PIECE, max(1, most_cells(supply, database) // beside))
    parts, records, wanted = [], [], list(chosen[along])
    for start, codes in _pieces(wanted, size):
        supply.progress(table.name, start, len(wanted))
        piece = {**chosen, along: codes}
        asked = database.question(f"tables/{table.name}/data", {"outputFormat": "json-stat2"}, _body(piece))

        def read(content: bytes, piece: Mapping[str, Sequence[str]] = piece) -> pd.Series:
            cube = read_cube(content, table.name)
            for variable, codes in piece.items():
                _require_exactly(cube, variable, codes)
            fixed = {variable: codes[0] for variable, codes in piece.items() if variable != along}
            return cube.figures(along, fixed)

        part, record = supply.bring(asked, read)
        parts.append(part)
        records.append(record)
    supply.progress(table.name, len(wanted), len(wanted))
    return pd.concat(parts).loc[wanted], records


def _pieces(codes: Sequence[str], size: int) -> Iterator[tuple[int, list[str]]]:
    for start in range(0, len(codes), size):
        yield start, list(codes[start : start + size])


def _body(chosen: Mapping[str, Sequence[str]]) -> str:
    selection = [{"variableCode": variable, "valueCodes": list(codes)} for variable, codes in chosen.items()]
    return json.dumps({"selection": selection}, ensure_ascii=False)


def _require_exactly(cube: Cube, variable: str, codes: Sequence[str]) -> None:
    """Raise unless an answer has the codes that were asked for and no others."""
    cube.require(variable, codes)
    has = cube.codes[variable]
    if len(has) != len(codes):
        raise SourceError([Fault("source.count", {"file": cube.name, "found": len(has), "said": len(codes)})])
