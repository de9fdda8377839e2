"""Polygons, people and cars become a table of areas, and shapes whose neighbours still meet."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Polygon, box

from narvaro.sources.sweden.scb.areas import areas_table, map_shapes

POLYGONS = gpd.GeoDataFrame(
    {"name": ["Visby", "", "Byn"], "municipality_code": ["0980", "0980", "2021"]},
    geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1)],
    index=pd.Index(["a", "b", "c"], name="id"),
    crs=3006,
)
POINTS = pd.DataFrame(
    {"lon": [18.3, 18.4, 14.0], "lat": [57.6, 57.7, 60.5], "land_km2": [9 * np.pi, 0.0, np.pi]},
    index=["c", "b", "a"],
)


def test_figures_are_joined_by_code_and_not_by_order() -> None:
    """People and points in another order; cars to a person with three decimals, missing where nobody lives."""
    people = pd.Series({"c": 0.0, "b": 30.0, "a": 7.0})
    cars = pd.Series({"b": 10.0, "a": np.nan, "c": 2.0})
    table = areas_table(POLYGONS, people, POINTS, 1.0, cars)
    assert table["people"].to_dict() == {"a": 7, "b": 30, "c": 0}
    assert table["lon"].to_dict() == {"a": 14.0, "b": 18.4, "c": 18.3}
    assert table["name"].tolist() == ["Visby", "Gotland b", "Byn"]
    assert table["cars_per_person"].fillna(-1).tolist() == [-1, 0.333, -1]
    assert table.loc["c", "county"] == "Dalarnas län"


def test_people_live_as_far_from_the_point_as_the_land_is_large() -> None:
    """Discs of 1 and 3 km: two thirds of the radius, and half of that where people live closer together."""
    people = pd.Series(1.0, index=POLYGONS.index)
    assert areas_table(POLYGONS, people, POINTS, 1.0)["extent_km"].to_dict() == {
        "a": 0.67,
        "b": 0.0,
        "c": 2.0,
    }
    assert areas_table(POLYGONS, people, POINTS, 0.5)["extent_km"].to_dict() == {
        "a": 0.33,
        "b": 0.0,
        "c": 1.0,
    }


def test_without_cars_there_is_no_column_of_them() -> None:
    """None, or not one figure."""
    people = pd.Series(1.0, index=POLYGONS.index)
    for cars in (None, pd.Series(np.nan, index=POLYGONS.index)):
        assert "cars_per_person" not in areas_table(POLYGONS, people, POINTS, 1.0, cars)


def test_neighbours_meet_after_simplification() -> None:
    """A crooked border between two areas is straightened once, for both."""
    crooked = [(1_000 + (5 if y % 200 else 0), y) for y in range(0, 1_001, 100)]
    left = Polygon([(0, 0), *crooked, (0, 1_000)])
    right = Polygon([(2_000, 0), (2_000, 1_000), *crooked[::-1]])
    polygons = gpd.GeoDataFrame(index=["l", "r"], geometry=[left, right], crs=3006)
    found = map_shapes(polygons, pd.Series({"l": "L", "r": "R"}), 50.0)
    assert found.columns.tolist() == ["code", "name", "geometry"]
    metres = found.to_crs(3006).geometry.to_numpy()
    assert shapely.get_num_coordinates(metres).tolist() == [5, 5]
    assert shapely.area(metres[0]) + shapely.area(metres[1]) == shapely.area(shapely.union_all(metres))
