"""What was really decided, as a table of its own (`decided.csv`): what a plan is held against, and nothing it rests on.

A row is an office that a decision opened or closed. The rows of one year are one decision.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd

from narvaro.case.tables import FIRST_ROW, listed
from narvaro.case.words import control_in, word, words
from narvaro.errors import Fault

FILE = "decided.csv"
NEEDED = ("decided", "action")
COLUMNS = (
    *NEEDED,
    *("municipality_code", "municipality", "site_id", "date", "reason", "status", "source", "note"),
)
ACTIONS = ("open", "close")
DONE, ANNOUNCED, UNCERTAIN = STATES = ("done", "announced", "uncertain")
"""How far a row has come: carried out, announced, or of unknown outcome."""
_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_SPAN = re.compile(rf"{_DATE}(?:/{_DATE})?")


def conform_decided(
    raw: pd.DataFrame, sites: pd.DataFrame, file: str = FILE
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return decisions with every column and the faults found.

    Parameters
    ----------
    raw
        Columns `decided` (when: a year, or more exactly `2021-05`), `action` (`open` or `close`) and
        `municipality_code` or `site_id`; perhaps
        `municipality` (its name), `date` (when it was done, or a span `2022-07/2022-12`),
        `reason` (a word of one's own, or the column of sites whose regions were to have an office), `status` (`done`
        where left out, `announced` or `uncertain`), `source` and `note`.
    sites
        Checked sites: ids must be among them, and codes be one of theirs.
    file
        Name used in the faults.

    Returns
    -------
    tuple
        The table, all columns as text; and the faults.
    """
    table = raw.reset_index(drop=True)
    table.columns = pd.Index([word(name) for name in table.columns])
    faults = [
        Fault("table.missing_column", {"has": ", ".join(map(str, table.columns))}, file, 1, name)
        for name in NEEDED
        if name not in table
    ]
    unknown = [name for name in table.columns if name not in COLUMNS]
    faults += [
        Fault("decided.unknown_column", {"known": ", ".join(COLUMNS)}, file, 1, name) for name in unknown
    ]
    if faults:
        return table, faults
    table = table.reindex(columns=list(COLUMNS)).pipe(lambda every: every.apply(words))
    table["status"] = table["status"].replace("", DONE)
    for column, allowed in (("action", ACTIONS), ("status", STATES)):
        faults += _not(table, column, table[column].isin(allowed), "table.one_of", file, ", ".join(allowed))
    dated = table["decided"].str.fullmatch(_DATE)
    faults += _not(table, "decided", dated, "decided.date", file)
    known_span = (table["date"] == "") | table["date"].str.fullmatch(_SPAN.pattern)
    faults += _not(table, "date", known_span, "decided.date", file)
    ids, codes = set(sites.index), set(sites["municipality_code"])
    faults += _not(table, "site_id", table["site_id"].isin([*ids, ""]), "decided.no_such_site", file)
    somewhere = (table["site_id"] != "") | (table["municipality_code"] != "")
    faults += _not(table, "municipality_code", somewhere, "decided.nowhere", file)
    known = table["municipality_code"].isin([*codes, ""])
    faults += _not(table, "municipality_code", known, "decided.no_such_municipality", file)
    again = table.assign(year=table["decided"].str[:4]).duplicated(
        ["year", "action", "municipality_code", "site_id"]
    )
    faults += _not(table, "site_id", ~again, "decided.twice", file)
    for column in COLUMNS:
        steering = table[column].map(control_in)
        faults += [
            Fault("table.control", {"character": found}, file, row, column)
            for row, found in enumerate(steering, FIRST_ROW)
            if found
        ]
    if not faults:
        table = _filled(table, sites)
    return table, faults


def _not(
    table: pd.DataFrame, column: str, fine: pd.Series[bool], key: str, file: str, allowed: str = ""
) -> list[Fault]:
    """Return a fault for each cell of a column that is not fine."""

    def fault(i: int) -> Fault:
        data = {"value": table[column].iloc[i]} | ({"allowed": allowed} if allowed else {})
        return Fault(key, data, file, i + FIRST_ROW, column)

    return listed(np.flatnonzero(~fine.to_numpy(bool)), fault)


def _filled(table: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the municipality of a site where only that is named, and the name of each municipality."""
    code_of = sites["municipality_code"].to_dict()
    named = sites[sites["municipality"] != ""]
    name_of = dict(zip(named["municipality_code"], named["municipality"], strict=True))
    pairs = zip(table["municipality_code"], table["site_id"], strict=True)
    codes = [code or code_of.get(site, "") for code, site in pairs]
    names = [name or name_of.get(code, code) for name, code in zip(table["municipality"], codes, strict=True)]
    return table.assign(municipality_code=codes, municipality=names)


def years_decided(decided: pd.DataFrame) -> tuple[int, ...]:
    """Return the years of the decisions, in order: the rows of one year are one decision."""
    return tuple(sorted({int(when[:4]) for when in decided["decided"]}))


def rows_of(decided: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows of the decision of a year."""
    return decided[decided["decided"].str[:4] == str(year)].reset_index(drop=True)


def span_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that a date may mean; None where nothing is said.

    Examples
    --------
    >>> [day.isoformat() for day in span_of("2022-07/2022-12")]
    ['2022-07-01', '2022-12-31']
    >>> [day.isoformat() for day in span_of("2024")], span_of("")
    (['2024-01-01', '2024-12-31'], None)
    """
    if not text:
        return None
    first, _, last = text.partition("/")
    return _day(first, "-01-01"), _day(last or first, "-12-31")


def _day(text: str, rest: str) -> date:
    """Return a date, with what it lacks from the beginning or the end of the year or the month."""
    whole = text + rest[len(text) - 4 :] if len(text) < 10 else text
    year, month, day = map(int, whole.split("-"))
    while True:
        try:
            return date(year, month, day)
        except ValueError:  # the 31st of a short month
            day -= 1
