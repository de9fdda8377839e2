"""Gini, Theil and Atkinson."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.access.strategies import inhabited

from narvaro.access import atkinson, gini, theil, theil_split
from narvaro.errors import SettingError

MEASURES = [gini, theil]


def test_gini_by_hand() -> None:
    """Two people at 10 and 30 minutes: |difference| 20 in two of four pairs, so 40 / (2 * 4 * 20) = 0.25."""
    assert gini(pd.Series([10.0, 30.0]), pd.Series([1, 1])) == pytest.approx(0.25)


def test_theil_by_hand() -> None:
    """Two people at 10 and 30 minutes: (0.5 ln 0.5 + 1.5 ln 1.5) / 2."""
    expected = (0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2
    assert theil(pd.Series([10.0, 30.0]), pd.Series([1, 1])) == pytest.approx(expected)


@given(inhabited())
def test_gini_equals_all_pairs(data: tuple[pd.Series, pd.Series]) -> None:
    """The Lorenz curve gives the same as comparing every person with every other."""
    minutes, people = data
    t, p = minutes.to_numpy(), people.to_numpy()
    mean = t @ p / p.sum()
    pairs = (np.abs(t[:, None] - t[None, :]) * np.outer(p, p)).sum()
    expected = pairs / (2 * p.sum() ** 2 * mean) if mean > 0 else 0.0
    assert gini(minutes, people) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(data=inhabited(), factor=st.floats(0.1, 10))
def test_scale_does_not_matter(measure: object, data: tuple[pd.Series, pd.Series], factor: float) -> None:
    """Minutes or hours, the inequality is the same."""
    assert callable(measure)
    minutes, people = data
    assert measure(minutes * factor, people) == pytest.approx(measure(minutes, people), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(data=inhabited(), times=st.integers(2, 5))
def test_replication_does_not_matter(measure: object, data: tuple[pd.Series, pd.Series], times: int) -> None:
    """Cutting areas into equal parts, or copying everybody, changes nothing."""
    assert callable(measure)
    minutes, people = data
    copied = pd.concat([minutes.rename(lambda i, k=k: f"{i}/{k}") for k in range(times)])
    heads = pd.concat([people.rename(lambda i, k=k: f"{i}/{k}") for k in range(times)])
    assert measure(copied, heads) == pytest.approx(measure(minutes, people), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_transfer_from_the_furthest_to_the_nearest_lowers_it(measure: object) -> None:
    """Taking ten minutes from who has most and giving them to who has least makes it less uneven."""
    assert callable(measure)
    people = pd.Series([1, 1, 1])
    assert measure(pd.Series([20.0, 30.0, 40.0]), people) < measure(pd.Series([10.0, 30.0, 50.0]), people)


@pytest.mark.parametrize("measure", MEASURES)
def test_nobody_and_no_minutes(measure: object) -> None:
    """Nobody: missing. Everybody at zero: perfectly even."""
    assert callable(measure)
    assert np.isnan(measure(pd.Series([1.0]), pd.Series([0])))
    assert measure(pd.Series([0.0, 0.0]), pd.Series([1, 2])) == 0.0


@pytest.mark.parametrize("measure", MEASURES)
def test_out_of_reach_is_refused(measure: object) -> None:
    """Inequality has no meaning with somebody infinitely far, so the caller must say what they mean."""
    assert callable(measure)
    with pytest.raises(SettingError, match="nothing reaches"):
        measure(pd.Series([1.0, np.nan]), pd.Series([1, 1]))


@given(inhabited(), st.data())
def test_theil_parts_add_up_exactly(data: tuple[pd.Series, pd.Series], drawn: st.DataObject) -> None:
    """Within plus between is the whole, whatever the groups; all three are at least zero."""
    minutes, people = data
    labels = drawn.draw(
        st.lists(st.sampled_from(["x", "y", "z", None]), min_size=len(minutes), max_size=len(minutes))
    )
    split = theil_split(minutes, people, pd.Series(labels, index=minutes.index, dtype=object))
    assert split.within + split.between == pytest.approx(split.total, abs=1e-9)
    assert split.total == pytest.approx(theil(minutes, people), abs=1e-12)
    assert min(split.within, split.between, split.total) >= 0
    assert split.groups["people"].sum() == pytest.approx(people.sum())
    assert split.groups["share_of_people"].sum() == pytest.approx(1)


def test_theil_split_by_hand() -> None:
    """Groups that are alike leave all inequality within: between is zero."""
    minutes = pd.Series([10.0, 30.0, 10.0, 30.0])
    split = theil_split(minutes, pd.Series([1, 1, 1, 1]), pd.Series(["a", "a", "b", "b"]))
    assert split.between == pytest.approx(0, abs=1e-15)
    assert split.within == pytest.approx(split.total)
    assert split.between_share == pytest.approx(0, abs=1e-12)


def test_theil_split_keeps_areas_without_a_group() -> None:
    """People whose group is not stated are a group of their own and not left out."""
    split = theil_split(pd.Series([1.0, 2.0]), pd.Series([1, 3]), pd.Series(["a", None]))
    assert split.groups["people"].to_dict() == {"": 3.0, "a": 1.0}


def test_theil_split_of_nobody() -> None:
    """Nobody anywhere: every part is missing."""
    split = theil_split(pd.Series([1.0]), pd.Series([0]), pd.Series(["a"]))
    assert np.isnan([split.total, split.within, split.between]).all()


@given(inhabited(positive=True), st.floats(0.2, 3.0))
def test_atkinson_keeps_its_range_and_grows_with_aversion(
    data: tuple[pd.Series, pd.Series], epsilon: float
) -> None:
    """The index lies between 0 and 1 and a larger aversion never lowers it; scale does not matter."""
    amounts, people = data
    low, high = atkinson(amounts, people, epsilon), atkinson(amounts, people, epsilon + 0.5)
    assert 0 <= low <= high + 1e-9 <= 1 + 1e-9
    assert atkinson(amounts * 7, people, epsilon) == pytest.approx(low, abs=1e-9)


def test_atkinson_by_hand() -> None:
    """With epsilon 2 the equal amount is the harmonic mean: of 1 and 3 it is 1.5, so 1 - 1.5 / 2."""
    assert atkinson(pd.Series([1.0, 3.0]), pd.Series([1, 1]), 2.0) == pytest.approx(0.25)


def test_atkinson_edges() -> None:
    """Somebody with nothing at epsilon 1 or more: 1. Nobody: missing. All at nothing: even. Bad epsilon: refused."""
    one = pd.Series([1, 1])
    assert atkinson(pd.Series([0.0, 3.0]), one, 1.0) == 1.0
    assert atkinson(pd.Series([0.0, 0.0]), one, 1.0) == 0.0
    assert np.isnan(atkinson(pd.Series([1.0]), pd.Series([0]), 1.0))
    with pytest.raises(SettingError, match="above zero"):
        atkinson(pd.Series([0.0, 3.0]), one, 0.0)
