"""The way to the nearest office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from narvaro.access.times import Times, area_index, minute_blocks, site_index, site_positions
from narvaro.case.conform import EXTENT
from narvaro.travel import unit_vectors, within_extent
from narvaro.travel.sphere import EARTH_RADIUS_KM


def nearest(times: Times, *, mode: str = "car", sites: Iterable[str] | None = None) -> pd.DataFrame:
    r"""Return the minutes to the nearest of some sites, and which it is.

    .. math:: t_i = \min_{j \in S} t_{ij}

    Parameters
    ----------
    times
        Minutes, rows areas and columns sites, as a table or in blocks; missing means unreachable.
    mode
        The mode of travel.
    sites
        Labels of the open sites; every column if left out.

    Returns
    -------
    By area: `minutes` (NaN where no site is within reach) and `site_id` (`""` there). Of two sites equally
    near, the one whose column comes first.

    Raises
    ------
    SettingError
        If a site has no travel times.

    Examples
    --------
    >>> times = pd.DataFrame({"s1": [5.0, 40.0, None], "s2": [9.0, 20.0, None]}, index=["a", "b", "c"])
    >>> nearest(times)
       minutes site_id
    a      5.0      s1
    b     20.0      s2
    c      NaN
    """
    index = area_index(times)
    wanted = None if sites is None else list(sites)
    names = site_index(times)[site_positions(times, wanted)].to_numpy(dtype=object)
    minutes = np.full(len(index), np.inf)
    which = np.full(len(index), -1, dtype=np.int64)
    if len(names):
        for rows, block in minute_blocks(times, mode, wanted):
            best = block.argmin(axis=1)
            minutes[rows] = block[np.arange(len(block)), best]
            which[rows] = best
    reached = np.isfinite(minutes)
    site_id = np.full(len(index), "", dtype=object)
    site_id[reached] = names[which[reached]]
    return pd.DataFrame({"minutes": np.where(reached, minutes, np.nan), "site_id": site_id}, index=index)


def nearest_km(areas: pd.DataFrame, sites: pd.DataFrame) -> pd.Series[Any]:
    r"""Return the great-circle distance to the nearest site.

    .. math:: d_i = \min_j 2 R \arcsin (c_{ij} / 2)

    with :math:`c_{ij}` the chord between the two points on a sphere of radius one and *R* the Earth's
    mean radius. Distance as the crow flies, which is how distance rules for post offices are written. Where the areas
    say how far they reach (`extent_km`), their people's own way is in it: see :func:`narvaro.travel.within_extent`.

    Parameters
    ----------
    areas, sites
        Tables with `lon` and `lat` in degrees (WGS 84).

    Returns
    -------
    Kilometres by area, zero or more; NaN where there is no site at all.

    Examples
    --------
    One degree of latitude:

    >>> place = pd.DataFrame({"lon": [18.0], "lat": [59.0]}, index=["a"])
    >>> office = pd.DataFrame({"lon": [18.0, 18.0], "lat": [60.0, 62.0]}, index=["s1", "s2"])
    >>> nearest_km(place, office).round(2).tolist()
    [111.2]
    """
    if sites.empty or areas.empty:
        return pd.Series(np.nan, index=areas.index, name="km")
    chord, _ = cKDTree(unit_vectors(sites["lon"], sites["lat"])).query(
        unit_vectors(areas["lon"], areas["lat"])
    )
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0.0, 1.0))
    if EXTENT in areas:
        km = within_extent(km[:, None], areas[EXTENT].to_numpy(float))[:, 0]
    return pd.Series(km, index=areas.index, name="km")
