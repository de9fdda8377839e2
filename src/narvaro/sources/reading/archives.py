"""Archives (.zip) of one table, looked over before anything of them is unpacked."""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.reading.parts import chosen_part, told_part

MOST_BYTES = 2 * 1024**3
"""So much may come out of an archive."""
MOST_RATIO = 200
"""So many times its own size may a file of an archive become."""
MOST_MEMBERS = 10_000

_LITTLE = 1024**2
"""Below this size the ratio says nothing: a table of zeros packs well."""


@dataclass(frozen=True)
class Unpacked:
    """The table of an archive: its file, what is asked of it, and how the choice of it is told."""

    file: Path
    asked: TableAsked
    choices: tuple[Note, ...]


@contextmanager
def unpacked(path: Path, asked: TableAsked, suffixes: tuple[str, ...]) -> Iterator[Unpacked]:
    """Unpack the table of an archive in a temporary folder, which is gone afterwards.

    Of a Shapefile its other parts come with it. Nothing is written elsewhere, and nothing that is no table.

    Parameters
    ----------
    path
        The archive.
    asked
        Which of its files; `file.xlsx#sheet` names a part of that.
    suffixes
        What tables end in.

    Yields
    ------
    Unpacked
        The file, and what is asked of it.

    Raises
    ------
    TableError
        If the archive is none, is locked or not safe to unpack, or which of its files is meant is not certain.
    """
    with _opened(path, asked) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        faults = archive_faults(members, asked.label)
        if faults:
            raise TableError(faults)
        tables = [info.filename for info in members if _is_table(info.filename, suffixes)]
        if not tables:
            held = [info.filename for info in members]
            raise TableError([Fault("table.no_table_in_archive", {"parts": held}, asked.label)])
        member, part = _member(tables, asked)
        told = told_part("reading.member", member, tables, asked)
        with tempfile.TemporaryDirectory(prefix="narvaro-") as folder:
            stem = str(PurePosixPath(member).with_suffix(""))
            for info in members:
                if info.filename == member or _goes_along(info.filename, stem, member):
                    _unpack(archive, info, Path(folder), asked)
            file = Path(folder) / PurePosixPath(member).name
            yield Unpacked(file, asked.within(member, part), told)


def require_safe(path: Path, label: str) -> None:
    """Raise unless a workbook that is an archive itself (.xlsx, .ods) may be unpacked.

    Raises
    ------
    TableError
        If it would become too large.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            faults = [
                fault for fault in archive_faults(archive.infolist(), label) if fault.key == "table.bomb"
            ]
        if faults:
            raise TableError(faults)


def archive_faults(members: list[zipfile.ZipInfo], label: str) -> list[Fault]:
    """Return what speaks against unpacking an archive.

    Examples
    --------
    >>> info = zipfile.ZipInfo("../areas.csv")
    >>> [fault.key for fault in archive_faults([info], "a.zip")]
    ['table.unsafe_path']
    """
    faults = [
        Fault("table.unsafe_path", {"path": info.filename}, label) for info in members if _is_unsafe(info)
    ][:1]
    if any(info.flag_bits & 1 for info in members):
        faults.append(Fault("table.locked", {}, label))
    total = sum(info.file_size for info in members)
    swollen = any(
        info.file_size > _LITTLE and info.file_size > MOST_RATIO * max(info.compress_size, 1)
        for info in members
    )
    if total > MOST_BYTES or swollen or len(members) > MOST_MEMBERS:
        faults.append(Fault("table.bomb", {"most": MOST_BYTES // 1024**3, "ratio": MOST_RATIO}, label))
    return faults


def _opened(path: Path, asked: TableAsked) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise TableError(
            [Fault("table.unreadable", {"problem": str(error)[:160].rstrip(".")}, asked.label)]
        ) from None


def _is_unsafe(info: zipfile.ZipInfo) -> bool:
    """Tell whether a member would lie outside the folder it is unpacked in, or is a link."""
    name = info.orig_filename.replace("\\", "/")
    link = stat.S_ISLNK(info.external_attr >> 16)
    return link or name.startswith("/") or ".." in name.split("/") or bool(re.match(r"[A-Za-z]:", name))


def _is_table(name: str, suffixes: tuple[str, ...]) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in suffixes


def _member(tables: list[str], asked: TableAsked) -> tuple[str, str | None]:
    """Return the file of an archive that is asked for, and the part of it."""
    wanted, part = asked.part, None
    if wanted is not None:
        bare = {PurePosixPath(name).name: name for name in tables}
        named = next((name for name in (*tables, *bare) if wanted.startswith(f"{name}#")), None)
        if named is not None:
            wanted, part = named, wanted[len(named) + 1 :]
        wanted = bare.get(wanted, wanted)
        if wanted not in tables and len(tables) == 1 and part is None:
            return tables[0], asked.part  # the sheet or layer of the only file
    stems = {PurePosixPath(name).stem.casefold(): name for name in tables}
    return chosen_part(tables, replace(asked, part=wanted), lambda name: stems.get(asked.kind) == name), part


def _goes_along(name: str, stem: str, member: str) -> bool:
    """Tell whether a file is a part of the Shapefile that is read."""
    return member.lower().endswith(".shp") and str(PurePosixPath(name).with_suffix("")) == stem


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, asked: TableAsked) -> None:
    """Write one file of an archive under its bare name, and no more of it than the archive says it holds."""
    try:
        with archive.open(info) as source, (folder / PurePosixPath(info.filename).name).open("wb") as target:
            shutil.copyfileobj(source, target)  # zipfile reads no more than `file_size`, which was held above
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
        raise TableError(
            [Fault("table.unreadable", {"problem": str(error)[:160].rstrip(".")}, asked.label)]
        ) from None
