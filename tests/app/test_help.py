"""Help that teaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from narvaro.app.help import NARROWEST, WIDEST, help_text
from narvaro.app.speech import speak, spoken
from narvaro.language import LANGUAGES, say
from narvaro.sources import scenario_names


def param(kind: str, *opts: str, help: str | None = None, flag: bool = False, metavar: str = "") -> Any:  # noqa: A002
    return SimpleNamespace(
        param_type_name=kind, opts=list(opts), help=help, is_flag=flag, metavar=metavar or None,
        make_metavar=lambda ctx: "MADE",
    )  # fmt: skip


PARAMS = [
    param("argument", "folder", help="cli.argument.dir", metavar="DIR"),
    param("option", "--gap", "-g", help="cli.option.gap"),
    param("option", "--json", help="cli.option.json", flag=True),
    param("option", "--help", help="Show this message and exit.", flag=True),
]


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    before = spoken()
    speak(request.param)
    yield request.param
    speak(before)


def shown(monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    return help_text("cli.plan", "narvaro plan", PARAMS, None)


def test_title_usage_options_and_example_stand_in_that_order(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the language of the run, the command as it is written between its title and what it is about."""
    text = shown(monkeypatch)
    parts = ["cli.plan.title", "cli.help.usage", "cli.help.options", "cli.help.example"]
    where = [text.index(say(key, lang).split()[0]) for key in parts]
    assert where == sorted(where)
    assert f"  narvaro plan DIR {say('cli.help.with_options', lang)}\n" in text


def test_an_option_shows_all_its_names_and_what_it_takes(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The short name first; a flag takes nothing; what is no text of ours is the text about help."""
    lines = [line.strip() for line in shown(monkeypatch).splitlines()]
    named = [re.split(r"\s{2,}", line)[0] for line in lines if line.startswith("-")]
    assert named == ["-g, --gap MADE", "--json", "--help"]
    (last,) = [line for line in lines if line.startswith("--help")]
    assert last.endswith(say("cli.option.help", lang))


@pytest.mark.parametrize("columns", [10, 60, 80, 300])
def test_no_line_is_wider_than_the_terminal(lang: str, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Between the narrowest that can be read and the widest; examples are commands and are not broken."""
    text = shown(monkeypatch, columns).partition(say("cli.help.example", lang))[0]
    widest = max(map(len, text.splitlines()))
    assert widest <= max(NARROWEST, min(WIDEST, columns))
    assert widest > 0.6 * max(NARROWEST, min(WIDEST, columns))


def test_the_embedded_scenarios_are_named(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a text has a place for them, all are there; no place is left unfilled."""
    text = help_text("cli.demo", "narvaro demo", PARAMS, None)
    assert all(name in text for name in scenario_names())
    assert "{" not in text
