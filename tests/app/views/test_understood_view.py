"""How tables were understood, in the terminal."""

from __future__ import annotations

from typing import Any

from narvaro.app.views.understood_view import show
from narvaro.language import Note, say
from narvaro.sources.understood import UnderstoodColumn


def test_each_column_has_its_line(shown: Any, lang: str) -> None:
    """Under a title and heads of the language: the column in the file, what it is, an example, what was done."""
    rows = [
        UnderstoodColumn("areas", "a.csv", "Namn", Note("understood.column", {"name": "name"}), "Ala"),
        UnderstoodColumn("sites", "s.csv", "Typ", Note("understood.group"), "torg"),
    ]
    lines = [line for line in shown(show, rows).splitlines() if line.strip()]
    assert lines[0] == say("understood.title", lang)
    assert say("understood.head.done", lang) in lines[1]
    assert [part.strip() for part in lines[3].split("  ") if part.strip()][1:] == ["Namn", "name", "Ala"]
    assert say("understood.group", lang) in lines[4]
