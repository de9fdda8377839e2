"""A file that a user fetched is held against the same form as an answer."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from narvaro.errors import SourceError
from narvaro.sources.official.shapes import MapLayer, read_layer

LAYER = MapLayer("Areas", "code", ("name",), 3006, (0, 0, 100, 100))


def areas(*codes: str) -> gpd.GeoDataFrame:
    geometry = [box(place, 0, place + 1, 1) for place in range(len(codes))]
    return gpd.GeoDataFrame({"code": codes, "name": codes, "more": 1}, geometry=geometry, crs=3006)


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson"])
def test_geopackage_and_geojson_are_read(tmp_path: Path, name: str) -> None:
    """The wanted columns and the polygons, in the order of the file."""
    areas("b", "a").to_file(tmp_path / name)
    found = read_layer(tmp_path / name, LAYER, name)
    assert found["code"].tolist() == ["b", "a"]
    assert list(found.columns) == ["code", "name", "geometry"]


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    """Both of them, and those that are there."""
    areas("a").drop(columns="name").rename(columns={"code": "kod"}).to_file(tmp_path / "a.gpkg")
    with pytest.raises(SourceError) as caught:
        read_layer(tmp_path / "a.gpkg", LAYER, "a.gpkg")
    assert "a.gpkg lacks code, name; it has kod, more, geometry" in str(caught.value)


def test_a_file_that_is_no_layer_is_told_of(tmp_path: Path) -> None:
    """Text under the name of a GeoPackage."""
    (tmp_path / "a.gpkg").write_text("hello")
    with pytest.raises(SourceError) as caught:
        read_layer(tmp_path / "a.gpkg", LAYER, "a.gpkg")
    assert [fault.key for fault in caught.value.faults] == ["source.no_layer_file"]
