"""What was understood: cells in the forms people use become plain ones, and each column is told of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from narvaro.errors import InputError, TableError
from narvaro.sources.naming import Wishes
from narvaro.sources.tables import read_own
from narvaro.sources.understood import Understood, understand

AREAS = "id;Namn;N;E;Folkmängd\na1;Ala;59,30;18,00;{0}\na2;Bro;59,31;18,05;{1}\n"
SITES = "id,nom,latitude,longitude,statut\ns1,Ett,59.30,18.00,{0}\ns2,Två,59.32,18.10,{1}\n"


def read(folder: Path, areas: str, sites: str | None = None, **wishes: Any) -> Any:
    (folder / "areas.csv").write_text(areas, encoding="utf-8")
    (folder / "sites.csv").write_text(sites or SITES.format("ouvert", "candidat"), encoding="utf-8")
    return read_own(folder / "areas.csv", folder / "sites.csv", wishes=Wishes(**wishes))


def refused(folder: Path, areas: str, sites: str | None = None, **wishes: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, areas, sites, **wishes)
    assert all(fault.text("sv") for fault in caught.value.faults)
    return [fault.text("en") for fault in caught.value.faults]


def column(cells: list[str], name: str = "Grupp", **wishes: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read sites of which one column has some cells, and what is told of it."""
    table = pd.DataFrame(
        {name: cells, "id": range(len(cells)), "name": "x", "lat": "59", "lon": "18"}, dtype=object
    )
    found: Understood = understand(table, "sites", "s.csv", 2, Wishes(**wishes))
    return found.table, next(row.to_json() for row in found.columns if row.column == name)


@pytest.mark.parametrize(
    ("cells", "people"),
    [
        (("5 200", "987"), 6187),
        (("5\u00a0200", "987"), 6187),
        (("5’200", "987"), 6187),
        (("5.200", "1.234.567"), 1239767),
        (("5.200", "987,5"), None),
        (("5200,5", "987,25"), 6187.75),
        (("5.200", "987"), None),
        (("5,200", "987"), None),
    ],
)
def test_people_are_counted_in_each_form_or_asked_about(
    tmp_path: Path, cells: Any, people: float | None
) -> None:
    """5.200 is 5,200 where another cell shows it, and never 5.2 people by chance."""
    if people is not None:
        assert read(tmp_path, AREAS.format(*cells)).case.people_total == people
        return
    (said,) = refused(tmp_path, AREAS.format(*cells))
    mark = cells[0][1]
    assert f"may be 5200 or 5.2, and no other cell of the column tells which. Give --thousands {mark}" in said
    assert said.startswith("areas.csv, column Folkmängd: ")
    told = read(tmp_path, AREAS.format(*cells), thousands=mark).case.people_total
    assert told == pytest.approx(5200 + float(cells[1].replace(",", ".")))
    assert read(tmp_path, AREAS.format("5.200", "987"), thousands="none").case.people_total == 992.2


def test_a_unit_is_a_fault_of_its_row_beside_faults_of_the_other_table(tmp_path: Path) -> None:
    """Told once, with the number to write; the rest of both tables is checked all the same."""
    said = refused(tmp_path, AREAS.format("12 000 kr", "x"), SITES.format("ajar", "fermé"))
    assert said[0] == (
        "areas.csv, row 2, column Folkmängd: “12 000 kr” has a unit (kr) beside the number. "
        "Write the number alone, 12000, and the unit in the column's name."
    )
    assert any("row 3, column statut: “fermé” may mean closed today or to be closed" in one for one in said)
    assert any("row 3, column Folkmängd: “x” is not a number" in one for one in said)
    assert any("row 2, column statut: “ajar” is not known here" in one for one in said)
    assert len(said) == 4


def test_coordinates_in_degrees_have_no_thousands(tmp_path: Path) -> None:
    """59,300 is no 59300 degrees; in metres it may be, and is asked about."""
    areas = AREAS.format(5, 6).replace("59,30", "59,300").replace("59,31", "59,310")
    assert read(tmp_path, areas).case.areas["lat"].tolist() == [59.3, 59.31]
    table = pd.DataFrame({"id": ["s"], "name": ["S"], "N": ["59,300"], "E": ["18,000"]})
    with pytest.raises(TableError):
        understand(table, "sites", "s.csv", 2, degrees=False)


@pytest.mark.parametrize(
    ("cells", "right", "done"),
    [
        (["ja", "nej"], [True, False], []),
        (["oui", "NON"], [True, False], []),
        (["Ja", "Nein"], [True, False], []),
        (["kyllä", "ei"], [True, False], []),
        (["sant", "falskt"], [True, False], []),
        (["x", ""], [True, False], ["understood.marks"]),
        (["1", "0"], [True, False], ["understood.ones"]),
    ],
)
def test_yes_and_no_are_known_in_each_form(cells: list[str], right: list[bool], done: list[str]) -> None:
    """Words of five languages, a mark and a blank, 1 and 0."""
    table, told = column(cells)
    assert table["Grupp"].tolist() == right
    assert told["taken_as"] == "yes_no"
    assert [note["key"] for note in told["done"]] == done


def test_numbers_are_no_groups_unless_asked_for() -> None:
    """They are left out and told of; codes, words and what is asked for stay."""
    table, told = column(["312,5", "298"], "Inkomst")
    assert "Inkomst" not in table
    assert told["taken_as"] == "nothing"
    assert column(["312,5", "298"], "Inkomst", groups=("inkomst",))[1]["taken_as"] == "group"
    for cells, name in ((["0114", "1280"], "Region"), (["114", "1280"], "Distriktskod"), (["a", "5"], "Typ")):
        table, told = column(cells, name)
        assert (table[name].tolist(), told["taken_as"]) == (cells, "group")


def test_ids_and_codes_stay_text_in_every_form() -> None:
    """A blank or a mark in a code is part of it."""
    table, _ = column(["12 000", "1.234"], "Kommunkod")
    assert table["municipality_code"].tolist() == ["12 000", "1.234"]


def test_a_code_that_lost_its_zero_is_put_right_and_told_of() -> None:
    """Against Sweden's list of municipalities."""
    table, told = column(["180", "1280"], "Kommunkod")
    assert table["municipality_code"].tolist() == ["0180", "1280"]
    assert told["done"][0]["data"] == {"n": 1, "examples": ["180 → 0180"]}


def test_figures_of_a_geo_file_are_taken_as_they_are() -> None:
    """What is a number already has one reading, whatever its decimals."""
    shapes = gpd.GeoDataFrame(
        {"Namn": ["Ala", "Bro"], "Folkmängd": [5.125, 7.25], "rank": [1, 2]},
        geometry=gpd.points_from_xy([18.0, 18.1], [59.3, 59.4]),
        crs=4326,
    )
    found = understand(shapes, "areas", "a.gpkg", 1)
    assert found.table["people"].tolist() == [5.125, 7.25]
    assert {row.column: row.to_json()["taken_as"] for row in found.columns}["rank"] == "nothing"
    assert found.faults == ()


def test_every_column_of_both_files_is_told_of_in_its_order(tmp_path: Path) -> None:
    """What it is taken as, an example, and what was done to it."""
    own = read(tmp_path, AREAS.format("5 200", "987"))
    told = [(row.column, row.to_json()["taken_as"], row.example) for row in own.understood]
    assert told == [
        ("id", "id", "a1"),
        ("Namn", "name", "Ala"),
        ("N", "lat", "59,30"),
        ("E", "lon", "18,00"),
        ("Folkmängd", "people", "5 200"),
        ("id", "id", "s1"),
        ("nom", "name", "Ett"),
        ("latitude", "lat", "59.30"),
        ("longitude", "lon", "18.00"),
        ("statut", "status", "ouvert"),
    ]
    assert own.case.sites["status"].tolist() == ["may_close", "candidate"]


def test_a_column_that_neither_table_has_is_told_of_once(tmp_path: Path) -> None:
    """Of --map and of --groups alike."""
    said = refused(tmp_path, AREAS.format(5, 6), columns={"name": "nope"}, groups=("rang",))
    assert [one.partition(". The")[0] for one in said] == [
        "option --map: No column is called “nope”",
        "option --groups: No column is called “rang”",
    ]
