"""A time limit is kept in every part of a run, by a clock that stands still but for the part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.siting.solve.test_solve import country

from narvaro.siting import check, solve
from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.form.clock import Clock
from narvaro.siting.layout.layout import build_model
from narvaro.siting.plans import perturb_kernels, recombine
from narvaro.siting.plans.recombine import perturb_and_recombine
from narvaro.siting.plans.start import first_multipliers, first_plan
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.run.workbench import Workbench
from narvaro.siting.search import local_kernels
from narvaro.siting.search.local import Search
from narvaro.siting.solve import solve as solving


class Standing:
    """Seconds that pass only where something takes them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.monkeypatch = 0.0, monkeypatch
        monkeypatch.setattr(Clock, "seconds", property(lambda _: self.now))

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
def clock(monkeypatch: pytest.MonkeyPatch) -> Standing:
    return Standing(monkeypatch)


def begun(limit: float) -> Workbench:
    """Return a run with a first plan and a first round of the bound."""
    clock = Clock(limit)
    inc = Incumbent(build_model(country(200, 60, 8)), clock=clock)
    search = Search(inc.full, None, clock)
    first_plan(inc, search, None)
    work = Workbench(inc, search, Dual(inc.full, first_multipliers(search)))
    work.round(True)
    return work


def test_nothing_is_perturbed_or_recombined_after_the_limit(clock: Standing) -> None:
    """Parts of a path take 1 s of 3: the first path has four parts, the second the one that every path has."""
    work = begun(3.0)
    paths = clock.takes(perturb_kernels, "perturb", 1.0)
    mixes = clock.takes(recombine, "recombine", 1.0)
    perturb_and_recombine(work)
    assert paths == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert mixes == []


def test_no_recombination_is_begun_that_would_outlast_the_limit(clock: Standing) -> None:
    """A recombination takes 4 s of 10: at 0 and 4 there is time for one, at 8 there is not."""
    work = begun(10.0)
    mixes = clock.takes(recombine, "recombine", 4.0)
    for _ in range(3):
        perturb_and_recombine(work)
    assert mixes == [0.0, 4.0]


def test_a_path_in_parts_is_the_same_path(clock: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the clock is looked at after each perturbation or never, a path ends with the same plan."""
    ends = []
    for at_once in (1, 25, 300):
        monkeypatch.setattr(recombine, "EFFORT", replace(EFFORT, steps_at_once=at_once))
        work = begun(9.0)
        perturb_and_recombine(work)
        ends.append([plan.tolist() for plan in work.inc.recent])
    assert ends[0] == ends[1] == ends[2]


def test_a_descent_stops_at_the_limit(clock: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen changes take 1 s of 2 and pay 1 each time: the clock has passed 2 after the third time."""
    work = begun(2.0)
    monkeypatch.setattr(local_kernels, "descend", lambda *_: -1.0)
    changes = clock.takes(local_kernels, "descend", 1.0)
    before = work.search.value
    assert work.search.descend(200) == 3.0
    assert work.search.value == before - 3.0
    assert changes == [0.0, 1.0, 2.0]


def test_no_guess_is_begun_after_the_limit(clock: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first plan takes all the time, so there is a plan and a bound, and no blocks of clients are climbed."""
    monkeypatch.setattr(solving.aggregate, "worth_it", lambda _: True)
    clock.takes(solving, "first_plan", 6.0)
    guesses = clock.takes(solving, "guess", 1.0)
    problem = country(200, 60, 8)
    solution = solve(problem, time_limit=5.0)
    assert (guesses, solution.stopped_by) == ([], "time")
    check(problem, solution)
