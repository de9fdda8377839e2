"""Vulnerable areas: the Police list, every edition a set of parts that never overlap."""

from __future__ import annotations

from functools import cache

import pandas as pd

from narvaro.sources.sweden.tables import read_table

EDITIONS = (2015, 2017, 2019, 2021, 2023, 2025)
EDITION_COLUMNS = tuple(f"police_{edition}" for edition in EDITIONS)


@cache
def _table() -> pd.DataFrame:
    table = read_table("vulnerable").set_index("id").drop(columns=["people", "people_origin"])
    cut = read_table("areas").query("police != ''").groupby("police")
    table.insert(4, "people", cut["people"].sum())
    table.insert(5, "people_origin", cut["people_origin"].min())
    for edition, column in zip(EDITIONS, EDITION_COLUMNS, strict=True):
        table[column] = table[f"class_{edition}"] != ""
    return table


def vulnerable_areas() -> pd.DataFrame:
    """Return the parts of every area that was on the Police list in any edition.

    Returns
    -------
    DataFrame
        Index `id`; `name, municipality_code, lon, lat`, `people` in its areas, `people_origin`
        (`derived` by polygon or by the small areas of its name, `assumed` where one of its areas is), `regso` (names of
        those small areas), `class_YEAR` (`vulnerable`, `risk`, `particularly` or empty) and yes/no `police_YEAR`.

    Examples
    --------
    >>> table = vulnerable_areas()
    >>> bool(table.loc["police-0180-rinkeby", "police_2019"]), int(table["police_2025"].sum())
    (True, 65)
    """
    return _table().copy()
