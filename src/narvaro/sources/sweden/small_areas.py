"""SCB's small areas, RegSO of 2025: who lives in each, and its polygon on land."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file

import geopandas as gpd
import pandas as pd

from narvaro.sources.sweden.tables import read_table, table_file


@cache
def _table() -> pd.DataFrame:
    found = read_table("small_areas").set_index("code")
    for column in ("built_up_km2", "income_tkr", "low_standard_pct"):
        found[column] = pd.to_numeric(found[column].replace("", float("nan")))
    found["area_type"] = pd.to_numeric(found["area_type"].replace("", pd.NA)).astype("Int64")
    return found


def small_areas() -> pd.DataFrame:
    """Return the people and conditions of each of the 3,363 RegSO of 2025.

    Returns
    -------
    DataFrame
        Index `code`, in order. `name, municipality_code`; `lon, lat` of its built-up land (degrees, WGS 84) and
        `built_up_km2` of it (missing where there is none). `people_2023`, of them in DeSO mostly outside localities
        `people_a`, in a locality that is not the municipality's centre `people_b`, in its central locality `people_c`.
        Persons of 2022: `people_2022, aged_0_19, born_sweden, born_europe, born_world, aged_16_64, employed,
        unemployed, outside_labour_force`, `only_primary_school` (25-64), `single_parents` (households); dwellings
        `rented, cooperative, owned`. `income_tkr` (mean of the medians of its DeSO weighted by people, thousand SEK a
        year), `low_standard_pct` (likewise), `area_type` (SCB's types 1-5, missing where there is none) and
        `people_origin`: `derived` from DeSO 2018 by name, or `assumed` in Kiruna and Gällivare, where areas came and
        went between the editions.

    Examples
    --------
    >>> table = small_areas()
    >>> len(table), int(table["people_2023"].sum()), table.loc["1275R002", "name"]
    (3363, 10551707, 'Perstorp sydöstra tätorten')
    """
    return _table().copy()


@cache
def _shapes() -> gpd.GeoSeries:
    with as_file(table_file("small_areas.parquet")) as file:
        found = gpd.read_parquet(file)
    return found.set_index("code").geometry


def small_area_shapes() -> gpd.GeoSeries:
    """Return the polygon of each small area without the sea, simplified to 200 m, in metres (SWEREF 99 TM).

    They are one coverage: neighbours meet in the same corners, and none lies over another.

    Returns
    -------
    GeoSeries
        Index `code`, in the order of :func:`small_areas`.
    """
    return _shapes().copy()
