"""Regions are told by the names that stand beside their codes."""

from __future__ import annotations

from tests.plan.cases import case_of

from narvaro.case.region_names import RegionNames

CASE = case_of(
    [1, 2, 3, 4],
    ["must_stay"] * 4,
    areas={"fa_region_code": ["1", "1", "2", "3"], "fa_region": ["Åsele", "Åsele", "Berg", "Berg"]},
    sites={
        "municipality_code": ["11", "12", "12", ""],
        "municipality": ["Lund", "Berg", "Berg", ""],
        "county": ["A", "B", "B", "C"],
    },
)


def test_a_code_has_the_name_beside_it() -> None:
    """From the areas, or from the sites where only they have both columns; an unknown code stays as it is."""
    names = RegionNames(CASE)
    assert names.name("fa_region_code", "1") == "Åsele"
    assert dict(names.of("municipality_code")) == {"11": "Lund", "12": "Berg"}
    assert names.name("municipality_code", "99") == "99"


def test_two_regions_of_one_name_have_their_codes() -> None:
    """Berg is two: each tells its code."""
    assert dict(RegionNames(CASE).of("fa_region_code")) == {"1": "Åsele", "2": "Berg (2)", "3": "Berg (3)"}


def test_a_column_that_holds_names_is_left_alone() -> None:
    """There is nothing beside it, and nothing in data that name no region."""
    names = RegionNames(CASE)
    assert names.told({"column": "county", "code": "A"}) == {"column": "county", "code": "A"}
    assert names.told({"year": "2027"}) == {"year": "2027"}


def test_what_is_told_already_is_not_told_twice() -> None:
    """The name stands before its code, once."""
    names = RegionNames(CASE)
    once = names.told({"column": "fa_region_code", "code": "1"})
    assert once == {"column": "Åsele", "code": "(fa_region_code 1)"}
    assert names.told(once) == once
