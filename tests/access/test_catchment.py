"""The two-step floating catchment area."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.access import floating_catchment
from narvaro.errors import SettingError


def test_by_hand() -> None:
    """4 staff shared by 4,000 people and 2 by 1,000 are 1 and 2 per 1,000, added where both offices are near."""
    times = pd.DataFrame({"s1": [5.0, 20.0, 99.0], "s2": [90.0, 10.0, 99.0]}, index=["a", "b", "c"])
    people = pd.Series({"a": 3000, "b": 1000, "c": 50})
    found = floating_catchment(times, people, pd.Series({"s1": 4, "s2": 2}), 30)
    assert found.staff_per_1000.to_dict() == {"a": 1.0, "b": 3.0, "c": 0.0}
    assert found.offices.loc["s1"].to_dict() == {
        "staff": 4.0,
        "people": 4000.0,
        "staff_per_1000": 1.0,
        "people_per_staff": 1000.0,
    }


@given(st.integers(0, 2**32 - 1))
def test_all_staff_come_back(seed: int) -> None:
    """People times what each can reach adds up to the staff of the offices that somebody can reach."""
    rng = np.random.default_rng(seed)
    times = pd.DataFrame(rng.uniform(0, 90, (8, 4))).mask(lambda t: t > 80)
    people = pd.Series(rng.integers(0, 500, 8).astype(float))
    staff = pd.Series(rng.integers(0, 9, 4).astype(float))
    found = floating_catchment(times.set_axis(list("abcd"), axis=1), people, staff.set_axis(list("abcd")), 30)
    used = found.offices["people"] > 0
    assert people @ found.staff_per_1000 == pytest.approx(1000 * found.offices.loc[used, "staff"].sum())
    near = (times <= 30).to_numpy()
    by_hand = [people[near[:, j]].sum() for j in range(4)]
    assert found.offices["people"].tolist() == pytest.approx(by_hand)


def test_an_office_without_people_or_staff_has_no_ratio() -> None:
    """Where nobody lives near, or nobody works, the ratio is missing and not zero; nobody else is changed."""
    times = pd.DataFrame({"s1": [5.0], "s2": [99.0], "s3": [5.0]}, index=["a"])
    found = floating_catchment(times, pd.Series({"a": 1000}), pd.Series({"s1": 2, "s2": 3, "s3": 0}), 30)
    assert found.staff_per_1000.tolist() == [2.0]
    assert np.isnan(found.offices.loc["s2", "staff_per_1000"])
    assert np.isnan(found.offices.loc["s3", "people_per_staff"])
    assert found.offices.loc["s2", "people_per_staff"] == 0.0


@pytest.mark.parametrize(
    ("people", "staff"), [({"a": np.nan}, {"s1": 1.0}), ({"a": 1.0}, {"s1": -1.0}), ({"x": 1.0}, {"s1": 1.0})]
)
def test_nonsense_is_refused(people: dict[str, float], staff: dict[str, float]) -> None:
    """Missing people, negative staff and foreign labels raise."""
    times = pd.DataFrame({"s1": [5.0]}, index=["a"])
    with pytest.raises(SettingError):
        floating_catchment(times, pd.Series(people), pd.Series(staff), 30)
