import pandas as pd

from narvaro.sources.sweden.municipalities import border_of, borders, municipalities, shapes, with_regions


def test_people_of_2023_are_those_of_scb() -> None:
    """290 municipalities, 21 counties, 60 FA-regions, 10,551,707 people."""
    table = municipalities()
    assert len(table) == 290
    assert table["county_code"].nunique() == 21
    assert table["fa_region_code"].nunique() == 60
    assert table["people_2023"].sum() == 10_551_707


def test_every_municipality_has_a_border_a_county_and_a_region() -> None:
    """The codes of people and of borders are the same, and no name is missing."""
    table = municipalities()
    assert list(table.index) == list(borders().index)
    assert not (table == "").any().any()
    assert not table.isna().any().any()


def test_known_municipalities_lie_in_their_fa_region() -> None:
    """Öckerö (islands), Gotland and Jokkmokk are sorted to the regions everyone knows."""
    table = municipalities()
    assert table.loc["1407", "fa_region"] == "Göteborg"
    assert table.loc["0980", "fa_region"] == "Gotland"
    assert table.loc["2510", "fa_region"] == "Jokkmokk"


def test_the_caller_cannot_change_the_table_for_others() -> None:
    """What a caller does to a table stays with the caller."""
    mine = municipalities()
    mine["people_2023"] = 0
    assert municipalities()["people_2023"].sum() == 10_551_707


def test_shapes_have_code_name_and_geometry() -> None:
    """Three layers of polygons for maps, in degrees, each code once."""
    layers = shapes()
    assert {name: len(layer) for name, layer in layers.items()} == {
        "municipality": 290,
        "county": 21,
        "fa_region": 60,
    }
    for layer in layers.values():
        assert list(layer.columns) == ["code", "name", "geometry"]
        assert layer["code"].is_unique
        assert layer.crs.to_epsg() == 4326


def test_borders_are_in_metres() -> None:
    """Gotland has about 3,100 km² of land."""
    assert 2_900 < border_of("0980").area / 1e6 < 3_400


def test_regions_are_added_by_municipality_code() -> None:
    """A table with codes gets the names of municipality, county and FA-region."""
    table = with_regions(pd.DataFrame({"municipality_code": ["2510"]}))
    assert table.loc[0, ["municipality", "county"]].tolist() == ["Jokkmokk", "Norrbottens län"]
