"""Standards: presets as their countries set them, and the user's own checked."""

from dataclasses import replace

import pytest

from narvaro.case.standards import (
    KM_PER_MILE,
    PRESETS,
    Standard,
    StandardColumns,
    in_order,
    own_standards,
    standards_elsewhere,
    uk_post_office,
)
from narvaro.errors import TableError


def test_a_mile_is_the_international_mile() -> None:
    """1,609.344 m, by the agreement of 1959: 1,760 yards of 0.9144 m."""
    assert pytest.approx(1760 * 0.9144 / 1000) == KM_PER_MILE


def test_presets_have_units_and_sources() -> None:
    """Each rule of each preset is without fault, has a source, and a limit in minutes or km."""
    rules = [rule for preset in PRESETS.values() for rule in preset()]
    assert len({rule.id for rule in rules}) == len(rules) == 8
    for rule in rules:
        assert rule.faults() == []
        assert rule.source
        assert rule.unit == ("km" if rule.mode == "distance" else "min")


def test_the_columns_of_a_preset_can_be_another_country_own() -> None:
    """The British rules speak of columns by the names a case gives them; that of deprived areas of one list alone."""
    rules = {
        rule.id: rule for rule in uk_post_office(StandardColumns(settlement="kind", district="postcode"))
    }
    assert rules["uk_rural_3mi"].column == "kind"
    assert rules["uk_district_6mi"].each == "postcode"
    assert rules["uk_deprived_1mi"].column == "uk_deprived"


def test_the_rules_that_hold_are_those_that_no_preset_has() -> None:
    """A folder made with all presets has none of its own; the rule of a preset holds with a source that makes it so."""
    theirs = standards_elsewhere()
    assert len(theirs) == 8
    own = Standard("own", "walk", 15.0, 0.8)
    adopted = replace(theirs[0], source="our own law")
    assert own_standards([*theirs, own, adopted]) == (own, adopted)


@pytest.mark.parametrize(
    ("limit", "share", "keys"),
    [
        (30, 0.95, []),
        (0, 0.95, ["travel_settings.positive"]),
        (float("nan"), 1, ["travel_settings.positive"]),
        (30, 95, ["standards.share"]),
        (-1, 0, ["travel_settings.positive", "standards.share"]),
    ],
)
def test_an_own_standard_is_checked(limit: float, share: float, keys: list[str]) -> None:
    """A limit above zero and a share of at most one; 95 for 95 percent is refused."""
    assert [fault.key for fault in Standard("own", "car", limit, share).faults()] == keys


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ({"column": "settlment", "values": ("town",)}, ["own.column"]),
        ({"each": "county"}, ["own.each"]),
        ({"column": "vilage", "values": ("x",), "each": "county"}, ["own.column", "own.each"]),
        ({"values": ("town",)}, ["own.column"]),
        ({"column": "settlement"}, ["own.values"]),
        ({"column": "settlement", "values": ("town",), "each": "settlement"}, []),
        ({}, []),
    ],
)
def test_a_standard_about_a_group_that_nobody_can_tell_is_a_fault(make_case, areas, rule, places) -> None:
    """A column that the areas have not, or half a group: the rule would be left out of every table."""
    given = {
        "areas": areas(settlement=["town", "rural"]),
        "standards": (Standard("own", "car", 10, 0.9, **rule),),
    }
    if not places:
        assert make_case(**given).standards[0].id == "own"
        return
    with pytest.raises(TableError) as caught:
        make_case(**given)
    assert [fault.column for fault in caught.value.faults] == places
    for fault in caught.value.faults:
        assert "own" in fault.text("en")
        assert fault.key != "standards.no_column" or "settlement" in fault.text("sv")


def test_order_of_groups() -> None:
    """Yes before no, settlements from the middle outwards, the rest by name."""
    assert in_order(["b", "rural", "metro_inner", "a", "no", "yes"]) == [
        "yes",
        "no",
        "metro_inner",
        "rural",
        "a",
        "b",
    ]
