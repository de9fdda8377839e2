import numpy as np

from narvaro.sources.sweden.geometry import distance_km, to_degrees, to_metres


def test_degrees_and_metres_are_each_others_inverse() -> None:
    """A point goes to metres and back to within a metre."""
    lon, lat = np.array([11.0, 24.1]), np.array([55.4, 68.9])
    assert np.allclose(to_degrees(to_metres(lon, lat)), np.column_stack([lon, lat]), atol=1e-5)


def test_distance_between_stockholm_and_goteborg() -> None:
    """As the crow flies it is about 398 km between the two."""
    stockholm, goteborg = to_metres([18.0687], [59.3294]), to_metres([11.9668], [57.7072])
    assert abs(distance_km(stockholm, goteborg)[0, 0] - 398) < 3


def test_distances_have_a_row_for_each_point() -> None:
    """Two points and three others: 3-4-5 triangles by hand."""
    points = np.array([[0.0, 0.0], [0.0, 4000.0]])
    others = np.array([[3000.0, 0.0], [0.0, 0.0], [3000.0, 4000.0]])
    assert distance_km(points, others).tolist() == [[3.0, 0.0, 5.0], [5.0, 4.0, 3.0]]
