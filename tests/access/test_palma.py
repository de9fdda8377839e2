"""The Palma ratio: by hand, at its least where all have the same, and whatever the unit and the grouping of people."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.access import palma
from narvaro.errors import SettingError

MINUTES = st.lists(st.tuples(st.floats(0.5, 200), st.integers(1, 50)), min_size=1, max_size=20)


def series(rows: list[tuple[float, int]]) -> tuple[pd.Series, pd.Series]:
    far, people = zip(*rows, strict=True)
    return pd.Series(far), pd.Series(people)


def test_a_ratio_by_hand() -> None:
    """Twenty people: eight with 1 minute, ten with 3, two with 16; the far tenth has 32, the near 40 percent 8."""
    assert palma(pd.Series([16.0, 1.0, 3.0]), pd.Series([2, 8, 10])) == pytest.approx(4.0, rel=1e-12)


def test_an_area_across_an_edge_is_parted() -> None:
    """Half have 2 minutes, half 6: the tenth has 0.1 x 6 = 0.6, the near 40 percent 0.4 x 2 = 0.8."""
    assert palma(pd.Series([2.0, 6.0]), pd.Series([5, 5])) == pytest.approx(0.75, rel=1e-12)


@given(MINUTES)
def test_it_is_a_quarter_at_least(rows: list[tuple[float, int]]) -> None:
    """The tenth with most has at least a tenth, the 40 percent with least at most 40 percent."""
    assert palma(*series(rows)) >= 0.25 * (1 - 1e-9)


@given(MINUTES, st.floats(0.1, 60))
def test_neither_the_unit_nor_how_people_are_grouped_matters(
    rows: list[tuple[float, int]], unit: float
) -> None:
    """In seconds or hours, and with every person in an area of their own, it is the same."""
    far, people = series(rows)
    alone = pd.Series(np.repeat(far.to_numpy(), people.to_numpy()))
    once = palma(far, people)
    assert palma(far * unit, people) == pytest.approx(once, rel=1e-9)
    assert palma(alone, pd.Series(1, index=alone.index)) == pytest.approx(once, rel=1e-9)


def test_where_it_is_not_defined() -> None:
    """Nobody, and 40 percent with no way at all, give no number; people beyond all reach are a fault."""
    assert np.isnan(palma(pd.Series([1.0]), pd.Series([0])))
    assert np.isnan(palma(pd.Series([0.0, 5.0]), pd.Series([4, 6])))
    with pytest.raises(SettingError):
        palma(pd.Series([1.0, np.nan]), pd.Series([1, 1]))
