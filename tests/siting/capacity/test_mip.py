"""The MIP of capacity and its relaxation against every plan written out, and where its rows stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.siting.brute import every_plan
from tests.siting.capacity.test_run import line
from tests.siting.problems import drawn_with_capacity, problem_of

from narvaro.siting.capacity.mip import FlowMip, build_flow_mip, relax
from narvaro.siting.form.units import in_own_units
from narvaro.siting.layout.layout import build_model
from narvaro.siting.mip.solver import Mip, solve_mip


def least_of(mip: Mip) -> float:
    """Return the least value of the linear relaxation by another door, infinity where there is none."""
    held = np.isfinite(mip.row_lower)
    rows, most = mip.rows.toarray(), np.concatenate([mip.row_upper, -mip.row_lower[held]])
    table = np.vstack([rows, -rows[held]])[np.isfinite(most)]
    top = [(0, None if np.isinf(x) else x) for x in mip.upper]
    found = linprog(mip.cost, table, most[np.isfinite(most)], bounds=top, method="highs")
    return float(found.fun) + mip.constant if found.status == 0 else np.inf


def by_duals(flow_mip: FlowMip, dual: Any) -> float:
    """Return what duals prove of the relaxation, whatever they are: those without an edge are left out."""
    mip = flow_mip.mip
    edge = np.where(dual > 0, mip.row_lower, mip.row_upper)
    dual = np.where(np.isfinite(edge), dual, 0.0)
    rest = np.minimum(mip.cost - mip.rows.T @ dual, 0.0)
    # a column without an end may have no negative price: what is below zero by rounding counts nothing
    endless = np.isinf(mip.upper)
    assert (rest[endless] >= -1e-6 * max(1.0, np.abs(mip.cost).max())).all()
    held = (dual * np.where(np.isfinite(edge), edge, 0.0)).sum()
    return float(held + (rest[~endless] * mip.upper[~endless]).sum() + mip.constant)


@pytest.mark.parametrize("seed", range(40))
def test_the_mip_has_the_best_plan(seed: int) -> None:
    """Rooms, sizes, years, penalties, ceilings and other layers: its least value is that of every plan written out."""
    problem, units = in_own_units(problem_of(drawn_with_capacity(seed)))
    best, model = every_plan(problem).best, build_model(problem)
    found = solve_mip(model, build_flow_mip(model).mip, gap=0.0, time_limit=np.inf, seed=0)
    assert units.objective > 0
    assert found.infeasible == (not np.isfinite(best))
    assert found.infeasible or found.bound == pytest.approx(best, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("seed", range(40))
def test_the_relaxation_is_solved_and_its_duals_prove_it(seed: int) -> None:
    """Scaled for HiGHS and back: parts of each site's options add up to one, and the duals prove the least value."""
    problem, _ = in_own_units(problem_of(drawn_with_capacity(seed)))
    model = build_model(problem)
    flow_mip = build_flow_mip(model)
    least, found = least_of(flow_mip.mip), relax(flow_mip)
    assert found.infeasible == (not np.isfinite(least))
    if found.infeasible:
        assert not np.isfinite(every_plan(problem).best)
        return
    near = 1e-6 * max(1.0, np.abs(flow_mip.mip.cost).max())
    proven = by_duals(flow_mip, found.dual)
    assert proven == pytest.approx(least, abs=near)
    assert proven <= every_plan(problem).best + near
    parts = np.bincount(model.choices.site[flow_mip.mip.options], found.option, problem.n_sites)
    assert parts == pytest.approx(1.0)


def test_the_parts_stand_where_it_is_told() -> None:
    """Three sites of two options, a limit, three areas that may go unserved, nine pairs, three rooms and a ceiling."""
    model = build_model(line(overload=2.0, at_most=np.array([50.0])))
    found = build_flow_mip(model)
    mip = found.mip
    assert mip.binary == 6
    assert len(mip.cost) == 6 + 9 + 3 + 3
    assert (found.limit_row, found.need_row, found.room_row, found.ceiling_row) == (3, 4, 16, 19)
    assert mip.rows.shape[0] == 20
    rows = mip.rows.toarray()
    # the first area's row: its three pairs, and its share unserved
    assert rows[4].nonzero()[0].tolist() == [*(6 + np.flatnonzero(found.pairs.client == 0)), 15]
    # the first site's room of 4, in units of the largest weight 3, with what is above it
    room = rows[16]
    assert room[:6].tolist() == [0, -4 / 3, 0, 0, 0, 0]
    assert room[6:15].tolist() == (found.pairs.site == 0).astype(float).tolist()
    assert room[18:].tolist() == [-1, 0, 0]
    assert mip.cost[18:].tolist() == [6.0] * 3  # a unit of 3 at 2 each
    # everyone pays the way, 99 unserved, or the overload under the ceiling of 50
    assert np.array_equal(rows[19, 6:], mip.cost[6:])
    assert (mip.row_upper[19], found.ceilings.tolist()) == (50.0, [[0, 0]])


def test_a_pair_is_served_no_more_than_a_hard_room_holds() -> None:
    """Three people and room for two: two thirds of the area at most, and nothing above the room."""
    found = build_flow_mip(build_model(line(room=(2.0,))))
    assert found.mip.upper[6:15].tolist() == [2 / 3] * 9
    assert found.mip.upper[18:].tolist() == [0.0] * 3
