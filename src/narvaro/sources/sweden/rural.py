"""The countryside: people outside localities, spread over the polygon of their municipality."""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from narvaro.sources.sweden.apportion import apportion
from narvaro.sources.sweden.geometry import Metres, reach_km
from narvaro.sources.sweden.municipalities import border_of, municipalities
from narvaro.sources.sweden.tables import rule


def grid_within(polygon: BaseGeometry, count: int) -> Metres:
    r"""Return the midpoints of the squares of an equal-area grid that fall inside a polygon.

    The squares have the side :math:`s = \sqrt{A / n}`, so about n midpoints fall inside; the grid starts half a square
    from the lower left corner of the polygon's bounds. A polygon that catches none gives its representative point.

    Parameters
    ----------
    polygon
        In metres.
    count
        How many points are wanted, n.

    Examples
    --------
    >>> grid_within(shapely.box(0, 0, 4000, 2000), 2).tolist()
    [[1000.0, 1000.0], [3000.0, 1000.0]]
    """
    side = float(np.sqrt(polygon.area / count))
    west, south, east, north = polygon.bounds
    xs = np.arange(west + side / 2, east, side)
    ys = np.arange(south + side / 2, north, side)
    points = np.array([(x, y) for y in ys for x in xs], dtype=float).reshape(-1, 2)
    inside = points[shapely.contains_xy(polygon, points[:, 0], points[:, 1])]
    if len(inside):
        return np.asarray(inside)
    middle = polygon.representative_point()
    return np.array([[middle.x, middle.y]])


def thinning(away_km: NDArray[np.float64], decay_km: float) -> NDArray[np.float64]:
    r"""Return the weight of countryside by its distance to the nearest locality, :math:`e^{-d/b}`, 0 to 1.

    Parameters
    ----------
    away_km
        Distances d, km.
    decay_km
        E-folding distance b, km.
    """
    return np.asarray(np.exp(-away_km / decay_km))


def rural_areas(places: pd.DataFrame) -> pd.DataFrame:
    """Return the rural areas of all municipalities.

    Parameters
    ----------
    places
        As :func:`~narvaro.sources.sweden.localities.localities` gives them.

    Returns
    -------
    DataFrame
        `id, name, x, y, people, municipality_code`; people whole, summing to `people_outside` of each municipality.
    """
    located = places[places["listed_people"] > 0]
    points = located[["x", "y"]].to_numpy(float)
    clear = reach_km(located["listed_people"].to_numpy(float), rule("rural_clear_people_per_km2"))
    tree = cKDTree(points)
    found = []
    for code, municipality in municipalities().iterrows():
        people = int(municipality["people_outside"])
        if not people:
            continue
        polygon = border_of(str(code))
        wanted = ceil(people / rule("rural_people_each")) + ceil(polygon.area / 1e6 / rule("rural_km2_each"))
        grid = outside_of(grid_within(polygon, wanted), points, clear)
        away = np.asarray(tree.query(grid)[0]) / 1_000
        weights = thinning(away, rule("rural_decay_km"))
        part = pd.DataFrame(grid, columns=["x", "y"])
        part["people"] = shared_with_least(people, weights, rule("rural_least_people"))
        part["id"] = [f"rural-{code}-{number:02d}" for number in range(1, len(grid) + 1)]
        part["name"] = [f"{municipality['name']} landsbygd {number}" for number in range(1, len(grid) + 1)]
        found.append(part.assign(municipality_code=str(code)))
    table = pd.concat(found, ignore_index=True)
    return table[table["people"] > 0].reset_index(drop=True)


def shared_with_least(people: int, weights: NDArray[np.float64], least: float) -> NDArray[np.int64]:
    """Share people out by weights, leaving out every part that would get fewer than `least` (unless all would).

    Examples
    --------
    >>> shared_with_least(100, np.array([1.0, 0.9, 0.02]), 10).tolist()
    [53, 47, 0]
    """
    shared = apportion(people, weights)
    enough = shared >= least
    return apportion(people, weights * enough) if enough.any() else shared


def outside_of(points: Metres, centres: Metres, radii_km: NDArray[np.float64]) -> Metres:
    """Return the points that lie in no circle; all of them where every one does.

    Examples
    --------
    >>> two = np.array([[0.0, 0.0], [9000.0, 0.0]])
    >>> outside_of(two, two[:1], np.array([1.0])).tolist()
    [[9000.0, 0.0]]
    """
    gaps = np.hypot(points[:, None, 0] - centres[None, :, 0], points[:, None, 1] - centres[None, :, 1])
    free = (gaps / 1_000 > radii_km).all(axis=1)
    return points[free] if free.any() else points
