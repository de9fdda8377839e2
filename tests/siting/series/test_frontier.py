"""The budget frontier equals brute force at every point, and never contradicts itself."""

import signal
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of
from tests.siting.solve.test_solve import country

from narvaro.errors import SettingError
from narvaro.siting import Limits, Problem, Progress, check, frontier

CHANGES = [0.0, -2.0, 3.0, -6.0, 1.0]


def with_upper(problem: Problem, upper: np.ndarray) -> Problem:
    limits = problem.limits
    return replace(problem, limits=Limits(limits.matrix, limits.lower, upper, limits.names))


@settings(max_examples=15)
@given(features(money=True, tight=False))
def test_every_point_equals_brute_force(f: Features) -> None:
    """For each amount the best plan is found and proven, or rightly refused; no point is lost."""
    problem = problem_of(f)
    money = [r for r, name in enumerate(problem.limits.names) if name.startswith("money")]
    curve = frontier(problem, money, CHANGES, threads=1)
    assert sorted([p.number for p in curve.points] + [r.number for r in curve.refused]) == list(range(5))
    for point in curve.points:
        check(point.problem, point.solution)
        best = every_plan(point.problem).best
        assert point.solution.value == pytest.approx(best, rel=1e-7, abs=1e-7)
    for refused in curve.refused:
        upper = problem.limits.upper.copy()
        upper[money] += CHANGES[refused.number]
        if (upper >= problem.limits.lower).all():
            assert not np.isfinite(every_plan(with_upper(problem, upper)).best)
        for row, needed in zip(money, refused.needed, strict=True):
            less = upper.copy()
            less[row] = problem.limits.upper[row] + needed - 0.01
            if np.isfinite(needed) and (less >= problem.limits.lower).all():
                assert not np.isfinite(every_plan(with_upper(problem, less)).best)


def test_more_money_is_never_worse_though_no_point_is_proven() -> None:
    """Stopped at 20 %, values fall and bounds fall with more money, and each point passes the check."""
    base = country(300, 60, 6)
    problem = with_upper(replace(base, limits=replace(base.limits, lower=np.array([0.0]))), base.limits.upper)
    curve = frontier(problem, [0], [4, 0, -2, 2], gap=0.2, threads=1)
    ordered = sorted(curve.points, key=lambda point: point.change[0])
    for point in ordered:
        check(point.problem, point.solution)
    for key in ("value", "bound"):
        assert (np.diff([getattr(point.solution, key) for point in ordered]) <= 0).all()
    assert [point.number for point in curve.points] == [0, 1, 2, 3]


def test_an_interrupt_leaves_the_points_done() -> None:
    """Ctrl-C at the first word of progress gives the point at hand, whole and with a true bound."""
    base = country(1500, 400, 25)
    problem = replace(base, limits=replace(base.limits, lower=np.array([0.0])))

    def press(_number: int, _now: Progress) -> None:
        signal.raise_signal(signal.SIGINT)

    curve = frontier(problem, [0], [0, 1, 2], threads=1, progress=press)
    assert curve.interrupted
    assert [point.number for point in curve.points] == [0]
    check(curve.points[0].problem, curve.points[0].solution)


def test_faults_of_a_frontier_are_named_together() -> None:
    """A limit that is not there, money without end and a wrong gap give one error with all three."""
    with pytest.raises(SettingError) as error:
        frontier(country(20, 6, 2), [3], [np.inf], gap=-1.0)
    keys = [fault.key for fault in error.value.faults]
    assert keys == ["setting.gap", "setting.frontier_rows", "setting.frontier_change"]
    assert "bara ändliga" in error.value.text("sv")


def test_limits_without_an_order_are_refused() -> None:
    """The second amount of each point goes to the second limit, and a set has no second; one limit needs no order."""
    problem = problem_of(Features(3, money=True))
    with pytest.raises(SettingError) as error:
        frontier(problem, {0, 1}, [[0.0, 0.0]])
    assert [fault.key for fault in error.value.faults] == ["array.unordered"]
    one, listed = (frontier(problem, limits, [0.0]).points[0].solution for limits in ({0}, [0]))
    assert one.value == listed.value
