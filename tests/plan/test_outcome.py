"""What a plan reaches is told field by field, with its parts by name."""

import pytest

from narvaro.plan.outcome import Outcome, Part, outcome_from

PARTS = (
    Part("person_minutes", "person_minutes", 10.0, 8.0, 7.0, (9.0, 7.0)),
    Part("without_walk", "people", 3.0, 2.0, 1.0, (3.0, 1.0)),
)
OUTCOME = Outcome("mix", "person_minutes", 13.0, 10.0, 8.0, 9.5, 0.05, PARTS)


def test_a_part_is_found_by_its_name() -> None:
    """And one that is not there is no part."""
    assert OUTCOME.part("without_walk") is PARTS[1]
    with pytest.raises(StopIteration):
        OUTCOME.part("nothing")


def test_every_field_is_told() -> None:
    """The parts as tables of their own."""
    plain = OUTCOME.to_json()
    assert plain["gap"] == 0.05
    assert [part["name"] for part in plain["parts"]] == ["person_minutes", "without_walk"]
    assert list(plain["parts"][0]["by_year"]) == [9.0, 7.0]
    assert outcome_from(plain) == OUTCOME
