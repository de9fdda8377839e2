"""Columns: one fit is taken, and where there is none or two the error says what to write."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from narvaro.errors import SettingError, TableError
from narvaro.sources.naming import Wishes, named

HEADINGS = {
    "sv": ["Kod", "Namn", "Folkmängd (2023)", "N", "E"],
    "en": ["ID", "Name", "Population", "Latitude", "Longitude"],
    "fr": ["Identifiant", "Nom", "Habitants", "Coordonnée Y", "Coordonnée X"],
    "de": ["Kennziffer", "Bezeichnung", "Einwohner", "Hochwert", "Rechtswert"],
    "fi": ["Tunnus", "Nimi", "Asukasluku", "Pohjoinen", "Itä"],
}
ROW = ["a1", "Ala", "900", "59.3", "18.0"]


def table(headings: list[str], *rows: list[str]) -> pd.DataFrame:
    return pd.DataFrame([row[: len(headings)] for row in rows or (ROW,)], columns=headings)


def refused(given: pd.DataFrame, wishes: Wishes | None = None, kind="areas") -> list[str]:
    with pytest.raises(TableError) as caught:
        named(given, kind, "a.csv", wishes or Wishes())
    return [fault.text("en") for fault in caught.value.faults]


@pytest.mark.parametrize("lang", HEADINGS)
def test_a_table_in_each_language_is_known(lang: str) -> None:
    """The five columns that areas need, as people call them."""
    found = named(table(HEADINGS[lang]), "areas", "a.csv", Wishes())
    assert list(found.table) == ["id", "name", "people", "lat", "lon"]
    assert list(found.called.values()) == HEADINGS[lang]


def test_two_columns_that_fit_are_asked_about() -> None:
    """Both are named with the option that chooses."""
    (said,) = refused(table(["id", "name", "Folkmängd", "lat", "lon", "Befolkning"], [*ROW, "5"]))
    assert "Folkmängd, Befolkning" in said
    assert said.endswith("--map people=Folkmängd")


def test_the_name_itself_goes_before_other_words() -> None:
    """Where there is a column `people`, `Befolkning` is another one."""
    found = named(
        table(["id", "name", "people", "lat", "lon", "Befolkning"], [*ROW, "5"]), "areas", "a", Wishes()
    )
    assert found.called["people"] == "people"
    assert found.called["Befolkning"] == "Befolkning"


def test_a_column_that_is_missing_is_guessed_at_and_never_taken() -> None:
    """The columns that there are, the likeliest and what to write, in quotation marks where there is a blank."""
    (said,) = refused(table(["id", "name", "Boende totalt", "lat", "lon"]))
    assert "The table has: id, name, Boende totalt, lat, lon." in said
    assert said.endswith('--map "people=Boende totalt"')
    (said,) = refused(table(["id", "Kommun", "people", "lat", "lon"]))
    assert said.endswith("--map areas.name=Kommun")


def test_what_the_user_says_goes_before_everything() -> None:
    """Also against the column's own name; a name for both tables may be said for one."""
    given = table(["id", "name", "people", "lat", "lon", "dag"], [*ROW, "5"])
    found = named(given, "areas", "a.csv", Wishes({"people": "dag"}))
    assert found.table["people"].tolist() == ["5"]
    assert found.table["people (2)"].tolist() == ["900"]
    found = named(given, "areas", "a.csv", Wishes({"sites.name": "dag"}))
    assert found.called["name"] == "name"
    found = named(given, "areas", "a.csv", Wishes({"id": "name", "name": "name"}))
    assert found.table["id"].tolist() == ["Ala"]


def test_a_column_that_the_user_names_must_be_there() -> None:
    """For a column of this table alone; what both tables have may be meant for the other."""
    (said,) = refused(table(HEADINGS["sv"]), Wishes({"people": "folk"}))
    assert "No column is called “folk”" in said
    assert named(table(HEADINGS["sv"]), "areas", "a.csv", Wishes({"name": "nom"})).called["name"] == "Namn"


def test_the_name_is_the_id_where_each_is_its_own() -> None:
    """Told as such; where two rows have one name, the id is missing and the row number never stands in."""
    headings = ["name", "people", "lat", "lon"]
    rows = [["Ala", "5", "59", "18"], ["Bro", "6", "59", "18"]]
    found = named(table(headings, *rows), "areas", "a.csv", Wishes())
    assert found.id_is_name
    assert found.table["id"].tolist() == ["Ala", "Bro"]
    (said,) = refused(table(headings, rows[0], rows[0]))
    assert said.startswith("a.csv, row 1, column id: The column is missing.")


def test_a_geometry_stands_for_the_coordinates() -> None:
    """No columns of coordinates are asked for beside it, and the geometry stays."""
    shapes = gpd.GeoDataFrame(
        {"Namn": ["Ala"], "Folkmängd": [5]}, geometry=gpd.points_from_xy([18.0], [59.3]), crs=4326
    )
    found = named(shapes, "areas", "a.gpkg", Wishes())
    assert isinstance(found.table, gpd.GeoDataFrame)
    assert found.table.geometry.x.tolist() == [18.0]
    assert set(found.called) == {"name", "people"}


@pytest.mark.parametrize(
    ("wishes", "key"),
    [
        ({"columns": {"folk": "x"}}, "table.map_unknown"),
        ({"columns": {"sites.people": "x"}}, "table.map_unknown"),
        ({"thousands": " "}, "table.thousands_unknown"),
    ],
)
def test_a_wish_that_no_table_can_grant_is_refused(wishes, key: str) -> None:
    """Before any file is read."""
    with pytest.raises(SettingError) as caught:
        Wishes(**wishes)
    assert [fault.key for fault in caught.value.faults] == [key]
