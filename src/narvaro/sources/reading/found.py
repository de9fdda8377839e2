"""What a reader hands on: the cells as they stand in the file, and what it chose on the way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from narvaro.case.tables import FIRST_ROW
from narvaro.language import Note

Known = Callable[[str], bool]
"""Tells whether a cell is the name of a column that is asked for."""

CANONICAL = frozenset({"id", "name", "people", "need", "status", "size", "services"}) | frozenset(
    {"lon", "lat", "x", "y", "easting", "northing", "longitude", "latitude"}
)


def canonical(cell: str) -> bool:
    """Tell whether a cell is one of the names that a table of areas or sites must or may have.

    Examples
    --------
    >>> canonical("People"), canonical("folk")
    (True, False)
    """
    return cell.strip().casefold() in CANONICAL


@dataclass(frozen=True)
class TableAsked:
    """What is looked for in a file.

    Parameters
    ----------
    kind
        `areas` or `sites`: the sheet or layer to take where the file has one of that name.
    label
        What faults call the file.
    part
        The sheet, layer or file in an archive that the user named.
    known
        Tells the names of columns, by which a row of column names and the sheet or layer that fits are known.
    """

    kind: str
    label: str
    part: str | None = None
    known: Known = canonical

    def within(self, member: str, part: str | None) -> TableAsked:
        """Return what is looked for in a file of an archive."""
        return replace(self, label=f"{self.label} ({member})", part=part)


@dataclass(frozen=True)
class TableFound:
    """A table as it stands in a file.

    Parameters
    ----------
    table
        Every cell as text, an empty one as an empty text; a `GeoDataFrame` where the rows have a geometry, in its own
        coordinate system.
    label
        What faults call the file.
    first_row
        The number of the first row of data as its users see it: 2 in a spreadsheet, 1 in a map program. The rows
        follow each other without a gap.
    choices
        What the reader chose, each told as one sentence: encoding, sheet, layer, row of column names, rows left out.
    """

    table: pd.DataFrame
    label: str
    first_row: int = FIRST_ROW
    choices: tuple[Note, ...] = ()
