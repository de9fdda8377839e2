"""Means and percentiles over people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.access.strategies import inhabited

from narvaro.access import weighted_mean, weighted_quantile
from narvaro.errors import SettingError


def test_mean_counts_people_and_not_areas() -> None:
    """Nine people at 10 minutes and one at 100 have 19 minutes on average."""
    assert weighted_mean(pd.Series([10.0, 100.0]), pd.Series([9, 1])) == 19.0


def test_nobody_has_no_mean() -> None:
    """Where nobody lives the mean and the median are missing and not zero."""
    empty = pd.Series({"a": 10.0}), pd.Series({"a": 0})
    assert np.isnan(weighted_mean(*empty))
    assert np.isnan(weighted_quantile(*empty, 0.5))


def test_mean_with_somebody_out_of_reach() -> None:
    """One person out of reach makes the mean infinite, or counts at the figure given."""
    minutes, people = pd.Series([10.0, np.nan]), pd.Series([1, 1])
    assert weighted_mean(minutes, people) == np.inf
    assert weighted_mean(minutes, people, unreached_min=90.0) == 50.0


@pytest.mark.parametrize(("q", "expected"), [(0.1, 1.0), (0.25, 1.0), (0.26, 2.0), (0.5, 2.0), (1.0, 9.0)])
def test_quantile_is_somebodys_own_minutes(q: float, expected: float) -> None:
    """Of four people at 1, 2, 3 and 9 minutes, half are within 2 and all within 9; nothing is interpolated."""
    assert weighted_quantile(pd.Series([9.0, 1.0, 3.0, 2.0]), pd.Series([1, 1, 1, 1]), q) == expected


def test_quantile_of_someone_out_of_reach_is_infinite() -> None:
    """Where one in five is out of reach, 80 percent are within 10 minutes and 90 percent within none."""
    minutes, people = pd.Series([10.0, np.nan]), pd.Series([4, 1])
    assert weighted_quantile(minutes, people, 0.8) == 10.0
    assert weighted_quantile(minutes, people, 0.9) == np.inf


@pytest.mark.parametrize("q", [0.0, -0.1, 1.1])
def test_quantile_refuses_a_share_outside_its_range(q: float) -> None:
    """A share must be above 0 and at most 1."""
    with pytest.raises(SettingError, match="range"):
        weighted_quantile(pd.Series([1.0]), pd.Series([1]), q)


@given(inhabited(), st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_quantile_by_listing_every_person(data: tuple[pd.Series, pd.Series], q: float) -> None:
    """The quantile is the smallest of all persons' minutes that a share q of the persons are within."""
    minutes, people = data
    persons = np.sort(np.repeat(minutes.to_numpy(), people.astype(int)))
    assert weighted_quantile(minutes, people, q) == persons[int(np.ceil(q * persons.size - 1e-9)) - 1]


@given(inhabited(), st.integers(2, 4))
def test_copies_of_everybody_change_nothing(data: tuple[pd.Series, pd.Series], times: int) -> None:
    """A country of two, three or four such countries has the same mean and median."""
    minutes, people = data
    assert weighted_mean(minutes, people * times) == pytest.approx(weighted_mean(minutes, people))
    assert weighted_quantile(minutes, people * times, 0.5) == weighted_quantile(minutes, people, 0.5)


@given(inhabited())
def test_mean_lies_between_the_nearest_and_the_furthest(data: tuple[pd.Series, pd.Series]) -> None:
    """Nobody's mean is below the nearest person's or above the furthest person's minutes."""
    minutes, people = data
    lived = minutes[people > 0]
    assert lived.min() - 1e-9 <= weighted_mean(minutes, people) <= lived.max() + 1e-9
