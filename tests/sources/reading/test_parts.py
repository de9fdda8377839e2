"""Which sheet, layer or file is meant is known or asked for, never guessed between two."""

import pytest

from narvaro.errors import TableError
from narvaro.sources.reading.found import TableAsked
from narvaro.sources.reading.parts import chosen_part, told_part


def test_the_part_is_named_the_only_one_called_so_or_the_only_one_that_fits() -> None:
    """In this order."""
    names = ["Info", "Areas", "x"]
    assert chosen_part(names, TableAsked("areas", "f", " info "), lambda _: False) == "Info"
    assert chosen_part(["x"], TableAsked("areas", "f"), lambda _: False) == "x"
    assert chosen_part(names, TableAsked("areas", "f"), lambda _: True) == "Areas"
    assert chosen_part(["Info", "x"], TableAsked("areas", "f"), lambda name: name == "x") == "x"


@pytest.mark.parametrize("fits", [True, False])
def test_two_that_may_be_meant_are_asked_about(fits: bool) -> None:
    """The fault names both and the option."""
    with pytest.raises(TableError) as caught:
        chosen_part(["2024", "2025"], TableAsked("sites", "f.ods"), lambda _: fits)
    assert (
        'f.ods: The file has several tables: 2024, 2025. Say which one to read, for example --sites-sheet "2024".'
        in (caught.value.text("en"))
    )
    with pytest.raises(TableError, match="no “2026” in the file"):
        chosen_part(["2024", "2025"], TableAsked("sites", "f.ods", "2026"), lambda _: fits)


def test_a_choice_that_nobody_made_is_told() -> None:
    """What was named, or is called by its kind, is no choice."""
    assert len(told_part("reading.layer", "x", ["x", "y"], TableAsked("areas", "f"))) == 1
    assert told_part("reading.layer", "x", ["x", "y"], TableAsked("areas", "f", "x")) == ()
    assert told_part("reading.layer", "areas", ["areas", "y"], TableAsked("areas", "f")) == ()
    assert told_part("reading.layer", "x", ["x"], TableAsked("areas", "f")) == ()
