"""The GeoPackage opens again with all that was put in, and the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from tests.report.files.areas import with_polygons

from narvaro.report.files.geopackage import write_geopackage
from narvaro.report.files.layer_styles import styles_of
from narvaro.report.files.layers import layers_of
from narvaro.report.material import Material

DAY = dt.date(2021, 3, 4)


def write(m: Material, path: Path) -> Path:
    layers = layers_of(m)
    write_geopackage(layers, styles_of(m, layers), path, DAY)
    return path


@pytest.mark.parametrize("every", [True, False])
def test_every_layer_comes_back(tmp_path: Path, every: bool) -> None:
    """Ids, figures and places of each layer, in degrees."""
    m = with_polygons(every)
    path = write(m, tmp_path / "plan.gpkg")
    layers = layers_of(m)
    assert [name for name, _ in pyogrio.list_layers(path)] == [*(one.name for one in layers), "layer_styles"]
    for layer in layers:
        back = gpd.read_file(path, layer=layer.name)
        assert back.crs.to_epsg() == 4326
        assert back["id"].tolist() == layer.table.index.tolist()
        assert all(one.equals(other) for one, other in zip(back.geometry, layer.table.geometry, strict=True))
        for name in layer.table.columns.drop("geometry"):
            mine, theirs = layer.table[name], back[name]
            assert theirs.isna().tolist() == mine.isna().tolist(), name
            assert theirs.dropna().tolist() == mine.dropna().tolist(), name


def test_qgis_finds_its_styles(tmp_path: Path) -> None:
    """They stand in the table that QGIS reads, under the layer and its column of geometry."""
    m = with_polygons()
    path = write(m, tmp_path / "plan.gpkg")
    with closing(sqlite3.connect(path)) as book:
        found = book.execute(
            "SELECT f_table_name, f_geometry_column, styleName, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        listed = book.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        ).fetchall()
        geometry = dict(book.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall())
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    wanted = styles_of(m, layers_of(m))
    assert [(row[0], row[2], bool(row[3]), row[4]) for row in found] == [
        (style.layer, style.name, style.default, style.qml) for style in wanted
    ]
    assert all(geometry[row[0]] == row[1] for row in found)
    assert listed == [("attributes",)]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, material: Material) -> None:
    """Nothing of the clock is in the file, and the clock of other files is left alone."""
    assert (
        write(material, tmp_path / "a.gpkg").read_bytes() == write(material, tmp_path / "b.gpkg").read_bytes()
    )
    layers_of(material)[-1].table.to_file(tmp_path / "now.gpkg", driver="GPKG")
    with closing(sqlite3.connect(tmp_path / "now.gpkg")) as book:
        (changed,) = book.execute("SELECT last_change FROM gpkg_contents").fetchone()
    assert not str(changed).startswith(DAY.isoformat())


def test_what_is_there_is_replaced_whole(tmp_path: Path, material: Material) -> None:
    """A file of that name is written over, and nothing is left beside it."""
    path = tmp_path / "plan.gpkg"
    path.write_bytes(b"old")
    write(material, path)
    assert len(gpd.read_file(path, layer="areas")) == 60
    assert [file.name for file in tmp_path.iterdir()] == ["plan.gpkg"]


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs ogrinfo")
def test_gdal_s_own_tool_opens_it(tmp_path: Path) -> None:
    """Without a warning: the form of the file is one that older programs read."""
    path = write(with_polygons(), tmp_path / "plan.gpkg")
    done = subprocess.run(["ogrinfo", "-so", str(path)], capture_output=True, text=True, check=True)
    assert "areas" in done.stdout
    assert done.stderr == ""
