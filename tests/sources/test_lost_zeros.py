"""Lost zeros: put right by the country's own list alone."""

import pandas as pd
import pytest

from narvaro.sources.lost_zeros import with_zeros


def test_a_code_gets_back_the_zero_that_the_list_has() -> None:
    """Whole codes stand as they are, and so do empty cells; a number of a spreadsheet is a code too."""
    codes, right = with_zeros(pd.Series(["180", "1280", "", "0114"]))
    assert codes.tolist() == ["0180", "1280", "", "0114"]
    assert right == {"180": "0180"}
    assert with_zeros(pd.Series([180.0, 1280.0]))[0].tolist() == ["0180", "1280"]


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["180", "999"], None),  # one that no list has
        (["180"], ["Ala"]),  # another name than the list gives it
        (["80"], None),  # two zeros are more than a spreadsheet takes from four digits
        (["1280"], None),  # nothing is lost
        (["1004", "75056"], None),  # another country's
    ],
)
def test_all_else_stands_as_it_is(codes: list[str], names: list[str] | None) -> None:
    """Nothing is put right where a single row speaks against it."""
    given = pd.Series(codes)
    read, right = with_zeros(given, None if names is None else pd.Series(names))
    assert read.tolist() == codes
    assert right == {}


def test_names_that_agree_let_a_code_be_put_right() -> None:
    """Case and blanks do not matter, and a row without a name says nothing against it."""
    assert with_zeros(pd.Series(["180", "114"]), pd.Series([" STOCKHOLM", ""]))[1] == {
        "114": "0114",
        "180": "0180",
    }
