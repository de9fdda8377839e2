"""Erlang's queue: published values, a simulation, and the laws that desks and waits keep."""

from __future__ import annotations

from collections.abc import Iterator
from math import factorial

import numpy as np
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from narvaro.access.queue import desks_by_hour, desks_needed, erlang_c, share_served_within, staff_needed
from narvaro.case import VisitSettings
from narvaro.errors import SettingError


@pytest.mark.parametrize(
    ("desks", "load", "published"),
    [
        # worked out in Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory
        (1, 0.8, 0.8),
        (2, 1.0, 0.3333),
        (3, 2.0, 0.4444),
        # tables of Erlang C
        (5, 4.0, 0.5541),
        (10, 8.0, 0.4092),
    ],
)
def test_published_values(desks: int, load: float, published: float) -> None:
    """The share that must wait is that of the tables, to their four decimals."""
    assert erlang_c(desks, load) == pytest.approx(published, abs=5e-5)


@given(st.integers(1, 25), st.floats(0.01, 0.99))
def test_the_recursion_is_the_sum_of_the_definition(desks: int, busy: float) -> None:
    """Erlang C as a sum of powers over factorials, written out."""
    load = busy * desks
    last = load**desks / factorial(desks) * desks / (desks - load)
    wanted = last / (sum(load**k / factorial(k) for k in range(desks)) + last)
    assert erlang_c(desks, load) == pytest.approx(wanted, rel=1e-9)


def simulated(desks: int, visits_hour: float, minutes_each: float, wait_min: float) -> float:
    """Return the share of 60,000 visitors who wait at most so long, the first 2,000 left out."""
    rng = np.random.default_rng(20_261_128)
    count = 62_000
    gaps = rng.exponential(60 / visits_hour, count)
    takes = rng.exponential(minutes_each, count)
    world = simpy.Environment()
    desk = simpy.Resource(world, desks)
    waits: list[float] = []

    def visitor(takes_min: float) -> Iterator[simpy.Event]:
        came = world.now
        with desk.request() as place:
            yield place
            waits.append(world.now - came)
            yield world.timeout(takes_min)

    def door() -> Iterator[simpy.Event]:
        for gap, takes_min in zip(gaps.tolist(), takes.tolist(), strict=True):
            yield world.timeout(gap)
            world.process(visitor(takes_min))

    world.process(door())
    world.run()
    return float(np.mean(np.array(waits[2_000:]) <= wait_min))


@pytest.mark.parametrize(
    ("desks", "visits_hour", "wait_min"), [(1, 2.0, 15.0), (3, 8.0, 15.0), (8, 27.8, 15.0), (3, 8.0, 0.0)]
)
def test_as_in_a_simulation(desks: int, visits_hour: float, wait_min: float) -> None:
    """Visitors simulated one by one wait as the formula says, to two in a hundred."""
    wanted = share_served_within(desks, visits_hour, 15.0, wait_min)
    assert simulated(desks, visits_hour, 15.0, wait_min) == pytest.approx(wanted, abs=0.02)


def test_nine_of_ten_wait_less_in_a_simulation_with_the_desks_that_are_needed() -> None:
    """With the desks said to be needed nine of ten are served in time; with one fewer they are not."""
    desks = desks_needed(18.6, 15.0, 15.0, 0.9)
    assert simulated(desks, 18.6, 15.0, 15.0) >= 0.9
    assert simulated(desks - 1, 18.6, 15.0, 15.0) < 0.9


@given(st.floats(0.0, 400.0), st.floats(1.0, 60.0), st.floats(0.0, 60.0), st.floats(0.05, 0.99))
def test_the_desks_needed_are_the_fewest(visits: float, each: float, wait: float, share: float) -> None:
    """With them the share is kept, with one fewer it is not."""
    desks = desks_needed(visits, each, wait, share)
    if visits > 0:
        assert desks >= 1
        assert share_served_within(desks, visits, each, wait) >= share
    if desks > 1:
        assert share_served_within(desks - 1, visits, each, wait) < share


@given(st.floats(0.0, 200_000.0), st.floats(0.0, 50_000.0))
def test_more_visits_never_need_fewer(visits: float, more: float) -> None:
    """Staff grow with the visits, and are never fewer than the desks of the busiest hour."""
    settings = VisitSettings()
    assert staff_needed(visits + more, settings) >= staff_needed(visits, settings)
    assert staff_needed(visits, settings) >= max(desks_by_hour(visits, settings))


def test_staff_by_hand() -> None:
    """24 visits a day, a quarter in each of four hours, ten minutes each: six an hour, a load of one; two desks."""
    settings = VisitSettings(
        minutes_each=10.0, days_year=100, opens=9, day_profile=(0.25,) * 4, wait_min=10.0, desk_share=0.5
    )
    # two desks: a third must wait, e^-1 of them longer than ten minutes, so 12 in a hundred; three: 1/11 e^-2
    assert share_served_within(2, 6.0, 10.0, 10.0) == pytest.approx(1 - np.exp(-1) / 3)
    assert share_served_within(3, 6.0, 10.0, 10.0) == pytest.approx(1 - np.exp(-2) / 11)
    assert desks_by_hour(2_400, settings) == (3, 3, 3, 3)
    assert staff_needed(2_400, settings) == 6
    assert staff_needed(0, settings) == 0


@pytest.mark.parametrize(("desks", "load"), [(0, 1.0), (2, -1.0), (2, float("nan")), (2, float("inf"))])
def test_nonsense_is_refused(desks: int, load: float) -> None:
    """No desk at all, and a load below zero, without end or no number."""
    with pytest.raises(SettingError):
        erlang_c(desks, load)


def test_a_queue_that_grows_without_end() -> None:
    """As many visits as can be served, or more: everyone waits, and nobody is sure of any time."""
    assert erlang_c(2, 2.0) == 1.0
    assert share_served_within(2, 8.0, 15.0, 15.0) == 0.0
    with pytest.raises(SettingError):
        desks_needed(1e9, 15.0, 15.0, 0.9)
