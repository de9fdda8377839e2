"""Settings for every test: property tests draw the same examples each time and have no clock."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

TOGETHER = ("report", "explain")
"""Rooms whose files share plans that take long to make: in one process they are made once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell which tests are to run in one process where there are several: those of a file, or of some rooms."""
    here = Path(__file__).parent
    for item in items:
        room = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        item.add_marker(pytest.mark.xdist_group(room if room in TOGETHER else str(item.path)))
