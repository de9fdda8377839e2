"""The money by year."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.figures.seen import Box, Picture, seen

from narvaro.language import LANGUAGES, number
from narvaro.report.figures.colours import INK
from narvaro.report.figures.ledger import PARTS_COLOURS, LedgerText, YearBar, draw_ledger
from narvaro.report.pictures import NARROW, WIDE

BOTH = pytest.mark.parametrize("width", [WIDE, NARROW])
TEXT = LedgerText("MSEK", "appropriation", ("running", "opening", "closing and resizing"))
BARS = [YearBar("2021", (60.0, 20.0, 0.0), 100.0), YearBar("2022", (90.0, 0.0, 0.0), 80.0)]


def drawn(bars: list[YearBar], width: float = WIDE, lang: str = "en") -> Picture:
    return seen(draw_ledger(bars, TEXT, lang, width))


def parts(picture: Picture, number_of_part: int) -> list[Box]:
    """Return the pieces of bars of a part; its square in the key apart."""
    return [box for box in picture.bars(PARTS_COLOURS[number_of_part]) if box.width > 17]


def height_of(picture: Picture, msek: float) -> float:
    """Return where some money stands on the axis, whose own figures say where 0 and 100 are."""
    zero, hundred = (picture.word(text).y - 4 for text in ("0", "100"))
    return zero + (hundred - zero) * msek / 100


@BOTH
def test_a_bar_is_as_high_as_its_money_and_its_parts_stand_on_each_other(width: float) -> None:
    """60 and 20 on it reach 80 of 100; the next year 90 from zero."""
    picture = drawn(BARS, width)
    (first, second), (opening,) = parts(picture, 0), parts(picture, 1)
    wanted = [(0, 60), (60, 80), (0, 90)]
    for box, (low, high) in zip((first, opening, second), wanted, strict=True):
        assert (box.bottom, box.top) == pytest.approx(
            (height_of(picture, low), height_of(picture, high)), abs=0.15
        )
    assert (opening.left, opening.right) == (first.left, first.right)
    assert parts(picture, 2) == []


@BOTH
def test_the_appropriation_is_a_line_across_each_bar(width: float) -> None:
    """At 100 over the first year, which spends less, and at 80 through the second, which spends more."""
    picture = drawn(BARS, width)
    lines = [line.box for line in picture.lines(INK) if line.box.width > 17]
    wanted = [height_of(picture, 100), height_of(picture, 80)]
    assert [line.top for line in lines] == pytest.approx(wanted, abs=0.15)
    for line, bar in zip(lines, parts(picture, 0), strict=True):
        assert line.left < bar.left < bar.right < line.right


@BOTH
def test_the_sum_stands_over_bar_and_line_and_the_year_under(width: float) -> None:
    """80 in all, over the line where that is higher; years in the middle of their bars."""
    picture = drawn(BARS, width)
    for text, year, line, bar in zip(
        ("80.0", "90.0"), ("2021", "2022"), (100, 80), parts(picture, 0), strict=True
    ):
        total = next(word for word in picture.words if word.text == text and word.bold)
        assert total.box.bottom < min(height_of(picture, line), bar.top)
        assert total.x == picture.word(year).x == pytest.approx(bar.middle[0], abs=0.15)
        assert picture.word(year).box.top > bar.bottom


@BOTH
def test_the_key_names_what_is_used_and_nothing_else(width: float) -> None:
    """Line and parts in one or two rows, each with its mark left of its word; a part that nobody uses is not named."""
    picture = drawn(BARS, width)
    assert {"appropriation", "running", "opening"} <= set(picture.texts)
    assert "closing and resizing" not in picture.texts
    for k, name in enumerate(TEXT.parts[:2]):
        (mark,) = [box for box in picture.bars(PARTS_COLOURS[k]) if box.width <= 17]
        assert mark.top < picture.word(name).y < mark.bottom + 3
        assert 0 < picture.word(name).box.left - mark.right < 8


def test_a_key_too_long_for_a_phone_goes_on_in_a_second_row() -> None:
    """All four words stand on one row of a screen and on two rows of a phone."""
    bars = [YearBar("2021", (60.0, 20.0, 10.0), 100.0)]
    names = ("appropriation", *TEXT.parts)
    rows = [{drawn(bars, width).word(name).y for name in names} for width in (WIDE, NARROW)]
    assert [len(row) for row in rows] == [1, 2]


MONEY = st.floats(0, 3000)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(MONEY, MONEY, MONEY, MONEY), min_size=1, max_size=5), st.sampled_from([WIDE, NARROW]),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_bars_stay_under_the_axis_and_words_apart(
    years: list[tuple[float, float, float, float]], width: float, lang: str
) -> None:
    """For any money of up to five years, at both widths, in both languages; every sum is told."""
    bars = [YearBar(str(2021 + k), year[:3], year[3]) for k, year in enumerate(years)]
    picture = drawn(bars, width, lang)
    ticks = [word.y - 4 for word in picture.words if word.anchor == "end"]
    for k in range(3):
        assert all(min(ticks) - 0.2 <= box.top <= box.bottom <= max(ticks) + 0.2 for box in parts(picture, k))
    assert picture.covered() == []
    assert picture.outside() == []
    assert {number(bar.spent, lang, 1) for bar in bars} <= set(picture.texts)
