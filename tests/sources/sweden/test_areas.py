import numpy as np
import pandas as pd

from narvaro.sources.sweden.areas import main_places, need_weights, swedish_areas
from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.small_areas import small_areas
from narvaro.sources.sweden.tables import read_table
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, vulnerable_areas


def test_people_sum_to_each_municipality_exactly(areas: pd.DataFrame) -> None:
    """For all 290 municipalities the whole persons in its areas sum to SCB's figure."""
    summed = areas.groupby("municipality_code")["people"].sum()
    wanted = municipalities()["people_2023"]
    assert summed.to_dict() == wanted.to_dict()
    assert (areas["people"] % 1 == 0).all()


def test_there_are_fewer_than_seven_thousand_areas_each_with_people(areas: pd.DataFrame) -> None:
    """Areas have their own id, and none is empty."""
    assert 6_000 < len(areas) < 7_000
    assert areas.index.is_unique
    assert (areas["people"] > 0).all()
    assert list(areas.index) == sorted(areas.index)


def test_the_parts_of_a_small_area_hold_its_people(areas: pd.DataFrame) -> None:
    """For all 3,363 the people of the parts sum to those of the small area, and to those outside localities."""
    small = small_areas()
    summed = areas.groupby("small_area_code")["people"].sum().reindex(small.index, fill_value=0)
    assert (summed == small["people_2023"]).all()
    outside = areas[areas["kind"] == "rural"].groupby("small_area_code")["people"].sum()
    assert (outside <= (small["people_a"] + small["people_b"]).reindex(outside.index)).all()


def test_nobody_has_no_way_at_all(areas: pd.DataFrame) -> None:
    """Every area has an extent above zero; in towns its people live within some km of the point."""
    assert (areas["extent_km"] > 0).all()
    assert areas.loc[areas["kind"] != "rural", "extent_km"].quantile(0.99) < 3


def test_every_part_of_the_list_has_its_areas(areas: pd.DataFrame) -> None:
    """All 79 parts are found, each area of one part alone, with the people that the list tells of."""
    listed = vulnerable_areas()
    table = read_table("areas")
    assert set(table["police"]) - {""} == set(listed.index)
    assert (areas["kind"] == "vulnerable").sum() == (table["police"] != "").sum()
    assert listed["people"].sum() == areas.loc[areas["kind"] == "vulnerable", "people"].sum()


def test_an_edition_is_a_yes_no_column_of_vulnerable_areas_only(areas: pd.DataFrame) -> None:
    """Six columns of yes and no; an area of another kind is on no list."""
    others = areas[areas["kind"] != "vulnerable"]
    for column in EDITION_COLUMNS:
        assert areas[column].dtype == bool
        assert not others[column].any()
        assert areas[column].sum() >= 53


def test_nobody_lives_far_from_sweden(areas: pd.DataFrame) -> None:
    """Every point lies between Smygehuk and Treriksröset."""
    assert areas["lon"].between(10.9, 24.2).all()
    assert areas["lat"].between(55.3, 69.1).all()


def test_cities_are_many_areas(areas: pd.DataFrame) -> None:
    """No area has more than 23,000 people, and Göteborg is more than a hundred areas."""
    assert areas["people"].max() < 23_000
    assert (areas["municipality"] == "Göteborg").sum() > 100


def test_a_municipality_has_one_main_place() -> None:
    """Mölndal's lies in its town, not in the hamlet that is its largest locality; Solna has no locality of its own."""
    main = main_places()
    assert len(main) == 290
    assert main.index.is_unique
    there = to_metres(main.loc[["1480", "1481"], "lon"], main.loc[["1480", "1481"], "lat"])
    assert np.hypot(*(there[1] - to_metres([12.0137], [57.6554])[0])) < 2_500
    assert np.isnan(main.loc["0184", "people_now"])


def test_need_is_that_of_the_definition_then_of_the_countryside(areas: pd.DataFrame) -> None:
    """A person in an area of the chosen edition weighs 2, in the countryside 1.25, elsewhere 1."""
    need = need_weights(areas, "police_2019")
    assert set(need[areas["police_2019"]]) == {2.0}
    assert set(need[areas["settlement"] == "rural"]) == {1.25}
    norrby = areas.index[areas["police_2019"] & ~areas["police_2015"] & (areas["municipality"] == "Borås")]
    assert (need[norrby] == 2.0).all()
    assert len(norrby)
    assert (need_weights(areas, "police_2015")[norrby] == 1.0).all()


def test_the_caller_cannot_change_the_areas_for_others() -> None:
    """What a caller does to the areas stays with the caller."""
    mine = swedish_areas()
    mine["people"] = 0
    assert swedish_areas()["people"].sum() == 10_551_707
