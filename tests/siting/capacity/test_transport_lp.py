"""The flows of HiGHS: the cheapest by another door, and made to fit exactly before they are believed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.siting.capacity.test_transport import drawn, transport

from narvaro.siting.capacity import transport_lp
from narvaro.siting.capacity.transport import Transport, exact_flows, load_of, own_sum
from narvaro.siting.capacity.transport_lp import lp_flows


def least_of(some: Transport) -> float:
    """Return the least that all pay, by a linear program in units of weight; infinity where they do not fit."""
    pairs, areas, sites = len(some.cost), len(some.weight), len(some.room)
    lost = np.flatnonzero(np.isfinite(some.reach))
    each = np.zeros((areas, pairs + len(lost) + sites))
    each[some.area, np.arange(pairs)] = 1.0
    each[lost, pairs + np.arange(len(lost))] = 1.0
    room = np.zeros((sites, pairs + len(lost) + sites))
    room[some.site, np.arange(pairs)] = 1.0
    room[:, pairs + len(lost) :] = -np.eye(sites)
    hard = np.isinf(some.overload)
    price = np.concatenate([some.cost, some.reach[lost], np.full(sites, 0.0 if hard else some.overload)])
    most = [(0, None)] * (pairs + len(lost)) + [(0, 0 if hard else None)] * sites
    top = np.minimum(some.room, 1e6)
    found = linprog(price, room, top, each, some.weight, most, method="highs")
    return float(found.fun) if found.status == 0 else np.inf


@pytest.mark.parametrize("seed", range(200, 300))
def test_the_flows_cost_as_little_as_a_linear_program_says(seed: int) -> None:
    """At most a part in a million more, told as they add up; none where there are none."""
    some = drawn(seed)
    least, flow = least_of(some), lp_flows(some)
    assert (flow is None) == np.isinf(least)
    if flow is not None:
        assert flow.own == pytest.approx(least, rel=1e-6, abs=1e-6)
        assert flow.own == own_sum(some, flow.share)


@pytest.mark.parametrize("seed", range(30))
def test_flows_of_whole_numbers_are_whole_and_fill_rooms_to_the_edge(seed: int) -> None:
    """Rooms that add up to just what all weigh: every room is full, not passed, and no person is split."""
    rng = np.random.default_rng(seed)
    weight = rng.integers(1, 9, 12).astype(float)
    inner = np.sort(rng.integers(0, int(weight.sum()) + 1, 3))
    room = np.diff(inner, prepend=0, append=int(weight.sum())).astype(float)
    some = transport(np.floor(rng.uniform(0, 20, (12, 4))), weight, room)
    flow, exact = lp_flows(some), exact_flows(some)
    assert flow is not None
    assert exact is not None
    assert flow.own == pytest.approx(exact.own, rel=1e-12)
    people = some.weight[some.area] * flow.share
    assert people == pytest.approx(np.rint(people), abs=1e-12)
    assert load_of(some, flow.share) == pytest.approx(room, abs=1e-12)


@pytest.mark.parametrize("price", [1e6, 1e12, 1e15])
def test_a_price_of_a_million_million_does_not_hide_the_way(price: float) -> None:
    """Four areas of one and room for one in each of four sites: at any price of overload the ways cost 3, not more."""
    cost = np.array([[0, 1, 9, 9], [9, 0, 1, 9], [9, 9, 1, 0], [1, 9, 9, 9]], float)
    flow = lp_flows(transport(cost, [1, 1, 1, 1], [1, 1, 1, 1], overload=price))
    assert flow is not None
    assert flow.own == 1 + 1 + 0 + 1


def test_flows_that_do_not_fit_are_moved_on_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HiGHS fills a room with half a person too much, the half goes to the next; with no other room to nobody."""
    for room, fits in (([1, 2], True), ([1, 0], False)):
        some = transport([[0.0, 1.0], [0.0, 1.0]], [1, 1], room)
        monkeypatch.setattr(transport_lp, "_solved", lambda *_: np.array([1.0, 0.0, 0.5, 0.5]))
        flow = lp_flows(some)
        assert (flow is not None) == fits
        if flow is not None:
            assert (load_of(some, flow.share) <= some.room).all()


def test_a_linear_program_without_end_or_answer_gives_no_flows(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS says nothing: nothing is made up."""
    monkeypatch.setattr(transport_lp, "_solved", lambda *_: None)
    assert lp_flows(transport([[1.0]], [1], [1])) is None
