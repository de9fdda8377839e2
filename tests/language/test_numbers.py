"""Numbers and dates as Swedish and English write them."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.language import date_text, number, percent
from narvaro.language.numbers import MINUS, NARROW_SPACE, full


@pytest.mark.parametrize(
    ("value", "decimals", "english", "swedish"),
    [
        (0, 0, "0", "0"),
        (1234567, 0, "1,234,567", "1_234_567"),
        (0.5, 0, "1", "1"),
        (-0.4, 0, "0", "0"),
        (-2.5, 0, "−3", "−3"),
        (2.675, 2, "2.68", "2,68"),
        (-1234.5, 1, "−1,234.5", "−1_234,5"),
        (math.nan, 2, "–", "–"),
        (math.inf, 0, "∞", "∞"),
        (-math.inf, 0, "−∞", "−∞"),
    ],
)
def test_numbers_by_hand(value: float, decimals: int, english: str, swedish: str) -> None:
    """Thousands, decimals, a true minus sign, halves away from zero, no minus before a zero."""
    assert number(value, "en", decimals) == english
    assert number(value, "sv", decimals).replace(NARROW_SPACE, "_") == swedish


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_both_languages_write_the_same_number(value: float, decimals: int) -> None:
    """Read back, the Swedish and the English text are the same figure, within half of the last decimal."""
    english = float(number(value, "en", decimals).replace(",", "").replace(MINUS, "-"))
    swedish = number(value, "sv", decimals).replace(NARROW_SPACE, "").replace(",", ".").replace(MINUS, "-")
    assert float(swedish) == english
    assert abs(english - value) <= 0.5 * 10**-decimals + 1e-6


def test_a_percentage_keeps_its_sign_on_the_line() -> None:
    """A no-break space stands before the sign in both languages."""
    assert percent(0.305, "sv", 1) == "30,5\u00a0%"
    assert percent(1, "en") == "100\u00a0%"


def test_every_month_has_a_name_in_both_languages() -> None:
    """Twelve different names; the day stands without a zero before it."""
    for lang in ("sv", "en"):
        assert len({date_text(dt.date(2026, month, 1), lang) for month in range(1, 13)}) == 12
    assert date_text(dt.date(2020, 9, 21), "sv") == "21 september 2020"


@pytest.mark.parametrize(
    ("value", "others", "english"),
    [
        (24.0, [24.0004], "24"),
        (24.0004, [24.0], "24.0004"),
        (1e12 + 0.5, [1e12], "1,000,000,000,000.5"),
        (0.1 + 0.2, [], "0.3"),
        (1 / 3, [], "0.3333"),
        (-0.0000061, [], f"{MINUS}0.0000061"),
        (6.1e-30, [6.2e-30], "6.1e-30"),
        (0.0, [], "0"),
        (math.inf, [1.0], "∞"),
    ],
)
def test_a_full_number_is_told_from_others_and_from_zero(
    value: float, others: list[float], english: str
) -> None:
    """It has the decimals it has, three at most beyond the first that differs, and no noise of sums."""
    assert full(value, "en", [value, *others]) == english
