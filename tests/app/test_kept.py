"""Plans are kept, each in its folder, none is overwritten, and one of them is in force."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from narvaro.app.checkup import check_project
from narvaro.app.kept import (
    PlanOrigin,
    adopt_plan,
    in_force,
    keep_plan,
    kept_plan,
    kept_plans,
    plan_history,
    undo_plan,
)
from narvaro.app.plans import open_planned, plan_project
from narvaro.errors import FolderError, KeptPlanError, SettingError
from narvaro.plan import Edit, evaluate, evaluator
from narvaro.plan.given import plan_of


def names(folder: Path) -> list[str]:
    return [kept.name for kept in kept_plans(folder)]


def given(folder: Path):
    """A plan that closes the first office of today, with what it was made from."""
    planned = open_planned(folder)
    ready = evaluator(planned.case, planned.plan.policy, travel=planned.travel)
    site = planned.case.existing_ids[0]
    return plan_of(ready, evaluate(ready, [Edit(site, planned.plan.years[0].year, "")]))


def test_a_plan_made_is_kept_and_in_force(small: Path) -> None:
    """`plan` keeps what it makes, and its files stand in `results/`; the same plan made again is the same plan."""
    made = plan_project(small)
    assert names(small) == [in_force(small)[0]]
    kept = kept_plans(small)[0]
    for name in ("plan.json", "certificate.json", "actions.csv", "ledger.csv", "access.csv"):
        assert (kept.folder / name).read_bytes() == (small / "results" / name).read_bytes()
    assert kept.plan().to_json() == made.plan.to_json()
    assert (kept.way, kept.parent, kept.by != "") == ("plan", "", True)
    plan_project(small)
    assert len(names(small)) == 1
    assert [event.event for event in plan_history(small)] == ["made", "planned"]


def test_a_plan_with_a_name_is_only_kept(small: Path) -> None:
    """With a name of its own a plan changes nothing of what is in force, and no name is used twice."""
    plan_project(small)
    before = (small / "results" / "plan.json").read_bytes()
    planned = plan_project(small, name="other", gap=0.5, by="Åsa", reason="to see")
    assert planned.files[0] == small / "plans" / "other" / "plan.json"
    assert (small / "results" / "plan.json").read_bytes() == before
    assert kept_plan(small, "other").by == "Åsa"
    assert kept_plan(small, "oth").parent == in_force(small)[0]
    with pytest.raises(SettingError, match="no plan is overwritten"):
        plan_project(small, name="other")
    for name in ("", ".hidden", "a/b", "..", "x" * 81):
        with pytest.raises(SettingError, match="cannot be the name of a plan"):
            plan_project(small, name=name)


def test_adopting_and_undoing_move_what_is_in_force(small: Path) -> None:
    """`results/` follows: a given plan has no certificate there, and undoing brings the former files back."""
    plan_project(small)
    first = in_force(small)[0]
    before = {path.name: path.read_bytes() for path in (small / "results").iterdir()}
    keep_plan(small, given(small), "mine", origin=PlanOrigin("decide"), by="Bo", reason="the board")
    (small / "results" / "report.sv.html").write_text("of the first plan")
    (small / "results" / "brief.fr.pdf").write_text("of the first plan")
    adopt_plan(small, "mine", by="Bo", reason="the board")
    assert in_force(small) == ("mine", True)
    assert not (small / "results" / "certificate.json").exists()
    assert not (small / "results" / "report.sv.html").exists()
    assert not (small / "results" / "brief.fr.pdf").exists()
    assert open_planned(small).plan.status == "given"
    assert check_project(small).plan == "fresh"
    assert undo_plan(small, by="Bo") == (first, "mine")
    after = {path.name: path.read_bytes() for path in (small / "results").iterdir()}
    own = {"report.sv.html": b"of the first plan", "brief.fr.pdf": b"of the first plan"}
    assert after == {**before, **own}
    with pytest.raises(FolderError, match="none to go back to"):
        undo_plan(small)
    assert [event.event for event in plan_history(small)] == ["made", "planned", "made", "adopted", "undone"]


def test_a_plan_put_in_force_by_a_person_stays_so_when_the_policy_changes(small: Path) -> None:
    """The policy of the folder is that of the next plan; one in force as made is held to it."""
    plan_project(small)
    text = (small / "policy.toml").read_text(encoding="utf-8")
    (small / "policy.toml").write_text(text.replace("[4.5, 6.0, 6.0]", "[9.0, 9.0, 9.0]"), encoding="utf-8")
    with pytest.raises(FolderError, match=r"policy\.toml"):
        open_planned(small)
    adopt_plan(small, names(small)[0], by="Bo", reason="as decided")
    assert open_planned(small).plan.policy.money.change == (4.5, 6.0, 6.0)


def test_an_older_folder_is_moved_over_without_loss(small: Path) -> None:
    """A folder with results alone is read as it is, and when it is first written its plan is kept, byte by byte."""
    plan_project(small)
    shutil.rmtree(small / "plans")
    before = {path.name: path.read_bytes() for path in (small / "results").iterdir()}
    assert names(small) == ["results"]
    assert plan_history(small) == ()
    plan_project(small, name="new", gap=0.5)
    moved = kept_plans(small)[0]
    assert (moved.way, in_force(small)) == ("moved", (moved.name, False))
    assert {path.name: path.read_bytes() for path in (small / "results").iterdir()} == before
    for name, content in before.items():
        assert (moved.folder / name).read_bytes() == content
    assert [event.event for event in plan_history(small)] == ["moved", "made"]


def test_a_killed_run_is_finished_by_the_next(small: Path) -> None:
    """Half a folder goes; a plan without its row gets one, from what its folder tells; a lost history begins anew."""
    plan_project(small)
    half = small / "plans" / ".2026-half.part"
    half.mkdir()
    shutil.copytree(kept_plans(small)[0].folder, small / "plans" / "orphan")
    about = json.loads((small / "plans" / "orphan" / "about.json").read_text(encoding="utf-8"))
    (small / "plans" / "orphan" / "about.json").write_text(json.dumps({**about, "by": "Åsa"}))
    open_planned(small)
    assert not half.exists()
    assert [(event.event, event.plan, event.by) for event in plan_history(small)][-1] == (
        "made",
        "orphan",
        "Åsa",
    )
    (small / "plans" / "orphan" / "about.json").write_text("{")
    assert kept_plan(small, "orphan").made == ""
    for file in (small / "plans").glob("plan_history.sqlite*"):
        file.unlink()
    open_planned(small)
    assert in_force(small)[0] is not None


def test_what_somebody_else_wrote_into_results_is_left_for_the_check(small: Path) -> None:
    """A plan.json that no kept plan has is not silently put right: `check` says that it was changed."""
    plan_project(small)
    path = small / "results" / "plan.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"before"', '"befor"', 1), encoding="utf-8")
    assert check_project(small).plan == "broken"


def test_a_name_that_fits_none_or_several_is_told(small: Path) -> None:
    """The message names the plans that there are."""
    with pytest.raises(FolderError, match="No plan is kept here yet"):
        kept_plan(small, "x")
    plan_project(small, name="cut-a")
    plan_project(small, name="cut-b", gap=0.5)
    with pytest.raises(KeptPlanError, match="cut-a and cut-b") as refused:
        kept_plan(small, "nowhere")
    assert "folder" not in str(refused.value)
    with pytest.raises(KeptPlanError, match=r"Did you mean cut-b\?"):
        kept_plan(small, "kut-b")
    with pytest.raises(FolderError, match="fits several plans"):
        kept_plan(small, "cut")
