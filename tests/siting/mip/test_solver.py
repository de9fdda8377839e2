"""What HiGHS is asked and answers: the best plan of a MIP, held to limits that its tolerances do not see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import sparse
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.layout.layout import Model, build_model
from narvaro.siting.mip.solver import Mip, MipResult, ask, new_solver, scaled, solve_mip


def priced(f: Features) -> Problem:
    """Return a problem in which only options cost something: nobody lives anywhere."""
    problem = problem_of(f)
    return replace(
        problem,
        layers=tuple(replace(x, weight=np.zeros_like(x.weight), at_most=None) for x in problem.layers),
    )


def mip_of(model: Model) -> Mip:
    """Return the MIP of what options cost: one of each site, within the limits."""
    c, limits = model.choices, model.problem.limits
    choose = np.zeros((model.problem.n_sites, len(c.site)))
    choose[c.site, np.arange(len(c.site))] = 1.0
    rows = sparse.csr_array(np.vstack([choose, limits.matrix[:, model.order].toarray()]))
    one = np.ones(model.problem.n_sites)
    return Mip(
        np.arange(len(c.site)),
        c.cost,
        np.ones(len(c.site)),
        len(c.site),
        rows,
        np.concatenate([one, limits.lower]),
        np.concatenate([one, limits.upper]),
        model.problem.offset,
        False,
    )


@settings(max_examples=60)
@given(features())
def test_the_best_plan_is_found_or_there_is_none(f: Features) -> None:
    """The picks keep every limit and cost what the best plan written out does; below that there is none."""
    problem = priced(f)
    plans, model = every_plan(problem), build_model(problem)
    mip = mip_of(model)
    found = solve_mip(model, mip, gap=0.0, time_limit=np.inf, seed=0)
    assert found.ended
    assert found.infeasible == (not np.isfinite(plans.best))
    if found.infeasible:
        assert (found.pick, found.bound) == (None, np.inf)
        return
    assert found.pick is not None
    row = np.flatnonzero((plans.option == model.to_options(found.pick)).all(axis=1))[0]
    near = 1e-6 * max(1.0, abs(plans.best))
    assert plans.whole[row]
    assert plans.value[row] == pytest.approx(plans.best, abs=near)
    assert found.bound == pytest.approx(plans.best, abs=near)
    for cutoff, some in ((plans.best + 1.0, True), (plans.best - 1.0, False)):
        cut = solve_mip(model, mip, gap=0.0, time_limit=np.inf, seed=0, cutoff=cutoff)
        assert (cut.pick is not None) == some
    again = solve_mip(model, mip, gap=0.0, time_limit=np.inf, seed=0, start=found.pick)
    assert again.bound == pytest.approx(plans.best, abs=near)


def two(use: float, edge: float, cost: float = 1.0) -> Problem:
    """Return two sites, each without use at a cost, or of some use free of charge; the sum of use is limited."""
    layer = Layer("car", np.ones((1, 2)), np.zeros((1, 1)), 9.0)
    options = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.array([cost, 0.0, 2 * cost, 0.0]))
    return Problem(2, 1, 1, (layer,), options, Limits([[0.0, use, 0.0, use]], [-np.inf], [edge], ("use",)))


@pytest.mark.parametrize("use", [1.0, 1e6, 1e10, 1e14])
def test_a_limit_passed_by_less_than_highs_sees_is_cut_off(use: float) -> None:
    """Both sites of use are one unit above the edge, at any size: the plan leaves the cheaper one without, at 1."""
    model = build_model(two(use, 2 * use - 1.0))
    found = solve_mip(model, mip_of(model), gap=0.0, time_limit=np.inf, seed=0)
    assert found.pick is not None
    assert model.to_options(found.pick).tolist() == [0, 3]
    assert solve_mip(
        build_model(two(use, 2 * use)), mip_of(build_model(two(use, 2 * use))), gap=0, time_limit=9, seed=0
    ).bound == pytest.approx(0.0)


def test_what_needs_no_asking_is_not_asked() -> None:
    """A site without an option, and an area that nothing can reach, are no plan: told at once, and beyond doubt."""
    model = build_model(two(1.0, 2.0))
    whole = mip_of(model)
    none = MipResult(None, np.inf, ended=True, infeasible=True)
    asked = {"gap": 0.0, "time_limit": 9.0, "seed": 0}
    assert solve_mip(model, replace(whole, impossible=True), **asked) == none
    assert solve_mip(model, replace(whole, options=np.array([0, 1, 0, 1])), **asked) == none


@pytest.mark.parametrize("cost", [1e-9, 1.0, 1e9])
def test_the_objective_is_told_in_the_unit_given(cost: float) -> None:
    """One site must go without: the cheaper one, at its cost, whatever costs are counted in."""
    model = build_model(two(1.0, 1.0, cost))
    found, objective = ask(model, mip_of(model), gap=0.0, time_limit=9.0)
    assert (objective, found.bound) == pytest.approx((cost, cost), rel=1e-9)
    assert found.pick is not None
    assert found.pick.tolist() == [0, 3]


@pytest.mark.parametrize(
    ("bound", "ended", "level", "proven"),
    [
        (90.0, True, np.inf, 90.0),
        (100.0 - 5e-6, True, np.inf, 100.0),  # within HiGHS's tolerance of the value
        (100.0 - 5e-6, False, np.inf, 100.0 - 5e-6),
        (100.0 - 5e-5, True, np.inf, 100.0 - 5e-5),
        (np.inf, True, 95.0, 95.0),  # nothing is left below the level of what was ruled out
        (98.0, True, 95.0, 95.0),
    ],
)
def test_a_bound_is_at_most_the_level_and_the_value_where_highs_ended_at_it(
    bound: float, ended: bool, level: float, proven: float
) -> None:
    """Of a value of 100: what HiGHS's tolerances leave open counts as closed only where it ended by itself."""
    assert MipResult(None, bound, ended, False).proven(100.0, level) == proven


def test_figures_of_a_usual_size_stay_as_they_are() -> None:
    """Up to a million or so nothing is scaled; a row and an objective of 1e9 are, by powers of two."""
    usual = mip_of(build_model(two(1e5, 1.5e5)))
    assert scaled(usual) == (usual, 1.0)
    large = mip_of(build_model(two(1e9, 1.5e9, 1e9)))
    mip, unit = scaled(large)
    assert unit == 2.0**30  # of the 2e9 that the second site costs
    assert mip.rows.toarray()[2].tolist() == [0.0, 1e9 / 2**29, 0.0, 1e9 / 2**29]
    assert mip.rows.toarray()[:2].tolist() == large.rows.toarray()[:2].tolist()
    assert (mip.row_upper[2], mip.cost.max()) == (1.5e9 / 2**29, 2e9 / unit)


def test_a_solver_takes_any_seed_and_time() -> None:
    """Seeds beyond four bytes, and times without end or over, are brought within what HiGHS takes."""
    for seed, seconds, wanted in ((2**31 + 7, np.inf, (7, 1e9)), (-1, -5.0, (2**31 - 1, 0.05))):
        solver = new_solver(seed, seconds)
        found = [solver.getOptionValue(name)[1] for name in ("random_seed", "time_limit")]
        assert tuple(found) == wanted
