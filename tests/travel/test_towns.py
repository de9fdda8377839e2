import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case import Case, TownTravel, TravelSettings
from narvaro.errors import TableError, TravelError
from narvaro.travel import straight_line, straight_modes_of
from narvaro.travel.towns import towns_of

CITY = TownTravel("city", near_km=4, near_kmh=20, start_min=3, park_min=6, transit_wait_min=8, transit_kmh=20)
VILLAGE = TownTravel(
    "village", near_km=1, near_kmh=40, start_min=1, park_min=1, transit_wait_min=40, transit_kmh=40
)
ROAD = TravelSettings(detour_factor=1.0, car_kmh=80.0, walk_kmh=5.0)


def case(
    settlement: list[str], *, towns: tuple[TownTravel, ...] = (CITY, VILLAGE), area_id: str = ""
) -> Case:
    count = len(settlement)
    areas = pd.DataFrame(
        {
            "id": [f"a{n}" for n in range(count)],
            "name": [f"A{n}" for n in range(count)],
            "lon": [18.0] * count,
            "lat": [59.0 + n / 10 for n in range(count)],
            "people": [10] * count,
            "settlement": settlement,
        }
    )
    sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.0], "area_id": [area_id]})
    return Case("c", areas, sites, towns=towns, travel=ROAD)


def driven(settlement: list[str], km: float, **more: object) -> float:
    towns = towns_of(case(settlement, **more))  # type: ignore[arg-type]
    assert towns is not None
    return float(towns.minutes("car", np.array([[km]]), slice(len(settlement) - 1, len(settlement)))[0, 0])


def test_a_way_from_a_village_to_a_city_by_hand() -> None:
    """20 km: to the car 1, park 6; 1 km at 40 and 4 at 20 km/h are 13.5, 15 km at 80 are 11.25: 31.75 minutes."""
    assert driven(["city", "village"], 20.0) == pytest.approx(31.75)


def test_a_way_within_a_city_by_hand() -> None:
    """4 km of the 8 at its speed: to the car 3, park 6, 12 to drive, 21 minutes; 1 km is walked in 12."""
    assert driven(["city"], 4.0) == pytest.approx(21.0)
    assert driven(["city"], 1.0) == pytest.approx(12.0)


def test_a_settlement_without_a_row_is_open_road() -> None:
    """Nothing is known of its streets: 8 km at 80 km/h are 6 minutes."""
    assert driven(["city", "elsewhere"], 8.0, towns=(CITY,), area_id="a1") == pytest.approx(6.0)


def test_a_site_has_the_settlement_of_the_area_it_names() -> None:
    """The site stands in the city by its point, but says that it lies in the village: parking takes 1 and not 6."""
    near, named = driven(["city", "village"], 20.0), driven(["city", "village"], 20.0, area_id="a1")
    assert near - named == pytest.approx(5 + 13.5 - 3 - 3 * 60 / 80)


def test_public_transport_is_a_wait_and_a_speed_or_a_walk() -> None:
    """From the city 10 km: 8 and 30 minutes; from the village 40 and 15; and nobody waits for what is walked sooner."""
    towns = towns_of(case(["city", "village"]))
    assert towns is not None
    found = towns.minutes("transit", np.array([[10.0], [10.0]]), slice(0, 2))[:, 0]
    assert found.tolist() == [pytest.approx(38), pytest.approx(55)]
    assert towns.minutes("transit", np.array([[0.5]]), slice(0, 1))[0, 0] == pytest.approx(6)


@given(st.floats(0, 500), st.floats(0, 100))
def test_a_longer_way_never_takes_less(km: float, more: float) -> None:
    """By car and by public transport the minutes grow with the way, and are never more than on foot."""
    towns = towns_of(case(["city", "village"]))
    assert towns is not None
    for mode in ("car", "transit"):
        found = towns.minutes(mode, np.array([[km], [km]]), slice(0, 2))
        longer = towns.minutes(mode, np.array([[km + more], [km + more]]), slice(0, 2))
        assert (found <= longer + 1e-9).all()
        assert (found <= 12 * km + 1e-9).all()


def test_public_transport_has_a_line_only_where_the_towns_say_how() -> None:
    """Without towns a straight line knows nothing of it and says which modes it knows."""
    assert straight_modes_of(case(["city"])) == ("car", "walk", "bicycle", "transit")
    assert np.isfinite(straight_line(case(["city"]), ["transit"]).to_dense("transit")).all()
    with pytest.raises(TravelError) as caught:
        straight_line(case(["city"], towns=()), ["transit"])
    assert "car, walk, bicycle" in str(caught.value)


def test_figures_of_a_town_that_cannot_be_are_told_all_at_once() -> None:
    """A negative distance and a speed of zero, each with its settlement and field."""
    wrong = TownTravel("city", -1, 0, 1, 1, 1, 20)
    with pytest.raises(TableError) as caught:
        case(["city"], towns=(wrong, wrong))
    fields = [fault.column for fault in caught.value.faults]
    assert fields.count("near_km") == 2
    assert fields.count("near_kmh") == 2
    assert any(fault.key == "settings.twice" for fault in caught.value.faults)


def test_a_slip_in_the_name_of_a_town_is_told() -> None:
    """A town of no area is a fault where a settlement has no town; either alone may be meant."""
    with pytest.raises(TableError) as caught:
        case(["city", "vilage"])
    assert [fault.data["town"] for fault in caught.value.faults] == ["village"]
    assert case(["city"]).towns == (CITY, VILLAGE)
    assert case(["city", "heath"], towns=(CITY,)).towns == (CITY,)
