"""People outside a standard."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from tests.access.strategies import inhabited

from narvaro.access import people_beyond, share_beyond


def test_exactly_at_the_limit_is_within() -> None:
    """30.0 minutes meet a standard of 30 minutes; a hair more does not."""
    minutes = pd.Series([30.0, 30.0001])
    assert people_beyond(minutes, pd.Series([7, 5]), 30) == 5.0


def test_out_of_reach_is_beyond_every_limit() -> None:
    """People without any office within reach are beyond any limit."""
    assert people_beyond(pd.Series([np.nan, 1.0]), pd.Series([3, 5]), 1e9) == 3.0


def test_share_where_nobody_lives_is_missing() -> None:
    """Of nobody there is no share."""
    assert np.isnan(share_beyond(pd.Series([50.0]), pd.Series([0]), 30))
    assert people_beyond(pd.Series([50.0]), pd.Series([0]), 30) == 0.0


@given(inhabited())
def test_a_longer_limit_leaves_no_more_people_outside(data: tuple[pd.Series, pd.Series]) -> None:
    """People beyond 60 minutes are also beyond 30; share times people is the count."""
    minutes, people = data
    assert people_beyond(minutes, people, 60) <= people_beyond(minutes, people, 30)
    assert share_beyond(minutes, people, 30) * people.sum() == pytest.approx(
        people_beyond(minutes, people, 30)
    )
