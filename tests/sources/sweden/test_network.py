import numpy as np
import pandas as pd
import pytest

from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.network import (
    further_office,
    missing_municipalities,
    nearest_area,
    network,
    register,
    totals,
)
from narvaro.sources.sweden.tables import read_table


@pytest.mark.parametrize(("year", "offices", "places"), [(2020, 117, 110), (2024, 148, 126)])
def test_the_network_meets_the_known_totals(year: int, offices: int, places: int) -> None:
    """117 offices in 110 municipalities at the end of 2020; 148 in 126 at the end of 2024."""
    table = network(year)
    assert len(table) == offices == totals(year)["offices"]
    assert table["municipality_code"].nunique() == places
    assert table.index.is_unique
    assert table["name"].ne("").all()


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_fa_region_and_county_seat_has_an_office(year: int) -> None:
    """In June 2020 the last four regions got theirs, so all 60 have one; so have the county seats."""
    codes = set(network(year)["municipality_code"])
    assert municipalities().loc[sorted(codes), "fa_region_code"].nunique() == 60
    assert set(read_table("county_seats")["municipality_code"]) <= codes


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_named_office_is_there_and_the_rest_is_assumed(year: int) -> None:
    """The register is kept as it is; whatever else there is says that it is assumed and by which rule."""
    table, named = network(year), register(year)
    assert set(named.index) <= set(table.index)
    added = table.drop(named.index)
    assert (added["origin"] == "assumed").all()
    assert added["source"].str.startswith("assumed: rule of the missing offices").all()
    assert set(named["origin"]) == {"stated", "derived", "assumed"}


def test_offices_of_the_decision_of_2021_are_not_there_in_2020() -> None:
    """Rinkeby, Gottsunda and Nordmaling opened later; Kista and Torsby were there."""
    names = set(network(2020)["name"])
    assert not {"Stockholm Rinkeby", "Uppsala Gottsunda", "Nordmaling", "Ulricehamn"} & names
    assert {"Stockholm Kista", "Torsby", "Kiruna"} <= names
    assert {"Stockholm Rinkeby", "Uppsala Gottsunda", "Nordmaling", "Filipstad"} <= set(network(2024)["name"])


def test_nothing_is_assumed_in_2020_where_the_first_office_came_in_2021() -> None:
    """A municipality that got its first office by the decision of 2021 has none at the end of 2020."""
    first = set(read_table("first_office_2021")["municipality_code"])
    assert not first & set(network(2020)["municipality_code"])


def test_the_rule_goes_by_region_then_county_seat_then_people() -> None:
    """The reasons come in that order, and by people the larger municipality goes first."""
    missing = missing_municipalities(2020, set(register(2020)["municipality_code"]))
    order = ["fa_region", "county_seat", "people"]
    assert [order.index(why) for _, why in missing] == sorted(order.index(why) for _, why in missing)
    people = municipalities()["people_2023"][[code for code, why in missing if why == "people"]]
    assert people.is_monotonic_decreasing
    regions = [code for code, why in missing if why == "fa_region"]
    assert {"2180", "1080", "1883"} <= set(regions)


def test_a_further_office_lies_away_from_the_others() -> None:
    """A further office of Göteborg is more than 3 km from every other one there."""
    offices = network(2020)
    new = further_office(offices, "1480", 2)
    there = offices[offices["municipality_code"] == "1480"]
    gap = to_metres(new["lon"], new["lat"]) - to_metres(there["lon"], there["lat"])
    assert np.hypot(*gap.T).min() > 3_000
    assert new["origin"].item() == "assumed"


def test_the_nearest_area_is_of_the_same_municipality() -> None:
    """The office in Rinkeby lies in the vulnerable area of that name; codes keep neighbours out."""
    table = register(2024).loc[["office-0180-stockholm-rinkeby", "office-0183-sundbyberg"]]
    near = nearest_area(to_metres(table["lon"], table["lat"]), table["municipality_code"])
    assert near["vulnerable"].iloc[0]
    assert near["area_id"].iloc[0].startswith("0180")
    assert near["area_id"].iloc[1].startswith("0183")


def test_the_caller_cannot_change_the_network_for_others() -> None:
    """What a caller does to the network stays with the caller."""
    mine: pd.DataFrame = network(2020)
    mine["name"] = ""
    assert network(2020)["name"].ne("").all()
