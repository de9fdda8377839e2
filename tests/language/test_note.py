"""Notes a reader must know."""

from __future__ import annotations

from narvaro.language import OFFERED, Note, by_years


def test_a_note_reads_in_both_languages_and_comes_back_from_json() -> None:
    """The same note is told in Swedish and English with the same number, and survives being written."""
    note = Note("access.note.unreached", {"people": 1234.0})
    assert "1,234" in note.text("en")
    assert "1\u202f234" in note.text("sv")
    assert Note.from_json(note.to_json()) == note


def test_what_is_told_of_a_year_tells_it_once_in_each_language() -> None:
    """The year before a text is the text's own, with the colon of the language."""
    rule = {"cost": 1.0, "credit": 0.0, "money": "EUR"}
    for lang in OFFERED:
        notes = [Note("plan.check_money", {"year": "2027", **rule})]
        assert by_years(notes, lang) == [notes[0].text(lang)]
