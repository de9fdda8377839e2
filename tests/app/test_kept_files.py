"""The files of a kept plan are written beside and renamed; what was made of a plan later goes with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narvaro.app import kept_files
from narvaro.app.kept import adopt_plan, in_force, kept_plans, plan_history
from narvaro.app.kept_files import finish
from narvaro.app.plans import plan_project


@pytest.mark.parametrize("step", ["write_policy", "write_certificate", "write_plan", "_write_about"])
def test_a_plan_is_there_whole_or_not_at_all(small: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Killed at any file of a plan, no plan is listed, and the next run makes it."""
    with monkeypatch.context() as patch:

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(kept_files, step, die)
        with pytest.raises(KeyboardInterrupt):
            plan_project(small)
    assert kept_plans(small) == ()
    plan_project(small)
    assert len(kept_plans(small)) == 1
    assert not list((small / "plans").glob(".*.part"))


def test_killed_between_the_row_and_the_files_the_next_run_finishes(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is what counts: `results/` follows it as soon as somebody opens the plans to write."""
    plan_project(small)
    first = in_force(small)[0]
    plan_project(small, name="b", gap=0.5)
    text = (small / "plans" / "b" / "plan.json").read_bytes()
    with monkeypatch.context() as patch:

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("narvaro.app.kept.into_results", die)
        with pytest.raises(KeyboardInterrupt):
            adopt_plan(small, "b", by="", reason="")
    assert (small / "results" / "plan.json").read_bytes() != text
    finish(small)
    assert (small / "results" / "plan.json").read_bytes() == text
    assert plan_history(small)[-1].before == first


def test_a_folder_without_plans_is_left_alone(small: Path) -> None:
    """To finish needs plans that are there: nothing is made by looking."""
    finish(small)
    assert not (small / "plans").exists()


def test_a_plan_of_before_lists_had_notes_is_read_without_any(small: Path) -> None:
    """What is no note, or one of another version, is passed over, and the rest of what is known stays."""
    plan_project(small, name="a", by="Bo")
    (kept,) = kept_plans(small)
    assert kept.notes == ()
    about = json.loads((kept.folder / "about.json").read_text(encoding="utf-8"))
    del about["notes"]
    whole = {"key": "actions.money_alone", "data": {}}
    for notes, read in (({}, 0), ({"notes": [whole, 5, {"key": "x"}, {"key": "no.such", "data": {}}]}, 1)):
        (kept.folder / "about.json").write_text(json.dumps(about | notes), encoding="utf-8")
        (again,) = kept_plans(small)
        assert (again.by, len(again.notes)) == ("Bo", read)
