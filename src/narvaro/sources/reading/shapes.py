"""Geo files: Shapefile, GeoPackage, FlatGeobuf, GeoJSON and GeoParquet, each in its own coordinate system."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import pyogrio

from narvaro.errors import Fault, TableError
from narvaro.language import Note
from narvaro.sources.reading.cells import text_cells
from narvaro.sources.reading.charset import decoded
from narvaro.sources.reading.found import TableAsked, TableFound
from narvaro.sources.reading.parts import chosen_part, told_part

SHAPE_SUFFIXES = (".shp", ".gpkg", ".fgb", ".geojson", ".json")
PARQUET_SUFFIXES = (".parquet", ".geoparquet")
NEEDED_BESIDE = (".dbf", ".shx")
"""What a Shapefile is not whole without."""
GDAL_NAMES = {"UTF-8": "UTF-8", "UTF-16": "UTF-16", "Windows-1252": "CP1252", "Mac Roman": "MACINTOSH"}

Made = TypeVar("Made")


def read_shapes(path: Path, asked: TableAsked) -> TableFound:
    """Return the table of a geo file: of the layer that is asked for, or of the only one that fits.

    Parameters
    ----------
    path
        The file; of a Shapefile its part `.shp`, beside which the others stand.
    asked
        Which layer, and what faults call the file.

    Raises
    ------
    TableError
        If the file cannot be read or is not whole, or which layer is meant is not certain.
    """
    choices: list[Note] = []
    encoding = None
    if path.suffix.lower() == ".shp":
        encoding, told = _shapefile_encoding(path, asked)
        choices += told
    layers = [str(name) for name in _read(lambda: gpd.list_layers(path)["name"], asked)]
    layer = chosen_part(layers, asked, lambda name: _fits(path, name, asked))
    choices += told_part("reading.layer", layer, layers, asked)
    options: dict[str, Any] = {} if encoding is None else {"encoding": encoding}
    table = _read(lambda: gpd.read_file(path, layer=layer, **options), asked)
    return TableFound(as_texts(table), asked.label, 1, tuple(choices))


def read_parquet(path: Path, asked: TableAsked) -> TableFound:
    """Return the table of a Parquet file, with its geometry where it has one.

    Raises
    ------
    TableError
        If the file cannot be read.
    """

    def read() -> pd.DataFrame:
        try:
            return gpd.read_parquet(path)
        except ValueError:
            return pd.read_parquet(path)  # a table without geometry: columns lon and lat

    return TableFound(as_texts(_read(read, asked)), asked.label, 1)


def as_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its cells as text and its geometry as it is."""
    named = table.reset_index() if table.index.name else table.reset_index(drop=True)
    if not isinstance(named, gpd.GeoDataFrame) or named.active_geometry_name is None:
        return text_cells(pd.DataFrame(named))
    geometry = named.geometry
    cells = text_cells(pd.DataFrame(named.drop(columns=[named.active_geometry_name])))
    return gpd.GeoDataFrame(cells, geometry=geometry.to_numpy(), crs=geometry.crs)


def _read(work: Callable[[], Made], asked: TableAsked) -> Made:
    """Return what a library reads, or raise its failure as a fault of the file."""
    try:
        with warnings.catch_warnings():
            # What is odd about the file is either of no matter or said in our own words.
            warnings.simplefilter("ignore")
            return work()
    except (
        Exception
    ) as error:  # GDAL and GEOS raise many kinds, as GEOSException for a ring that is not closed
        raise TableError([Fault("table.unreadable", {"problem": first_line(error)}, asked.label)]) from None


def _fits(path: Path, layer: str, asked: TableAsked) -> bool:
    """Tell whether a layer has at least two of the columns that are asked for."""
    fields = _read(lambda: pyogrio.read_info(path, layer=layer)["fields"], asked)
    return sum(asked.known(str(name)) for name in fields) >= 2


def _shapefile_encoding(path: Path, asked: TableAsked) -> tuple[str | None, list[Note]]:
    """Return the character set of a Shapefile without `.cpg`, which would say it, and how it is told.

    Where its cells have letters outside ASCII, these must make words in the set.
    """
    beside = {file.suffix.lower(): file for file in path.parent.iterdir() if file.stem == path.stem}
    missing = [path.stem + suffix for suffix in NEEDED_BESIDE if suffix not in beside]
    if missing:
        raise TableError([Fault("table.shapefile_parts", {"missing": missing}, asked.label)])
    table = beside[".dbf"].read_bytes()
    cells = table[int.from_bytes(table[8:10], "little") :].replace(b"\0", b" ")
    if ".cpg" in beside or cells.isascii():
        return None, []
    read = decoded(cells, asked.label)
    data = {"file": asked.label, "charset": read.charset, "example": read.example}
    return GDAL_NAMES[read.charset], [Note("reading.charset_shapefile", data)] if read.example else []


def first_line(error: Exception) -> str:
    """Return what a library says of a failure, as one short line."""
    line = str(error).strip().partition("\n")[0].partition("; ")[0]
    return line[:160].rstrip(".")
