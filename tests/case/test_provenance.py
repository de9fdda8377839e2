"""Origins are plain data."""

from narvaro.case import Assumption, Provenance


def test_a_provenance_says_all_its_fields() -> None:
    """What a report shows of a table is in its plain form, empty where not known."""
    assert Provenance("people", "SCB", "2023", licence="CC0").to_json() == {
        "table": "people",
        "publisher": "SCB",
        "edition": "2023",
        "date": "",
        "licence": "CC0",
        "checksum": "",
        "origin": "stated",
        "note": "",
    }


def test_an_assumption_keeps_its_unit_and_origin() -> None:
    """A figure never travels without its unit and where it comes from."""
    assert Assumption("walk_kmh", 4.8, "km/h", "assumed", "rule of thumb").to_json() == {
        "id": "walk_kmh",
        "value": 4.8,
        "unit": "km/h",
        "origin": "assumed",
        "source": "rule of thumb",
    }
