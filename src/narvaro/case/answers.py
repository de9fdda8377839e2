"""Columns of answers: yes or no in every row, and shares from 0 to 1."""

from __future__ import annotations

import numpy as np
import pandas as pd

from narvaro.case.tables import FIRST_ROW, listed
from narvaro.case.words import word, words
from narvaro.errors import Fault

YES = frozenset({"true", "yes", "ja", "oui", "kyllä", "sant", "vrai", "wahr", "tosi"})
NO = frozenset({"false", "no", "nej", "non", "nein", "ei", "falskt", "faux", "falsch", "epätosi"})


def yes_no(column: pd.Series) -> pd.Series | None:
    """Return a column as yes/no where all its cells say so, or nothing.

    Examples
    --------
    >>> yes_no(pd.Series(["ja", "No"])).tolist(), yes_no(pd.Series(["yes", ""])) is None
    ([True, False], True)
    """
    if pd.api.types.is_bool_dtype(column) and not column.isna().any():
        return column.astype(bool)
    lower = words(column).str.lower()
    return lower.isin(YES) if lower.isin(YES | NO).all() else None


def neither(column: pd.Series, *, meant: bool = False) -> pd.Series:
    """Tell which cells of a column of yes and no are neither; none where the column is not meant as one.

    It is meant as one where all filled cells say yes or no and some say yes, or where more than half do and both
    words are there. A column of other kinds may hold the word yes or no as well, and a country may be NO.

    Parameters
    ----------
    column
        As read.
    meant
        Whether the column must be one of yes and no.

    Examples
    --------
    >>> neither(pd.Series(["yes", "no", "maybe", ""])).tolist()
    [False, False, True, True]
    >>> neither(pd.Series(["town", "no", "village"])).any()
    np.False_
    """
    lower = words(column).str.lower()
    said = lower.isin(YES | NO)
    yes, filled = lower.isin(YES).any(), int((lower != "").sum())
    both = yes and lower.isin(NO).any() and 2 * int(said.sum()) > filled
    if meant or both or (yes and int(said.sum()) == filled):
        return ~said
    return pd.Series(False, index=column.index)


def answer_faults(column: pd.Series, file: str, *, meant: bool = False) -> list[Fault]:
    """Return a fault for each cell of a column of yes and no that is neither; see `neither`."""
    name = str(column.name)

    def fault(i: int) -> Fault:
        value = word(column.iloc[i])
        key = "table.neither_yes_nor_no" if value else "table.blank_yes_no"
        return Fault(key, {"value": value} if value else {}, file, i + FIRST_ROW, name)

    return listed(np.flatnonzero(neither(column, meant=meant)), fault)


def shares(column: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return a column as shares, no number where a cell is empty, and the rows whose cell is no share from 0 to 1.

    Examples
    --------
    >>> found, wrong = shares(pd.Series(["0,3", "", "30"]))
    >>> found.tolist(), wrong.tolist()
    ([0.3, nan, 30.0], [2])
    """
    text = words(column).str.replace(",", ".", regex=False)
    found = pd.to_numeric(text, errors="coerce").astype(float)
    wrong = (text != "") & ~((found >= 0) & (found <= 1))
    return found, np.flatnonzero(wrong)


def share_faults(column: pd.Series, file: str) -> list[Fault]:
    """Return a fault for each cell of a column of shares that is none."""
    name = str(column.name)
    return listed(
        shares(column)[1],
        lambda i: Fault("table.share", {"value": word(column.iloc[i])}, file, i + FIRST_ROW, name),
    )
