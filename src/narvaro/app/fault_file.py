"""All faults of tables as a file that opens in a spreadsheet, where the message names the first rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from narvaro.app.sheets import content_of
from narvaro.case.files import write_atomically
from narvaro.errors import Fault, gathered
from narvaro.language import OFFERED, say

FAULTS = "faults.csv"
HEADS = ("file", "row", "column", "fault")


def write_faults(faults: Sequence[Fault], folder: Path, lang: str) -> Path | None:
    """Write all faults beside the work where a line of the message stands for many rows; else nothing.

    A file of that name that is none of ours is left as it is, and so is a folder where nothing can be written: the
    message itself is then all there is.

    Returns
    -------
    Path
        The file, or None where none was written.
    """
    if all(len(alike) == 1 for alike in gathered(faults)):
        return None
    path = folder / FAULTS
    try:
        if path.exists() and not path.read_bytes().startswith(tuple(_head(each) for each in OFFERED)):
            return None
        with write_atomically(path) as beside:
            beside.write_bytes(content_of(fault_table(faults, lang), lang))
    except OSError:
        return None
    return path


def fault_table(faults: Sequence[Fault], lang: str) -> pd.DataFrame:
    """Return one row a fault: its file, row and column, and the sentence.

    Examples
    --------
    >>> fault_table([Fault("table.blank", {}, "a.csv", 3, "name")], "en").iloc[0].tolist()
    ['a.csv', '3', 'name', 'The cell is empty. Every row needs one.']
    """
    rows = [
        [
            fault.file or "",
            "" if fault.row is None else str(fault.row),
            fault.column or "",
            Fault(fault.key, fault.data).text(lang),
        ]
        for fault in faults
    ]
    return pd.DataFrame(rows, columns=[say(f"faults.head.{head}", lang) for head in HEADS], dtype="object")


def _head(lang: str) -> bytes:
    """Return the first line of the file, by which one of ours is known."""
    return content_of(fault_table([], lang), lang).rstrip(b"\n")
