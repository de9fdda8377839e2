"""Sites with room for so much: the plan against brute force and by hand, the check, and what is refused."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import drawn_with_capacity, problem_of
from tests.siting.solve.test_solve import equals_brute_force, value_of

from narvaro.errors import CheckError, InfeasibleError, ProblemError
from narvaro.siting import Layer, Limits, Options, Problem, Progress, Solution, check, solve
from narvaro.siting.capacity import run
from narvaro.siting.solve.solve import decide


def line(
    room=(4.0,),
    overload=np.inf,
    weight=(3.0, 3.0, 3.0),
    unserved=99.0,
    most=2.0,
    names=("most open",),
    **more,
) -> Problem:
    """Return areas 0, 1, 2 on a line with a site in each; one kilometre apart; so many may be open."""
    cost = np.abs(np.arange(3.0)[:, None] - np.arange(3.0))
    layer = Layer(
        "visits",
        cost,
        np.array(weight)[:, None],
        unserved,
        capacity=np.array(room),
        overload=overload,
        **more,
    )
    options = Options(np.repeat(np.arange(3), 2), np.tile([-1, 0], 3)[:, None], np.zeros(6))
    return Problem(3, 1, 1, (layer,), options, Limits(np.tile([0.0, 1.0], 3)[None], [-np.inf], [most], names))


def larger(seed: int = 3) -> Problem:
    """Return 60 areas and 20 sites of two sizes, money for about five, with a gap between relaxation and plan."""
    rng = np.random.default_rng(seed)
    apart = rng.random((60, 1, 2)) - rng.random((1, 20, 2))
    weight = rng.integers(1, 100, (60, 1)).astype(float)
    room = weight.sum() / 5 * np.array([0.8, 1.3])
    layer = Layer("visits", np.hypot(*apart.transpose(2, 0, 1)), weight, 1.5, capacity=room, overload=0.5)
    options = Options(np.repeat(np.arange(20), 3), np.tile([-1, 0, 1], 20)[:, None], np.zeros(60))
    money = Limits(np.tile([0.0, 2.0, 3.0], 20)[None], [-np.inf], [13.0], ("money",))
    return Problem(20, 2, 1, (layer,), options, money)


def keys(problem: Problem, solution: Solution) -> set[str]:
    with pytest.raises(CheckError) as error:
        check(problem, solution)
    return {fault.key for fault in error.value.faults}


# --- the plan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(300))
def test_a_random_small_problem_with_capacity_equals_brute_force(seed: int) -> None:
    """Capacity, soft or hard, with sizes, years, money, covers, penalties, ceilings and other layers: proven best."""
    equals_brute_force(problem_of(drawn_with_capacity(seed)))


@pytest.mark.slow
@settings(max_examples=500)
@given(st.integers(0, 2**32 - 1))
def test_every_combination_with_capacity_equals_brute_force(seed: int) -> None:
    """Whatever features meet capacity in one problem, the best plan is found, or rightly refused."""
    equals_brute_force(problem_of(drawn_with_capacity(seed)))


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_areas_and_sites_does_not_matter(seed: int) -> None:
    """With areas and sites renumbered the least cost is the same."""
    f = dataclasses.replace(drawn_with_capacity(seed), form="dense")
    problem = problem_of(f)
    rng = np.random.default_rng(seed)
    area, site = rng.permutation(f.areas), rng.permutation(f.sites)
    layers = tuple(
        dataclasses.replace(
            x, cost=x.cost[area][:, site], weight=x.weight[area], unserved=x.reach_cost()[area]
        )
        for x in problem.layers
    )
    options = dataclasses.replace(problem.options, site=np.argsort(site)[problem.options.site])
    other = dataclasses.replace(problem, layers=layers, options=options)
    assert value_of(other) == pytest.approx(value_of(problem), rel=1e-7, abs=1e-7)


def test_costs_in_float32_keep_the_bound() -> None:
    """The same numbers in float32 and float64 give the same value, and a bound that the check accepts."""
    wide = larger()
    layer = wide.layers[0]
    narrow = dataclasses.replace(
        wide, layers=(dataclasses.replace(layer, cost=layer.cost.astype(np.float32)),)
    )
    same = dataclasses.replace(
        wide, layers=(dataclasses.replace(layer, cost=layer.cost.astype(np.float32).astype(float)),)
    )
    first, second = solve(narrow), solve(same)
    check(same, first)
    assert first.value == second.value
    assert first.bound == second.bound


def test_a_full_site_sends_people_to_the_next() -> None:
    """Two sites with room for 5 serve 3 + 3 + 3: the middle people split 2 and 1 between the ends, 3 km in all."""
    problem = line(room=(5.0,))
    solution = solve(problem)
    assert solution.value == pytest.approx(3.0)
    shares = solution.served[0][0].toarray()
    assert shares.sum(axis=1) == pytest.approx([1, 1, 1])
    assert (problem.layers[0].weight[:, 0] @ shares <= 5.0 + 1e-9).all()


def test_what_does_not_fit_is_unserved_at_its_cost() -> None:
    """Room for 8 of 9 with two sites: one person is unserved at 99, and two of the middle three go 1 km."""
    solution = solve(line(room=(4.0,)))
    assert solution.value == pytest.approx(2.0 + 99.0)


def test_an_overload_is_paid_where_that_is_cheaper() -> None:
    """At 10 for each person too many, the ninth is served too: 3 km and one overload."""
    solution = solve(line(room=(4.0,), overload=10.0))
    assert solution.value == pytest.approx(3.0 + 10.0)


def test_much_room_is_as_none() -> None:
    """With room for everyone, the plan costs what it costs without capacity."""
    problem = line(room=(np.inf,))
    layer = problem.layers[0]
    free = Layer("visits", layer.cost, layer.weight, layer.unserved)
    assert solve(problem).value == pytest.approx(
        solve(dataclasses.replace(problem, layers=(free,))).value, rel=1e-9
    )


def test_more_room_is_never_worse() -> None:
    """The least cost falls or stays as the room grows."""
    values = [solve(line(room=(room,), overload=4.0)).value for room in (0.0, 1.0, 3.0, 4.5, 9.0)]
    assert values == sorted(values, reverse=True)


def test_a_question_about_a_level_is_answered_with_capacity_too() -> None:
    """Whether some plan costs at most 3: the room decides, as in `solve`."""
    assert decide(line(room=(5.0,)), 3.0).value == pytest.approx(3.0)


# --- the check --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exact", [0, 12])
@pytest.mark.parametrize("seed", range(60))
def test_a_problem_too_large_for_the_relaxation_has_a_plan_and_a_true_bound(
    seed: int, exact: int, monkeypatch
) -> None:
    """With the exact method held to a few pairs: the plan is whole, and the bound lies below the best plan of all."""
    monkeypatch.setattr(run, "EXACT_PAIRS", exact)
    problem = problem_of(drawn_with_capacity(seed))
    best = every_plan(problem).best
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            solve(problem)
        return
    solution = solve(problem)
    check(problem, solution)
    near = 1e-7 * max(1.0, abs(best))
    assert solution.bound <= best + near
    assert solution.value >= best - near


# --- stopping ---------------------------------------------------------------------------------------------------------


def test_a_time_limit_leaves_a_plan_and_a_true_bound() -> None:
    """A limit too short for a proof gives a whole plan, the status "feasible" and a bound below the best plan."""
    problem = larger()
    short, whole = solve(problem, time_limit=1e-6), solve(problem)
    check(problem, short)
    assert (short.status, short.stopped_by) == ("feasible", "time")
    assert short.bound <= whole.value <= short.value


def test_the_wanted_gap_is_respected_and_told() -> None:
    """With a gap of 10 % the run ends at most that far off, and the last word of progress is the solution's."""
    told: list[Progress] = []
    solution = solve(larger(), gap=0.1, progress=told.append)
    assert solution.gap <= 0.1
    assert (told[-1].value, told[-1].bound) == (solution.value, solution.bound)


def test_an_interrupt_leaves_a_plan_and_a_bound() -> None:
    """Ctrl-C at the first word of progress gives a whole plan and a true bound."""

    def press(_: Progress) -> None:
        raise KeyboardInterrupt

    solution = solve(larger(), progress=press)
    check(larger(), solution)
    assert (solution.status, solution.stopped_by) == ("feasible", "interrupt")


def test_a_warm_start_changes_no_answer() -> None:
    """Started from its own solution or from another plan, the least cost is the same; a wrong plan is refused."""
    problem = larger()
    cold = solve(problem)
    for warm in (cold, np.flatnonzero(problem.options.state[:, 0] == -1)):
        again = solve(problem, warm=warm)
        check(problem, again)
        assert again.value == pytest.approx(cold.value, rel=1e-9)
    with pytest.raises(ProblemError, match="one option of its own"):
        solve(problem, warm=np.zeros(3, np.int64))


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_problem_too_large_to_be_bounded_is_refused(monkeypatch) -> None:
    """Above the stated number of pairs the refusal gives both numbers."""
    monkeypatch.setattr(run, "MOST_PAIRS", 8)
    with pytest.raises(ProblemError) as error:
        solve(line())
    assert error.value.faults[0].data == {"most": 8, "pairs": 9}


@pytest.mark.parametrize(
    ("values", "overload", "key"),
    [
        ([-1.0], 1.0, "problem.layer_value"),
        ([1.0], -1.0, "problem.layer_value"),
        ([1.0, 2.0], 1.0, "problem.layer_states"),
    ],
)
def test_a_wrong_capacity_is_named(values, overload, key) -> None:
    """Below zero, an overload below zero, and another number of states."""
    with pytest.raises(ProblemError) as error:
        line(room=values, overload=overload)
    assert [fault.key for fault in error.value.faults] == [key]
