"""Axes."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.figures.seen import seen

from narvaro.language import LANGUAGES, number
from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.colours import QUIET, RULE
from narvaro.report.figures.scales import Scale, bottom_axis, decimals_of, round_steps


def test_a_scale_goes_straight_from_one_end_to_the_other() -> None:
    """A quarter of the way from 10 to 30 is 15; of 200 down to 100 it is 175, also past the ends; no span is no way."""
    down = Scale(10.0, 30.0, 200.0, 100.0)
    assert [down.px(value) for value in (10, 15, 30, 50)] == [200, 175, 100, 0]
    assert Scale(0, 0, 5, 9).px(3) == 5


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(2, 8))
def test_steps_of_an_axis_are_round_even_and_enough(low: float, span: float, most: int) -> None:
    """They enclose the figures, lie evenly apart at 1, 2, 2.5 or 5 times a power of ten, and are few."""
    steps = round_steps(low, low + span, most)
    assert steps[0] <= low + 1e-6 * max(abs(low), 1)
    assert steps[-1] >= low + span - 1e-6 * max(abs(low + span), 1)
    assert 2 <= len(steps) <= most + 3
    gaps = [b - a for a, b in pairwise(steps)]
    assert max(gaps) - min(gaps) <= 1e-6 * max(abs(low), span, 1)
    if gaps[0] > 1e-3:
        assert float(f"{gaps[0]:.4e}".partition("e")[0]) in (1, 2, 2.5, 5)


@pytest.mark.parametrize(
    ("low", "high", "most", "steps"),
    [
        (0, 47, 6, [0, 10, 20, 30, 40, 50]),
        (0, 10, 4, [0, 2.5, 5, 7.5, 10]),
        (0, 100, 4, [0, 25, 50, 75, 100]),
        (-5, 5, 2, [-5, 0, 5]),
        (0, 0.003, 3, [0, 0.001, 0.002, 0.003]),
        (7, 7, 5, [7, 7.2, 7.4, 7.6, 7.8, 8]),
    ],
)
def test_steps_by_hand(low: float, high: float, most: int, steps: list[float]) -> None:
    """A figure on a step is the last step; nothing to show goes one up."""
    assert round_steps(low, high, most) == pytest.approx(steps)


def test_decimals_of_an_axis() -> None:
    """As many as the steps need, at most four."""
    wanted = {(0, 5): 0, (0, 2.5): 1, (0.25, 0.5): 2, (0, 0.125): 3, (0, 1 / 3): 4}
    assert {steps: decimals_of(steps) for steps in wanted} == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_axis_is_written_under_its_lines(lang: str) -> None:
    """Each figure in the language's own writing in the middle under its line; the line of zero is darker."""
    canvas = Canvas(328, 300)
    bottom_axis(canvas, [0.0, 2.5, 5.0], Scale(0.0, 5.0, 20.0, 220.0), 10, 250, lang, "min")
    picture = seen(canvas)
    for step, x in ((0.0, 20), (2.5, 120), (5.0, 220)):
        word = picture.word(number(step, lang, 1))
        assert (word.x, word.y, word.anchor) == (x, 265, "middle")
    lines = [(line.box.left, line.stroke) for line in picture.shapes]
    assert lines == [(20, QUIET), (120, RULE), (220, RULE)]
    assert {(line.box.top, line.box.bottom) for line in picture.shapes} == {(10, 250)}
    assert (picture.word("min").x, picture.word("min").anchor) == (220, "end")


@settings(max_examples=30)
@given(st.integers(1, 150))
def test_the_unit_of_an_axis_stands_within_the_picture(letters: int) -> None:
    """At the width of a phone a long unit begins where the picture does; one that is wider is written smaller."""
    canvas = Canvas(328, 300)
    unit = "min " * (letters // 4) + "m" * (letters % 4)
    bottom_axis(canvas, [0.0, 50.0, 100.0], Scale(0.0, 100.0, 8.0, 220.0), 10, 250, "sv", unit)
    picture = seen(canvas)
    assert picture.outside() == []
    assert picture.covered() == []
