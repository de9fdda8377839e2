"""Notes: things a reader must know about a table, as a catalogue key and data, told in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from narvaro.language.forms import forms
from narvaro.language.speech import capital
from narvaro.language.writer import say


@dataclass(frozen=True)
class Note:
    """One thing that a reader must know.

    Parameters
    ----------
    key
        The catalogue key of the text.
    data
        What the text names: numbers, texts, or notes of their own (such as the name of a group), which are
        told in the same language, and lists of them. Where a text has forms for none, one and many, `n` is the
        count that chooses.

    Examples
    --------
    >>> Note("access.note.unreached", {"people": 12}).text("en")
    'For 12 people no office is within any reach; means and inequality leave them out.'
    """

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """Return the note as text."""
        return say(self.key, lang, **{name: _told(x, lang) for name, x in self.data.items()})

    def sentence(self, lang: str = "en") -> str:
        """Return the note as it begins a line: with a capital.

        Examples
        --------
        >>> Note("said.offices_open", {"n": 2}).sentence("sv")
        'Två kontor öppnar'
        """
        return capital(self.text(lang))

    def to_json(self) -> dict[str, Any]:
        """Return the note for machines; a note within it stands as a table with `key` and `data`."""
        return {"key": self.key, "data": {name: _stored(x) for name, x in self.data.items()}}

    def with_text(self) -> dict[str, Any]:
        """Return the note for machines as :meth:`to_json` does, with its text in English.

        Examples
        --------
        >>> Note("said.offices_open", {"n": 2}).with_text()
        {'key': 'said.offices_open', 'data': {'n': 2}, 'text': 'two offices open'}
        """
        return {**self.to_json(), "text": self.text()}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Note:
        """Return the note that :meth:`to_json` wrote.

        Examples
        --------
        >>> note = Note("access.note.no_group", {"people": 12, "column": Note("name.unknown")})
        >>> Note.from_json(note.to_json()) == note
        True
        """
        return cls(str(table["key"]), {name: _read(x) for name, x in table["data"].items()})


def by_years(notes: Iterable[Note], lang: str) -> list[str]:
    """Return notes as lines; one told alike of several years, each text beginning with its own, has one line."""
    years: dict[str, list[str]] = {}
    colon = forms(lang).colon
    for note in notes:
        year = str(note.data.get("year", ""))
        text = note.text(lang)
        years.setdefault(text.removeprefix(f"{year}{colon}") if year else text, []).append(year)
    return [f"{', '.join(of)}{colon}{text}" if of[0] else text for text, of in years.items()]


def _told(value: Any, lang: str) -> Any:
    """Return what a text is given in a language: notes as their text, also within a list."""
    if isinstance(value, Note):
        return value.text(lang)
    return [_told(part, lang) for part in value] if isinstance(value, list | tuple) else value


def _stored(value: Any) -> Any:
    if isinstance(value, Note):
        return value.to_json()
    return [_stored(part) for part in value] if isinstance(value, list | tuple) else value


def _read(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Note.from_json(value)
    return [_read(part) for part in value] if isinstance(value, list) else value
