"""SCB's small areas: nobody is lost between the editions, and neighbours meet."""

import shapely

from narvaro.sources.sweden.municipalities import borders, municipalities
from narvaro.sources.sweden.small_areas import small_area_shapes, small_areas


def test_the_people_of_each_municipality_are_those_that_scb_counts() -> None:
    """The small areas of each of 290 municipalities hold its people of 2023 to the person, in whole numbers."""
    table = small_areas()
    sums = table.groupby("municipality_code")["people_2023"].sum()
    assert sums.to_dict() == municipalities()["people_2023"].to_dict()
    parts = table[["people_a", "people_b", "people_c"]]
    assert (parts.sum(axis=1) == table["people_2023"]).all()
    assert (parts >= 0).all().all()


def test_names_that_went_over_to_other_codes_take_their_people_with_them() -> None:
    """Perstorp's southeast had 1,455 people under the code R005 of 2020, and stands under R002 in 2025."""
    table = small_areas()
    assert table.loc[["1275R002", "1275R005"], "people_2023"].tolist() == [1455, 1428]
    assert table.loc["1762R001", "people_2023"] == 1078  # Munkfors centre, R002 in 2020


def test_areas_that_came_and_went_are_assumed() -> None:
    """The 1,350 people of Bolaget live elsewhere in Kiruna; all of Kiruna and Gällivare is assumed, nothing else."""
    table = small_areas()
    assumed = table.index[table["people_origin"] == "assumed"]
    assert set(assumed.str[:4]) == {"2523", "2584"}
    assert "2584R001" not in table.index
    assert table.loc["2584R002", "people_2023"] == 1179 + 76  # 1,350 x 1,179 / 21,083 = 75.5
    assert (
        table.loc["2523R011", "people_2023"] == 16
    )  # 0.017 of 18.29 km² built up, rounded by settlement class


def test_the_polygons_are_one_coverage_of_the_land() -> None:
    """Each area has a valid polygon, neighbours share their corners, and together they are Sweden's land and lakes."""
    shapes = small_area_shapes()
    assert list(shapes.index) == list(small_areas().index)
    assert shapely.is_valid(shapes.to_numpy()).all()
    assert not shapely.is_empty(shapes.to_numpy()).any()
    assert shapely.coverage_is_valid(shapes.to_numpy())
    km2 = shapes.area.sum() / 1e6
    assert abs(km2 / borders()["km2"].sum() - 1) < 0.01
    assert shapely.get_num_coordinates(shapes.to_numpy()).sum() < 135_000


def test_areas_lie_in_their_municipality() -> None:
    """Of 99 in 100 areas other municipalities have less than half: both borders are simplified, not alike."""
    shapes, ground = small_area_shapes(), borders()
    whole = ground.geometry.union_all()
    on_land = shapely.area(shapely.intersection(shapes.to_numpy(), whole))
    own = shapely.area(
        shapely.intersection(shapes.to_numpy(), ground.geometry.reindex(shapes.index.str[:4]).to_numpy())
    )
    others = (on_land - own) / shapes.area.to_numpy()
    assert (others < 0.5).mean() > 0.99
