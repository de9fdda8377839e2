import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from narvaro.errors import TableError, TravelError
from narvaro.travel import TravelTimes, by_person, shares_without_car

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
    with pytest.raises(TableError, match="row 1, column without_car"):
        shares_without_car(case)
