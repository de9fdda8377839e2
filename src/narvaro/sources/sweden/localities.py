"""Localities: SCB's statistical localities of 2020 with at least 200 people."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from narvaro.sources.sweden.geometry import Metres, distance_km, to_metres
from narvaro.sources.sweden.tables import read_table

PEOPLE_2020, PEOPLE_2023 = 10_379_295, 10_551_707
"""People of Sweden at the ends of the years, SCB: localities have grown since 2020 by as much as the country."""


def disc_radius_km(km2: ArrayLike) -> NDArray[np.float64]:
    r"""Return the radius of the disc of an area, :math:`r = \sqrt{A / \pi}`, km.

    Examples
    --------
    >>> disc_radius_km([0.0, 3.141592653589793]).tolist()
    [0.0, 1.0]
    """
    return np.asarray(np.sqrt(np.asarray(km2, dtype=float) / np.pi))


def disc_extent_km(km2: ArrayLike) -> NDArray[np.float64]:
    r"""Return the mean distance to the middle of a disc of some area, :math:`\tfrac{2}{3} \sqrt{A / \pi}`, km."""
    return np.asarray(2 / 3 * disc_radius_km(km2))


@cache
def _table() -> pd.DataFrame:
    table = read_table("localities").set_index("code")
    table["people_now"] = table["people_2020"] * (PEOPLE_2023 / PEOPLE_2020)
    table["radius_km"] = disc_radius_km(table["km2"])
    points = to_metres(table["lon"], table["lat"])
    table["x"], table["y"] = points[:, 0], points[:, 1]
    largest = table.groupby("municipality_code")["people_2020"].idxmax()
    table["is_main"] = table.index.isin(largest)
    return table


def localities() -> pd.DataFrame:
    """Return SCB's localities of 2020.

    Returns
    -------
    DataFrame
        Index `code`; `name, municipality_code` (where most of it lies), `people_2020`, `people_now` (2023,
        by the growth of the country), `km2`, `radius_km` (of the disc of that size), `lon, lat`, `x, y`
        (SWEREF 99 TM, metres), `is_main` (the most populous of its municipality).

    Examples
    --------
    >>> table = localities()
    >>> len(table), table.loc[table["is_main"] & (table["municipality_code"] == "2480"), "name"].tolist()
    (2017, ['Umeå'])
    """
    return _table().copy()


WITHIN = 2.0
"""A town belongs to a locality within so many radii of it: no locality is a full disc."""


def central_locality(points: Metres, codes: ArrayLike) -> NDArray[np.object_]:
    """Return the code of the locality that the central town around each point is a part of.

    Of those within twice whose radius the point lies, the main one of its municipality, else the most populous; without
    any the one whose rim is nearest.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    codes
        Length n, municipality of each point.
    """
    table = _table()
    away = distance_km(points, table[["x", "y"]].to_numpy(float))
    holds = away <= WITHIN * table["radius_km"].to_numpy(float)
    own = np.asarray(codes)[:, None] == table["municipality_code"].where(table["is_main"]).to_numpy()[None, :]
    people = np.where(holds, table["people_2020"].to_numpy(float), 0)
    people[holds & own] = np.inf
    found = table.index.to_numpy()[people.argmax(axis=1)]
    return np.where(holds.any(axis=1), found, nearest_locality(points)["code"].to_numpy())


def nearest_locality(points: Metres) -> pd.DataFrame:
    """Return the locality whose rim is nearest to each point, in whatever municipality: `code`, and `to_rim_km`.

    A point within several (their discs may overlap) belongs to the one it lies deepest in.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    """
    table = _table()
    to_rim = distance_km(points, table[["x", "y"]].to_numpy(float)) - table["radius_km"].to_numpy(float)
    nearest = to_rim.argmin(axis=1)
    return pd.DataFrame(
        {"code": table.index.to_numpy()[nearest], "to_rim_km": to_rim[np.arange(len(points)), nearest]}
    )
