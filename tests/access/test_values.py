"""Labels are matched, nonsense is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from narvaro.access.values import aligned, finite, people_array, weighed
from narvaro.errors import SettingError


def test_order_of_labels_does_not_matter() -> None:
    """The same labels in another order give each area its own people."""
    minutes = pd.Series({"a": 1.0, "b": 2.0, "c": 3.0})
    people = pd.Series({"c": 30, "a": 10, "b": 20})
    values, weights = weighed(minutes, people)
    assert values.tolist() == [1.0, 2.0, 3.0]
    assert weights.tolist() == [10.0, 20.0, 30.0]


@pytest.mark.parametrize("labels", [["a"], ["a", "b", "c"], ["a", "x"]])
def test_differing_labels_raise(labels: list[str]) -> None:
    """Labels that stand on one side only are an error that counts and names them."""
    with pytest.raises(SettingError) as caught:
        aligned(pd.Index(["a", "b"]), pd.Series(1.0, index=labels), "people")
    fault = caught.value.faults[0]
    assert fault.key == "access.labels_differ"
    assert set(fault.data["ids"]) == {"a", "b"} ^ set(labels)
    assert fault.data["count"] == len({"a", "b"} ^ set(labels))


def test_repeated_labels_raise() -> None:
    """A label that stands twice is an error, also when both sides repeat it alike."""
    twice = pd.Series([1.0, 2.0], index=["a", "a"])
    with pytest.raises(SettingError, match="more than once in people: a"):
        aligned(twice.index, twice, "people")


@pytest.mark.parametrize("bad", [np.nan, -1.0, np.inf, None])
def test_missing_people_are_not_zero(bad: float | None) -> None:
    """People that are missing, negative or infinite are refused and the area is named."""
    with pytest.raises(SettingError, match="farm") as caught:
        people_array(pd.Index(["town", "farm"]), pd.Series({"town": 1.0, "farm": bad}, dtype=object))
    assert caught.value.faults[0].data["count"] == 1


def test_empty_areas_leave_no_trace() -> None:
    """An area where nobody lives is left out, so that nothing times infinity is ever taken."""
    values, weights = weighed(pd.Series({"a": np.nan, "b": 2.0}), pd.Series({"a": 0, "b": 1}))
    assert (values.tolist(), weights.tolist()) == ([2.0], [1.0])


def test_unreached_counts_at_the_figure_given() -> None:
    """A missing value stands for infinity, or for the figure that is given."""
    minutes, people = pd.Series({"a": np.nan}), pd.Series({"a": 1})
    assert weighed(minutes, people)[0].tolist() == [np.inf]
    assert weighed(minutes, people, unreached=90.0)[0].tolist() == [90.0]


def test_values_below_the_lowest_are_refused() -> None:
    """A negative value is refused where the measure has no meaning for it."""
    with pytest.raises(SettingError, match="no meaning"):
        weighed(pd.Series({"a": -1.0}), pd.Series({"a": 1}), lowest=0.0)


def test_infinite_values_are_refused_where_they_have_no_meaning() -> None:
    """The error says how many areas lie beyond all reach."""
    with pytest.raises(SettingError, match="2 areas"):
        finite(np.array([1.0, np.inf, np.inf]), "gini")
