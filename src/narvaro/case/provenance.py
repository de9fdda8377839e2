"""Where tables come from, and what was assumed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from narvaro.case.money import Origin


@dataclass(frozen=True)
class Provenance:
    """The origin of one table.

    Parameters
    ----------
    table
        What the table holds, such as `people by municipality`. A country's begins with its name and is a key of the
        catalogue: `land_people` is told as `provenance.land_people` says.
    publisher, edition, date, licence
        As the publisher writes them; empty where not known.
    checksum
        SHA-256 of the file as carried, empty where there is no file.
    origin
        `stated`, `derived` or `assumed`.
    note
        What a reader must mind.
    """

    table: str
    publisher: str
    edition: str = ""
    date: str = ""
    licence: str = ""
    checksum: str = ""
    origin: Origin = "stated"
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table."""
        return asdict(self)


@dataclass(frozen=True)
class Assumption:
    """A figure that a result rests on, with its unit and where it comes from.

    Parameters
    ----------
    id
        A stable name; `assumption.<id>` in the catalogue gives its Swedish and English label.
    value
        The figure, or a short text.
    unit
        `min`, `km/h`, `million SEK/year`, ...; empty for a plain ratio.
    origin, source
        `stated`, `derived` or `assumed`, and after what.
    """

    id: str
    value: float | str
    unit: str
    origin: Origin
    source: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table."""
        return asdict(self)
