"""How many have an office within so many minutes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.figures.seen import Picture, seen

from narvaro.language import LANGUAGES, say
from narvaro.report.figures.colours import ACCENT, BEFORE, LONGER, QUIET
from narvaro.report.figures.curve import CurveText, Reach, draw_reach, people_unit
from narvaro.report.pictures import NARROW, WIDE

BOTH = pytest.mark.parametrize("width", [WIDE, NARROW])
TEXT = CurveText("minutes", "people", "before", "after")
REACH = Reach((0.0, 30.0, 60.0), (0.0, 400.0, 800.0), (100.0, 600.0, 1000.0))


def drawn(reach: Reach = REACH, width: float = WIDE, mark: float | None = None, lang: str = "en") -> Picture:
    return seen(draw_reach(reach, TEXT, lang, width, mark))


@BOTH
def test_every_point_stands_at_its_minutes_and_its_people(width: float) -> None:
    """On axes whose own figures say where 0 and 60 minutes and 0 and 1,000 people are."""
    picture = drawn(width=width)
    left, right = (
        picture.word("60").x - 60 * (picture.word("60").x - picture.word("20").x) / 40,
        picture.word("60").x,
    )
    base, top = (word.y - 4 for word in (picture.words[0], picture.word("1,000")))
    assert picture.words[0].text == "0"
    for stroke, people in ((BEFORE, REACH.before), (ACCENT, REACH.after)):
        (line,) = picture.lines(stroke)
        wanted = [
            (left + (right - left) * m / 60, base + (top - base) * p / 1000)
            for m, p in zip(REACH.minutes, people, strict=True)
        ]
        assert [x for x, _ in line.points] == pytest.approx([x for x, _ in wanted], abs=0.15)
        assert [y for _, y in line.points] == pytest.approx([y for _, y in wanted], abs=0.15)


def test_the_lines_are_told_apart() -> None:
    """Before is grey and dashed; after is whole, teal where more people reach an office and orange where fewer do."""
    better, worse = drawn(), drawn(Reach(REACH.minutes, REACH.after, REACH.before))
    assert [line.dashed for line in better.lines(BEFORE)] == [True]
    assert [line.dashed for line in better.lines(ACCENT)] == [False]
    assert (better.lines(LONGER), worse.lines(ACCENT)) == ([], [])
    assert len(worse.lines(LONGER)) == 1


@BOTH
def test_lines_are_named_at_their_ends(width: float) -> None:
    """Right of each line's end, a line's height apart also where the two coincide, the better one above."""
    picture = drawn(width=width)
    for name, stroke in (("before", BEFORE), ("after", ACCENT)):
        end = picture.lines(stroke)[0].points[-1]
        assert picture.word(name).x - end[0] == pytest.approx(8, abs=0.1)
        assert picture.word(name).y - 4 == pytest.approx(end[1], abs=0.2)
    same = drawn(Reach(REACH.minutes, REACH.before, REACH.before), width)
    assert same.word("before").y - same.word("after").y >= 15.9


@BOTH
def test_a_standard_is_an_upright_line_at_its_minutes(width: float) -> None:
    """Of 60 minutes 30 is the middle of the axis; a standard that the axis does not reach is left out."""
    picture = drawn(width=width, mark=30.0)
    (line,) = [line for line in picture.lines(QUIET) if line.dashed]
    assert line.box.width == 0
    assert line.box.left == pytest.approx(picture.lines(BEFORE)[0].points[1][0], abs=0.1)
    assert picture.word("30 min").x == line.box.left
    assert not [word for word in drawn(width=width, mark=60.0).texts if word.endswith("min")]


@settings(max_examples=40)
@given(
    st.sampled_from([5.0, 10.0, 15.0, 20.0, 30.0, 45.0]), st.sampled_from([60.0, 90.0]), st.floats(1, 2e7),
    st.sampled_from([WIDE, NARROW]), st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_no_words_cover_others(mark: float, last: float, most: float, width: float, lang: str) -> None:
    """Whatever the standard and however many people, in the words of the report, at both widths."""
    reach = Reach((0.0, last), (0.0, most * 0.9), (0.0, most))
    unit = say(f"report.curve.people.{people_unit(reach)}", lang)
    words = CurveText("minutes", unit, say("report.before", lang), say("report.after", lang))
    picture = seen(draw_reach(reach, words, lang, width, mark))
    assert picture.covered() == []
    assert picture.outside() == []


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1e8), min_size=2, max_size=8))
def test_the_axis_of_people_covers_all(people: list[float]) -> None:
    """No point lies above the highest line of the axis or below zero."""
    minutes = tuple(float(k) for k in range(len(people)))
    picture = drawn(Reach(minutes, tuple(people), tuple(people)))
    rules = [line.box.top for line in picture.shapes if line.box.height == 0 and len(line.points) == 2]
    heights = [y for _, y in picture.lines(BEFORE)[0].points]
    assert min(rules) - 0.11 <= min(heights)
    assert max(heights) <= max(rules) + 0.11


@pytest.mark.parametrize(
    ("most", "unit", "figures"),
    [
        (900, "one", ["0", "200", "400", "600", "800", "1,000"]),
        (41_000, "thousand", ["0", "10", "20", "30", "40", "50"]),
        (10_500_000, "million", ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]),
    ],
)
def test_people_are_counted_in_what_is_short(most: float, unit: str, figures: list[str]) -> None:
    """Persons, thousands or millions, by the largest figure; the axis is written in what is told."""
    reach = Reach((0.0, 10.0), (0.0, 0.0), (0.0, most))
    assert people_unit(reach) == unit
    assert drawn(reach).texts[: len(figures)] == figures
