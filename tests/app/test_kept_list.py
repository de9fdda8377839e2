"""Each kept plan is told with its standing beside the tables of now, also one that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from narvaro.app.kept_list import evaluated_now, gap_of_plan, list_plans, plan_notes
from narvaro.app.plans import plan_project
from narvaro.case import open_case
from narvaro.errors import Fault
from narvaro.plan import Plan


def test_a_damaged_plan_is_listed_as_what_it_is(small: Path) -> None:
    """It has no value, the others are told as ever, and `check` names it."""
    plan_project(small)
    plan_project(small, name="b", gap=0.5)
    (small / "plans" / "b" / "plan.json").write_text("{")
    rows = list_plans(small).plans
    assert [(row.kept.name == "b", row.plan is None, row.in_force) for row in rows] == [
        (False, False, True),
        (True, True, False),
    ]
    assert any("cannot be read" in note.text("en") for note in plan_notes(small, open_case(small)))


def test_settings_that_differ_from_the_folder_are_told(small: Path) -> None:
    """The policy of each plan is its own; where the folder's says something else now, the settings are named."""
    plan_project(small)
    text = (small / "policy.toml").read_text(encoding="utf-8")
    (small / "policy.toml").write_text(text.replace("[4.5, 6.0, 6.0]", "[9.0, 9.0, 9.0]"), encoding="utf-8")
    (row,) = list_plans(small).plans
    assert [(one.setting, one.one, one.other) for one in row.settings] == [
        ("money.change", [4.5, 6.0, 6.0], [9.0, 9.0, 9.0])
    ]
    assert row.tables == "same"


def test_a_plan_of_a_site_that_is_gone_cannot_be_evaluated_again(small: Path) -> None:
    """The same tables give the same value; where a site is gone, the fault names it."""
    planned = plan_project(small)
    case, plan = planned.case, planned.plan
    again = evaluated_now(small, case, plan)
    assert isinstance(again, Plan)
    assert again.objective.after == plan.objective.after
    assert gap_of_plan(again) is None
    gone = plan.actions[0][1].site_id
    fault = evaluated_now(small, replace(case.bare(), sites=case.sites.drop(index=gone)), plan)
    assert isinstance(fault, Fault)
