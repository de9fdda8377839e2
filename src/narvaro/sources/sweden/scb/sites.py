"""Sites for areas from SCB: today's offices and candidates as embedded, in the counties asked for."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import pandas as pd
import shapely

from narvaro.sources.sweden import scenario
from narvaro.sources.sweden.geometry import to_metres

LATEST = "cut-2025"
"""The scenario whose network is the latest that is known."""


@cache
def _latest() -> pd.DataFrame:
    return scenario(LATEST)[0].sites


def embedded_sites(polygons: gpd.GeoDataFrame, counties: tuple[str, ...]) -> pd.DataFrame:
    """Return the sites of the latest embedded network, each with the area that it lies in.

    Parameters
    ----------
    polygons
        Index `id`; `geometry` in metres.
    counties
        Codes of the counties; all if empty.

    Returns
    -------
    DataFrame
        As the sites of a scenario; `area_id` is empty where a site lies in none of the areas (a point that is not sure
        may stand in the water), and the case then takes the nearest.
    """
    table = _latest()
    if counties:
        table = table[table["county_code"].isin(counties)]
    points = shapely.points(to_metres(table["lon"], table["lat"]))
    which, area = polygons.sindex.query(points, predicate="within")
    inside = pd.Series("", index=range(len(table)), dtype=object)
    inside[which] = polygons.index[area]
    return table.assign(area_id=inside.to_numpy())
