"""The command that lays plans beside each other, as a person types it."""

from __future__ import annotations

from pathlib import Path

from narvaro.app.cli import command_names
from narvaro.app.cli_compare import COMMANDS


def test_it_is_a_command_of_the_program() -> None:
    """Under its own name."""
    assert set(COMMANDS) <= set(command_names())


def test_two_plans_beside_each_other(narvaro, small: Path) -> None:
    """Sentences first, then tables; in Swedish too; for machines as JSON; and a page where that is asked for."""
    narvaro("plan", small, "--by", "Åsa")
    done = narvaro("compare", small, "today", "adopted", "--out", small / "page.html")
    assert done.code == 0
    first = done.out.splitlines()[0]
    assert first.startswith("With ")
    assert "than with today’s network for " in first
    assert done.out.index("In figures") < done.out.index("Where they do not do the same")
    assert (small / "page.html").stat().st_size > 10_000
    swedish = narvaro("compare", small, "today", "adopted", "--lang", "sv").out
    assert "I siffror" in swedish
    answer = narvaro("compare", small, "today", "adopted", "--json").json
    assert answer["names"][0] == "today"
    assert answer["said"]["headline"]


def test_names_must_be_given_and_be_there(narvaro, small: Path) -> None:
    """Both are errors of usage, told in words."""
    narvaro("plan", small)
    assert narvaro("compare", small).code == 2
    missing = narvaro("compare", small, "today", "nowhere")
    assert missing.code == 2
    assert "There is no plan called nowhere" in missing.err
