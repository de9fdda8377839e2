"""Gap, rounding up and standing: what value and bound say together, and what a solution leaves behind when pickled."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.siting import Layer, Limits, Options, Problem, solve
from narvaro.siting.form.solution import CLOSED, Certificate, closed, relative_gap, standing, whole_bound

FIGURES = st.floats(-1e12, 1e12)


# --- the gap ----------------------------------------------------------------------------------------------------------


def test_a_gap_is_a_share_of_the_value_and_has_an_end_near_zero() -> None:
    """10 over 8 is a fifth, -10 over -12 too; a bound above is no gap; zero over -1 is a share of a milliardth."""
    assert [relative_gap(10, 8), relative_gap(-10, -12), relative_gap(8, 10)] == [0.2, 0.2, 0.0]
    assert relative_gap(0.0, -1.0) == pytest.approx(1e9)


@given(FIGURES.filter(lambda value: abs(value) > 1e-6), FIGURES, st.integers(-20, 20))
def test_a_gap_does_not_depend_on_the_unit(value: float, bound: float, power: int) -> None:
    """Value and bound times a power of two have the same gap, which is never below zero."""
    unit = 2.0 ** max(0, power)
    gap = relative_gap(value, bound)
    assert gap >= 0.0
    assert relative_gap(value * unit, bound * unit) == gap


# --- rounding a bound up ----------------------------------------------------------------------------------------------


@given(st.integers(-(10**12), 10**12), st.floats(0.0, 3.0))
def test_a_bound_is_never_rounded_above_a_plan(plan: int, below: float) -> None:
    """Where every plan costs a whole number, a bound at most a plan's cost stays at most it, and is whole."""
    found = whole_bound(plan - below)
    assert found <= plan
    assert found == np.floor(found)
    assert found > plan - below - 2e-6 * max(1.0, 1e-6 * abs(plan))


@given(st.integers(-(10**9), 10**9), st.floats(0.01, 1.0))
def test_a_bound_between_two_whole_numbers_is_lifted_to_the_upper(lower: int, part: float) -> None:
    """From a hundredth above a whole number on, the next one up is proven."""
    assert whole_bound(lower + part) == lower + 1


def test_a_bound_that_passes_a_whole_number_by_rounding_is_that_number() -> None:
    """A millionth is rounding at any size up to a million; at 1e9 a thousandth is; infinity stays as it is."""
    assert [whole_bound(x) for x in (7.0 + 9e-7, 7.0 + 2e-6, 1e9 + 9e-4, 1e9 + 2e-3)] == [7, 8, 1e9, 1e9 + 1]
    assert [whole_bound(np.inf), whole_bound(-np.inf)] == [np.inf, -np.inf]


# --- closed -----------------------------------------------------------------------------------------------------------


@given(FIGURES, st.floats(0.0, 1e6), st.floats(0.0, 1.0), st.sampled_from([0.0, 1.0]))
def test_a_higher_bound_is_closed_where_a_lower_one_is(
    value: float, apart: float, share: float, step: float
) -> None:
    """A value is closed by itself and by all above; what closes a gap closes each part of it."""
    assert closed(value, value, step)
    assert closed(value, value + apart, step)
    assert not closed(value, value - apart, step) or closed(value, value - share * apart, step)


@pytest.mark.parametrize("value", [1.0, 1e6, -1e9, 4e11])
def test_a_billionth_is_closed_and_twice_that_is_not(value: float) -> None:
    """Half of a billionth of the value is rounding, two are a better plan, whatever the size."""
    assert closed(value, value - 0.5 * CLOSED * abs(value))
    assert not closed(value, value - 2 * CLOSED * abs(value))


@pytest.mark.parametrize(("value", "told"), [(4e11, True), (4e12, False)])
def test_one_step_is_told_from_rounding_up_to_half_a_million_million(value: float, told: bool) -> None:
    """A plan dearer by one whole unit is not closed at 4e11; at 4e12 bounds are no finer than that unit."""
    assert closed(value + 1.0, value)
    assert closed(value + 1.0, value, 1.0) != told


# --- standing ---------------------------------------------------------------------------------------------------------


@given(FIGURES, FIGURES, st.sampled_from(["gap", "time", "interrupt", "step"]), st.sampled_from([0.0, 1.0]))
def test_five_fields_never_contradict_each_other(
    value: float, bound: float, reason: str, step: float
) -> None:
    """Closed is optimal, proven and without a gap; open is feasible, with the gap and the reason as they are."""
    found = standing(value, bound, reason, step)
    if closed(value, bound, step):
        wanted = {"bound": value, "gap": 0.0, "status": "optimal", "stopped_by": "proven"}
    else:
        wanted = {
            "bound": bound,
            "gap": relative_gap(value, bound),
            "status": "feasible",
            "stopped_by": reason,
        }
    assert found == {"value": value, **wanted}


def test_a_proof_over_whole_numbers_has_a_step_of_one() -> None:
    """Nothing is known of the values of plans with decimals, so they have no step."""
    assert [Certificate((), integral).step for integral in (True, False)] == [1.0, 0.0]


def test_a_pickled_solution_leaves_its_lists_behind_and_starts_a_run_all_the_same() -> None:
    """One area between two sites at 1 and 2: read back, the solution says the same and its lists are made again."""
    layer = Layer("car", np.array([[1.0, 2.0]]), np.ones((1, 1)), 9.0)
    options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.array([0.0, 3.0, 0.0, 1.0]))
    problem = Problem(2, 1, 1, (layer,), options, Limits.none(4))
    solution = solve(problem)
    back = pickle.loads(pickle.dumps(solution))
    assert solution.prepared is not None
    assert back.prepared is None
    assert (back.value, back.bound, back.option.tolist()) == (3.0, 3.0, [0, 3])
    assert solve(problem, warm=back).value == 3.0
