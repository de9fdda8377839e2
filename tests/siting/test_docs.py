"""The pages about siting are a contract: our half of them runs."""

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "least"), [("siting-for-spopt-users.md", 13), ("siting.md", 20)])
def test_examples_on_the_page_run(page: str, least: int) -> None:
    """Every example of ours gives what the page says."""
    result = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8")
    assert result.attempted >= least
    assert result.failed == 0
