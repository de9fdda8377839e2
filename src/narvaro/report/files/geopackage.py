"""A GeoPackage with layers and their styles, which QGIS opens coloured."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pyogrio

from narvaro.case.files import write_atomically
from narvaro.report.files.layer_styles import LayerStyle
from narvaro.report.files.layers import PlanLayer

GEOMETRY = "geom"
CLOCK = "OGR_CURRENT_DATE"
STYLES = "layer_styles"
OLDER = {"VERSION": "1.2"}
"""The form of the file that every QGIS 3 reads without a warning."""
COLUMNS = """
"id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256),
"f_table_name" TEXT(256), "f_geometry_column" TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT,
"useAsDefault" BOOLEAN, "description" TEXT, "owner" TEXT(30), "ui" TEXT(30), "update_time" DATETIME
"""
"""Of the table in which QGIS keeps styles."""


def write_geopackage(
    layers: Sequence[PlanLayer], styles: Sequence[LayerStyle], path: Path, made: dt.date
) -> None:
    """Write layers with their styles, whole or not at all; the same input gives the same bytes.

    Parameters
    ----------
    layers
        The layers, in degrees (WGS 84).
    styles
        How QGIS shows them.
    path
        The file.
    made
        The day that stands in it as the one it was made on.
    """
    day = f"{made.isoformat()}T00:00:00.000Z"
    with tempfile.TemporaryDirectory() as folder, write_atomically(path) as beside:
        whole = Path(folder).joinpath("plan.gpkg")  # GDAL asks for the ending
        with _dated(day):
            for layer in layers:
                pyogrio.write_dataframe(
                    layer.table.reset_index(),
                    whole,
                    layer=layer.name,
                    driver="GPKG",
                    append=whole.exists(),
                    dataset_options=OLDER,
                    promote_to_multi=layer.table.geom_type.str.endswith("Polygon").all(),
                    layer_options={
                        "GEOMETRY_NAME": GEOMETRY,
                        "IDENTIFIER": f"{layer.name}: {layer.title}",
                    },
                )
        _write_styles(whole, styles, day)
        shutil.copyfile(whole, beside)


@contextmanager
def _dated(day: str) -> Iterator[None]:
    """Let files that are written tell of a day in place of the clock."""
    pyogrio.set_gdal_config_options({CLOCK: day})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({CLOCK: None})


def _write_styles(path: Path, styles: Sequence[LayerStyle], day: str) -> None:
    """Write the table of styles, and name it among the contents as QGIS does."""
    rows = [
        ("", "", style.layer, GEOMETRY, style.name, style.qml, "", style.default, style.name, "", "", day)
        for style in styles
    ]
    names = (
        "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, "
        "useAsDefault, description, owner, ui, update_time"
    )
    marks = ", ".join("?" for _ in names.split(","))
    with closing(sqlite3.connect(path)) as book, book:
        book.execute(f"CREATE TABLE {STYLES} ({COLUMNS})")
        book.executemany(f"INSERT INTO {STYLES} ({names}) VALUES ({marks})", rows)
        book.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES (?, 'attributes', ?, '', ?)",
            (STYLES, STYLES, day),
        )
