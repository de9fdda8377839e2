from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case.settings import TravelSettings
from narvaro.errors import TravelError
from narvaro.travel import great_circle_km, straight_line, unit_vectors

places = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


def small(settings: TravelSettings, areas=((0.0, 0.0), (1.0, 0.0)), sites=((0.0, 0.0), (0.0, 1.0))):
    """The areas, sites and settings of a case, which is all a straight line reads."""
    table = {
        name: pd.DataFrame(points, columns=["lon", "lat"], index=[f"{name}{i}" for i in range(len(points))])
        for name, points in (("areas", areas), ("sites", sites))
    }
    return SimpleNamespace(**table, travel=settings)


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
