import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.sources.sweden.localities import fitted_weights, localities, locality_people, net_people
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.tables import read_table


def test_people_in_localities_sum_to_each_municipality() -> None:
    """For all 290, listed places hold all who live neither outside localities nor in vulnerable areas."""
    summed = localities().groupby("municipality_code")["people"].sum()
    assert (summed == locality_people().reindex(summed.index)).all()
    assert set(summed.index) == set(municipalities().index)


def test_a_city_loses_its_suburbs_and_its_namesake() -> None:
    """The figure of a city less listed suburbs, a suburb less the vulnerable area of its name, never below zero."""
    listed = pd.DataFrame(
        {"people": [1500, 400, 300, 20], "nested_in": ["", "s", "s", "r"]}, index=["s", "r", "k", "x"]
    )
    same = pd.DataFrame({"people": [450, 7], "locality_id": ["r", ""]})
    assert net_people(listed, same).to_dict() == {"s": 800, "r": 0, "k": 300, "x": 20}


def test_stockholm_does_not_count_its_suburbs_twice() -> None:
    """GeoNames' 1.5 million of Stockholm falls to what is left beside Södermalm, Kista, Solna and the others."""
    table = localities().set_index("name")
    assert table.loc["Stockholm", "listed_people"] > 1_500_000
    assert table.loc["Stockholm", "people"] < 475_000
    assert table.loc["Kista", "nested_in"] == table.loc["Solna", "nested_in"] == "2673730"


def test_the_excess_is_taken_from_the_largest_down_to_the_second() -> None:
    """900 and 100 for 500 people: the largest gives up 400; for 150 it stops at the second and both shrink."""
    assert fitted_weights(np.array([900.0, 100.0]), 0, 500, 1.25).tolist() == [400, 100]
    assert fitted_weights(np.array([900.0, 100.0]), 0, 150, 1.25).tolist() == [100, 100]


def test_a_small_lack_is_shared_and_a_large_one_falls_to_the_main_place() -> None:
    """Up to a quarter more all grow alike; beyond that the main place takes the rest."""
    assert fitted_weights(np.array([80.0, 20.0]), 0, 110, 1.25).tolist() == [80, 20]
    assert fitted_weights(np.array([80.0, 20.0]), 1, 200, 1.25).tolist() == [100, 100]


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=12),
    st.floats(1, 1e6),
    st.integers(0, 11),
    st.floats(1, 2),
)
def test_weights_are_never_negative(net: list[float], pool: float, main: int, most: float) -> None:
    """Whatever the figures, no place gets a negative weight and the given array is left as it was."""
    array = np.array(net)
    assert (fitted_weights(array, main % len(net), pool, most) >= 0).all()
    assert array.tolist() == net


def test_english_names_are_replaced() -> None:
    """Göteborg is called so, and no name has a figure in it."""
    names = localities()["name"]
    assert "Göteborg" in set(names)
    assert "Gothenburg" not in set(names)
    assert not names.str.contains(r"\d").any()


def test_points_outside_the_simplified_borders_have_a_municipality() -> None:
    """The places on the coast that the simplified polygons miss are given to the nearest, and Kil is in Kil."""
    table = read_table("localities")
    assert 60 <= (table["snapped_m"] > 0).sum() <= 90
    assert table.loc[table["name"] == "Kil", "municipality_code"].item() == "1715"
    assert table.loc[table["name"] == "Smögen", "municipality_code"].item() == "1427"


@pytest.mark.parametrize("name", ["Kil", "Hjo", "Sotenäs", "Salem", "Tyresö"])
def test_municipalities_that_lacked_a_locality_have_one(name: str) -> None:
    """Three municipalities had no point inside their polygon and two no figure: each has a place with people."""
    names = municipalities()["name"]
    places = localities()
    assert places.loc[places["municipality_code"].map(names) == name, "people"].max() > 1_000


def test_every_municipality_has_one_main_place() -> None:
    """Exactly one place of each municipality is its main place."""
    assert localities().groupby("municipality_code")["is_main"].sum().eq(1).all()
