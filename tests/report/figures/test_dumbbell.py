"""Before and after by group."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.report.figures.seen import Picture, seen

from narvaro.language import LANGUAGES, number
from narvaro.report.figures.colours import ACCENT, BEFORE, LONGER, PAPER
from narvaro.report.figures.dumbbell import DumbbellText, Pair, draw_dumbbells
from narvaro.report.pictures import NARROW, WIDE

BOTH = pytest.mark.parametrize("width", [WIDE, NARROW])
TEXT = DumbbellText("%", "before", "after", 1)
PAIRS = [Pair("falls", 40, 20), Pair("rises", 10, 30), Pair("same", 25, 25)]


def drawn(pairs: list[Pair], width: float = WIDE, lang: str = "en", text: DumbbellText = TEXT) -> Picture:
    return seen(draw_dumbbells(pairs, text, lang, width))


def axis(picture: Picture, low: str, high: str) -> tuple[float, float, float]:
    """Return the pixels of zero, of the last figure of the axis, and of one unit."""
    start, end = (
        next(w.x for w in picture.words if w.text == t and w.anchor == "middle") for t in (low, high)
    )
    return start, end, (end - start) / float(high)


@BOTH
def test_dots_stand_at_their_figures(width: float) -> None:
    """Read off the axis: hollow dots before, filled dots after, one row a group, in the order given."""
    picture = drawn(PAIRS, width)
    start, _, unit = axis(picture, "0", "40")
    before = [box.middle for box in picture.circles(PAPER)[:2]]
    assert [x for x, _ in before] == pytest.approx([start + 40 * unit, start + 10 * unit], abs=0.15)
    after = [picture.circles(colour)[0].middle for colour in (ACCENT, LONGER, BEFORE)]
    assert [x for x, _ in after] == pytest.approx([start + v * unit for v in (20, 30, 25)], abs=0.15)
    rows = [y for _, y in after]
    assert rows == sorted(rows)
    assert [y for _, y in before] == pytest.approx(rows[:2], abs=0.1)
    assert [picture.word(pair.label).y for pair in PAIRS] == sorted(picture.word(p.label).y for p in PAIRS)


@BOTH
def test_what_falls_is_teal_what_rises_orange_and_what_stays_grey(width: float) -> None:
    """The line between two dots has the colour of the change; where nothing changes there is one dot, no line."""
    picture = drawn(PAIRS, width)
    assert [len(picture.lines(colour)) for colour in (ACCENT, LONGER)] == [1, 1]
    (fall,) = (line.box for line in picture.lines(ACCENT))
    start, _, unit = axis(picture, "0", "40")
    assert (fall.left, fall.right) == pytest.approx((start + 20 * unit, start + 40 * unit), abs=0.15)


@BOTH
def test_each_figure_stands_beside_its_dot(width: float) -> None:
    """The smaller left of its dot, the larger right of it; what comes after is bold."""
    picture = drawn([Pair("falls", 40, 20), Pair("rises", 10, 30)], width)
    start, _, unit = axis(picture, "0", "40")
    for text, figure, bold in (("40.0", 40, False), ("20.0", 20, True), ("30.0", 30, True)):
        word = picture.word(text)
        gap = start + figure * unit
        gap = gap - word.box.right if word.anchor == "end" else word.box.left - gap
        assert gap == pytest.approx(10, abs=0.2)
        assert word.bold is bold


def test_figures_without_room_left_of_them_stand_together_on_the_right() -> None:
    """From 0 to 30 the 0 would stand on the name of the group; both are told in order, right of the larger."""
    picture = drawn([Pair("near nothing", 0, 30)])
    word = picture.word("0.0 → 30.0")
    assert word.box.left > picture.circles(LONGER)[0].right
    assert "30.0" not in picture.texts


def test_shares_are_written_as_percentages() -> None:
    """A fifth is 20 on an axis that goes to 40."""
    shares = drawn([Pair("x", 0.4, 0.2)], text=DumbbellText("%", "before", "after", 1, percent=True))
    assert shares == drawn([Pair("x", 40, 20)])


@BOTH
def test_a_small_key_says_which_dot_is_which(width: float) -> None:
    """Hollow is before, filled is after, above all rows."""
    picture = drawn(PAIRS, width)
    hollow, filled = picture.circles(PAPER)[-1], picture.circles(ACCENT)[-1]
    before, after = picture.word("before"), picture.word("after")
    assert hollow.right < before.box.left < before.box.right < filled.left < filled.right < after.box.left
    assert before.box.bottom < picture.word("falls").box.top


VALUES = st.floats(0, 100).map(lambda value: round(value, 2))


@settings(max_examples=60)
@example([(0.0, 0.0)], NARROW, "sv")
@given(
    st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=9), st.sampled_from([WIDE, NARROW]),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_the_axis_covers_all_and_no_words_cover_others(
    values: list[tuple[float, float]], width: float, lang: str
) -> None:
    """For any figures, at both widths, in both languages: dots within the axis, words apart and on the sheet."""
    pairs = [Pair(f"the group {k}", a, b) for k, (a, b) in enumerate(values)]
    picture = drawn(pairs, width, lang, DumbbellText("minuter med bil, medel", "före", "efter", 1))
    ticks = [w.x for w in picture.words if w.anchor == "middle"]
    dots = [box.middle[0] for colour in (ACCENT, LONGER, BEFORE) for box in picture.circles(colour)]
    assert min(ticks) - 0.2 <= min(dots)
    assert max(dots) <= max(ticks) + 0.2
    assert picture.covered() == []
    assert picture.outside() == []
    told = " ".join(picture.texts)
    for pair in pairs:
        assert re.search(rf"(?<![\d,.]){re.escape(number(pair.after, lang, 1))}(?![\d])", told)
