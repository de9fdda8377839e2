"""The incumbent: only better plans and bounds are kept, and each reason to end is told when it is one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import Layer, Limits, Options, Problem, Progress
from narvaro.siting.form.clock import Clock
from narvaro.siting.form.solution import closed, relative_gap, whole_bound
from narvaro.siting.layout.layout import build_model
from narvaro.siting.run.incumbent import Incumbent, Stopped
from narvaro.siting.search.local import Search


def pair(part: float = 0.0) -> Problem:
    """Return an area of weight 3 with sites at 2 and 4; one costs nothing more, the other 1; unserved it pays 10."""
    layer = Layer("car", np.array([[2.0, 4.0 + part]]), np.array([[3.0]]), 10.0)
    options = Options([0, 1, 1, 0], [[-1], [-1], [0], [0]], np.array([0.0, 0.0, 1.0, 0.0]))
    one = Limits(np.array([[0.0, 0.0, 1.0, 1.0]]), [-np.inf], [1.0], ("one",))
    return Problem(2, 1, 1, (layer,), options, one)


def holding(value: float, *, part: float = 0.0, **asked: Any) -> Incumbent:
    """Return an incumbent of the pair with a plan of this value; whole unless there is a part."""
    inc = Incumbent(build_model(pair(part)), **asked)
    inc.value, inc.pick = value, np.array([0, 3])
    return inc


def proven(inc: Incumbent, bound: float, **told: Any) -> bool:
    return inc.prove(bound, inc.full.multipliers(np.zeros((1, 1))), **told)


def reason(inc: Incumbent) -> str | None:
    try:
        inc.check_stop()
    except Stopped as stop:
        return stop.reason
    return None


# --- plans ------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(features(), st.integers(0, 2**32 - 1))
def test_the_best_whole_plan_of_those_offered_is_kept(f: Features, seed: int) -> None:
    """Of plans drawn and offered in turn the incumbent holds the cheapest whole one, and says when it is new."""
    problem = problem_of(f)
    plans, inc = every_plan(problem), Incumbent(build_model(problem))
    search, best = Search(inc.full), np.inf
    for row in np.random.default_rng(seed).integers(0, len(plans.value), 12):
        search.load(inc.full.from_options(plans.option[row]))
        value = plans.value[row] if plans.whole[row] else np.inf
        if np.isfinite(best) and np.isfinite(value) and 0 < abs(best - value) < 1e-6:
            return  # too near to each other for brute force to tell which is the better
        assert inc.offer(search) == (value < best)
        best = min(best, value)
        assert inc.value == pytest.approx(best, rel=1e-9, abs=1e-7)
    if inc.pick is not None:
        row = np.flatnonzero((plans.option == inc.full.to_options(inc.pick)).all(axis=1))[0]
        assert plans.value[row] == pytest.approx(best, rel=1e-9, abs=1e-7)


def test_a_plan_with_no_option_for_a_site_is_none() -> None:
    """A search that holds another site's option in its place offers no plan of the problem."""
    inc = Incumbent(build_model(pair()))
    search = Search(inc.full)
    search.load(np.array([0, 1]))
    assert inc.offer(search) is False
    search.load(np.array([1, 2]))
    assert inc.offer(search)
    assert inc.value == 6.0


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_the_best_bound_is_kept_and_what_was_ruled_out_counts_too() -> None:
    """No number, 3, 2, no number: 3 stays. With options ruled out at 5, a bound of 9 is one of 5."""
    inc = holding(20.0, part=0.5)
    assert inc.bound == -np.inf
    assert [proven(inc, bound) for bound in (np.nan, 3.0, 2.0, np.nan)] == [False, True, False, False]
    assert inc.bound == 3.0
    inc.rule_out(inc.full.multipliers(np.ones((1, 1))), np.array([1]), 5.0)
    assert proven(inc, 9.0)
    assert inc.bound == 5.0
    assert inc.proof is not None
    assert inc.proof.rests_on == "lagrangian"
    first, last = inc.proof.certificate.stages
    # the second of the options by site is the fourth as given
    assert (first.removed.tolist(), first.level, last.removed.tolist()) == ([3], 5.0, [])
    assert first.client[0].tolist() == [[1.0]]


def test_the_word_of_highs_is_told_and_not_cut_at_the_level() -> None:
    """HiGHS was asked with the level in mind, so its 9 stays 9, and the certificate says that it is its word."""
    inc = holding(20.0, part=0.5)
    inc.rule_out(inc.full.multipliers(np.zeros((1, 1))), np.array([1]), 5.0)
    assert proven(inc, 9.0, from_highs=True)
    assert inc.proof is not None
    assert (inc.bound, inc.proof.rests_on, inc.proof.certificate.highs) == (9.0, "highs", 9.0)


def test_a_bound_is_rounded_up_only_where_every_plan_is_whole_and_never_above_the_value() -> None:
    """6.2 is 7 where plans are whole, unless that is not wanted; over decimals it stays; above 6 it is 6."""
    for inc, bound in (
        (holding(20.0), 7.0),
        (holding(20.0, rounded=False), 6.2),
        (holding(20.0, part=0.5), 6.2),
        (holding(6.0), 6.0),
    ):
        proven(inc, 6.2)
        assert inc.bound == bound


# --- when it is enough ------------------------------------------------------------------------------------------------


@given(st.floats(1e-3, 1e9), st.floats(1e-6, 0.5))
def test_a_bound_at_the_target_is_within_the_wanted_gap(value: float, gap: float) -> None:
    """What lies above the target is no more than the gap better, and the target wastes less than a thousandth of it."""
    inc = holding(value, part=0.5, gap=gap)
    assert relative_gap(value, inc.target()) <= gap
    assert relative_gap(value, inc.target()) >= 0.999 * gap


@given(st.integers(-(10**8), 10**8))
def test_a_whole_plan_that_is_better_lies_below_the_target(value: int) -> None:
    """Where plans are whole, a bound at the target is rounded up to the value, and one less is still of interest."""
    inc = holding(float(value))
    assert value - 1.0 < inc.target() < value
    assert whole_bound(inc.target()) == value


@given(st.floats(-1e9, 1e9).filter(lambda value: abs(value) > 1e-3))
def test_without_a_gap_the_target_closes_the_run(value: float) -> None:
    """A bound at the target is no further from the value than rounding."""
    inc = holding(value, part=0.5)
    assert inc.target() < value
    assert closed(value, inc.target())


@pytest.mark.parametrize("part", [0.0, 0.5])
@given(level=st.integers(-(10**6), 10**6))
def test_a_bound_at_the_target_answers_a_question(part: float, level: int) -> None:
    """With no plan at most the level, a bound at the target says that there is none; a plan at it, that there is."""
    inc = holding(level + 2.0, part=part, question=float(level))
    assert reason(inc) is None
    proven(inc, inc.target())
    assert reason(inc) == "gap"
    assert reason(holding(float(level), part=part, question=float(level))) == "gap"


def test_each_reason_to_end_is_told_and_none_where_there_is_none() -> None:
    """Value 20: a bound of 19 is open, within a tenth the gap, at 20 the proof, and late the time."""
    for bound, asked, wanted in (
        (19.0, {}, None),
        (19.0, {"gap": 0.1}, "gap"),
        (17.0, {"gap": 0.1}, None),
        (20.0, {"gap": 0.1}, "proven"),
        (19.0, {"clock": Clock(-1.0)}, "time"),
        (20.0, {"clock": Clock(-1.0)}, "proven"),
    ):
        inc = holding(20.0, part=0.5, **asked)
        proven(inc, bound)
        assert reason(inc) == wanted
        assert inc.closed == (wanted == "proven")


def test_without_a_plan_nothing_is_closed_but_time_ends_all_the_same() -> None:
    """No plan: the gap has no end, nothing is told, and only the clock stops the run."""
    told: list[Progress] = []
    inc = Incumbent(build_model(pair()), 0.5, progress=told.append)
    proven(inc, 5.0)
    assert (inc.open_gap, inc.closed, reason(inc), told) == (np.inf, False, None, [])
    inc.clock = Clock(-1.0)
    assert reason(inc) == "time"


def test_progress_is_told_at_most_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at 0, 0.05, 0.2, 0.25 and 0.4 s: the second and fourth come too soon; what is told is value and bound."""
    now, told = [0.0], []
    monkeypatch.setattr(Clock, "seconds", property(lambda _: now[0]))
    inc = holding(20.0, part=0.5, progress=told.append)
    proven(inc, 15.0)
    for now[0] in (0.0, 0.05, 0.2, 0.25, 0.4):
        inc.tell()
    assert told == [Progress(20.0, 15.0, 0.25, seconds) for seconds in (0.0, 0.2, 0.4)]


def test_a_solution_tells_each_options_bound_in_the_order_given() -> None:
    """Bounds of 1, 9, 4 and 2 by site, with 3 proven: those below are 3, and the options stand as in the problem."""
    inc = holding(20.0, part=0.5)
    proven(inc, 3.0)
    inc.option_bound[:] = [1.0, 9.0, 4.0, 2.0]
    found = inc.solution("time", rounds=7)
    assert (found.lagrangian + found.reduced_cost).tolist() == [3.0, 4.0, 3.0, 9.0]
    assert (found.option.tolist(), found.value, found.bound, found.rounds) == ([0, 2], 20.0, 3.0, 7)
    assert (found.status, found.stopped_by, found.bound_rests_on) == ("feasible", "time", "lagrangian")
