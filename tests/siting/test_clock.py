"""A time limit is kept in every part of a run, by a clock that stands still but for the part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.siting.test_run import country

from narvaro.siting import check, climb, feasibility, search_kernels, shake_kernels, solve
from narvaro.siting.climb import Climb
from narvaro.siting.dual import Dual
from narvaro.siting.known import Known
from narvaro.siting.search import Search


class Clock:
    """Seconds that pass only where something takes them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.monkeypatch = 0.0, monkeypatch
        monkeypatch.setattr(Known, "seconds", property(lambda _: self.now))

    def takes(self, owner: Any, name: str, seconds: float) -> list[float]:
        """Let a function take so long; return the times at which it is begun."""
        begun, function = [], getattr(owner, name)

        def slow(*given: Any, **named: Any) -> Any:
            begun.append(self.now)
            self.now += seconds
            return function(*given, **named)

        self.monkeypatch.setattr(owner, name, slow)
        return begun


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def begun(limit: float) -> Climb:
    """Return a run with a first plan and a first round of the bound."""
    run = Climb(country(200, 60, 8), 0.0, limit, 0, None, None)
    run.start(None)
    run.dual = Dual(run.full, run.first_multipliers())
    run.round(True)
    return run


def test_no_shake_and_no_fusion_is_begun_after_the_limit(clock: Clock) -> None:
    """Parts of a path take 1 s of 3: the first path has four parts, the second the one that every path has."""
    run = begun(3.0)
    shakes = clock.takes(shake_kernels, "shake", 1.0)
    fusions = clock.takes(Climb, "_fused", 1.0)
    run.fuse()
    assert shakes == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert fusions == []


def test_no_fusion_is_begun_that_would_outlast_the_limit(clock: Clock) -> None:
    """A fusion takes 4 s of 10: at 0 and 4 there is time for one, at 8 there is not."""
    run = begun(10.0)
    fusions = clock.takes(Climb, "_fused", 4.0)
    for _ in range(3):
        run.fuse()
    assert fusions == [0.0, 4.0]


def test_shakes_in_parts_are_the_same_shakes(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the clock is looked at after each shake or never, a path ends with the same plan."""
    ends = []
    for at_once in (1, 25, 300):
        monkeypatch.setattr("narvaro.siting.fuse._AT_ONCE", at_once)
        run = begun(9.0)
        run.fuse()
        ends.append([plan.tolist() for plan in run.found])
    assert ends[0] == ends[1] == ends[2]


def test_a_descent_stops_at_the_limit(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen changes take 1 s of 2 and pay 1 each time: the clock has passed 2 after the third time."""
    run = begun(2.0)
    monkeypatch.setattr(search_kernels, "descend", lambda *_: -1.0)
    changes = clock.takes(search_kernels, "descend", 1.0)
    before = run.search.value
    assert run.search.descend(200) == 3.0
    assert run.search.value == before - 3.0
    assert changes == [0.0, 1.0, 2.0]


def test_no_guess_is_begun_after_the_limit(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first plan takes all the time, so there is a plan and a bound, and no blocks of clients are climbed."""
    monkeypatch.setattr(climb.coarse, "worth_it", lambda _: True)
    clock.takes(Climb, "start", 6.0)
    guesses = clock.takes(Climb, "guess", 1.0)
    problem = country(200, 60, 8)
    solution = solve(problem, time_limit=5.0)
    assert (guesses, solution.stopped_by) == ([], "time")
    check(problem, solution)


@pytest.mark.parametrize(("began", "left"), [(0.0, 5.0), (4.5, 1.0), (9.0, 1.0)])
def test_a_first_plan_is_looked_for_within_the_limit_or_one_second(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, began: float, left: float
) -> None:
    """Where mending does not give a plan, HiGHS is asked for no longer than what is left of 5 s, or 1 s."""
    asked: list[float] = []

    def pick(model: Any, cost: Any, seconds: float) -> Any:
        asked.append(seconds)
        return feasible(model, cost, seconds)

    feasible = feasibility.feasible_pick
    monkeypatch.setattr(feasibility, "feasible_pick", pick)
    monkeypatch.setattr(Search, "repair", lambda _: False)
    run = Climb(country(60, 20, 4), 0.0, 5.0, 0, None, None)
    clock.now = began
    run.start(None)
    assert asked == [left]
    assert np.isfinite(run.value)
