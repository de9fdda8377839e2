"""The command that sets definitions side by side: its table, its map and its answer for machines say the same."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

from .conftest import EXAMPLE, Run


@pytest.fixture
def small(narvaro: Run) -> Path:
    """The example as a project folder."""
    assert (
        narvaro("new", "small", "--areas", EXAMPLE / "areas.csv", "--sites", EXAMPLE / "sites.csv").code == 0
    )
    return Path("small")


def test_a_list_of_ids_beside_a_column(narvaro: Run, small: Path) -> None:
    """Low income counts 11,720 people in 5 areas, no bus 3,940 in 7; 640 are both: Quarry Row."""
    ran = narvaro("definitions", small, "--list", EXAMPLE / "no_bus.csv", "--json")
    assert ran.code == 0
    low, bus = ran.json["definitions"]
    assert (low["definition"], low["areas"], low["people"]) == ("low_income", 5, 11_720)
    assert (bus["definition"], bus["areas"], bus["people"]) == ("no_bus", 7, 3_940)
    (pair,) = ran.json["pairs"]
    assert (pair["people_both"], pair["people_either"]) == (640, 11_720 + 3_940 - 640)
    assert ran.json["files"] == ["small/results/definitions.csv", "small/results/definitions.en.svg"]


def test_the_table_has_every_area_and_the_map_stands_alone(narvaro: Run, small: Path) -> None:
    """20 rows with yes and no; a well-formed picture that names what it compares, in the language of the run."""
    narvaro("definitions", small, "--list", EXAMPLE / "no_bus.csv", "--lang", "sv")
    table = pd.read_csv(small / "results" / "definitions.csv", dtype=str, keep_default_na=False).set_index(
        "id"
    )
    assert len(table) == 20
    assert table.loc["a14", ["definitions", "in", "low_income", "no_bus"]].tolist() == [
        "2",
        "all",
        "true",
        "true",
    ]
    assert table.loc["a01", ["definitions", "in", "low_income", "no_bus"]].tolist() == [
        "0",
        "none",
        "false",
        "false",
    ]
    drawn = (small / "results" / "definitions.sv.svg").read_text(encoding="utf-8")
    root = ET.fromstring(drawn)
    assert root.tag.endswith("svg")
    assert "avgör definitionen om de räknas" in drawn
    assert "listan ”no_bus”" in " ".join("".join(root.itertext()).split())


def test_columns_are_chosen_by_name(narvaro: Run, small: Path) -> None:
    """--of compares what it names; a name that is not there is told with those that are."""
    ran = narvaro("definitions", small, "--of", "low_income")
    assert ran.code == 0
    assert "nothing to set beside it" in ran.out
    ran = narvaro("definitions", small, "--of", "low_income, rich")
    assert ran.code == 2
    assert "no yes/no column rich" in ran.err


def test_faults_of_all_lists_are_told_at_once(narvaro: Run, small: Path, tmp_path: Path) -> None:
    """Two lists that cannot be read are one error with both; nothing is written."""
    (tmp_path / "lost.csv").write_text("id\nzz\n")
    ran = narvaro("definitions", small, "--list", "lost.csv", "--list", "absent.csv")
    assert ran.code == 2
    assert "zz" in ran.err
    assert "absent.csv" in ran.err
    assert not (small / "results").exists()


def test_a_case_without_definitions_is_told_how_to_get_one(narvaro: Run, tmp_path: Path) -> None:
    """No yes/no column: add one, or --list."""
    areas = pd.read_csv(EXAMPLE / "areas.csv", dtype=str).drop(columns="low_income")
    areas.to_csv(tmp_path / "areas.csv", index=False)
    narvaro("new", "bare", "--areas", "areas.csv", "--sites", EXAMPLE / "sites.csv")
    ran = narvaro("definitions", "bare")
    assert ran.code == 2
    assert "--list" in ran.err
