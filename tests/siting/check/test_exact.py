"""What a plan costs is added up exactly where all its figures are whole."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from narvaro.siting import Layer, Limits, Options, Problem, solve
from narvaro.siting.check.exact import exact_cost


def alone(cost: list[float], weight: list[float], offset: float = 0.0, **more: object) -> Problem:
    """Return a problem of one site that is open."""
    layer = Layer("c", np.array(cost)[:, None], np.array(weight)[:, None], np.inf, **more)  # type: ignore[arg-type]
    return Problem(1, 1, 1, (layer,), Options([0], [[0]], [5.0]), Limits.none(1), offset)


@pytest.mark.parametrize(
    ("cost", "weight", "whole"),
    [
        ([7.0], [3.0], 21 + 5),
        ([1e9, 1.0], [1e6, 3.0], 10**15 + 3 + 5),
        ([1e9, 1.0], [1e9, 3.0], 10**18 + 3 + 5),  # no float: the next below it is 64 less
    ],
)
def test_whole_figures_are_added_up_exactly(cost: list[float], weight: list[float], whole: int) -> None:
    """Weight times cost and the option's five, whatever the size, and nothing is forgiven."""
    problem = alone(cost, weight)
    assert exact_cost(problem, solve(problem)) == (Fraction(whole), Fraction(0))


def test_decimals_have_the_slack_of_their_sum() -> None:
    """One area pays 0.5 x 3 and the option 5: four figures, so 2 (4 + 8 - 1) 2^-53 6.5 with one area and the offset."""
    problem = alone([0.5], [3.0])
    found = exact_cost(problem, solve(problem))
    assert found.value == Fraction(13, 2)
    assert found.slack == Fraction(2 * (3 + 8) * 6.5) / 2**53


def test_shares_of_an_area_are_rounded() -> None:
    """With a capacity there is a slack even where all is whole; areas without price or weight do not count."""
    problem = alone([7.0, 9.0], [3.0, 0.0], capacity=[10.0])
    found = exact_cost(problem, solve(problem))
    assert found.value == 26
    assert 0 < found.slack < 1e-12
