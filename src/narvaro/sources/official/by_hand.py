"""Files that a user fetched by hand, with a browser or on another machine: found by the names that an error tells."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from narvaro.errors import Fault, SourceError
from narvaro.sources.official.cache import Record


@dataclass(frozen=True)
class HandFile:
    """A file that may be fetched by hand.

    Parameters
    ----------
    names
        What it may be called; the first is the one that is told.
    address
        Where a browser gets it.
    needed
        Whether nothing can be made without it.
    """

    names: tuple[str, ...]
    address: str
    needed: bool = True

    def within(self, folder: Path) -> Path | None:
        """Return the file in a folder, or None where it is not there."""
        return next((folder / name for name in self.names if (folder / name).is_file()), None)

    def to_fetch(self) -> Fault:
        """Return the fault that tells how to bring the file."""
        return Fault("source.by_hand", {"file": self.names[0], "address": self.address})


def require_files(folder: Path, wanted: tuple[HandFile, ...]) -> None:
    """Raise unless a folder has every file that is needed.

    Raises
    ------
    SourceError
        With each missing file and where to fetch it.
    """
    lost = [one for one in wanted if one.needed and one.within(folder) is None]
    if lost:
        raise SourceError(
            [Fault("source.no_files", {"folder": str(folder)}), *(one.to_fetch() for one in lost)]
        )


def with_files(error: SourceError, wanted: tuple[HandFile, ...]) -> SourceError:
    """Return an error that also tells which files would do, fetched by hand."""
    return SourceError([*error.faults, *(one.to_fetch() for one in wanted)])


def checksum(records: list[Record]) -> str:
    """Return the checksum of what came in one answer, or of the checksums of several.

    Examples
    --------
    >>> one = Record("a", "", "p", "e", "l", "t", "ab" * 32, 3)
    >>> checksum([one]) == "ab" * 32, len(checksum([one, one]))
    (True, 64)
    """
    sums = [record.sha256 for record in records]
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()


def record_of(path: Path) -> Record:
    """Return the record of a file that was fetched by hand: its name and its checksum."""
    content = path.read_bytes()
    return Record(path.name, "", "", "", "", "", hashlib.sha256(content).hexdigest(), len(content))
