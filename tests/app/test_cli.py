"""Every command on 20 areas and 5 sites, with no Swedish assumption in the way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.cli import command_names
from narvaro.language import LANGUAGES

BIN = Path(sys.executable).with_name("narvaro")


def test_the_commands_are_those_of_the_house(narvaro) -> None:
    """The program lists its commands in the order of the work."""
    assert command_names() == [
        "demo",
        "new",
        "check",
        "travel",
        "access",
        "load",
        "definitions",
        "history",
        "plan",
        "what-if",
        "why",
        "prices",
        "assumptions",
        "report",
        "brief",
        "export",
        "backtest",
        "decide",
        "plans",
        "adopt",
        "undo",
        "log",
        "compare",
    ]
    shown = narvaro("--help")
    assert (shown.code, shown.err) == (0, "")
    assert all(f"\n  {name} " in shown.out for name in command_names())


@pytest.mark.parametrize("name", command_names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_teaches_with_an_example_in_both_languages(narvaro, name: str, lang: str) -> None:
    """Usage, every option with what it means, and an example that names the command; no key is left untranslated."""
    shown = narvaro(name, "--help", "--lang", lang)
    assert shown.code == 0
    example = {"en": "Example:", "sv": "Exempel:"}[lang]
    assert f"narvaro {name}" in shown.out.partition(example)[2]
    assert "cli." not in shown.out
    assert max(len(line) for line in shown.out.splitlines()) <= 100


def test_help_in_the_two_languages_differs(narvaro) -> None:
    """The language of `--lang` counts for help too, before or after the command."""
    assert narvaro("--lang", "sv", "--help").out != narvaro("--help").out
    assert narvaro("--lang", "sv", "plan", "--help").out == narvaro("plan", "--help", "--lang", "sv").out


def test_the_version_is_told(narvaro) -> None:
    """`--version` says the version and nothing else."""
    assert narvaro("--version").out == "narvaro 0.1.0\n"


def test_new_says_what_it_made_and_what_comes_next(narvaro, tables, tmp_path: Path) -> None:
    """The folder holds the plain files, and nothing of the making is left."""
    done = narvaro("new", "small", "--areas", tables[0], "--sites", tables[1], "--currency", "SEK")
    assert (done.code, done.err) == (0, "")
    assert "20 areas with 32,550 people, 5 sites, of which 2 are offices today." in done.out
    assert "narvaro check small" in done.out
    names = sorted(path.name for path in (tmp_path / "small").iterdir())
    assert names == ["areas.csv", "narvaro.toml", "policy.toml", "sites.csv", "understood.csv"]


def test_check_says_what_the_folder_holds(narvaro, small: Path) -> None:
    """Counts by status, groupings, money by year; no plan yet."""
    done = narvaro("check", small)
    assert done.code == 0
    for words in (
        "32,550",
        "settlement, low_income",
        "1 must stay, 1 may close, 3 candidate",
        "2027: 16.300",
        "none yet",
    ):
        assert words in done.out
    told = narvaro("check", small, "--json").json
    assert (told["areas"], told["sites"], told["plan"]) == (
        20,
        {"must_stay": 1, "may_close": 1, "candidate": 3},
        "none",
    )


def test_access_shows_groups_and_writes_them(narvaro, small: Path) -> None:
    """The groups add up to everybody, on the screen, in the file and for machines alike."""
    done = narvaro("access", small, "--by", "settlement", "--csv", small / "access.csv")
    assert done.code == 0
    assert "32,550" in done.out
    table = pd.read_csv(small / "access.csv").set_index("group")
    assert sorted(table.index) == ["countryside", "everyone", "town", "village"]
    assert table["people"].drop("everyone").sum() == table.loc["everyone", "people"] == 32550
    told = narvaro("access", small, "--by", "settlement", "--json").json
    assert {row["group"]: row["people"] for row in told["groups"]} == table["people"].drop(
        "everyone"
    ).to_dict()


def test_access_without_a_grouping_names_those_there_are(narvaro, small: Path) -> None:
    """A user learns what `--by` can take."""
    assert "settlement, low_income" in narvaro("access", small).out


def test_the_plan_is_within_the_money_and_proven(narvaro, small: Path) -> None:
    """`plan` prints ledger, actions, locks and one line of proof, and writes what it printed."""
    done = narvaro("plan", small)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    where = [
        next(i for i, line in enumerate(lines) if line.startswith(start))
        for start in (
            "The money, MSEK",
            "What is done",
            "Locked by the table sites.csv: Town Hall (must stay).",
            "Value ",
        )
    ]
    assert where == sorted(where)
    proof = lines[where[-1]]
    assert "; bound " in proof
    assert (
        "; gap 0.00\u00a0%; optimal. The search stopped because it is proven that no plan is better." in proof
    )
    plan = json.loads((small / "results" / "plan.json").read_text())
    for year in plan["years"]:
        assert year["spent"] == pytest.approx(
            sum(year[cost] for cost in ("running", "opening", "closing", "resizing")), abs=1e-9
        )
    spent = [year["spent"] - year["appropriation"] for year in plan["years"]]
    assert sum(spent) <= 0


def test_the_tables_of_a_plan_open_in_a_spreadsheet(narvaro, small: Path) -> None:
    """Actions, ledger and access say what plan.json says."""
    narvaro("plan", small)
    plan = json.loads((small / "results" / "plan.json").read_text())
    actions = pd.read_csv(small / "results" / "actions.csv")
    assert actions["site_id"].tolist() == [a["site_id"] for year in plan["years"] for a in year["actions"]]
    ledger = pd.read_csv(small / "results" / "ledger.csv")
    assert ledger["spent"].tolist() == [year["spent"] for year in plan["years"]]
    access = pd.read_csv(small / "results" / "access.csv").set_index("id")
    assert len(access) == 20
    assert (access["car_min_after"] != access["car_min_before"]).any()
    assert (small / "results" / "actions.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_second_run_gives_the_same_bytes(narvaro, small: Path) -> None:
    """The same folder gives the same plan, to the byte."""
    narvaro("plan", small)
    first = (small / "results" / "plan.json").read_bytes()
    told = narvaro("plan", small, "--json")
    assert (small / "results" / "plan.json").read_bytes() == first
    assert told.json == json.loads(first)


def test_after_the_plan_access_can_be_measured_with_it(narvaro, small: Path) -> None:
    """The network of the plan has three offices and fewer people beyond a walk."""
    narvaro("plan", small)
    today = narvaro("access", small, "--mode", "walk", "--json").json
    then = narvaro("access", small, "--mode", "walk", "--with-plan", "--json").json
    assert (today["offices"], then["offices"]) == (2, 3)
    assert then["total"]["people_beyond"] < today["total"]["people_beyond"]


def test_every_answer_is_in_swedish_when_asked(narvaro, small: Path) -> None:
    """Numbers and words follow the language."""
    shown = narvaro("plan", small, "--lang", "sv").out
    assert "Låst av tabellen sites.csv: Town Hall (ska vara kvar)." in shown
    assert "mnkr" in shown
    assert "16,300" in shown


def test_the_installed_program_runs_as_its_own_process(small: Path) -> None:
    """The command that pip installs answers through a pipe without colours and with clean JSON."""
    environment = {**os.environ, "NARVARO_LANG": "en"}
    done = subprocess.run(
        [BIN, "check", small, "--json"], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["people"] == 32550
    plain = subprocess.run(
        [BIN, "check", small], capture_output=True, text=True, env=environment, check=False
    )
    assert "\x1b" not in plain.stdout
