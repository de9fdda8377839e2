"""What a person writes is looked up whole: names, years, sizes, money and settings, with every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.asking import Said, changed_of, prices_project, what_if_project, why_project
from narvaro.case import open_case
from narvaro.errors import FolderError, SettingError
from narvaro.plan.wishes import SiteWish


@pytest.fixture
def planned(narvaro: Run, small: Path) -> Path:
    """The example with its plan."""
    assert narvaro("plan", small).code == 0
    return small


def test_what_is_written_is_looked_up(small: Path) -> None:
    """By name in any case, with a year after @ and a size after =; a figure as a person writes it."""
    case = open_case(small)
    size = case.sizes[0].id
    said = Said(
        {"open": ["harbour", f"Glenfoot shop={size}@2028"], "close": ["s2@2027"], "keep": ["abbey school"]},
        ["2027=-4,5", "2028=2"],
        -10.0,
        ["objective.kind=minutes", "limits.max_openings_year=2"],
    )
    found = changed_of(case, said)
    assert found.wishes == (
        SiteWish("s3", "open"),
        SiteWish("s4", "open", size, 2028),
        SiteWish("s2", "close", "", 2027),
        SiteWish("s2", "keep"),
    )
    assert (found.money, found.money_pct) == ({2027: -4.5, 2028: 2.0}, -10.0)
    assert found.settings == {"objective.kind": "minutes", "limits.max_openings_year": 2}


def test_every_fault_is_told_at_once(small: Path) -> None:
    """Each names its option."""
    said = Said({"close": ["nowhere at all", "s2@soon"], "size": ["s2"]}, ["-50"], None, ["objective.kind"])
    with pytest.raises(SettingError) as caught:
        changed_of(open_case(small), said)
    assert [fault.column for fault in caught.value.faults] == [
        "--close", "--close", "--size", "--money", "--set",
    ]  # fmt: skip


def test_nothing_said_is_nothing_asked(small: Path) -> None:
    """It says what can be said."""
    with pytest.raises(SettingError, match="Nothing is changed"):
        changed_of(open_case(small), Said())


def test_a_plan_is_asked_and_stays_as_it_is(planned: Path) -> None:
    """The best plan in which the opened place stays closed is no better, and no file is changed but the certificate."""
    before = {path.name: path.read_bytes() for path in (planned / "results").iterdir()}
    asked = what_if_project(planned, Said({"not_open": ["Harbour Library"]}))
    best, plan = asked.answer.best, asked.planned.plan
    assert best is not None
    assert best.objective.after >= plan.objective.after - 1e-9
    assert {path.name: path.read_bytes() for path in (planned / "results").iterdir()} == before


def test_why_settles_a_place_once(planned: Path) -> None:
    """What was settled stands in the certificate from then on, and the same is said again."""
    first = why_project(planned, "glenfoot")
    assert (first.site_id, first.proof.standing != "none") == ("s4", True)
    assert first.notes[-1].key.startswith("explain.proof.")
    written = (planned / "results" / "certificate.json").read_bytes()
    again = why_project(planned, "s4")
    assert again.proof == first.proof
    assert (planned / "results" / "certificate.json").read_bytes() == written


def test_a_place_that_must_stay_says_so(planned: Path) -> None:
    """It is ruled out by the table, and no money would help."""
    found = why_project(planned, "town hall")
    assert (found.proof.standing, found.takes) == ("ruled_out", None)
    assert "must_stay" in found.notes[-1].text("en")


def test_each_rule_has_its_row(planned: Path) -> None:
    """The plan first, then what one more and one less a year would do."""
    rows = prices_project(planned).rows
    assert [row.kind for row in rows] == ["the_plan", "more_money", "less_money"]
    assert rows[0].worse_share == 0.0
    assert rows[1].worse_share is not None
    assert rows[1].worse_share <= 0.0


def test_without_a_plan_there_is_nothing_to_ask(small: Path) -> None:
    """It says so."""
    with pytest.raises(FolderError, match="no plan"):
        why_project(small, "harbour")
