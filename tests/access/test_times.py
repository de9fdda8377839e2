"""Minutes a few areas at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from narvaro.access import minute_blocks, nearest
from narvaro.access.times import area_index, site_index, site_positions
from narvaro.errors import SettingError
from narvaro.travel import TravelTimes


def test_a_table_and_blocks_say_the_same() -> None:
    """The same minutes as a labelled table and as travel times give the same rows."""
    table = pd.DataFrame({"s1": [1.0, np.nan], "s2": [5.0, 6.0]}, index=["a", "b"])
    travel = TravelTimes.from_dense(["a", "b"], ["s1", "s2"], {"car": table.to_numpy()})
    for times in (table, travel):
        ((rows, minutes),) = minute_blocks(times, "car")
        assert (rows.start, rows.stop) == (0, 2)
        assert minutes.tolist() == [[1.0, 5.0], [np.inf, 6.0]]
        assert (area_index(times).tolist(), site_index(times).tolist()) == (["a", "b"], ["s1", "s2"])


def test_sites_come_in_the_order_of_the_columns() -> None:
    """Asking for sites in another order, or twice, changes nothing: the columns' order rules."""
    table = pd.DataFrame([[1.0, 2.0, 3.0]], index=["a"], columns=["s1", "s2", "s3"])
    assert site_positions(table, ["s3", "s1", "s3"]).tolist() == [0, 2]
    ((_, minutes),) = minute_blocks(table, sites=["s3", "s1"])
    assert minutes.tolist() == [[1.0, 3.0]]


def test_a_site_without_travel_times_is_named() -> None:
    """A site that has no column raises and is named."""
    table = pd.DataFrame([[1.0]], index=["a"], columns=["s1"])
    with pytest.raises(SettingError, match="s9"):
        list(minute_blocks(table, sites=["s1", "s9"]))


class OneRowAtATime:
    """Travel times that refuse to be read whole."""

    area_ids = ("a", "b", "c")
    site_ids = ("s1", "s2")
    largest = 0

    def blocks(self, mode: str, rows: int = 1) -> Iterator[tuple[slice, np.ndarray]]:
        for row in range(3):
            yield slice(row, row + 1), np.array([[10.0 * row, 15.0]])


def test_measures_never_need_more_than_a_block() -> None:
    """Times that come one area at a time are enough to find the nearest office."""
    found = nearest(OneRowAtATime())
    assert found["minutes"].tolist() == [0.0, 10.0, 15.0]
    assert found["site_id"].tolist() == ["s1", "s1", "s2"]
