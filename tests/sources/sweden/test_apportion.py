import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from narvaro.sources.sweden.apportion import apportion

weights = st.lists(st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=40)


@given(st.integers(0, 10**7), weights)
def test_parts_sum_to_the_total_and_lie_within_one_of_their_quota(
    total: int, given_weights: list[float]
) -> None:
    """Whatever the weights, whole parts sum to the total exactly and none is a whole person from its quota."""
    parts = apportion(total, given_weights)
    share = np.asarray(given_weights) if sum(given_weights) > 0 else np.ones(len(given_weights))
    assert parts.sum() == total
    assert (np.abs(parts - total * (share / share.sum())) < 1 + 1e-6).all()
    assert (parts >= 0).all()


def test_of_equal_remainders_the_first_comes_first() -> None:
    """Three equal weights and ten persons: 4, 3, 3, the same every time."""
    assert apportion(10, [2.0, 2.0, 2.0]).tolist() == [4, 3, 3]


def test_no_parts_take_nothing() -> None:
    """No weights give no parts."""
    assert apportion(0, []).size == 0
