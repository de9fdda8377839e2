"""A MIP in other units: the same answers whatever it is scaled by, and duals that prove the same as given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from narvaro.siting.mip.scaling import scaled, without_plan
from narvaro.siting.mip.solver import Mip


def drawn(seed: int) -> tuple[Mip, float, float]:
    """Draw a MIP, four sites of three options and six flows that need them, in units far apart.

    With it goes what is least of it and of its relaxation: found where all is still counted in one.
    """
    rng = np.random.default_rng(seed)
    options, flows = 12, 6
    choose = np.kron(np.eye(4), np.ones(3))
    money = rng.integers(0, 5, options)
    need = np.repeat(np.eye(3), 2, axis=1)
    link = rng.integers(0, options, flows)
    links = np.zeros((flows, options + flows))
    links[np.arange(flows), link] = -3.0
    links[np.arange(flows), options + np.arange(flows)] = 1.0
    rows = np.vstack(
        [
            np.hstack([choose, np.zeros((4, flows))]),
            np.hstack([money, np.zeros(flows)])[None],
            np.hstack([np.zeros((3, options)), need]),
            links,
        ]
    )
    lower = np.concatenate([np.ones(4), [-np.inf], np.ones(3), np.full(flows, -np.inf)])
    upper = np.concatenate([np.ones(4), [2.0 * money.mean() * 4], np.full(3, np.inf), np.zeros(flows)])
    cost = np.concatenate([rng.integers(0, 20, options), rng.integers(0, 9, flows)]).astype(float)
    top = np.concatenate([np.ones(options), np.full(flows, np.inf)])
    plain = Mip(np.arange(options), cost, top, options, sparse.csr_array(rows), lower, upper, 3.0, False)
    units, price = 10.0 ** rng.integers(-5, 6, len(rows)), 10.0 ** rng.integers(-5, 6)
    mip = replace(
        plain,
        cost=cost * price,
        rows=sparse.csr_array(rows * units[:, None]),
        row_lower=lower * units,
        row_upper=upper * units,
        constant=3.0 * price,
    )
    return mip, least_of(plain) * price, least_of(plain, whole=False) * price


def least_of(mip: Mip, *, whole: bool = True) -> float:
    """Return the least value by another door, infinity where there is none."""
    bound = LinearConstraint(mip.rows.toarray(), mip.row_lower, mip.row_upper)
    integral = np.arange(len(mip.cost)) < mip.binary if whole else np.zeros(len(mip.cost))
    found = milp(mip.cost, integrality=integral, bounds=Bounds(0, mip.upper), constraints=bound)
    return float(found.fun) + mip.constant if found.status == 0 else np.inf


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_a_scaled_mip_has_the_same_least_value_and_figures_around_one(seed: int) -> None:
    """Factors are powers of two; each row's largest figure lies between one and two; the value is that of the given."""
    mip, best, _ = drawn(seed)
    own = scaled(mip)
    factors = np.concatenate([own.column, own.row, [own.unit]])
    assert (np.frexp(factors)[0] == 0.5).all()
    largest = np.abs(own.mip.rows).max(axis=1).toarray().ravel()
    assert ((largest >= 1.0) & (largest < 2.0)).all()
    assert own.mip.rows.toarray() == pytest.approx(mip.rows.toarray() * own.column * own.row[:, None], rel=0)
    least = least_of(own.mip)
    assert np.isfinite(best) == np.isfinite(least)
    if np.isfinite(least):
        assert least / own.unit == pytest.approx(best, rel=1e-6)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_what_may_be_spent_rules_no_plan_out_that_spends_no_more(seed: int) -> None:
    """No cost is below zero, so the best plan spends on no column more than its value: held to that it is the best."""
    mip, best, _ = drawn(seed)
    if not np.isfinite(best):
        return
    own = scaled(mip, best - mip.constant)
    assert least_of(own.mip) / own.unit == pytest.approx(best, rel=1e-6)
    top = own.mip.upper * own.column
    assert (top <= mip.upper).all()
    dear = (np.arange(len(top)) >= mip.binary) & (mip.cost > 0)
    assert (top[dear] * mip.cost[dear] <= (best - mip.constant) * (1 + 1e-5)).all()


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_duals_are_told_as_given(seed: int) -> None:
    """Duals of the scaled relaxation, turned back, prove the relaxation of the MIP as given to be what it is."""
    mip, _, relaxed = drawn(seed)
    own = scaled(mip)
    found: Any = linprog(
        own.mip.cost,
        np.vstack([own.mip.rows.toarray()[4:5], own.mip.rows.toarray()[8:], -own.mip.rows.toarray()[5:8]]),
        np.concatenate([own.mip.row_upper[4:5], own.mip.row_upper[8:], -own.mip.row_lower[5:8]]),
        own.mip.rows.toarray()[:4],
        own.mip.row_lower[:4],
        bounds=[(0, None if np.isinf(x) else x) for x in own.mip.upper],
    )
    if found.status != 0:
        return
    at_most = found.ineqlin.marginals
    dual = own.duals(np.concatenate([found.eqlin.marginals, at_most[:1], -at_most[7:], at_most[1:7]]))
    edge = np.where(dual > 0, mip.row_lower, mip.row_upper)
    rest = np.minimum(mip.cost - mip.rows.T @ dual, 0.0)
    near = 1e-6 * max(np.abs(mip.cost).max(), 1e-9)
    assert (rest[12:] >= -near).all()
    proven = float((dual * np.where(dual != 0, edge, 0.0)).sum() + rest[:12].sum()) + mip.constant
    assert proven == pytest.approx(relaxed, abs=20 * near)


def small(top: float = np.inf) -> Mip:
    """Return two options of one site at 1 and 8, a flow at 4 each, and at most 6 of twice the flow."""
    rows = sparse.csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]]))
    cost, upper = np.array([1.0, 8.0, 4.0]), np.array([1.0, 1.0, top])
    return Mip(np.arange(2), cost, upper, 2, rows, np.array([1.0, -np.inf]), np.array([1.0, 6.0]), 0.0, False)


def test_columns_that_cost_more_than_is_left_are_held_by_hand() -> None:
    """With 2 left a flow is at most a half; the dear option costs 7 above the least of its site: it is in no plan."""
    own = scaled(small(), 2.0, np.array([1.0, 1.0]))
    assert own.mip.upper[:2].tolist() == [1.0, 0.0]
    assert own.mip.upper[2] * own.column[2] == pytest.approx(0.5, rel=1e-5)
    assert own.column.tolist() == [1.0, 1.0, 1.0]
    assert scaled(small(), 0.02).column[2] == 2.0**-7  # a flow of 0.005 is measured in 1/128
    spent = scaled(small(), 1e-9)
    assert spent.mip.upper[2] == 0.0  # so little is left that HiGHS would drop it


@pytest.mark.parametrize(("held", "most"), [(True, 3.0), (False, np.inf)])
def test_a_ceiling_holds_the_columns_that_it_adds_up(held: bool, most: float) -> None:
    """Twice a flow is at most 6, so the flow is at most 3; not so where ceilings may be broken."""
    own = scaled(small(), held=held)
    assert own.mip.upper[2] * own.column[2] == pytest.approx(most, rel=1e-5)


def test_a_plan_that_is_cut_off_is_the_only_one() -> None:
    """Two sites with two options each: of the four plans one is gone, and the other three cost what they did."""
    rows = sparse.csr_array(np.kron(np.eye(2), np.ones(2)))
    mip = Mip(
        np.array([3, 5, 6, 9]),
        np.array([0.0, 1, 0, 2]),
        np.ones(4),
        4,
        rows,
        np.ones(2),
        np.ones(2),
        0,
        False,
    )
    found = []
    for cut in ([], [3, 6], [5, 6], [3, 9]):
        mip = without_plan(mip, np.array(cut)) if cut else mip
        found.append(least_of(mip))
    assert found == [0.0, 1.0, 2.0, 3.0]
    assert least_of(without_plan(mip, np.array([5, 9]))) == np.inf
