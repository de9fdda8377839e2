"""Notes: things a reader must know about a table, as a catalogue key and data, told in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from narvaro.language import say


@dataclass(frozen=True)
class Note:
    """One thing that a reader must know.

    Examples
    --------
    >>> Note("access.note.unreached", {"people": 12}).text("en")
    'For 12 people no office is within any reach; means and inequality leave them out.'
    """

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """Return the note as text."""
        return say(self.key, lang, **self.data)

    def to_json(self) -> dict[str, Any]:
        """Return the note for machines."""
        return {"key": self.key, "data": dict(self.data)}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Note:
        """Return the note that :meth:`to_json` wrote.

        Examples
        --------
        >>> note = Note("access.note.unreached", {"people": 12})
        >>> Note.from_json(note.to_json()) == note
        True
        """
        return cls(str(table["key"]), dict(table["data"]))
