"""Standards of a folder: a fault, a note or a verdict, never silence."""

from __future__ import annotations

import re
from pathlib import Path

from tests.app.conftest import EXAMPLE

ROOT = Path(__file__).parents[2]

RULES = """
[[standards]]
id = "all"
mode = "car"
limit = 10
share = 0.9

[[standards]]
id = "my"
mode = "car"
limit = 10
share = 0.9
"""


def with_standard(folder: Path, rest: str) -> Path:
    path = folder / "narvaro.toml"
    path.write_text(path.read_text(encoding="utf-8") + RULES + rest, encoding="utf-8")
    return folder


def test_a_misspelt_column_is_a_fault_of_the_settings(narvaro, small: Path) -> None:
    """Check, access and plan name setting, column and what there is, and leave with 2."""
    with_standard(small, 'column = "settlment"\nvalues = ["town"]\n')
    for command in ("check", "access", "plan"):
        ran = narvaro(command, small)
        assert ran.code == 2
        told = " ".join(ran.err.split())
        assert "narvaro.toml" in told
        assert "my.column" in told
        assert "settlment" in told
        assert "settlement, low_income" in told


def test_values_that_no_area_has_are_told_by_check_and_access(narvaro, small: Path) -> None:
    """The column is there, so it may be meant: a line in both, and the other standard has its verdict."""
    with_standard(small, 'column = "settlement"\nvalues = ["hamlet"]\n')
    ran = narvaro("check", small)
    assert (ran.code, "hamlet" in ran.out + ran.err) == (0, True)
    told = " ".join(narvaro("access", small).out.split())
    assert "Standards without a verdict: my. Not measured: no area belongs to the group" in told


def test_the_example_of_the_page_is_what_the_program_says(narvaro, tmp_path: Path) -> None:
    """The standards of docs/standards.md in a project of the small tables have the verdicts that the page gives."""
    page = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    rules, answer = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1] for kind in ("toml", "text"))
    narvaro("new", "page", "--areas", EXAMPLE / "areas.csv", "--sites", EXAMPLE / "sites.csv")
    settings = tmp_path / "page" / "narvaro.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + rules, encoding="utf-8")
    told = [" ".join(line.split()) for line in narvaro("access", tmp_path / "page").out.splitlines()]
    for line in answer.splitlines()[1:]:
        assert " ".join(line.split()) in told
