"""A year is counted by one edition of the areas, whose codes are told from all others."""

from __future__ import annotations

import pytest

from narvaro.errors import SettingError
from narvaro.sources.sweden.scb.editions import DETAILS, NOT_YET, counties_of, detail_of, edition

LISTED = (
    *("00", "01", "0114", "0114R001", "0114R001_RegSO2025", "0114A0010", "0114A0010_DeSO2025"),
    *("2584R014", "2584R014_RegSO2025", "2584C1110", "2584C1110_DeSO2025"),
)


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("year", [2010, 2023, 2024, 2025])
def test_codes_of_one_edition_are_told_from_all_others(detail: str, year: int) -> None:
    """Two of the eleven codes each: old ones without a suffix to 2023, new ones with it from 2024."""
    of = edition(detail, year)
    found = of.codes_in(LISTED, ())
    assert len(found) == 2
    assert all(code.endswith("2025") == (year >= 2024) for code in found)
    assert all(code[4:5] == "R" for code in found) == (detail == "regso")
    assert {of.plain(code) for code in found} == {code for code in LISTED if code in map(of.plain, found)}


def test_counties_cut_the_codes() -> None:
    """By the first two figures."""
    assert edition("regso", 2025).codes_in(LISTED, ("25",)) == ["2584R014_RegSO2025"]
    assert edition("regso", 2025).codes_in(LISTED, ("03",)) == []


def test_the_table_of_cars_follows_the_edition() -> None:
    """TAB6091 to 2023, TAB6589 from 2024."""
    assert [edition("regso", year).cars for year in (2023, 2024)] == ["TAB6091", "TAB6589"]


def test_the_first_detail_is_the_usual_one() -> None:
    """RegSO where nothing is asked for; squares are told of as not there yet."""
    assert detail_of(None) == "regso"
    for asked, key in ((NOT_YET[0], "source.detail_not_yet"), ("block", "source.no_detail")):
        with pytest.raises(SettingError) as caught:
            detail_of(asked)
        assert [fault.key for fault in caught.value.faults] == [key]


def test_counties_are_sorted_and_known() -> None:
    """Each once; an unknown one is told with all 21."""
    assert counties_of(("20", "09", "20")) == ("09", "20")
    with pytest.raises(SettingError) as caught:
        counties_of(("02",))
    assert len(caught.value.faults[0].data["known"]) == 21
