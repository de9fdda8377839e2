"""Numbers and dates are written as Unicode's table of languages (CLDR) says, but for the kind of space."""

import pytest
from babel import Locale

from narvaro.language import OFFERED
from narvaro.language.forms import forms

SPACES = {ord(space): " " for space in "\u00a0\u202f"}


@pytest.mark.parametrize("lang", OFFERED)
def test_a_language_writes_numbers_and_months_as_the_table_says(lang: str) -> None:
    """Decimal sign, groups of figures, and the names of the months as they stand in a date."""
    locale, mine = Locale(lang), forms(lang)
    symbols = locale.number_symbols["latn"]
    assert mine.decimal == symbols["decimal"]
    assert mine.thousands.translate(SPACES) == symbols["group"].translate(SPACES)
    assert mine.months == tuple(locale.months["format"]["wide"][month] for month in range(1, 13))


@pytest.mark.parametrize("lang", OFFERED)
def test_counts_go_from_none_to_twelve(lang: str) -> None:
    """Each once; a figure between spaces is never torn from its sign."""
    mine = forms(lang)
    assert len(set(mine.words)) == len(mine.words) == 13
    assert mine.percent[0] in "\u00a0\u202f"
    assert mine.cell_separator != mine.decimal
