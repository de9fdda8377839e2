"""The length of a step: how it falls, and which side a limit's multiplier may be on."""

from __future__ import annotations

import numpy as np

from narvaro.siting import Layer, Limits, Options, Problem
from narvaro.siting.bound.step import StepLength, on_their_side
from narvaro.siting.layout.layout import build_model


def test_a_step_is_shortened_each_time_that_patience_ends() -> None:
    """Seven rounds without a better bound and a patience of 3: shortened twice, and a better bound begins anew."""
    length = StepLength(1.0, 3, 0.5)
    assert [length.note(bound) for bound in (5.0, *[4.0] * 7, 6.0)] == [True, *[False] * 7, True]
    assert (length.theta, length.best, length.stale) == (0.25, 6.0, 0)


def test_a_rise_within_rounding_is_no_better_bound() -> None:
    """With a least gain of a hundredth 100 must pass 101; infinity, where no plan is left, is better."""
    length = StepLength(1.0, 9, 0.5, 0.01)
    assert [length.note(bound) for bound in (100.0, 101.0, 102.0, np.inf)] == [True, False, True, True]


def test_no_price_is_put_on_an_edge_that_is_not_there() -> None:
    """Of three limits the first has no upper edge, the second no lower one, the third both."""
    layer = Layer("car", np.ones((1, 1)), np.ones((1, 1)), 9.0)
    limits = Limits(np.ones((3, 1)), [0, -np.inf, 0], [np.inf, 1, 1], ("a", "b", "c"))
    choices = build_model(Problem(1, 1, 1, (layer,), Options([0], [[0]], [0.0]), limits)).choices
    assert on_their_side(choices, np.array([2.0, 2.0, 2.0])).tolist() == [0, 2, 2]
    assert on_their_side(choices, np.array([-2.0, -2.0, -2.0])).tolist() == [-2, 0, -2]
