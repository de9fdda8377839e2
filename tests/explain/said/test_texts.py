"""No sentence that nobody says lies in the catalogue, and none is asked for that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from narvaro.language import keys

SOURCE = Path(__file__).parents[3] / "src" / "narvaro"
SAID = [key for key in keys() if key.startswith("said.")]
FORM = r"(?:\.(?:zero|one|many))?"


def patterns() -> Iterator[str]:
    """Yield each text in the code that names a text of `said`, as a pattern: what is filled in may be any word."""
    for path in sorted([*(SOURCE / "explain").rglob("*.py"), *(SOURCE / "report").rglob("*.py")]):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in nodes:
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            first = parts[0] if parts and id(node) not in inside else None
            if isinstance(first, ast.Constant) and re.match(r"said\.\w", str(first.value)):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+?"
                    for part in parts
                )


def test_each_sentence_that_is_asked_for_is_there() -> None:
    """Each key of `said` in the code names a text, has forms for a count, or begins a family."""
    missing = {one for one in patterns() if not any(re.fullmatch(one + FORM, key) for key in SAID)}
    assert missing == set()


def test_each_sentence_is_asked_for() -> None:
    """A text that no pattern of the code names, with or without its form for a count, is left over."""
    asked = list(patterns())
    assert [key for key in SAID if not any(re.fullmatch(one + FORM, key) for one in asked)] == []
