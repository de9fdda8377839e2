"""The parts of a change sum to the whole, treat factors alike, and are the mean over all orders of change."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.access.decomposition import shapley_split

FACTORS = ("a", "b", "c")
figures = st.dictionaries(
    st.frozensets(st.sampled_from(FACTORS)), st.floats(-1e3, 1e3), min_size=8, max_size=8
)


@given(figures)
def test_the_parts_sum_to_the_whole(values: dict[frozenset[str], float]) -> None:
    """Whatever the figure does."""
    parts = shapley_split(lambda changed: np.array(values[changed]), FACTORS)
    assert parts.sum() == pytest.approx(values[frozenset(FACTORS)] - values[frozenset()], abs=1e-9)


@given(figures)
def test_a_part_is_the_mean_over_all_orders_in_which_factors_may_change(
    values: dict[frozenset[str], float],
) -> None:
    """By brute force over the six orders."""
    parts = shapley_split(lambda changed: np.array(values[changed]), FACTORS)
    for place, factor in enumerate(FACTORS):
        steps = []
        for order in permutations(FACTORS):
            before = frozenset(order[: order.index(factor)])
            steps.append(values[before | {factor}] - values[before])
        assert parts[place] == pytest.approx(np.mean(steps), abs=1e-9)


def test_a_factor_that_changes_nothing_gets_nothing_and_arrays_are_split_each() -> None:
    """Two figures at once: a sum, in which each has its own, and a product of two with the third idle."""

    def value(changed: frozenset[str]) -> np.ndarray:
        a, b = (3.0 if "a" in changed else 1.0), (5.0 if "b" in changed else 2.0)
        return np.array([a + b, a * b])

    parts = shapley_split(value, FACTORS)
    assert parts.tolist() == [[2.0, 7.0], [3.0, 6.0], [0.0, 0.0]]
