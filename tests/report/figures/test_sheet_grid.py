"""A sheet's columns and rows have room for what stands in them, up to where a text goes on in the next line."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.report.figures.sheet_grid import HIGHEST_PT, LINE_PT, NARROWEST, WIDEST, column_width, row_height


@given(st.text(), st.lists(st.text(max_size=120)))
def test_a_column_is_as_wide_as_its_longest_cell(heading: str, texts: list[str]) -> None:
    """And within its limits; a heading may be broken between words, but no word of it."""
    width = column_width(heading, texts)
    assert NARROWEST <= width <= WIDEST
    assert width == WIDEST or width > max(len(text) for text in (*heading.split(), *texts, ""))


@pytest.mark.parametrize("letters", [1, 59, 60, 200, 900])
def test_a_row_has_a_line_for_each_line_of_its_longest_text(letters: int) -> None:
    """As words are broken at the width of its column."""
    text = ("word " * 400)[:letters]
    lines = len(textwrap.wrap(text, WIDEST - 1))
    assert row_height(["short", text], [NARROWEST, WIDEST]) == LINE_PT * lines


def test_no_row_is_higher_than_excel_takes() -> None:
    """A very long text is cut off by the row, not refused by Excel; an empty row has one line."""
    assert row_height(["word " * 4000], [WIDEST]) == HIGHEST_PT
    assert row_height(["", ""], [WIDEST, WIDEST]) == LINE_PT
