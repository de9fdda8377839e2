import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from narvaro.sources.sweden.localities import localities
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.rural import grid_within, outside_of, rural_areas, shared_with_least, thinning


@given(st.integers(1, 60), st.floats(1_000, 1e5), st.floats(1_000, 1e5))
def test_the_grid_has_about_as_many_points_as_wanted(count: int, wide: float, high: float) -> None:
    """Every point is inside, there is at least one, and a box never gets far more than were wanted."""
    box = shapely.box(0, 0, wide, high)
    points = grid_within(box, count)
    assert len(points) >= 1
    assert shapely.contains_xy(box, points[:, 0], points[:, 1]).all()
    ratio = max(wide, high) / min(wide, high)
    assert len(points) <= count + 2 * np.sqrt(count * ratio) + 2


def test_a_polygon_that_catches_no_point_gives_one_inside() -> None:
    """A thin ring whose middle is empty still gets a point of its own."""
    ring = shapely.Point(0, 0).buffer(10_000).difference(shapely.Point(0, 0).buffer(9_990))
    points = grid_within(ring, 1)
    assert len(points) == 1
    assert ring.contains(shapely.Point(points[0]))


def test_countryside_thins_out_with_the_distance() -> None:
    """One e-folding distance away the weight is 1/e."""
    assert np.allclose(thinning(np.array([0.0, 15.0, 30.0]), 15.0), [1, np.exp(-1), np.exp(-2)])


def test_no_area_is_left_with_a_handful_of_people() -> None:
    """A part below the least goes to the others; where all are below, the parts stay."""
    assert shared_with_least(100, np.array([50.0, 49.0, 1.0]), 10).tolist() == [51, 49, 0]
    assert shared_with_least(6, np.array([1.0, 1.0]), 10).tolist() == [3, 3]


def test_points_inside_a_locality_are_left_out_unless_all_are() -> None:
    """Of two points the one within the circle goes; were there only that one, it would stay."""
    points = np.array([[0.0, 0.0], [5000.0, 0.0]])
    centre, radius = np.zeros((1, 2)), np.array([2.0])
    assert outside_of(points, centre, radius).tolist() == [[5000, 0]]
    assert outside_of(points[:1], centre, radius).tolist() == [[0, 0]]


def test_rural_people_sum_to_those_outside_localities() -> None:
    """For all 290 the rural areas hold exactly the people outside localities; Solna has none."""
    table = rural_areas(localities())
    wanted = municipalities()["people_outside"]
    summed = table.groupby("municipality_code")["people"].sum().reindex(wanted.index, fill_value=0)
    pd.testing.assert_series_equal(summed, wanted, check_names=False)
    assert (table["people"] > 0).all()
    assert "0184" not in set(table["municipality_code"])
