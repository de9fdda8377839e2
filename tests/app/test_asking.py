"""What a person writes is looked up whole: names, years, sizes, money and settings, with every fault at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.asking import Said, changed_of, prices_project, what_if_project
from narvaro.app.asking_why import why_project
from narvaro.app.kept import PlanOrigin, keep_plan
from narvaro.app.plans import open_planned, plan_project
from narvaro.case import open_case
from narvaro.errors import FolderError, SettingError
from narvaro.plan import Edit, Plan, evaluate, evaluator
from narvaro.plan.given import plan_of
from narvaro.plan.wishes import SiteWish
from narvaro.sources import scenario


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


def test_a_year_that_the_policy_does_not_have_names_option_and_years(small: Path) -> None:
    """Of a place as of money; no years are asked for where none are given."""
    case, said = open_case(small), Said({"close": ["s2@2031"]}, ["2032=5"])
    with pytest.raises(SettingError) as caught:
        changed_of(case, said, None, (2027, 2028))
    lines = [fault.text("en") for fault in caught.value.faults]
    assert lines == [
        "option --close: s2@2031: 2031 is no year of the policy. Its years are 2027 and 2028.",
        "option --money: 2032=5: 2032 is no year of the policy. Its years are 2027 and 2028.",
    ]
    assert changed_of(case, said).money == {2032: 5.0}


def test_a_size_is_meant_by_its_name_in_any_language() -> None:
    """As the program itself tells it, in Swedish, English or French; another word is told as it was written."""
    case, _ = scenario("cut-2025")
    site = str(case.sites.index[case.existing][0])
    for written in ("flexibelt", "Flexible", "flexible"):
        (wish,) = changed_of(case, Said({"size": [f"{site}={written}"]})).wishes
        assert wish.size == "flexible"
    (wish,) = changed_of(case, Said({"size": [f"{site}=jumbo"]})).wishes
    assert wish.size == "jumbo"


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


def test_a_kept_plan_is_asked_by_its_name(planned: Path) -> None:
    """Its own actions are what changes, and what is settled of it is written to its own folder alone."""
    plan_project(planned, name="other", gap=0.0)
    keep_plan(planned, _closes(planned), "closes", origin=PlanOrigin("decide"))
    asked = what_if_project(planned, Said({"not_open": ["Harbour Library"]}), name="closes", best=False)
    assert asked.planned.plan.status == "given"
    assert asked.said.plans.loc["plan", "offices"] == asked.said.plans.loc["mine", "offices"]
    before = (planned / "results" / "plan.json").read_bytes()
    found = why_project(planned, "glenfoot", "other")
    assert (found.planned.place, found.site_id) == (planned / "plans" / "other", "s4")
    assert (planned / "results" / "plan.json").read_bytes() == before
    with pytest.raises(FolderError, match="no plan called nowhere"):
        prices_project(planned, "nowhere")


def test_a_plan_that_does_what_is_not_offered_can_be_asked(planned: Path) -> None:
    """A given plan that closes what must stay has no start for the search, which finds the best all the same."""
    site = next(iter(open_case(planned).sites.query("status == 'must_stay'").index))
    keep_plan(planned, _closes(planned, str(site)), "closes", origin=PlanOrigin("decide"))
    asked = what_if_project(planned, Said({"not_open": ["Harbour Library"]}), name="closes")
    assert asked.answer.best is not None
    assert asked.answer.best.status == "optimal"


def test_a_list_is_laid_in_the_place_of_the_plans_actions(planned: Path) -> None:
    """Exactly the list and nothing of the plan, each rule that it breaks named; what is left out is told."""
    table = planned / "mine.csv"
    table.write_text("site,year,action\nAbbey School,2027,close\nTown Hall,2027,uncertain\n")
    asked = what_if_project(planned, Said(actions=table), best=False)
    assert [(a.site_id, year, a.action) for year, a in asked.answer.mine.actions] == [("s2", 2027, "close")]
    assert [note.key for note in asked.left_out] == ["actions.left_out.unsure", "actions.money_alone"]
    assert asked.said.asked[0].text("en") == "the plan does the one action of the list and nothing else"


def test_the_best_plan_does_the_whole_list(planned: Path) -> None:
    """Where it is asked for: the list holds in it, and it keeps the rules."""
    table = planned / "mine.csv"
    table.write_text("site,year,action\nAbbey School,2027,close\n")
    best = what_if_project(planned, Said(actions=table)).answer.best
    assert best is not None
    assert ("s2", 2027, "close") in [(a.site_id, year, a.action) for year, a in best.actions]
    assert best.broken == ()


def _closes(folder: Path, site: str | None = None) -> Plan:
    """A plan that closes an office of today in the first year."""
    planned = open_planned(folder)
    ready = evaluator(planned.case, planned.plan.policy, travel=planned.travel)
    edit = Edit(site or planned.case.existing_ids[0], planned.plan.years[0].year, "")
    return replace(
        plan_of(ready, evaluate(ready, [edit])),
        travel_checksum=planned.plan.travel_checksum,
        policy_file=planned.plan.policy_file,
    )
