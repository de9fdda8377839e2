"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from narvaro.case.files import write_atomically, write_text


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """The old file stays as it was, and nothing half-written lies beside it."""
    path = tmp_path / "plan.json"
    write_text(path, "old")

    def die_half_way() -> None:
        with write_atomically(path) as beside:
            beside.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die_half_way()
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["plan.json"]


def test_line_ends_are_the_same_on_every_system(tmp_path: Path) -> None:
    """Text is UTF-8 with one kind of line end."""
    write_text(tmp_path / "deep" / "a.txt", "å\nb\n")
    assert (tmp_path / "deep" / "a.txt").read_bytes() == b"\xc3\xa5\nb\n"
