from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from narvaro.access import measure_access
from narvaro.case import TravelSettings
from narvaro.errors import TableError, TravelError
from narvaro.travel import TravelTimes, by_person, fit_for, shares_without_car, split_by_car, straight_line
from narvaro.travel.times import MinutesSource

NAN = np.nan


def times(**modes):
    return TravelTimes.from_dense(["a", "b"], ["s", "t"], modes)


def test_by_hand() -> None:
    """A quarter without a car walks: the mean over people is three quarters of one and a quarter of the other."""
    chosen = by_person(times(car=[[10, 20], [10, 5]], walk=[[50, 4], [NAN, 60]]), [0.25, 0.5])
    np.testing.assert_array_equal(chosen.to_dense("with_car"), [[10, 4], [10, 5]])
    np.testing.assert_array_equal(chosen.to_dense("without_car"), [[50, 4], [NAN, 60]])
    np.testing.assert_array_equal(chosen.to_dense("person"), [[20, 4], [NAN, 32.5]])


def test_where_all_have_cars_the_others_do_not_matter() -> None:
    """With nobody without a car, a way that cannot be walked is still a way."""
    chosen = by_person(times(car=[[10, 20], [10, 5]], walk=[[NAN, NAN], [NAN, NAN]]), [0, 0])
    np.testing.assert_array_equal(chosen.to_dense("person"), [[10, 20], [10, 5]])


minutes = arrays(
    np.float32, (2, 2), elements=st.one_of(st.just(np.float32(NAN)), st.floats(0, 500, width=32))
)


@given(car=minutes, walk=minutes, transit=minutes, share=st.floats(0, 1))
def test_people_lie_between_the_groups(car, walk, transit, share) -> None:
    """Who has a car is never slower than who has none; the mean lies between the two."""
    chosen = by_person(times(car=car, walk=walk, transit=transit), [share, share])
    fast, slow, mean = (chosen.to_dense(mode) for mode in ("with_car", "without_car", "person"))
    both = np.isfinite(fast) & np.isfinite(slow)
    assert np.all(np.isfinite(fast) | ~np.isfinite(slow))
    assert np.all(fast[both] <= slow[both])
    assert np.all((mean[both] >= fast[both] - 1e-3) & (mean[both] <= slow[both] + 1e-3))


def test_needs_a_car_and_something_else() -> None:
    """With one mode only there is nothing to choose."""
    with pytest.raises(TravelError, match="mode car"):
        by_person(times(walk=[[1, 1], [1, 1]]), [0, 0])
    with pytest.raises(TravelError, match="mode walk"):
        by_person(times(car=[[1, 1], [1, 1]]), [0, 0])


def test_shares_come_from_the_case(make_case) -> None:
    """A column gives the shares, the setting fills its gaps; a share over one is refused by row."""
    case = make_case([(0, 0), (1, 1)], [(0, 0)])
    assert shares_without_car(case, 0.3).tolist() == [0.3, 0.3]
    case.areas["without_car"] = [0.5, NAN]
    assert shares_without_car(case, 0.3).tolist() == [0.5, 0.3]
    case.areas["without_car"] = [1.5, 0.2]
    with pytest.raises(TableError, match="row 2, column without_car"):
        shares_without_car(case)


def test_a_share_may_be_a_text_as_tables_have_it(make_case) -> None:
    """Texts with a comma or a point are read, blanks take the setting, and words are refused by row."""
    case = make_case([(0, 0), (1, 1), (2, 2)], [(0, 0)], travel=TravelSettings(without_car=0.25))
    case.areas["without_car"] = ["0,5", "0.1", ""]
    assert shares_without_car(case).tolist() == [0.5, 0.1, 0.25]
    case.areas["without_car"] = ["0.5", "many", "2"]
    with pytest.raises(TableError) as refused:
        shares_without_car(case)
    assert [fault.row for fault in refused.value.faults] == [3, 4]


def test_people_of_one_area_can_have_different_nearest_sites(make_case) -> None:
    """Split by car, each half keeps its own best way, where the mean over people would send both to one site."""
    case = make_case([(0, 0), (1, 1)], [(0, 0), (1, 1)])
    case.areas["without_car"] = [0.25, 0.5]
    given = TravelTimes.from_dense(
        case.areas.index, case.sites.index, {"car": [[40, 5], [9, 9]], "walk": [[20, 90], [70, 70]]}
    )
    both, split = split_by_car(case, given)
    assert both.areas["people"].tolist() == [7.5, 5.0, 2.5, 5.0]
    assert split.area_ids == tuple(both.areas.index)
    np.testing.assert_array_equal(split.to_dense("person"), [[20, 5], [9, 9], [20, 90], [70, 70]])
    blocks = [block for _, block in split.blocks("person", 3)]
    np.testing.assert_array_equal(np.concatenate(blocks), split.to_dense("person"))
    found = measure_access(both, split, mode="person", open_sites=both.sites.index, standard_min=30.0)
    assert found.total["people_beyond"] == 5.0
    assert found.total["people"] == 20.0


class BySchedule(MinutesSource):
    """Walking reaches the first site alone, a car both; buses reach both, at a half and a quarter of the departures."""

    def rows(self, mode: str, part: slice) -> np.ndarray:
        return np.array([{"walk": [9, NAN], "car": [5, 5], "transit": [7, 8]}[mode]], dtype=np.float32)[part]

    def possible(self, mode: str, part: slice) -> np.ndarray:
        shares = [[0.5, 0.25]] if mode == "transit" else np.isfinite(self.rows(mode, slice(0, 1)))
        return np.asarray(shares, dtype=np.float32)[part]


def test_a_choice_can_be_made_as_often_as_the_best_of_its_modes(make_case) -> None:
    """Buses keep their share of departures; who can walk can always go; by person it is the mean over people."""
    given = TravelTimes(("a",), ("s", "t"), ("walk", "car", "transit"), "by hand", "stated", BySchedule())
    chosen = by_person(given, [0.2])
    for mode, shares in (
        ("transit", [0.5, 0.25]),
        ("without_car", [1.0, 0.25]),
        ("with_car", [1.0, 1.0]),
        ("person", [1.0, 0.2 * 0.25 + 0.8]),
    ):
        assert chosen.possible(mode)[0].tolist() == pytest.approx(shares)
    case = make_case([(0, 0)], [(0, 0), (1, 1)])
    case.areas["without_car"] = [0.2]
    ids = {"area_ids": tuple(case.areas.index), "site_ids": tuple(case.sites.index)}
    _, split = split_by_car(case, replace(given, **ids))
    np.testing.assert_array_equal(split.possible("person"), [[1.0, 1.0], [1.0, 0.25]])


def test_by_person_needs_the_shares(make_case) -> None:
    """Without a column and a setting nothing is measured by person, and the error says what to give."""
    case = make_case([(0, 0), (1, 1)], [(0, 0)])
    straight = straight_line(case)
    with pytest.raises(TravelError, match=r"without_car \(0 to 1\)"):
        fit_for(straight, case, "person")
    assert fit_for(straight, case, "walk") is straight
    case.areas["without_car"] = [0.25, 0.5]
    turned = fit_for(straight.select(straight.area_ids[::-1]), case, "person")
    assert turned.area_ids == straight.area_ids
    np.testing.assert_array_equal(
        turned.to_dense("person"), fit_for(straight, case, "person").to_dense("person")
    )
    del case.areas["without_car"]
    assert "without_car" in fit_for(straight, case, "without_car").modes
