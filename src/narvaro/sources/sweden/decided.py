"""What was really decided on the offices: 2020, 2021 and 2025, as rows of `decided.csv` of a scenario."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from narvaro.sources.sweden.geometry import distance_km, to_metres
from narvaro.sources.sweden.tables import read_table, rule

COLUMNS = (
    "decided",
    "action",
    "municipality_code",
    "municipality",
    "site_id",
    "date",
    "reason",
    "status",
    "source",
    "note",
)


def decided(sites: pd.DataFrame, years: Collection[int]) -> pd.DataFrame:
    """Return what was decided in some years, with the site of each row where one stands for it.

    An office of the register is its own site. A place that a source names, without such a site, is the nearest one of
    its municipality within `candidate_city_km`. Else no site is named.

    Parameters
    ----------
    sites
        Index id; `municipality_code, lon, lat`.
    years
        Of the decisions.

    Examples
    --------
    >>> sites = pd.DataFrame({"municipality_code": ["1782"], "lon": [14.17], "lat": [59.71]}, index=["site-filipstad"])
    >>> table = decided(sites, [2021])
    >>> len(table), table.set_index("municipality_code").loc[["1782", "0180"], "site_id"].tolist()
    (28, ['site-filipstad', ''])
    """
    table = read_table("decided").astype(str)
    table = table[table["decided"].str[:4].astype(int).isin(list(years))].reset_index(drop=True)
    here = table["office_id"].where(table["office_id"].isin(sites.index), "")
    table["site_id"] = [
        site or _nearest(row["municipality_code"], row["lon"], row["lat"], sites)
        for site, row in zip(here, table.to_dict("records"), strict=True)
    ]
    return table[list(COLUMNS)]


def _nearest(code: str, lon: str, lat: str, sites: pd.DataFrame) -> str:
    own = sites[sites["municipality_code"] == code]
    if not lon or own.empty:
        return ""
    away = distance_km(to_metres([float(lon)], [float(lat)]), to_metres(own["lon"], own["lat"]))[0]
    return str(own.index[away.argmin()]) if away.min() <= rule("candidate_city_km") else ""
