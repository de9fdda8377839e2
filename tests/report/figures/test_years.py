"""Lines by year stand at their figures, at one scale, with a band where a year is not known."""

import pytest
from tests.report.figures.seen import seen

from narvaro.language import LANGUAGES
from narvaro.report.figures.colours import ACCENT
from narvaro.report.figures.years import BAND, YearLine, draw_years
from narvaro.report.pictures import NARROW, WIDE

YEARS = (2020, 2021, 2022)
KNOWN = YearLine("Town", "from 20 to 10 minutes", (0.0, -5.0, -10.0), (0.0, -5.0, -10.0))
LOOSE = YearLine("Country", "from 30 to 28–31 minutes", (0.0, -2.0, -2.0), (0.0, 0.0, 1.0))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_line_is_named_and_at_its_figures(width: float) -> None:
    """Both ends of the known line are one, half way down in the middle; only the loose one has a band."""
    picture = seen(draw_years(YEARS, [KNOWN, LOOSE], "minutes", "en", width))
    low, high, *loose = [line for line in picture.lines(ACCENT) if len(line.points) == len(YEARS)]
    assert low.points == high.points
    assert low.points[1][1] - low.points[0][1] == pytest.approx(
        (low.points[2][1] - low.points[0][1]) / 2, abs=0.2
    )
    assert [line.points[0][1] - line.points[2][1] > 0 for line in loose[-2:]] == [False, True]
    words = [word.text for word in picture.words]
    assert [words.count(text) for text in ("minutes", "Town", "Country", "2020", "2022")] == [1, 1, 1, 2, 2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_scale_has_signs(lang: str) -> None:
    """A plus above zero and a minus below, in either language; nothing that is drawn leaves the sheet."""
    text = str(draw_years(YEARS, [KNOWN, LOOSE], "minutes", lang, WIDE).silent())
    assert "−10" in text
    assert "+" in text
    assert BAND in text
