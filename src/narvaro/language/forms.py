"""How each language writes numbers and dates: one file a language, `forms/<language>.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class NumberForms:
    """How a language writes numbers and dates.

    Parameters
    ----------
    decimal, thousands
        What stands before the decimals, and between groups of three figures.
    percent
        What stands after a figure of per cent, with its space.
    months
        Names of the months, as they stand in a date.
    words
        Counts from none to twelve in words, as newspapers write them.
    cell_separator
        What stands between the cells of a CSV that a spreadsheet in the language reads.
    first_of_month
        How the first day of a month is written.
    between_clauses, colon
        What stands between clauses of a sentence, and before what is told of something.
    says_millions
        Whether a million people may be said as `1.31 million`, with the noun after it as after any other figure.
    """

    decimal: str
    thousands: str
    percent: str
    months: tuple[str, ...]
    words: tuple[str, ...]
    cell_separator: str
    first_of_month: str = "1"
    between_clauses: str = "; "
    colon: str = ": "
    says_millions: bool = True


@cache
def forms(lang: str) -> NumberForms:
    """Return how a language writes numbers and dates.

    Examples
    --------
    >>> forms("fr").decimal, forms("fr").months[1]
    (',', 'février')
    """
    file = resources.files("narvaro.language") / "forms" / f"{lang}.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    told.update(months=tuple(told["months"]), words=tuple(told["words"]))
    return NumberForms(**told)
