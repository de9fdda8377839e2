"""How load looks in a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from narvaro.app.loads import Loaded, load_project
from narvaro.app.plans import open_planned, plan_project
from narvaro.app.project import new_from_tables
from narvaro.app.views.load_view import show, show_filling
from narvaro.language import say

EXAMPLE = Path(__file__).parents[3] / "examples" / "small"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small example with its plan."""
    made = tmp_path_factory.mktemp("load") / "small"
    new_from_tables(made, EXAMPLE / "areas.csv", EXAMPLE / "sites.csv", None)
    plan_project(made)
    return made


@pytest.fixture(scope="module")
def with_plan(folder: Path) -> Loaded:
    """The load today and with the plan."""
    return load_project(folder, with_plan=True)


def test_every_office_that_stays_has_a_row_and_every_year_too(shown, lang: str, with_plan: Loaded) -> None:
    """The fullest first, then today and the years, then the sentences."""
    text = shown(show, with_plan)
    rows = with_plan.offices[with_plan.offices["size_after"] != ""].head(25)
    places = [text.index(str(name)) for name in rows["name"]]
    assert len(places) == len(set(places))
    assert say("app.load.title_plan", lang) in text
    assert say("app.load.years", lang) in text
    assert all(str(when) in text for when in with_plan.years["when"].iloc[1:-1])


def test_without_a_plan_there_are_no_years(shown, lang: str, folder: Path) -> None:
    """Today alone, by office or by group."""
    text = shown(show, load_project(folder))
    assert say("app.load.years", lang) not in text
    assert say("app.load.title", lang) in text
    groups = shown(show, load_project(folder, by="status"))
    assert "may_close" in groups or "must_stay" in groups


def test_a_plan_says_which_offices_it_fills(shown, lang: str, folder: Path) -> None:
    """How many are too full with it and today; with room for one visit each all are, and the new ones are named."""
    planned = open_planned(folder)
    assert shown(show_filling, planned) == ""
    case, plan = planned.case, planned.plan
    tight = case.with_figures(sizes=tuple(replace(size, visits_year=1.0) for size in case.sizes))
    fuller = replace(planned, case=tight, plan=replace(plan, case_checksum=tight.checksum))
    text = shown(show_filling, fuller)
    today, then = int(case.existing.sum()), int(plan.counts["offices_after"])
    assert say("said.load.today", lang, n=today, offices=today) in text
    opened = [action.name for _, action in plan.actions if action.action == "open"]
    assert opened
    assert then >= len(opened)
    assert all(name in text for name in opened[:3])
