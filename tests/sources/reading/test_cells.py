"""SheetRows of any type become the text a person would have written."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from narvaro.case.outliers import may_be_thousands
from narvaro.sources.reading.cells import cell_text, text_cells


@given(st.floats(-1e6, 1e6))
def test_a_number_comes_back_from_its_text(number: float) -> None:
    """To 15 digits, which is what a spreadsheet counts with."""
    assert np.isclose(float(cell_text(number)), number, rtol=1e-14, atol=0)


def test_a_number_with_three_decimals_is_never_taken_for_thousands() -> None:
    """A cell that holds the number 5.125 leaves no doubt; the text 5.125 would."""
    cells = text_cells(pd.DataFrame({"people": [5.125, 7.25]}))["people"]
    assert cells.tolist() == ["5.1250", "7.25"]
    assert not may_be_thousands(cells).any()


def test_whole_numbers_beside_gaps_have_no_decimals() -> None:
    """A column of codes with a gap is held as 114.0 by libraries; a person wrote 114."""
    assert text_cells(pd.DataFrame({"code": [114.0, None]}))["code"].tolist() == ["114", ""]
    assert cell_text(1e15) == "1000000000000000"
    assert cell_text(900.0000000000001) == "900"
