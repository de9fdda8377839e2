"""Rounding: nothing is allowed where floats are exact, and little where they are not."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from narvaro.siting.form.rounding import passed, power_of_two, powers_of_two, quantum, sum_slack


@given(st.floats(1e-300, 1e300))
def test_a_power_of_two_is_the_largest_at_most_a_value(value: float) -> None:
    """It is a power of two, no larger than the value, and its double is larger; alone and in an array."""
    power = power_of_two(value)
    assert math.frexp(power)[0] == 0.5
    assert power <= value < 2.0 * power
    assert powers_of_two(np.array([value])).tolist() == [power]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_where_there_is_a_quantum_sums_are_exact(terms: list[float]) -> None:
    """Terms are multiples of it, and their sum is that of fractions; else it is off by less than the slack."""
    unit, exact = quantum(np.array(terms)), sum(map(Fraction, terms), Fraction())
    if unit:
        assert all(Fraction(term) % Fraction(unit) == 0 for term in terms)
        assert Fraction(float(np.sum(terms))) == exact
    assert abs(Fraction(float(np.sum(terms))) - exact) <= Fraction(sum_slack(np.array(terms)))


def test_one_person_too_many_passes_a_room() -> None:
    """Of a million millions one too many is told as one, and none too many as none."""
    room = np.array([1e12, 1e12])
    assert passed(room + np.array([1.0, 0.0]), room, np.array([1.0])).tolist() == [1.0, 0.0]
