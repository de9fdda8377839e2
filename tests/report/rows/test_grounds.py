"""Every figure and every table that a plan rests on is a row."""

from __future__ import annotations

from tests.report.countries import HOSTILE

from narvaro.report.material import Material
from narvaro.report.rows.grounds import assumption_rows, source_rows, unit_word


def test_assumptions_with_value_unit_and_source(material: Material) -> None:
    """None is left out, and a user's own words stay as they are."""
    rows = assumption_rows(material).rows
    assert len(rows) == len(material.findings.tables["assumptions"])
    assert ["share of fog", 0.25, "", "härlett", HOSTILE] in [list(row) for row in rows]


def test_sources_with_publisher_and_origin(material: Material) -> None:
    """A row a table, its last cell stated, derived or assumed."""
    numbers = source_rows(material)
    assert len(numbers.rows) == len(material.case.provenance)
    assert {str(row[-1]) for row in numbers.rows} <= {"belagt", "härlett", "antagande"}
    assert HOSTILE in numbers.rows[0]


def test_units_are_words_of_the_language(material: Material) -> None:
    """Money is that of the case, a unit of ours has its word, and a foreign one stands as it is."""
    money = material.voice.money
    assert unit_word(material, money) == "mnkr"
    assert unit_word(material, f"{money}/year") == "mnkr/år"
    assert unit_word(material, "km/h") == "km/tim"
    assert unit_word(material, "parsec") == "parsec"
