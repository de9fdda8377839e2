"""How full offices are, as bars from zero with a line where they are full."""

from __future__ import annotations

import pytest
from tests.report.figures.seen import seen

from narvaro.language import LANGUAGES
from narvaro.report.figures.colours import ACCENT, LONGER
from narvaro.report.figures.fullness import Filled, FullnessText, draw_fullness
from narvaro.report.pictures import NARROW, WIDE

OFFICES = [Filled("Square", 2.0, 1.5), Filled("Station", 1.0, None), Filled("Crossroads", 0.5, 0.9)]
TEXT = FullnessText("visits, %", "full", "before", "after")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_lengths_are_in_proportion_and_past_full_has_its_own_colour(width: float) -> None:
    """200 is twice as long as 100, which is twice 50; only what is past full is orange."""
    picture = seen(draw_fullness(OFFICES, TEXT, "en", width))
    key, square = sorted(picture.bars(LONGER), key=lambda box: box.top)
    station, crossroads = picture.bars(ACCENT)
    assert key.width == pytest.approx(18, abs=0.2)
    assert [square.width, crossroads.width] == pytest.approx([2 * station.width, station.width / 2], abs=0.3)
    assert len({square.left, station.left, crossroads.left}) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_office_has_its_name_and_its_figure(lang: str, width: float) -> None:
    """And the line is named."""
    words = [word.text for word in seen(draw_fullness(OFFICES, TEXT, lang, width)).words]
    assert {"Square", "Station", "Crossroads", "200", "100", "50", "full"} <= set(words)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_long_name_stays_on_the_sheet(width: float) -> None:
    """It is written smaller, and neither cut off nor over its bar."""
    name = "The office at the old station square by the river, municipality of the long valley"
    words = seen(draw_fullness([Filled(name, 1.2, 0.5)], TEXT, "en", width)).words
    (long,) = (word for word in words if word.text == name)
    assert long.box.left >= 0
    assert long.box.right <= width


def test_nothing_to_show_is_no_error() -> None:
    """No office: the axis alone."""
    assert seen(draw_fullness([], TEXT, "en", WIDE)).words
