"""The point of an area is on its built-up land where that is known, and always within it."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import MultiPolygon, box

from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import border_of
from narvaro.sources.sweden.scb.points import points_of
from narvaro.sources.sweden.small_areas import small_area_shapes, small_areas
from narvaro.sources.sweden.tables import read_table


def table(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    codes = [name.removeprefix("_") for name in shapes]
    return gpd.GeoDataFrame(
        {"municipality_code": [code[:4] for code in codes]},
        geometry=list(shapes.values()),
        index=codes,
        crs=3006,
    )


def test_a_known_area_has_the_middle_of_its_built_up_land() -> None:
    """The code is known and the point lies within: that of the embedded table."""
    code = "2021R001"
    polygons = table(_2021R001=small_area_shapes()[code])
    found = points_of(polygons).loc[code]
    known = small_areas().loc[code]
    assert known["built_up_km2"] > 0
    assert (found["basis"], found["lon"], found["lat"]) == ("built_up", known["lon"], known["lat"])


def test_a_code_that_went_to_another_place_is_not_believed() -> None:
    """The same code on land where the known point is not: the rule goes on to the next."""
    away = box(500_000, 6_900_000, 501_000, 6_901_000)
    assert points_of(table(_2021R001=away)).loc["2021R001", "basis"] == "inside"


def test_the_largest_locality_within_stands_for_an_unknown_area() -> None:
    """Of the localities in a square round Falun, Falun itself has most people."""
    places = read_table("localities").set_index("name")
    falun = places.loc["Falun"]
    east, north = to_metres([falun["lon"]], [falun["lat"]])[0]
    found = points_of(table(_2080X001=box(east - 8_000, north - 8_000, east + 8_000, north + 8_000)))
    assert found.loc["2080X001", "basis"] == "locality"
    assert found.loc["2080X001", "lon"] == pytest.approx(falun["lon"], abs=1e-5)
    assert found.loc["2080X001", "lat"] == pytest.approx(falun["lat"], abs=1e-5)


def test_the_land_of_an_area_leaves_the_sea_out() -> None:
    """A square of 100 km² far out at sea has no land of its own and counts whole; one on land is all land."""
    _, south, east, _ = border_of("0980").bounds
    sea = box(east + 70_000, south, east + 80_000, south + 10_000)
    inland = border_of("2021").representative_point().buffer(500)
    found = points_of(table(_0980X001=sea, _2021X001=inland))["land_km2"]
    assert found.to_dict() == pytest.approx({"0980X001": 100.0, "2021X001": inland.area / 1e6})


def test_an_area_without_a_place_has_a_point_on_its_largest_piece_of_land() -> None:
    """A square mostly in the sea off Gotland: the point is on Gotland, not in the water."""
    land = border_of("0980")
    _, south, east, north = land.bounds
    sea = box(east - 3_000, south, east + 60_000, north)
    parts = MultiPolygon([box(east + 70_000, south, east + 71_000, south + 1_000), sea])
    found = points_of(table(_0980X001=parts)).loc["0980X001"]
    point = shapely.points(to_metres([found["lon"]], [found["lat"]]))[0]
    assert land.buffer(2).contains(point)
    assert found["basis"] in ("inside", "locality")
