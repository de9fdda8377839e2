"""What is looked for in a file, and what comes out of it."""

import pytest

from narvaro.sources.reading.found import TableAsked, canonical


@pytest.mark.parametrize(("cell", "known"), [(" People ", True), ("LON", True), ("folk", False), ("", False)])
def test_names_of_columns_are_known_in_any_case(cell: str, known: bool) -> None:
    """A heading is known by its letters alone; blanks round it do not matter."""
    assert canonical(cell) is known


def test_a_file_of_an_archive_is_called_by_both_names() -> None:
    """Faults name the archive and the file within it."""
    inner = TableAsked("areas", "a.zip", "b.xlsx#2025").within("b.xlsx", "2025")
    assert (inner.label, inner.part, inner.kind) == ("a.zip (b.xlsx)", "2025", "areas")
