from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case.settings import TravelSettings
from narvaro.errors import TravelError
from narvaro.travel import straight_line


def small(settings: TravelSettings, areas=((0.0, 0.0), (1.0, 0.0)), sites=((0.0, 0.0), (0.0, 1.0))):
    """The areas, sites and settings of a case, which is all a straight line reads."""
    table = {
        name: pd.DataFrame(points, columns=["lon", "lat"], index=[f"{name}{i}" for i in range(len(points))])
        for name, points in (("areas", areas), ("sites", sites))
    }
    return SimpleNamespace(**table, travel=settings, towns=(), extent_km=np.zeros(len(areas)))


def test_minutes_by_hand() -> None:
    """At 60 km/h and a detour of 1.5, minutes are 1.5 times the kilometres; on foot at 5 km/h 18 times."""
    times = straight_line(small(TravelSettings(detour_factor=1.5, car_kmh=60, walk_kmh=5, max_min=10_000)))
    km = 2 * np.pi * 6371.0088 / 360
    assert times.to_dense("car")[0, 0] == 0
    assert times.to_dense("car")[0, 1] == pytest.approx(1.5 * km, rel=1e-6)
    assert times.to_dense("walk")[1, 0] == pytest.approx(18 * km, rel=1e-6)
    assert times.to_dense("car").dtype == np.float32


def test_nobody_drives_where_walking_is_faster() -> None:
    """By car means the better of driving and walking."""
    times = straight_line(small(TravelSettings(car_kmh=3, walk_kmh=5)))
    np.testing.assert_array_equal(times.to_dense("car"), times.to_dense("walk"))


def test_beyond_the_longest_way_is_unreachable() -> None:
    """A way longer than the limit is NaN, and a raised limit never makes fewer pairs reachable."""
    near = straight_line(small(TravelSettings(detour_factor=1, car_kmh=60, max_min=100)))
    far = straight_line(small(TravelSettings(detour_factor=1, car_kmh=60, max_min=200)))
    assert np.isnan(near.to_dense("car")).tolist() == [[False, True], [True, True]]
    assert not np.isnan(far.to_dense("car")).any()


@given(rows=st.integers(1, 40))
def test_blocks_do_not_change_the_figures(rows: int) -> None:
    """The figures are the same to the bit however the areas are cut into blocks."""
    rng = np.random.default_rng(7)
    case = small(
        TravelSettings(),
        rng.uniform([11, 55], [24, 69], (31, 2)).tolist(),
        rng.uniform([11, 55], [24, 69], (5, 2)).tolist(),
    )
    times = straight_line(case)
    whole = times.to_dense("car")
    for part, block in times.blocks("car", rows):
        np.testing.assert_array_equal(block, whole[part])


def test_origin_follows_the_settings() -> None:
    """A rule of thumb is labelled assumed; the labels are those of the case."""
    times = straight_line(small(TravelSettings()))
    assert (times.origin, times.engine) == ("assumed", "straight line")
    assert times.area_ids == ("areas0", "areas1")


@pytest.mark.parametrize("mode", ["transit", "distance"])
def test_a_straight_line_has_no_timetable_and_no_kilometres(mode: str) -> None:
    """Asking for transit, or for what is no minutes, along a straight line says what can be had instead."""
    with pytest.raises(TravelError, match=f"{mode} cannot be worked out along a straight line"):
        straight_line(small(TravelSettings()), modes=[mode])
