"""Points that a slip of the pen has moved far from all others: a lost minus, a moved point, a digit too many.

A point counts as slipped only where it lies far from the others, measured by how these are spread, and one plain slip
explains it. Places that are simply far away, such as islands of a country, are told elsewhere and never refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

from narvaro.case.outliers import MOST_TRIED, is_far
from narvaro.case.tables import FIRST_ROW
from narvaro.errors import Fault

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FAR_LEAST = 1.0
"""Points nearer than so many degrees to the middle of the others are taken as they are."""
FEWEST_POINTS = 6
"""Of fewer points none can be said to lie far from the others."""
ALONE_SHARE = 0.2
"""A far point with another one nearer than this share of its way is no single row: it is a place."""
MARGIN, LEAST_MARGIN = 0.5, 0.2
"""How much beyond the others a point may be meant to lie: a share of their width, and degrees at least."""
KM_PER_DEGREE = 111.2


def slip_faults(areas: pd.DataFrame, sites: pd.DataFrame, files: tuple[str, str]) -> list[Fault]:
    """Return a fault for each point of both tables that a slip has moved far from the others.

    Parameters
    ----------
    areas, sites
        Checked tables with `lon` and `lat`.
    files
        What faults call them.

    Examples
    --------
    >>> areas = pd.DataFrame({"lon": [-3.4, -3.5, -3.3, -3.6, -3.5, 3.4], "lat": [56.4, 56.3, 56.4, 56.5, 56.3, 56.4]})
    >>> [(f.row, f.data["meant_lon"]) for f in slip_faults(areas, areas.iloc[:1], ("a.csv", "s.csv"))]
    [(7, '-3.4')]
    """
    lon = np.concatenate([areas["lon"].to_numpy(float), sites["lon"].to_numpy(float)])
    lat = np.concatenate([areas["lat"].to_numpy(float), sites["lat"].to_numpy(float)])
    faults = []
    for i, (meant_lon, meant_lat) in slips(lon, lat).items():
        in_areas = i < len(areas)
        row = (i if in_areas else i - len(areas)) + FIRST_ROW
        data = {"lon": _told(lon[i]), "lat": _told(lat[i])}
        if np.isnan(meant_lon):
            fault = Fault("table.no_place", data, files[not in_areas], row, "lon, lat")
        else:
            data |= {"meant_lon": _told(meant_lon), "meant_lat": _told(meant_lat)}
            fault = Fault("table.slipped", data, files[not in_areas], row, "lon, lat")
        faults.append(fault)
    return faults


def far_alone(lon: Floats, lat: Floats) -> dict[int, float]:
    """Return the points that lie far from the others and from each other, and how many km it is to the nearest.

    Examples
    --------
    >>> found = far_alone(np.array([18.0, 18.1, 18.2, 18.0, 18.1, 24.0]), np.full(6, 59.3))
    >>> {row: round(km) for row, km in found.items()}
    {5: 329}
    """
    far, alone, gap = _far(lon, lat)
    return {int(i): float(gap[i] * KM_PER_DEGREE) for i in np.flatnonzero(far & alone)}


def slips(lon: Floats, lat: Floats) -> dict[int, tuple[float, float]]:
    """Return for each slipped point where it may be meant to lie; no number where zeros stand for no place.

    Examples
    --------
    >>> lon = np.array([-3.4, -3.5, -3.3, -3.6, -3.5, 3.4, 0.0])
    >>> lat = np.array([56.4, 56.3, 56.4, 56.5, 56.3, 56.4, 0.0])
    >>> slips(lon, lat)
    {5: (-3.4, 56.4), 6: (nan, nan)}
    """
    far, alone, _ = _far(lon, lat)
    if not far.any() or far.sum() > MOST_TRIED or 2 * far.sum() > len(lon):
        return {}
    (west, east), (south, north) = _range(lon[~far]), _range(lat[~far])
    found: dict[int, tuple[float, float]] = {}
    for i in np.flatnonzero(far):
        x, y = float(lon[i]), float(lat[i])
        in_x, in_y = west <= x <= east, south <= y <= north
        if (x == 0 and y == 0) or (x == 0 and in_y) or (y == 0 and in_x):
            found[int(i)] = (np.nan, np.nan)
        elif west <= y <= east and south <= x <= north:
            found[int(i)] = (y, x)
        elif in_y and (meant := _meant(x, west, east, bool(alone[i]))) is not None:
            found[int(i)] = (meant, y)
        elif in_x and (meant := _meant(y, south, north, bool(alone[i]))) is not None:
            found[int(i)] = (x, meant)
    return found


def _far(lon: Floats, lat: Floats) -> tuple[Flags, Flags, Floats]:
    """Return which points are far from the middle, which of them stand alone, and the way to the nearest other."""
    nothing = np.zeros(len(lon), bool)
    if len(lon) < FEWEST_POINTS:
        return nothing, nothing, np.zeros(len(lon))
    narrow = np.cos(np.deg2rad(np.median(lat)))
    x, y = (lon - np.median(lon)) * narrow, lat - np.median(lat)
    away = np.maximum(np.abs(x), np.abs(y))
    far = is_far(away, FAR_LEAST)
    gap = np.zeros(len(lon))
    if far.any():
        points = np.column_stack([x, y])
        gap[far] = np.asarray(KDTree(points).query(points[far], k=2)[0])[:, 1]
    return far, far & (gap > ALONE_SHARE * away), gap


def _range(figures: Floats) -> tuple[float, float]:
    """Return from where to where figures go, and a little beyond: the slipped point may be the outermost one."""
    low, high = float(figures.min()), float(figures.max())
    margin = max(MARGIN * (high - low), LEAST_MARGIN)
    return low - margin, high + margin


def _meant(value: float, low: float, high: float, alone: bool) -> float | None:
    """Return the figure between two others that a slip may have turned into a value, nearest to their middle."""
    tried = [-value, value * 10, value / 10, value * 100, value / 100, -value * 10, -value / 10]
    for some in (tried, list(_of_other_digits(value)) if alone else []):
        among = [figure for figure in some if low <= figure <= high]
        if among:
            return min(among, key=lambda figure: abs(figure - (low + high) / 2))
    return None


def _of_other_digits(value: float) -> Iterator[float]:
    """Yield the figures whose whole part has one digit more, less or other, or two in the other order."""
    sign = -1.0 if value < 0 else 1.0
    whole, _, rest = _told(abs(value)).partition(".")
    others = [whole[:k] + whole[k + 1 :] for k in range(len(whole))]
    others += [whole[:k] + d + whole[k:] for k in range(len(whole) + 1) for d in "0123456789"]
    others += [whole[:k] + d + whole[k + 1 :] for k in range(len(whole)) for d in "0123456789"]
    others += [whole[:k] + whole[k + 1] + whole[k] + whole[k + 2 :] for k in range(len(whole) - 1)]
    yield from (sign * float(f"{other or '0'}.{rest or '0'}") for other in others)


def _told(value: float) -> str:
    """Return a figure of degrees without the noise of its last bits."""
    return str(np.format_float_positional(round(float(value), 7), trim="-"))
