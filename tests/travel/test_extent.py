import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case import Case, TownTravel, TravelSettings
from narvaro.travel import TravelTimes, straight_line
from narvaro.travel.extent import own_minutes, within_areas, within_extent

DISC = np.random.default_rng(3).uniform(-1, 1, (400_000, 2))
DISC = DISC[(DISC**2).sum(axis=1) <= 1]


def case(extent: list[float] | None, **settings: object) -> Case:
    areas = pd.DataFrame(
        {"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.0], "lat": [59.0, 59.1], "people": [10, 20]}
    )
    if extent is not None:
        areas["extent_km"] = extent
    sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.0]})
    return Case("c", areas, sites, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("away", [0.0, 0.3, 0.7, 1.0, 1.5, 3.0, 10.0])
def test_the_way_of_people_spread_over_a_disc_is_near_the_exact_one(away: float) -> None:
    """Against 300,000 points of a disc: right in the middle and far away, never short, at most 7.5 per cent long."""
    exact = float(np.hypot(DISC[:, 0] - away, DISC[:, 1]).mean())
    told = float(within_extent(np.array([[away]]), np.array([2 / 3]))[0, 0])
    assert -0.003 < told / exact - 1 < 0.075
    if away in (0.0, 10.0):
        assert told == pytest.approx(exact, rel=0.004)


@given(st.floats(0, 1e3), st.floats(0, 50), st.floats(0, 50))
def test_a_wider_area_is_never_nearer(way: float, own: float, wider: float) -> None:
    """The way grows with the extent, is never below either, and is the way itself where there is none."""
    both = within_extent(np.array([[way], [way]]), np.array([own, own + wider]))[:, 0]
    assert max(way, own) <= both[0] * (1 + 1e-12)
    assert both[0] <= both[1]
    assert within_extent(np.array([[way]]), np.zeros(1))[0, 0] == way


def test_nobody_has_no_minutes_to_an_office_at_the_point_of_their_area() -> None:
    """4.8 km/h and a detour of 1.3: a walk of 0.6 km takes 9.75 minutes; without an extent it takes none."""
    on_foot = straight_line(case([0.6, 0.0]), ["walk"]).to_dense("walk")[:, 0]
    assert on_foot[0] == pytest.approx(9.75)
    assert straight_line(case(None), ["walk"]).to_dense("walk")[0, 0] == 0


def test_minutes_on_a_network_get_the_way_within_the_area() -> None:
    """3 minutes of network and 4 within make 5; at the speed of the area's town by car, on foot by bus."""
    town = TownTravel("town", 1.0, 39.0, 0, 0, 0, 20)
    made = case([2.0, 0.0], towns=(town,), travel=TravelSettings(car_kmh=78.0))
    areas = made.areas.assign(settlement=["town", "else"]).reset_index()
    made = Case("c", areas, made.sites.reset_index(), towns=(town,), travel=TravelSettings(car_kmh=78.0))
    assert own_minutes(made, "car").tolist() == [pytest.approx(4.0), 0.0]
    assert own_minutes(made, "transit")[0] == pytest.approx(60 * 1.3 * 2 / 4.8)
    times = TravelTimes.from_dense(["a", "b"], ["s"], {"car": [[3.0], [7.0]]})
    assert within_areas(times, made).to_dense("car")[:, 0].tolist() == [5.0, 7.0]


def test_a_way_that_becomes_too_long_is_none() -> None:
    """What no network reaches stays so, and a way over the limit with the way within it is out of reach."""
    made = case([2.0, 2.0])
    own = own_minutes(made, "walk")[0]
    times = TravelTimes.from_dense(["a", "b"], ["s"], {"walk": [[float("nan")], [40.0]]})
    limited = TravelTimes(**{**vars(times), "max_min": float(np.hypot(40, own)) - 0.1})
    assert np.isnan(within_areas(limited, made).to_dense("walk")).all()


def test_minutes_of_a_straight_line_are_not_lengthened_twice() -> None:
    """A straight line has the way within already."""
    made = case([1.0, 2.0])
    times = straight_line(made, ["walk"])
    assert within_areas(times, made) is times
