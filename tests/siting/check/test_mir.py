"""Rounded limits of a proof, made again: the same rows as the engine's, and none of what cannot be rounded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.siting.bound.test_mir import SITES, rooms, tried
from tests.siting.problems import Features, features, problem_of

from narvaro.errors import CheckError
from narvaro.siting import check, solve
from narvaro.siting.bound.mir import cut_rows
from narvaro.siting.check.mir import rounded_limits
from narvaro.siting.form.solution import MirCut


@given(features(money=True, groups=True), st.integers(0, 2**32 - 1))
def test_the_check_makes_the_same_rows_as_the_engine(f: Features, seed: int) -> None:
    """Coefficients and edges are equal to the last unit, though they are made by other code."""
    problem = problem_of(f)
    cuts = tuple(tried(problem, np.random.default_rng(seed)))
    if not cuts:
        return
    ours, wrong = rounded_limits(problem, cuts)
    theirs = cut_rows(problem, cuts)
    assert wrong == []
    np.testing.assert_array_equal(ours.matrix.toarray(), theirs.matrix.toarray())
    np.testing.assert_array_equal(ours.upper, theirs.upper)


GOOD: dict[str, Any] = {"limit": 0, "upper": False, "shift": np.zeros(SITES, np.int64), "divisor": 3}


@pytest.mark.parametrize(
    "edit",
    [
        {"limit": 1},
        {"limit": -1},
        {"upper": True},
        {"divisor": 0},
        {"divisor": 1.5},
        {"scale": 0},
        {"scale": 10**15},
        {"shift": np.zeros(SITES - 1, np.int64)},
        {"shift": np.full(SITES, 0.5)},
    ],
    ids=str,
)
def test_what_cannot_be_rounded_proves_nothing(edit: dict[str, Any]) -> None:
    """A limit or an edge that is not there, or figures that are no whole numbers, are a fault of the proof."""
    assert rounded_limits(rooms(), [MirCut(**GOOD)])[1] == []
    found, wrong = rounded_limits(rooms(), [MirCut(**(GOOD | edit))])
    assert len(found) == 0
    assert [fault.key for fault in wrong] == ["check.mir"]
    solution = solve(rooms())
    forged = replace(solution, certificate=replace(solution.certificate, cuts=(MirCut(**(GOOD | edit)),)))
    with pytest.raises(CheckError):
        check(rooms(), forged)
