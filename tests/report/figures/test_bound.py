"""Value, bound and the stretch between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.figures.seen import seen

from narvaro.language import LANGUAGES, say
from narvaro.report.figures.bound import ProofFigures, ProofText, draw_proof
from narvaro.report.figures.colours import ACCENT, BEFORE, INK, PAPER
from narvaro.report.pictures import NARROW, WIDE

BOTH = pytest.mark.parametrize("width", [WIDE, NARROW])
TEXT = ProofText("today", "plan", "bound", "closed", "unknown:", "enlarged", 1)


def test_every_mark_stands_at_its_figure() -> None:
    """From 0 at 8 to 122.4 at 320, which is 2 percent past the largest: today at 313.9, plan 262.9, bound 261.6."""
    picture = seen(draw_proof(ProofFigures(120.0, 100.0, 99.5), TEXT, "en", NARROW))
    today, plan = picture.circles(PAPER)[0], picture.circles(ACCENT)[0]
    (bound, _) = [line.box for line in picture.lines(INK)]
    found = [today.middle[0], plan.middle[0], bound.left]
    assert found == pytest.approx([8 + 312 * figure / 122.4 for figure in (120, 100, 99.5)], abs=0.1)


@BOTH
def test_no_plan_can_stand_where_it_is_hatched(width: float) -> None:
    """Both strips are hatched from their left end up to the bound, and nowhere beyond."""
    picture = seen(draw_proof(ProofFigures(120.0, 100.0, 60.0), TEXT, "en", width))
    ticks = [line.box for line in picture.lines(INK)]
    strokes = [line.box for line in picture.lines(BEFORE)]
    for tick in ticks:
        own = [stroke for stroke in strokes if tick.top < stroke.middle[1] < tick.bottom]
        assert own[0].left == pytest.approx(8, abs=0.1)
        assert all(stroke.right <= tick.left + 0.1 for stroke in own)
        assert tick.left - own[-1].right < 8


@BOTH
def test_the_enlarged_stretch_runs_from_the_bound_to_the_plan(width: float) -> None:
    """It begins at the bound's tick and ends at the plan, with both figures under it and the unknown share over it."""
    picture = seen(draw_proof(ProofFigures(120.0, 100.0, 99.5), TEXT, "en", width))
    (stretch,) = [line.box for line in picture.lines(ACCENT)]
    assert (stretch.left, stretch.right) == pytest.approx((0.28 * width, 0.82 * width), abs=0.1)
    assert picture.lines(INK)[1].box.left == stretch.left
    assert picture.circles(ACCENT)[1].middle[0] == pytest.approx(stretch.right, abs=0.1)
    assert picture.word("bound 99.5").x == pytest.approx(stretch.left, abs=0.1)
    assert picture.word("100.0").x == pytest.approx(stretch.right, abs=0.1)
    assert picture.word("unknown: 0.50\N{NO-BREAK SPACE}%").box.bottom < stretch.top


@pytest.mark.parametrize(
    ("bound", "share"), [(99.99, "0.01"), (99.01, "0.99"), (98.0, "2.0"), (0.0, "100.0")]
)
def test_what_is_unknown_is_a_share_of_the_value(bound: float, share: str) -> None:
    """With two decimals below one percent, else one."""
    picture = seen(draw_proof(ProofFigures(None, 100.0, bound), TEXT, "en", WIDE))
    assert f"unknown: {share}\N{NO-BREAK SPACE}%" in picture.texts


@BOTH
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closed_gap_is_said_in_words_that_stay_on_the_sheet(width: float, lang: str) -> None:
    """The report's own sentence fits at both widths; nothing is enlarged, and where there is no today none is told."""
    text = ProofText("today", "plan", "bound", say("report.sureness.closed", lang), "unknown:", "enlarged")
    picture = seen(draw_proof(ProofFigures(None, 100.0, 100.0), text, lang, width))
    assert picture.texts == ["0", "plan 100", text.closed]
    assert picture.outside() == []


@settings(max_examples=40)
@given(
    st.floats(1e-3, 1e9), st.floats(0.25, 4), st.floats(0, 1), st.sampled_from([WIDE, NARROW]),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_no_words_leave_the_sheet_or_cover_others(
    value: float, before: float, share: float, width: float, lang: str
) -> None:
    """For any plan, wherever today and the bound lie."""
    picture = seen(draw_proof(ProofFigures(value * before, value, value * share), TEXT, lang, width))
    assert picture.outside() == []
    assert picture.covered() == []


def test_zero_can_be_drawn() -> None:
    """A value of nothing has no share that is unknown."""
    picture = seen(draw_proof(ProofFigures(0.0, 0.0, 0.0), TEXT, "sv", NARROW))
    assert "closed" in picture.texts
