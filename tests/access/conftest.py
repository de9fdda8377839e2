"""Small cases whose answers can be worked out by hand, and strategies for made-up people and minutes."""

from __future__ import annotations

import pandas as pd
import pytest

from narvaro.case import Case, Size
from narvaro.travel import TravelTimes

SIZES = (
    Size("small", 0, 4.0, 1.0, 0.5, 2.0, 8_000.0, "assumed", "a test"),
    Size("medium", 1, 8.0, 2.0, 1.0, 4.0, 16_000.0, "assumed", "a test"),
)


@pytest.fixture
def case() -> Case:
    """Four areas, two offices and a candidate; nobody lives in the wood."""
    areas = pd.DataFrame(
        {
            "id": ["town", "suburb", "farm", "wood"],
            "name": ["Town", "Suburb", "Farm", "Wood"],
            "lon": [18.0, 18.1, 18.4, 19.0],
            "lat": [59.0, 59.0, 59.0, 59.0],
            "people": [600, 300, 100, 0],
            "settlement": ["urban", "urban", "rural", "rural"],
            "vulnerable": [False, True, False, False],
        }
    )
    sites = pd.DataFrame(
        {
            "id": ["s1", "s2", "s3"],
            "name": ["Square", "Station", "Crossroads"],
            "lon": [18.0, 18.0, 18.4],
            "lat": [59.0, 59.01, 59.0],
            "status": ["must_stay", "may_close", "candidate"],
            "size": ["medium", "small", ""],
            "assumed": [False, True, False],
        }
    )
    return Case("test", areas, sites, sizes=SIZES)


@pytest.fixture
def travel() -> TravelTimes:
    """Minutes that are easy to add up; the wood is out of every reach by car."""
    none = float("nan")
    return TravelTimes.from_dense(
        ["town", "suburb", "farm", "wood"],
        ["s1", "s2", "s3"],
        {
            "car": [[5, 10, 40], [20, 12, 60], [45, 50, 1], [none, none, none]],
            "walk": [[10, 30, none], [none, 25, none], [none, none, 5], [none, none, none]],
        },
    )
