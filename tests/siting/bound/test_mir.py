"""Mixed-integer rounding: rows that every plan keeps and the relaxation breaks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.siting.brute import every_plan
from tests.siting.problems import Features, features, problem_of

from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.bound import mir
from narvaro.siting.form.solution import MirCut

SITES = 3


def offices(matrix: object, lower: object, upper: object, states: tuple[int, ...] = (-1, 0, 1)) -> Problem:
    """Return three sites that choose among some states, with one area and some limits."""
    n = len(states)
    layer = Layer("car", np.ones((1, SITES)), np.ones((1, 1)), 9.0)
    options = Options(np.repeat(np.arange(SITES), n), np.tile(states, SITES)[:, None], np.zeros(SITES * n))
    rows = np.atleast_2d(np.array(matrix, float))
    limits = Limits(
        rows, np.atleast_1d(lower), np.atleast_1d(upper), tuple(f"r{i}" for i in range(len(rows)))
    )
    return Problem(SITES, 2, 1, (layer,), options, limits)


def rooms(least: float = 5.0) -> Problem:
    """Return three sites, closed or with room for three, that keep so much room."""
    return offices([0, 3] * SITES, least, np.inf, (-1, 0))


def test_offices_with_room_for_three_keep_two_of_them_for_five() -> None:
    """3 (y1 + y2 + y3) >= 5 is rounded to y1 + y2 + y3 >= 2, where the relaxation has 5/3."""
    third = 5 / 9  # five of nine in all, spread evenly
    cuts = mir.separate(rooms(), np.tile([1 - third, third], SITES))
    rows = mir.cut_rows(rooms(), cuts)
    assert len(cuts) > 0
    for row, edge in zip(rows.matrix.toarray(), rows.upper, strict=True):
        # with one option of each site, what differs between open and closed is the row
        difference, left = row[1::2] - row[::2], edge - row[::2].sum()
        assert difference[0] < 0
        assert (difference == difference[0]).all()
        assert left / difference[0] == 2.0


@pytest.mark.parametrize("picks", [[1, 1, 0], [1, 1, 1], [0, 1, 1]])
def test_what_a_plan_picks_breaks_no_rounded_limit(picks: list[int]) -> None:
    """Where the picks are a plan that keeps the limits, nothing is separated."""
    share = np.array([[1 - p, p] for p in picks], float).ravel()
    assert mir.separate(rooms(), share) == ()


def tried(problem: Problem, rng: np.random.Generator) -> Iterator[MirCut]:
    """Yield cuts of each limit with shifts and divisors drawn at random."""
    for limit in range(len(problem.limits)):
        for upper in (True, False):
            shift = rng.integers(-5, 6, problem.n_sites) * (rng.random(problem.n_sites) < 0.7)
            scale = int(rng.choice([1, 10, 100]))
            cut = MirCut(limit, upper, shift.astype(np.int64), int(rng.integers(1, 9 * scale)), scale)
            if mir.fits(problem, cut):
                yield cut


@given(features(money=True, groups=True), st.integers(0, 2**32 - 1))
def test_every_plan_keeps_every_rounded_limit(f: Features, seed: int) -> None:
    """Whatever the shift and the divisor: plans that keep the limits keep what these are rounded to."""
    problem, rng = problem_of(f), np.random.default_rng(seed)
    cuts = tuple(tried(problem, rng))
    plans = every_plan(problem)
    picked = plans.option[plans.whole]
    if not cuts or not len(picked):
        return
    more = mir.cut_rows(problem, cuts)
    table = more.matrix.toarray()
    for pick in picked:
        assert (table[:, pick].sum(axis=1) <= more.upper).all()


@given(features(whole=True, money=True, groups=True), st.integers(0, 2**32 - 1))
def test_what_is_separated_is_broken_by_the_picks(f: Features, seed: int) -> None:
    """Each cut is passed by the picks that it was made for, the worst first, and none is made twice."""
    problem, rng = problem_of(f), np.random.default_rng(seed)
    draw = rng.random(len(problem.options))
    share = draw / np.bincount(problem.options.site, draw)[problem.options.site]
    cuts = mir.separate(problem, share)
    if not cuts:
        return
    rows = mir.cut_rows(problem, cuts)
    over = rows.matrix @ share - rows.upper
    length = np.sqrt((rows.matrix.toarray() ** 2).sum(axis=1))
    assert (over > 0).all()
    assert (np.diff(over / length) <= 1e-9).all()
    wider = mir.separate(
        Problem(
            problem.n_sites,
            problem.n_states,
            problem.n_years,
            problem.layers,
            problem.options,
            problem.limits.with_rows(rows),
        ),
        share,
        cuts,
    )
    marks = {(c.limit, c.upper, c.divisor, c.shift.tobytes()) for c in cuts}
    assert all((c.limit, c.upper, c.divisor, c.shift.tobytes()) not in marks for c in wider)


def test_limits_with_decimals_are_rounded_in_units_that_make_them_whole() -> None:
    """2.5 times three for 4 is 25 for 40: two of them; a third of one has no such unit, and is left alone."""
    half = offices([0, 2.5] * SITES, 4.0, np.inf, (-1, 0))
    cuts = mir.separate(half, np.tile([0.5, 0.5], SITES))
    assert {cut.scale for cut in cuts} == {10}
    rows = mir.cut_rows(half, cuts)
    for row, edge in zip(rows.matrix.toarray(), rows.upper, strict=True):
        assert (edge - row[::2].sum()) / (row[1] - row[0]) == 2.0
    third = offices([0, 1 / 3] * SITES, 0.5, np.inf, (-1, 0))
    assert mir.separate(third, np.tile([0.5, 0.5], SITES)) == ()
    zero = np.zeros(SITES, np.int64)
    assert not mir.fits(third, MirCut(0, False, zero, 3, 10))
    assert not mir.fits(half, MirCut(0, False, zero, 3))


def test_an_edge_with_decimals_is_rounded_down() -> None:
    """Of 7.5 at most two of three each fit, as of 7; an edge a trace below 6 is 6, as sums of floats are."""
    for edge, most in ((7.5, 2), (5.99, 1), (6.0 - 1e-9, 2)):
        problem = offices([0, 3] * SITES, -np.inf, edge, (-1, 0))
        row = mir.cut_rows(problem, [MirCut(0, True, np.zeros(SITES, np.int64), 3)])
        matrix = row.matrix.toarray()[0]
        assert row.upper[0] // matrix[1] == most


def test_a_cut_fits_only_a_limit_that_is_there() -> None:
    """With that edge, and sites for each shift."""
    zero = np.zeros(SITES, np.int64)
    assert mir.fits(rooms(), MirCut(0, False, zero, 3))
    assert not mir.fits(rooms(), MirCut(0, True, zero, 3))
    assert not mir.fits(rooms(), MirCut(1, False, zero, 3))
    assert not mir.fits(rooms(), MirCut(0, False, np.zeros(2, np.int64), 3))


def test_a_divisor_that_leaves_no_rest_gives_the_limit_itself() -> None:
    """6 of 3 each, divided by 3, says nothing new: the row times one, so an earlier cut fits any edge."""
    rows = mir.cut_rows(rooms(6.0), [MirCut(0, False, np.zeros(SITES, np.int64), 3)])
    assert rows.matrix.toarray().tolist() == [[0, -3] * SITES]
    assert rows.upper.tolist() == [-6]
