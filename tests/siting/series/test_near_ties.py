"""Near ties equal what writing out every plan finds."""

import signal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.solve.test_solve import country

from narvaro.errors import ProblemError, SettingError
from narvaro.siting import Layer, Limits, Options, Problem, Progress, check, near_ties, solve


@settings(max_examples=15)
@given(features(sites=4, areas=8, tight=False), st.sampled_from([0.0, 0.02, 0.1]))
def test_all_plans_within_the_level_are_found(f: Features, within: float) -> None:
    """With a difference of one site the list is every plan within the level, no more and no fewer."""
    problem = problem_of(f)
    plans = every_plan(problem)
    if not plans.whole.any():
        return
    best = solve(problem, threads=1)
    ties = near_ties(problem, best, within=within, differ=1, most=10, threads=1)
    inside = plans.whole & (plans.value <= ties.level)
    edge = plans.whole & (np.abs(plans.value - ties.level) <= 1e-6 * max(1.0, abs(ties.level)))
    for plan in ties.plans:
        check(problem, plan)
        assert plan.value <= ties.level
    listed = {tuple(plan.option.tolist()) for plan in ties.plans}
    assert len(listed) == len(ties.plans)
    if inside.sum() > 10:
        assert (ties.status, ties.stopped_by, len(listed)) == ("incomplete", "most", 10)
    elif ties.stopped_by == "step":  # that no plan keeps a ceiling is not always proven
        assert f.ceiling
    elif within == 0 or not edge.any():
        assert listed == {tuple(row) for row in plans.option[inside].tolist()}


@settings(max_examples=12)
@given(features(sites=4, areas=8, tight=False), st.integers(2, 4), st.booleans())
def test_plans_differ_pairwise_and_nothing_is_left(f: Features, differ: int, by_open: bool) -> None:
    """Any two plans differ in k sites, and every plan within the level is nearer than that to one of the list."""
    problem = problem_of(f)
    options = problem.options
    kind = (options.state >= 0).any(axis=1) if by_open else np.arange(len(options))
    plans = every_plan(problem)
    if not plans.whole.any():
        return
    ties = near_ties(
        problem,
        solve(problem, threads=1),
        within=0.1,
        differ=differ,
        most=99,
        kind=kind if by_open else None,
        threads=1,
    )
    chosen = kind[np.array([plan.option for plan in ties.plans])]
    apart = (chosen[:, None] != chosen).sum(axis=2)
    assert (apart[~np.eye(len(chosen), dtype=bool)] >= differ).all()
    if ties.stopped_by == "step":  # that no plan keeps a ceiling is not always proven
        assert f.ceiling
        return
    assert ties.status == "complete"
    inside = plans.option[plans.whole & (plans.value <= ties.level - 1e-6 * max(1.0, abs(ties.level)))]
    nearest = (kind[inside][:, None] != chosen).sum(axis=2).min(axis=1)
    assert (nearest < differ).all()


def of_large_costs(seed: int, spread: int) -> Problem:
    """Return a problem of whole numbers: three of seven sites, costs of 1e9 and a little more, two sites alike."""
    rng = np.random.default_rng(seed)
    cost = 1e9 + rng.integers(0, spread, (12, 7))
    cost[:, 1] = cost[:, 0]
    options = Options(np.repeat(np.arange(7), 2), np.tile([-1, 0], 7)[:, None], np.zeros(14))
    limits = Limits(np.tile([0.0, 1.0], 7)[None], [3], [3], ("three open",))
    weight = rng.integers(1, 100, (12, 1)).astype(float)
    return Problem(7, 1, 1, (Layer("c", cost, weight, np.inf),), options, limits)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("spread", [3, 20_000])
def test_not_one_unit_above_the_level_is_listed(seed: int, spread: int) -> None:
    """With whole costs of 1e9 and no share allowed, the list is the plans that cost exactly the least."""
    problem = of_large_costs(seed, spread)
    plans = every_plan(problem)
    best = solve(problem, threads=1)
    ties = near_ties(problem, best, within=0, differ=1, most=99, threads=1)
    assert best.value == plans.best
    assert ties.level == plans.best
    equal = plans.option[plans.whole & (plans.value == plans.best)]
    assert {tuple(plan.option) for plan in ties.plans} == {tuple(row) for row in equal}
    assert ties.status == "complete"


def test_a_share_is_the_decimal_that_was_written() -> None:
    """Of 10 people-km, 0.3 more is 13, though the float 0.3 is a little less; and in units of 1e-12 likewise."""
    for unit in (1.0, 1e-12):
        cost = np.array([[10.0, 13.0, 14.0]]) * unit
        options = Options([0, 0, 1, 1, 2, 2], np.tile([-1, 0], 3)[:, None], np.zeros(6))
        limits = Limits(np.tile([0.0, 1.0], 3)[None], [1], [1], ("one open",))
        problem = Problem(3, 1, 1, (Layer("c", cost, np.ones((1, 1)), 99.0),), options, limits)
        ties = near_ties(problem, solve(problem), within=0.3, differ=1)
        assert [plan.value for plan in ties.plans] == [10.0 * unit, 13.0 * unit]


def test_the_last_question_carries_its_proof() -> None:
    """Where the list is complete the last question has a bound above the level that the check repeats."""
    problem = country(60, 14, 3)
    ties = near_ties(problem, solve(problem), within=0.02, differ=2, most=50)
    assert (ties.status, ties.stopped_by) == ("complete", "proven")
    assert ties.last is not None
    check(*ties.last)
    assert ties.last[1].bound > ties.level


def test_an_interrupt_and_a_time_limit_leave_a_true_list() -> None:
    """Stopped early the list says so, and what it holds passes the check."""
    problem = country(1500, 400, 25)
    rough = solve(problem, gap=0.05, threads=1)

    def press(_listed: int, _now: Progress) -> None:
        signal.raise_signal(signal.SIGINT)

    pressed = near_ties(problem, rough, within=0.0, differ=10, threads=1, progress=press)
    timed = near_ties(problem, rough, within=0.0, differ=10, threads=1, time_limit=1e-6)
    assert (pressed.status, timed.status) == ("incomplete", "incomplete")
    assert (pressed.stopped_by, timed.stopped_by) == ("interrupt", "time")
    for plan in (*pressed.plans, *timed.plans):
        check(problem, plan)


def test_faults_of_near_ties_are_named_together() -> None:
    """A share below zero, no difference, no plans and too few kinds give one error with all four."""
    problem = country(20, 6, 2)
    best = solve(problem)
    with pytest.raises(SettingError) as error:
        near_ties(problem, best, within=-0.1, differ=0, most=0, kind=[1])
    keys = [fault.key for fault in error.value.faults]
    assert keys == ["setting.ties", "setting.ties", "setting.ties", "setting.ties_kind"]
    with pytest.raises(ProblemError, match="one option of its own"):
        near_ties(country(20, 7, 2), best, within=0.1, differ=1)
