import pandas as pd

from narvaro.sources.sweden.areas import need_weights, swedish_areas
from narvaro.sources.sweden.municipalities import municipalities
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, vulnerable_areas


def test_people_sum_to_each_municipality_exactly(areas: pd.DataFrame) -> None:
    """For all 290 municipalities the whole persons in its areas sum to SCB's figure."""
    summed = areas.groupby("municipality_code")["people"].sum()
    wanted = municipalities()["people_2023"]
    assert summed.to_dict() == wanted.to_dict()
    assert (areas["people"] % 1 == 0).all()


def test_there_are_about_three_thousand_areas_each_with_people(areas: pd.DataFrame) -> None:
    """Areas have their own id, and none is empty."""
    assert 2_700 <= len(areas) <= 3_500
    assert areas.index.is_unique
    assert (areas["people"] > 0).all()
    assert list(areas.index) == sorted(areas.index)


def test_every_vulnerable_area_is_an_area_with_its_people(areas: pd.DataFrame) -> None:
    """The parts of the Police list stand as they are, so nobody in them is counted in a locality too."""
    listed = vulnerable_areas()
    found = areas[areas["kind"] == "vulnerable"]
    assert set(found.index) == set(listed.index)
    assert (found["people"] == listed["people"].reindex(found.index)).all()
    assert (found["people_origin"] == listed["people_origin"].reindex(found.index)).all()


def test_an_edition_is_a_yes_no_column_of_vulnerable_areas_only(areas: pd.DataFrame) -> None:
    """Six columns of yes and no; an area of another kind is on no list."""
    others = areas[areas["kind"] != "vulnerable"]
    for column in EDITION_COLUMNS:
        assert areas[column].dtype == bool
        assert not others[column].any()
        assert areas[column].sum() >= 53


def test_a_suburb_that_is_a_vulnerable_area_is_not_there_twice(areas: pd.DataFrame) -> None:
    """GeoNames' Gårdsten has fewer people than the Police's, so only the vulnerable area is left."""
    assert areas[areas["name"] == "Gårdsten"]["kind"].tolist() == ["vulnerable"]


def test_nobody_lives_far_from_sweden(areas: pd.DataFrame) -> None:
    """Every point lies between Smygehuk and Treriksröset."""
    assert areas["lon"].between(10.9, 24.2).all()
    assert areas["lat"].between(55.3, 69.1).all()


def test_large_localities_are_more_than_one_point(areas: pd.DataFrame) -> None:
    """No area but the listed inner parts of Stockholm has more than 37,000 people."""
    crowded = areas[areas["people"] > 37_000]
    assert set(crowded["municipality"]) == {"Stockholm"}
    assert set(crowded["name"]) == {"Södermalm", "Bromma", "Kungsholmen", "Vasastaden"}


def test_need_is_that_of_the_definition_then_of_the_countryside(areas: pd.DataFrame) -> None:
    """A person in an area of the chosen edition weighs 2, in the countryside 1.25, elsewhere 1."""
    need = need_weights(areas, "police_2019")
    assert set(need[areas["police_2019"]]) == {2.0}
    assert set(need[areas["settlement"] == "rural"]) == {1.25}
    assert need["police-1490-norrby"] == 2.0
    assert need_weights(areas, "police_2015")["police-1490-norrby"] == 1.0


def test_the_caller_cannot_change_the_areas_for_others() -> None:
    """What a caller does to the areas stays with the caller."""
    mine = swedish_areas()
    mine["people"] = 0
    assert swedish_areas()["people"].sum() == 10_551_707
