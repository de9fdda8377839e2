"""A case of two areas and two sites, of which a test changes one thing at a time."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from narvaro.case import Case

AREAS = {
    "id": ["a1", "a2"],
    "name": ["Norr", "Söder"],
    "lon": [18.0, 18.2],
    "lat": [59.3, 59.4],
    "people": [900, 100],
}
SITES = {
    "id": ["s1", "s2"],
    "name": ["Torget", "Hamnen"],
    "lon": [18.1, 18.15],
    "lat": [59.35, 59.3],
    "status": ["may_close", "candidate"],
}


@pytest.fixture
def areas() -> Callable[..., pd.DataFrame]:
    """Two areas, with some columns replaced or added."""
    return lambda **columns: pd.DataFrame(AREAS).assign(**columns)


@pytest.fixture
def sites() -> Callable[..., pd.DataFrame]:
    """An office and a candidate, with some columns replaced or added."""
    return lambda **columns: pd.DataFrame(SITES).assign(**columns)


@pytest.fixture
def make_case() -> Callable[..., Case]:
    """The small case, with some parts replaced."""

    def make(**given: Any) -> Case:
        return Case(**{"name": "mini", "areas": pd.DataFrame(AREAS), "sites": pd.DataFrame(SITES), **given})

    return make
