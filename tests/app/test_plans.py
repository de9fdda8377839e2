"""A plan is kept with its tables and certificate, and refused when the tables are others."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from narvaro.app.certificate import CERTIFICATE
from narvaro.app.checkup import check_project
from narvaro.app.kept import adopt_plan, in_force, kept_plans
from narvaro.app.plans import open_planned, plan_project
from narvaro.errors import FolderError, InputError, PolicyError
from narvaro.plan.form import checksum_of


def test_a_kept_plan_is_opened_with_its_certificate(small: Path) -> None:
    """What was proven of each site is there again, to the digit, after the plan is read from its file."""
    made = plan_project(small).plan
    opened = open_planned(small).plan
    assert opened.to_json() == made.to_json()
    assert made.certificate is not None
    assert opened.certificate is not None
    pd.testing.assert_frame_equal(
        opened.certificate, made.certificate, check_names=False, check_dtype=False, check_index_type=False
    )


def test_a_certificate_of_another_plan_is_refused(small: Path) -> None:
    """A proof that belongs to another plan, or is gone, is never left out without a word."""
    plan_project(small)
    path = small / "results" / CERTIFICATE
    stored = json.loads(path.read_text()) | {"plan": "other"}
    path.write_text(json.dumps(stored | {"checksum": checksum_of(stored)}))
    with pytest.raises(FolderError, match="The proof belongs to another plan"):
        open_planned(small)
    path.unlink()
    with pytest.raises(FolderError, match="The proof of the plan is not there"):
        open_planned(small)


def test_a_plan_of_other_tables_is_refused(small: Path) -> None:
    """One person more in areas.csv, and the plan is no longer of this folder; `check` says so too."""
    plan_project(small)
    assert check_project(small).plan == "fresh"
    path = small / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("5200.0", "5201.0"), encoding="utf-8")
    with pytest.raises(FolderError) as caught:
        open_planned(small)
    assert "was made for other tables than these. Make it again with: narvaro plan." in caught.value.text(
        "en"
    )
    assert "gjordes för andra tabeller" in caught.value.text("sv")
    assert check_project(small).plan == "stale"


def test_a_plan_of_other_travel_times_is_refused(small: Path) -> None:
    """When streets replace the straight line, the plan must be made again."""
    plan_project(small)
    path = small / "results" / "plan.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    plan["travel"]["engine"] = "streets"
    path.write_text(json.dumps(plan | {"checksum": checksum_of(plan)}), encoding="utf-8")
    with pytest.raises(FolderError) as caught:
        open_planned(small)
    wanted = "other travel times (streets) than those of the folder now (straight line with a detour factor)"
    assert wanted in caught.value.text("en")


def test_a_plan_from_before_the_travel_times_is_refused(small: Path, narvaro) -> None:
    """Kept travel times, though of the same engine, are others than those the plan was made with."""
    plan_project(small)
    assert narvaro("travel", small).code == 0
    done = narvaro("report", small)
    assert done.code == 2
    assert "The plan was made with other travel times" in done.err
    plan_project(small)
    assert check_project(small).plan == "fresh"


def test_no_plan_yet_says_how_to_make_one(small: Path, narvaro) -> None:
    """`report` and `access --with-plan` before `plan` are answered with the command to run."""
    for words in (["report", small], ["access", small, "--with-plan"]):
        done = narvaro(*words)
        assert done.code == 2
        assert "There is no plan yet. Make one with: narvaro plan." in done.err


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 1}', '{"format": 99}', ""])
def test_a_damaged_plan_is_told_of(small: Path, narvaro, content: str) -> None:
    """Whatever stands in plan.json, the answer is a sentence."""
    (small / "results").mkdir()
    (small / "results" / "plan.json").write_text(content)
    done = narvaro("report", small)
    assert done.code == 2
    assert "Make it again with: narvaro plan." in done.err


def test_faults_of_tables_and_policy_are_told_together(small: Path) -> None:
    """Editing both files wrong gives both faults in one message."""
    areas, policy = small / "areas.csv", small / "policy.toml"
    areas.write_text(areas.read_text(encoding="utf-8").replace("5200.0", "-1"), encoding="utf-8")
    policy.write_text(policy.read_text(encoding="utf-8").replace("= 7 ", "= 77 "), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        plan_project(small)
    assert [fault.file for fault in caught.value.faults] == ["areas.csv", "policy.toml"]


def test_another_policy_may_be_named(small: Path, tmp_path: Path) -> None:
    """A policy file outside the folder is planned with, and the folder's own is left alone."""
    before = (small / "policy.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(before.replace("[4.5, 6.0, 6.0]", "[0.0, 0.0, 0.0]"), encoding="utf-8")
    plan = plan_project(small, own).plan
    assert plan.policy.money.change == (0.0, 0.0, 0.0)
    assert (small / "policy.toml").read_text(encoding="utf-8") == before


def test_a_policy_that_does_not_fit_is_named_by_its_own_file(small: Path, tmp_path: Path) -> None:
    """A fault that only shows against the tables names the file that was given, not the folder's own."""
    other = tmp_path / "cut.toml"
    text = (small / "policy.toml").read_text(encoding="utf-8")
    other.write_text(text.replace("[4.5, 6.0, 6.0]", "[-90.0, -90.0, -90.0]"), encoding="utf-8")
    for look in (plan_project, check_project):
        with pytest.raises(PolicyError) as caught:
            look(small, policy=other)
        assert {fault.file for fault in caught.value.faults} == {"cut.toml"}


def test_progress_is_told_of(small: Path) -> None:
    """The search may tell where it stands, and a bound never above the value."""
    told = []
    plan_project(small, progress=told.append)
    assert all(one.bound <= one.value * (1 + 1e-9) for one in told)


def other_policy(small: Path, tmp_path: Path) -> Path:
    """A policy without new money, in a file of its own."""
    other = tmp_path / "other.toml"
    text = (small / "policy.toml").read_text(encoding="utf-8")
    other.write_text(text.replace("[4.5, 6.0, 6.0]", "[0.0, 0.0, 0.0]"), encoding="utf-8")
    return other


def test_an_interrupted_writing_keeps_the_old_plan(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """plan.json comes last, whole: a run that dies while writing leaves the plan that was there, and no other."""
    plan_project(small)
    before = (small / "results" / "plan.json").read_bytes()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("narvaro.app.kept_files.write_plan", die)
    with pytest.raises(KeyboardInterrupt):
        plan_project(small, other_policy(small, tmp_path))
    assert (small / "results" / "plan.json").read_bytes() == before
    assert len(kept_plans(small)) == 1


def test_two_plans_at_once_leave_the_results_of_one(small: Path, tmp_path: Path) -> None:
    """While two put two plans in force in turn, whoever opens the folder sees one of them whole."""
    plan_project(small)
    plan_project(small, other_policy(small, tmp_path))

    def write(name: str) -> None:
        for _ in range(15):
            adopt_plan(small, name, by="", reason="")

    writers = [Thread(target=write, args=(kept.name,)) for kept in kept_plans(small)]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(open_planned(small).plan.policy_file)
    for writer in writers:
        writer.join()
    assert open_planned(small).plan.policy_file in {"policy.toml", "other.toml"}
    assert seen <= {"policy.toml", "other.toml"}


@pytest.mark.parametrize("renamed", range(6))
def test_a_run_killed_between_two_renamings_is_finished_by_the_next(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    """However many of the six files were renamed, whoever opens the folder next finds the plan put in force."""
    new = plan_project(small, other_policy(small, tmp_path))
    old = plan_project(small)
    first, last = (kept.name for kept in kept_plans(small))
    assert in_force(small) == (last, False)
    done = 0

    def replace_some(self: Path, target: Path) -> Path:
        nonlocal done
        if not target.name.startswith("."):  # one of the six, not a file beside them
            if done == renamed:
                raise KeyboardInterrupt
            done += 1
        os.replace(self, target)  # noqa: PTH105
        return target

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_some)
        with pytest.raises(KeyboardInterrupt):
            adopt_plan(small, first, by="", reason="")
    assert not list((small / "results").glob(".*.part"))
    assert in_force(small) == (first, True)
    assert open_planned(small).plan.to_json() == new.plan.to_json() != old.plan.to_json()


def test_a_table_goes_into_no_folder_that_is_not_there(narvaro, small: Path) -> None:
    """The folder is not made without a word: `--csv` names it."""
    out = small / "nowhere" / "out.csv"
    done = narvaro("access", small, "--csv", out)
    assert done.code == 2
    assert "--csv: There is no folder" in done.err
    assert not out.parent.exists()


def test_counts_are_written_as_whole_numbers(narvaro, small: Path) -> None:
    """The example has 20 areas and 32,550 people; in Swedish cells part at semicolons, with decimal commas."""
    out = small / "out.csv"
    assert narvaro("access", small, "--csv", out, "--lang", "sv").code == 0
    last = out.read_text(encoding="utf-8-sig").splitlines()[-1]
    assert ";20;32550;" in last
    assert "20,0;" not in last
