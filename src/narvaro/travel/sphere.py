"""Points on the sphere, and the distances between them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from narvaro.travel.arrays import Floats

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth, km (International Union of Geodesy and Geophysics, Moritz 1980)."""

Points = Floats


def unit_vectors(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
    """Return points on the unit sphere.

    Parameters
    ----------
    lon, lat
        Degrees, WGS84.

    Returns
    -------
    Points
        Shape (n, 3).

    Examples
    --------
    >>> unit_vectors([0.0], [90.0]).round(3)
    array([[0., 0., 1.]])
    """
    east, north = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def great_circle_km(origins: Points, targets: Points) -> Floats:
    r"""Return the great-circle distance between two sets of points.

    With unit vectors :math:`u, v`, :math:`d = 2 R \arcsin(\lVert u - v \rVert / 2)`: the haversine
    formula with the chord written out, exact for near points and exactly zero for equal ones.

    Parameters
    ----------
    origins, targets
        Unit vectors from `unit_vectors`, shapes (n, 3) and (m, 3).

    Returns
    -------
    ndarray
        Shape (n, m), km.

    References
    ----------
    R. W. Sinnott (1984), Virtues of the Haversine, Sky and Telescope 68(2), 159.

    Examples
    --------
    A quarter of the way round the equator:

    >>> great_circle_km(unit_vectors([0.0], [0.0]), unit_vectors([90.0], [0.0])).round(1)
    array([[10007.6]])
    """
    # In place, axis by axis: the matrix is the largest thing in memory, and a second one would double it.
    squared = np.zeros((len(origins), len(targets)))
    for axis in range(3):
        difference = np.subtract.outer(origins[:, axis], targets[:, axis])
        difference *= difference
        squared += difference
    half_chord = np.sqrt(squared, out=squared)
    half_chord *= 0.5
    # Rounding may make half the chord between opposite points a hair more than the radius, which has no arc.
    np.minimum(half_chord, 1.0, out=half_chord)
    km = np.arcsin(half_chord, out=half_chord)
    km *= 2 * EARTH_RADIUS_KM
    return km
