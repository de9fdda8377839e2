"""The page on access is a contract: its examples run and no public name is left out."""

from __future__ import annotations

import doctest
from pathlib import Path

import narvaro.access

PAGE = Path(__file__).parents[2] / "docs" / "access.md"


def test_examples_on_the_page_run() -> None:
    """Every example gives what the page says."""
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 8
    assert result.failed == 0


def test_every_public_name_is_on_the_page() -> None:
    """A measure that is not explained on the page fails here."""
    text = PAGE.read_text(encoding="utf-8")
    missing = [name for name in narvaro.access.__all__ if f"`{name}`" not in text]
    assert not missing, f"explain `{'`, `'.join(missing)}` on docs/access.md"
