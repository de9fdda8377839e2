"""The solver against brute force over all features in combination, and the laws that every solution keeps."""

import itertools
import signal
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from tests.siting.brute import every_plan
from tests.siting.problems import Features, drawn, features, problem_of

from narvaro.errors import InfeasibleError, ProblemError, SettingError
from narvaro.siting import Layer, Limits, Options, Problem, Progress, Solution, check, solve


def equals_brute_force(problem: Problem) -> None:
    """Hold one problem's solution, or its refusal, against every plan there is."""
    plans = every_plan(problem)
    best = plans.best
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError) as refusal:
            solve(problem, threads=1)
        assert refusal.value.conflicts
        return
    solution = solve(problem, threads=1)
    check(problem, solution)
    near = 1e-7 * max(1.0, abs(best))
    assert solution.value == pytest.approx(best, abs=near)
    assert solution.bound <= best + near
    assert solution.status == "optimal"
    assert solution.stopped_by == "proven"
    for k in range(len(problem.options)):
        using = plans.value[plans.whole & (plans.option == k).any(axis=1)].min(initial=np.inf)
        assert solution.lagrangian + solution.reduced_cost[k] <= using + near


def value_of(problem: Problem) -> float:
    """Return the least cost, infinity where no plan keeps the limits."""
    try:
        return solve(problem, threads=1).value
    except InfeasibleError:
        return np.inf


def country(areas: int, sites: int, p: int, seed: int = 5, kind: type = float) -> Problem:
    """Return a p-median of points drawn on a square."""
    rng = np.random.default_rng(seed)
    gap = rng.random((areas, 1, 2)) - rng.random((1, sites, 2))
    cost = np.hypot(gap[..., 0], gap[..., 1]).astype(np.float32).astype(kind)
    layer = Layer("car", cost, rng.integers(1, 9, (areas, 1)).astype(float), np.inf)
    options = Options(np.repeat(np.arange(sites), 2), np.tile([-1, 0], sites)[:, None], np.zeros(2 * sites))
    count = Limits(sparse.csr_array(np.tile([0.0, 1.0], sites)[None]), [p], [p], ("open",))
    return Problem(sites, 1, 1, (layer,), options, count)


def contents(solution: Solution) -> list[bytes]:
    """Return every byte of a solution but its seconds."""
    stages = solution.certificate.stages
    arrays = [
        solution.option,
        solution.reduced_cost,
        *(a for s in stages for a in (*s.client, s.limit, s.removed)),
    ]
    words = f"{solution.value!r} {solution.bound!r} {solution.status} {solution.stopped_by} {solution.rounds}"
    return [words.encode(), *(np.ascontiguousarray(a).tobytes() for a in arrays)]


# --- brute force ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_a_random_small_problem_equals_brute_force(seed: int) -> None:
    """Up to 12 sites, 30 areas, 2 years, money, groups, covers, sizes, layers: the best plan is found and proven."""
    equals_brute_force(problem_of(drawn(seed)))


@pytest.mark.slow
@settings(max_examples=500)
@given(features())
def test_every_combination_of_features_equals_brute_force(drawn_features: Features) -> None:
    """Whatever features meet in one problem, the solver finds the best plan, or rightly says there is none."""
    equals_brute_force(problem_of(drawn_features))


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_published_p_median_is_solved_through_the_general_form(number: int, pmed) -> None:
    """OR-Library pmed1-5: the published optimum, proven, and accepted by the check."""
    cost, p, optimum = pmed(number)
    n = len(cost)
    options = Options(np.repeat(np.arange(n), 2), np.tile([-1, 0], n)[:, None], np.zeros(2 * n))
    count = Limits(sparse.csr_array(np.tile([0.0, 1.0], n)[None]), [p], [p], ("open",))
    problem = Problem(n, 1, 1, (Layer("graph", cost, np.ones((n, 1)), np.inf),), options, count)
    solution = solve(problem, threads=1)
    check(problem, solution)
    assert (solution.value, solution.bound, solution.status) == (optimum, optimum, "optimal")


# --- laws -------------------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(features(money=True), st.floats(0.1, 9))
def test_more_money_is_never_worse(f: Features, more: float) -> None:
    """Raising every budget leaves the least cost where it was or lowers it."""
    problem = problem_of(f)
    limits = problem.limits
    money = np.array([name.startswith("money") for name in limits.names])
    richer = replace(problem, limits=replace(limits, upper=limits.upper + more * money))
    before, after = value_of(problem), value_of(richer)
    assert after <= before or after == pytest.approx(before, rel=1e-7, abs=1e-7)


@settings(max_examples=40)
@given(features(), st.integers(0, 11))
def test_a_forbidden_site_is_never_better(f: Features, which: int) -> None:
    """Taking away the options in which a site is open never lowers the least cost."""
    problem = problem_of(f)
    options, limits = problem.options, problem.limits
    mine = options.site == which % f.sites
    shut = mine & (options.state < 0).all(axis=1)
    keep = ~mine | (shut if shut.any() else mine & (np.cumsum(mine) == 1))
    fewer = replace(
        problem,
        options=Options(options.site[keep], options.state[keep], options.cost[keep]),
        limits=replace(limits, matrix=limits.matrix[:, np.flatnonzero(keep)]),
    )
    before, after = value_of(problem), value_of(fewer)
    assert after >= before or after == pytest.approx(before, rel=1e-7, abs=1e-7)


@settings(max_examples=40)
@given(features(covers=False), st.integers(0, 2**32 - 1))
def test_a_finer_cover_is_never_cheaper(f: Features, seed: int) -> None:
    """Asking one open site of each half costs at least as much as asking one of the whole."""
    problem = problem_of(f)
    half = np.random.default_rng(seed).random(f.sites) < 0.5
    is_open = (problem.options.state[:, 0] >= 0).astype(float)
    rows = [is_open, is_open * half[problem.options.site], is_open * ~half[problem.options.site]]

    def with_rows(chosen: list[int]) -> Problem:
        limits = problem.limits
        matrix = sparse.vstack([limits.matrix, sparse.csr_array(np.array([rows[r] for r in chosen]))])
        ones, free = np.ones(len(chosen)), np.full(len(chosen), np.inf)
        names = (*limits.names, *(f"cover {r}" for r in chosen))
        lower, upper = np.r_[limits.lower, ones], np.r_[limits.upper, free]
        return replace(problem, limits=Limits(matrix, lower, upper, names))

    coarse, fine = value_of(with_rows([0])), value_of(with_rows([1, 2]))
    assert fine >= coarse or fine == pytest.approx(coarse, rel=1e-7, abs=1e-7)


@settings(max_examples=40)
@given(features(form="dense"), st.integers(0, 2**32 - 1))
def test_the_order_of_areas_and_sites_does_not_matter(f: Features, seed: int) -> None:
    """With areas and sites renumbered the least cost is the same."""
    problem = problem_of(f)
    rng = np.random.default_rng(seed)
    area, site = rng.permutation(f.areas), rng.permutation(f.sites)
    layers = [
        replace(x, cost=x.cost[area][:, site], weight=x.weight[area], unserved=x.reach_cost()[area])
        for x in problem.layers
    ]
    new_number = np.argsort(site)
    options = replace(problem.options, site=new_number[problem.options.site])
    other = replace(problem, layers=tuple(layers), options=options)
    assert value_of(other) == pytest.approx(value_of(problem), rel=1e-7, abs=1e-7)


def test_one_thread_and_two_give_the_same_bytes() -> None:
    """Plan, bound, multipliers and what was ruled out do not depend on the threads, in a problem of many chunks."""
    problem = country(900, 260, 40)
    one, two = (solve(problem, gap=0.01, threads=threads) for threads in (1, 2))
    assert contents(one) == contents(two)


def test_a_second_run_gives_the_same_bytes() -> None:
    """Nothing depends on time or chance."""
    problem = problem_of(Features(seed=3, sites=8, areas=25, years=2, states=2, layers=2, money=True))
    assert contents(solve(problem, threads=1)) == contents(solve(problem, threads=1))


def test_costs_in_float32_keep_the_bound() -> None:
    """The same numbers in float32 and float64 give the same value and a bound that the check accepts."""
    narrow, wide = country(60, 14, 3, kind=np.float32), country(60, 14, 3)
    first, second = solve(narrow), solve(wide)
    check(narrow, first)
    assert first.value == second.value == pytest.approx(every_plan(wide).best, rel=1e-12)
    assert max(first.bound, second.bound) <= every_plan(wide).best * (1 + 1e-12)


def test_costs_that_float32_cannot_hold_are_not_rounded() -> None:
    """Near ten million neighbouring float32 are a whole unit apart; the winner by a tenth is still found."""
    cost = np.array([[16_777_217.3, 16_777_217.2], [16_777_217.1, 16_777_217.1]])
    assert (cost.astype(np.float32)[0, 0] == cost.astype(np.float32)[0, 1]).all()
    options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
    one = Limits(np.array([[0.0, 1, 0, 1]]), [1], [1], ("one",))
    problem = Problem(2, 1, 1, (Layer("far", cost, np.ones((2, 1)), np.inf),), options, one)
    solution = solve(problem)
    assert solution.option.tolist() == [0, 3]
    assert solution.value == pytest.approx(16_777_217.2 + 16_777_217.1, rel=1e-15)
    check(problem, solution)


# --- stopping ---------------------------------------------------------------------------------------------------------


def holds(problem: Problem, solution: Solution) -> None:
    """Hold that a solution stopped early is a whole plan with a true bound."""
    found = check(problem, solution)
    assert np.isfinite(solution.bound)
    assert solution.bound <= solution.value == pytest.approx(found.value, rel=1e-9)


def test_a_time_limit_leaves_a_plan_and_a_bound() -> None:
    """A limit too short for a proof gives a whole plan, a true bound and the reason."""
    problem = country(1500, 400, 25)
    solution = solve(problem, time_limit=1e-6, threads=1)
    assert (solution.status, solution.stopped_by) == ("feasible", "time")
    holds(problem, solution)


def test_an_interrupt_leaves_a_plan_and_a_bound() -> None:
    """Ctrl-C after the first word of progress gives a whole plan and a true bound."""
    problem = country(1500, 400, 25)

    def press(_: Progress) -> None:
        signal.raise_signal(signal.SIGINT)

    solution = solve(problem, progress=press, threads=1)
    assert (solution.status, solution.stopped_by) == ("feasible", "interrupt")
    holds(problem, solution)


def test_the_wanted_gap_is_reached_and_told() -> None:
    """With a gap of 5 % the run ends for the gap, or with a proof, and never above it."""
    problem = country(400, 120, 10)
    solution = solve(problem, gap=0.05, threads=1)
    assert solution.gap <= 0.05
    assert solution.stopped_by in ("gap", "proven")
    holds(problem, solution)


def test_progress_never_contradicts_itself() -> None:
    """What is told: the value falls, the bound rises, time goes on, and the gap is theirs."""
    told: list[Progress] = []
    solution = solve(country(1500, 400, 25), gap=0.01, progress=told.append, threads=1)
    assert told
    for before, after in itertools.pairwise(told):
        assert after.value <= before.value
        assert after.bound >= before.bound
        assert after.seconds >= before.seconds
    for now in told:
        assert now.bound <= solution.value * (1 + 1e-9)
        assert now.gap == pytest.approx((now.value - now.bound) / now.value, abs=1e-12)


# --- starting from what is known --------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(features(tight=False))
def test_a_warm_start_changes_no_answer(f: Features) -> None:
    """Started from its own solution, or from any plan, a problem has the same least cost."""
    problem = problem_of(f)
    plans = every_plan(problem)
    if not plans.whole.any():
        return
    cold = solve(problem, threads=1)
    for warm in (cold, plans.option[0], plans.option[-1]):
        again = solve(problem, threads=1, warm=warm)
        check(problem, again)
        assert again.value == pytest.approx(cold.value, rel=1e-7, abs=1e-7)


def test_a_warm_start_that_is_no_plan_is_refused() -> None:
    """Too few options, and another site's option, are named."""
    problem = country(20, 6, 2)
    for warm in (np.zeros(3, np.int64), np.zeros(6, np.int64), np.full(6, 99)):
        with pytest.raises(ProblemError, match="one option of its own for each of the 6 sites"):
            solve(problem, warm=warm)


def test_faults_of_the_arguments_are_named_together() -> None:
    """Gap, time limit and threads out of range give one error with three faults, in both languages."""
    with pytest.raises(SettingError) as error:
        solve(country(20, 6, 2), gap=-0.1, time_limit=0.0, threads=0)
    assert [fault.key for fault in error.value.faults] == [
        "setting.gap",
        "setting.time_limit",
        "setting.threads",
    ]
    assert "Minst en tråd behövs" in error.value.text("sv")
    assert "above zero seconds" in error.value.text("en")
