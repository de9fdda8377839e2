"""Polygons of an official layer, from an answer or from a user's file, held against what they must be."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import geopandas as gpd

from narvaro.errors import Fault, SourceError

POLYGONS = ("Polygon", "MultiPolygon")
MOST_NAMED = 5


@dataclass(frozen=True)
class MapLayer:
    """What a layer of polygons must hold.

    Parameters
    ----------
    name
        Its name at the service, without that of the workspace, such as `areas_2025`.
    code
        The column whose values tell its areas apart.
    columns
        Further columns that are wanted.
    epsg
        Its coordinate system.
    frame
        West, south, east, north in it: a layer that lies outside has its coordinates swapped, or is of another place.
    """

    name: str
    code: str
    columns: tuple[str, ...]
    epsg: int
    frame: tuple[float, float, float, float]


def read_layer(content: bytes | Path, layer: MapLayer, told: str) -> gpd.GeoDataFrame:
    """Return the areas of a layer, or of a part of it, in the order of the file.

    Parameters
    ----------
    content
        GeoJSON as it came, or a file of any kind that holds one layer.
    layer
        What it must be.
    told
        What faults call it.

    Returns
    -------
    GeoDataFrame
        The code, the further columns, and `geometry`.

    Raises
    ------
    SourceError
        If it is cut short or no layer, lacks a column, is in another system, holds other things than polygons, or lies
        elsewhere.
    """
    file: Path | IO[bytes] = content if isinstance(content, Path) else io.BytesIO(content)
    try:
        found = gpd.read_file(file)
    except Exception as error:  # GDAL and GEOS raise many kinds
        problem = str(error).strip().partition("\n")[0][:160]
        raise SourceError([Fault("source.no_layer_file", {"file": told, "problem": problem})]) from None
    faults = _faults(found, layer, told)
    if faults:
        raise SourceError(faults)
    return found[[layer.code, *layer.columns, "geometry"]]


def _faults(found: gpd.GeoDataFrame, layer: MapLayer, told: str) -> list[Fault]:
    if not len(found):
        return [Fault("source.no_polygons", {"file": told, "kinds": ""})]
    wanted = [layer.code, *layer.columns]
    missing = [column for column in wanted if column not in found.columns]
    if missing:
        has = [str(column) for column in found.columns]
        return [Fault("source.columns", {"file": told, "missing": missing, "has": has})]
    if found.crs is None or found.crs.to_epsg() != layer.epsg:
        system = "–" if found.crs is None else found.crs.to_string()
        return [Fault("source.system", {"file": told, "found": system, "wanted": f"EPSG:{layer.epsg}"})]
    kinds = sorted({str(kind) for kind in found.geom_type if kind not in POLYGONS})
    if kinds or found.geometry.is_empty.any():
        return [Fault("source.no_polygons", {"file": told, "kinds": ", ".join(kinds)})]
    west, south, east, north = found.total_bounds
    frame = layer.frame
    if west < frame[0] or south < frame[1] or east > frame[2] or north > frame[3]:
        place = f"{west:.0f}, {south:.0f}, {east:.0f}, {north:.0f}"
        return [Fault("source.elsewhere", {"file": told, "place": place})]
    return twice(found[layer.code].astype(str).tolist(), told)


def twice(codes: list[str], told: str) -> list[Fault]:
    """Return the fault of codes that stand more than once, if any do.

    Examples
    --------
    >>> [fault.data["codes"] for fault in twice(["a", "b", "a"], "x.geojson")]
    [['a']]
    """
    seen: set[str] = set()
    again = sorted({code for code in codes if code in seen or seen.add(code)})  # type: ignore[func-returns-value]
    return (
        [Fault("source.twice", {"file": told, "codes": again[:MOST_NAMED], "n": len(again)})] if again else []
    )
