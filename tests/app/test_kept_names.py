"""A plan without a name is called by the date and by what differs from the plan before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from narvaro.app.kept_names import free_name, require_name
from narvaro.app.plans import plan_project
from narvaro.errors import SettingError


def test_the_name_tells_what_differs(small: Path, tmp_path: Path) -> None:
    """The scenario of the first; then the file of the policy, the settings, the tables, or that it is made again."""
    plan = plan_project(small).plan
    policy = plan.policy
    other = replace(plan, policy=policy.model_copy(update={"years": (2030, 2031, 2032)}))
    today = dt.date.today().isoformat()
    cases = {
        "small": (plan, None),
        "years": (other, plan),
        "cut": (replace(plan, policy_file="cut.toml"), plan),
        "new-tables": (replace(plan, case_checksum="x"), plan),
        "again": (plan, plan),
    }
    for said, (one, former) in cases.items():
        assert free_name(tmp_path, one, "", former) == f"{today}-{said}"
    (tmp_path / f"{today}-again").mkdir()
    assert free_name(tmp_path, plan, "", plan) == f"{today}-again-2"
    assert free_name(tmp_path, plan, "Mina åtgärder.csv", plan) == f"{today}-mina-åtgärder-csv"


def test_a_name_must_be_one_of_a_folder(tmp_path: Path) -> None:
    """Whatever a person writes will do; steps up the tree and names that are taken do not."""
    for good in ("skäggetorp_kvar-2", "Styrelsens förslag 2", "a b (utan Kista), 10 %"):
        require_name(tmp_path, good)
    (tmp_path / "taken").mkdir()
    for name in ("taken", "../x", "-x", "a.", "a  ", "a  b", "a\tb", "a/b", "a:b", ".x", "x" * 81, ""):
        with pytest.raises(SettingError):
            require_name(tmp_path, name)


def test_a_name_that_cannot_be_is_offered_one_that_can(tmp_path: Path) -> None:
    """Signs that no folder may have become hyphens; where nothing is left, what a name may have is told."""
    for name, like in {"Budget 2026/27": "Budget 2026-27", " a  b ": "a b", "../x": "x", "a.": "a"}.items():
        with pytest.raises(SettingError, match=f"“{like}” can") as refused:
            require_name(tmp_path, name)
        require_name(tmp_path, str(refused.value.faults[0].data["like"]))
    with pytest.raises(SettingError, match="Begin with a letter"):
        require_name(tmp_path, "...")
