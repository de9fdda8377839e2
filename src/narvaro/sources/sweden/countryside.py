"""The countryside: people outside localities, as points drawn together on the land of their small area."""

from __future__ import annotations

from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from narvaro.sources.sweden.geometry import Metres
from narvaro.sources.sweden.tables import rule

Floats = NDArray[np.float64]

CELLS_TO_A_POINT = 60
"""Cells of the grid for each point wanted: more moves no point by half a cell of the truth it is tested on."""
LEAST_CELL_M = 1_000.0
"""No cell of a large area is smaller: the truth that the points are measured against has cells of a kilometre."""
FEW_CELLS = 20
"""Cells in an area so small that cells of a kilometre would miss it."""
STEPS = 12
"""Steps of drawing together; after ten no point moves by more than some tens of metres."""


def points_wanted(people: int, km2: float) -> int:
    """Return how many points stand for the people outside localities: some for the people, some for the land.

    Parameters
    ----------
    people
        Persons outside localities.
    km2
        Land of the area.
    """
    return ceil(people / rule("rural_people_each")) + ceil(km2 / rule("rural_km2_each"))


def cells_within(polygon: BaseGeometry, points: int) -> Metres:
    """Return the midpoints of the cells of a square grid inside a polygon, fine enough for some points.

    Parameters
    ----------
    polygon
        In metres.
    points
        How many points the cells are to be drawn together into.

    Returns
    -------
    ndarray
        Shape (n, 2), metres, from south to north and west to east; the representative point where no cell is inside.

    Examples
    --------
    >>> cells_within(shapely.box(0, 0, 1000, 800), 1).shape
    (20, 2)
    """
    coarse = np.sqrt(polygon.area / (points * CELLS_TO_A_POINT))
    side = float(min(max(LEAST_CELL_M, coarse), np.sqrt(polygon.area / FEW_CELLS)))
    west, south, east, north = polygon.bounds
    xs, ys = np.arange(west + side / 2, east, side), np.arange(south + side / 2, north, side)
    cells = np.column_stack([axis.ravel() for axis in np.meshgrid(xs, ys)])
    shapely.prepare(polygon)
    inside = cells[shapely.contains_xy(polygon, cells[:, 0], cells[:, 1])]
    if len(inside):
        return np.asarray(inside)
    middle = polygon.representative_point()
    return np.array([[middle.x, middle.y]])


def thinning(to_rim_km: Floats) -> Floats:
    r"""Return the weight of countryside by its distance from the rim of the nearest locality.

    .. math:: w = e^{-d / b} + f

    with b = `rural_decay_km` and the floor f = `rural_floor`, people who live far from any locality. Within a locality
    the weight is the floor alone: who lives there is counted with the locality.

    Parameters
    ----------
    to_rim_km
        Distances d, km; negative within a locality.
    """
    return np.where(to_rim_km < 0, 0.0, np.exp(-to_rim_km / rule("rural_decay_km"))) + rule("rural_floor")


def drawn_together(cells: Metres, weights: Floats, count: int) -> tuple[Metres, Floats, Floats]:
    r"""Return points that stand for weighted cells, the weight that each stands for, and its extent.

    Weighted Lloyd steps: every cell goes to its nearest point, every point to the weighted mean of its cells, which
    lessens :math:`\sum_i w_i \lVert x_i - c(i) \rVert^2`. They begin at the heaviest cell, and then each time at the
    cell with the largest weighted squared distance to the points so far: no chance is in it.

    Parameters
    ----------
    cells
        Shape (n, 2), metres.
    weights
        Shape (n,), above 0.
    count
        Points wanted, at least 1; no more than there are cells come out.

    Returns
    -------
    points
        Shape (m, 2), metres.
    held
        Shape (m,), sum of the weights of its cells.
    extent_km
        Shape (m,), weighted mean distance of its cells to the point, km.

    References
    ----------
    S. P. Lloyd (1982), Least squares quantization in PCM, IEEE Transactions on Information Theory 28(2), 129-137.

    Examples
    --------
    >>> line = np.array([[0.0, 0.0], [1000.0, 0.0], [9000.0, 0.0], [10000.0, 0.0]])
    >>> points, held, extent_km = drawn_together(line, np.array([1.0, 1.0, 1.0, 1.0]), 2)
    >>> points.tolist(), held.tolist(), extent_km.tolist()
    ([[500.0, 0.0], [9500.0, 0.0]], [2.0, 2.0], [0.5, 0.5])
    """
    points = _far_apart(cells, weights, min(count, len(cells)))
    for _ in range(STEPS):
        nearest = cKDTree(points).query(cells)[1]
        held = np.bincount(nearest, weights, minlength=len(points))
        sums = [np.bincount(nearest, weights * cells[:, axis], minlength=len(points)) for axis in (0, 1)]
        points = (np.column_stack(sums)[held > 0].T / held[held > 0]).T
    away, nearest = cKDTree(points).query(cells)
    held = np.bincount(nearest, weights, minlength=len(points)).astype(float)
    extent = np.bincount(nearest, weights * away, minlength=len(points)) / held / 1_000
    return points, np.asarray(held, dtype=float), extent


def _far_apart(cells: Metres, weights: Floats, count: int) -> Metres:
    chosen = [int(weights.argmax())]
    squared = ((cells - cells[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(count - 1):
        chosen.append(int((weights * squared).argmax()))
        squared = np.minimum(squared, ((cells - cells[chosen[-1]]) ** 2).sum(axis=1))
    return cells[chosen]
