"""The words of road tables mean what their sources say, and what is not known is never taken for no."""

import numpy as np
import pytest

from narvaro.travel.words import (
    AGAINST,
    ALONG,
    BOTH,
    KMH,
    MINUTES,
    NEITHER,
    NO,
    YES,
    directions,
    figure,
    word,
    yes_no,
)


@pytest.mark.parametrize(
    ("column", "meaning"),
    [
        (["F", "T", "B"], [ALONG, AGAINST, BOTH]),  # Geofabrik
        (["T", "B"], [AGAINST, BOTH]),
        (["T", "F"], [AGAINST, ALONG]),
        (["FT", "TF", "N", ""], [ALONG, AGAINST, NEITHER, BOTH]),  # Esri
        (["yes", "-1", "no", None], [ALONG, AGAINST, BOTH, BOTH]),  # OpenStreetMap
        (["reverse", "no"], [AGAINST, BOTH]),
        (["ja", "nej", "J"], [ALONG, BOTH, ALONG]),
        ([1.0, float("nan"), -1.0, 0.0], [ALONG, BOTH, AGAINST, BOTH]),
        ([np.True_, np.False_], [ALONG, BOTH]),
        (["y", "n", "t"], [ALONG, BOTH, ALONG]),
    ],
)
def test_one_way_words_by_source(column, meaning) -> None:
    """Each source's codes give its directions; T is against beside F or B and true beside yes or no."""
    found, unknown, double = directions([word(cell) for cell in column])
    assert (found.tolist(), unknown, double) == (meaning, [], [])


@pytest.mark.parametrize(
    ("column", "double"),
    [(["t", ""], [0]), (["n", ""], [0]), (["f", "no"], [0]), (["yes", "b", "t"], [2]), (["t", "n"], [0, 1])],
)
def test_a_letter_that_can_mean_two_things_is_not_guessed(column, double) -> None:
    """A lone T, F or N that the column does not settle is told by row."""
    assert directions(column)[2] == double


def test_unknown_directions_are_told_by_row() -> None:
    """Words of no source are told, and the other rows are not."""
    assert directions(["yes", "x", "no", "2"])[1] == [1, 3]


def test_yes_and_no_in_both_languages() -> None:
    """Numbers as floats, both languages and letters are understood; anything else is neither."""
    assert [yes_no(word(cell)) for cell in (1.0, "Ja", "T", True, "sant")] == [True] * 5
    assert [yes_no(word(cell)) for cell in (0.0, "NEJ", "f", False, "n")] == [False] * 5
    assert [yes_no(word(cell)) for cell in ("x", "2", "-1", "maybe")] == [None] * 4
    assert not YES & NO


@pytest.mark.parametrize(
    ("cell", "kmh"),
    [
        ("110 km/h", 110),
        ("110,5", 110.5),
        ("50kmh", 50),
        (" 70 ", 70),
        ("30 mph", 48.28032),
        (90, 90),
        (np.float32(7.5), 7.5),
    ],
)
def test_figures_with_units(cell, kmh) -> None:
    """A figure may be a number or a text, with a comma and a unit; a mile is 1.609344 km."""
    assert figure(cell, KMH) == pytest.approx(kmh)


@pytest.mark.parametrize("cell", ["fast", "50 knots", "1,200", "1.200", "50-70", "1e2", True, "--5"])
def test_figures_that_are_not_guessed(cell) -> None:
    """Unknown units, words, spans, yes/no and what may be thousands are refused."""
    with pytest.raises(ValueError, match=r".+"):
        figure(cell, KMH)


def test_a_blank_figure_is_missing() -> None:
    """Blank cells of every kind are not a number, never zero."""
    assert np.isnan([figure(cell, MINUTES) for cell in ("", " ", None, float("nan"))]).all()
