"""The tables as CSV, each a file that opens in a spreadsheet of the language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narvaro.case.files import write_atomically
from narvaro.report.files.sheets import Sheet
from narvaro.report.tables import csv_bytes


def write_csv_files(sheets: Sequence[Sheet], folder: Path, lang: str) -> tuple[Path, ...]:
    """Write each table as a file of its key into a folder, and return the files.

    In Swedish cells are separated by semicolons and decimals by commas, and all are UTF-8 with its mark, as Excel reads
    them. No text is a formula.

    Parameters
    ----------
    sheets
        The tables.
    folder
        Where to write; made where it is not there.
    lang
        `sv`, `en` or `fr`.
    """
    paths = []
    for sheet in sheets:
        path = folder.joinpath(f"{sheet.key}.csv")
        with write_atomically(path) as beside:
            beside.write_bytes(csv_bytes(sheet.numbers.columns, sheet.numbers.rows, lang))
        paths.append(path)
    return tuple(paths)
