from pathlib import Path

import pandas as pd
import pytest
import shapely

from narvaro.sources.sweden.geometry import to_metres
from narvaro.sources.sweden.municipalities import border_of, municipalities
from narvaro.sources.sweden.vulnerable import EDITION_COLUMNS, EDITIONS, vulnerable_areas


def test_each_edition_is_a_column_that_follows_its_class() -> None:
    """An area is on the list of a year where it has a class that year, and every area is on some list."""
    table = vulnerable_areas()
    for edition, column in zip(EDITIONS, EDITION_COLUMNS, strict=True):
        assert (table[column] == table[f"class_{edition}"].isin(["vulnerable", "risk", "particularly"])).all()
    assert table[list(EDITION_COLUMNS)].any(axis=1).all()


def test_the_edition_of_2025_has_its_65_areas() -> None:
    """No area of 2025 was cut into parts, so the parts are the areas."""
    assert vulnerable_areas()["police_2025"].sum() == 65


def test_an_area_that_was_split_keeps_its_people_over_the_editions() -> None:
    """Rinkeby/Tensta of 2023 has the people that Rinkeby, Tensta and Hjulsta of 2025 have together: the same rows."""
    table = vulnerable_areas().set_index("name")
    parts = table.loc[["Rinkeby", "Tensta", "Hjulsta"]]
    assert parts[["police_2023", "police_2025"]].all().all()
    assert 30_000 < parts["people"].sum() < 40_000


def test_people_of_the_list_of_2023_are_those_within_its_polygons() -> None:
    """Within 3 per cent of the 464,223 who live inside by DeSO where there is one, else by RegSO."""
    table = vulnerable_areas()
    assert table.loc[table["police_2023"], "people"].sum() == pytest.approx(464_223, rel=0.03)


def test_people_without_polygon_or_name_are_assumed() -> None:
    """A part that no small area is named after, and that no polygon tells of, says that its people are assumed."""
    table = vulnerable_areas()
    unmatched = table[(table["regso"] == "") & ~table["police_2023"]]
    assert (unmatched["people_origin"] == "assumed").all()
    assert len(unmatched)
    assert set(table["people_origin"]) == {"derived", "assumed"}


def test_every_area_lies_in_or_by_its_municipality() -> None:
    """No point is more than 1.5 km outside the simplified polygon of its municipality."""
    table = vulnerable_areas()
    points = shapely.points(to_metres(table["lon"], table["lat"]))
    away = [
        border_of(code).distance(point)
        for code, point in zip(table["municipality_code"], points, strict=True)
    ]
    assert max(away) < 1_500
    assert set(table["municipality_code"]) <= set(municipalities().index)


def test_every_row_of_the_facts_is_covered(real: Path) -> None:
    """Each area of each edition of the Police list has a part with that edition in the same municipality."""
    file = real.parent / "facts" / "vulnerable_areas.csv"
    if not file.exists():
        pytest.skip("the facts are not here")
    facts = pd.read_csv(file, dtype={"kommun_code": str})
    table = vulnerable_areas()
    assert len(facts) == 359
    for edition in EDITIONS:
        listed = facts[facts["edition"] == edition]["kommun_code"].value_counts()
        parts = table[table[f"police_{edition}"]]["municipality_code"].value_counts()
        assert set(listed.index) == set(parts.index)
        assert (parts - listed >= 0).all()
