"""Whatever is edited in the results after planning is noticed, also where the forger reckons the checksum anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.app.conftest import EXAMPLE

from narvaro.app import steps
from narvaro.app.certificate import CERTIFICATE
from narvaro.app.plans import PLAN, open_planned
from narvaro.case import policy_from
from narvaro.errors import InputError
from narvaro.plan.form import checksum_of

Table = dict[str, Any]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, planned once: it opens s3 and s5 and closes s2."""
    folder = tmp_path_factory.mktemp("planned") / "small"
    steps.new_from_tables(folder, EXAMPLE / "areas.csv", EXAMPLE / "sites.csv", None)
    shutil.copy(EXAMPLE / "policy.toml", folder / "policy.toml")
    steps.plan_project(folder)
    return folder


@pytest.fixture
def folder(planned: Path, tmp_path: Path) -> Path:
    """A copy of the planned folder that may be spoilt."""
    return Path(shutil.copytree(planned, tmp_path / "small"))


def put(place: str, value: object) -> Callable[[Table], None]:
    """Return an edit that writes a value at a place such as `years.0.offices`."""

    def edit(table: Any) -> None:
        *way, last = (int(part) if part.isdigit() else part for part in place.split("."))
        for part in way:
            table = table[part]
        assert table[last] != value, "an edit that changes nothing proves nothing"
        table[last] = value

    return edit


def without_the_first_action(plan: Table) -> None:
    year = next(year for year in plan["years"] if year["actions"])
    year["actions"].pop(0)


def an_action_twice(plan: Table) -> None:
    year = next(year for year in plan["years"] if year["actions"])
    year["actions"].append(dict(year["actions"][0]))


def nobody_locked(plan: Table) -> None:
    plan["locked"].clear()


def another_policy(plan: Table) -> None:
    plan["policy"]["money"]["change"] = [4.5, 6.0, 60.0]
    plan["policy_checksum"] = policy_from(plan["policy"]).checksum


FIRST = "years.0.actions.0"
EDITS = {
    "a better value": (put("objective.after", 100000.0), "objective.after: The file says 100,000; worked out"),
    "a worse today": (put("objective.before", 500000.0), "objective.before"),
    "another last year": (put("objective.last_year", 1.0), "objective.last_year"),
    "a bound above the value": (put("objective.bound", 200000.0), "objective.bound: The bound 200,000 is not"),
    "a bound below zero": (put("objective.bound", -1.0), "objective.bound: The bound"),
    "a bound without its gap": (put("objective.bound", 150000.0), "objective.gap"),
    "a wider gap": (put("objective.gap", 0.5), "objective.gap"),
    "another unit": (put("objective.unit", "persons"), "objective.unit"),
    "a part": (put("objective.parts.0.by_year.1", 7.0), "objective.parts[0].by_year[1]"),
    "an office's name": (put(f"{FIRST}.name", "Nowhere"), "years[0].actions[0].name: The file says Nowhere"),
    "a municipality": (put(f"{FIRST}.municipality", "Nowhere"), "years[0].actions[0].municipality"),
    "a consequence": (put(f"{FIRST}.leaves_municipality", True), "leaves_municipality: The file says True"),
    "who decides": (put(f"{FIRST}.decided_by", "board"), "decided_by"),
    "a cost": (put(f"{FIRST}.cost", 0.1), "years[0].actions[0].cost"),
    "a running cost": (put(f"{FIRST}.running_change", 0.1), "running_change"),
    "the services": (put(f"{FIRST}.services", []), "years[0].actions[0].services"),
    "assumed or not": (put(f"{FIRST}.assumed", True), "years[0].actions[0].assumed"),
    "a site that is not there": (put(f"{FIRST}.site_id", "s9"), "There is no site “s9” in sites.csv"),
    "a size that is not there": (put(f"{FIRST}.size", "huge"), "There is no size “huge” in narvaro.toml"),
    "another site": (put(f"{FIRST}.site_id", "s1"), "Make it again with: narvaro plan"),
    "one action fewer": (without_the_first_action, "Make it again with: narvaro plan"),
    "one action twice": (an_action_twice, "years[0].actions: The list has 3 entries in the file; worked out"),
    "the ledger": (put("years.1.spent", 1.0), "years[1].spent"),
    "what lapsed": (put("years.2.lapsed", 0.0), "years[2].lapsed"),
    "an earmark": (
        put("years.0.earmark", dict.fromkeys(("appropriation", "spent", "carried", "lapsed"), 0.0)),
        "years[0].earmark",
    ),
    "offices": (put("years.0.offices", 9), "years[0].offices"),
    "municipalities": (put("years.0.municipalities", 9), "years[0].municipalities"),
    "what goes on": (put("afterwards.running", 1.0), "afterwards.running"),
    "the locks": (nobody_locked, "locked"),
    "who locked": (put("locked.0.locked_by", "the King"), "locked[0].locked_by"),
    "counts": (put("counts.offices_after", 9), "counts.offices_after"),
    "assumed offices": (put("counts.offices_assumed", 2), "counts.offices_assumed"),
    "an assumption": (put("assumptions.0.value", 1.1), "assumptions[0].value"),
    "a source": (put("assumptions.0.source", "a study"), "assumptions[0].source"),
    "a check": (put("checks.money", False), "checks"),
    "a reason to stop": (put("stopped_by", "time"), "status: The plan is called proven"),
    "a scenario": (put("scenario", "cut"), "scenario"),
    "a policy": (another_policy, "Make the plan again with: narvaro plan"),
    "a checksum of the policy": (put("policy_checksum", "0" * 64), "policy_checksum"),
    "another case": (put("case_checksum", "0" * 64), "was made for other tables"),
    "other travel times": (put("travel_checksum", "0" * 64), "was made with other travel times"),
    "another engine": (put("travel.engine", "streets"), "was made with other travel times (streets)"),
}  # fmt: skip


def edited(path: Path, edit: Callable[[Table], None]) -> Table:
    table: Table = json.loads(path.read_text(encoding="utf-8"))
    edit(table)
    path.write_text(json.dumps(table), encoding="utf-8")
    return table


def forged(folder: Path, edit: Callable[[Table], None]) -> None:
    """Edit a plan as one who knows how its checksums are made, and binds the proof to it anew."""
    plan = edited(folder / "results" / PLAN, edit)
    plan["checksum"] = checksum_of(plan)
    (folder / "results" / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    proof = edited(folder / "results" / CERTIFICATE, lambda proof: proof.update(plan=plan["checksum"]))
    proof |= {"travel": plan["travel_checksum"]}
    proof |= {"checksum": checksum_of(proof)}
    (folder / "results" / CERTIFICATE).write_text(json.dumps(proof), encoding="utf-8")


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_the_plan_is_noticed(folder: Path, name: str) -> None:
    """The checksum of the file no longer agrees; a place where it is of no form is named as such."""
    edited(folder / "results" / PLAN, EDITS[name][0])
    with pytest.raises(InputError, match=r"was changed after the plan was made"):
        open_planned(folder)


@pytest.mark.parametrize("name", EDITS)
def test_a_forged_plan_is_refused(folder: Path, name: str) -> None:
    """With every checksum reckoned anew, what follows from the actions still says otherwise, and where."""
    edit, words = EDITS[name]
    forged(folder, edit)
    with pytest.raises(InputError) as caught:
        open_planned(folder)
    assert words in caught.value.text("en")
    assert caught.value.text("sv") != caught.value.text("en")


def sites(column: str, row: int, value: object) -> Callable[[Table], None]:
    return put(f"sites.columns.{column}.{row}", value)


PROOF_EDITS = {
    "a figure below the bound": (sites("open_at_least", 1, 1.0), "sites.columns.open_at_least[1]"),
    "this plan dearer than itself": (sites("open_at_least", 0, 9e9), "sites.columns.open_at_least[0]"),
    "this plan forbidden": (sites("closed_at_least", 1, "inf"), "sites.columns.closed_at_least[1]"),
    "a bolder claim": (sites("open_at_least", 3, 900_000.0), "sites.columns.open_at_least[3]"),
    "a way that is open forbidden": (sites("open_at_least", 3, "inf"), "sites.columns.open_at_least[3]"),
    "a way back forbidden": (sites("closed_at_least", 4, "inf"), "sites.columns.closed_at_least[4]"),
    "nothing proven": (sites("closed_at_least", 2, None), "sites.columns.closed_at_least[2]"),
    "an office that is none": (sites("open_now", 4, True), "sites.columns.open_now[4]"),
    "an office that closes": (sites("open_after", 1, True), "sites.columns.open_after[1]"),
    "another site": (put("sites.index.id.0", "s9"), "The proof is not of the sites of this folder"),
    "another plan": (put("plan", "0" * 64), "The proof belongs to another plan"),
    "other travel times": (put("travel", "0" * 64), "The proof belongs to another plan"),
}


@pytest.mark.parametrize("name", PROOF_EDITS)
def test_an_edit_of_the_certificate_is_noticed(folder: Path, name: str) -> None:
    """As with the plan: by its checksum, and where that was reckoned anew by what it says against plan and bound."""
    edit, words = PROOF_EDITS[name]
    path = folder / "results" / CERTIFICATE
    table = edited(path, edit)
    with pytest.raises(InputError, match=r"was changed after the plan was made"):
        open_planned(folder)
    path.write_text(json.dumps(table | {"checksum": checksum_of(table)}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_planned(folder)
    assert words in caught.value.text("en")


def test_a_bolder_claim_is_refuted_by_a_plan_that_is_told(folder: Path) -> None:
    """The best plan that opens s4 costs 185,100, as trying all of them shows: less than the 200,000 claimed."""
    path = folder / "results" / CERTIFICATE
    table = edited(path, sites("open_at_least", 3, 200_000.0))
    path.write_text(json.dumps(table | {"checksum": checksum_of(table)}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_planned(folder)
    (fault,) = caught.value.faults
    assert fault.key == "plan.proof_refuted"
    assert 185_099.0 <= fault.data["cost"] < 200_000.0


def test_an_honest_proof_is_refuted_nowhere(folder: Path) -> None:
    """Each figure lies below what a plan costs that goes that way."""
    assert steps.check_project(folder).plan_faults == ()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("policy.toml", "4.5, 6.0, 6.0", "4.5, 6.0, 6.5"),
        ("areas.csv", "5200", "5201"),
        ("sites.csv", "candidate", "may_close"),
        ("narvaro.toml", "detour_factor = 1.3", "detour_factor = 1.4"),
    ],
)
def test_an_edit_of_what_the_plan_rests_on_is_told(folder: Path, file: str, old: str, new: str) -> None:
    """The plan is refused, and `check` calls it stale, or names the fault where the table has one."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError):
        open_planned(folder)


def test_a_policy_written_otherwise_is_the_same(folder: Path) -> None:
    """A comment and another order of the settings change nothing that the plan rests on."""
    path = folder / "policy.toml"
    path.write_text("# mine\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert steps.check_project(folder).plan == "fresh"


def test_a_plan_of_a_policy_elsewhere_is_told_of(folder: Path, tmp_path: Path) -> None:
    """A plan made with --policy is not held against policy.toml, and `check` names the file it was made with."""
    other = tmp_path / "other.toml"
    other.write_text((folder / "policy.toml").read_text(encoding="utf-8").replace("6.0, 6.0", "6.0, 6.5"))
    steps.plan_project(folder, other)
    found = steps.check_project(folder)
    notes = {note.key: dict(note.data) for note in found.notes}
    assert found.plan == "fresh"
    assert notes["checkup.note.policy_file"] == {"file": "other.toml"}


def test_a_table_that_was_edited_after_planning_is_noted(folder: Path) -> None:
    """Tables for spreadsheets are read by people alone, so an edit is no fault, but `check` names the file."""
    path = folder / "results" / "actions.csv"
    assert "checkup.note.changed_sheets" not in {note.key for note in steps.check_project(folder).notes}
    path.write_bytes(path.read_bytes().replace(b"open", b"close", 1))
    found = steps.check_project(folder)
    (note,) = (note for note in found.notes if note.key == "checkup.note.changed_sheets")
    assert (found.exit_code, note.data["names"]) == (0, ["actions.csv"])


def test_a_text_that_was_empty_is_told_as_such(folder: Path) -> None:
    """Nobody locked what somebody is written to have locked; the message does not end in nothing."""
    forged(folder, put("years.0.actions.0.municipality", "Nowhere"))
    (fault,) = steps.check_project(folder).plan_faults
    assert 'it is "". Make it again' in fault.text("en")


def test_check_looks_at_the_plan(folder: Path) -> None:
    """A forged value is told by `check`, with its place, and a changed policy makes the plan stale."""
    assert steps.check_project(folder).plan == "fresh"
    forged(folder, put("objective.after", 170000.0))
    found = steps.check_project(folder)
    assert found.plan == "broken"
    assert found.plan_faults[0].column == "objective.after"
    assert found.exit_code == 2


@pytest.mark.parametrize("name", ["broken", "cut short", "empty", "stale"])
def test_check_ends_with_the_code_of_faults_where_the_plan_cannot_be_used(
    folder: Path, narvaro, name: str
) -> None:
    """A script that asks `check` first stops there; the last line no longer says that there are no faults."""
    plan = folder / "results" / PLAN
    assert narvaro("check", folder).code == 0
    if name == "broken":
        forged(folder, put("objective.after", 170000.0))
    elif name == "stale":
        policy = folder / "policy.toml"
        policy.write_text(policy.read_text(encoding="utf-8").replace("4.5, 6.0, 6.0", "4.5, 6.0, 6.5"))
    else:
        plan.write_text("" if name == "empty" else plan.read_text(encoding="utf-8")[:500], encoding="utf-8")
    done = narvaro("check", folder)
    assert done.code == 2
    assert "No faults found" not in done.out
    assert "cannot be used" in done.out
    machine = narvaro("check", folder, "--json")
    assert (machine.code, machine.json["exit_code"]) == (2, 2)


def test_report_and_access_refuse_a_forged_plan(folder: Path, narvaro) -> None:
    """Neither door writes a page or a figure from it."""
    forged(folder, put("years.0.actions.0.name", "Nowhere"))
    for words in (["report", folder], ["access", folder, "--with-plan"]):
        done = narvaro(*words)
        assert done.code == 2
        assert "years[0].actions[0].name: The file says Nowhere; worked out again" in done.err
    assert not list((folder / "results").glob("report*"))
