"""The flows of one layer in one year: by hand, by HiGHS, and where they must not be left to a tolerance."""

from __future__ import annotations

import numpy as np
import pytest

from narvaro.siting.capacity.transport import Transport, exact_flows, load_of, mended, own_sum
from narvaro.siting.capacity.transport_lp import lp_flows


def transport(cost, weight, room, reach=np.inf, overload=np.inf) -> Transport:
    """Return a transport with a full table of costs, infinite where a pair may not be."""
    cost = np.asarray(cost, float)
    area, site = np.nonzero(np.isfinite(cost))
    reach = np.broadcast_to(np.asarray(reach, float), (len(cost),)).copy()
    return Transport(
        area, site, cost[area, site], np.array(weight, float), reach, np.array(room, float), overload
    )


def drawn(seed: int) -> Transport:
    """Draw a transport: whole numbers or decimals, rooms that often bind, prices near and far from the costs."""
    rng = np.random.default_rng(seed)
    areas, sites = int(rng.integers(1, 20)), int(rng.integers(1, 6))
    whole = rng.random() < 0.6
    cost = rng.uniform(0, 20, (areas, sites))
    weight = rng.uniform(0.1, 9, areas)
    if whole:
        cost, weight = np.floor(cost), np.ceil(weight)
    cost[rng.random(cost.shape) < 0.2] = np.inf
    reach = np.where(rng.random(areas) < rng.choice([0.2, 1.0]), np.inf, np.floor(rng.uniform(20, 40, areas)))
    room = np.floor(rng.uniform(0, 2.6, sites) * weight.sum() / sites)
    room[rng.random(sites) < 0.1] = np.inf
    return transport(cost, weight, room, reach, float(rng.choice([np.inf, np.inf, 0.0, 3.0, 30.0, 1e9])))


@pytest.mark.parametrize("seed", range(150))
def test_whole_numbers_and_highs_find_the_same_flows(seed: int) -> None:
    """Both find flows or none, at the same cost, within the rooms, and add up to what is said."""
    some = drawn(seed)
    exact, other = exact_flows(some), lp_flows(some)
    assert (exact is None) == (other is None)
    if exact is None or other is None:
        return
    assert other.own == pytest.approx(exact.own, rel=1e-9)
    for flow in (exact, other):
        assert own_sum(some, flow.share) == pytest.approx(flow.own, rel=1e-9)
        assert (flow.share >= 0).all()
        if np.isinf(some.overload):
            assert (load_of(some, flow.share) <= some.room * (1 + 1e-12)).all()
        served = np.bincount(some.area, flow.share, len(some.weight))
        assert served[np.isinf(some.reach)] == pytest.approx(1.0)


def test_who_came_first_moves_where_that_costs_least() -> None:
    """Two of 3 at 0 or 1 and 5: the second has only the full site, so the first pays 1 for each of its 3."""
    flow = exact_flows(transport([[0.0, 1.0], [0.0, np.inf]], [3, 3], [3, 5]))
    assert flow is not None
    assert flow.own == 3.0
    assert flow.share.tolist() == [0.0, 1.0, 1.0]


def test_a_dear_way_is_given_up_for_what_it_costs_to_be_unserved() -> None:
    """Room for 3 of 5: who may go unserved at 4 makes room, in part, for who must be served."""
    flow = exact_flows(transport([[0.0], [1.0]], [3, 2], [3], reach=[4.0, np.inf]))
    assert flow is not None
    assert flow.own == 0.0 + 2 * 4.0 + 2 * 1.0
    assert flow.share == pytest.approx([1 / 3, 1.0])


@pytest.mark.parametrize("weight", [1e-300, 1e-9, 1.0, 1e15])
def test_a_small_excess_is_proven_too_much_at_any_size(weight: float) -> None:
    """Room for two of one weight holds both; less by a million-millionth of it does not."""
    assert exact_flows(transport([[0.0], [0.0]], [weight, weight], [2 * weight])) is not None
    assert exact_flows(transport([[0.0], [0.0]], [weight, weight], [2 * weight * (1 - 2.0**-40)])) is None


def test_shares_that_nearly_fit_are_made_to_fit() -> None:
    """A millionth too much at the first site is moved on to the second, and who must be served still is."""
    some = transport([[0.0, 1.0], [0.0, 1.0]], [1, 1], [1, 1])
    share = mended(some, np.array([1.0, 0.0, 1e-6, 1.0 - 1e-6]))
    assert share is not None
    assert load_of(some, share).tolist() == [1.0, 1.0]
    assert mended(transport([[0.0], [0.0]], [1, 1], [1]), np.array([0.5, 0.5])) is None
