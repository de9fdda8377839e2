"""The command that holds plans against what was decided, on the small example."""

import csv
import json
from pathlib import Path

import pytest

from narvaro.app.backtest import TRIAL_GAP, backtest_project
from narvaro.case import open_case
from narvaro.errors import FolderError, SettingError

from .conftest import Run

POLICY = """
definition = "low_income"
years = [2027, 2028]

[objective]
kind = "mix"

[money]
change = [9.0, 9.0]
"""


@pytest.fixture
def decided(small: Path) -> Path:
    """The example with a decision of 2027 for two of its places, and one of 2020 that is nothing to test."""
    case = open_case(small)
    candidates = case.sites.index[case.sites["status"] == "candidate"]
    rows = [("decided", "action", "site_id", "reason"), ("2020", "open", str(case.existing_ids[0]), "old")]
    rows += [("2027", "open", str(site), "need") for site in candidates[:2]]
    with (small / "decided.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    (small / "policy.toml").write_text(POLICY, encoding="utf-8")
    return small


def test_the_command_writes_what_it_shows(narvaro: Run, decided: Path) -> None:
    """Hits in the terminal, in the JSON and in the table; only the decision of a plan's year is tried."""
    ran = narvaro("backtest", decided, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["decisions"]
    assert (found["year"], found["action"], len(found["decided"])) == (2027, "open", 2)
    assert {one["network"] for one in found["tried"]} == {"as_given"}
    assert all(one["gap"] <= TRIAL_GAP for one in found["tried"])
    kept = json.loads((decided / "results" / "backtest.json").read_text(encoding="utf-8"))
    assert kept["decisions"] == ran.json["decisions"]
    with (decided / "results" / "backtest.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["hits"]) for row in rows] == [s["hits"] for t in found["tried"] for s in t["scores"]]


def test_a_second_run_takes_what_is_kept_and_a_changed_policy_does_not(
    decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No plan is made twice for the same input; other money makes all of them anew."""
    first = backtest_project(decided)
    made = []
    from narvaro.app import backtest

    def counted(*given, **known):
        made.append(1)
        return make(*given, **known)

    make = backtest.make_plan
    monkeypatch.setattr(backtest, "make_plan", counted)
    assert backtest_project(decided).to_json() == first.to_json()
    assert not made
    (decided / "policy.toml").write_text(POLICY.replace("9.0, 9.0", "9.0, 12.0"), encoding="utf-8")
    backtest_project(decided)
    assert len(made) == len(first.decisions[0].tried)


def test_a_damaged_trial_is_made_anew(decided: Path) -> None:
    """Whatever stands in the file."""
    first = backtest_project(decided)
    for path in (decided / "results" / "backtest").iterdir():
        path.write_text('{"key": ', encoding="utf-8")
    assert backtest_project(decided).to_json() == first.to_json()


def test_without_decisions_it_is_said_what_to_write(narvaro: Run, small: Path) -> None:
    """Exit code 2, the file by its name, its columns, and no traceback."""
    ran = narvaro("backtest", small)
    assert ran.code == 2
    assert "decided.csv" in ran.err
    assert "municipality_code or site_id" in ran.err


def test_a_decision_that_cannot_be_tested_is_told_with_those_that_can(decided: Path) -> None:
    """2020 has no rule of regions; with a plan of other years nothing is left."""
    with pytest.raises(SettingError, match="2027"):
        backtest_project(decided, 2020)
    later = POLICY.replace("2027, 2028", "2030, 2031")
    (decided / "policy.toml").write_text(later, encoding="utf-8")
    with pytest.raises(FolderError, match="2030"):
        backtest_project(decided)
