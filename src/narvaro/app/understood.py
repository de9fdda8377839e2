"""What was understood of a user's tables, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from narvaro.language import say
from narvaro.sources.understood import UnderstoodColumn

HEADS = ("table", "file", "column", "taken_as", "example", "done")


def understood_table(columns: Sequence[UnderstoodColumn], lang: str) -> pd.DataFrame:
    """Return one row a column of the files: what it is taken as, an example, and what was done to its cells.

    Examples
    --------
    >>> from narvaro.language import Note
    >>> row = UnderstoodColumn("areas", "a.csv", "Namn", Note("understood.column", {"name": "name"}), "Ala")
    >>> understood_table([row], "en").iloc[0].tolist()
    ['areas', 'a.csv', 'Namn', 'name', 'Ala', '']
    """
    rows = [
        [
            say(f"understood.table.{row.table}", lang),
            row.file,
            row.column,
            row.taken_as.text(lang),
            row.example,
            "; ".join(note.text(lang) for note in row.done),
        ]
        for row in columns
    ]
    return pd.DataFrame(
        rows, columns=[say(f"understood.head.{head}", lang) for head in HEADS], dtype="object"
    )
