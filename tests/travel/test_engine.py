"""Columns of single sites are joined and packed without loss, and the header says whose they are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from narvaro.travel.blockfile import read_block, write_bytes
from narvaro.travel.engine import Columns

pairs = st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 65_535)), max_size=6)


def column(rows):
    areas, seconds = zip(*rows, strict=True) if rows else ((), ())
    return np.array(areas, np.uint32), np.array(seconds, np.uint16)


@given(sites=st.lists(pairs, max_size=5))
def test_each_site_keeps_its_own_pairs(sites) -> None:
    """Cut at its starts, what was joined is what was given, with the same kinds of figures, also of no site at all."""
    found = Columns.join([column(rows) for rows in sites])
    assert (found.start.dtype, found.area.dtype, found.seconds.dtype) == (np.int64, np.uint32, np.uint16)
    assert len(found.start) == len(sites) + 1
    for rows, first, last in zip(sites, found.start[:-1], found.start[1:], strict=True):
        assert (
            list(zip(found.area[first:last].tolist(), found.seconds[first:last].tolist(), strict=True))
            == rows
        )


def test_a_block_says_whose_columns_it_holds(tmp_path) -> None:
    """Mode, areas, keys and what it was made of stand in the header; shares of departures only where there are any."""
    plain = Columns.join([column([(0, 60)]), column([(1, 90)])])
    timed = Columns(plain.start, plain.area, plain.seconds, np.array([255, 1], np.uint8))
    for columns, names in (
        (plain, {"start", "area", "seconds"}),
        (timed, {"start", "area", "seconds", "possible"}),
    ):
        write_bytes(tmp_path / "a.block", columns.pack("car", slice(5, 9), ("k", "l"), {"max_min": 60}))
        arrays, header = read_block(tmp_path / "a.block", check=True)
        assert set(arrays) == names
        assert header == {
            "mode": "car",
            "first_area": 5,
            "end_area": 9,
            "keys": ["k", "l"],
            "made_of": {"max_min": 60},
        }
        assert arrays["seconds"].tolist() == [60, 90]
