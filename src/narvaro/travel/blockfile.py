"""One file of labelled arrays: written whole or not at all, and read as views of the file."""

from __future__ import annotations

import errno
import json
import os
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from narvaro.case.documents import Form, conforming, json_from
from narvaro.case.files import write_atomically
from narvaro.errors import FolderError, TravelError

MAGIC = b"NARVARO1"
ALIGN = 64
"""Arrays begin at multiples of a cache line, so that no figure of a mapped file straddles two."""
NAME_LETTERS = 24
"""Hex digits of a SHA-256 that name a file: 96 bits, too many for two files of a folder ever to share a name."""
LEAD = 16
"""Bytes before the header: the mark of the format, and the length of the header in the other eight."""
_Kind = Annotated[str, Field(pattern=r"^[<>|=]?(b1|[iuf][1248]|[SU]\d{1,4})$")]
_Count = Annotated[int, Field(ge=0, le=2**48)]
Arrays = dict[str, npt.NDArray[Any]]


def pack_block(arrays: Mapping[str, npt.NDArray[Any]], made_of: Mapping[str, Any]) -> bytes:
    """Return the bytes of a file of arrays: a header in JSON, then each array aligned to 64 bytes.

    Parameters
    ----------
    arrays
        Name to array.
    made_of
        What the arrays were made of; goes into the header.

    Examples
    --------
    >>> content = pack_block({"a": np.arange(3)}, {"mode": "car"})
    >>> content[:8], len(content) % 64
    (b'NARVARO1', 0)
    """
    entries, parts, offset = [], [], 0
    for name, array in arrays.items():
        content = np.ascontiguousarray(array).tobytes()
        padded = content + b"\0" * (-len(content) % ALIGN)
        entries.append([name, array.dtype.str, list(array.shape), offset, zlib.crc32(content)])
        parts.append(padded)
        offset += len(padded)
    header = json.dumps({"arrays": entries, "made_of": made_of}, sort_keys=True).encode()
    lead = MAGIC + len(header).to_bytes(LEAD - len(MAGIC), "little")
    filler = b" " * (-(len(lead) + len(header)) % ALIGN)
    lead = MAGIC + (len(header) + len(filler)).to_bytes(LEAD - len(MAGIC), "little")
    return b"".join([lead, header, filler, *parts])


def write_block(path: Path, arrays: Mapping[str, npt.NDArray[Any]], made_of: Mapping[str, Any]) -> None:
    """Write arrays to a file, beside it first and then renamed.

    Raises
    ------
    TravelError
        If the disk is full or the file cannot be written; nothing half-written stays.
    """
    write_bytes(path, pack_block(arrays, made_of))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes to a file, whole or not at all."""
    try:
        with write_atomically(path) as beside:
            beside.write_bytes(content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise TravelError("travel.disk_full", file=str(path), mb=len(content) / 1e6) from error
        raise TravelError("travel.cannot_write", file=str(path), problem=str(error.strerror)) from error


def read_block(path: Path, *, check: bool = False) -> tuple[Arrays, dict[str, Any]]:
    """Open a file of arrays; the arrays are read-only views of the file, paged in as they are used.

    Parameters
    ----------
    path
        A file written by `write_block`.
    check
        Also read everything and compare the checksums.

    Returns
    -------
    tuple[Arrays, dict]
        The arrays by name, and what they were made of.

    Raises
    ------
    TravelError
        If the file is missing, cut short or not of this kind.
    """
    try:
        with path.open("rb") as file:
            lead = file.read(LEAD)
            if lead[: len(MAGIC)] != MAGIC:
                raise ValueError
            size, whole = int.from_bytes(lead[len(MAGIC) :], "little"), os.fstat(file.fileno()).st_size
            # A length that was spoilt would otherwise ask for that much memory.
            if size > whole - LEAD:
                raise ValueError
            header = json_from(file.read(size), path.name)
            conforming(_Header, header)
            if whole != LEAD + size + sum(_padded(entry) for entry in header["arrays"]):
                raise ValueError
    except (OSError, ValueError, TypeError, FolderError) as error:
        raise TravelError("travel.broken_block", file=path.name) from error
    memory = np.memmap(path, dtype=np.uint8, mode="r")
    arrays: Arrays = {}
    for name, dtype, shape, offset, crc in header["arrays"]:
        begin = LEAD + size + offset
        count = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        view = memory[begin : begin + count]
        if check and zlib.crc32(view.tobytes()) != crc:
            raise TravelError("travel.broken_block", file=path.name)
        arrays[name] = np.asarray(view).view(dtype).reshape(shape)
    return arrays, header["made_of"]


class _Header(Form):
    """How a file of arrays begins: name, kind, shape, offset and checksum of each array, and what made them."""

    arrays: list[tuple[str, _Kind, list[_Count], _Count, _Count]]
    made_of: dict[str, Any]

    @model_validator(mode="after")
    def _one_after_the_other(self) -> _Header:
        offset = 0
        for entry in self.arrays:
            if entry[3] != offset:
                raise ValueError
            offset += _padded(list(entry))
        return self


def _padded(entry: list[Any]) -> int:
    count = prod(entry[2]) * np.dtype(entry[1]).itemsize
    return int(count + (-count % ALIGN))
