"""A plan is asked from the command line in one line, and answers a person and a machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.cli import command_names


def test_the_commands_stand_after_plan() -> None:
    """In the order of the work."""
    names = command_names()
    assert names[names.index("plan") + 1 :][:3] == ["what-if", "why", "prices"]


@pytest.mark.parametrize("lang", ["en", "sv"])
@pytest.mark.parametrize(
    "words",
    [
        ("what-if", "--not-open", "harbour library"),
        ("what-if", "--close", "abbey school", "--mine"),
        ("what-if", "--money-pct", "-90"),
        ("why", "glenfoot"),
        ("why", "Harbour Library"),
        ("prices",),
        ("prices", "--plan", "first"),
        ("why", "glenfoot", "--plan", "first"),
        ("what-if", "--plan", "first", "--close", "abbey school", "--as", "second"),
        ("what-if", "--actions", "mine.csv"),
        ("what-if", "--actions", "mine.csv", "--best", "--as", "mine"),
    ],
)
def test_each_question_is_answered(narvaro: Run, small: Path, lang: str, words: tuple[str, ...]) -> None:
    """In both languages, with exit code 0 and something to read."""
    assert narvaro("plan", small).code == 0
    if "first" in words:
        assert narvaro("plan", small, "--as", "first", "--gap", "0").code == 0
    Path("mine.csv").write_text("site,year,action\nAbbey School,2027,close\n")
    ran = narvaro(words[0], small, *words[1:], "--lang", lang)
    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) > 3


def test_a_machine_gets_both_plans(narvaro: Run, small: Path) -> None:
    """Mine is given, the best is proven, and the price stands in sentences with their keys."""
    assert narvaro("plan", small).code == 0
    found = narvaro("what-if", small, "--not-open", "s3", "--json").json
    assert (found["mine"]["status"], found["best"]["status"]) == ("given", "optimal")
    assert found["price"][0]["key"].startswith("explain.price.")
    assert set(found["plans"]) == {"plan", "mine", "best"}


def test_a_name_that_fits_nothing_is_told(narvaro: Run, small: Path) -> None:
    """With what is near, and exit code 2."""
    assert narvaro("plan", small).code == 0
    ran = narvaro("why", small, "Harbor Libary")
    assert ran.code == 2
    assert "Harbour Library" in ran.err
