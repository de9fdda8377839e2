"""The polygons of a project folder, which maps are drawn on: read, and held against the areas."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from narvaro.errors import Fault, FolderError

LEAST_INSIDE = 0.5
"""At least this share of the areas lies within the frame of a set of shapes, or it is one of another place."""


def read_shapes(folder: Path, areas: pd.DataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Return the polygons of a folder by name.

    Raises
    ------
    FolderError
        With every file that cannot be read, is of another kind, holds no polygons, or lies elsewhere than the areas.
    """
    found, faults = {}, []
    points = areas.reindex(columns=["lon", "lat"]).apply(pd.to_numeric, errors="coerce").dropna()
    for path in sorted((folder / "shapes").glob("[!.]*")):
        file = f"shapes/{path.name}"
        if path.suffix != ".parquet":
            faults.append(Fault("folder.shapes_kind", {}, file))
            continue
        try:
            shapes = gpd.read_parquet(path)
        except (OSError, ValueError) as error:
            faults.append(Fault("folder.shapes", {"problem": str(error)[:120]}, file))
            continue
        faults += _faults(shapes, points, file)
        found[path.stem] = shapes
    if faults:
        raise FolderError(faults)
    return found


def _faults(shapes: gpd.GeoDataFrame, points: pd.DataFrame, file: str) -> list[Fault]:
    """Return what shows that shapes are those of another layer: no polygons, or none where the areas lie."""
    kinds = shapes.geom_type.dropna()
    if not len(kinds) or not kinds.isin(["Polygon", "MultiPolygon"]).all():
        return [Fault("folder.shapes_other", {"kinds": ", ".join(sorted(set(kinds))) or "–"}, file)]
    degrees = shapes.to_crs(4326) if shapes.crs is not None else shapes
    west, south, east, north = degrees.total_bounds
    inside = points["lon"].between(west, east) & points["lat"].between(south, north)
    if len(points) and not inside.mean() >= LEAST_INSIDE:
        return [Fault("folder.shapes_elsewhere", {"share": float(inside.mean())}, file)]
    return []
