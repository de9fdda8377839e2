"""Why there is no plan with capacity: the room that is lacking, and what clashes with it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.siting.capacity.test_run import line

from narvaro.errors import InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem, solve


def refused(problem: Problem) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as error:
        solve(problem)
    return error.value


def test_more_people_than_all_room_is_said_before_solving() -> None:
    """Three sites with room for 2 hold 6; 9 people must be served."""
    error = refused(line(room=(2.0,), unserved=np.inf, most=3.0))
    (fault,) = error.conflicts
    assert (fault.key, fault.data["capacity"], fault.data["weight"]) == ("infeasible.capacity", 6.0, 9.0)
    assert "room for 6 at most, but 9" in error.text("en")
    assert "plats för högst 6, men 9" in error.text("sv")


def test_a_limit_that_clashes_with_the_room_is_named() -> None:
    """Two open sites with room for 4 cannot serve 9 who must be served: limit, capacity and reach clash."""
    error = refused(line(room=(4.0,), unserved=np.inf, most=2.0))
    assert [f.key for f in error.conflicts] == [
        "infeasible.clash_limit",
        "infeasible.clash_capacity_needs",
        "infeasible.clash_reach",
    ]
    assert "most open (2) clashes" in error.text("en")
    assert "Kapaciteten i visits ingår i krocken" in error.text("sv")
    assert error.conflicts[1].data == {"layer": "visits", "lacking": 1.0}
    assert "lack room for 1 in all" in error.text("en")


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e9])
def test_the_room_that_is_lacking_is_told_in_the_units_given(unit: float) -> None:
    """Two of three sites hold 20 and 24.5 must be served, so 4.5 are lacking; and each area alone has more than a site.

    A pair of area and site can then take a part of the area at most, which is the capacity too.
    """
    options = Options(np.repeat(np.arange(3), 2), np.tile([-1, 0], 3)[:, None], np.zeros(6))
    limits = Limits(np.tile([0.0, 1.0], 3)[None], [-np.inf], [2], ("p",))
    weight = np.array([[24.0], [0.5]]) * unit
    layer = Layer("c", np.ones((2, 3)), weight, np.inf, capacity=[10.0 * unit])
    error = refused(Problem(3, 1, 1, (layer,), options, limits))
    told = {fault.key: fault.data for fault in error.conflicts}
    assert told["infeasible.clash_capacity_needs"]["lacking"] == pytest.approx(4.5 * unit, rel=1e-6)


def test_room_that_is_short_by_a_little_is_told_with_the_difference() -> None:
    """Three sites with room for 8 hold 24, and 24.0004 must be served."""
    options = Options(np.arange(3), np.zeros((3, 1)), np.zeros(3))
    layer = Layer("c", np.ones((2, 3)), np.array([[24.0], [0.0004]]), np.inf, capacity=[8.0])
    error = refused(Problem(3, 1, 1, (layer,), options, Limits.none(3)))
    assert "room for 24 at most, but 24.0004 must be served: 0.0004 too little" in error.text("en")
    assert "högst 24, men 24,0004 måste betjänas: 0,0004 för lite" in error.text("sv")


def test_a_ceiling_that_clashes_with_the_room_is_named() -> None:
    """A ceiling of 1 cannot hold where the room leaves one person unserved at 99."""
    error = refused(line(room=(4.0,), most=2.0, at_most=np.array([1.0])))
    assert {f.key for f in error.conflicts} >= {"infeasible.clash_ceiling"}
    assert "Taket för visits" in error.text("sv")
