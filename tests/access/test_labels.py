"""Labels are compared once, as what they are; after that all goes by position."""

import pandas as pd
import pytest

from narvaro.access import floating_catchment, gravity, nearest, opportunities_within, people_beyond
from narvaro.errors import SettingError, TravelError
from narvaro.travel import TravelTimes

MINUTES = [[5.0, 90.0], [20.0, 10.0]]
PEOPLE = pd.Series({"a": 3000, "b": 1000})


def times(columns):
    return pd.DataFrame(MINUTES, index=["a", "b"], columns=columns)


@pytest.mark.parametrize(
    "columns",
    [
        [1, 2],
        [1.0, 2.0],
        pd.CategoricalIndex(["x", "y"]),
        pd.MultiIndex.from_tuples([(1, "x"), (1, "y")]),
        [b"x", b"y"],
    ],
)
def test_labels_of_any_kind_give_the_same_figures(columns):
    """Staff 4 and 2: a reaches 4 of 4,000 people's, b both: 1 and 1 + 2 per thousand; the order does not matter."""
    table = times(columns)
    staff = pd.Series([4.0, 2.0], index=table.columns)
    for given in (staff, staff.iloc[::-1]):
        found = floating_catchment(table, PEOPLE, given, 30)
        assert found.staff_per_1000.tolist() == [1.0, 3.0]
        assert found.offices["staff"].tolist() == [4.0, 2.0]
        assert opportunities_within(table, given, 30).tolist() == [4.0, 6.0]


@pytest.mark.parametrize("measure", [
    lambda table, staff: floating_catchment(table, PEOPLE, staff, 30),
    lambda table, staff: opportunities_within(table, staff, 30),
    lambda table, staff: gravity(table, staff, 0.1),
    lambda table, staff: nearest(table, sites=list(staff.index)),
])  # fmt: skip
@pytest.mark.parametrize(("columns", "labels"), [([1, 2], ["1", "2"]), (["1", "2"], [1, 2])])
def test_a_number_is_not_the_text_that_it_looks_like(measure, columns, labels):
    """Site 1 and site "1" are told apart aloud, never by an answer of zero."""
    with pytest.raises(SettingError) as caught:
        measure(times(columns), pd.Series([4.0, 2.0], index=labels))
    assert [fault.key for fault in caught.value.faults] == ["access.labels_type"]
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))


def test_labels_that_stand_twice_or_nowhere_are_refused():
    """Among the columns, among the amounts, among the areas and among travel times at hand."""
    once = pd.Series([4.0, 2.0], index=["s", "t"])
    twice = pd.Series([4.0, 2.0], index=["s", "s"])
    for table, staff in ((times(["s", "s"]), once), (times(["s", "t"]), twice)):
        with pytest.raises(SettingError, match="more than once"):
            floating_catchment(table, PEOPLE, staff, 30)
    with pytest.raises(SettingError, match="without travel times"):
        opportunities_within(times(["s", "t"]), pd.Series([1.0], index=["u"]), 30)
    with pytest.raises(SettingError, match="do not match"):
        people_beyond(pd.Series([1.0, 2.0], index=[1, 2]), pd.Series([1.0, 2.0], index=["1", "2"]), 1)
    with pytest.raises(TravelError, match="more than once"):
        TravelTimes.from_dense(["a", "b"], ["s", "s"], {"car": MINUTES})
