"""One figure under several plans, as bars from zero."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.figures.seen import seen

from narvaro.language import LANGUAGES
from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.figures.canvas import text_width
from narvaro.report.figures.colours import ACCENT, BEFORE
from narvaro.report.pictures import NARROW

PLANS = [Bar("today", 200.0), Bar("the plan", 100.0, chosen=True), Bar("none", 0.0)]


def test_lengths_are_in_proportion_and_the_longest_fills_the_room() -> None:
    """Beside the room of the widest figure 200 takes all that is left, 100 half of it, and nothing a hair."""
    picture = seen(draw_bars(PLANS, "en", NARROW))
    full = NARROW - 2 - text_width("200", 13, True) - 14
    today, none = picture.bars(BEFORE)
    (plan,) = picture.bars(ACCENT)
    assert [today.width, plan.width, none.width] == pytest.approx([full, full / 2, 0.5], abs=0.11)
    assert {box.left for box in (today, plan, none)} == {2.0}
    assert today.bottom < plan.top < plan.bottom < none.top


def test_the_plan_of_the_report_stands_out() -> None:
    """Its bar has the accent, its name and its figure are bold; no other's are."""
    picture = seen(draw_bars(PLANS, "en", NARROW))
    assert [word.text for word in picture.words if word.bold] == ["the plan", "100"]
    assert len(picture.bars(ACCENT)) == 1


def test_names_stand_over_their_bars_and_figures_at_their_ends() -> None:
    """Read from the top: name, bar, figure; the figure begins where the bar ends."""
    picture = seen(draw_bars(PLANS, "en", NARROW))
    (plan,) = picture.bars(ACCENT)
    name, figure = picture.word("the plan"), picture.word("100")
    assert name.box.bottom < plan.top
    assert 0 < figure.box.left - plan.right < 12
    assert plan.top < figure.y < plan.bottom + 3


@pytest.mark.parametrize(("lang", "written"), [("en", "1,234.5"), ("sv", "1\N{NARROW NO-BREAK SPACE}234,5")])
def test_figures_are_written_as_the_language_writes_them(lang: str, written: str) -> None:
    """With the decimals asked for."""
    assert seen(draw_bars([Bar("x", 1234.5)], lang, NARROW, 1)).texts == ["x", written]


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=5), st.sampled_from(LANGUAGES), st.integers(0, 2))
def test_no_figure_leaves_the_sheet_or_covers_another(values: list[float], lang: str, decimals: int) -> None:
    """For any figures, on a phone; a larger figure never has the shorter bar."""
    picture = seen(draw_bars([Bar(f"plan {k}", v) for k, v in enumerate(values)], lang, NARROW, decimals))
    assert picture.outside() == []
    assert picture.covered() == []
    drawn = sorted(zip(values, picture.bars(BEFORE), strict=True), key=lambda pair: pair[0])
    assert all(a.width <= b.width for (_, a), (_, b) in pairwise(drawn))
