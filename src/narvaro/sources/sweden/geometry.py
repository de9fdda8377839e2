"""Points in metres: from and to degrees, and distances."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from narvaro.sources.sweden.municipalities import DEGREES_CRS, METRES_CRS

Metres = NDArray[np.float64]
DECIMALS = 5
"""Decimals of a degree that are kept, about a metre."""


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: ArrayLike, lat: ArrayLike) -> Metres:
    """Return points in SWEREF 99 TM, shape (n, 2), from degrees of WGS 84."""
    x, y = _transformer(DEGREES_CRS, METRES_CRS).transform(
        np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    )
    return np.column_stack([x, y])


def to_degrees(points: Metres) -> Metres:
    """Return longitude and latitude, shape (n, 2), from points in SWEREF 99 TM.

    Examples
    --------
    >>> to_degrees(to_metres([18.06], [59.33])).tolist()
    [[18.06, 59.33]]
    """
    lon, lat = _transformer(METRES_CRS, DEGREES_CRS).transform(points[:, 0], points[:, 1])
    return np.column_stack([lon, lat]).round(DECIMALS)


def distance_km(points: Metres, others: Metres) -> NDArray[np.float64]:
    """Return the distances between points and others, shape (n, m), km as the crow flies."""
    gap = points[:, None, :] - others[None, :, :]
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]) / 1_000)
