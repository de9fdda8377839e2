"""The master of the counts against counts written out and a linear program solved elsewhere."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from narvaro.siting.tree.count_master import Master
from narvaro.siting.tree.option_types import OptionTypes

NONE = np.zeros(0, np.int64)
# three sites choose from types 0 to 2, two others from 3 and 4; money is 15
USE, SIZE, MONEY = np.array([[0.0, 4.0, 6.0, 0.0, 5.0]]), np.array([3.0, 2.0]), 15.0
MEMBER = np.array([[1.0, 1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 1.0]])
SUMS = np.vstack([np.eye(5), [0.0, 1.0, 1.0, 0.0, 1.0]])
COUNTS = np.array(
    [n for n in itertools.product(range(4), repeat=5) if (MEMBER @ n == SIZE).all() and USE[0] @ n <= MONEY],
    np.float64,
)


def drawn(seed: int, cuts: int = 3) -> tuple[Master, np.random.Generator]:
    """Return a master with some cuts."""
    rng = np.random.default_rng(seed)
    types = OptionTypes(NONE, NONE, np.eye(1), USE, MEMBER, SIZE, SUMS)
    master = Master(types, np.array([-np.inf]), np.array([MONEY]), 50.0 * 10.0 ** rng.integers(-3, 4))
    for _ in range(cuts):
        master.add(master.value * (1 + rng.normal(0, 0.1)), master.value * rng.normal(0, 0.2, 5))
    return master, rng


def box_of(rng: np.random.Generator) -> tuple[Any, Any]:
    """Return a box of sums that holds some counts."""
    sums = SUMS @ COUNTS[rng.integers(len(COUNTS))]
    return sums - rng.integers(0, 3, len(sums)), sums + rng.integers(0, 3, len(sums))


def least_of(master: Master, lower: Any, upper: Any, *, whole: bool) -> float:
    """Return the least that the cuts let counts in a box cost: over all of them, or over fractions too."""
    alpha, price = np.array(master.alpha), np.array(master.price)
    if whole:
        sums = SUMS @ COUNTS.T
        inside = ((sums >= lower[:, None]) & (sums <= upper[:, None])).all(axis=0)
        return float((alpha[:, None] - price @ COUNTS[inside].T).max(axis=0).min())
    above = np.hstack([-price, -np.ones((len(alpha), 1))])
    rows = np.vstack([above, np.pad(np.vstack([SUMS, -SUMS, USE]), ((0, 0), (0, 1)))])
    most = np.concatenate([-alpha, upper, -lower, [MONEY]])
    bounds = [(0, m) for m in SIZE @ MEMBER] + [(None, None)]
    found = linprog([0] * 5 + [1], rows, most, np.pad(MEMBER, ((0, 0), (0, 1))), SIZE, bounds)
    return float(found.fun)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_the_least_of_a_box_is_that_of_the_linear_program_and_its_duals_prove_it(seed: int) -> None:
    """Fractions of counts cost at most what whole ones do; the duals alone prove the least, and never more."""
    master, rng = drawn(seed)
    lower, upper = box_of(rng)
    counts, least, duals = master.solve(lower, upper)
    assert counts is not None
    near = 1e-6 * abs(master.value)
    assert least == pytest.approx(least_of(master, lower, upper, whole=False), abs=near)
    assert least <= least_of(master, lower, upper, whole=True) + near
    proven = master.least(sparse.csr_array(duals[None]), lower[None], upper[None])[0]
    assert proven == pytest.approx(least, abs=near)
    assert MEMBER @ counts == pytest.approx(SIZE)
    assert USE[0] @ counts <= MONEY + 1e-6


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_any_duals_prove_less_than_any_counts_cost(seed: int) -> None:
    """Whatever the duals, and where those of later cuts are missing, no counts of a box cost less than its bound."""
    master, rng = drawn(seed)
    boxes = [box_of(rng) for _ in range(3)]
    lower, upper = (np.array([box[side] for box in boxes]) for side in (0, 1))
    rows = len(SUMS) + len(USE) + len(MEMBER)
    for columns in (rows + 3, rows + 1):
        duals = rng.normal(0, master.value, (3, columns)) * (rng.random((3, columns)) < 0.6)
        proven = master.least(sparse.csr_array(duals), lower, upper)
        for box, bound in zip(boxes, proven, strict=True):
            assert bound <= least_of(master, *box, whole=True)
            alone = master.least(sparse.csr_array(duals[:1]), lower[:1], upper[:1])
            assert alone[0] == pytest.approx(proven[0], rel=1e-12)
        rays = master.least(sparse.csr_array(duals), lower, upper, ray=True)
        assert (rays <= 0.0).all()  # nothing proves a box empty that holds counts


def test_an_empty_box_is_proven_empty() -> None:
    """Three of type 2 and two of type 4 need 28 of 15: there are no counts, and the ray proves more than zero."""
    master, _ = drawn(1)
    lower, upper = np.zeros(6), np.array([3.0, 3.0, 3.0, 2.0, 2.0, 5.0])
    lower[[2, 4]] = 3.0, 2.0
    counts, least, ray = master.solve(lower, upper)
    assert counts is None
    assert least == np.inf
    assert master.least(sparse.csr_array(ray[None]), lower[None], upper[None], ray=True)[0] > 0.0


def test_the_cut_that_proves_most_at_some_counts_is_found() -> None:
    """At one office of type 1 the cuts prove 10 - 2, 12 - 5 and 3 + 6: the last one most."""
    master, _ = drawn(1, cuts=0)
    for alpha, price in ((10.0, 2.0), (12.0, 5.0), (3.0, -6.0)):
        master.add(alpha, np.array([0.0, price, 0.0, 0.0, 0.0]))
    assert master.at(np.array([2.0, 1.0, 0.0, 2.0, 0.0])) == (2, 9.0)
    assert master.at(np.array([3.0, 0.0, 0.0, 2.0, 0.0])) == (1, 12.0)
