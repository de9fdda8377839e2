import pandas as pd

from narvaro.sources.sweden.areas import swedish_areas
from narvaro.sources.sweden.settlement import SETTLEMENTS
from narvaro.sources.sweden.towns import road_travel, town_travel, without_car


def test_every_settlement_has_its_figures_and_each_says_why() -> None:
    """The five classes, no other, every figure assumed with a reason."""
    towns = town_travel()
    assert tuple(town.id for town in towns) == SETTLEMENTS
    assert all(town.origin == "assumed" and town.source.startswith("assumed: ") for town in towns)


def test_the_denser_the_town_the_slower_the_car_and_the_nearer_the_stop() -> None:
    """Inner city against countryside: slower, longer to park, less to wait; nowhere faster than the road."""
    towns = {town.id: town for town in town_travel()}
    inner, rural = towns["metro_inner"], towns["rural"]
    assert inner.near_kmh < rural.near_kmh < road_travel().car_kmh
    assert inner.park_min > rural.park_min
    assert inner.transit_wait_min < rural.transit_wait_min


def test_about_a_fifth_of_the_people_have_no_car() -> None:
    """More in the inner city than in the countryside, and between 15 and 30 per cent in all."""
    areas = swedish_areas()
    shares = without_car(areas["settlement"])
    assert shares.between(0, 1).all()
    assert shares[areas["settlement"] == "metro_inner"].min() > shares[areas["settlement"] == "rural"].max()
    assert 0.15 < (shares * areas["people"]).sum() / areas["people"].sum() < 0.30
    assert without_car(pd.Series(["nowhere"])).isna().all()
