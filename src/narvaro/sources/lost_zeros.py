"""Codes of municipalities that lost their leading zero, put right where a country's own list shows what they are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from narvaro.case.words import spelling, word, words
from narvaro.sources.countries import municipality_lists


def with_zeros(
    codes: pd.Series[Any], names: pd.Series[Any] | None = None
) -> tuple[pd.Series[Any], dict[str, str]]:
    """Return codes with the zero that they lost, and each code that was put right.

    Only where a country's list has every code of the column as it stands or with one zero before it, and where the
    name of each municipality is that of the list if the table has names. All else is left as it stands.

    Parameters
    ----------
    codes
        Codes of municipalities as they stand in the file; numbers where a spreadsheet made them so.
    names
        What the table calls the municipalities, if it does.

    Examples
    --------
    >>> with_zeros(pd.Series(["180", "1280"]), pd.Series(["Stockholm", "Malmö"]))[1]
    {'180': '0180'}
    >>> with_zeros(pd.Series(["180", "1280"]), pd.Series(["Ala", "Malmö"]))[1], with_zeros(pd.Series(["180", "999"]))[1]
    ({}, {})
    """
    given = words(codes)
    fitting = []
    for known in municipality_lists():
        right = {code: code if code in known else f"0{code}" for code in set(given) - {""}}
        lost = {code: whole for code, whole in right.items() if whole != code}
        if all(whole in known for whole in right.values()) and _named_so(given, names, lost, known):
            fitting.append(lost)
    if len(fitting) != 1 or not fitting[0]:
        return codes, {}
    return given.map(lambda code: fitting[0].get(code, code)), dict(sorted(fitting[0].items()))


def _named_so(
    codes: pd.Series[Any], names: pd.Series[Any] | None, lost: dict[str, str], known: dict[str, str]
) -> bool:
    """Tell whether each municipality whose code lost its zero has the name that the list gives it."""
    if names is None:
        return True
    return all(
        code not in lost or not word(name) or spelling(word(name)) == spelling(known[lost[code]])
        for code, name in zip(codes, names, strict=True)
    )
