"""A small country whose findings can be worked out by hand, and plans written down rather than solved for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import pytest
from tests.explain.plans import written_plan

from narvaro.case import Case, Money, MoneyUnit, Policy, Size
from narvaro.plan import Plan
from narvaro.travel import TravelTimes

SIZES = (
    Size("small", 0, 4.0, 1.0, 0.5, 2.0, 8_000.0, "assumed", "a test"),
    Size("medium", 1, 8.0, 2.0, 1.0, 4.0, 16_000.0, "assumed", "a test"),
)


@pytest.fixture
def case() -> Case:
    """Town and village have an office, the suburb and the isle a place for one; nobody lives in the wood."""
    areas = pd.DataFrame(
        {
            "id": ["town", "suburb", "village", "isle", "wood"],
            "name": ["Town", "Suburb", "Village", "Isle", "Wood"],
            "lon": [18.0, 18.2, 18.6, 19.5, 18.9],
            "lat": [59.0, 59.0, 59.0, 59.0, 59.0],
            "people": [600, 300, 100, 50, 0],
            "settlement": ["small_town", "small_town", "rural", "rural", "rural"],
            "listed": [False, True, False, False, False],
            "listed_later": [False, False, True, False, False],
        }
    )
    sites = pd.DataFrame(
        {
            "id": ["s1", "s2", "s3", "s4"],
            "name": ["Square", "Station", "Church", "Harbour"],
            "lon": [18.0, 18.2, 18.6, 19.5],
            "lat": [59.0, 59.0, 59.0, 59.0],
            "status": ["may_close", "candidate", "may_close", "candidate"],
            "size": ["medium", "", "small", ""],
            "municipality": ["North", "North", "South", "South"],
            "municipality_code": ["01", "01", "02", "02"],
            "assumed": [False, False, True, False],
        }
    )
    return Case("test", areas, sites, sizes=SIZES, money=MoneyUnit("SEK", "million"))


@pytest.fixture
def travel() -> TravelTimes:
    """Minutes that are easy to add up; the isle is reached from its own harbour alone."""
    no = float("nan")
    return TravelTimes.from_dense(
        ["town", "suburb", "village", "isle", "wood"],
        ["s1", "s2", "s3", "s4"],
        {
            "car": [[5, 15, 40, 60], [20, 2, 50, 70], [40, 45, 4, 35], [no, no, no, 10], [9, 9, 9, 9]],
            "walk": [[10, no, no, no], [no, 5, no, no], [no, no, 15, no], [no, no, no, 8], [no, no, no, no]],
        },
    )


@pytest.fixture
def policy() -> Policy:
    """The mix of car minutes and walking distance for the listed areas, over two years."""
    money = Money(base=12.0, change=(5.0, 3.0))
    return Policy(scenario="test", definition="listed", years=(2021, 2022), money=money)


@pytest.fixture
def make_plan_of(case: Case, policy: Policy) -> Callable[..., Plan]:
    """Write down a plan for the small country: what is done in which year."""
    return partial(written_plan, case=case, policy=policy)


@pytest.fixture
def plan(make_plan_of: Callable[..., Plan]) -> Plan:
    """The suburb gets a small office in 2021, the village loses its own in 2022."""
    proof = {"s1": (990.0, 1500.0), "s2": (990.0, 1100.0), "s3": (995.0, 990.0), "s4": (1050.0, 990.0)}
    return make_plan_of([("open", "s2", "small")], [("close", "s3", "")], certificate=proof)
