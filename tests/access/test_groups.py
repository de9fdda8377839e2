"""Measures by group of people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.access.strategies import inhabited

from narvaro.access import describe, describe_groups, group_labels, mean_by_group


def test_labels_of_every_kind() -> None:
    """Yes/no, text, whole numbers and missing groups get one plain text each."""
    mixed = pd.Series([True, np.False_, " rural ", 3.0, 2.5, None, np.nan, pd.NA, ""], dtype=object)
    assert group_labels(mixed).tolist() == ["yes", "no", "rural", "3", "2.5", "", "", "", ""]


@pytest.mark.parametrize(
    "values", [["b", "", None, " b", "a"], [True, False, None], [True, True], [], [1, 2, 2], ["1", 1, True]]
)
def test_labels_at_once_equal_labels_one_by_one(values: list[object]) -> None:
    """A column of one kind is labelled as each of its values alone; kinds that only look alike stay apart."""
    column = pd.Series(values, index=[f"a{i}" for i in range(len(values))], name="kind", dtype=object)
    alone = [group_labels(pd.Series([value], dtype=object)).iloc[0] for value in values]
    found = group_labels(column)
    assert found.tolist() == alone
    assert (found.index.tolist(), found.name) == (column.index.tolist(), "kind")


def test_describe_by_hand() -> None:
    """Eighty people at 10 minutes, fifteen at 40, five out of reach; the empty area is not counted."""
    minutes = pd.Series({"a": 10.0, "b": 40.0, "c": np.nan, "d": 5.0})
    found = describe(minutes, pd.Series({"a": 80, "b": 15, "c": 5, "d": 0}), 30.0)
    assert found.drop("mean_min").to_dict() == {
        "areas": 3.0,
        "people": 100.0,
        "people_unreached": 5.0,
        "median_min": 10.0,
        "p90_min": 40.0,
        "people_beyond": 20.0,
        "share_beyond": 0.2,
    }
    assert found["mean_min"] == pytest.approx((80 * 10 + 15 * 40) / 95)


@given(inhabited(min_size=2), st.data())
def test_groups_add_up_to_everybody(data: tuple[pd.Series, pd.Series], drawn: st.DataObject) -> None:
    """People, people beyond and person-minutes by group add up to those of everybody, stated group or not."""
    minutes, people = data
    names = drawn.draw(
        st.lists(st.sampled_from(["x", "y", None]), min_size=len(minutes), max_size=len(minutes))
    )
    groups = pd.Series(names, index=minutes.index, dtype=object)
    table, total = describe_groups(minutes, people, groups, 30.0), describe(minutes, people, 30.0)
    for column in ("areas", "people", "people_beyond", "people_unreached"):
        assert table[column].sum() == pytest.approx(total[column])
    assert (table["people"] * table["mean_min"].fillna(0)).sum() == pytest.approx(
        total["people"] * total["mean_min"]
    )
    means = mean_by_group(minutes, people, groups)
    assert means.to_dict() == pytest.approx(table["mean_min"].to_dict(), nan_ok=True)


@given(inhabited(min_size=3), st.data())
def test_groups_at_once_equal_groups_one_by_one(
    data: tuple[pd.Series, pd.Series], drawn: st.DataObject
) -> None:
    """The table of all groups says of each what describing it alone says, people out of reach included."""
    minutes, people = data
    minutes = minutes.mask(minutes > 400)
    names = drawn.draw(
        st.lists(st.sampled_from(["x", "y", "z"]), min_size=len(minutes), max_size=len(minutes))
    )
    groups = pd.Series(names, index=minutes.index)
    table = describe_groups(minutes, people, groups, 30.0)
    assert table.index.tolist() == sorted(set(names))
    for name in table.index:
        alone = describe(minutes[groups == name], people[groups == name], 30.0)
        pd.testing.assert_series_equal(table.loc[name], alone, check_names=False)


def test_an_empty_group_keeps_its_row() -> None:
    """A group where nobody lives has zero people and missing means."""
    table = describe_groups(
        pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 5, "b": 0}), pd.Series({"a": "x", "b": "y"}), 30.0
    )
    assert table.loc["y", "people"] == 0.0
    assert table.loc["y", ["mean_min", "median_min", "share_beyond"]].isna().all()
