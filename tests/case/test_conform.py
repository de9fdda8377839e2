"""Every fault of a table is found, with its row and column, and told in both languages."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case.conform import (
    STATUSES,
    conform_areas,
    conform_sites,
    swapped_against,
    world_faults,
)
from narvaro.errors import TableError

Table = Callable[..., pd.DataFrame]

AREA_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"people": ["900", ""]},
        "areas.csv, row 3, column people: The number is missing. A missing number is not zero: give the figure or "
        "leave the row out.",
        "areas.csv, rad 3, kolumn people: Talet saknas. Ett tal som saknas är inte noll: ange det eller ta bort raden.",
    ),
    (
        {"people": [np.nan, 5.0]},
        "areas.csv, row 2, column people: The number is missing.",
        "areas.csv, rad 2, kolumn people: Talet saknas.",
    ),
    (
        {"people": ["NaN", "5"]},
        "areas.csv, row 2, column people: “NaN” is not a number.",
        "areas.csv, rad 2, kolumn people: ”NaN” är inte ett tal.",
    ),
    (
        {"people": ["inf", "5"]},
        "row 2, column people: “inf” is not a number.",
        "rad 2, kolumn people: ”inf” är inte ett tal.",
    ),
    (
        {"people": [-3, 5]},
        "areas.csv, row 2, column people: -3 is below zero. Give zero or more.",
        "areas.csv, rad 2, kolumn people: -3 är mindre än noll. Ange noll eller mer.",
    ),
    (
        {"people": ["about 900", "5"]},
        "“about 900” is not a number. Write digits, with a point before decimals.",
        "”about 900” är inte ett tal. Skriv siffror, med punkt före decimaler.",
    ),
    (
        {"people": [0, 0]},
        "areas.csv, column people: Nobody lives in any area.",
        "areas.csv, kolumn people: Ingen bor i något område.",
    ),
    (
        {"id": ["a", "a"]},
        "areas.csv, row 3, column id: The id a already stands in row 2. Each row needs an id of its own.",
        "areas.csv, rad 3, kolumn id: Id a står redan på rad 2. Varje rad behöver ett eget id.",
    ),
    (
        {"id": ["a", " "]},
        "areas.csv, row 3, column id: The cell is empty.",
        "areas.csv, rad 3, kolumn id: Cellen är tom.",
    ),
    (
        {"name": ["", "B"]},
        "areas.csv, row 2, column name: The cell is empty.",
        "areas.csv, rad 2, kolumn name: Cellen är tom.",
    ),
    (
        {"lat": [59.3, 159.4], "lon": [18.0, 195.0]},
        "areas.csv, row 3, column lon, lat: The point (195.0, 159.4) lies outside the world.",
        "areas.csv, rad 3, kolumn lon, lat: Punkten (195.0, 159.4) ligger utanför världen.",
    ),
    (
        {"lon": [59.3, 59.4], "lat": [118.0, 118.2]},
        "areas.csv, column lon, lat: Longitude and latitude look swapped.",
        "areas.csv, kolumn lon, lat: Longitud och latitud verkar ha bytt plats.",
    ),
    (
        {"lon": [674_580, 674_600], "lat": [6_580_700, 6_580_800]},
        "The coordinates (674580.0, 6580700.0) are not degrees. Say which system they are in, for example --crs",
        "Koordinaterna (674580.0, 6580700.0) är inte i grader. Ange vilket system de är i, till exempel --crs",
    ),
    (
        {"need": ["1.5", "-1"]},
        "areas.csv, row 3, column need: -1 is below zero.",
        "areas.csv, rad 3, kolumn need: -1 är mindre än noll.",
    ),
]

SITE_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"status": ["open", "candidate"]},
        "sites.csv, row 2, column status: “open” is not known here. Use one of: must_stay, may_close, must_close, "
        "candidate, must_open.",
        "sites.csv, rad 2, kolumn status: ”open” är inte känt här. Använd något av: must_stay, may_close,",
    ),
    (
        {"size": ["huge", ""]},
        "sites.csv, row 2, column size: “huge” is not known here. Use one of: small, large.",
        "sites.csv, rad 2, kolumn size: ”huge” är inte känt här. Använd något av: small, large.",
    ),
    (
        {"size": ["", ""]},
        "sites.csv, row 2, column size: An office needs a size. Use one of: small, large.",
        "sites.csv, rad 2, kolumn size: Ett kontor behöver en storlek. Använd något av: small, large.",
    ),
    (
        {"size": ["small", ""], "services": ["tax; bank", "tax"]},
        "sites.csv, row 2, column services: The service “bank” is not known. Use: tax, pension, separated by "
        "semicolons.",
        "sites.csv, rad 2, kolumn services: Tjänsten ”bank” är inte känd. Använd: tax, pension, åtskilda med",
    ),
    (
        {"size": ["small", ""], "assumed": ["perhaps", "no"]},
        "sites.csv, row 2, column assumed: “perhaps” is neither yes nor no, as the other rows say. Write yes or no;",
        "sites.csv, rad 2, kolumn assumed: ”perhaps” är varken ja eller nej, som de andra raderna. Skriv ja eller nej;",
    ),
    (
        {"size": ["small", ""], "lat": ["north", "59"]},
        "sites.csv, row 2, column lat: “north” is not a number.",
        "sites.csv, rad 2, kolumn lat: ”north” är inte ett tal.",
    ),
]


@pytest.mark.parametrize(("change", "english", "swedish"), AREA_FAULTS)
def test_a_fault_of_the_areas_is_told_in_both_languages(
    areas: Table, change: dict[str, Any], english: str, swedish: str
) -> None:
    """The message names file, row and column, and what would be right."""
    _, faults = conform_areas(areas(**change), "areas.csv")
    assert any(english in fault.text("en") for fault in faults)
    assert any(swedish in fault.text("sv") for fault in faults)


@pytest.mark.parametrize(("change", "english", "swedish"), SITE_FAULTS)
def test_a_fault_of_the_sites_is_told_in_both_languages(
    sites: Table, change: dict[str, Any], english: str, swedish: str
) -> None:
    """The message names file, row and column, and what would be right."""
    _, faults = conform_sites(sites(**change), ["small", "large"], ["tax", "pension"], "sites.csv")
    assert any(english in fault.text("en") for fault in faults)
    assert any(swedish in fault.text("sv") for fault in faults)


@pytest.mark.parametrize("column", ["id", "name", "lon", "lat", "people"])
def test_a_missing_column_is_named_with_those_there_are(areas: Table, column: str) -> None:
    """The fault stands at the first row and lists the columns of the file."""
    _, faults = conform_areas(areas().drop(columns=column), "areas.csv")
    assert [(fault.row, fault.column) for fault in faults] == [(1, column)]
    assert (
        faults[0]
        .text("en")
        .startswith(f"areas.csv, row 1, column {column}: The column is missing. The table has: ")
    )
    assert "Kolumnen saknas. Tabellen har: " in faults[0].text("sv")


def test_an_empty_table_is_refused(areas: Table, sites: Table) -> None:
    """A table of column names alone says that it has no rows."""
    assert conform_areas(areas().iloc[:0], "areas.csv")[1][0].text("en") == (
        "areas.csv: The table has no rows. Give at least one."
    )
    assert conform_sites(sites().iloc[:0], ["s"], ["t"], "sites.csv")[1][0].text("sv") == (
        "sites.csv: Tabellen har inga rader. Ange minst en."
    )


def test_all_faults_of_a_table_are_found_at_once(areas: Table) -> None:
    """Three different faults in two rows give three lines."""
    _, faults = conform_areas(areas(id=["a", "a"], people=[-1, 4], lon=["x", "18"]))
    assert [(fault.row, fault.column, fault.key) for fault in faults] == [
        (3, "id", "table.duplicate"),
        (2, "lon", "table.not_a_number"),
        (2, "people", "table.negative"),
    ]


def test_a_point_outside_the_world_is_told_beside_other_faults(areas: Table) -> None:
    """A number below zero in one row hides no point of another row."""
    _, faults = conform_areas(areas(people=[-1, 4], lat=[59.3, 95.0]))
    assert [(fault.row, fault.key) for fault in faults] == [(2, "table.negative"), (3, "table.outside_world")]


def test_a_fault_in_every_row_is_told_in_one_line(areas: Table) -> None:
    """Thirty bad rows are thirty faults, and one line with their count and the first three."""
    many = pd.concat([areas()] * 15).assign(id=[str(i) for i in range(30)], people=-1)
    _, faults = conform_areas(many)
    assert [fault.row for fault in faults] == list(range(2, 32))
    (line,) = TableError(faults).text("en").splitlines()[1:]
    assert line == "  - areas, 30 rows (2, 3, 4, …), column people: -1 is below zero. Give zero or more."


def test_yes_and_no_become_a_yes_no_column_in_both_languages(areas: Table) -> None:
    """Ja/nej, yes/no and true/false are understood; a mixture with other words is text."""
    for words in (["ja", "nej"], ["Yes", "no"], ["TRUE", "False"]):
        assert conform_areas(areas(listed=words))[0]["listed"].tolist() == [True, False]
    assert conform_areas(areas(listed=["ja", "kanske"]))[0]["listed"].tolist() == ["ja", "kanske"]


def test_codes_keep_their_leading_zeros(areas: Table, sites: Table) -> None:
    """Municipality 0180 is a text, not the number 180."""
    assert conform_areas(areas(municipality_code=["0180", "1480"]))[0]["municipality_code"].tolist() == [
        "0180",
        "1480",
    ]
    table, _ = conform_sites(sites(municipality_code=["0180", "1480"]), ["s"], ["t"])
    assert table["municipality_code"].tolist() == ["0180", "1480"]


def test_services_stand_in_the_order_of_the_case_and_none_named_means_all(sites: Table) -> None:
    """An empty cell is an office with every service."""
    table, faults = conform_sites(sites(services=["pension; tax", ""]), ["s"], ["tax", "pension"])
    assert (faults, table["services"].tolist()) == ([], [("tax", "pension"), ("tax", "pension")])


def test_an_empty_status_is_a_candidate(sites: Table) -> None:
    """A site of which nothing is said is one that may open."""
    assert conform_sites(sites(status=""), ["s"], ["t"])[0]["status"].tolist() == ["candidate", "candidate"]


def test_an_empty_need_is_one(areas: Table) -> None:
    """Need is a weight that few fill in; what is left out counts as one."""
    assert conform_areas(areas(need=["2", ""]))[0]["need"].tolist() == [2, 1]


def test_swapped_areas_are_seen_against_the_sites(areas: Table, sites: Table) -> None:
    """Latitudes of Sweden in lon are inside the world, but far from the sites until turned round."""
    turned = areas(lon=[59.3, 59.4], lat=[18.0, 18.2])
    assert swapped_against(turned, sites())
    assert not swapped_against(areas(), sites())


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=8),
)
def test_no_point_of_the_world_is_called_outside_it(points: list[tuple[float, float]]) -> None:
    """Whatever lies within the bounds of the world may look turned round or misplaced, no more."""
    faults = world_faults(pd.DataFrame(points, columns=["lon", "lat"]), "areas")
    assert {fault.key for fault in faults} <= {"table.turned_round", "table.misplaced"}


@given(st.lists(st.tuples(st.floats(-9, 42), st.floats(35, 71)), min_size=1, max_size=12))
def test_no_point_of_europe_is_refused(points: list[tuple[float, float]]) -> None:
    """A table of places anywhere in Europe has no fault: none of them looks turned round among the others."""
    lon, lat = zip(*points, strict=True)
    if max(lon) - min(lon) < 20 and max(lat) - min(lat) < 20:
        assert world_faults(pd.DataFrame({"lon": lon, "lat": lat}), "areas") == []


def test_one_point_turned_round_among_others_is_named(areas: Table) -> None:
    """Four points in Sweden and one with its columns swapped: the row of that one."""
    five = pd.concat([areas(), areas(), areas()]).iloc[:5].assign(id=list("abcde"))
    five["lon"], five["lat"] = [18.0, 18.2, 59.3, 13.0, 20.3], [59.3, 59.4, 18.0, 55.6, 67.9]
    (fault,) = conform_areas(five, "areas.csv")[1]
    assert fault.text("en").startswith(
        "areas.csv, row 4, column lon, lat: The point (59.3, 18.0) lies far from"
    )
    assert "bland dem om longitud och latitud byter plats" in fault.text("sv")


def test_one_point_outside_the_world_is_no_swapped_table(areas: Table) -> None:
    """Where most points are fine, a latitude of 156 is a fault of its row, not of the columns."""
    five = (
        pd.concat([areas(), areas(), areas()]).iloc[:5].assign(id=list("abcde"), lat=[59, 59.5, 156, 59, 59])
    )
    assert [(fault.key, fault.row) for fault in conform_areas(five)[1]] == [("table.outside_world", 4)]


@given(st.integers(0, 3), st.floats(90.001, 1e9))
def test_a_latitude_above_the_pole_is_refused(row: int, lat: float) -> None:
    """One point too far north is told of, in its own row or as swapped or projected columns."""
    table = pd.DataFrame({"lon": [120.0] * 4, "lat": [10.0] * 4})
    table.loc[row, "lat"] = lat
    faults = world_faults(table, "areas")
    assert [fault.row for fault in faults] == [row + 2]


@given(st.lists(st.sampled_from([*STATUSES, "ajar", "OPEN"]), min_size=1, max_size=12))
def test_as_many_faults_as_unknown_statuses(statuses: list[str]) -> None:
    """Each cell with an unknown status is one fault, in its row."""
    count = len(statuses)
    table = pd.DataFrame({"id": range(count), "name": "x", "lon": 18.0, "lat": 59.0, "status": statuses})
    _, faults = conform_sites(table, ["s"], ["t"])
    assert [fault.row for fault in faults] == [
        i + 2 for i, status in enumerate(statuses) if status not in STATUSES
    ]
