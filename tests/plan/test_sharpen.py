"""A sharper rule lets through the same plans."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from narvaro.plan import sharpen
from narvaro.plan.limits import Rule
from narvaro.plan.options import Paths, Spend
from narvaro.plan.sharpen import highest_sum, lowest_sum, sharpened

FIGURES = st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=4), min_size=1, max_size=4)


def setting(figures, family, lower, upper):
    """Return a rule over sites whose paths have these figures."""
    site = np.repeat(np.arange(len(figures)), [len(each) for each in figures])
    none = np.zeros((len(site), 1), np.int64)
    paths = Paths(site, none.astype(np.int8), Spend(none, none, none, none), np.zeros(len(figures), np.int8))
    return Rule(family, "", (0, 0), np.concatenate(figures).astype(float), lower, upper, "2025"), paths


def kept(rule, paths, picks):
    """Tell whether a plan keeps a rule; picks are positions among each site's paths."""
    start = np.flatnonzero(np.diff(paths.site, prepend=-1))
    total = rule.coefficients[start + np.array(picks)].sum()
    return rule.lower <= total <= rule.upper


@given(FIGURES, st.integers(-5, 90))
def test_the_same_plans_keep_a_sharpened_ceiling_of_money(figures, upper):
    """Every choice of one path for each site is within both ceilings or beyond both, and the new one is no higher."""
    rule, paths = setting(figures, "money", -np.inf, upper)
    sharper = sharpened(rule, paths)
    assert sharper.upper <= max(upper, sum(min(each) for each in figures))
    for picks in product(*(range(len(each)) for each in figures)):
        assert kept(rule, paths, picks) == kept(sharper, paths, picks) or upper < sum(min(e) for e in figures)


@given(FIGURES, st.integers(1, 90).map(float))
def test_the_same_plans_keep_a_sharpened_floor_of_room(figures, lower):
    """Every choice is above both floors or below both, and the new one is no lower."""
    rule, paths = setting(figures, "room", lower, np.inf)
    sharper = sharpened(rule, paths)
    assert sharper.lower >= lower
    for picks in product(*(range(len(each)) for each in figures)):
        assert kept(rule, paths, picks) == kept(sharper, paths, picks)


def test_money_for_a_part_of_an_office_is_left_out():
    """75 MSEK run seventeen offices of 4.3, and 1.9 run none: the ceiling is 73.1."""
    rule, paths = setting([[0, 4_300]] * 30, "money", -np.inf, 75_000)
    assert sharpened(rule, paths).upper == 73_100


def test_room_of_half_sizes_stays_as_asked():
    """Room that is no whole number of visits is not rounded."""
    rule, paths = setting([[0.0, 6.5]], "room", 3.0, np.inf)
    assert sharpened(rule, paths).lower == 3.0


def test_other_rules_are_left_as_they_are():
    """A rule that an office is kept is as sharp as can be."""
    rule, paths = setting([[0, 1]], "keep", 1, np.inf)
    assert sharpened(rule, paths) is rule


def test_sums_of_very_many_figures_are_not_looked_for(monkeypatch):
    """Where nearly every sum can be reached, or there are too many steps, the ceiling stays."""
    assert highest_sum(tuple(range(2, 70)), 1_001) == 1_001
    monkeypatch.setattr(sharpen, "MOST_STEPS", 10)
    assert highest_sum((3,), 100) == 100


def test_a_floor_that_nothing_reaches_stays():
    """The rule is then broken by every plan, and says so."""
    assert lowest_sum([[1, 2], [3]], 9.0) == 9.0
