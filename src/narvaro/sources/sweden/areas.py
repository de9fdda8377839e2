"""All areas of Sweden: small areas, in the countryside in parts, with the areas of the Police's list cut out."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from narvaro.sources.sweden.definitions import small_area_definitions
from narvaro.sources.sweden.geometry import to_degrees
from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.municipalities import REGION_COLUMNS, with_regions
from narvaro.sources.sweden.settlement import settlement_of
from narvaro.sources.sweden.tables import read_table, rule, table_file
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, vulnerable_areas

OVER_SMALL_AREAS = ("area_types_1_2", "own_index")
"""Definitions that say yes or no of a whole small area, and so of each of its parts."""
COLUMNS = (
    "name",
    "lon",
    "lat",
    "people",
    "people_origin",
    "extent_km",
    "kind",
    "settlement",
    "locality",
    "small_area_code",
    "municipality_code",
    "municipality",
    *REGION_COLUMNS,
    *EDITION_COLUMNS,
    *OVER_SMALL_AREAS,
)
OUTSIDE = "a"
"""SCB's settlement class of people outside localities."""


@cache
def _table() -> pd.DataFrame:
    table = read_table("areas")
    table["municipality_code"] = table["small_area_code"].str[:4]
    listed = vulnerable_areas().reindex(table["police"])
    for column in EDITION_COLUMNS:
        table[column] = (listed[column] == True).to_numpy()  # noqa: E712  missing outside the list
    defined = small_area_definitions().reindex(table["small_area_code"])
    for column in OVER_SMALL_AREAS:
        table[column] = defined[column].to_numpy(bool)
    rural = table["settlement_class"] == OUTSIDE
    table["kind"] = np.select([rural, table["police"] != ""], ["rural", "vulnerable"], "locality")
    points = table[["x", "y"]].to_numpy(float)
    places = localities().reindex(table["locality_code"])
    table["settlement"] = settlement_of(
        points, table["settlement_class"].to_numpy(), places["people_now"].fillna(0).to_numpy(float)
    )
    table["locality"] = places["name"].fillna("").to_numpy()
    degrees = to_degrees(points)
    table["lon"], table["lat"] = degrees[:, 0], degrees[:, 1]
    return with_regions(table).set_index("id")


def swedish_areas() -> pd.DataFrame:
    """Return all areas of Sweden, with the people of 31 December 2023.

    Returns
    -------
    DataFrame
        Index `id`, in order; `name, lon, lat`, `people` (whole, summing to each municipality's figure),
        `people_origin` (`derived` or `assumed`), `extent_km` (mean distance of its people to the point), `kind`
        (`locality`, `vulnerable`, `rural`), `settlement`, `locality` (empty in the countryside), `small_area_code` (the
        RegSO it is, or is a part of), municipality, county and FA-region with codes, and yes/no `police_YEAR` for each
        edition of the Police list, `area_types_1_2` and `own_index` (see
        :func:`~narvaro.sources.sweden.definitions.small_area_definitions`).
    """
    return _table()[list(COLUMNS)].copy()


@cache
def _shapes() -> gpd.GeoDataFrame:
    with as_file(table_file("areas.parquet")) as file:
        found = gpd.read_parquet(file)
    found.insert(1, "name", _table()["name"].reindex(found["code"]).to_numpy())
    return found


def swedish_area_shapes() -> gpd.GeoDataFrame:
    """Return the polygon of each area, in the order of :func:`swedish_areas`: `code` (its id), `name`, `geometry`.

    In metres (SWEREF 99 TM). They are one coverage; see :func:`~narvaro.sources.sweden.part_shapes.part_shapes` for
    what is drawn between the parts of a small area.
    """
    return _shapes().copy()


def area_points() -> np.ndarray:
    """Return the points of all areas in metres, shape (n, 2), in their order."""
    return _table()[["x", "y"]].to_numpy(float)


def listed_parts() -> pd.Series:
    """Return the part of the Police's list that each area is cut out for, by its id; empty for all others."""
    return _table()["police"].copy()


def need_weights(areas: pd.DataFrame, definition: str) -> pd.Series:
    """Return the need weight of each person: that of vulnerable areas, of the countryside, or of elsewhere.

    Parameters
    ----------
    areas
        With `settlement` and the yes/no column of the definition.
    definition
        Name of that column.
    """
    weights = areas["settlement"].map({"rural": rule("need_rural")}).fillna(rule("need_other"))
    return weights.mask(areas[definition], rule("need_vulnerable"))


@cache
def _main_places() -> pd.DataFrame:
    table = _table()
    points = area_points()
    built = (table["kind"] != "rural").to_numpy()
    codes = table["municipality_code"].to_numpy()
    people = np.where(built, table["people"], 0.0)
    near = cKDTree(points).query_ball_point(points, rule("candidate_city_km") * 1_000)
    around = np.array(
        [people[rows][codes[rows] == code].sum() for rows, code in zip(near, codes, strict=True)]
    )
    table = table.assign(around=np.where(built, around, -1.0))
    middle = table.loc[table.groupby("municipality_code")["around"].idxmax()].set_index("municipality_code")
    largest = localities().groupby("municipality_code")["people_now"].max()
    return middle[["name", "lon", "lat"]].assign(people_now=largest.reindex(middle.index))


def main_places() -> pd.DataFrame:
    """Return the main place of each municipality: the area that most of its people live around.

    People outside the countryside within `candidate_city_km` count. Neither the point of a locality would do, which is
    the middle of its land and not of its town, nor the largest locality: where the town is a part of one that is booked
    under a neighbour (Mölndal, Huddinge), that is a hamlet.

    Returns
    -------
    DataFrame
        Index municipality code, in order; `name, lon, lat`, and `people_now` of its largest locality (missing where it
        has none of its own).
    """
    return _main_places().copy()
