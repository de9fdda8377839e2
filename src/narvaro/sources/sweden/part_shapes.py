"""The land of each part of a small area: discs for what is cut out, and what is nearest to each point of the rest."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from narvaro.sources.sweden.parts import OUTSIDE, AreaPart

DISC_OVER_EXTENT = 1.5
"""Radius of a disc over the mean distance to its middle, which a part's `extent_km` is."""
QUARTER = 4
"""Corners to a quarter of a disc: no edge is farther than a fiftieth of the radius from the circle."""


def part_shapes(parts: Sequence[AreaPart], shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the polygon of each part: those of one small area share its land.

    1. A small area that is one part has its polygon whole.
    2. In others a part in a locality, or in an area of the Police's list, is a disc as large as its land, where it lies
       in the small area, smaller ones over larger ones.
    3. The rest is outside localities: each bit of land belongs to the nearest of the points there. Where nobody lives
       outside localities it belongs to what is left of the small area, or else to the part with the largest disc.

    So the border between two parts is drawn, not surveyed: SCB's list has the size of a locality and one point of it.

    Parameters
    ----------
    parts
        As :func:`~narvaro.sources.sweden.parts.parts_of` gives them, perhaps with more cut out of them.
    shapes
        Polygons of all their small areas by code, in metres.

    Returns
    -------
    GeoSeries
        Index `id`, in the order of the parts; metres.
    """
    by_code: dict[str, list[AreaPart]] = {}
    for part in parts:
        by_code.setdefault(part.small_area_code, []).append(part)
    found: dict[str, BaseGeometry] = {}
    for code, own in by_code.items():
        found |= shared_out(own, shapes[code])
    ids = [part.id for part in parts]
    return gpd.GeoSeries([found[id_] for id_ in ids], index=ids, crs=shapes.crs)


def shared_out(parts: Sequence[AreaPart], land: BaseGeometry) -> dict[str, BaseGeometry]:
    """Return the polygon of each part of one small area by id; together they are its land.

    Examples
    --------
    >>> town = AreaPart("t", "T", "r", "b", "", 0.0, 0.0, 900, 1.0)
    >>> east, west = (AreaPart(id_, id_, "r", "a", "", x, 0.0, 90, 2.0) for id_, x in (("e", 4e3), ("w", -4e3)))
    >>> found = shared_out([town, east, west], shapely.box(-5e3, -5e3, 5e3, 5e3))
    >>> [round(found[id_].area / 1e6, 1) for id_ in "tew"]
    [6.9, 46.6, 46.6]
    """
    if len(parts) == 1:
        return {parts[0].id: land}
    outside = [part for part in parts if part.settlement_class == OUTSIDE]
    inside = sorted((part for part in parts if part.settlement_class != OUTSIDE), key=_size)
    left, found = land, {}
    for part in inside if outside else inside[:-1]:
        found[part.id] = _polygons(shapely.intersection(_disc(part, land), left))
        left = shapely.difference(left, found[part.id])
    rest = outside or inside[-1:]
    return found | dict(zip((part.id for part in rest), _nearest_to(rest, _polygons(left)), strict=True))


def _size(part: AreaPart) -> tuple[bool, float, str]:
    """Return what parts are sorted by: small ones first, and last the one that others were cut out of."""
    return part.id == part.small_area_code, part.extent_km, part.id


def _disc(part: AreaPart, land: BaseGeometry) -> BaseGeometry:
    """Return the disc of a part, from its point or, where that lies on no land, from the land nearest to it."""
    point = shapely.Point(part.x, part.y)
    if not land.covers(point):
        point = shapely.get_point(shapely.shortest_line(land, point), 0)
    return shapely.buffer(point, DISC_OVER_EXTENT * part.extent_km * 1_000, quad_segs=QUARTER)


def _nearest_to(parts: Sequence[AreaPart], land: BaseGeometry) -> list[BaseGeometry]:
    """Return the land that is nearest to each part's point (Voronoi)."""
    if len(parts) == 1:
        return [land]
    points = shapely.multipoints([(part.x, part.y) for part in parts])
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=land, ordered=True))
    return [_polygons(cell) for cell in shapely.intersection(cells, land)]


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return what has an area of a shape that was cut."""
    kept = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
