"""docs/asking.md shows commands and tables that there are, with answers in the words of the program."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path
from typing import Any

import typer

from narvaro.app.cli import cli
from narvaro.language import Note, say

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "asking.md"
CLOSINGS = ROOT / "examples" / "sweden" / "closings-2025.csv"
OFFICES = ROOT / "src" / "narvaro" / "sources" / "sweden" / "tables" / "offices.csv"
AGAIN = "run scripts/build_asking.py and look at what it changed"


def commands() -> list[list[str]]:
    page = PAGE.read_text(encoding="utf-8")
    return [shlex.split(line)[2:] for line in re.findall(r"^\$ narvaro .*$", page, re.MULTILINE)]


def test_every_command_of_the_page_can_be_written_so() -> None:
    """Its options and arguments are there, and its file too."""
    program: Any = typer.main.get_command(cli)
    for name, *words in commands():
        command = program.commands[name]
        context = command.make_context(name, list(words))
        if (actions := context.params.get("actions")) is not None:
            assert (ROOT / actions).is_file()


def test_the_page_asks_all_that_it_is_about() -> None:
    """A kept office, less money, a list, which plan is in force, why, and what each rule costs."""
    assert {name for name, *_ in commands()} >= {
        "what-if",
        "compare",
        "plans",
        "adopt",
        "undo",
        "log",
        "why",
        "prices",
    }
    words = {word for _, *rest in commands() for word in rest if word.startswith("--")}
    assert words >= {"--keep", "--money-pct", "--actions", "--plan", "--as", "--lang"}


def test_the_answers_are_in_the_words_of_the_program() -> None:
    """The heads of tables and the sentences that hold no figure stand on the page as the catalogue has them."""
    page = PAGE.read_text(encoding="utf-8")
    wanted = [say(f"app.ask.column.{one}", "en") for one in ("plan", "mine", "best")]
    wanted += [say(f"app.ask.row.{one}", "en") for one in ("worse", "broken", "minutes", "offices")]
    wanted += [say(key, "en") for key in ("app.ask.no_plan", "app.ask.price", "app.ask.mine_only")]
    wanted += [say(key, "en") for key in ("app.price.title", "kept.log.title")]
    wanted.append(say("kept.again.title", "en", unit="§").partition("§")[0])
    for lang in ("en", "sv"):
        kept = Note("explain.asked.keep", {"site": "Linköping Skäggetorp"}).text(lang)
        wanted.append(say("app.ask.what_if", lang, what=[kept]))
    less = Note("explain.asked.percent_less", {"share": 0.1}).text("en")
    wanted.append(say("app.ask.what_if", "en", what=[less]))
    gone = [text for text in wanted if text not in page]
    assert not gone, f"{gone} are not on the page: {AGAIN}"


def test_the_list_names_offices_of_the_embedded_network() -> None:
    """Each closing has its source and a name and a municipality that the register has."""
    with OFFICES.open(encoding="utf-8") as file:
        known = {(row["name"], row["municipality_code"]) for row in csv.DictReader(file)}
    with CLOSINGS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 16
    assert all(row["source"] and (row["site"], row["municipality_code"]) in known for row in rows)
