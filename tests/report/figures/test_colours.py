"""Scales of colour that can be read in grey and by the colour-blind."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narvaro.report.figures import colours


def lightness(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((lightness(one), lightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_minutes_go_from_light_to_dark() -> None:
    """Each class is darker than the one before it, so the map can be read in grey."""
    light = [lightness(colour) for colour in (*colours.MINUTE_COLOURS, colours.UNREACHED)]
    assert light == sorted(light, reverse=True)
    assert min(a / b for a, b in pairwise(light[:7])) > 1.15
    assert len(colours.MINUTE_COLOURS) == len(colours.MINUTE_BREAKS)


def test_words_can_be_read_on_paper() -> None:
    """Every colour that words are written in stands at 4.5 to 1 or more against white."""
    assert (
        min(contrast(c, colours.PAPER) for c in (colours.INK, colours.QUIET, colours.ACCENT, colours.LONGER))
        >= 4.5
    )


def test_classes_of_minutes_by_hand() -> None:
    """A way of exactly ten minutes is within ten; none at all is a class of its own."""
    found = [
        colours.minute_class(x) for x in (0, 10, 10.01, 20, 45, 60.5, 90, 91, float("inf"), float("nan"))
    ]
    assert found == [0, 0, 1, 1, 3, 5, 5, 6, 6, 7]


@given(st.floats(0, 500), st.floats(0, 500))
def test_more_minutes_are_never_a_lower_class(one: float, other: float) -> None:
    """Classes rise with minutes."""
    assert (colours.minute_class(one) <= colours.minute_class(other)) or one > other
