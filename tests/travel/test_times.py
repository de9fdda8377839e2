import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.errors import TravelError
from narvaro.travel import TravelTimes
from narvaro.travel.times import MinutesSource

AREAS = [f"a{i}" for i in range(7)]
SITES = [f"s{i}" for i in range(4)]
MINUTES = np.arange(28, dtype=np.float32).reshape(7, 4)


def numbered() -> TravelTimes:
    return TravelTimes.from_dense(AREAS, SITES, {"car": MINUTES})


@given(rows=st.integers(1, 9))
def test_blocks_of_any_height_make_the_same_matrix(rows: int) -> None:
    """Stacking the blocks gives the dense matrix, whatever their height."""
    parts = [block for _, block in numbered().blocks("car", rows)]
    np.testing.assert_array_equal(np.vstack(parts), MINUTES)


@given(
    areas=st.lists(st.integers(0, 6), max_size=10, unique=True),
    sites=st.lists(st.integers(0, 3), max_size=4, unique=True),
    rows=st.integers(1, 9),
)
def test_selecting_is_indexing_by_label(areas: list[int], sites: list[int], rows: int) -> None:
    """A selection holds exactly the figures of the labels asked for, in the order asked for."""
    picked = numbered().select([AREAS[i] for i in areas], [SITES[j] for j in sites])
    expected = MINUTES[np.ix_(areas, sites)]
    np.testing.assert_array_equal(picked.to_dense("car"), expected)
    for part, block in picked.blocks("car", rows):
        np.testing.assert_array_equal(block, expected[part])


def test_what_a_source_does_not_say_follows_from_its_minutes() -> None:
    """A source with minutes alone can be made at any time where it reaches, and its pairs are those within reach."""
    times = TravelTimes.from_dense(["a", "b"], ["s", "t"], {"walk": [[0.0, np.nan], [7.0, 9.0]]})
    for some in (times, times.select(["b", "a"], ["t"])):
        dense = some.to_dense("walk")
        np.testing.assert_array_equal(some.possible("walk"), np.isfinite(dense))
        pairs = some.sparse("walk")
        assert (pairs.shape, pairs.nnz) == (dense.shape, np.isfinite(dense).sum())
        np.testing.assert_array_equal(pairs.toarray(), np.nan_to_num(dense))


def test_infinity_becomes_unreachable() -> None:
    """An infinite figure is kept as NaN, the one sign for unreachable."""
    times = TravelTimes.from_dense(["a"], ["s", "t"], {"car": [[np.inf, 3.0]]})
    assert np.isnan(times.to_dense("car")[0, 0])
    assert times.to_dense("car")[0, 1] == 3.0


def test_reading_cannot_change_the_source() -> None:
    """Writing into what was read leaves the source as it was."""
    times = numbered()
    times.to_dense("car")[:] = -1
    next(iter(times.blocks("car")))[1][:] = -1
    np.testing.assert_array_equal(times.to_dense("car"), MINUTES)


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda: numbered().to_dense("transit"), "no travel times for the mode transit"),
        (lambda: list(numbered().blocks("walk")), "no travel times for the mode walk"),
        (lambda: numbered().select(["a1", "zz"]), "1 of the areas asked for: zz"),
        (lambda: numbered().select(None, ["yy"]), "1 of the sites asked for: yy"),
        (lambda: TravelTimes.from_dense(["a"], ["s"], {"car": [[1.0, 2.0]]}), "shape (1, 2)"),
        (lambda: TravelTimes.from_dense(["a"], ["s"], {"car": [[-1.0]]}), "1 figures below zero"),
    ],
)
def test_what_is_not_there_is_an_error(act, text: str) -> None:
    """An unknown mode, area or site, a wrong shape and a negative figure each say what is wrong."""
    with pytest.raises(TravelError) as error:
        act()
    assert text in str(error.value)


@given(
    areas=st.lists(st.integers(0, 6), max_size=7, unique=True),
    columns=st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True),
    sites=st.lists(st.integers(0, 9), max_size=4),
)
def test_the_nearest_is_the_least_of_the_row_whatever_the_source(
    areas: list[int], columns: list[int], sites: list[int]
) -> None:
    """Held, picked and worked out row by row, the minutes to the nearest are the least that is no NaN, else NaN."""
    minutes = (MINUTES * 5) % 11
    minutes[2, 1] = minutes[4] = np.nan
    times = TravelTimes.from_dense(AREAS, SITES, {"car": minutes})
    picked = times.select([AREAS[i] for i in areas], [SITES[j] for j in columns])
    chosen = np.array([j % len(columns) for j in sites], dtype=np.intp)
    ways = np.where(np.isnan(minutes), np.inf, minutes)[np.ix_(areas, columns)][:, chosen]
    least = ways.min(axis=1, initial=np.inf)
    expected = np.where(np.isinf(least), np.nan, least).astype(np.float32)
    np.testing.assert_array_equal(picked.nearest("car", chosen), expected)
    np.testing.assert_array_equal(picked.select(None, picked.site_ids).nearest("car", chosen), expected)
    np.testing.assert_array_equal(MinutesSource.nearest(picked.source, "car", chosen, len(areas)), expected)
