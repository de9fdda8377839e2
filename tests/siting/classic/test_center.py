"""The p-center's parts: the cover of a radius, the sites to begin with, and what is asked of each radius."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.siting.brute import every_plan

from narvaro.errors import InfeasibleError, SettingError
from narvaro.siting import p_center, set_cover
from narvaro.siting.classic.center import Bisection, cover_problem
from narvaro.siting.classic.inputs import Given

COST = np.array([[0.0, 4.0], [3.0, 1.0], [9.0, 2.0]])


def town(seed: int, areas: int = 9, sites: int = 6) -> tuple[Any, Any]:
    """Return costs with ties, and weights of which some are zero."""
    rng = np.random.default_rng(seed)
    weight = rng.integers(0, 3, areas).astype(float)
    weight[rng.integers(areas)] = 1.0
    return rng.integers(0, 12, (areas, sites)).astype(float), weight


def least_worst(
    cost: Any, weight: Any, p: int, fixed: tuple[int, ...] = (), shut: tuple[int, ...] = ()
) -> float:
    """Return the least largest cost over all sets of at most p sites."""
    free = [j for j in range(cost.shape[1]) if j not in shut]
    sets = (s for n in range(1, p + 1) for s in itertools.combinations(free, n) if set(fixed) <= set(s))
    return min(float(cost[weight > 0][:, list(s)].min(axis=1).max()) for s in sets)


def bisection(given_as: Given, p: int, **asked: Any) -> Bisection:
    return Bisection(given_as, p, **{"gap": 0.0, "time_limit": None, "threads": 1, "seed": 0, **asked})


# --- the cover --------------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, 11))
def test_the_cover_of_a_radius_is_that_of_all_areas_with_weight(seed: int, radius: int) -> None:
    """Its plans are the sets of sites that cover everyone; an area with weight that none covers is named."""
    cost, weight = town(seed)
    near = cost[weight > 0] <= radius
    given_as = Given(cost, weight, None, (), ())
    if not near.any(axis=1).all():
        with pytest.raises(InfeasibleError) as error:
            cover_problem(given_as, radius, np.ones(6))
        (fault,) = error.value.conflicts
        out = (weight > 0) & ~(cost <= radius).any(axis=1)
        assert fault.data["areas"] == [str(a) for a in np.flatnonzero(out)]
        assert fault.data["count"] == out.sum()
        return
    problem = cover_problem(given_as, radius, np.ones(6))
    plans = every_plan(problem)
    opened = [problem.options.state[option, 0] >= 0 for option in plans.option[plans.whole]]
    wanted = [s for s in itertools.product([False, True], repeat=6) if near[:, np.array(s)].any(axis=1).all()]
    assert {tuple(s.tolist()) for s in opened} == set(wanted)
    assert plans.best == min(sum(s) for s in wanted)
    assert len(problem.layers[0].weight) <= len(near)  # areas with one cover set are one


def test_where_nobody_lives_there_is_nothing_to_cover() -> None:
    """No weight left in any area: the cheapest plan opens nothing."""
    given_as = Given(COST, None, None, (), ())
    given_as.weight = np.zeros(3)
    assert every_plan(cover_problem(given_as, 0.5, np.ones(2))).best == 0.0


def test_an_area_that_nothing_covers_is_named() -> None:
    """Area 2 is 9 from the only site that may open."""
    with pytest.raises(InfeasibleError) as error:
        set_cover(COST, 5.0, forbidden=[1])
    (fault,) = error.value.conflicts
    assert (fault.key, fault.data["areas"]) == ("infeasible.cover", ["2"])


# --- bisecting --------------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_sites_to_begin_with_are_at_most_twice_as_far_as_need_be(seed: int, p: int) -> None:
    """Where every area is a site and ways keep the triangle's rule: p at most, within twice the least (Gonzalez)."""
    place = np.random.default_rng(seed).random((8, 2))
    cost = np.hypot(*(place[:, None] - place).transpose(2, 0, 1))
    run = bisection(Given(cost, None, p, (), ()), p)
    sites = run.first_sites()
    assert 1 <= len(sites) <= p
    assert run.worst(sites) == cost[:, sites].min(axis=1).max()
    assert run.worst(sites) <= 2 * least_worst(cost, np.ones(8), p) + 1e-12


def test_fixed_sites_are_open_from_the_beginning_and_forbidden_ones_never() -> None:
    """Areas at 0, 1 and 9, a site in each: with the first fixed the one at 9 is next, or where that may not be, 1."""
    place = np.array([0.0, 1.0, 9.0])
    cost = np.abs(place[:, None] - place)
    assert bisection(Given(cost, None, 2, (0,), ()), 2).first_sites().tolist() == [0, 2]
    assert bisection(Given(cost, None, 2, (0,), (2,)), 2).first_sites().tolist() == [0, 1]


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(0, 11))
def test_a_radius_fits_from_the_least_on(seed: int, p: int, radius: int) -> None:
    """So many sites cover all within a radius just where it is no less than the p-center; both answers are kept."""
    cost, weight = town(seed)
    run = bisection(Given(cost, weight, p, (), ()), p)
    radius = max(radius, int(run.least))  # below that some area has no site at all
    best = least_worst(cost, weight, p)
    assert run.fits(float(radius)) == (radius >= best)
    if radius >= best:
        assert run.value == run.worst(run.sites) <= radius
        assert len(run.sites) <= p
    else:
        assert run.below is not None
        assert run.below[1].bound > p
    assert run.stopped == "proven"


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_the_bisection_ends_at_the_least_radius(seed: int, p: int) -> None:
    """Its value and bound are the p-center by all sets of sites, with one site fixed and one forbidden."""
    cost, weight = town(seed)
    answer = bisection(Given(cost, weight, p, (0,), (1,)), p).run()
    assert answer.value == answer.bound == least_worst(cost, weight, p, (0,), (1,))
    assert (answer.status, answer.stopped_by, answer.gap) == ("optimal", "proven", 0.0)


def test_without_time_a_radius_is_not_settled() -> None:
    """The sites to begin with are the answer, the least that the area worst off pays the bound, and time the reason."""
    run = bisection(Given(COST, None, 1, (), ()), 1, time_limit=1e-9)
    assert run.fits(4.0) is None
    answer = run.run()
    assert (answer.value, answer.bound, answer.stopped_by) == (9.0, 2.0, "time")
    assert answer.sites.tolist() == [0]


def test_an_area_that_no_site_reaches_is_named_before_anything_is_asked() -> None:
    """Of two areas out of reach the one with weight is told."""
    cost = np.array([[1.0, 2.0], [np.inf, np.inf], [np.inf, np.inf]])
    with pytest.raises(InfeasibleError) as error:
        bisection(Given(cost, [1, 0, 2], 1, (), ()), 1)
    (fault,) = error.value.conflicts
    assert (fault.key, fault.data["count"], fault.data["areas"]) == ("infeasible.unreachable", 1, ["2"])


def test_the_gap_of_a_center_is_kept() -> None:
    """Asked for 20 %, the radius found is at most so far above the least that is not ruled out."""
    rng = np.random.default_rng(4)
    away = rng.random((60, 1, 2)) - rng.random((1, 30, 2))
    cost = np.hypot(away[..., 0], away[..., 1])
    rough, exact = p_center(cost, 4, gap=0.2, threads=1), p_center(cost, 4, threads=1)
    assert rough.gap <= 0.2
    assert rough.bound <= exact.value <= rough.value


def test_a_center_takes_no_gap_below_zero() -> None:
    """Gap and time limit are looked at as in every model."""
    with pytest.raises(SettingError, match="zero or more"):
        p_center(COST, 1, gap=-1.0)
    with pytest.raises(SettingError, match="above zero"):
        p_center(COST, 1, time_limit=0.0)
