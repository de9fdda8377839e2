"""Three villages and two offices, and plans for them that are given: exactly what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.case import Case
from narvaro.plan import Edit, Plan, evaluate, evaluator
from narvaro.plan.given import plan_of
from narvaro.travel import TravelTimes

GivenPlan = Callable[..., Plan]
MINUTES = [[5, 20, 60], [40, 10, 45], [50, 45, 8]]


@pytest.fixture
def case() -> Case:
    """100, 200 and 300 people; offices at s0 and s1, a place for one at s2."""
    return case_of(
        [100, 200, 300],
        ["may_close", "may_close", "candidate"],
        sizes=[SMALL, LARGE],
        areas={"municipality": ["North", "North", "South"], "settlement": ["rural", "large_town", "rural"],
               "listed": [False, True, False]},
        sites={"size": ["small", "small", ""]},
    )  # fmt: skip


@pytest.fixture
def times(case: Case) -> TravelTimes:
    """Minutes that are easy to add up."""
    return times_of(case, MINUTES)


@pytest.fixture
def given(case: Case, times: TravelTimes) -> GivenPlan:
    """A plan for two years that does (site, year, size) and nothing else."""

    def make(*edits: tuple[str, int, str], years: int = 2, goal: str = "minutes", **tables: Any) -> Plan:
        policy = policy_of([5.0] * years, **{"objective": {"kind": goal}, **tables})
        ready = evaluator(case, policy, travel=times)
        return plan_of(ready, evaluate(ready, [Edit(*edit) for edit in edits]))

    return make
