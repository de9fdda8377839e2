"""The page on access is a contract: its examples run and no public name is left out."""

from __future__ import annotations

import doctest
import re
from dataclasses import asdict
from pathlib import Path

import narvaro.access
from narvaro.case import VisitSettings

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
LOAD = PAGE.with_name("load.md")


def test_examples_on_the_page_run() -> None:
    """Every example gives what the page says."""
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 8
    assert result.failed == 0


def test_the_page_on_load_is_true() -> None:
    """Its example gives what it says, and its table has every setting of visits with the figure it has if absent."""
    assert doctest.testfile(str(LOAD), module_relative=False, encoding="utf-8").failed == 0
    rows = re.findall(r"^\| `(\w+)`.*? \| (.+?) \|", LOAD.read_text(encoding="utf-8"), re.M)
    found = {
        name: [float(part) for part in figures.split(",")] for name, figures in rows if "`" not in figures
    }
    usual = asdict(VisitSettings())
    wanted = {
        name: list(value) if isinstance(value, tuple) else [value]
        for name, value in usual.items()
        if not isinstance(value, str)
    }
    assert found == wanted


def test_every_public_name_is_on_the_page() -> None:
    """A measure that is not explained on the page fails here."""
    text = PAGE.read_text(encoding="utf-8")
    missing = [name for name in narvaro.access.__all__ if f"`{name}`" not in text]
    assert not missing, f"explain `{'`, `'.join(missing)}` on docs/access.md"
