"""examples/communes is drawn with its seed, and its page shows commands that there are and figures that hold."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import typer

from narvaro.app.cli import cli
from narvaro.case import open_case, read_policy
from narvaro.language import number
from narvaro.plan import Edit, evaluate, evaluator
from narvaro.plan.action_list import read_actions

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "communes"
AGAIN = "run scripts/build_communes.py and look at what it changed"
DONE = re.compile(r"^(\d{4}|    )  (open|close) +(.+?)†? {2,}(\w+) ", re.MULTILINE)


def page() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_what_the_script_draws(tmp_path: Path) -> None:
    """The same seed, the same bytes."""
    loaded(FOLDER / "make.py").main(tmp_path)
    for file in sorted(tmp_path.iterdir()):
        assert file.read_bytes() == (FOLDER / file.name).read_bytes(), file.name


def test_it_is_as_large_as_it_says_and_has_costs_of_its_own() -> None:
    """300 communes, 52 sites, 20 offices, three years; seven running costs, eleven of opening, five leases."""
    case, policy = open_case(FOLDER), read_policy(FOLDER / "policy.toml")
    assert (len(case.areas), len(case.sites), len(case.existing_ids), len(policy.years)) == (300, 52, 20, 3)
    assert case.sites[["running_year", "opening"]].notna().sum().tolist() == [7, 11]
    assert (case.sites["lease_end"] != "").sum() == 5
    assert case.sites["name"].is_unique
    assert case.areas["name"].is_unique


def test_the_page_goes_from_plan_to_log() -> None:
    """Each command can be written so."""
    program: Any = typer.main.get_command(cli)
    asked = [shlex.split(line)[2:] for line in re.findall(r"^\$ narvaro .*$", page(), re.MULTILINE)]
    for name, *words in asked:
        assert program.commands[name].make_context(name, list(words))
    wanted = [
        "check",
        "plan",
        "what-if",
        "why",
        "decide",
        "plans",
        "compare",
        "adopt",
        "undo",
        "log",
        "load",
        "assumptions",
    ]
    assert [name for name in dict.fromkeys(name for name, *_ in asked) if name in wanted] == wanted


def test_the_figures_of_the_page_follow_from_the_tables() -> None:
    """The plan's actions, and those of the list, have the value and the money that the page shows."""
    case, policy = open_case(FOLDER), read_policy(FOLDER / "policy.toml")
    ready = evaluator(case, policy)
    site_of = {name: str(site) for site, name in case.sites["name"].items()}
    shown = page()
    plan, _, rest = shown.partition("## What if")
    edits, year = [], ""
    for found in DONE.finditer(plan):
        year = found[1].strip() or year
        edits.append(Edit(site_of[found[3]], int(year), found[4] if found[2] == "open" else ""))
    assert len(edits) == 8
    ours = read_actions(case, policy, FOLDER / "ours.csv").edits
    for part, actions, broken in ((plan, edits, 0), (rest, ours, 4)):
        found_now = evaluate(ready, actions)
        assert len(found_now.broken) == broken, AGAIN
        assert f"Value {number(found_now.objective.after, 'en')} person-minutes" in part, AGAIN
        for one in found_now.years:
            assert number(one.money["spent"] / 1000, "en") in part, AGAIN
