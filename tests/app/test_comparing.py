"""Kept plans are found by their names, laid beside each other, and written as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.comparing import compare_project, write_comparison
from narvaro.app.kept import kept_plan
from narvaro.errors import FolderError, SettingError


@pytest.fixture
def folder(narvaro, small: Path) -> Path:
    """The example with its plan in force, and one that is only kept: the same without money for more."""
    assert narvaro("plan", small, "--as", "first").code == 0
    assert narvaro("adopt", small, "first", "--by", "Bo", "--reason", "to begin").code == 0
    policy = (small / "policy.toml").read_text(encoding="utf-8").replace("[4.5, 6.0, 6.0]", "[0.0, 0.0, 0.0]")
    (small / "poor.toml").write_text(policy, encoding="utf-8")
    assert narvaro("plan", small, "--policy", small / "poor.toml", "--as", "poor").code == 0
    return small


def test_names_are_found_as_elsewhere(folder: Path) -> None:
    """A part of a name, the plan in force, today; one alone is held against the plan in force."""
    done = compare_project(folder, ["today", "adopted", "poo"])
    assert done.comparison.names == ("today", "first", "poor")
    assert set(done.kept) == {"first", "poor"}
    assert compare_project(folder, ["poor"]).comparison.names == ("first", "poor")
    assert done.to_json()["kept"]["first"]["way"] == "plan"


def test_twice_and_nowhere_are_refused(folder: Path) -> None:
    """Each with its own words."""
    with pytest.raises(SettingError) as twice:
        compare_project(folder, ["first", "adopted"])
    assert twice.value.faults[0].key == "compared.twice"
    with pytest.raises(FolderError) as nowhere:
        compare_project(folder, ["first", "nowhere"])
    assert nowhere.value.faults[0].key == "kept.no_such_plan"


def test_without_a_plan_in_force_there_is_none_to_hold_one_against(narvaro, small: Path) -> None:
    """The message says which plans there are."""
    narvaro("plan", small, "--as", "only")
    with pytest.raises(FolderError) as refused:
        compare_project(small, ["only"])
    assert "only" in refused.value.text("en")


def test_a_plan_of_other_tables_is_evaluated_with_those_of_now(folder: Path) -> None:
    """With twice the people its value is twice as large, nothing is proven of it any more, and that is said."""
    areas = pd.read_csv(folder / "areas.csv", dtype=str)
    areas.assign(people=areas["people"].astype(float) * 2).to_csv(folder / "areas.csv", index=False)
    found = compare_project(folder, ["first", "poor"]).comparison
    assert found.figure("first", "value") == pytest.approx(
        2 * kept_plan(folder, "first").plan().objective.after
    )
    assert set(found.plans["status"]) == {"given"}
    told = found.each("input", "en")
    assert told[0].startswith("first: it was made from other tables or travel times than those of now")
    assert any("32,550 people then, 20 areas with 65,100 people now" in line for line in told)


def test_a_plan_that_cannot_be_evaluated_any_more_is_named(folder: Path) -> None:
    """A site that it opens is gone."""
    opened = {action.site_id for _, action in kept_plan(folder, "first").plan().actions}
    sites = pd.read_csv(folder / "sites.csv", dtype=str)
    sites[~sites["id"].isin(opened)].to_csv(folder / "sites.csv", index=False)
    with pytest.raises(FolderError) as refused:
        compare_project(folder, ["today", "first"])
    assert refused.value.faults[0].key == "compared.cannot"
    assert len(refused.value.faults) == 2


def test_one_page_or_a_folder_of_both(folder: Path, tmp_path: Path) -> None:
    """A file has the language that is asked for; a folder both, and the figures; the same input, the same bytes."""
    done = compare_project(folder, ["today", "first"])
    (page,) = write_comparison(done, tmp_path / "out" / "one.html", "sv")
    assert '<html lang="sv">' in page.read_text(encoding="utf-8")
    files = write_comparison(done, tmp_path / "both", "en")
    assert [file.name for file in files] == ["compare.sv.html", "compare.en.html", "compare.json"]
    assert files[0].read_bytes() == page.read_bytes()
    assert json.loads(files[2].read_text(encoding="utf-8"))["names"] == ["today", "first"]


def test_what_is_known_of_a_list_is_told_with_its_plan(narvaro, folder: Path) -> None:
    """Which rows are only announced and whose money it is: by the list of plans, the comparison, page, figures."""
    rows = (
        "Harbour Library,2027,open,standard,announced",
        "Town Hall,2027,close,,uncertain",
        "Quarry Hall,2027,open,,uncertain",
    )
    text = "\n".join(("site,year,action,size,status", *rows, ""))
    (folder / "mine.csv").write_text(text, encoding="utf-8")
    assert narvaro("decide", folder, "--actions", folder / "mine.csv", "--as", "board").code == 0
    announced = "One row is only announced and is counted as if it were done: Harbour Library."
    left_out = "Two rows are left out, as their outcome is uncertain: Town Hall and Quarry Hall."
    told = [announced, left_out, "The money is that of the actions of the list alone;"]
    every = (
        narvaro("plans", folder).out,
        narvaro("compare", folder, "board").out,
        narvaro("compare", folder, "board", "--out", folder / "out").out,
        (folder / "out" / "compare.en.html").read_text(encoding="utf-8"),
    )
    assert all(line in text for text in every for line in told)
    kept = json.loads((folder / "out" / "compare.json").read_text(encoding="utf-8"))["kept"]
    assert kept["board"]["notes"][0]["key"] == "actions.counted.announced"
    assert kept["first"]["notes"] == []
