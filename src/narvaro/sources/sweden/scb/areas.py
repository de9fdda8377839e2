"""The table of areas that a case is made of: from polygons, people and cars."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from narvaro.sources.sweden.municipalities import borders, with_regions

COLUMNS = (
    *("name", "lon", "lat", "people", "extent_km"),
    *("municipality_code", "municipality", "county_code", "county", "fa_region_code", "fa_region"),
)


def areas_table(
    polygons: gpd.GeoDataFrame,
    people: pd.Series,
    points: pd.DataFrame,
    spread: float,
    cars: pd.Series | None = None,
) -> pd.DataFrame:
    r"""Return the table of areas.

    How far an area's people live from its point on average is taken from the size of its land:

    .. math:: e = s \cdot \tfrac{2}{3} \sqrt{A / \pi}

    which with :math:`s = 1` is the mean distance to the middle of a disc of the area :math:`A`.

    Parameters
    ----------
    polygons
        Index `id`; `name` (empty where there is none), `municipality_code`.
    people
        Persons by id, each id of the polygons once.
    points
        `lon`, `lat`, `land_km2` by id.
    spread
        :math:`s`.
    cars
        Cars in use by id; missing where SCB withholds the figure.

    Returns
    -------
    DataFrame
        Index `id`, in the order of the polygons; `name, lon, lat, people`, `extent_km`, municipality, county and
        FA-region with codes and, where there are cars, `cars_per_person` (three decimals, missing where nobody lives or
        where SCB is silent). An area without a name is called by its municipality and code.
    """
    table = pd.DataFrame(polygons[["name", "municipality_code"]])
    table[["lon", "lat"]] = points.loc[table.index, ["lon", "lat"]]
    table["people"] = people.loc[table.index].round().astype(int)
    table["extent_km"] = (spread * 2 / 3 * np.sqrt(points["land_km2"] / np.pi)).round(2)
    table = with_regions(table)
    unnamed = table["municipality"].fillna(table["municipality_code"]) + " " + table.index
    table["name"] = table["name"].where(table["name"] != "", unnamed)
    columns = list(COLUMNS)
    if cars is not None and cars.notna().any():
        table["cars_per_person"] = (
            cars.reindex(table.index) / table["people"].where(table["people"] > 0)
        ).round(3)
        columns.append("cars_per_person")
    return table[columns]


def map_shapes(polygons: gpd.GeoDataFrame, names: pd.Series, tolerance_m: float) -> gpd.GeoDataFrame:
    """Return the polygons for a map: simplified as one coverage, so that neighbours still meet, in WGS 84.

    The sea, which is what lies outside the simplified borders of municipalities, is cut off, unless nothing were left.

    Parameters
    ----------
    polygons
        Index `id`; `geometry` in metres.
    names
        Name of each area by id.
    tolerance_m
        As for `shapely.coverage_simplify`.

    Returns
    -------
    GeoDataFrame
        `code, name, geometry`.
    """
    simple = shapely.coverage_simplify(polygons.geometry.to_numpy(), tolerance_m)
    table = gpd.GeoDataFrame(
        {"code": polygons.index, "name": names.loc[polygons.index].to_numpy()},
        geometry=_ashore(simple),
        crs=polygons.crs,
    )
    return table.to_crs(4326)


def _ashore(shapes: np.ndarray) -> np.ndarray:
    """Return polygons without what lies at sea."""
    land = borders().geometry.union_all()
    shapely.prepare(land)
    found = np.array(shapes, dtype=object)
    for row in np.flatnonzero(~shapely.contains_properly(land, found)):
        pieces = shapely.get_parts(shapely.intersection(found[row], land))
        pieces = pieces[shapely.area(pieces) > 0]
        if len(pieces):
            found[row] = pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(list(pieces))
    return found
