"""The page on explanations is a contract: its example runs, and no public name or field is left out."""

from __future__ import annotations

import doctest
from dataclasses import fields
from pathlib import Path
from typing import get_args

import narvaro.explain
from narvaro.explain import Findings
from narvaro.explain.proof import ProofStanding

PAGE = Path(__file__).parents[2] / "docs" / "explain.md"


def test_examples_on_the_page_run() -> None:
    """Every example gives what the page says."""
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted >= 8
    assert result.failed == 0


def test_every_name_field_and_standing_is_on_the_page() -> None:
    """A public name, a field of the findings or a standing of a proof that is not explained fails here."""
    text = PAGE.read_text(encoding="utf-8")
    named = {
        *narvaro.explain.__all__,
        *(item.name for item in fields(Findings)),
        *get_args(ProofStanding),
    } - {"find"}
    assert sorted(name for name in named if f"`{name}`" not in text) == []
