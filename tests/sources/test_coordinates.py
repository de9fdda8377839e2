"""Points in other coordinate systems: back where they came from, or refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from narvaro.errors import TableError
from narvaro.sources.coordinates import Pointed, point_columns, to_degrees
from narvaro.sources.mixed_systems import DEGREES

SWEREF = CRS.from_epsg(3006)


@given(st.floats(11, 24), st.floats(55.4, 69))
def test_a_point_in_sweden_comes_back(lon: float, lat: float) -> None:
    """Degrees to SWEREF 99 TM and back moves no point by more than a millionth of a degree."""
    east, north = Transformer.from_crs(DEGREES, SWEREF, always_xy=True).transform(lon, lat)
    table = pd.DataFrame({"lon": [east], "lat": [north]})
    back = to_degrees(Pointed(table, SWEREF), "a.csv", 2)
    assert np.allclose(back[["lon", "lat"]].to_numpy(float), [[lon, lat]], atol=1e-6)


def test_degrees_are_left_as_they_stand() -> None:
    """A table in degrees is returned unchanged, faults and all: the check of the table tells of them."""
    table = pd.DataFrame({"lon": ["18", "x"], "lat": ["59", ""]})
    assert to_degrees(point_columns(table, "a.csv", 2, None), "a.csv", 2) is not None
    assert to_degrees(Pointed(table, DEGREES), "a.csv", 2)["lon"].tolist() == ["18", "x"]


def test_lon_and_lat_count_before_x_and_y() -> None:
    """Where a table has both pairs of names, x and y stay ordinary columns."""
    table = pd.DataFrame({"lon": [1.0], "lat": [2.0], "x": [3.0], "y": [4.0]})
    assert point_columns(table, "a.csv", 2, None).table.columns.tolist() == ["lon", "lat", "x", "y"]


def test_a_system_across_the_180th_meridian_is_understood() -> None:
    """New Zealand's continental shelf reaches over the meridian; a point east of it is inside the area of use."""
    system = CRS.from_epsg(3851)
    east, north = Transformer.from_crs(DEGREES, system, always_xy=True).transform(-176.5, -44.0)
    found = to_degrees(Pointed(pd.DataFrame({"lon": [east], "lat": [north]}), system), "a.csv", 2)
    assert float(found["lon"].iloc[0]) == pytest.approx(-176.5, abs=1e-6)


def test_points_in_another_part_of_the_world_are_refused() -> None:
    """Coordinates of the French system under the Swedish one lie in no part of Sweden, turned round or not."""
    table = pd.DataFrame({"lon": [652_000.0, 653_000.0], "lat": [1_862_000.0, 1_863_000.0]})
    with pytest.raises(TableError) as caught:
        to_degrees(Pointed(table, SWEREF), "a.csv", 2)
    assert [fault.key for fault in caught.value.faults] == ["table.wrong_system"]
