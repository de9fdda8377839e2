"""Access by year is a band between the least and the most network, and a change is split without a rest."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.access.three_offices import AREAS, KINDS, SITES, TIMES

from narvaro.access import gini
from narvaro.access.history import History, measure_history, people_by_year
from narvaro.case.events import conform_events
from narvaro.case.register import Register, register_of
from narvaro.errors import SettingError
from narvaro.language.names import EVERYONE

PEOPLE = pd.Series({"a": 10.0, "b": 30.0, "c": 5.0})


def register(*rows: tuple[str, str, str, str]) -> Register:
    table = pd.DataFrame(rows, columns=["site_id", "from", "to", "event"])
    checked, faults = conform_events(table, SITES, [])
    assert faults == []
    return register_of(SITES, checked)


OPENED_2021 = register(("s2", "2021", "2021", "opened"))


def test_access_of_each_year_is_that_of_its_network() -> None:
    """With s1 alone (10·5 + 30·25 + 5·40)/45; with s2 too (10·5 + 30·5 + 5·35)/45; only c is beyond 30 minutes."""
    found = measure_history(OPENED_2021, TIMES, PEOPLE, groups=KINDS)
    assert found.band("mean_min")["low"].to_dict() == pytest.approx({2020: 1000 / 45, 2021: 375 / 45})
    assert found.band("mean_min", "country")["high"].to_dict() == pytest.approx(
        {2020: 950 / 35, 2021: 325 / 35}
    )
    assert found.band("people_beyond")["low"].tolist() == [5.0, 5.0]
    assert found.groups == ("country", "town")
    assert found.offices.loc[2021].tolist() == [2, 2]
    before = found.inequality[(found.inequality["year"] == 2020) & (found.inequality["measure"] == "gini")]
    assert before["value"].tolist() == pytest.approx([gini(TIMES["s1"], PEOPLE)] * 2)


@given(
    st.tuples(st.integers(2021, 2023), st.integers(2021, 2023)),
    st.tuples(st.integers(2021, 2023), st.integers(2021, 2023)),
)
def test_the_band_holds_whatever_the_dates_were_and_its_ends_can_be_true(
    opened: tuple[int, int], closed: tuple[int, int]
) -> None:
    """One office opens and one closes some time: the means of all choices of years, by brute force."""
    (a, b), (c, d) = sorted(opened), sorted(closed)
    told = register(
        ("s2", str(a), str(b), "opened"), ("s3", "2019", "2019", "opened"), ("s3", str(c), str(d), "closed")
    )
    found = measure_history(told, TIMES, PEOPLE)
    for year in (2021, 2022, 2023):
        if year not in found.years:
            continue
        means = []
        for k, m in product(range(a, b + 1), range(c, d + 1)):
            network = ["s1"] + ["s2"] * (k <= year) + ["s3"] * (m > year)
            means.append(float(TIMES[network].min(axis=1) @ PEOPLE / PEOPLE.sum()))
        band = found.band("mean_min").loc[year]
        assert (band["low"], band["high"]) == pytest.approx((min(means), max(means)))


def split(found: History, group: str = EVERYONE) -> list[float]:
    own = found.changes[(found.changes["group"] == group) & (found.changes["end"] == "least")]
    return own.iloc[0][["change_min", "decisions", "people", "travel"]].tolist()


def test_a_change_in_all_three_is_split_by_hand() -> None:
    """Two areas, an office more, people that move, and a road that is better: the eight means, weighed by hand.

    Before: s1 with minutes 10 and 50, people 1 and 1: mean 30. After: s2 stands too, 20 minutes from b, people 1 and 3,
    and every way takes half as long. With N, P, T for what is changed: v() = 30, v(N) = 15, v(P) = 40, v(T) = 15,
    v(NP) = 17.5, v(NT) = 7.5, v(PT) = 20, v(NPT) = 8.75. The network has 1/3 (15 - 30) + 1/6 (17.5 - 40)
    + 1/6 (7.5 - 15) + 1/3 (8.75 - 20) = -13.75; people 1/3 (10) + 1/6 (2.5) + 1/6 (5) + 1/3 (1.25) = 5;
    travel 1/3 (-15) + 1/6 (-7.5) + 1/6 (-20) + 1/3 (-8.75) = -12.5; together 8.75 - 30 = -21.25.
    """
    then = pd.DataFrame({"s1": [10.0, 50.0], "s2": [60.0, 20.0]}, index=["a", "b"])
    people = pd.DataFrame({2020: [1.0, 1.0], 2021: [1.0, 3.0]}, index=["a", "b"])
    found = measure_history(OPENED_2021, {2020: then, 2021: then / 2}, people, years=(2020, 2021))
    assert split(found) == pytest.approx([-21.25, -13.75, 5.0, -12.5])
    assert (found.people_known, found.travel_known) == (True, True)


minutes = st.lists(st.floats(0.0, 100.0, width=32), min_size=9, max_size=9)
heads = st.lists(st.floats(1.0, 1e4), min_size=3, max_size=3)


@given(minutes, minutes, heads, heads)
def test_the_parts_of_every_group_sum_to_the_whole(
    then: list[float], now: list[float], before: list[float], after: list[float]
) -> None:
    """Decisions, people and travel, for everyone and for each group, at both ends."""
    told = register(("s2", "2021", "2022", "opened"), ("s3", "2021", "2021", "opened"))
    times = {
        year: pd.DataFrame(np.reshape(given, (3, 3)), AREAS, ["s1", "s2", "s3"])
        for year, given in ((2020, then), (2021, now), (2022, now))
    }
    people = pd.DataFrame({2020: before, 2021: after, 2022: after}, index=AREAS)
    found = measure_history(told, times, people, groups=KINDS)
    parts = found.changes[["decisions", "people", "travel"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(found.changes["change_min"].to_numpy(), abs=1e-6)
    for _, row in found.changes.iterrows():
        ends = found.access[(found.access["group"] == row["group"]) & (found.access["end"] == row["end"])]
        means = ends.set_index("year")["mean_min"]
        assert row["change_min"] == pytest.approx(means[row["year"]] - means[row["from"]], abs=1e-6)


def test_a_part_that_is_not_known_is_missing_and_not_zero() -> None:
    """With people and travel times of one year the whole change is that of decisions."""
    found = measure_history(OPENED_2021, TIMES, PEOPLE)
    assert split(found)[:2] == pytest.approx([-625 / 45] * 2)
    assert np.isnan(split(found)[2:]).all()
    assert (found.people_known, found.travel_known) == (False, False)


def test_people_without_an_office_within_reach_count_at_the_limit_given() -> None:
    """Five have no way to s1: their mean is without end, or 60 minutes; they count as beyond."""
    times = TIMES.assign(s1=[5.0, 25.0, np.nan])
    assert measure_history(OPENED_2021, times, PEOPLE).band("mean_min")["low"][2020] == np.inf
    found = measure_history(OPENED_2021, times, PEOPLE, unreached_min=60.0)
    assert found.band("mean_min")["low"][2020] == pytest.approx(1100 / 45)
    assert found.band("people_unreached")["low"].tolist() == [5.0, 0.0]
    assert found.band("people_beyond")["low"].tolist() == [5.0, 5.0]


def test_what_lacks_a_year_is_told_at_once() -> None:
    """No years at all; and people and times of one year too few."""
    with pytest.raises(SettingError) as error:
        measure_history(register(), TIMES, PEOPLE)
    assert [fault.key for fault in error.value.faults] == ["history.no_years"]
    with pytest.raises(SettingError) as error:
        measure_history(OPENED_2021, {2020: TIMES}, pd.DataFrame({2021: PEOPLE}))
    assert [(fault.data["what"], fault.data["years"]) for fault in error.value.faults] == [
        ("times", ["2021"]),
        ("people", ["2020"]),
    ]


def test_people_of_a_year_are_those_of_the_nearest_year_that_is_known() -> None:
    """The earlier of two that are as near; without any such column the people of the case stand for all years."""
    areas = pd.DataFrame({"people": [9.0], "people_2020": [1.0], "people_2024": [5.0]}, index=["a"])
    found = people_by_year(areas, range(2019, 2026))
    assert isinstance(found, pd.DataFrame)
    assert found.loc["a"].tolist() == [1.0, 1.0, 1.0, 1.0, 5.0, 5.0, 5.0]
    alone = people_by_year(areas[["people"]], range(2019, 2026))
    assert isinstance(alone, pd.Series)
    assert alone.tolist() == [9.0]
