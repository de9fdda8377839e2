"""Texts stay texts and numbers numbers in a spreadsheet."""

import pandas as pd
import pytest

from narvaro.case.spreadsheet import safe_cell, safe_table


@pytest.mark.parametrize(
    "text", ["=1+1", "+46 8", "@SUM(A1)", "-cmd|' /C calc'!A0", "\t=1", "\r=1", "\uff1d1", "-2+3"]
)
def test_formulas_become_texts(text: str) -> None:
    """A cell that a spreadsheet would work out is led by an apostrophe."""
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["Ala", "Ala - Bro", "a=b", "", "'x", "5", "(-)"])
def test_other_texts_stay(text: str) -> None:
    """Signs inside a text are of no matter."""
    assert safe_cell(text) == text


def test_tables_keep_numbers_and_labels() -> None:
    """Negative numbers, in a column of numbers or of both, and missing cells stay; headings are texts too."""
    table = pd.DataFrame({"n": [-3, 2], "=h": ["-x", None], "both": [-3.5, "+a"]}, index=["p", "q"])
    safe = safe_table(table)
    assert safe.columns.tolist() == ["n", "'=h", "both"]
    assert safe.to_csv(index=False) == "n,'=h,both\n-3,'-x,-3.5\n2,,'+a\n"
    assert table.columns.tolist() == ["n", "=h", "both"]
