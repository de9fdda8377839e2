"""`check` says from which tables and policy each plan was made, what has changed since, and what that does to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.kept_check import MOST_EVALUATED, plan_notes
from narvaro.app.plans import plan_project
from narvaro.case import open_case


def keys(folder: Path) -> list[str]:
    return [note.key for note in plan_notes(folder, open_case(folder))]


def texts(folder: Path, lang: str = "en") -> list[str]:
    return [note.text(lang) for note in plan_notes(folder, open_case(folder))]


def new_register(folder: Path) -> None:
    """Abbey School has closed meanwhile."""
    path = folder / "sites.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("may_close", "candidate"), encoding="utf-8")


def test_plans_of_now_are_named_with_their_policy(small: Path) -> None:
    """The one in force, and the others; nothing is said of a folder without plans."""
    assert keys(small) == []
    plan_project(small)
    plan_project(small, name="b", gap=0.5)
    first, second = texts(small)
    assert "(policy.toml, 20" in first
    assert "made from the tables as they are: b (policy.toml" in second


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_a_new_register_is_told_with_what_it_does(narvaro: Run, small: Path, lang: str) -> None:
    """Two plans with the same changes are told together, then what each means now."""
    plan_project(small)
    plan_project(small, name="b", gap=0.5)
    new_register(small)
    told = keys(small)
    assert told[:2] == ["kept.stale.tables", "kept.input.closed"]
    assert [key for key in told if key.startswith("kept.now.")][:2] == ["kept.now.same", "kept.now.idle"]
    assert any("Abbey School" in text for text in texts(small, lang))
    shown = narvaro("plans", small, "--lang", lang).out
    assert "→!" in shown
    assert "Abbey School" in shown
    assert narvaro("check", small, "--lang", lang).out.count("Abbey School") == 1


def test_another_policy_is_told_by_its_settings(small: Path) -> None:
    """A goal that is another has a value that is no more compared."""
    plan_project(small)
    path = small / "policy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + '\n[objective]\nkind = "minutes"\n'
        if "[objective]" not in text
        else text.replace("[objective]\n", "[objective]\nstandard_min = 20.0\n"),
        encoding="utf-8",
    )
    assert keys(small) == ["kept.stale.policy", "kept.check.settings", "kept.now.other_goal"]


def test_many_plans_out_of_date_are_told_by_name(small: Path) -> None:
    """A handful one by one; one that is damaged is named, and a site that is gone says so."""
    plan_project(small)
    for number in range(MOST_EVALUATED + 1):
        plan_project(small, name=f"p{number}", gap=0.5)
    (small / "plans" / "p0" / "plan.json").write_text("{")
    path = small / "sites.csv"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("s3,")]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = keys(small)
    assert told.count("kept.now.cannot") == MOST_EVALUATED
    assert told[-2:] == ["kept.check.more_stale", "kept.check.damaged"]
    assert all(texts(small, "sv"))
