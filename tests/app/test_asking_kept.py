"""The answers of a what-if are kept under names that tell them apart, and nothing is overwritten or put in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.asking import Said, what_if_project
from narvaro.app.asking_kept import KeptAnswers, keep_answers, require_names
from narvaro.app.kept import adopt_plan, in_force, kept_plan, kept_plans
from narvaro.app.plans import open_planned
from narvaro.errors import SettingError


@pytest.fixture
def planned(narvaro: Run, small: Path) -> Path:
    """The example with its plan."""
    assert narvaro("plan", small).code == 0
    return small


def test_both_answers_are_kept(planned: Path) -> None:
    """The best as it was called, mine beside it; parent, way, who and why as for every kept plan; it can be adopted."""
    parent = in_force(planned)[0]
    asked = what_if_project(planned, Said({"not_open": ["harbour"]}, money_pct=5.0))
    names = keep_answers(asked, "no-harbour", best=True, lang="en", by="Åsa")
    assert names == KeptAnswers("no-harbour", "no-harbour-mine")
    best, mine = kept_plan(planned, "no-harbour"), kept_plan(planned, "no-harbour-mine")
    assert (best.parent, best.way, best.by) == (parent, "what_if", "Åsa")
    assert best.reason == "the plan does not open Harbour Library, there is 5 percent more money each year"
    assert (best.plan().status, mine.plan().status) == ("optimal", "given")
    assert best.plan().policy_file == "no-harbour/policy.toml"
    assert in_force(planned)[0] == parent
    adopt_plan(planned, "no-harbour", by="Åsa", reason="better so")
    assert open_planned(planned).plan.to_json() == best.plan().to_json()
    with pytest.raises(SettingError, match="no plan is overwritten"):
        require_names(planned, "no-harbour", "en", best=False)


def test_where_no_plan_is_left_nothing_has_the_name(planned: Path) -> None:
    """So that nobody adopts by its name a plan that breaks the rules."""
    asked = what_if_project(planned, Said(money_pct=-90.0))
    assert asked.answer.best is None
    names = keep_answers(asked, "less", best=True, lang="sv")
    assert names == KeptAnswers("", "less-mitt")
    assert kept_plan(planned, "less-mitt").reason == "det finns 90 procent mindre pengar varje år"
    assert "less" not in [kept.name for kept in kept_plans(planned)]


def test_an_answer_about_a_kept_plan_comes_from_it(planned: Path) -> None:
    """Its parent is the plan that was asked, and mine alone has the bare name."""
    first = what_if_project(planned, Said({"not_open": ["harbour"]}), best=False)
    assert keep_answers(first, "one", best=False, lang="en") == KeptAnswers("", "one")
    second = what_if_project(planned, Said({"close": ["abbey school"]}), name="one", best=False)
    keep_answers(second, "two", best=False, lang="en", reason="the board wants to know")
    assert (kept_plan(planned, "two").parent, kept_plan(planned, "two").reason) == (
        "one",
        "the board wants to know",
    )


def test_a_name_that_is_taken_is_told_before_the_search(narvaro: Run, planned: Path) -> None:
    """So is one that mine would have."""
    assert narvaro("what-if", planned, "--not-open", "harbour", "--as", "a").code == 0
    ran = narvaro("what-if", planned, "--not-open", "harbour", "--as", "a")
    assert ran.code == 2
    assert "no plan is overwritten" in ran.err


def test_what_is_known_of_a_list_is_kept_with_both_answers(planned: Path) -> None:
    """The money of the best is not that of the list alone, as it does more than the list."""
    text = "site,year,action,status\nHarbour Library,2028,open,announced\n"
    (planned / "mine.csv").write_text(text, encoding="utf-8")
    keep_answers(what_if_project(planned, Said(actions=planned / "mine.csv")), "list", best=True, lang="en")
    mine, best = ([note.key for note in kept_plan(planned, name).notes] for name in ("list-mine", "list"))
    assert mine == ["actions.counted.announced", "actions.money_alone"]
    assert best == mine[:1]
