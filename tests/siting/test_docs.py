"""The page for users of other tools is a contract: our half of it runs."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "siting-for-spopt-users.md"


def test_examples_on_the_page_run() -> None:
    """Every example of ours gives what the page says."""
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 12
    assert result.failed == 0
