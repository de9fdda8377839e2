"""From degrees to a flat sheet."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.report.figures.projection import (
    EARTH_KM,
    Frame,
    Projection,
    crowded_windows,
    frame_round,
    projection_for,
    round_length,
)


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance on the sphere, km."""
    (lon1, lat1), (lon2, lat2) = np.radians(a), np.radians(b)
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(half)))


@given(st.floats(11, 24), st.floats(55, 69))
def test_short_distances_are_kept_within_half_a_percent(lon: float, lat: float) -> None:
    """Over a country as wide as Sweden a km on the sheet is a km on the ground, in every direction."""
    projection = Projection(16.0)
    for step in ((0.01, 0.0), (0.0, 0.01)):
        there = (lon + step[0], lat + step[1])
        x, y = projection.xy(np.array([lon, there[0]]), np.array([lat, there[1]]))
        assert np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(
            great_circle_km((lon, lat), there), rel=0.005
        )


def test_the_meridian_goes_straight_up() -> None:
    """On the middle meridian x is zero and y the distance from the equator."""
    x, y = Projection(15.0).xy(np.array([15.0]), np.array([60.0]))
    assert x[0] == pytest.approx(0)
    assert y[0] == pytest.approx(EARTH_KM * np.pi / 3)


def test_the_meridian_is_where_people_live() -> None:
    """Empty areas do not pull the map."""
    assert projection_for(pd.Series([11.0, 30.0]), pd.Series([100, 0])).meridian == 11.0


@given(
    st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=8),
    st.floats(100, 700),
    st.floats(100, 700),
)
def test_a_frame_holds_its_points(points: list[tuple[float, float]], width: float, height: float) -> None:
    """All points lie in the window with the margin round them, and it is never taller than allowed."""
    x, y = (np.array(values) for values in zip(*points, strict=True))
    frame = frame_round(x, y, width, height, 10.0)
    left, top = frame.px(x, y)
    assert left.min() >= 9 and left.max() <= width - 9  # noqa: PT018 - one property of both edges
    assert top.min() >= 9 and top.max() <= frame.height - 9  # noqa: PT018 - the same
    assert frame.height <= height


def test_pixels_by_hand() -> None:
    """Two pixels a km; the top left corner of the window is the corner of the sheet."""
    frame = Frame(left=10, top=50, km=100, width=200, height=80)
    assert frame.point(10, 50) == (0, 0)
    assert frame.point(20, 40) == (20, 20)
    assert frame.bounds == (10, 10, 110, 50)
    assert frame.holds_point(10, 50)
    assert not frame.holds_point(9, 50)


def test_crowded_windows_are_apart_and_fullest_first() -> None:
    """The square with most people comes first; none overlaps; no more than asked for."""
    rng = np.random.default_rng(1)
    x = np.concatenate([rng.normal(0, 3, 50), rng.normal(100, 3, 40), rng.normal(200, 3, 30)])
    y, people = rng.normal(0, 3, 120), np.ones(120)
    found = crowded_windows(x, y, people, 20, 2)
    assert [round(a, -1) for a, _ in found] == [0, 100]
    assert crowded_windows(x, y, np.zeros(120), 20, 2) == []


@given(st.floats(0.01, 5000))
def test_a_scale_bar_is_round_and_fits(most: float) -> None:
    """The length is 1, 2 or 5 times a power of ten, at most what there is room for and more than a third of it."""
    length = round_length(most)
    assert most / 2.6 < length <= most * 1.0001
    assert round(length / 10 ** np.floor(np.log10(length * 1.0001)), 6) in (1, 2, 5)
