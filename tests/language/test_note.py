"""Notes a reader must know."""

from __future__ import annotations

from narvaro.language import Note


def test_a_note_reads_in_both_languages_and_comes_back_from_json() -> None:
    """The same note is told in Swedish and English with the same number, and survives being written."""
    note = Note("access.note.unreached", {"people": 1234.0})
    assert "1,234" in note.text("en")
    assert "1\u202f234" in note.text("sv")
    assert Note.from_json(note.to_json()) == note
