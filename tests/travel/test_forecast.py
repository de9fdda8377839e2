"""What a run will take is bounded before it begins: pairs, disk, memory and time, none of them below what is sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.travel.forecast import PAIR_BYTES, SECONDS_PER_SEARCH, forecast, share_within

KM = 1 / 111.195
"""Degrees of latitude in a kilometre on a sphere of 6,371 km."""


def test_the_share_of_pairs_by_hand() -> None:
    """Areas 0, 10, 20 and 30 km north of a site: within 25 km three of four; of no sites none."""
    areas = ([0.0] * 4, [0.0, 10 * KM, 20 * KM, 30 * KM])
    assert share_within(areas, ([0.0], [0.0]), 25.0) == 0.75
    assert share_within(areas, ([0.0, 0.0], [0.0, 30 * KM]), 15.0) == 0.5
    assert share_within(areas, ([], []), 15.0) == 0.0


def test_a_sample_of_sites_is_spread_over_the_whole_list() -> None:
    """Of 6,400 sites, the first half near and the second far, a share near a half comes out, and not all or none."""
    lat = np.repeat([0.0, 60.0], 3_200)
    assert share_within(([0.0], [0.0]), (np.zeros(6_400), lat), 50.0) == pytest.approx(0.5, abs=1 / 64)


@given(seed=st.integers(0, 10**6), km=st.floats(1, 5_000))
def test_a_longer_way_reaches_no_fewer(seed, km) -> None:
    """For sites few enough to be looked at one by one, the share is that of all pairs by the haversine, and rises."""
    rng = np.random.default_rng(seed)
    areas, sites = rng.uniform([0, 50], [30, 70], (9, 2)).T, rng.uniform([0, 50], [30, 70], (5, 2)).T
    (lon, lat), (x, y) = np.radians(areas)[:, :, None], np.radians(sites)[:, None, :]
    chord = np.sin((lat - y) / 2) ** 2 + np.cos(lat) * np.cos(y) * np.sin((lon - x) / 2) ** 2
    away = 2 * 6371.0088 * np.arcsin(np.sqrt(chord))
    assert share_within(tuple(areas), tuple(sites), km) == np.mean(away <= km)
    assert share_within(tuple(areas), tuple(sites), 2 * km) >= share_within(tuple(areas), tuple(sites), km)


def test_a_run_by_hand() -> None:
    """Ten columns by car over 100 areas, a half within reach: 500 pairs of six bytes; a search sees all junctions."""
    found = forecast([("car", 10, 5)], {"car": 0.5}, 100, 1_000, 2, 3)
    assert (found.columns, found.reused, found.pairs) == (10, 3, 500.0)
    assert found.disk_mb == pytest.approx(500 * PAIR_BYTES / 1e6)
    per_search = 1_000 * SECONDS_PER_SEARCH["junctions"] + 100 * SECONDS_PER_SEARCH["areas"]
    assert found.seconds == pytest.approx(10 * per_search / 2)


def test_a_search_that_ends_early_sees_fewer_junctions() -> None:
    """A tenth of the areas within reach: two tenths of the junctions, since the search is round and the land is not."""
    near = forecast([("walk", 1, 1)], {"walk": 0.1}, 0, 1_000_000, 1, 0).seconds
    far = forecast([("walk", 1, 1)], {"walk": 1.0}, 0, 1_000_000, 1, 0).seconds
    assert near == pytest.approx(0.2 * far)


counts = st.integers(0, 10**6)


@given(columns=counts, areas=counts, junctions=counts, share=st.floats(0, 1), workers=st.integers(1, 64))
def test_more_work_never_takes_less(columns, areas, junctions, share, workers) -> None:
    """Pairs stay within all there are; more areas, junctions or columns never take less, more workers never longer."""

    def ask(more_columns=0, more_areas=0, more_junctions=0, more_workers=0):
        return forecast(
            [("car", columns + more_columns, 64)], {"car": share}, areas + more_areas,
            junctions + more_junctions, workers + more_workers, 0,
        )  # fmt: skip

    base = ask()
    assert 0 <= base.pairs <= columns * areas
    for more in (ask(more_columns=9), ask(more_areas=9), ask(more_junctions=9)):
        assert more.seconds >= base.seconds
        assert more.memory_mb >= base.memory_mb
        assert more.disk_mb >= base.disk_mb
    assert ask(more_workers=1).seconds <= base.seconds
    assert ask(more_workers=1).memory_mb >= base.memory_mb


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_nothing_to_do_can_be_said_too(lang) -> None:
    """A run without columns has a text in both languages and takes no time."""
    nothing = forecast([], {}, 100, 0, 1, 7)
    assert (nothing.columns, nothing.pairs, nothing.seconds) == (0, 0, 0)
    assert "7" in nothing.text(lang)
