"""Notes: things a reader must know about a table, as a catalogue key and data, told in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from narvaro.language.catalogue import say


@dataclass(frozen=True)
class Note:
    """One thing that a reader must know.

    Parameters
    ----------
    key
        The catalogue key of the text.
    data
        What the text names: numbers, texts, or notes of their own (such as the name of a group), which are
        told in the same language.

    Examples
    --------
    >>> Note("access.note.unreached", {"people": 12}).text("en")
    'For 12 people no office is within any reach; means and inequality leave them out.'
    """

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """Return the note as text."""
        told = {name: x.text(lang) if isinstance(x, Note) else x for name, x in self.data.items()}
        return say(self.key, lang, **told)

    def to_json(self) -> dict[str, Any]:
        """Return the note for machines; a note within it stands as a table with `key` and `data`."""
        data = {name: x.to_json() if isinstance(x, Note) else x for name, x in self.data.items()}
        return {"key": self.key, "data": data}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Note:
        """Return the note that :meth:`to_json` wrote.

        Examples
        --------
        >>> note = Note("access.note.no_group", {"people": 12, "column": Note("name.unknown")})
        >>> Note.from_json(note.to_json()) == note
        True
        """
        data = {name: cls.from_json(x) if isinstance(x, Mapping) else x for name, x in table["data"].items()}
        return cls(str(table["key"]), data)
