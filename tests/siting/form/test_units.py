"""Problems with capacity in other units: the same answer whatever is counted in, held against brute force."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import sparse
from tests.siting.brute import every_plan
from tests.siting.problems import drawn_with_capacity, problem_of

from narvaro.errors import CheckError, InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem, Progress, check, solve
from narvaro.siting.form.units import in_own_units


def in_units(problem: Problem, cost: float, weight: float) -> Problem:
    """Return the problem with costs and weights counted in other units, and the objective in their product."""
    layers = tuple(
        dataclasses.replace(
            x,
            cost=x.cost * cost,
            weight=x.weight * weight,
            unserved=x.reach_cost() * cost,
            penalty=None if x.penalty is None else x.penalty * cost,
            at_most=None if x.at_most is None else x.at_most * (cost * weight),
            capacity=None if x.capacity is None else x.capacity * weight,
            overload=x.overload * cost,
        )
        for x in problem.layers
    )
    options = dataclasses.replace(problem.options, cost=problem.options.cost * (cost * weight))
    return dataclasses.replace(
        problem, layers=layers, options=options, offset=problem.offset * (cost * weight)
    )


def town(room: object, overload: float = np.inf, cost: float = 1.0, weight=(3.0, 3.0), **more) -> Problem:
    """Return two areas and two sites, 0 and 10 apart, of which both may be open; the rooms are those of two sizes."""
    table = np.array([[0.0, 10.0], [10.0, 0.0]]) * cost
    layer = Layer(
        "visits",
        table,
        np.array(weight)[:, None],
        **{"unserved": np.inf, **more},
        capacity=np.array(room),
        overload=overload,
    )
    options = Options(np.repeat(np.arange(2), 3), np.tile([-1, 0, 1], 2)[:, None], np.zeros(6))
    return Problem(2, 2, 1, (layer,), options, Limits.none(6))


# --- against brute force ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(1000, 1100))
def test_the_answer_is_the_same_in_all_units(seed: int) -> None:
    """Costs, and every other time weights too, times 1e-9 to 1e9: proven best, or rightly refused."""
    given = problem_of(dataclasses.replace(drawn_with_capacity(seed), form="dense"))
    rng = np.random.default_rng([seed, 3])
    cost, weight = 10.0 ** rng.uniform(-9, 9), 10.0 ** rng.uniform(-6, 6) if seed % 2 else 1.0
    problem, plans, unit = in_units(given, cost, weight), every_plan(given), cost * weight
    if not np.isfinite(plans.best):
        with pytest.raises(InfeasibleError):
            solve(problem)
        return
    found = solve(problem)
    check(problem, found)
    near = 1e-7 * max(1.0, abs(plans.best))
    assert found.value / unit == pytest.approx(plans.best, abs=near)
    assert found.bound / unit <= plans.best + near
    assert found.status == "optimal"
    for k in range(len(problem.options)):
        using = plans.value[plans.whole & (plans.option == k).any(axis=1)].min(initial=np.inf)
        assert (found.lagrangian + found.reduced_cost[k]) / unit <= using + near


@pytest.mark.parametrize("seed", range(30))
def test_exponentials_of_minutes_with_capacity_equal_brute_force(seed: int) -> None:
    """Kolm-Pollak at 0.05 a minute, costs from 1 to exp(10) for 200 minutes."""
    given = problem_of(dataclasses.replace(drawn_with_capacity(seed), form="dense", layers=1, ceiling=False))
    layer = given.layers[0]
    minutes = np.where(np.isfinite(layer.cost), layer.cost, np.inf) * 10.0
    grown = dataclasses.replace(
        layer,
        cost=np.exp(0.05 * minutes),
        unserved=np.exp(0.05 * 10.0 * layer.reach_cost()),
        penalty=None,
    )
    problem = dataclasses.replace(given, layers=(grown,))
    best = every_plan(problem).best
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            solve(problem)
        return
    found = solve(problem)
    check(problem, found)
    assert (found.value, found.status) == (pytest.approx(best, rel=1e-7), "optimal")


# --- members of the kind, by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [1e-9, 1e-6, 1e-3, 1.0, 1e6, 1e9])
def test_room_for_just_everyone_is_enough(unit: float) -> None:
    """Areas of 3 and 2 beside sites with room for 2.5 each: a half of a unit goes 10 away, in every unit of weight."""
    problem = town([0.0, 2.5 * unit], weight=(3.0 * unit, 2.0 * unit))
    found = solve(problem)
    check(problem, found)
    assert found.value == pytest.approx(5.0 * unit, rel=1e-12)


def test_room_that_is_the_sum_of_decimals_is_enough() -> None:
    """0.1 and 0.2 fit in 0.3, though their sum in binary is above it; 0.1, 0.2 and 1e-9 do not."""
    table, options = np.ones((2, 1)), Options([0], [[0]], [0.0])
    layer = Layer("visits", table, [[0.1], [0.2]], np.inf, capacity=[0.3])
    problem = Problem(1, 1, 1, (layer,), options, Limits.none(1))
    found = solve(problem)
    check(problem, found)
    assert found.value == pytest.approx(0.3)
    more = dataclasses.replace(layer, cost=np.ones((3, 1)), weight=[[0.1], [0.2], [1e-9]], unserved=np.inf)
    with pytest.raises(InfeasibleError):
        solve(dataclasses.replace(problem, layers=(more,)))


@pytest.mark.parametrize("size", [1e3, 1e9, 1e12, 1e15])
def test_one_person_too_many_is_one_too_many_at_any_size(size: float) -> None:
    """Room for 2 n in two sites: n and n people fit, n and n + 1 do not, however large n is."""
    problem = town([0.0, size], weight=(size, size))
    found = solve(problem)
    check(problem, found)
    assert found.value == 0.0
    with pytest.raises(InfeasibleError) as error:
        solve(town([0.0, size], weight=(size, size + 1.0)))
    assert [fault.key for fault in error.value.conflicts] == ["infeasible.capacity"]
    assert error.value.conflicts[0].data["weight"] == 2 * size + 1


@pytest.mark.parametrize(("size", "share"), [(1e-9, 1e-6), (1.0, 1e-9), (1e9, 1e-9), (1e12, 1e-12)])
def test_the_check_refuses_a_room_passed_by_little_in_any_unit(size: float, share: float) -> None:
    """Two full sites: a share of the first area is moved to the second site, one person of 1e12 in the last case."""
    problem = town([0.0, size], weight=(size, size))
    found = solve(problem)
    check(problem, found)
    table = found.served[0][0].toarray()
    table[0] = [1.0 - share, share]
    moved = dataclasses.replace(found, served=((sparse.csr_array(table),),))
    with pytest.raises(CheckError) as error:
        check(problem, moved)
    assert "check.site_room" in {fault.key for fault in error.value.faults}


def test_no_room_serves_nobody() -> None:
    """A size with room for nothing leaves all 6 unserved at 99; with the other size of any room all are served."""
    assert solve(town([0.0, 0.0], unserved=99.0)).value == 6 * 99.0
    problem = town([0.0, np.inf], unserved=99.0)
    found = solve(problem)
    check(problem, found)
    assert found.value == 0.0


@pytest.mark.parametrize("price", [1e-12, 1e-6, 1e6, 1e12])
def test_a_price_of_overload_far_from_the_costs_drowns_nothing(price: float) -> None:
    """Room for 2 of 3 beside each area and 4 at one site only: one goes 10 away, or is one too many, as is cheaper."""
    problem = town([2.0, 4.0], price, unserved=1e15)
    costs = np.array([0.0, 0.0, 5.0, 0.0, 0.0, 7.0])  # of the larger size
    problem = dataclasses.replace(problem, options=dataclasses.replace(problem.options, cost=costs))
    found = solve(problem)
    check(problem, found)
    assert found.status == "optimal"
    assert found.value == pytest.approx(min(2 * price, 12.0), rel=1e-9)


def test_layers_in_units_far_apart_are_both_served_best() -> None:
    """One layer costs a milliard times the other: the plan is the best of the dear one, the flows best of both."""
    problem = town([0.0, 3.0], unserved=99.0)
    dear = dataclasses.replace(
        problem.layers[0], name="dear", cost=problem.layers[0].cost * 1e9, unserved=99e9
    )
    light = dataclasses.replace(dear, name="light", weight=dear.weight * 1e-9, capacity=dear.capacity * 1e-9)
    both = dataclasses.replace(problem, layers=(problem.layers[0], dear, light))
    found = solve(both)
    check(both, found)
    assert found.value == 0.0
    for table in found.served:
        assert table[0].toarray() == pytest.approx(np.eye(2))


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_a_ceiling_of_a_layer_without_price_holds_in_any_unit(unit: float) -> None:
    """Room for 2 and 4, 3 beside each: one must go 10 away, so a ceiling of 10 holds and one of 9 cannot."""
    for top, whole in ((10.0, True), (9.0, False)):
        problem = town([2.0, 2.0], cost=unit, price=0.0, at_most=[top * unit], unserved=np.inf)
        rooms = Options([0, 1], [[0], [1]], [0.0, 0.0])
        layer = dataclasses.replace(problem.layers[0], capacity=[2.0, 4.0])
        problem = dataclasses.replace(problem, layers=(layer,), options=rooms, limits=Limits.none(2))
        if whole:
            check(problem, solve(problem))
            continue
        with pytest.raises(InfeasibleError) as error:
            solve(problem)
        assert "infeasible.clash_ceiling" in {fault.key for fault in error.value.conflicts}


def test_one_small_area_among_large_ones_must_be_served_too() -> None:
    """Room for 1e9 and an area of 1e9 and one of 1e-3: the small one is left without, so there is no plan."""
    options = Options([0], [[0]], [0.0])
    layer = Layer("visits", np.ones((2, 1)), [[1e9], [1e-3]], np.inf, capacity=[1e9])
    with pytest.raises(InfeasibleError):
        solve(Problem(1, 1, 1, (layer,), options, Limits.none(1)))
    room = dataclasses.replace(layer, capacity=[1e9 + 2e-3])
    problem = Problem(1, 1, 1, (room,), options, Limits.none(1))
    check(problem, solve(problem))


# --- the units --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_own_units_are_powers_of_two_and_tell_the_same(seed: int) -> None:
    """The scaled problem has the same plans, each at its value times the factor, to the last digit."""
    given = problem_of(dataclasses.replace(drawn_with_capacity(seed), form="dense"))
    own, units = in_own_units(given)
    factors = np.concatenate([[units.objective], units.weight, units.cost])
    assert (np.frexp(factors)[0] == 0.5).all()
    first, second = every_plan(given), every_plan(own)
    both = np.isfinite(first.value) & np.isfinite(second.value)
    assert second.value[both] / units.objective == pytest.approx(first.value[both], rel=1e-9, abs=1e-9)
    for n, (mine, other) in enumerate(zip(given.layers, own.layers, strict=True)):
        assert np.array_equal(other.weight, mine.weight * units.weight[n])
        assert np.array_equal(other.cost, mine.cost * units.cost[n], equal_nan=True)
        assert other.price * units.weight[n] * units.cost[n] == mine.price * units.objective


def test_progress_is_told_in_the_units_given() -> None:
    """The last word of progress has the solution's value and bound, not those of the engine's own units."""
    told: list[Progress] = []
    found = solve(town([2.0, 4.0], 1e7, unserved=1e9, cost=1e6), progress=told.append)
    assert (told[-1].value, told[-1].bound) == (found.value, found.bound)
