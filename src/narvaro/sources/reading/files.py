"""Any file of a user, read by its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from narvaro.errors import Fault, TableError
from narvaro.sources.reading.archives import require_safe, unpacked
from narvaro.sources.reading.found import TableAsked, TableFound
from narvaro.sources.reading.shapes import PARQUET_SUFFIXES, SHAPE_SUFFIXES, read_parquet, read_shapes
from narvaro.sources.reading.sheets import SHEET_SUFFIXES, read_sheet
from narvaro.sources.reading.text import read_text

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
ARCHIVE = ".zip"


def file_and_part(given: Path | str) -> tuple[Path, str | None]:
    """Return a file and the sheet, layer or member that is named after `#`.

    Examples
    --------
    >>> file_and_part("areas.xlsx#2025")
    (PosixPath('areas.xlsx'), '2025')
    """
    whole = str(given)
    if Path(whole).exists() or "#" not in whole:
        return Path(whole), None
    marks = [at for at, sign in enumerate(whole) if sign == "#"]
    at = next((at for at in marks if Path(whole[:at]).is_file()), marks[0])
    return Path(whole[:at]), whole[at + 1 :] or None


def read_file(path: Path, asked: TableAsked) -> TableFound:
    r"""Return the table of a file of any known kind: its cells as texts, and what was chosen on the way.

    Parameters
    ----------
    path
        The file; its kind is known by its suffix.
    asked
        Which of its sheets or layers, what faults call it, and the names of columns.

    Raises
    ------
    TableError
        If the file is of another kind, is not there, or cannot be read with certainty.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "areas.csv"
    >>> _ = path.write_text("id;people\na;900\n")
    >>> found = read_file(path, TableAsked("areas", "areas.csv"))
    >>> found.table["people"].tolist(), found.first_row, found.choices
    (['900'], 2, ())
    """
    suffix = path.suffix.lower()
    readers = _readers()
    if suffix != ARCHIVE and suffix not in readers:
        raise TableError([Fault("table.unknown_kind", {"suffix": suffix or "–"}, asked.label)])
    if not path.is_file():
        raise TableError([Fault("table.absent", {}, str(path))])
    if suffix != ARCHIVE:
        return readers[suffix](path, asked)
    with unpacked(path, asked, tuple(readers)) as inside:
        found = readers[inside.file.suffix.lower()](inside.file, inside.asked)
        return replace(found, choices=(*inside.choices, *found.choices))


def _readers() -> dict[str, Callable[[Path, TableAsked], TableFound]]:
    readers: dict[str, Callable[[Path, TableAsked], TableFound]] = {}
    readers |= dict.fromkeys(TEXT_SUFFIXES, lambda path, asked: read_text(path.read_bytes(), asked))
    readers |= dict.fromkeys(SHEET_SUFFIXES, _read_workbook)
    readers |= dict.fromkeys(SHAPE_SUFFIXES, read_shapes)
    readers |= dict.fromkeys(PARQUET_SUFFIXES, read_parquet)
    return readers


def _read_workbook(path: Path, asked: TableAsked) -> TableFound:
    require_safe(path, asked.label)
    return read_sheet(path.read_bytes(), asked)
