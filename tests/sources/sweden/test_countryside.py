import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from narvaro.sources.sweden.countryside import (
    LEAST_CELL_M,
    cells_within,
    drawn_together,
    points_wanted,
    thinning,
)
from narvaro.sources.sweden.tables import rule


def test_points_are_for_people_and_for_land() -> None:
    """One for each begun share of the people, one for each begun share of the land."""
    each, km2 = int(rule("rural_people_each")), rule("rural_km2_each")
    assert points_wanted(1, 1.0) == 2
    assert points_wanted(each + 1, 2 * km2) == 4


def test_cells_lie_inside_and_are_no_smaller_than_a_kilometre() -> None:
    """A ring of 50 km without its middle: no cell in the hole, neighbours a kilometre or more apart."""
    ring = shapely.box(0, 0, 50_000, 50_000).difference(shapely.box(20_000, 20_000, 30_000, 30_000))
    cells = cells_within(ring, 5)
    assert shapely.contains_xy(ring, cells[:, 0], cells[:, 1]).all()
    assert np.diff(np.unique(cells[:, 0])).min() >= LEAST_CELL_M
    assert len(cells) >= 250


def test_a_sliver_without_a_cell_is_one_point_inside() -> None:
    """A slanting sliver that the grid misses still has a point, on its land."""
    sliver = shapely.Polygon([(0, 0), (9_000, 9_000), (9_000, 9_001)])
    cells = cells_within(sliver, 1)
    assert len(cells) >= 1
    assert shapely.Point(cells[0]).distance(sliver) < 1e-6


def test_people_thin_out_from_the_rim_and_not_within() -> None:
    """1 and the floor at a rim, 1/e one decay away, the floor alone inside a locality."""
    decay, floor = rule("rural_decay_km"), rule("rural_floor")
    found = thinning(np.array([0.0, decay, -0.1]))
    assert found == pytest.approx([1 + floor, np.exp(-1) + floor, floor])


@given(st.integers(1, 40), st.integers(1, 8), st.integers(0, 10_000))
def test_nothing_is_lost_when_cells_are_drawn_together(cells: int, points: int, seed: int) -> None:
    """The weights sum to those of the cells, the mean of all stays, and no point leaves their bounds."""
    drawn = np.random.default_rng(seed)
    where, weights = drawn.uniform(0, 1e5, (cells, 2)), drawn.uniform(0.1, 2, cells)
    found, held, extent_km = drawn_together(where, weights, points)
    assert 1 <= len(found) <= min(points, cells)
    assert held.sum() == pytest.approx(weights.sum())
    assert (held @ found) / held.sum() == pytest.approx((weights @ where) / weights.sum())
    assert (found >= where.min(axis=0) - 1e-6).all()
    assert (found <= where.max(axis=0) + 1e-6).all()
    assert (extent_km >= 0).all()


def test_drawing_together_beats_even_points() -> None:
    """Of a thousand cells crowded in a corner, ten points lie nearer to the people than ten of a grid."""
    drawn = np.random.default_rng(2)
    cells = drawn.uniform(0, 50_000, (1_000, 2))
    weights = np.exp(-np.hypot(*cells.T) / 10_000) + 0.01
    _, held, extent_km = drawn_together(cells, weights, 10)
    even = np.array([(x, y) for x in np.linspace(5e3, 45e3, 5) for y in (12.5e3, 37.5e3)])
    to_even = np.hypot(*(cells[:, None] - even[None]).transpose(2, 0, 1)).min(axis=1) / 1_000
    assert (held @ extent_km) / held.sum() < 0.8 * (weights @ to_even) / weights.sum()
