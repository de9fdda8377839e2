import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.travel import great_circle_km, unit_vectors

places = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


def test_one_degree_of_latitude() -> None:
    """One degree along a meridian is 2 pi R / 360 = 111.195 km."""
    km = great_circle_km(unit_vectors([18.0], [59.0]), unit_vectors([18.0], [60.0]))
    assert km[0, 0] == pytest.approx(2 * np.pi * 6371.0088 / 360, rel=1e-12)


@given(one=places, two=places)
def test_agrees_with_the_haversine_formula(one, two) -> None:
    """The chord form equals the textbook haversine formula."""
    (lon1, lat1), (lon2, lat2) = np.radians(one), np.radians(two)
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    textbook = 2 * 6371.0088 * np.arcsin(min(1.0, np.sqrt(half)))
    ours = great_circle_km(unit_vectors([one[0]], [one[1]]), unit_vectors([two[0]], [two[1]]))[0, 0]
    assert ours == pytest.approx(textbook, abs=1e-3, rel=1e-6)


@given(points=st.lists(places, min_size=3, max_size=3))
def test_distances_are_a_metric(points) -> None:
    """Zero to itself, the same both ways, and no detour is shorter than the direct way."""
    vectors = unit_vectors(*zip(*points, strict=True))
    km = great_circle_km(vectors, vectors)
    assert np.all(np.diag(km) == 0)
    np.testing.assert_array_equal(km, km.T)
    assert km[0, 2] <= km[0, 1] + km[1, 2] + 1e-6
