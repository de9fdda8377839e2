"""One point for each small area: on its built-up land, else at its largest locality, else somewhere on its land."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from narvaro.sources.sweden.geometry import to_degrees, to_metres
from narvaro.sources.sweden.municipalities import borders
from narvaro.sources.sweden.small_areas import small_areas
from narvaro.sources.sweden.tables import read_table

BUILT_UP, LOCALITY, INSIDE = "built_up", "locality", "inside"


def points_of(polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the point that stands for each area.

    1. The middle of its built-up land, where the embedded table of small areas knows it by the code and it lies within.
    2. Else the most populous listed locality within.
    3. Else a point inside the largest piece of its land; inside the area where no land is known.

    Parameters
    ----------
    polygons
        Index `id`; `municipality_code`, `geometry` in metres.

    Returns
    -------
    DataFrame
        Index `id`; `lon`, `lat` (degrees, WGS 84), `basis` (`built_up`, `locality` or `inside`) and `land_km2`, the
        area's land (all of it where no land is known).
    """
    shapes = polygons.geometry
    land = _land(polygons)
    largest = np.array([_largest(piece) for piece in land], dtype=object)
    chosen = pd.Series(np.asarray(shapely.point_on_surface(largest), dtype=object), index=polygons.index)
    basis = pd.Series(INSIDE, index=polygons.index)
    for kind, found in ((LOCALITY, _largest_locality(shapes)), (BUILT_UP, _built_up(shapes))):
        chosen[found.index] = found
        basis[found.index] = kind
    where = shapely.get_coordinates(chosen.to_numpy())
    degrees = to_degrees(where)
    columns = {"lon": degrees[:, 0], "lat": degrees[:, 1], "basis": basis.to_numpy()}
    return pd.DataFrame({**columns, "land_km2": shapely.area(land) / 1e6}, index=polygons.index)


def _at(places: pd.DataFrame) -> np.ndarray:
    points = shapely.points(to_metres(places["lon"], places["lat"]))
    return np.atleast_1d(np.asarray(points, dtype=object))


def _built_up(shapes: gpd.GeoSeries) -> pd.Series:
    known = small_areas().reindex(shapes.index)
    known = known[known["built_up_km2"].notna()]
    points = _at(known)
    within = shapely.contains(np.asarray(shapes.loc[known.index]), points)
    return pd.Series(points[within], index=known.index[within], dtype=object)


def _largest_locality(shapes: gpd.GeoSeries) -> pd.Series:
    places = read_table("localities")
    points = _at(places)
    which, area = shapes.sindex.query(points, predicate="within")
    people = places.filter(regex="^people").iloc[:, 0]  # of whatever year the table of localities is
    within = pd.DataFrame({"area": shapes.index[area], "people": people.to_numpy()[which]})
    within["point"] = points[which]
    largest = within.sort_values("people", ascending=False, kind="stable").drop_duplicates("area")
    return largest.set_index("area")["point"]


def _land(polygons: gpd.GeoDataFrame) -> np.ndarray:
    """Return the part of each area that is land of its municipality, or the area where there is none."""
    shapes = np.asarray(polygons.geometry)
    on_land = shapely.intersection(
        shapes, np.asarray(borders().geometry.reindex(polygons["municipality_code"]))
    )
    return np.where(np.nan_to_num(shapely.area(on_land)) > 0, on_land, shapes)


def _largest(piece: shapely.Geometry) -> shapely.Geometry:
    """Return the largest polygon of a shape."""
    parts: list[shapely.Geometry] = list(shapely.get_parts(piece))
    return parts[int(np.argmax(shapely.area(parts)))]
