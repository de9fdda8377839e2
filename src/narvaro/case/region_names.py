"""Regions by name: what stands beside their codes in the tables, for texts that would else tell a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narvaro.case.case import Case


class RegionNames:
    """The names of a case's regions: those in the column `county` are of the codes in `county_code`.

    Parameters
    ----------
    case
        The case; its areas go before its sites where both have the two columns.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [3, 1], "county_code": ["01", "03"], "county": ["Stockholm", "Uppsala"]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> names = RegionNames(Case("two", areas, sites))
    >>> names.name("county_code", "03"), names.name("county_code", "99")
    ('Uppsala', '99')
    >>> names.told({"column": "county_code", "code": "03", "year": "2027"})
    {'column': 'Uppsala', 'code': '(county_code 03)', 'year': '2027'}
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, dict[str, str]] = {}

    def of(self, column: str) -> Mapping[str, str]:
        """Return the name of each code of a column; none where no names stand beside it.

        Where two codes share a name, each has its code with it.
        """
        if column not in self._known:
            self._known[column] = self._read(column)
        return self._known[column]

    def name(self, column: str, code: str) -> str:
        """Return the name of a region, or its code where it has none."""
        return self.of(column).get(code, code)

    def told(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of a text about one region, `{column} {code}`, so that it tells the name before the code."""
        column, code = str(data.get("column", "")), str(data.get("code", ""))
        name = self.of(column).get(code)
        return {**data, **({} if name is None else {"column": name, "code": f"({column} {code})"})}

    def _read(self, column: str) -> dict[str, str]:
        beside = column.removesuffix("_code")
        for table in (self._case.areas, self._case.sites):
            if beside != column and column in table and beside in table:
                pairs = table[[column, beside]].astype(str)
                pairs = pairs[(pairs[column] != "") & (pairs[beside] != "")].drop_duplicates(column)
                twice = pairs[beside].duplicated(keep=False)
                names = pairs[beside].where(~twice, pairs[beside] + " (" + pairs[column] + ")")
                return dict(zip(pairs[column], names, strict=True))
        return {}
