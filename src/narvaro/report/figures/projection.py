"""From degrees to a flat sheet: one projection for a case, and windows of it at one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

EARTH_KM = 6371.0088
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Projection:
    r"""A transverse Mercator projection of the sphere, in km, about one meridian.

    .. math::
        x = R \operatorname{artanh}(\cos\varphi\,\sin(\lambda-\lambda_0)), \qquad
        y = R \arctan2(\tan\varphi,\ \cos(\lambda-\lambda_0))

    True to shape, and true to scale along the meridian; a tall country keeps its form.
    Source: Snyder (1987), Map projections: a working manual, USGS 1395, ch. 8.

    Parameters
    ----------
    meridian
        The longitude in the middle, degrees.

    Examples
    --------
    >>> x, y = Projection(15.0).xy(np.array([15.0, 16.0]), np.array([60.0, 60.0]))
    >>> [round(float(value)) for value in (x[0], x[1], y[0])]
    [0, 56, 6672]
    """

    meridian: float

    def xy(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return eastings and northings in km."""
        turn = np.radians(np.asarray(lon, dtype=float) - self.meridian)
        phi = np.radians(np.clip(np.asarray(lat, dtype=float), -89.9, 89.9))
        sine = np.clip(np.cos(phi) * np.sin(turn), -0.9999, 0.9999)
        return EARTH_KM * np.arctanh(sine), EARTH_KM * np.arctan2(np.tan(phi), np.cos(turn))

    def of(self, table: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
        """Return eastings and northings of a table with `lon` and `lat`."""
        return self.xy(table["lon"].to_numpy(dtype=float), table["lat"].to_numpy(dtype=float))


def projection_for(lon: pd.Series[float], people: pd.Series[float]) -> Projection:
    """Return the projection for some areas: about the whole degree nearest where people live on average.

    Examples
    --------
    >>> projection_for(pd.Series([11.0, 24.1, 15.4]), pd.Series([1, 0, 9])).meridian
    15.0
    """
    return Projection(
        float(np.rint(np.average(lon.to_numpy(dtype=float), weights=people.to_numpy(dtype=float))))
    )


@dataclass(frozen=True)
class Frame:
    """A window of the flat sheet, drawn at a size in pixels.

    Parameters
    ----------
    left, top
        The upper left corner, km.
    km
        Width of the window, km.
    width, height
        Size of the picture, pixels.
    """

    left: float
    top: float
    km: float
    width: float
    height: float

    @property
    def px_per_km(self) -> float:
        """Pixels for a km."""
        return self.width / self.km

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north edges, km."""
        return self.left, self.top - self.height / self.px_per_km, self.left + self.km, self.top

    def px(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the pixels of eastings and northings."""
        return (x - self.left) * self.px_per_km, (self.top - y) * self.px_per_km

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixels of one point."""
        left, top = self.px(np.array([x]), np.array([y]))
        return float(left[0]), float(top[0])

    def holds_point(self, x: float, y: float) -> bool:
        """Tell whether one point lies in the window."""
        return bool(self.holds(np.array([x]), np.array([y]))[0])

    def holds(
        self, x: FloatArray, y: FloatArray, margin_px: float = 0.0
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Tell which points lie in the window, or within a margin of it."""
        left, top = self.px(x, y)
        across = (left >= -margin_px) & (left <= self.width + margin_px)
        return across & (top >= -margin_px) & (top <= self.height + margin_px)


def frame_round(
    x: FloatArray, y: FloatArray, width: float, most_height: float, margin_px: float = 12.0
) -> Frame:
    """Return the window round some points that fits into a width and a height.

    Examples
    --------
    >>> frame = frame_round(np.array([0.0, 10.0]), np.array([0.0, 40.0]), 120, 400, margin_px=10)
    >>> round(frame.px_per_km, 2), frame.height
    (9.5, 400.0)
    """
    wide, tall = float(np.ptp(x)), float(np.ptp(y))
    wide, tall = max(wide, tall / 50, 0.5), max(tall, wide / 50, 0.5)
    scale = min((width - 2 * margin_px) / wide, (most_height - 2 * margin_px) / tall)
    height = float(min(most_height, round(tall * scale + 2 * margin_px)))
    middle_x, middle_y = float(np.min(x) + np.max(x)) / 2, float(np.min(y) + np.max(y)) / 2
    km = width / scale
    return Frame(middle_x - km / 2, middle_y + height / scale / 2, km, width, height)


def crowded_windows(
    x: FloatArray, y: FloatArray, people: FloatArray, side_km: float, most: int
) -> list[tuple[float, float]]:
    """Return the centres of squares with the most people, the fullest first, no two overlapping.

    A square is tried round every area; equal squares go by the order of the areas.

    Examples
    --------
    >>> x, y = np.array([0.0, 1.0, 90.0, 200.0]), np.zeros(4)
    >>> crowded_windows(x, y, np.array([5.0, 5.0, 7.0, 1.0]), side_km=10, most=2)
    [(0.5, 0.0), (90.0, 0.0)]
    """
    found: list[tuple[float, float]] = []
    free = np.ones(len(x), dtype=bool)
    half = side_km / 2
    while len(found) < most and free.any():
        best, best_people, middle = -1, 0.0, (0.0, 0.0)
        for i in np.flatnonzero(free)[np.argsort(-people[free], kind="stable")][:400]:
            near = free & (np.abs(x - x[i]) <= half) & (np.abs(y - y[i]) <= half)
            total = float(people[near].sum())
            if total > best_people:
                weights = people[near]
                best, best_people = int(i), total
                middle = (
                    float(np.average(x[near], weights=weights)),
                    float(np.average(y[near], weights=weights)),
                )
        if best < 0:
            break
        if all(abs(middle[0] - a) >= side_km or abs(middle[1] - b) >= side_km for a, b in found):
            found.append(middle)
        inside = (np.abs(x - middle[0]) <= half) & (np.abs(y - middle[1]) <= half)
        inside[best] = True
        free &= ~inside
    return found


def round_length(most_km: float, steps: Sequence[float] = (1, 2, 5)) -> float:
    """Return the longest of 1, 2, 5, 10, 20, ... km that is at most a length.

    Examples
    --------
    >>> round_length(130.0), round_length(0.7)
    (100.0, 0.5)
    """
    power = 10.0 ** np.floor(np.log10(most_km))
    return float(max(step * power for step in steps if step * power <= most_km * (1 + 1e-9)))
