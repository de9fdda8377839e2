"""People and cars are those of the year and of everybody, by the code that the layer writes."""

from __future__ import annotations

import pytest
from tests.sources.sweden.scb.world import PEOPLE, World

from narvaro.errors import SettingError, SourceError
from narvaro.sources.official.supply import Supply
from narvaro.sources.sweden.scb.editions import edition
from narvaro.sources.sweden.scb.people import Figures, cars_of, people_of, table_of, year_of
from narvaro.sources.sweden.scb.services import cars_file, people_file

REGSO = edition("regso", 2025)


def people(supply: Supply, year: int) -> Figures:
    table = table_of(supply, "TAB6574", people_file())
    assert table is not None
    return people_of(supply, table, people_file(), edition("regso", year), year, ())


def test_the_year_is_the_latest_unless_one_is_asked_for(supply: Supply) -> None:
    """2025 of 2023 to 2025; one that is not there is told with the first and the last."""
    table = table_of(supply, "TAB6574", people_file())
    assert table is not None
    assert (year_of(table, None), year_of(table, 2023)) == (2025, 2023)
    with pytest.raises(SettingError) as caught:
        year_of(table, 2026)
    assert "2023 to 2025" in str(caught.value)


@pytest.mark.parametrize(("year", "more"), [(2023, 0), (2024, 10), (2025, 20)])
def test_people_are_those_of_the_year_by_plain_codes(supply: Supply, year: int, more: int) -> None:
    """Ten more each year, by the codes without a suffix."""
    assert people(supply, year).by_area.to_dict() == {code: n + more for code, n in PEOPLE.items()}


def test_a_table_without_sexes_is_of_both(supply: Supply, world: World) -> None:
    """Where sex has no total but may be left out, the database sums: 1 + 2 people here."""
    table = world.statistics.tables["TAB6574"]
    del table.codes["Kon"]["1+2"]
    table.removable = ("Kon",)
    for code in PEOPLE:
        for sex, figure in (("1", 1.0), ("2", 2.0)):
            table.figures[f"{code}_RegSO2025", "totalt", sex, "000007Y7", "2025"] = figure
    assert set(people(supply, 2025).by_area) == {3.0}


def test_cars_in_use_are_half_the_people(supply: Supply) -> None:
    """Not the total, which counts those laid up; missing where SCB withholds the figure."""
    file = cars_file(REGSO, 2025)
    found = cars_of(supply, table_of(supply, "TAB6589", file), file, REGSO, 2025, ("20",))
    assert found is not None
    assert found.by_area.to_dict() == {"2021R001": 1_000.0, "2021R002": 250.0}


def test_a_year_or_areas_that_the_table_of_cars_lacks_have_none(supply: Supply) -> None:
    """2022 is not there, nor are DeSO, nor a table that was not fetched."""
    file = cars_file(REGSO, 2025)
    table = table_of(supply, "TAB6589", file)
    assert cars_of(supply, table, file, REGSO, 2022, ()) is None
    assert cars_of(supply, table, file, edition("deso", 2025), 2025, ()) is None
    assert cars_of(supply, None, file, REGSO, 2025, ()) is None


def test_a_negative_figure_is_no_figure(supply: Supply, world: World) -> None:
    """An area with fewer than no people is told by its code."""
    figures = world.statistics.tables["TAB6574"].figures
    figures["2021R002_RegSO2025", "totalt", "1+2", "000007Y7", "2025"] = -1
    with pytest.raises(SourceError) as caught:
        people(supply, 2025)
    assert "2021R002" in str(caught.value)
