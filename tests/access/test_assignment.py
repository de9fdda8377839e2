"""Which office people go to: by hand, and the laws of a Huff share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from narvaro.access import huff_shares, nearest_shares
from narvaro.access.assignment import past_nearest, shares_given
from narvaro.errors import SettingError


def drawn(seed: int, areas: int = 6, sites: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Minutes, some without end, and room, all different."""
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(1, 120, (areas, sites))
    minutes[rng.random(minutes.shape) < 0.2] = np.inf
    return minutes, rng.uniform(1_000, 30_000, sites)


def test_the_nearest_by_hand() -> None:
    """All go to the nearest, of two equally near to the first, and nobody where none is reached."""
    minutes = np.array([[5.0, 3.0, 9.0], [4.0, 4.0, 9.0], [np.inf, np.inf, np.inf]])
    assert nearest_shares(minutes).tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_huff_share_by_hand() -> None:
    """Decay 1: room over minutes, 8/2 to 6/3 to 0; a way of half a minute counts as one."""
    minutes = np.array([[2.0, 3.0, np.inf], [0.5, 3.0, 3.0]])
    assert huff_shares(minutes, np.array([8.0, 6.0, 0.0]), 1.0)[0].tolist() == pytest.approx(
        [4 / 6, 2 / 6, 0]
    )
    assert huff_shares(minutes, np.array([8.0, 6.0, 0.0]), 1.0)[1].tolist() == pytest.approx([0.8, 0.2, 0])


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 8.0))
def test_shares_are_those_of_the_formula(seed: int, decay: float) -> None:
    """Each share is the site's pull over the pull of all, and they add up to one where anything is reached."""
    minutes, room = drawn(seed)
    pull = np.array([[s / t**decay for s, t in zip(room, row, strict=True)] for row in minutes])
    reached = np.isfinite(minutes).any(axis=1)
    found = huff_shares(minutes, room, decay)
    assert found.sum(axis=1) == pytest.approx(reached.astype(float))
    assert found[reached] == pytest.approx((pull / pull.sum(axis=1, keepdims=True))[reached])


@given(st.integers(0, 2**32 - 1))
def test_a_decay_without_end_is_the_nearest(seed: int) -> None:
    """With a decay of a million everyone goes to the nearest, however much room the others have."""
    minutes, room = drawn(seed)
    assert huff_shares(minutes, room, 1e6) == pytest.approx(nearest_shares(minutes), abs=1e-9)


def test_extreme_decays_and_rooms_stay_finite() -> None:
    """No share over- or underflows, and no room at all sends nobody."""
    minutes = np.array([[1.0, 1_440.0]])
    assert huff_shares(minutes, np.array([1e-300, 1e300]), 500.0).tolist() == [[1.0, 0.0]]
    assert huff_shares(minutes, np.zeros(2), 2.0).tolist() == [[0.0, 0.0]]
    assert huff_shares(np.zeros((3, 0)), np.zeros(0), 2.0).shape == (3, 0)


OPEN = np.array([True, True, False])


def test_an_assignment_from_elsewhere_is_that_of_the_open_sites() -> None:
    """The closed third site is left out, and who goes further than to the nearest open one is told."""
    shares = shares_given(sparse.csr_array(np.array([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])), 2, OPEN).toarray()
    assert shares.tolist() == [[0.5, 0.5], [0.0, 1.0]]
    assert past_nearest(np.array([[5.0, 6.0], [9.0, 2.0]]), shares).tolist() == [0.5, 0.0]


@pytest.mark.parametrize(
    ("shares", "key"),
    [
        ([[1.0, 0.0, 0.0]], "access.shares_shape"),
        ([[0.8, 0.3, 0.0], [0.0, 1.0, 0.0]], "access.shares_odd"),
        ([[-0.1, 0.3, 0.0], [0.0, 1.0, 0.0]], "access.shares_odd"),
        ([[float("nan"), 0.3, 0.0], [0.0, 1.0, 0.0]], "access.shares_odd"),
        ([[0.5, 0.0, 0.5], [0.0, 1.0, 0.0]], "access.shares_closed"),
    ],
)
def test_what_is_no_assignment_is_refused(shares: list[list[float]], key: str) -> None:
    """Another shape, shares below zero, past one or no number, and a closed office."""
    with pytest.raises(SettingError) as caught:
        shares_given(sparse.csr_array(np.array(shares)), 2, OPEN)
    assert [fault.key for fault in caught.value.faults] == [key]
