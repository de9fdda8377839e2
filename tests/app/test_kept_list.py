"""Each kept plan is told with its standing beside the tables of now, also one that cannot be read."""

from __future__ import annotations

from pathlib import Path

from narvaro.app.kept_list import gap_of_plan, list_plans
from narvaro.app.plans import plan_project
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
    assert gap_of_plan(plan_project(small).plan) == 0.0


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


def test_a_plan_that_is_out_of_date_is_marked_and_evaluated(small: Path) -> None:
    """With another register or another policy; what has changed and what it means now is told, of the rest nothing."""
    plan = plan_project(small).plan
    plan_project(small, name="own", policy=_other_policy(small))
    assert [row.again for row in list_plans(small).plans] == [None, None]
    text = (small / "policy.toml").read_text(encoding="utf-8")
    (small / "policy.toml").write_text(text.replace("[4.5, 6.0, 6.0]", "[0.0, 0.0, 0.0]"), encoding="utf-8")
    first, own = list_plans(small).plans
    assert (first.out_of_date, first.other_policy, first.tables) == (True, True, "same")
    assert (own.out_of_date, own.again) == (False, None)
    assert isinstance(first.again, Plan)
    assert first.again.objective.after == plan.objective.after
    assert "plan.check_money" in {rule.key for rule in first.again.broken}
    assert list_plans(small, again=True).plans[1].again is not None


def _other_policy(folder: Path) -> Path:
    """A policy in a file of its own, with more money."""
    text = (folder / "policy.toml").read_text(encoding="utf-8")
    path = folder / "richer.toml"
    path.write_text(text.replace("[4.5, 6.0, 6.0]", "[9.0, 9.0, 9.0]"), encoding="utf-8")
    return path
