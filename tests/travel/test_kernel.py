"""Ways from a site are the shortest there are, to the millisecond, and none longer than the limit is told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csgraph, csr_array

from narvaro.travel.kernel import NEVER_MS, Arcs, AreaStands, SiteStand, collect, same_road, spread

LINE = Arcs(np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1], np.int32), np.array([5, 5, 7, 7], np.int32))
"""Junctions 0, 1 and 2 on one road: 5 ms and 7 ms between them."""


def spread_from(arcs: Arcs, seeds: list[int], spent: list[int], limit: int, first: int = 0) -> list[int]:
    dist = np.full(len(arcs.start) - 1 - first, NEVER_MS, np.int32)
    spread(arcs, first, np.array(seeds, np.int32), np.array(spent, np.int32), limit, dist)
    return [int(ms) for ms in dist]


def random_arcs(seed: int, junctions: int, count: int) -> Arcs:
    rng = np.random.default_rng(seed)
    start = np.searchsorted(np.sort(rng.integers(0, junctions, count)), np.arange(junctions + 1))
    other, ms = rng.integers(0, junctions, count), rng.integers(1, 1_000, count)
    return Arcs(start, other.astype(np.int32), ms.astype(np.int32))


def test_the_nearest_seed_counts_with_what_was_spent_there() -> None:
    """Junction 1 is 5 from a seed at 0 that spent 3, and 7 from one at 2 that spent nothing: 7."""
    assert spread_from(LINE, [0, 2], [3, 0], 100) == [3, 7, 0]


def test_ways_longer_than_the_limit_are_not_told() -> None:
    """With a limit of 5 the way of exactly 5 is told and that of 12 is not; a seed beyond it begins nothing."""
    assert spread_from(LINE, [0], [0], 5) == [0, 5, NEVER_MS]
    assert spread_from(LINE, [0], [6], 5) == [NEVER_MS] * 3


def test_a_part_of_a_graph_begins_where_it_is_told() -> None:
    """In the part from junction 1 on, whose arcs stay inside, distances are told from its first junction."""
    part = Arcs(np.array([0, 0, 1, 2]), np.array([2, 1], np.int32), np.array([7, 7], np.int32))
    assert spread_from(part, [2], [0], 100, first=1) == [7, 0]


@pytest.mark.parametrize("seed", range(20))
def test_every_way_is_the_shortest(seed: int) -> None:
    """On random graphs with one-way and parallel arcs the ways are those of SciPy's Dijkstra, also with a full heap."""
    junctions, count = (60, 240) if seed else (3_000, 30_000)  # the last: more than 1,024 waiting at once
    arcs = random_arcs(seed, junctions, count)
    rows = np.repeat(np.arange(junctions), np.diff(arcs.start))
    order = np.lexsort((arcs.ms, arcs.other, rows))  # of parallel arcs the shortest comes first
    pairs = np.stack([rows, arcs.other])[:, order]
    kept = order[np.r_[True, (np.diff(pairs) != 0).any(axis=0)]]
    graph = csr_array(
        (arcs.ms[kept].astype(float), (rows[kept], arcs.other[kept])), shape=(junctions, junctions)
    )
    exact = csgraph.dijkstra(graph, indices=0)
    found = np.array(spread_from(arcs, [0], [0], 2_000_000), float)
    assert found.tolist() == np.where(np.isinf(exact), float(NEVER_MS), exact).tolist()


def test_areas_leave_their_road_by_the_better_end() -> None:
    """By one end 4 + 10, by the other 1 + 12, then 2 between area and road and 3 between site and road: 18."""
    areas = AreaStands(
        road=np.array([0, 0, -1], np.int32),
        share=np.array([0.2, 0.2, 0.0]),
        one=np.array([0, 0, 0], np.int32),
        two=np.array([1, 1, 0], np.int32),
        one_ms=np.array([4, -1, 0], np.int32),
        two_ms=np.array([1, -1, 0], np.int32),
        connector_ms=np.array([2, 2, 0], np.int32),
    )
    out = np.empty(3, np.int32)
    collect(np.array([10, 12], np.int32), areas, SiteStand(5, 0.0, 3, -1, -1), 100, out)
    assert out.tolist() == [
        18,
        NEVER_MS,
        NEVER_MS,
    ]  # the second can leave by no end, the third stands on no road
    collect(np.array([10, 12], np.int32), areas, SiteStand(5, 0.0, 3, -1, -1), 17, out)
    assert out.tolist() == [NEVER_MS] * 3


def test_an_area_on_the_sites_road_goes_along_it_where_that_is_allowed() -> None:
    """From 0.2 to 0.7 of a road of 100 ms along it is 50; against the traffic of a one-way road it is no way."""
    one_way = SiteStand(0, 0.7, 0, 100, -1)
    assert same_road(one_way, 0.2, np.int64(NEVER_MS)) == 50
    assert same_road(one_way, 0.9, np.int64(NEVER_MS)) == NEVER_MS
    assert same_road(SiteStand(0, 0.7, 0, 100, 200), 0.9, np.int64(NEVER_MS)) == 40
    assert same_road(one_way, 0.2, np.int64(30)) == 30  # round by other streets is shorter
