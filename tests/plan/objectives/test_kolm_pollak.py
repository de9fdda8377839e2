"""Kind kolm_pollak: its figures by hand, and how the sum of the engine is read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.cases import case_of, figures, policy_of, times_of

from narvaro.plan.formulate import build
from narvaro.plan.objectives.kolm_pollak import gap_of_sum, least_of_any_plan, minutes_of_sum


def test_kolm_pollak_of_equal_ways_is_that_way():
    """If all have 25 minutes in both years, the equally-distributed equivalent is 25."""
    case = case_of([10, 30], ["may_close"])
    policy = policy_of([0.0, 0.0], objective={"kind": "kolm_pollak"})
    assert figures(case, policy, times_of(case, [[25], [25]]), [[0, 0]])[1] == pytest.approx(25.0)


def test_kolm_pollak_lies_between_the_mean_and_the_longest_way():
    """Half the people at 0 and half at 60 minutes are worse than 30 minutes for all: ln((1 + e^1.2) / 2) / 0.02."""
    case = case_of([10, 10], ["may_close"])
    policy = policy_of([0.0], objective={"kind": "kolm_pollak"})
    value = figures(case, policy, times_of(case, [[0], [60]]), [[0]])[1]
    assert value == pytest.approx(np.log((1 + np.exp(1.2)) / 2) / 0.02)
    assert 30 < value < 60


@given(st.floats(0.001, 0.1), st.floats(1.0, 1e6), st.floats(1.0, 1e6))
def test_reading_kolm_pollak_keeps_the_order_of_sums(kappa, one, other):
    """A sum below another is read as fewer minutes, so a bound stays a bound."""
    low, high = (minutes_of_sum(s, kappa, 240.0, 1000.0) for s in sorted((one, other)))
    assert low <= high


@given(st.floats(0.005, 0.1), st.floats(1.0, 200.0), st.floats(0.0001, 0.05))
def test_the_gap_of_the_sum_gives_the_wanted_gap_of_the_minutes(kappa, minutes, gap):
    """A sum within the gap that is asked of the engine has minutes within the wanted gap."""
    total = np.exp(kappa * (minutes - 240.0))
    bound = total * (1 - gap_of_sum(gap, kappa, minutes))
    assert minutes - minutes_of_sum(bound, kappa, 240.0, 1.0) <= gap * minutes * (1 + 1e-6) + 1e-9


def test_kolm_pollak_of_no_ways_at_all_has_no_bound_below():
    """A sum of zero lies below any minutes."""
    assert minutes_of_sum(0.0, 0.02, 240.0, 1.0) == -np.inf


def test_no_plan_goes_below_everything_open():
    """With both sites open everyone has 10 minutes in the last year, and in the first as well: 10."""
    case = case_of([10, 30], ["may_close", "candidate"])
    policy = policy_of([0.0, 0.0], objective={"kind": "kolm_pollak"})
    formulation = build(case, policy, times_of(case, [[10, 50], [50, 10]]))
    assert least_of_any_plan(formulation) == pytest.approx(10.0)
