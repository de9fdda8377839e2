"""Limits and ceilings are held exactly, by the engine and by the check, at every size."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from narvaro.errors import CheckError, InfeasibleError
from narvaro.siting import Layer, Limits, Options, Problem, check, frontier, lexicographic, near_ties, solve
from narvaro.siting.form.keeps import broken_by, keeps_ceiling

TWO = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
PLACES = Layer("car", np.array([[0.0, 50.0], [50.0, 0.0]]), np.array([[10.0], [10.0]]), 99.0)


def two_places(rows, lower, upper) -> Problem:
    """Two places 50 apart with ten people each: both open cost 0, one open costs 500, none 1,980."""
    names = tuple(f"limit {r}" for r in range(len(rows)))
    return Problem(2, 1, 1, (PLACES,), TWO, Limits(np.array(rows, float), lower, upper, names))


BUDGETS = [[[0, 1.0, 0, size]] for size in (1e6, 1e9, 1e12, 2.0**52, 1e15)]


@pytest.mark.parametrize("rows", BUDGETS)
def test_not_one_unit_of_a_budget_is_passed(rows) -> None:
    """Both places cost the budget and one unit more, so one stays shut: 500, at any size."""
    problem = two_places(rows, [-np.inf], [rows[0][3]])
    solution = solve(problem)
    assert (solution.value, solution.status) == (500.0, "optimal")
    assert check(problem, solution).used[0] <= rows[0][3]


@pytest.mark.parametrize("size", [1e6, 1e9, 1e12, 1e15])
def test_a_budget_that_is_just_enough_is_enough(size: float) -> None:
    """With the one unit more in the budget both open: 0."""
    assert solve(two_places([[0, 1.0, 0, size]], [-np.inf], [size + 1.0])).value == 0.0


@pytest.mark.parametrize("size", [1e9, 1e12, 1e15])
def test_a_lower_edge_is_held_to_the_unit_too(size: float) -> None:
    """One place alone gives a unit less than is asked for, though it costs less to open it alone."""
    dear = Options(TWO.site, TWO.state, np.array([0.0, 0.0, 0.0, 900.0]))
    limits = Limits(np.array([[0, size, 0, 1.0]]), [size + 1.0], [np.inf], ("at least",))
    assert solve(Problem(2, 1, 1, (PLACES,), dear, limits)).value == 900.0


def test_figures_with_decimals_of_very_different_size_are_held() -> None:
    """100.4534 x + 1e12 y <= 1e12 and 100.4534 x - 1e12 y <= 0: only y alone fits, 500."""
    problem = two_places([[0, 100.4534, 0, 1e12], [0, 100.4534, 0, -1e12]], [-np.inf] * 2, [1e12, 0.0])
    assert solve(problem).value == 500.0


@pytest.mark.parametrize("unit", [1e-300, 1e-12, 1e-9, 1e9])
def test_a_limit_means_the_same_in_any_unit(unit: float) -> None:
    """Two places at 1 each with money for 1.5 of them: one opens, also where a unit is tiny."""
    assert solve(two_places([[0, unit, 0, unit]], [-np.inf], [1.5 * unit])).value == 500.0


def test_decimals_that_add_up_on_paper_add_up_here() -> None:
    """Three times 0.1 is 0.3 on paper and 0.30000000000000004 in floats; 0.1 and 0.2 and 1e-12 is too much."""
    row = Limits(np.array([[0.1, 0.1, 0.1]]), [-np.inf], [0.3], ("money",))
    assert len(broken_by(row, np.arange(3))) == 0
    row = Limits(np.array([[0.1, 0.2, 1e-12]]), [-np.inf], [0.3], ("money",))
    assert broken_by(row, np.arange(3)).tolist() == [0]


def test_sums_above_what_floats_hold_are_compared_in_whole_numbers() -> None:
    """2^53 and one is 2^53 in floats, and one more than 2^53 all the same."""
    row = Limits(np.array([[2.0**53, 1.0, -1.0]]), [2.0**53], [2.0**53], ("exactly",))
    assert broken_by(row, np.array([0, 1])).tolist() == [0]
    assert broken_by(row, np.array([0, 2])).tolist() == [0]
    assert broken_by(row, np.array([0, 1, 2])).tolist() == []


def test_the_check_refuses_a_plan_one_unit_above() -> None:
    """A plan that opens both is refused at 1e9 and one, as at three and one."""
    for size in (3.0, 1e9, 1e12):
        problem = two_places([[0, 1.0, 0, size]], [-np.inf], [size])
        solution = dataclasses.replace(solve(problem), option=np.array([1, 3]), value=0.0, bound=0.0)
        with pytest.raises(CheckError) as error:
            check(problem, solution)
        assert "check.limit" in {fault.key for fault in error.value.faults}


def test_a_clash_of_one_unit_is_proven_and_named() -> None:
    """Both must be open and cost a unit more than there is: no plan, at any size, and the need is told."""
    for size in (1e3, 1e9, 1e12):
        with pytest.raises(InfeasibleError) as error:
            solve(two_places([[0, 1.0, 0, size], [0, 1, 0, 1]], [-np.inf, 2], [size, np.inf]))
        by_name = {fault.data["name"]: fault for fault in error.value.conflicts}
        assert by_name["limit 0"].data["needed"] == size + 1.0


def layers(sums: tuple[float, float], at_most: float) -> Problem:
    """One of two places may open; the first layer costs so much with each, the second 9 and 1."""
    first = Layer("first", np.array([list(sums)]), np.ones((1, 1)), 1e16, at_most=[at_most])
    second = Layer("second", np.array([[9.0, 1.0]]), np.ones((1, 1)), 99.0)
    limits = Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one",))
    return Problem(2, 1, 1, (dataclasses.replace(first, price=0.0), second), TWO, limits)


@pytest.mark.parametrize("size", [10.0, 1e9, 1e12, 1e15])
def test_a_ceiling_is_held_to_the_unit(size: float) -> None:
    """The second place would be better for the second layer, and lets the first pass its ceiling by one."""
    problem = layers((size, size + 1.0), size)
    solution = solve(problem)
    assert solution.value == 9.0
    check(problem, solution)
    assert keeps_ceiling(np.array([size]), size)
    assert not keeps_ceiling(np.array([size, 1.0]), size)


@pytest.mark.parametrize("size", [10.0, 1e9, 1e12])
def test_a_later_turn_does_not_make_an_earlier_one_worse_by_a_unit(size: float) -> None:
    """The first objective is one less with the first place, so the second objective is 9 and not 1."""
    problem = layers((size, size + 1.0), np.inf)
    named = tuple(dataclasses.replace(layer, price=1.0, at_most=None) for layer in problem.layers)
    turns = lexicographic(dataclasses.replace(problem, layers=named), [["first"], ["second"]])
    assert [turn.solution.value for turn in turns] == [size, 9.0]


def test_a_point_of_the_frontier_is_held_to_the_unit() -> None:
    """With a unit more both open, and not before."""
    problem = two_places([[0, 1.0, 0, 1e12]], [-np.inf], [1e12])
    curve = frontier(problem, [0], [0.0, 1.0])
    assert [point.solution.value for point in curve.points] == [500.0, 0.0]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9, 1e12])
def test_near_ties_list_only_plans_that_there_are(scale: float) -> None:
    """Three places, one open: 20, 21 and 40 in any unit, so two are within 10 % and no plan costs less than 20."""
    cost = scale * np.array([[20.0, 21.0, 40.0]])
    options = Options(np.repeat([0, 1, 2], 2), np.tile([-1, 0], 3)[:, None], np.zeros(6))
    limits = Limits(np.array([[0, 1, 0, 1, 0, 1]]), [1], [1], ("one",))
    problem = Problem(3, 1, 1, (Layer("car", cost, np.ones((1, 1)), 99.0 * scale),), options, limits)
    ties = near_ties(problem, solve(problem), within=0.1, differ=1)
    assert [plan.value for plan in ties.plans] == pytest.approx([20.0 * scale, 21.0 * scale])
    assert ties.status == "complete"
    for plan in ties.plans:
        check(problem, plan)


IDLE = [
    ("check.idle_limit", {"rows": [[0, 0, 0, 0]]}),
    ("check.idle_edges", {"rows": [[0, 1, 0, 1]], "upper": np.inf}),
    ("check.idle_layer", {"weight": np.zeros((2, 1))}),
    ("check.idle_states", {"serves": np.array([False])}),
    ("check.idle_edge", {"at_most": np.array([np.inf])}),
]


@pytest.mark.parametrize(("key", "given"), IDLE)
def test_a_rule_that_holds_nothing_is_told_and_refused_where_asked(key: str, given) -> None:
    """Every plan keeps such a rule, whatever it does; most often a join found no row."""
    layer = {name: value for name, value in given.items() if name in ("weight", "serves", "at_most")}
    rows, upper = given.get("rows", [[0, 1, 0, 1]]), given.get("upper", 1.0)
    limits = Limits(np.array(rows, float), [-np.inf], [upper], ("region north",))
    problem = Problem(2, 1, 1, (dataclasses.replace(PLACES, **layer),), TWO, limits)
    solution = solve(problem)
    assert [fault.key for fault in check(problem, solution).idle] == [key]
    with pytest.raises(CheckError) as error:
        check(problem, solution, refuse_idle=True)
    assert [fault.key for fault in error.value.faults] == [key]


def test_a_capacity_without_end_holds_nothing() -> None:
    """Room without end for everyone is no rule."""
    problem = Problem(2, 1, 1, (dataclasses.replace(PLACES, capacity=[np.inf]),), TWO, Limits.none(4))
    found = [fault.data for fault in check(problem, solve(problem)).idle]
    assert found == [{"layer": "car", "field": "capacity"}]


def test_fixed_and_forbidden_sites_hold_by_their_options() -> None:
    """A site that has only its open option is open; picks of another site's options are refused."""
    options = Options([0, 1, 1], [[0], [-1], [0]], np.zeros(3))
    problem = Problem(2, 1, 1, (PLACES,), options, Limits.none(3))
    solution = solve(problem)
    for pick in ([1, 2], [0, 7], [0.0, 1.0]):
        with pytest.raises(CheckError) as error:
            check(problem, dataclasses.replace(solution, option=np.array(pick)))
        assert "check.option" in {fault.key for fault in error.value.faults}
