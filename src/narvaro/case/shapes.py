"""The polygons of a case, which maps are drawn on: read from a project folder, and held against the areas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from narvaro.case.words import words
from narvaro.errors import Fault, FolderError

AREAS = "areas"
"""Name of the shapes that are the polygons of the areas themselves: `code` is the area's id."""
POLYGONS = ("Polygon", "MultiPolygon")
MOST_NAMED = 5
"""So many codes are named in a message; all are counted."""
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


def area_polygons(shapes: Mapping[str, gpd.GeoDataFrame], areas: pd.DataFrame) -> gpd.GeoSeries | None:
    """Return the polygon of each area in degrees (WGS 84), in their order; nothing where there are none.

    Parameters
    ----------
    shapes
        As a case has them.
    areas
        With index `id`.

    Returns
    -------
    GeoSeries
        Index `id`; missing for an area without a polygon.

    Examples
    --------
    >>> square = gpd.GeoDataFrame({"code": ["a"]}, geometry=[shapely.box(18, 59, 19, 60)], crs=4326)
    >>> areas = pd.DataFrame({"lon": [18.5, 20.0], "lat": [59.5, 60.0]}, index=["a", "b"])
    >>> area_polygons({"areas": square}, areas).isna().tolist(), area_polygons({}, areas)
    ([False, True], None)
    """
    if AREAS not in shapes:
        return None
    table = shapes[AREAS]
    degrees = table.geometry if table.crs is None else table.geometry.to_crs(4326)
    return gpd.GeoSeries(
        degrees.set_axis(words(table["code"]))[lambda s: ~(s.isna() | s.is_empty)].reindex(areas.index)
    )


def points_inside(polygons: gpd.GeoSeries, areas: pd.DataFrame) -> np.ndarray:
    """Tell which areas have their point in their polygon or at its edge; no for those without one."""
    points = shapely.points(areas["lon"].to_numpy(float), areas["lat"].to_numpy(float))
    return np.asarray(shapely.intersects(polygons.to_numpy(), points))


def require_own_polygons(shapes: Mapping[str, gpd.GeoDataFrame], areas: pd.DataFrame) -> None:
    """Raise unless the polygons of areas are theirs: each by the id of an area, once, and most round its point.

    Raises
    ------
    FolderError
        With what does not fit.
    """
    if AREAS not in shapes:
        return
    file = f"shapes/{AREAS}.parquet"
    if "code" not in shapes[AREAS]:
        has = [str(column) for column in shapes[AREAS].columns]
        raise FolderError([Fault("folder.area_shapes_code", {"has": has}, file)])
    codes, faults = words(shapes[AREAS]["code"]), []
    for key, odd in (("twice", codes[codes.duplicated()]), ("unknown", codes[~codes.isin(areas.index)])):
        if len(odd):
            told = {"count": odd.nunique(), "codes": sorted(set(odd))[:MOST_NAMED]}
            faults.append(Fault(f"folder.area_shapes_{key}", told, file, None, "code"))
    polygons = None if faults else area_polygons(shapes, areas)
    if polygons is not None:
        inside, given = points_inside(polygons, areas), int(polygons.notna().sum())
        if inside.sum() < LEAST_INSIDE * given:
            told = {"count": given - int(inside.sum()), "polygons": given}
            faults.append(Fault("folder.area_shapes_points", told, file))
    if faults:
        raise FolderError(faults)


def _faults(shapes: gpd.GeoDataFrame, points: pd.DataFrame, file: str) -> list[Fault]:
    """Return what shows that shapes are those of another layer: no polygons, or none where the areas lie."""
    kinds = shapes.geom_type.dropna()
    if not len(kinds) or not kinds.isin(POLYGONS).all():
        return [Fault("folder.shapes_other", {"kinds": ", ".join(sorted(set(kinds))) or "–"}, file)]
    degrees = shapes.to_crs(4326) if shapes.crs is not None else shapes
    west, south, east, north = degrees.total_bounds
    inside = points["lon"].between(west, east) & points["lat"].between(south, north)
    if len(points) and not inside.mean() >= LEAST_INSIDE:
        return [Fault("folder.shapes_elsewhere", {"share": float(inside.mean())}, file)]
    return []
