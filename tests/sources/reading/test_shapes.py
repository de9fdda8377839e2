"""Geo files of every kind give the same texts and points; a Shapefile's letters are right without its .cpg too."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from narvaro.errors import TableError
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.reading.shapes import first_line, read_parquet, read_shapes

ASKED = TableAsked("areas", "a")
TABLE = gpd.GeoDataFrame(
    {"id": ["0114", "0115"], "name": ["Väsby", "Åkersberga"], "people": [1178, 900]},
    geometry=[Point(670_000, 6_600_000), Point(680_000, 6_600_000)],
    crs=3006,
)


@pytest.mark.parametrize("suffix", ["shp", "gpkg", "fgb", "geojson", "parquet"])
def test_every_kind_gives_the_same_texts_and_its_own_system(tmp_path: Path, suffix: str) -> None:
    """GeoJSON is in degrees by its standard."""
    path = tmp_path / f"a.{suffix}"
    table = TABLE.to_crs(4326) if suffix == "geojson" else TABLE
    table.to_parquet(path) if suffix == "parquet" else table.to_file(path)
    found = (read_parquet if suffix == "parquet" else read_shapes)(path, ASKED)
    rows = found.table.sort_values("id")  # FlatGeobuf keeps rows in the order of its index
    assert rows[["id", "name", "people"]].to_numpy().tolist() == [
        ["0114", "Väsby", "1178"],
        ["0115", "Åkersberga", "900"],
    ]
    assert isinstance(found.table, gpd.GeoDataFrame)
    assert found.table.crs.to_epsg() == (4326 if suffix == "geojson" else 3006)
    assert (found.first_row, found.choices) == (1, ())


@pytest.mark.parametrize(
    ("charset", "told"), [("CP1252", "Windows-1252"), ("MACINTOSH", "Mac Roman"), ("UTF-8", "")]
)
def test_a_shapefile_without_cpg_is_read_by_its_letters(tmp_path: Path, charset: str, told: str) -> None:
    """GDAL alone would take Latin-1 for granted; what was taken is told unless it is certain."""
    path = tmp_path / "a.shp"
    TABLE.to_file(path, encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    python = {"CP1252": "cp1252", "MACINTOSH": "mac_roman", "UTF-8": "utf-8"}[charset]
    for word in TABLE["name"]:  # a cell has so many bytes; blanks fill it
        packed = word.encode(python)
        table.write_bytes(table.read_bytes().replace(word.encode(), packed.ljust(len(word.encode()))))
    found = read_shapes(path, ASKED)
    assert found.table["name"].tolist() == ["Väsby", "Åkersberga"]
    assert [note.data["charset"] for note in found.choices] == ([told] if told else [])


def test_a_shapefile_that_is_not_whole_names_what_is_missing(tmp_path: Path) -> None:
    """People send the .shp alone."""
    TABLE.to_file(tmp_path / "a.shp")
    (tmp_path / "a.dbf").unlink()
    with pytest.raises(TableError, match=r"missing beside it: a\.dbf"):
        read_shapes(tmp_path / "a.shp", ASKED)


def test_the_layer_is_named_or_the_only_one_that_fits(tmp_path: Path) -> None:
    """A layer of lines beside it is none; two that fit are asked about."""
    path = tmp_path / "a.gpkg"
    TABLE.to_file(path, layer="desoytor")
    TABLE[["geometry"]].to_file(path, layer="grid")
    found = read_shapes(path, ASKED)
    assert [note.text("sv") for note in found.choices] == ["a: lagret ”desoytor” läses; läses inte: grid."]
    TABLE.to_file(path, layer="deso2018")
    with pytest.raises(TableError, match="--areas-sheet"):
        read_shapes(path, ASKED)
    assert read_shapes(path, TableAsked("areas", "a", "deso2018")).choices == ()


def test_a_table_without_geometry_keeps_its_columns(tmp_path: Path) -> None:
    """A plain Parquet file is a table as any other, with its index where that has a name."""
    pd.DataFrame({"lon": [18.5]}, index=pd.Index(["a"], name="id")).to_parquet(tmp_path / "a.parquet")
    assert read_parquet(tmp_path / "a.parquet", ASKED).table.iloc[0].to_dict() == {"id": "a", "lon": "18.5"}


def test_what_a_library_says_becomes_one_line() -> None:
    """Without its hints for programmers."""
    assert first_line(ValueError("It failed.; It might help to\nread on")) == "It failed"
