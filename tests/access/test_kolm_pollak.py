"""The Kolm-Pollak equally-distributed equivalent."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.access.strategies import inhabited

from narvaro.access import kappa_from_epsilon, kolm_pollak_ede, kolm_pollak_index, weighted_mean
from narvaro.errors import SettingError

KAPPA = st.floats(0.001, 1.0)


def test_by_hand() -> None:
    """With kappa ln 2: minutes 1 and 3 weigh 2 and 8, mean 5, so log2(5) minutes."""
    found = kolm_pollak_ede(pd.Series([1.0, 3.0]), pd.Series([1, 1]), math.log(2))
    assert found == pytest.approx(math.log2(5))


@given(inhabited(), KAPPA, st.floats(0, 300))
def test_ten_minutes_more_for_all_is_ten_minutes_worse(
    data: tuple[pd.Series, pd.Series], kappa: float, more: float
) -> None:
    """Adding the same minutes to everybody adds them to the equivalent and leaves the index (translation)."""
    minutes, people = data
    before = kolm_pollak_ede(minutes, people, kappa)
    assert kolm_pollak_ede(minutes + more, people, kappa) == pytest.approx(before + more, abs=1e-6)
    assert kolm_pollak_index(minutes + more, people, kappa) == pytest.approx(
        kolm_pollak_index(minutes, people, kappa), abs=1e-6
    )


@given(inhabited(), KAPPA)
def test_a_burden_lies_between_mean_and_worst(data: tuple[pd.Series, pd.Series], kappa: float) -> None:
    """For minutes the equivalent is at least the mean and at most the longest way anybody has."""
    minutes, people = data
    found = kolm_pollak_ede(minutes, people, kappa)
    assert weighted_mean(minutes, people) - 1e-6 <= found <= minutes[people > 0].max() + 1e-6


@given(inhabited(), KAPPA)
def test_a_good_lies_between_worst_and_mean(data: tuple[pd.Series, pd.Series], kappa: float) -> None:
    """For something good the sign turns: at most the mean, at least the smallest amount."""
    amounts, people = data
    found = kolm_pollak_ede(amounts, people, kappa, burden=False)
    assert amounts[people > 0].min() - 1e-6 <= found <= weighted_mean(amounts, people) + 1e-6


@given(inhabited(), KAPPA)
def test_more_aversion_listens_more_to_the_furthest(data: tuple[pd.Series, pd.Series], kappa: float) -> None:
    """The equivalent never falls when kappa grows, and nears the mean when kappa nears zero."""
    minutes, people = data
    assert kolm_pollak_ede(minutes, people, kappa) <= kolm_pollak_ede(minutes, people, 2 * kappa) + 1e-6
    assert kolm_pollak_ede(minutes, people, 1e-9) == pytest.approx(weighted_mean(minutes, people), abs=1e-3)


@given(inhabited(), KAPPA, st.integers(2, 5))
def test_replication(data: tuple[pd.Series, pd.Series], kappa: float, times: int) -> None:
    """More of the same people change nothing."""
    minutes, people = data
    assert kolm_pollak_ede(minutes, people * times, kappa) == pytest.approx(
        kolm_pollak_ede(minutes, people, kappa)
    )


@pytest.mark.parametrize("burden", [True, False])
def test_very_long_ways_do_not_overflow(burden: bool) -> None:
    """A million minutes at kappa 1 would be e to the million; the shifted sum stays exact."""
    minutes, people = pd.Series([1e6, 1e6, 0.0]), pd.Series([1, 1, 2])
    found = kolm_pollak_ede(minutes, people, 1.0, burden=burden)
    expected = 1e6 + math.log(0.5) if burden else -math.log(0.5)
    assert found == pytest.approx(expected)


def test_out_of_reach_is_explicit() -> None:
    """Somebody out of reach makes a burden infinite, or counts at the figure given; a good is just none near."""
    minutes, people = pd.Series([10.0, np.nan]), pd.Series([1, 1])
    assert kolm_pollak_ede(minutes, people, 0.1) == math.inf
    assert np.isnan(kolm_pollak_index(minutes, people, 0.1))
    counted = kolm_pollak_ede(minutes, people, 0.1, unreached_min=60.0)
    assert counted == pytest.approx(kolm_pollak_ede(pd.Series([10.0, 60.0]), people, 0.1))


def test_out_of_reach_where_nobody_lives_is_no_matter() -> None:
    """An empty area out of reach changes nothing."""
    assert kolm_pollak_ede(pd.Series([10.0, np.nan]), pd.Series([1, 0]), 0.1) == pytest.approx(10.0)


def test_edges() -> None:
    """Nobody: missing. Kappa zero: the mean. Kappa below zero or not a number: refused, the sign is not a setting."""
    one = pd.Series([1.0, 3.0])
    assert np.isnan(kolm_pollak_ede(one, pd.Series([0, 0]), 0.1))
    assert kolm_pollak_ede(one, pd.Series([1, 1]), 0.0) == 2.0
    for kappa in (-0.1, math.nan, math.inf):
        with pytest.raises(SettingError, match="Kappa"):
            kolm_pollak_ede(one, pd.Series([1, 1]), kappa)


def test_kappa_from_epsilon_by_hand() -> None:
    """Minutes 10 and 30: sum 40 over sum of squares 1000, times the size of epsilon."""
    minutes, people = pd.Series([10.0, 30.0]), pd.Series([1, 1])
    assert kappa_from_epsilon(minutes, people, -0.5) == pytest.approx(0.02)
    assert np.isnan(kappa_from_epsilon(pd.Series([0.0]), pd.Series([1]), 1.0))
